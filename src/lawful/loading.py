"""From a project on disk to its rule set: context files, settings, lock file and checks, joined."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from lawful import plugins, shelf
from lawful.context import Format, Reader
from lawful.context import load as load_context
from lawful.errors import UsageError
from lawful.memory import Memory, unsealed
from lawful.project import Project, UnreadableError
from lawful.rules import Check, Contents, Decided, Part, RuleSet, Settings, read_settings
from lawful.rules.lock import NAME as LOCK
from lawful.rules.lock import LockError, key, read_lock
from lawful.rules.settings import FILE as SETTINGS
from lawful.violation import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from lawful.context import Folder, Loaded
    from lawful.context.view import View
    from lawful.rules import Decision

PathLike = str | os.PathLike[str]
NOT_ALLOWED = (
    "tool.lawful.checks names code that nobody has allowed to be run: look at it, then run `lawful trust`; or let "
    "`lawful check` run it once with --local-checks, or leave it out with --no-local-checks"
)
LEFT_OUT = "the checks that tool.lawful.checks names were left out"


@cache
def own_checks() -> tuple[type[Check], ...]:
    """The checks that come with lawful, by id."""
    return plugins.distinct(shelf.classes("lawful.checks", Check))


def checks(root: PathLike = ".") -> tuple[type[Check], ...]:
    """Those and the checks of installed packages, by id.

    Args:
        root: the root of the project; what lies in it does not count as installed.

    Raises:
        PluginError: a package has checks that cannot be loaded.
    """
    return _with_own(_installed(Path(root).resolve()))


@cache
def _installed(root: Path) -> tuple[type[Check], ...]:
    return tuple(plugins.installed(root))


@cache
def _with_own(others: tuple[type[Check], ...]) -> tuple[type[Check], ...]:
    return plugins.distinct((*own_checks(), *others)) if others else own_checks()


@cache
def formats() -> tuple[Format, ...]:
    """Every kind of context file there is, those of higher precedence first."""
    return tuple(sorted((kind() for kind in shelf.classes("lawful.formats", Format)), key=lambda kind: kind.precedence))


@cache
def readers() -> tuple[Reader, ...]:
    """Every coding assistant whose ways of reading context files are known, by name."""
    return tuple(sorted((kind() for kind in shelf.classes("lawful.formats", Reader)), key=lambda kind: kind.name))


def load(
    root: PathLike = ".",
    *,
    rules: Sequence[PathLike] = (),
    also: Iterable[str] = (),
    local_checks: bool | None = None,
) -> RuleSet:
    """Read the context files of a project into a rule set.

    Args:
        root: the project's root; nothing outside it is read but for what `rules` and `also` name.
        rules: context files to read instead of looking for any; each governs the whole project.
        also: context files that are not the same on every machine, to be read too: `local` for those of the project
            that git ignores, `above` for those in the folders above the root, `user` for those in your home,
            `managed` for those that an organisation has put on the machine.
        local_checks: whether to run the code of checks that the project brings; without a word, only code that a person
            has allowed with `lawful trust`, and any other is a problem of the rule set.

    Raises:
        UsageError: the root is no folder, or `also` names something unknown.
        ContextError: one of the named files cannot be read.
        PluginError: checks cannot be loaded.
    """
    project = Project(root)
    terms = Terms.of(project, local_checks)
    return rules_of(terms, context_of(project, terms, rules, also))


@dataclass(frozen=True, slots=True)
class Terms:
    """What a project says beside its context files about how they are held.

    Attributes:
        settings: its settings.
        decided: the pins in them, and the decisions in its lock file.
        others: the checks there are for it beside those that come with lawful.
        problems: what could not be read.
    """

    settings: Settings
    decided: Decided
    others: tuple[type[Check], ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()

    @property
    def checks(self) -> tuple[type[Check], ...]:
        """The checks there are for it, by id; those of lawful are loaded when they are first asked for."""
        return _with_own(self.others)

    @classmethod
    def of(cls, project: Project, local_checks: bool | None = None) -> Terms:  # noqa: FBT001  # see `load`
        """Read the settings and the lock file of a project, and take its own checks if that is allowed.

        Raises:
            PluginError: checks cannot be loaded.
        """
        terms = cls.without_code(project, _installed(project.root))
        if not terms.settings.checks:
            return terms
        incomplete = replace(terms.decided, incomplete=True)
        if local_checks is None:
            folders = folders_of(project, terms.settings)
            if not plugins.trusted(folders, project.root):
                return replace(terms, problems=(*terms.problems, _refused(NOT_ALLOWED)), decided=incomplete)
        elif not local_checks:
            return replace(terms, warnings=(_refused(LEFT_OUT),), decided=incomplete)
        own = [check for folder in folders_of(project, terms.settings) for check in folder.checks()]
        return replace(terms, others=(*terms.others, *own))

    @classmethod
    def without_code(cls, project: Project, others: tuple[type[Check], ...]) -> Terms:
        """Read the settings and the lock file of a project, and run nothing."""
        settings, problems = read_settings(project)
        decided: dict[str, Decision] = {}
        try:
            decided = locked(project)
        except LockError as error:
            problems.append(Problem(LOCK, None, None, "lock-unreadable", str(error)))
        return cls(settings, Decided(settings.pins, decided), others, tuple(problems))


def checks_of(
    root: PathLike = ".",
    local_checks: bool | None = None,  # noqa: FBT001  # see `load`
) -> tuple[tuple[type[Check], ...], tuple[Problem, ...]]:
    """The checks there are for a project, by id, and what kept others from being among them.

    Raises:
        UsageError: the root is no folder.
        PluginError: checks cannot be loaded.
    """
    terms = Terms.of(Project(root), local_checks)
    kept = (each for each in (*terms.problems, *terms.warnings) if each.kind == "checks-not-loaded")
    return terms.checks, tuple(kept)


def folders_of(project: Project, settings: Settings) -> tuple[plugins.Folder, ...]:
    """The folders with checks of a project.

    Raises:
        PluginError: one cannot be read.
    """
    return tuple(plugins.Folder.of(project, path) for path in settings.checks)


def _refused(message: str) -> Problem:
    return Problem(SETTINGS, None, None, "checks-not-loaded", message)


def context_of(project: Project, terms: Terms, named: Sequence[PathLike] = (), also: Iterable[str] = ()) -> Loaded:
    """The context files of a project, but for those that its settings leave out."""
    excluded = terms.settings.exclude_context
    return load_context(project, formats(), readers(), named=named, also=also, excluded=excluded)


def rules_of(terms: Terms, loaded: Loaded, memory: Memory | None = None) -> RuleSet:
    """The rules in context files; those of a folder are read and interpreted when they are first asked for.

    Args:
        terms: what the project says beside them.
        loaded: the context files.
        memory: what earlier runs have understood of them.
    """
    parts = [Part(folder.base, _reading(folder, terms, memory)) for folder in loaded.folders]
    problems = (*loaded.unlisted, *terms.problems, *_unsaid(terms, loaded))
    return RuleSet(
        problems=problems, warnings=(*loaded.warnings, *terms.warnings), parts=parts, settings=terms.settings
    )


def _unsaid(terms: Terms, loaded: Loaded) -> Iterator[Problem]:
    """What the settings name that there is not."""

    @cache
    def said() -> frozenset[str]:
        return frozenset(key(each.text) for file in loaded.files for each in file.directives)

    for text in terms.decided.pinned:
        if text not in said():
            message = f"[tool.lawful.pins] names a directive that no context file holds: {text!r}"
            yield Problem(SETTINGS, None, None, "pin-alone", message)
    if not terms.decided.incomplete:
        yield from terms.settings.unknown(lambda: {check.id for check in terms.checks}, said)


def locked(project: Project) -> dict[str, Decision]:
    """The decisions in the lock file of a project, by the key of their directive; none where there is no file.

    Raises:
        LockError: it cannot be read.
    """
    if not project.has(LOCK):
        return {}
    try:
        return read_lock(project.read(LOCK).decode("utf-8"))
    except UnreadableError as error:
        raise LockError(error.reason) from error
    except UnicodeDecodeError as error:
        raise LockError(f"is not in UTF-8: {error}") from error


def memory_of(project: Project, terms: Terms) -> Memory | None:
    """What earlier runs have understood of the context files of a project; None if that may depend on anything."""
    return Memory(str(project.root), repr((terms.settings, terms.decided))) if not terms.others else None


def _reading(folder: Folder, terms: Terms, memory: Memory | None) -> Callable[[], Contents]:
    """What makes out what is in the context files of a folder, when that is first asked for."""
    sealed = memory.recall(folder) if memory else None
    if sealed is None:
        folder.settle()

    def read() -> Contents:
        contents = unsealed(sealed) if sealed is not None else None
        if contents is None:
            contents = _contents(folder, terms)
            if memory:
                memory.keep(folder, contents)
        return contents

    return read


def _contents(folder: Folder | View, terms: Terms) -> Contents:
    from lawful.rules.interpreter import interpret  # a fifth of a run that knows its rules already

    directives = chain.from_iterable(file.directives for file in folder.files)
    warnings = chain.from_iterable(file.warnings for file in folder.files)
    try:
        rules = tuple(terms.settings.applied(rule) for rule in interpret(directives, terms.checks, terms.decided))
    except Exception as error:
        blamed = plugins.blamed(error)
        if blamed is None:
            raise
        raise blamed from error
    broken = (rule.problem for rule in rules if rule.problem is not None)
    return Contents(rules, (*folder.problems, *broken), tuple(warnings))


def view(
    root: PathLike = ".", assistant: str = "claude", *, also: Iterable[str] = (), local_checks: bool | None = None
) -> tuple[RuleSet, View]:
    """The rules of a project as one coding assistant sees them, and what it misses.

    Args:
        root: the project's root.
        assistant: its name: `claude`, `cursor`, `codex`, `copilot`, `gemini` or another of `readers()`.
        also: context files that are not the same on every machine, to be read too; see `load`.
        local_checks: whether to run the code of checks that the project brings; see `load`.

    Raises:
        UsageError: there is no such assistant, the root is no folder, or `also` names something unknown.
    """
    from lawful.context.view import view as view_context  # hardly any run asks for it

    known = {each.name: each for each in readers()}
    if assistant not in known:
        raise UsageError(f"no assistant is called {assistant}; there are {', '.join(known)}")
    project = Project(root)
    seen = view_context(project, formats(), readers(), known[assistant], also=also)
    terms = Terms.of(project, local_checks)
    parts = [Part("", partial(_contents, seen, terms))]
    return RuleSet(problems=terms.problems, warnings=terms.warnings, parts=parts, settings=terms.settings), seen
