"""Rules: directives bound to what enforces them, and the set of them that governs a project."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from lawful.rules.conflict import Conflict, Stated, conflicts
from lawful.violation import Citation, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lawful.context import Directive, Scope
    from lawful.language import Strength
    from lawful.rules.check import Check
    from lawful.violation import Place, Problem


class Status(StrEnum):
    """What becomes of a directive."""

    ENFORCED = "enforced"
    """A check holds code to it."""
    DELEGATED = "delegated"
    """Another tool was run for it."""
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
    """

    directive: Directive
    strength: Strength
    bindings: tuple[Binding, ...] = ()
    reason: str | None = None
    problem: Problem | None = None

    @property
    def status(self) -> Status:
        """What becomes of the directive."""
        return Status.ENFORCED if self.bindings else Status.UNENFORCED


@dataclass(frozen=True, slots=True)
class EnforcedRule:
    """A check that holds the code of one path to a rule, and what it cites."""

    check: Check
    severity: Severity
    citation: Citation


@dataclass(frozen=True, slots=True)
class Contents:
    """What context files hold.

    Attributes:
        rules: every directive that was found, enforced or not.
        problems: context files that could not be read.
        warnings: what was odd about those that were read.
    """

    rules: tuple[Rule, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


class Part:
    """The rules of the context files that govern one folder, read when they are first asked for.

    Attributes:
        base: the folder, relative to the root; empty for the root.
    """

    def __init__(self, base: str, read: Callable[[], Contents]) -> None:
        self.base = base
        self._read = read

    @cached_property
    def contents(self) -> Contents:
        """What the files hold."""
        return self._read()


class RuleSet:
    """All rules of a project, folder by folder; in a folder those of higher precedence come first.

    What governs one path is known without reading the context files of other folders.
    """

    def __init__(
        self,
        rules: Iterable[Rule] = (),
        problems: Iterable[Problem] = (),
        warnings: Iterable[Problem] = (),
        *,
        parts: Iterable[Part] = (),
    ) -> None:
        """Make a rule set.

        Args:
            rules: rules that are known already.
            problems: context files that could not be read.
            warnings: what was odd about context files that were read.
            parts: rules that are read when they are asked for.
        """
        known = Contents(tuple(rules), tuple(problems), tuple(warnings))
        self._parts: dict[str, list[Part]] = {"": [Part("", lambda: known)]}
        for part in parts:
            self._parts.setdefault(part.base, []).append(part)
        self._cache: dict[tuple[object, ...], tuple[EnforcedRule, ...]] = {}

    @cached_property
    def _all(self) -> tuple[Contents, ...]:
        return tuple(part.contents for parts in self._parts.values() for part in parts)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every directive that was found, enforced or not."""
        return tuple(rule for contents in self._all for rule in contents.rules)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Context files that could not be read; while there are any, nothing passes."""
        return tuple(problem for contents in self._all for problem in contents.problems)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What was odd about context files that were read."""
        return tuple(warning for contents in self._all for warning in contents.warnings)

    @property
    def unenforced(self) -> Iterator[Rule]:
        """The rules that nothing holds code to."""
        return (rule for rule in self.rules if rule.status is Status.UNENFORCED)

    def _around(self, path: str) -> Iterator[Rule]:
        """The rules of the context files whose folder holds a path."""
        folders = path.split("/")[:-1]
        for depth in range(len(folders) + 1):
            for part in self._parts.get("/".join(folders[:depth]), ()):
                yield from part.contents.rules

    def governing(self, path: str) -> list[Rule]:
        """Every rule whose context file governs a path, enforced or not, the nearest first."""
        active = (rule for rule in self._around(path) if rule.directive.inactive is None)
        governing = [rule for rule in active if rule.directive.scope.governs(path)]
        return sorted(governing, key=lambda rule: -rule.directive.scope.nearness)

    def for_path(self, path: str) -> tuple[EnforcedRule, ...]:
        """What the code of one path, relative to the root, is held to.

        The same demand stated several times is one rule, which cites the statement nearest to the path and lists the
        others; it weighs as much as the weightiest of them. Of two rules that cannot both hold, the nearer does.
        """
        stated = self._stated(path)
        governs = tuple(id(binding) for _, binding in stated)
        if governs not in self._cache:
            self._cache[governs] = tuple(_merged(stated))
        return self._cache[governs]

    def conflicts(self, path: str) -> tuple[Conflict, ...]:
        """The rules for a path that cannot both hold, and which of each two does."""
        return tuple(
            Conflict(nearer[0], farther[0], reason, settled=_distance(nearer) != _distance(farther))
            for nearer, farther, reason in conflicts(self._stated(path))
        )

    def contradictions(self, paths: Iterable[str]) -> Iterator[Conflict]:
        """The rules of the whole project that cannot both hold for one of some paths, each pair once."""
        paths = tuple(paths)
        stated = sorted(((rule, binding) for rule in self.rules for binding in rule.bindings), key=_distance)
        for nearer, farther, reason in conflicts(stated):
            first, second = nearer[1].scope, farther[1].scope
            if first.meets(second) and any(first.governs(path) and second.governs(path) for path in paths):
                settled = _distance(nearer) != _distance(farther)
                yield Conflict(nearer[0], farther[0], reason, settled=settled)

    def narrowed(self, path: str) -> RuleSet:
        """The rules that govern a path, the nearest first, with the bindings that hold for it.

        A rule that a nearer one has beaten says so as its reason.
        """
        held: dict[int, list[Binding]] = {}
        for rule, binding in _unbeaten(self._stated(path)):
            held.setdefault(id(rule), []).append(binding)
        winners = {id(each.other): each for each in self.conflicts(path) if each.settled}
        rules = []
        for rule in self.governing(path):
            bindings = tuple(held.get(id(rule), ()))
            if id(rule) in winners:
                rules.append(replace(rule, bindings=bindings, reason=str(winners[id(rule)])))
            elif bindings or not rule.bindings:
                rules.append(replace(rule, bindings=bindings))
        return RuleSet(rules, self.problems, self.warnings)

    def _stated(self, path: str) -> list[Stated]:
        """The bindings that hold for a path, the nearest first."""
        around = self._around(path)
        pairs = ((rule, binding) for rule in around for binding in rule.bindings if binding.scope.governs(path))
        return sorted(pairs, key=_distance)


def _unbeaten(stated: list[Stated]) -> list[Stated]:
    """What holds when of two rules that cannot both hold only the nearer does."""
    left: dict[int, Binding | None] = {id(binding): binding for _, binding in stated}
    for nearer, farther, _ in conflicts(stated):
        binding = left[id(farther[1])]
        if binding is None or _distance(nearer) == _distance(farther):
            continue
        params = binding.check.left_beside(binding.check.params, nearer[1].check.params)
        check = None if params is None else type(binding.check)(dataclasses.asdict(params))
        left[id(farther[1])] = None if check is None else replace(binding, check=check)
    return [(rule, held) for rule, binding in stated if (held := left[id(binding)]) is not None]


def _merged(stated: list[Stated]) -> Iterator[EnforcedRule]:
    groups: dict[tuple[object, ...], list[Stated]] = {}
    for rule, binding in _unbeaten(stated):
        groups.setdefault(binding.key, []).append((rule, binding))
    for group in groups.values():
        nearest, binding = group[0]
        places: Mapping[Place, None] = dict.fromkeys(rule.directive.place for rule, _ in group)
        severities = {each.severity for _, each in group}
        yield EnforcedRule(
            binding.check,
            Severity.ERROR if Severity.ERROR in severities else Severity.WARNING,
            Citation(nearest.directive.text, nearest.directive.place, tuple(places)[1:]),
        )


def _distance(stated: Stated) -> float:
    """A key that puts what stands nearer to the code first."""
    return -stated[1].scope.nearness
