"""The marks of Markdown inside a line of text, found in one pass.

A regular expression would look for the end of every mark that has none all through the text, again and again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawful.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_TICKS = regex(r"`+")
_STARS = regex(r"\*+|_+")
_DUNDERS = regex(
    r"(?<![\w*])__(?:init|main|all|name|file|future|slots|post_init|new|call|repr|str|eq|hash|del|dict|doc|version"
    r"|enter|exit|aenter|aexit|getattr|getitem|len|iter|next|contains|init_subclass|class_getitem"
    r"|builtins|import)__(?![\w*])"
)
"""Names that Python gives a meaning, which Markdown would take for a word in bold."""


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """A code span: the offsets of its first backtick, of what is inside, and behind its last backtick."""

    start: int
    inner: int
    inner_end: int
    end: int


def code_spans(text: str) -> Iterator[CodeSpan]:
    """The code spans of a text, in order: a run of backticks up to the next run that is just as long."""
    runs = [found.span() for found in _TICKS.finditer(text)]
    partners: list[int | None] = [None] * len(runs)
    latest: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        partners[index] = latest.get(length)
        latest[length] = index
    index = 0
    while index < len(runs):
        partner = partners[index]
        if partner is None:
            index += 1
            continue
        yield CodeSpan(runs[index][0], runs[index][1], runs[partner][0], runs[partner][1])
        index = partner + 1


@dataclass(slots=True)
class _Run:
    """A run of stars or underscores that may begin emphasis: what is left of it is `[start, end)`."""

    sign: str
    start: int
    end: int
    length: int
    closes: bool


def without_emphasis(text: str) -> str:
    """The text without the stars and underscores that emphasise something, by Markdown's rules.

    `__init__` and its like are left as they are: who writes them without backticks means the names.
    """
    dropped: list[tuple[int, int]] = []
    opened: list[_Run] = []
    count = {"*": 0, "_": 0}
    names = [each.span() for each in _DUNDERS.finditer(text)]
    for found in _STARS.finditer(text):
        if any(start <= found.start() < end for start, end in names):
            continue
        run = _run(text, *found.span())
        start = run.start
        if run.closes:
            while start < run.end and count[run.sign]:
                while opened[-1].sign != run.sign:
                    count[opened.pop().sign] -= 1
                opener = opened[-1]
                if not _pair(opener, run):
                    break
                taken = min(opener.end - opener.start, run.end - start)
                dropped += [(opener.end - taken, opener.end), (start, start + taken)]
                opener.end -= taken
                start += taken
                if opener.start == opener.end:
                    opened.pop()
                    count[run.sign] -= 1
        run.start = start
        if start < run.end and _opens(text, found.start(), found.end(), run.sign):
            opened.append(run)
            count[run.sign] += 1
    parts: list[str] = []
    at = 0
    for start, end in sorted(dropped):
        parts.append(text[at:start])
        at = end
    return "".join((*parts, text[at:]))


def _run(text: str, start: int, end: int) -> _Run:
    sign = text[start]
    closes = start > 0 and not text[start - 1].isspace() and not _is_word(text[end : end + 1], sign)
    return _Run(sign, start, end, end - start, closes)


def _opens(text: str, start: int, end: int, sign: str) -> bool:
    after = text[end : end + 1]
    return after != "" and not after.isspace() and not _is_word(text[start - 1 : start] if start else "", sign)


def _is_word(character: str, sign: str) -> bool:
    """Whether a character beside a run keeps it from being emphasis, as in `snake_case`, `2*3` and `src/*/a.py`.

    Languages that put no spaces between words have stars right beside them.
    """
    return character == "/" or (character.isalnum() and (sign == "_" or character.isascii()))


def _pair(opener: _Run, closer: _Run) -> bool:
    # Markdown's rule of three, which keeps `**/*.py` whole.
    return opener.end - opener.start == closer.end - closer.start or not (
        opener.length in {1, 2} and closer.length in {1, 2}
    )
