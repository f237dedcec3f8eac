"""Statements in Markdown and plain prose, each with its exact place.

Markdown itself is markdown-it-py's job; this module knows what in it can be a statement: bullets, table rows, sentences
of paragraphs and headings that demand something themselves. Fenced and indented code, comments and struck-out text
hold none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from lawful.context.directive import Directive
from lawful.context.sentences import sentences
from lawful.language import Mark, lex
from lawful.violation import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from lawful.context.scope import Scope

_NEWLINE = re.compile(r"\r\n|\n|\r")
_LONE_TAG = re.compile(r"^[ \t]*(?:</?[A-Za-z][\w-]*(?:[ \t][^<>\r\n]*)?/?>[ \t]*)+$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_STRUCK = re.compile(r"(?<!~)~~(?=\S).*?\S~~(?!~)", re.DOTALL)
_ONLY_LINK = re.compile(r"\s*(?:[-*+]\s+)?(?:!?\[[^\[\]]*\]\([^()\s]*\)|<?https?://\S+>?|@[\w./~-]+)[\s.]*")
_TASK = re.compile(r"\[[ xX]\]\s+")
_DEMANDING = frozenset({Mark.FORBID, Mark.DISCOURAGE, Mark.REQUIRE, Mark.RECOMMEND, Mark.DO})


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")


@dataclass(slots=True)
class _Reading:
    """Where a reading stands: what is above the block that comes next."""

    lines: list[str]
    path: str
    scope: Scope
    headings: list[tuple[int, str]] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    """One lead for each open list, empty where nothing introduces it."""
    items: list[int] = field(default_factory=list)
    """The first line of each open list item."""
    last: str = ""
    """The statement read last, which introduces a list that follows it."""

    def directive(self, text: str, line: int, column: int, cited: int | None = None) -> Directive:
        return Directive(
            text=text,
            place=Place(self.path, cited or line),
            column=column,
            headings=tuple(title for _, title in self.headings),
            leads=tuple(lead for lead in self.leads if lead),
            scope=self.scope,
        )


def statements(text: str, path: str, scope: Scope, *, first_line: int = 1) -> Iterator[Directive]:
    """The statements of a Markdown text, in order.

    Args:
        text: the text; any line ends.
        path: the context file they are cited from.
        scope: the paths that the file governs.
        first_line: the line of the file at which the text begins.
    """
    # Tags alone on a line would make Markdown take the lines below them for HTML. A form feed or NUL stays a space.
    plain = _LONE_TAG.sub(lambda found: " " * len(found.group()), text.replace("\x00", " ").replace("\f", " "))
    plain = "\n".join(_NEWLINE.split(plain))
    reading = _Reading(plain.split("\n"), path, scope)
    for directive in _blocks(_parser().parse(plain), reading):
        place = Place(path, directive.place.line + first_line - 1)
        yield directive if first_line == 1 else _moved(directive, place)


def _moved(directive: Directive, place: Place) -> Directive:
    import dataclasses

    return dataclasses.replace(directive, place=place)


def _blocks(tokens: list[Token], reading: _Reading) -> Iterator[Directive]:
    row: list[tuple[str, int]] | None = None
    header: list[str] = []
    heading: int | None = None
    for token in tokens:
        first = token.map[0] + 1 if token.map else 1
        match token.type:
            case "heading_open":
                heading = int(token.tag[1:])
                reading.headings = [each for each in reading.headings if each[0] < heading]
                reading.last = ""
            case "heading_close":
                heading = None
            case "bullet_list_open" | "ordered_list_open":
                reading.leads.append(reading.last)
            case "bullet_list_close" | "ordered_list_close":
                reading.leads.pop()
                reading.last = ""
            case "list_item_open":
                reading.items.append(first)
                reading.last = ""
            case "list_item_close":
                reading.items.pop()
            case "tr_open":
                row = []
            case "tr_close":
                if row and header:
                    yield from _row(row, first, reading)
                header = header or [cell for cell, _ in row or ()]
                row = None
            case "table_close":
                header = []
            case "html_block":
                yield from _prose(_COMMENT.sub(_blank, token.content), first, reading)
            case "inline" if row is not None:
                row.append((_visible(token.content), first))
            case "inline" if heading is not None:
                title = " ".join(_visible(token.content).split())
                if _demands(title):
                    yield reading.directive(title, first, _column(reading.lines[first - 1], title))
                reading.headings.append((heading, title))
            case "inline":
                yield from _prose(token.content, first, reading)
            case _:
                pass


def _prose(content: str, first: int, reading: _Reading) -> Iterator[Directive]:
    """The sentences of a paragraph or of the text of a bullet."""
    visible = _visible(content)
    task = _TASK.match(visible) if reading.items else None
    if task:
        visible = " " * task.end() + visible[task.end() :]
    # The text of a bullet cites the bullet; a later paragraph in it stands for itself.
    in_bullet = bool(reading.items) and reading.items[-1] == first
    rows = content.split("\n")
    starts = [0]
    for each in rows:
        starts.append(starts[-1] + len(each) + 1)
    if _ONLY_LINK.fullmatch(visible):
        return
    for begin, sentence in sentences(visible):
        words = " ".join(sentence.split())
        number = max(index for index, start in enumerate(starts) if start <= begin)
        line = first + number
        indent = max(reading.lines[line - 1].find(rows[number]), 0) if rows[number] else 0
        column = begin - starts[number] + indent + 1
        yield reading.directive(words, line, column, reading.items[-1] if in_bullet else None)
        reading.last = words if words.endswith((":", "：")) or in_bullet else ""  # noqa: RUF001


def _row(cells: list[tuple[str, int]], line: int, reading: _Reading) -> Iterator[Directive]:
    texts = [" ".join(cell.split()) for cell, _ in cells]
    said = [text for text in texts if text]
    if said:
        words = ": ".join(said) if len(said) == 2 else " | ".join(said)  # noqa: PLR2004  # a label and its value
        line = cells[0][1]
        yield reading.directive(words, line, _column(reading.lines[line - 1], said[0]))


def _visible(content: str) -> str:
    """The text with comments and struck-out words blanked, so that every place stays where it was."""
    if "<!--" in content:
        content = _COMMENT.sub(_blank, content)
    return _STRUCK.sub(_blank, content) if "~~" in content else content


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found.group())


def _column(line: str, words: str) -> int:
    return max(line.find(words.split(" ", maxsplit=1)[0]), 0) + 1


def _demands(title: str) -> bool:
    """Whether a heading says what to do, and to what, rather than naming a topic."""
    tokens = lex(title)
    return any(token.mark in _DEMANDING for token in tokens) and any(token.term for token in tokens)
