"""Patches: what fixes would change, as `git apply` reads it.

`difflib` compares each line with all that are like it, which takes minutes for a long file with many changes. Here
lines that stand once in both texts are found again first, and only what lies between them is compared.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
"""A line as those who apply a patch count them."""
_FEW = 500
"""Lines that are compared each with each, where none stands once in both texts."""
_AROUND = 3
"""Lines that are shown around a change."""


class _Change(NamedTuple):
    """Lines of one text for which others stand in another: where they begin and end, counted from 0."""

    start: int
    end: int
    new_start: int
    new_end: int


def patch(path: str, before: str, after: str) -> Iterator[str]:
    """The lines of a patch that makes one text of another; none if they are the same.

    Args:
        path: the path of the file.
        before: its text.
        after: the text that it is to have.
    """
    old, new = _LINE.findall(before), _LINE.findall(after)
    hunks = _hunks(_changes(old, new))
    yield from (f"--- a/{path}\n", f"+++ b/{path}\n") if hunks else ()
    for hunk in hunks:
        first, last = hunk[0], hunk[-1]
        start, end = max(first.start - _AROUND, 0), min(last.end + _AROUND, len(old))
        new_start, new_end = first.new_start - (first.start - start), last.new_end + (end - last.end)
        yield f"@@ -{_range(start, end)} +{_range(new_start, new_end)} @@\n"
        for change in hunk:
            yield from _marked(" ", old[start : change.start])
            yield from _marked("-", old[change.start : change.end])
            yield from _marked("+", new[change.new_start : change.new_end])
            start = change.end
        yield from _marked(" ", old[start:end])


def _hunks(changes: Sequence[_Change]) -> list[list[_Change]]:
    """Changes, those together whose surroundings touch."""
    hunks: list[list[_Change]] = []
    for change in changes:
        if hunks and change.start - hunks[-1][-1].end <= 2 * _AROUND:
            hunks[-1].append(change)
        else:
            hunks.append([change])
    return hunks


def _changes(old: Sequence[str], new: Sequence[str]) -> list[_Change]:
    """What must change to make one row of lines of another, in order."""
    found: list[_Change] = []
    due = [_Change(0, len(old), 0, len(new))]
    while due:
        start, end, new_start, new_end = due.pop()
        while start < end and new_start < new_end and old[start] == new[new_start]:
            start, new_start = start + 1, new_start + 1
        while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
            end, new_end = end - 1, new_end - 1
        between = _Change(start, end, new_start, new_end)
        if start == end or new_start == new_end:
            found += [between] if end - start or new_end - new_start else []
        elif anchors := _anchors(old, new, between):
            edges = [(start - 1, new_start - 1), *anchors, (end, new_end)]
            due += [_Change(a + 1, b, c + 1, d) for (a, c), (b, d) in pairwise(edges)]
        elif max(end - start, new_end - new_start) > _FEW:
            found.append(between)
        else:
            codes = SequenceMatcher(None, old[start:end], new[new_start:new_end], autojunk=False).get_opcodes()
            moved = ((kind, a + start, b + start, c + new_start, d + new_start) for kind, a, b, c, d in codes)
            found += [_Change(*ends) for kind, *ends in moved if kind != "equal"]
    return sorted(found)


def _anchors(old: Sequence[str], new: Sequence[str], between: _Change) -> list[tuple[int, int]]:
    """The places of lines that stand once on both sides of a change, as many as are in the same order on both."""
    start, end, new_start, new_end = between
    once, new_once = Counter(old[start:end]), Counter(new[new_start:new_end])
    places = {new[at]: at for at in range(new_start, new_end) if new_once[new[at]] == 1}
    pairs = [(at, places[old[at]]) for at in range(start, end) if once[old[at]] == 1 and old[at] in places]
    # The longest rising row among the new places: for each length the least place at which a row of it ends.
    least: list[int] = []
    rows: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(least, place)
        before.append(rows[length - 1] if length else -1)
        least[length : length + 1] = [place]
        rows[length : length + 1] = [number]
    row: list[tuple[int, int]] = []
    at = rows[-1] if rows else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]


def _range(start: int, end: int) -> str:
    """Lines as the head of a hunk says them: the number of the first, and how many if it is not one."""
    return f"{start + 1}" if end - start == 1 else f"{start + (end > start)},{end - start}"


def _marked(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n\\ No newline at end of file\n"
