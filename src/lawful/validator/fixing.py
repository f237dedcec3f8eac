"""Applying fixes: text edits, in passes, until nothing is left to fix."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawful.source import Edit, Source
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.validator.delegate import Delegated
    from lawful.validator.engine import CheckedFile, Validator
    from lawful.violation import Violation

MAX_PASSES = 10
"""How often a text is fixed and checked again. A fix may uncover work for another one, but not endlessly."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What fixing one text gave.

    Attributes:
        source: the text afterwards; the same object if nothing was fixed.
        checked: what holding that text to its rules gave.
        applied: the violations that were cured, each placed in the text as it was at its pass.
        settled: whether fixing came to an end; if not, fixes undo one another.
    """

    source: Source
    checked: CheckedFile
    applied: tuple[Violation, ...] = ()
    settled: bool = True


def fix(
    validator: Validator,
    source: Source,
    applicabilities: frozenset[Applicability] = frozenset({Applicability.SAFE}),
    found: Delegated | None = None,
) -> Fixed:
    """Apply the fixes of a text until none is left.

    A pass whose result no longer parses is taken back, so a wrong fix costs nothing.

    Args:
        validator: what holds code to the rules.
        source: the text.
        applicabilities: which kinds of fixes are applied.
        found: what ruff has found in the text, if it was asked already.
    """
    checked = validator.check(source, found)
    applied: list[Violation] = []
    for _ in range(MAX_PASSES):
        chosen = _compatible(
            [each for each in checked.violations if each.fix and each.fix.applicability in applicabilities]
        )
        if not chosen:
            return Fixed(source, checked, tuple(applied))
        edits = {edit for violation in chosen if violation.fix for edit in violation.fix.edits}
        after = Source(source.edited(edits), source.path, encoding=source.encoding, bom=source.bom)
        again = validator.check(after)
        if after.text == source.text or (again.problems and not checked.problems):
            return Fixed(source, checked, tuple(applied), settled=False)
        source, checked = after, again
        applied += chosen
    return Fixed(source, checked, tuple(applied), settled=False)


def _compatible(violations: Sequence[Violation]) -> list[Violation]:
    """The violations whose fixes can be made in one pass: no edit of one touches an edit of another.

    Two fixes may make the very same edit, such as adding one import.
    """
    chosen: list[Violation] = []
    taken: list[Edit] = []
    for violation in violations:
        edits = violation.fix.edits if violation.fix else ()
        if not any(_collides(edit, taken) for edit in edits):
            chosen.append(violation)
            for edit in edits:
                if edit not in taken[bisect_left(taken, edit) :][:1]:
                    insort(taken, edit)
    return chosen


def _collides(edit: Edit, taken: Sequence[Edit]) -> bool:
    """Whether an edit touches one of a sorted row of edits that do not touch one another."""
    at = bisect_left(taken, edit)
    return any(other != edit and _touch(edit, other) for other in taken[max(at - 1, 0) : at + 2])


def _touch(edit: Edit, other: Edit) -> bool:
    first, second = sorted((edit.span, other.span))
    return (second.line, second.column) <= (first.end_line, first.end_column)
