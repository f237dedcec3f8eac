"""What a change makes of the rules that judge it: those it would weaken or remove, and those it would add."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from lawful.violation import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lawful.rules.check import Check
    from lawful.rules.rule import EnforcedRule
    from lawful.rules.rule_set import RuleSet, Standing
    from lawful.violation import Citation


_ANY = ("module.py", "tests/test_module.py")
"""Files that a folder may have one day."""


class Change(StrEnum):
    """What a change would make of a rule, the gravest first."""

    REMOVED = "removed"
    """Nothing would hold code to it any more."""
    NARROWED = "narrowed"
    """It would hold for fewer files."""
    SOFTENED = "softened"
    """Its violations would weigh less."""
    CHANGED = "changed"
    """Its check would have other parameters, of which nobody can say that they allow no more."""


@dataclass(frozen=True, slots=True)
class Weakened:
    """One rule that a change would weaken.

    Attributes:
        rule: its words and where they stand.
        change: what would become of it.
        files: for how many files.
        now: the rule that would hold instead, if there is one.
    """

    rule: Citation
    change: Change
    files: int
    now: Citation | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rules of a revision against those that a change would put in their place.

    Attributes:
        revision: the revision whose rules are held.
        weakened: those that the change would weaken or remove, in order of their place.
        added: those that it would add; they are not held yet.
    """

    revision: str
    weakened: tuple[Weakened, ...] = ()
    added: tuple[Citation, ...] = ()


def compare(revision: str, held: RuleSet, offered: RuleSet, paths: Iterable[str], gone: Iterable[str]) -> Comparison:
    """Compare two rule sets by what they would do for some paths.

    Wording, order and place play no part: a rule is as strong as what it finds.

    Args:
        revision: where the first comes from.
        held: the rules that are held.
        offered: the rules that a change would put in their place.
        paths: the files to compare them for.
        gone: the files that the change would keep from being checked at all.
    """
    gone = frozenset(gone)
    pairs: Counter[tuple[Standing, Standing | None]] = Counter()
    for path in paths:
        excluded = path in gone or offered.settings.excludes(path)
        if not held.settings.excludes(path):
            pairs[held.standing(path), None if excluded else offered.standing(path)] += 1
    for path in {f"{rule.directive.scope.base}/{name}".lstrip("/") for rule in held.rules for name in _ANY}:
        pairs[held.standing(path), offered.standing(path)] += 0  # a file that there is not yet
    tally = _Tally()
    for (before, after), files in pairs.items():
        tally.add(before.enforced, () if after is None else after.enforced, files)
    weakened = sorted(tally.weakened(), key=lambda each: (each.rule.source, each.rule.text))
    return Comparison(revision, tuple(weakened), tuple(sorted(tally.added, key=lambda each: (each.source, each.text))))


class _Tally:
    """What becomes of each rule, over all files."""

    def __init__(self) -> None:
        self._files: Counter[Citation] = Counter()
        self._changes: dict[Citation, dict[Change, int]] = {}
        self._instead: dict[Citation, Citation] = {}
        self.added: dict[Citation, None] = {}

    def add(self, before: Iterable[EnforcedRule], after: Iterable[EnforcedRule], files: int) -> None:
        """Count the files of one kind: what they are held to, and what they would be."""
        before, after = tuple(before), tuple(after)
        for rule in before:
            self._files[rule.citation] += files
            found = _change(rule, after)
            if found is not None:
                change, instead = found
                changes = self._changes.setdefault(rule.citation, {})
                changes[change] = changes.get(change, 0) + files
                if instead is not None:
                    self._instead[rule.citation] = instead.citation
        checks = {each.check.id for each in before}
        self.added |= {each.citation: None for each in after if each.check.id not in checks}

    def weakened(self) -> Iterator[Weakened]:
        """The rules that would be weaker for any file, each with the gravest that would become of it."""
        for rule, changes in self._changes.items():
            change = next(each for each in Change if each in changes)
            if change is Change.REMOVED and changes[change] < self._files[rule]:
                change = Change.NARROWED
            yield Weakened(rule, change, sum(changes.values()), self._instead.get(rule))


def _change(rule: EnforcedRule, after: Iterable[EnforcedRule]) -> tuple[Change, EnforcedRule | None] | None:
    """What would become of a rule among others, and which would hold instead; None if one is as strong."""
    alike = [each for each in after if each.check.id == rule.check.id]
    as_strong = [each for each in alike if _finds_as_much(each.check, rule.check)]
    if any(each.severity is Severity.ERROR or each.severity is rule.severity for each in as_strong):
        return None
    if as_strong:
        return Change.SOFTENED, as_strong[0]
    return (Change.CHANGED, alike[0]) if alike else (Change.REMOVED, None)


def _finds_as_much(check: Check, other: Check) -> bool:
    """Whether whatever the other finds is found by a check of the same kind."""
    params, others = check.params, other.params
    if check.covers(params, others):
        return True
    values: dict[str, Any] = {each.name: getattr(params, each.name) for each in dataclasses.fields(params)}
    lower = isinstance(values.get("max"), int) and isinstance(others.max, int) and values["max"] <= others.max
    return lower and dataclasses.replace(params, max=others.max) == others
