"""Statements in Markdown and plain prose, each with its exact place.

Where blocks begin and end is markdown-it-py's job; this module knows what in them can be a statement: bullets, table
rows, sentences of paragraphs and headings that demand something themselves. Code blocks, comments and struck-out text
hold none, and what a block nested beyond all reason holds is read as prose.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from lawful.context.directive import Directive
from lawful.context.sentences import sentences
from lawful.language import Mark, lex
from lawful.language.spans import code_spans
from lawful.regex import regex
from lawful.violation import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

    from lawful.context.scope import Scope

_WRAPPER = regex(r"[ \t]{0,3}(?:`{3,}|~{3,})[ \t]*(?:markdown|md|mdc)[ \t]*", re.IGNORECASE)
_FENCE = regex(r"[ \t]*(?:`{3}|~{3})")
_NEWLINE = regex(r"\r\n|\n|\r")
_BLANKS = "\x00\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""Blanks that Markdown takes for text, as the inside of a bracket expression."""
_BLANK = regex(f"[{_BLANKS}]")
_EMPTY = regex(rf"^[ \t]*[{_BLANKS}][ \t{_BLANKS}]*(?![-*+][ \t{_BLANKS}]|\d+[.)][ \t{_BLANKS}])", re.MULTILINE)
_LONE_TAG = regex(r"^[ \t]*+(?:</?[A-Za-z][\w-]*+(?:[ \t][^<>\n]*+)?/?>[ \t]*+)++$", re.MULTILINE)
_HIDING = regex(r"`+|<!--|~+")
_REFERENCE = regex(r"^[ \t]*+\[(?![\^!])[^\[\]\n]++\]:[ \t]++(?=\S*[/#.])\S++[ \t]*+(?:[\"'(][^\n]*+)?$", re.MULTILINE)
_ONLY_LINK = regex(r"\s*+(?:[-*+]\s++)?(?:!?\[[^\[\]]*+\]\([^()\s]*+\)[\s.]*+|(?:<?https?://\S++|@[\w./~-]++)\s*+)")
_PIN = regex(r"\s*+lawful:\s*+(?P<said>\S.*?)\s*\Z", re.DOTALL)
_TASK = regex(r"\[[ xX]\]\s+")
_LABEL = regex(r"\[\^[^\[\]\s]+\]:|\[![A-Za-z]+\]")
"""What stands before a footnote, and what names the kind of a highlighted quote."""
_SETTING = regex(r"[a-z][\w-]*:(?:\s.*)?")
_DEMANDING = frozenset({Mark.FORBID, Mark.DISCOURAGE, Mark.REQUIRE, Mark.RECOMMEND, Mark.DO})
_REASONS = frozenset({"why", "reason", "rationale", "motivation", "justification", "benefit", "原因", "理由", "이유"})
_MAX_NESTING = 60
_CODE = frozenset({"fence", "code_block"})
_TEXT_ENDS = frozenset({"paragraph_close", "heading_close"})
_DRESS = "*_` \t"


def statements(
    text: str, path: str, scope: Scope, *, first_line: int = 1, warn: list[Problem] | None = None
) -> Iterator[Directive]:
    """The statements of a Markdown text, in order.

    Args:
        text: the text; any line ends.
        path: the context file they are cited from.
        scope: the paths that the file governs.
        first_line: the line of the file at which the text begins.
        warn: receives what was odd about the text.
    """
    text = "\n".join(_without_wrapper(_NEWLINE.split(text)))
    # What is taken away here is taken from the beginning of lines only, so that places can still be told.
    parsed = _BLANK.sub(" ", _EMPTY.sub("", text))
    # Tags alone on a line are no text, and would be joined with the lines around them.
    parsed = _LONE_TAG.sub("", parsed)
    reader = _Reader(_BLANK.sub(" ", text).split("\n"), path, scope, first_line, warn if warn is not None else [])
    return reader.read(_parser().parse(parsed))


def texts(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a Markdown text that are no code, comment or struck-out text, with code spans blanked; 1-based."""
    lines = "\n".join(_without_wrapper(_NEWLINE.split(text)))
    for token in _parser().parse(_LONE_TAG.sub("", _BLANK.sub(" ", _EMPTY.sub("", lines)))):
        if token.type != "inline" or token.map is None:
            continue
        visible = list(_visible(token.content))
        for span in code_spans(token.content):
            visible[span.start : span.end] = " " * (span.end - span.start)
        yield from enumerate("".join(visible).split("\n"), start=token.map[0] + 1)


def comments(text: str) -> Iterator[tuple[int, str]]:
    """The HTML comments of a Markdown text that stand in no code: the 1-based line of each, and what it says."""
    if "<!--" not in text:
        return
    lines = "\n".join(_without_wrapper(_NEWLINE.split(text)))
    for token in _parser().parse(lines):
        if token.type not in {"inline", "comment"} or token.map is None:
            continue
        line, counted = token.map[0] + 1, 0
        for begin, end in _hidden(token.content):
            if token.content.startswith("<!--", begin):
                line += token.content.count("\n", counted, begin)
                counted = begin
                yield line, token.content[begin + 4 : end - 3]


def first_demand(text: str) -> str | None:
    """The first sentence of a text that says what to do, and to what."""
    return next((words for _, sentence in sentences(text) if _demands(words := " ".join(sentence.split()))), None)


def _without_wrapper(lines: list[str]) -> list[str]:
    """The lines with the fence blanked that some files wrap all of their Markdown in.

    Such a fence is the first thing in the file but for headings, and says that it holds Markdown. Its end, which need
    not be there, is the one that no fence inside it begins.
    """
    said = ((at, line) for at, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
    first, line = next(said, (0, ""))
    if not _WRAPPER.fullmatch(line):
        return lines
    fences = [at for at in range(first + 1, len(lines)) if _FENCE.match(lines[at])]
    closing = [at for at in fences if not lines[at].strip("`~ \t")]
    ends = {first, closing[-1]} if len(fences) % 2 and closing else {first}
    return ["" if at in ends else line for at, line in enumerate(lines)]


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 10 * _MAX_NESTING}).enable("table")
    # Only the blocks are of interest. What HTML and link references hold is text like any other.
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.disable(["html_block", "reference"])
    parser.block.ruler.before("table", "comment", _comment, {"alt": ["paragraph", "blockquote"]})
    parser.block.ruler.before("comment", "depths", _depths)
    return parser


def _comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # the parser's signature
    """A comment that begins a line, up to the end of the line on which it ends."""
    begin = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith("<!--", begin):
        return False
    if silent:
        return True
    line = start
    while state.src.find("-->", begin, state.eMarks[line]) < 0:
        line += 1
        if line >= end or (state.sCount[line] < state.blkIndent and not state.isEmpty(line)):
            break
        begin = state.bMarks[line]
    state.line = min(line + 1, end) if line < end else end
    token = state.push("comment", "", 0)
    token.map = [start, state.line]
    token.content = state.getLines(start, state.line, state.blkIndent, False)  # noqa: FBT003  # it takes no keyword
    return True


def _depths(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # as above
    """Whatever is nested too deep, as a paragraph."""
    if state.level < _MAX_NESTING or silent:
        return False
    line = start + 1
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        line += 1
    state.line = line
    token = state.push("inline", "", 0)
    token.map = [start, line]
    token.content = state.getLines(start, line, state.blkIndent, False).strip(" \t\n>-+*")  # noqa: FBT003  # as above
    return True


class _Text:
    """The text of one block, and where in the file each of its characters stands."""

    def __init__(self, content: str, first: int, lines: list[str]) -> None:
        self.content = content
        self.visible = _visible(content)
        self.first = first
        self._lines = lines
        self._rows = content.split("\n")
        self._starts = [0]
        for row in self._rows[:-1]:
            self._starts.append(self._starts[-1] + len(row) + 1)
        self._indents: dict[int, int] = {}

    def place(self, offset: int) -> tuple[int, int]:
        """The line of one character, counted from 1 in the text that was parsed, and its column."""
        number = bisect_right(self._starts, offset) - 1
        if number not in self._indents:
            row = self._rows[number]
            bare = row.strip()
            # Text of a block goes on to the end of its line; what stands before it may hold the same words.
            self._indents[number] = self._line(number).rfind(bare) - (len(row) - len(row.lstrip()))
        return self.first + number, max(offset - self._starts[number] + self._indents[number], 0) + 1

    def _line(self, number: int) -> str:
        return self._lines[min(self.first + number, len(self._lines)) - 1]


class _Reader:
    """Goes through the blocks of a text and knows what is above the one that comes next."""

    def __init__(self, lines: list[str], path: str, scope: Scope, first_line: int, warn: list[Problem]) -> None:
        self._lines = lines
        self._path = path
        self._scope = scope
        self._offset = first_line - 1
        self._warn = warn
        self._headings: list[tuple[int, str]] = []
        self._heading: Token | None = None
        self._leads: list[str] = []
        """One lead for each open list, empty where nothing introduces it."""
        self._items: list[int] = []
        """The first line of each open list item."""
        self._fresh = False
        """Whether an item has been opened and nothing of it been read."""
        self._last = ""
        """The statement read last, if it introduces a list that follows it."""
        self._row: list[_Text] | None = None
        self._columns: list[str] | None = None
        """What heads each column of the open table, once that has been read."""
        self._pins: list[str] = []
        """What comments say of the directive before them."""
        self._handlers: dict[str, Callable[[Token], Iterable[Directive]]] = {
            "heading_open": self._heading_open,
            "heading_close": self._heading_close,
            "bullet_list_open": self._list_open,
            "bullet_list_close": self._list_close,
            "ordered_list_open": self._list_open,
            "ordered_list_close": self._list_close,
            "list_item_open": self._item_open,
            "list_item_close": self._item_close,
            "table_open": self._table_open,
            "tr_open": self._row_open,
            "tr_close": self._row_close,
            "comment": self._comment,
            "fence": self._break,
            "code_block": self._break,
            "hr": self._break,
            "inline": self._inline,
        }

    def read(self, tokens: list[Token]) -> Iterator[Directive]:
        """The statements in the blocks, in order."""
        last: Directive | None = None
        before = ""
        for token in tokens:
            if last is not None and token.type in _CODE and before in _TEXT_ENDS:
                last = replace(last, illustrated=True)
            before = token.type
            handler = self._handlers.get(token.type)
            for directive in handler(token) if handler else ():
                if last is not None:
                    yield self._pinned(last)
                last = directive
            last = self._pinned(last) if last is not None else None
            if self._pins:
                line = _first(token) + self._offset
                message = "a comment for lawful stands beside no directive; put it behind the words that it is about"
                self._warn.append(Problem(self._path, line, None, "pin-alone", message))
                self._pins = []
        if last is not None:
            yield last

    def _pinned(self, directive: Directive) -> Directive:
        """A directive with the pins that stand behind it in a block of their own."""
        pins, self._pins = self._pins, []
        return replace(directive, pins=(*directive.pins, *pins)) if pins else directive

    def _heading_open(self, token: Token) -> Iterable[Directive]:
        self._heading = token
        return self._break(token)

    def _heading_close(self, _: Token) -> Iterable[Directive]:
        self._heading = None
        return ()

    def _list_open(self, _: Token) -> Iterable[Directive]:
        self._leads.append(self._last)
        return ()

    def _list_close(self, token: Token) -> Iterable[Directive]:
        self._leads.pop()
        return self._break(token)

    def _item_open(self, token: Token) -> Iterable[Directive]:
        self._items.append(_first(token))
        self._fresh = True
        return self._break(token)

    def _item_close(self, _: Token) -> Iterable[Directive]:
        self._items.pop()
        self._fresh = False
        return ()

    def _table_open(self, token: Token) -> Iterable[Directive]:
        self._columns = None
        return self._break(token)

    def _row_open(self, _: Token) -> Iterable[Directive]:
        self._row = []
        return ()

    def _row_close(self, _: Token) -> Iterator[Directive]:
        cells = self._row or []
        self._row = None
        if self._columns is None:
            self._columns = [" ".join(cell.visible.split()) for cell in cells]
            return
        headed = [(self._columns[at] if at < len(self._columns) else "", cell) for at, cell in enumerate(cells)]
        together = [cell for title, cell in headed if not (_introduces(title) or _gives_reasons(title))]
        yield from self._cells(together, cells)
        for title, cell in headed:
            if _introduces(title):
                for directive in self._cells([cell], cells):
                    yield replace(directive, leads=(*directive.leads, title))

    def _cells(self, cells: list[_Text], row: list[_Text]) -> Iterator[Directive]:
        """What some cells of a row say together."""
        said = [words for cell in cells if (words := " ".join(cell.visible.split()))]
        if not said:
            return
        line = row[0].first
        words = ": ".join(said) if len(said) == 2 else " | ".join(said)  # noqa: PLR2004  # a label and its value
        pins = tuple(pin for cell in cells for _, pin in _pins(cell.content))
        before = row[: row.index(cells[0])]
        yield self._directive(words, line, _cell_column(self._lines[line - 1], cells, before), pins)

    def _comment(self, token: Token) -> Iterable[Directive]:
        if "-->" not in token.content:
            message = "a comment begins here and is never closed; what follows it was not read"
            self._warn.append(Problem(self._path, _first(token) + self._offset, None, "comment-unclosed", message))
            return ()
        self._last = ""
        return self._prose(_Text(token.content, _first(token), self._lines))

    def _break(self, _: Token) -> Iterable[Directive]:
        """What follows is introduced by nothing that stood before."""
        self._last = ""
        return ()

    def _inline(self, token: Token) -> Iterable[Directive]:
        text = _Text(token.content, _first(token), self._lines)
        if self._row is not None:
            self._row.append(text)
            return ()
        if self._heading is not None and not _underlined_prose(self._heading, token.content):
            return self._title(text, int(self._heading.tag[1:]))
        return self._prose(text)

    def _title(self, text: _Text, level: int) -> Iterator[Directive]:
        title = " ".join(text.visible.split())
        self._headings = [each for each in self._headings if each[0] < level]
        if _demands(title):
            pins = tuple(pin for _, pin in _pins(text.content))
            yield self._directive(title, *text.place(_indent(text.visible)), pins)
        self._headings.append((level, title))

    def _prose(self, text: _Text) -> Iterator[Directive]:
        """The sentences of a paragraph or of the text of a bullet."""
        # The text of a bullet cites the bullet; a later paragraph in it stands for itself.
        bullet = self._items[-1] if self._fresh else None
        self._fresh = False
        visible = _REFERENCE.sub(_blanked, text.visible)
        marker = (bullet is not None and _TASK.match(visible)) or _LABEL.match(visible)
        if marker:
            visible = " " * marker.end() + visible[marker.end() :]
        if _ONLY_LINK.fullmatch(visible):
            return
        said = [*sentences(visible)]
        pins = _pins(text.content)
        self._pins = [pin for at, pin in pins if not said or at < said[0][0]]
        for number, (begin, sentence) in enumerate(said):
            words = " ".join(sentence.split())
            line, column = text.place(begin)
            end = said[number + 1][0] if number + 1 < len(said) else len(visible)
            beside = tuple(pin for at, pin in pins if begin <= at < end)
            yield replace(self._directive(words, bullet or line, column, beside), block=text.first + self._offset)
            self._last = words if bullet or words.rstrip(_DRESS).endswith((":", "\uff1a")) else ""

    def _directive(self, text: str, line: int, column: int, pins: tuple[str, ...] = ()) -> Directive:
        return Directive(
            text=text,
            place=Place(self._path, line + self._offset),
            column=column,
            headings=tuple(title for _, title in self._headings),
            leads=tuple(lead for lead in self._leads if lead),
            scope=self._scope,
            pins=pins,
        )


def _first(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _introduces(title: str) -> bool:
    """Whether a column is headed by what is to be done, or not, with all that stands in it: "Use", "Instead of"."""
    tokens = lex(title)
    return any(token.mark in _DEMANDING | {Mark.INSTEAD} for token in tokens) and not any(
        token.term or token.mark is Mark.BECAUSE for token in tokens
    )


def _gives_reasons(title: str) -> bool:
    """Whether a column only explains the others."""
    said = [token for token in lex(title) if token.mark is not Mark.NOISE]
    return bool(said) and (said[0].mark in {Mark.BECAUSE, Mark.EXAMPLE} or said[0].term in _REASONS)


def _cell_column(line: str, cells: list[_Text], before: list[_Text]) -> int:
    """Where the first cell that says something begins, behind those before it."""
    at = 0
    for cell in (*before, *cells):
        written = cell.content.replace("|", r"\|")
        found = line.find(written, at)
        if cell.visible.strip() and not any(cell is each for each in before):
            return max(found, 0) + _indent(cell.visible) + 1
        at = max(found, at) + len(written)
    return 1


def _underlined_prose(heading: Token, content: str) -> bool:
    """Whether a heading is really prose or settings, with a line across the page right below."""
    return heading.markup == "-" and (
        "\n" in content or content.endswith((".", "!", ";", "\u3002")) or _SETTING.fullmatch(content) is not None
    )


def _visible(content: str) -> str:
    """The text with comments and struck-out words blanked, so that every place stays where it was."""
    shown = list(content)
    for begin, end in _hidden(content):
        shown[begin:end] = re.sub(r"[^\n]", " ", content[begin:end])
    return "".join(shown)


def _hidden(content: str) -> list[tuple[int, int]]:
    """Where comments and struck-out words begin and end."""
    if "<!--" not in content and "~~" not in content:
        return []
    code = {span.start: span.end for span in code_spans(content)}
    hidden: list[tuple[int, int]] = []
    struck: int | None = None
    comments = True
    at = 0
    while found := _HIDING.search(content, at):
        begin, at = found.span()
        mark = found.group()
        if mark[0] == "`":
            at = code.get(begin, at)
        elif mark == "<!--" and comments:
            end = content.find("-->", begin + 2)
            comments = end >= 0
            if comments:
                at = end + 3
                hidden.append((begin, at))
        elif mark == "~~":
            if struck is None and not content[at : at + 1].isspace():
                struck = begin
            elif struck is not None and not content[begin - 1].isspace():
                hidden.append((struck, at))
                struck = None
    return hidden


def _pins(content: str) -> list[tuple[int, str]]:
    """What the comments in a text say to lawful, each with the offset at which it stands."""
    comments = ((begin, content[begin + 4 : end - 3]) for begin, end in _hidden(content))
    found = ((begin, _PIN.match(said)) for begin, said in comments if content.startswith("<!--", begin))
    return [(begin, " ".join(pin["said"].split("\n"))) for begin, pin in found if pin]


def _blanked(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _demands(title: str) -> bool:
    """Whether a heading says what to do, and to what, rather than naming a topic."""
    tokens = lex(title)
    return any(token.mark in _DEMANDING for token in tokens) and any(token.term for token in tokens)
