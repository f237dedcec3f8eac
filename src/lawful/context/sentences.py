"""Where one sentence ends and the next begins, in prose that may have no full stops."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lawful.language import Mark, lex

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_STOP = re.compile(r"(?P<ascii>[.!?]+[\"')*_]*)(?=\s)|(?P<wide>[\u3002\uff01\uff1f][\u300d\u300f\uff09\")*_]*)")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|incl|resp|no|max|min|[A-Z])|\.\.)\.$", re.IGNORECASE)
_DEMANDS = frozenset({Mark.FORBID, Mark.DISCOURAGE, Mark.REQUIRE, Mark.RECOMMEND, Mark.DO, Mark.ONLY})
_LABEL = re.compile(r"[A-Z][\w /&-]{0,40}:\s")
_OPENERS = "*_\"'([ \t>-"


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of one block and the offset at which each begins.

    A sentence ends with a full stop and what follows looks like a beginning, or at the end of a line whose successor
    begins a demand of its own.
    """
    # Full stops inside code spans end nothing.
    shadow = _CODE.sub(lambda found: re.sub(r"[^\n]", "x", found.group()), text)
    begin = 0
    for end in _ends(shadow, text):
        yield from _trimmed(text, begin, end)
        begin = end
    yield from _trimmed(text, begin, len(text))


def _trimmed(text: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    piece = text[begin:end]
    stripped = piece.strip()
    if re.search(r"\w", stripped):
        yield begin + len(piece) - len(piece.lstrip()), stripped


def _ends(shadow: str, text: str) -> list[int]:
    ends = {found.end() for found in _STOP.finditer(shadow) if _ends_here(shadow, found)}
    at = shadow.find("\n")
    while at >= 0:
        line_end = shadow.find("\n", at + 1)
        following = text[at + 1 : line_end if line_end >= 0 else len(text)]
        if _begins_demand(following):
            ends.add(at + 1)
        at = line_end
    return sorted(ends)


def _ends_here(shadow: str, found: re.Match[str]) -> bool:
    if found["wide"]:
        return True
    if _ABBREVIATION.search(shadow[max(0, found.start() - 8) : found.start() + 1]):
        return False
    rest = shadow[found.end() :].lstrip().lstrip(_OPENERS)
    return not rest or not rest[0].islower()


def _begins_demand(line: str) -> bool:
    line = line.strip().lstrip(_OPENERS)
    if not line or line[0].islower():
        return False
    if _LABEL.match(line):
        return True
    tokens = lex(line)
    return bool(tokens) and tokens[0].mark in _DEMANDS
