"""The set of rules that governs a project: which of them hold for a path."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from lawful.rules.conflict import Conflict, Stated, conflicts
from lawful.rules.rule import EnforcedRule, Status
from lawful.rules.settings import SWITCHED_OFF, Settings
from lawful.violation import Citation, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lawful.context import Scope
    from lawful.rules.rule import Binding, Rule
    from lawful.violation import Place, Problem


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

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        """The scopes of all rules, each once, but for those that hold every path in the folder.

        Where the same of them hold a path, so do the same rules.
        """
        rules = self.contents.rules
        scopes = [scope for rule in rules for scope in (rule.directive.scope, *(each.scope for each in rule.bindings))]
        return tuple(scope for scope in dict.fromkeys(scopes) if scope.base not in {"", self.base} or scope.limited)


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What the rules of a project are to a path; all paths to which they are the same share one.

    Attributes:
        enforced: what code there is held to.
        statements: for each of those the rules that state it.
        unheld: the rules that govern the path and that nothing holds there, wholly or in part, each with the reason.
    """

    enforced: tuple[EnforcedRule, ...]
    statements: tuple[tuple[Rule, ...], ...]
    unheld: tuple[tuple[Rule, str], ...]


@dataclass(slots=True)
class _Surroundings:
    """What governs a folder.

    Attributes:
        parts: its context files.
        scopes: the scopes that tell which of their rules hold a path.
        words: texts of which a path holds one if it matters to any of the scopes what it is, and not only its folder.
        standings: what is known of paths by which scopes hold them.
        usual: the same of a path that holds no such text.
    """

    parts: tuple[Part, ...]
    scopes: tuple[Scope, ...]
    words: tuple[str, ...]
    standings: dict[object, Standing]
    usual: Standing | None = None


class RuleSet:
    """All rules of a project, folder by folder; in a folder those of higher precedence come first.

    What governs one path is known without reading the context files of other folders.

    Attributes:
        settings: what the project sets for some paths.
    """

    def __init__(
        self,
        rules: Iterable[Rule] = (),
        problems: Iterable[Problem] = (),
        warnings: Iterable[Problem] = (),
        *,
        parts: Iterable[Part] = (),
        settings: Settings | None = None,
    ) -> None:
        """Make a rule set.

        Args:
            rules: rules that are known already.
            problems: context files that could not be read.
            warnings: what was odd about context files that were read.
            parts: rules that are read when they are asked for.
            settings: what the project sets for some paths.
        """
        known = Contents(tuple(rules), tuple(problems), tuple(warnings))
        self._parts: dict[str, list[Part]] = {"": [Part("", lambda: known)]}
        for part in parts:
            self._parts.setdefault(part.base, []).append(part)
        self.settings = settings or Settings()
        self._above: dict[str, _Surroundings] = {}
        self._standings: dict[tuple[Part, ...], dict[object, Standing]] = {}
        self._last: tuple[str | None, Standing] = (None, Standing((), (), ()))

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

    def _surroundings(self, path: str) -> _Surroundings:
        """What governs the folder of a path."""
        folder = path.rpartition("/")[0]
        found = self._above.get(folder)
        if found is None:
            names = folder.split("/") if folder else []
            folders = ("/".join(names[:depth]) for depth in range(len(names) + 1))
            parts = tuple(part for each in folders for part in self._parts.get(each, ()))
            scopes = tuple(scope for part in parts for scope in part.scopes)
            # Folders that the same context files govern share what is known of their paths.
            words = tuple(dict.fromkeys(word for scope in scopes for word in scope.words))
            found = _Surroundings(parts, scopes, words, self._standings.setdefault(parts, {}))
            self._above[folder] = found
        return found

    def _around(self, path: str) -> Iterator[Rule]:
        """The rules of those."""
        return (rule for part in self._surroundings(path).parts for rule in part.contents.rules)

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
        return self.standing(path).enforced

    def standing(self, path: str) -> Standing:
        """What the rules are to a path, relative to the root."""
        if path != self._last[0]:  # every file is asked about more than once in a row
            around = self._surroundings(path)
            for word in around.words:
                if word in path:
                    self._last = (path, self._told(path, around))
                    break
            else:
                if around.usual is None or self.settings.per_path:
                    around.usual = self._told(path, around)
                self._last = (path, around.usual)
        return self._last[1]

    def _told(self, path: str, around: _Surroundings) -> Standing:
        held = (self.settings.matching(path), *[scope.governs(path) for scope in around.scopes])
        if held not in around.standings:
            around.standings[held] = self._stand(path)
        return around.standings[held]

    def _stand(self, path: str) -> Standing:
        merged = tuple(_merged(self._stated(path)))
        off = {id(rule) for rule, _, weight in self._weighed(path) if weight is None}
        unheld = []
        for rule in self._around(path):
            reason = SWITCHED_OFF if id(rule) in off else rule.reason
            if reason is not None and rule.directive.scope.governs(path):
                unheld.append((rule, reason))
        return Standing(tuple(each for each, _ in merged), tuple(rules for _, rules in merged), tuple(unheld))

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
        winners = {id(each.other): each for each in reversed(self.conflicts(path)) if each.settled}
        off = {id(rule) for rule, reason in self.standing(path).unheld if reason == SWITCHED_OFF}
        rules = []
        for rule in self.governing(path):
            bindings = tuple(held.get(id(rule), ()))
            if id(rule) in winners:
                rules.append(replace(rule, bindings=bindings, reason=str(winners[id(rule)])))
            elif bindings or not rule.bindings:
                rules.append(replace(rule, bindings=bindings))
            elif any(binding.scope.governs(path) for binding in rule.bindings):
                reason = SWITCHED_OFF if id(rule) in off else "a nearer rule holds instead"
                rules.append(replace(rule, bindings=(), reason=reason))
        return RuleSet(rules, self.problems, self.warnings)

    def _weighed(self, path: str) -> Iterator[tuple[Rule, Binding, Severity | None]]:
        """The bindings whose scope holds a path, each with how much its violations weigh there; None for off."""
        matching = self.settings.matching(path)
        for rule in self._around(path):
            for binding in rule.bindings:
                if binding.scope.governs(path):
                    yield rule, binding, self.settings.weight(rule, binding, matching)

    def _stated(self, path: str) -> list[Stated]:
        """The bindings that hold for a path, the nearest first."""
        held = (
            (rule, binding if weight is binding.severity else replace(binding, severity=weight))
            for rule, binding, weight in self._weighed(path)
            if weight is not None
        )
        return sorted(held, key=_distance)


def _unbeaten(stated: list[Stated]) -> list[Stated]:
    """What holds when of two rules that cannot both hold only the nearer does."""
    left: dict[object, Binding | None] = {_alike(binding): binding for _, binding in stated}
    for nearer, farther, _ in conflicts(stated):
        alike = _alike(farther[1])
        binding = left[alike]
        if binding is None or _distance(nearer) == _distance(farther):
            continue
        params = binding.check.left_beside(binding.check.params, nearer[1].check.params)
        check = None if params is None else type(binding.check)(dataclasses.asdict(params))
        left[alike] = None if check is None else replace(binding, check=check)
    held = ((rule, binding, left[_alike(binding)]) for rule, binding in stated)
    return [(rule, replace(kept, severity=binding.severity)) for rule, binding, kept in held if kept is not None]


def _alike(binding: Binding) -> object:
    """What bindings share that hold, or are beaten, together."""
    return (binding.key, binding.scope)


def _merged(stated: list[Stated]) -> Iterator[tuple[EnforcedRule, tuple[Rule, ...]]]:
    """What code is held to, each demand once, and the rules that state it."""
    groups: dict[tuple[object, ...], list[Stated]] = {}
    for rule, binding in _unbeaten(stated):
        groups.setdefault(binding.key, []).append((rule, binding))
    for group in groups.values():
        nearest, binding = group[0]
        places: Mapping[Place, None] = dict.fromkeys(rule.directive.place for rule, _ in group)
        severities = {each.severity for _, each in group}
        severity = Severity.ERROR if Severity.ERROR in severities else Severity.WARNING
        citation = Citation(nearest.directive.text, nearest.directive.place, tuple(places)[1:])
        yield EnforcedRule(binding.check, severity, citation), tuple(rule for rule, _ in group)


def _distance(stated: Stated) -> float:
    """A key that puts what stands nearer to the code first."""
    return -stated[1].scope.nearness
