"""Rules that cannot both hold for a path."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

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


def conflicts(stated: Iterable[Stated]) -> Iterator[tuple[Stated, Stated, str]]:
    """The pairs of stated rules that cannot both hold, each with what they disagree about."""
    by_check: dict[str, list[Stated]] = {}
    for rule, binding in stated:
        by_check.setdefault(binding.check.id, []).append((rule, binding))
    for group in by_check.values():
        for first, second in combinations(group, 2):
            check = first[1].check
            reason = check.conflict(check.params, second[1].check.params)
            if reason is not None:
                yield first, second, reason
