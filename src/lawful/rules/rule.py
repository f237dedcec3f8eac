"""Rules: directives bound to what enforces them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lawful.rules.ruff_check import RuffCheck

if TYPE_CHECKING:
    from lawful.context import Directive, Scope
    from lawful.language import Strength
    from lawful.rules.check import Check
    from lawful.violation import Citation, Problem, Severity


class Status(StrEnum):
    """What becomes of a directive."""

    ENFORCED = "enforced"
    """A check holds code to it."""
    DELEGATED = "delegated"
    """Ruff holds code to it."""
    UNENFORCED = "unenforced"
    """Nothing does, and the rule says why."""


@dataclass(frozen=True, slots=True)
class Binding:
    """A check with parameters, for the paths of a scope."""

    check: Check
    scope: Scope
    severity: Severity

    @property
    def key(self) -> tuple[object, ...]:
        """The demand itself: bindings with the same key are one rule, wherever they are stated."""
        return (type(self.check).id, self.check.params)


@dataclass(frozen=True, slots=True)
class Rule:
    """A directive and what enforces it.

    Attributes:
        directive: the words and where they stand.
        strength: how binding they are.
        bindings: the checks that hold code to it; empty if none does.
        reason: why nothing, or not everything, in it is enforced.
        problem: what is broken about how it says to be enforced; while there is something, nothing passes.
        locked: whether the lock file or the settings have decided about it.
        limiting: whether it only says what another directive leaves out.
    """

    directive: Directive
    strength: Strength
    bindings: tuple[Binding, ...] = ()
    reason: str | None = None
    problem: Problem | None = None
    locked: bool = False
    limiting: bool = False

    @property
    def open(self) -> bool:
        """Whether nothing holds the directive and nobody has said why."""
        directive = self.directive
        introduces = directive.text.rstrip("*_` ").endswith((":", "\uff1a"))
        if self.limiting:
            return False
        return not (self.bindings or self.locked or directive.pins or directive.inactive or self.problem or introduces)

    @property
    def status(self) -> Status:
        """What becomes of the directive."""
        if not self.bindings:
            return Status.UNENFORCED
        delegated = all(isinstance(binding.check, RuffCheck) for binding in self.bindings)
        return Status.DELEGATED if delegated else Status.ENFORCED


@dataclass(frozen=True, slots=True)
class EnforcedRule:
    """A check that holds the code of one path to a rule, and what it cites."""

    check: Check
    severity: Severity
    citation: Citation
