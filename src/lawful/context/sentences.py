"""Where one sentence ends and the next begins, in prose that may have no full stops."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lawful.language import Mark, lex
from lawful.language.spans import code_spans
from lawful.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_STOP = regex(
    r"(?<![.!?])(?P<ascii>[.!?]++[\"')\u201d\u2019*_]*+)(?=\s)"
    r"|(?P<wide>[\u3002\uff01\uff1f]++[\u300d\u300f\uff09\u201d\u2019\")*_]*+)"
)
_ABBREVIATION = regex(r"\b(?:(?i:e\.g|i\.e|etc|vs|cf|approx|incl|resp)|[A-Z])\.$")
_BEFORE_NUMBER = regex(r"\b(?i:no|max|min)\.$")
_DEMANDS = frozenset({Mark.FORBID, Mark.DISCOURAGE, Mark.REQUIRE, Mark.RECOMMEND, Mark.DO, Mark.ONLY})
_LABEL = regex(r"[A-Z][\w /&-]{0,40}:\s")
_ENDS_LINE = regex(r"[:\uff1a\u3040-\u30ff\u3400-\u9fff][ \t]*\Z")
"""What a sentence ends with at the end of a line: a colon, or a letter of a script whose writers do not wrap lines."""
_BRACKETS = "\"'([ \t>-\u201c\u2018"
_OPENERS = f"*_{_BRACKETS}"
_OPENING = regex(rf"[\s{re.escape(_OPENERS)}]*+")
_ENOUGH = 200
"""How much of a line is looked at to tell whether it begins a demand."""


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of one block and the offset at which each begins.

    A sentence ends with a full stop and what follows looks like a beginning, or at the end of a line that ends with a
    colon or in Chinese or Japanese, or whose successor begins a demand of its own.
    """
    begin = 0
    for end in _ends(_shadow(text), text):
        yield from _trimmed(text, begin, end)
        begin = end
    yield from _trimmed(text, begin, len(text))


def _shadow(text: str) -> str:
    """The text with code spans blotted out: the full stops and line ends inside them end nothing."""
    parts: list[str] = []
    at = 0
    for span in code_spans(text):
        parts += (text[at : span.start], "X" * (span.end - span.start))
        at = span.end
    return "".join((*parts, text[at:]))


def _trimmed(text: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    piece = text[begin:end]
    stripped = piece.strip()
    if re.search(r"\w", stripped):
        yield begin + len(piece) - len(piece.lstrip()), stripped


def _ends(shadow: str, text: str) -> list[int]:
    ends = {found.end() for found in _STOP.finditer(shadow) if _ends_here(shadow, found)}
    begin, at = 0, shadow.find("\n")
    while at >= 0:
        line_end = shadow.find("\n", at + 1)
        following = text[at + 1 : line_end if line_end >= 0 else len(text)]
        if _ENDS_LINE.search(text, begin, at) or _begins_demand(following):
            ends.add(at + 1)
        begin, at = at + 1, line_end
    return sorted(ends)


def _ends_here(shadow: str, found: re.Match[str]) -> bool:
    if found["wide"]:
        return True
    word = shadow[max(0, found.start() - 8) : found.start() + 1]
    if _ABBREVIATION.search(word):
        return False
    opening = _OPENING.match(shadow, found.end())
    assert opening  # it matches nothing, too
    following = shadow[opening.end() : opening.end() + 1]
    return not (following.islower() or (following.isdigit() and _BEFORE_NUMBER.search(word)))


def _begins_demand(line: str) -> bool:
    line = line.strip().lstrip(_BRACKETS)[:_ENOUGH]
    bare = line.lstrip(_OPENERS)
    if not bare or bare[0].islower():
        return False
    if _LABEL.match(bare):
        return True
    tokens = lex(line)
    return bool(tokens) and tokens[0].mark in _DEMANDS
