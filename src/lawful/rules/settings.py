"""What a project says in `[tool.lawful]` of its `pyproject.toml` about how its rules are held.

This is the one place that reads it. Whatever is wrong there is a problem that names the key: a setting that was not
understood must not look like one that was.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

from lawful.context import settings as files
from lawful.context.scope import broken, covers
from lawful.rules.lock import key
from lawful.violation import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from lawful.project import Project
    from lawful.rules.rule import Binding, Rule

FILE = "pyproject.toml"
OFF = "off"
EVERY = "*"
"""What names every check in a table of severities."""
SWITCHED_OFF = f"switched off in {FILE}"
_WEIGHTS: Mapping[str, Severity | None] = {"error": Severity.ERROR, "warning": Severity.WARNING, OFF: None}


@dataclass(frozen=True, slots=True)
class PerPath:
    """What is set for the paths that a glob matches: severities by check or words, None for off."""

    glob: str
    severity: Mapping[str, Severity | None]


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one project; each attribute is a key of `[tool.lawful]`, with `-` for `_`.

    Attributes:
        exclude: globs of files that are not checked.
        exclude_context: globs of context files that are not read.
        checks: folders with checks of the project's own.
        severity: how much violations weigh, by the id of their check or the words of their rule; None for off.
        per_path: the same for the paths of a glob; of those that match a path, the last that names a rule counts.
        pins: what holds a directive, by its words.
        egress: which files may be sent where; read by `lawful.providers.settings`, as is the next.
        providers: who answers beside those that are known.
    """

    exclude: tuple[str, ...] = ()
    exclude_context: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    severity: Mapping[str, Severity | None] = field(default_factory=dict)
    per_path: tuple[PerPath, ...] = ()
    pins: Mapping[str, str] = field(default_factory=dict)
    egress: Mapping[str, object] = field(default_factory=dict)
    providers: Mapping[str, object] = field(default_factory=dict)

    def excludes(self, path: str) -> bool:
        """Whether a file is not to be checked."""
        return bool(self.exclude) and any(covers(glob, path) for glob in self.exclude)

    def matching(self, path: str) -> tuple[int, ...]:
        """Which entries of `per_path` are about a path, by their numbers."""
        if not self.per_path:
            return ()
        return tuple(number for number, each in enumerate(self.per_path) if covers(each.glob, path))

    def weight(self, rule: Rule, binding: Binding, matching: tuple[int, ...]) -> Severity | None:
        """How much violations of a rule weigh for a path that some entries of `per_path` are about; None for off."""
        severity: Severity | None = binding.severity
        for number in matching:
            severity = _weight(self.per_path[number].severity, rule, binding, severity)
        return severity

    def applied(self, rule: Rule) -> Rule:
        """A rule with the severities that hold everywhere, and without the bindings that are switched off."""
        if not self.severity or not rule.bindings:
            return rule
        kept = []
        off = []
        for binding in rule.bindings:
            severity = _weight(self.severity, rule, binding, binding.severity)
            if severity is None:
                off.append(binding.check.id)
            else:
                kept.append(replace(binding, severity=severity))
        if not off:
            return replace(rule, bindings=tuple(kept))
        reason = f"only in part: {', '.join(off)} is {SWITCHED_OFF}" if kept else SWITCHED_OFF
        return replace(rule, bindings=tuple(kept), reason=reason, locked=True)

    def unknown(self, checks: Callable[[], Collection[str]], said: Callable[[], Collection[str]]) -> Iterator[Problem]:
        """The names in tables of severities that are neither a check nor the words of a directive.

        Args:
            checks: gives the ids of all checks; asked only where there is a name.
            said: gives the words of all directives, by their key; asked only where a name is no check.
        """
        tables = [("severity", self.severity), *((f"per-path.{each.glob!r}", each.severity) for each in self.per_path)]
        for where, table in tables:
            for name in table:
                if name != EVERY and name not in checks() and name not in said():
                    message = f"{name!r} is no check, nor the words of a directive; `lawful explain` lists the checks"
                    yield _problem(where, message)


def _weight(
    table: Mapping[str, Severity | None], rule: Rule, binding: Binding, otherwise: Severity | None
) -> Severity | None:
    """What a table says of a rule: its words count before its check, and that before what is said of every one."""
    for name in (key(rule.directive.text), binding.check.id, EVERY):
        if name in table:
            return table[name]
    return otherwise


def read_settings(project: Project) -> tuple[Settings, list[Problem]]:
    """The settings of a project, and what of them could not be read."""
    reader = files.Settings(project)
    table = reader.toml(FILE, "tool", "lawful")
    if table is None:
        return Settings(), reader.problems
    if not isinstance(table, dict):
        return Settings(), [Problem(FILE, None, None, "settings-unreadable", "tool.lawful is no table")]
    return _Reader().settings(table)


class _Reader:
    """Reads one table; what is wrong in it is noted, and says nothing."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def settings(self, table: Mapping[str, object]) -> tuple[Settings, list[Problem]]:
        known = {each.name.replace("_", "-"): each.name for each in fields(Settings)}
        for name in table:
            if name not in known:
                self._note(name, f"is no setting; there are {', '.join(known)}")
        settings = Settings(
            exclude=self._globs("exclude", table.get("exclude", [])),
            exclude_context=self._globs("exclude-context", table.get("exclude-context", [])),
            checks=self._strings("checks", table.get("checks", [])),
            severity=self._weights("severity", table.get("severity", {})),
            per_path=tuple(self._per_path(table.get("per-path", {}))),
            pins=self._pins(table.get("pins", {})),
            egress=self._table("egress", table.get("egress", {})),
            providers=self._table("providers", table.get("providers", {})),
        )
        return settings, self._problems

    def _note(self, name: str, message: str) -> None:
        self._problems.append(_problem(name, message))

    def _strings(self, name: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            self._note(name, "is no list of texts")
            return ()
        return tuple(value)

    def _globs(self, name: str, value: object) -> tuple[str, ...]:
        return tuple(glob for glob in self._strings(name, value) if self._is_glob(name, glob))

    def _is_glob(self, name: str, glob: str) -> bool:
        fault = broken(glob) if glob.strip("/") else "it is empty; `**` is everything"
        if fault is not None:
            self._note(name, f"{glob!r} matches nothing: {fault}")
        return fault is None

    def _table(self, name: str, value: object) -> Mapping[str, object]:
        if isinstance(value, dict):
            return value
        self._note(name, "is no table")
        return {}

    def _weights(self, name: str, value: object) -> Mapping[str, Severity | None]:
        found = {}
        for each, weight in self._table(name, value).items():
            if isinstance(weight, str) and weight in _WEIGHTS:
                found[key(each)] = _WEIGHTS[weight]
            else:
                self._note(f"{name}.{each!r}", f"is {weight!r}; it may be one of {', '.join(_WEIGHTS)}")
        return found

    def _per_path(self, value: object) -> Iterator[PerPath]:
        for glob, table in self._table("per-path", value).items():
            name = f"per-path.{glob!r}"
            if self._is_glob(name, glob):
                yield PerPath(glob, self._weights(name, table))

    def _pins(self, value: object) -> Mapping[str, str]:
        found = {}
        for text, pin in self._table("pins", value).items():
            if isinstance(pin, str):
                found[key(text)] = pin
            else:
                self._note(f"pins.{text!r}", "is no text")
        return found


def _problem(name: str, message: str) -> Problem:
    return Problem(FILE, None, None, "settings-unreadable", f"tool.lawful.{name} {message}")
