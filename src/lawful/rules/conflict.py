"""Rules that cannot both hold for a path."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from lawful.rules.check import Check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lawful.rules.rule import Binding, Rule

Stated = tuple["Rule", "Binding"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two rules that cannot both hold.

    Attributes:
        kept: the rule that holds; both do if they stand equally near.
        other: the rule it stands against.
        reason: what they disagree about, in words.
        settled: whether the nearer rule has won.
    """

    kept: Rule
    other: Rule
    reason: str
    settled: bool

    def __str__(self) -> str:
        return f"{self.kept.directive.place} is nearer and holds instead: {self.reason}"


@cache
def _disagrees(check: type[Check]) -> bool:
    """Whether rules of a check may disagree at all."""
    return "conflict" in {name for kind in check.__mro__ if kind is not Check for name in vars(kind)}


def conflicts(stated: Iterable[Stated]) -> Iterator[tuple[Stated, Stated, str]]:
    """The pairs of stated rules that cannot both hold, each with what they disagree about.

    Of rules with the same parameters and scope only the first is given.
    """
    by_check: dict[str, dict[object, Stated]] = {}
    for rule, binding in stated:
        if _disagrees(type(binding.check)):
            group = by_check.setdefault(binding.check.id, {})
            group.setdefault((binding.check.params, binding.scope), (rule, binding))
    for group in by_check.values():
        for first, second in combinations(group.values(), 2):
            check = first[1].check
            reason = check.conflict(check.params, second[1].check.params)
            if reason is not None:
                yield first, second, reason
