"""The four answers: for each rule and path violated, lawful, not applicable or not checked.

Counted rule by rule, so that what is kept grows with the rules and with the kinds of paths, not with the files.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lawful.rules import RuffCheck
from lawful.violation import Citation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lawful.rules import EnforcedRule, RuleSet, Standing
    from lawful.validator.engine import CheckedFile
    from lawful.violation import Problem

_AFTER_CHECKING = frozenset({"fixes-unsettled", "unwritable"})
"""Kinds of problems that leave what the checks have said as it is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one rule, as numbers of files.

    Attributes:
        rule: its words and where they stand.
        violated: files that break it.
        lawful: files that were looked at for all of it, and of which nothing is reported.
        not_applicable: files that it does not govern, or for which a nearer rule holds instead.
        not_checked: files that were not looked at for some or all of it.
        why: the reasons for that, each with a number of files.
    """

    rule: Citation
    violated: int = 0
    lawful: int = 0
    not_applicable: int = 0
    not_checked: int = 0
    why: Mapping[str, int] = field(default_factory=dict)


class Answers:
    """Counts the answers of one run."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._files = 0
        self._usual: dict[Standing, dict[int, str | None]] = {}
        self._clean: Counter[Standing] = Counter()
        self._violated: Counter[int] = Counter()
        # By the identity of a rule and the reason why it was not checked, None where it was.
        self._others: Counter[tuple[int, str | None]] = Counter()

    def add(self, checked: CheckedFile) -> None:
        """Count what holding one file to its rules gave."""
        standing = self._rules.standing(checked.path)
        if not checked.violations and not checked.problems:
            self.passed(standing)
            return
        self._files += 1
        if standing not in self._usual:
            self._usual[standing] = _usual(standing)
        broken = {(each.check, each.rule) for each in checked.violations}
        violated: set[int] = set()
        unseen: dict[int, str] = {}
        for enforced, rules in zip(standing.enforced, standing.statements, strict=True):
            if (enforced.check.id, enforced.citation) in broken:
                violated.update(map(id, rules))
            kind = next((each.kind for each in checked.problems if _kept_from(each, enforced)), None)
            if kind is not None:
                unseen |= dict.fromkeys(map(id, rules), kind)
        for rule, reason in self._usual[standing].items():
            if rule in violated:
                self._violated[rule] += 1
            else:
                self._others[rule, reason or unseen.get(rule)] += 1

    def passed(self, standing: Standing) -> None:
        """Count a file in which nothing was found.

        Args:
            standing: what the rules are to it.
        """
        self._files += 1
        self._clean[standing] += 1

    def result(self) -> tuple[Answer, ...]:
        """The answers, one for each rule, in the order of the rules."""
        others = self._others.copy()
        for standing, files in self._clean.items():
            for number, reason in _usual(standing).items():
                others[number, reason] += files
        why: dict[int, dict[str, int]] = {}
        for (number, reason), files in others.items():
            if reason is not None:
                why.setdefault(number, {})[reason] = files
        answers = []
        for rule in self._rules.rules:
            violated, lawful, unseen = self._violated[id(rule)], others[id(rule), None], why.get(id(rule), {})
            elsewhere = self._files - violated - lawful - sum(unseen.values())
            citation = Citation(rule.directive.text, rule.directive.place)
            answers.append(Answer(citation, violated, lawful, elsewhere, sum(unseen.values()), unseen))
        return tuple(answers)


def _usual(standing: Standing) -> dict[int, str | None]:
    """For each rule that governs a file, by its identity, why not all of it is checked there, None where all is."""
    looked_at: dict[int, str | None] = {id(rule): None for rules in standing.statements for rule in rules}
    return looked_at | {id(rule): reason for rule, reason in standing.unheld}


def _kept_from(problem: Problem, enforced: EnforcedRule) -> bool:
    """Whether a problem has kept the check of a rule from looking at all of a file."""
    if problem.kind == "delegate-failed":
        return isinstance(enforced.check, RuffCheck)
    return problem.kind not in _AFTER_CHECKING and problem.check in {None, enforced.check.id}
