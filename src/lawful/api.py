"""The front door: the engine joined with the shelves.

Everything the command line, hooks and servers do goes through here, and scripts may do the same.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lawful import shelf
from lawful.errors import SourceError
from lawful.judging import PYTHON, Judge
from lawful.loading import PathLike, checks, checks_of, formats, load, own_checks, readers, view
from lawful.project import Project, UnreadableError, bounded
from lawful.rules.lock import NAME as LOCK
from lawful.rules.lock import key
from lawful.rules.settings import FILE as SETTINGS
from lawful.source import Source
from lawful.validator import (
    Answers,
    Cache,
    CheckedFile,
    NotChecked,
    Renderer,
    Report,
    Validator,
    fix,
    marked,
    stamp_of,
    write_baseline,
)
from lawful.violation import Applicability, Citation, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lawful.project import Changes
    from lawful.rules import Rule, RuleSet

__all__ = [
    "PYTHON",
    "CheckRun",
    "PathLike",
    "check",
    "check_code",
    "checks",
    "checks_of",
    "cite",
    "formats",
    "load",
    "not_checked",
    "open_questions",
    "own_checks",
    "readers",
    "renderers",
    "undecided",
    "view",
]


def check_code(code: str, rules: RuleSet, *, path: str = "example.py") -> CheckedFile:
    """Hold a string of Python to the rules that govern a path.

    Args:
        code: the code.
        rules: the rule set.
        path: where the code would stand, relative to the root.
    """
    return _validator(rules).check(Source(code, path))


@functools.lru_cache(maxsize=4)
def _validator(rules: RuleSet) -> Validator:
    """What holds code to a rule set; agents and editors ask for the same one again and again."""
    return Validator(rules)


@dataclass(frozen=True, slots=True)
class CheckRun:
    """A checked project.

    Attributes:
        rules: the rule set it was held to.
        report: what was found, and what was not looked at.
        sources: for each path with violations the text they stand in.
        fixed: for each path that fixes have changed the text before and after.
    """

    rules: RuleSet
    report: Report
    sources: dict[str, Source] = field(default_factory=dict)
    fixed: dict[str, tuple[Source, Source]] = field(default_factory=dict)

    @property
    def baseline(self) -> str:
        """A baseline of all violations that were found."""
        return write_baseline(self.report.violations, self.sources)

    def against(self, baseline: str) -> CheckRun:
        """The same, with the violations marked that a baseline knows.

        Args:
            baseline: the text of the baseline.

        Raises:
            UsageError: it is no baseline.
        """
        found = tuple(marked(self.report.violations, self.sources, baseline))
        return replace(self, report=replace(self.report, violations=found))

    def on(self, changes: Changes) -> CheckRun:
        """The same, with only those violations that touch a changed line."""
        touched = (
            each for each in self.report.violations if changes.touch(each.path, each.span.line, each.span.end_line)
        )
        left = tuple(touched)
        elsewhere = len(self.report.violations) - len(left)
        return replace(self, report=replace(self.report, violations=left, unchanged=elsewhere))


def check(  # noqa: PLR0913  # each argument is a choice of its own, made by its name
    paths: Iterable[PathLike] = (),
    *,
    root: PathLike = ".",
    rules: Sequence[PathLike] = (),
    also: Iterable[str] = (),
    locked: bool = False,
    fix: bool | Iterable[Applicability] = False,
    write: bool = True,
    texts: Mapping[PathLike, bytes] | None = None,
    rules_from: str | None = None,
    local_checks: bool | None = None,
    cache: bool = False,
) -> CheckRun:
    """Hold the Python files of a project to its rules.

    Args:
        paths: files and folders to check, relative to the current folder; the whole project if there are none. A
            file that is named is checked also if git ignores it.
        root: the project's root.
        rules: context files to read instead of looking for any.
        also: context files that are not the same on every machine, to be read too; see `load`.
        locked: whether a directive that nothing holds, and about which the lock file says nothing, is an error.
        fix: whether to apply safe fixes, or which kinds of fixes to apply.
        write: whether what was fixed is written; otherwise it is only in the result.
        texts: for some of the paths what to check instead of what the file holds, such as what an editor has not
            saved yet. There need be no such file, and none of them is written.
        rules_from: a revision of git from which everything is read that says how code is held: context files, settings
            and lock file. A change can so not weaken the rules that judge it; the report says what it would do.
        local_checks: whether to run the code of checks that the project brings; see `load`.
        cache: whether what earlier runs have found of files that are the same counts, and this run is remembered.

    Raises:
        UsageError: the root is no folder, a path lies outside it, or there is no such revision.
        ContextError: one of the named context files cannot be read.
        PluginError: checks cannot be loaded.
    """
    project = Project(root)
    fixes = frozenset({Applicability.SAFE} if fix else ()) if isinstance(fix, bool) else frozenset(fix)
    given = {project.relative(path): data for path, data in (texts or {}).items()}
    named = [project.relative(path) for path in paths]
    judge = Judge(project, rules_from, named=rules, also=also, local_checks=local_checks)
    files = _python_files(project, named, judge.hidden)
    known = Cache(str(project.root), files, everything=not named) if cache and not fixes and not given else None
    run = _Run(project, judge.rules, given, locked=locked, fixes=fixes, write=write, cache=known)
    for path in files:
        run.check(path)
    done = run.done(named)
    warnings = (*done.report.warnings, *judge.changed_checks())
    return replace(done, report=replace(done.report, comparison=judge.comparison(), warnings=warnings))


def _python_files(project: Project, named: Sequence[str], hidden: Iterable[str] = ()) -> list[str]:
    """The files to check, sorted.

    Args:
        project: the project.
        named: the files and folders that were asked for; all if none was.
        hidden: further files of the project that are to be checked.
    """
    found: dict[str, None] = {}
    for name in named or (".",):
        inside = (path for path in hidden if _within(name, path))
        for path in (*project.select(name), *inside):
            if path.endswith(PYTHON) or path == name:
                found[path] = None
    return sorted(found)


def _within(name: str, path: str) -> bool:
    """Whether a path is what was named, or below it."""
    return name in {".", path} or path.startswith(f"{name}/")


class _Run:
    """A project being checked, file after file."""

    def __init__(
        self,
        project: Project,
        rules: RuleSet,
        texts: Mapping[str, bytes],
        *,
        locked: bool,
        fixes: frozenset[Applicability],
        write: bool,
        cache: Cache | None,
    ) -> None:
        self._project = project
        self._root = str(project.root)
        self._locked = locked
        self._rules = rules
        self._validator = Validator(rules, root=str(project.root))
        self._fixes = fixes
        self._write = write
        self._cache = cache
        self._checked: list[CheckedFile] = []
        self._texts = texts
        self._answers = Answers(rules)
        self._excluded: list[str] = []
        self._applied = 0
        self._sources: dict[str, Source] = {}
        self._changed: dict[str, tuple[Source, Source]] = {}

    def check(self, path: str) -> None:
        """Check one file, and fix it if that was asked for."""
        if self._rules.settings.excludes(path):
            self._excluded.append(path)
            return
        try:
            checked = self._looked_at(path, self._read(path)) if self._cache is None else self._looked_up(path)
        except UnreadableError as error:
            checked = CheckedFile(path, (), (Problem(path, None, None, "unreadable", error.reason),))
        except SourceError as error:
            checked = CheckedFile(path, (), (Problem(path, error.line, error.column, "undecodable", error.reason),))
        self._checked.append(checked)
        self._answers.add(checked)

    def _looked_at(self, path: str, data: bytes) -> CheckedFile:
        source = Source.of_python(data, path)
        checked = self._fixed(source) if self._fixes else self._validator.check(source)
        if checked.violations:
            self._sources[path] = self._changed[path][1] if path in self._changed else source
        return checked

    def _looked_up(self, path: str) -> CheckedFile:
        """What is known of a file from earlier runs, or what looking at it gives."""
        assert self._cache is not None  # asked by the caller
        rules = self._rules.for_path(path)
        stamp = stamp_of(f"{self._root}/{path}")
        known = self._cache.unchanged(path, rules, stamp)
        if known is not None and not known.violations:
            return known
        data = self._read(path)
        known = self._cache.same(path, rules, stamp, data)
        if known is None:
            known = self._looked_at(path, data)
            self._cache.keep(known, rules, stamp, data)
        elif known.violations:
            self._sources[path] = Source.of_python(data, path)
        return known

    def _read(self, path: str) -> bytes:
        data = self._texts.get(path)
        return self._project.read(path) if data is None else bounded(data, path)

    def _fixed(self, source: Source) -> CheckedFile:
        fixed = fix(self._validator, source, self._fixes)
        if fixed.source is not source:
            if self._write and source.path not in self._texts:
                try:
                    self._project.write(source.path, source.encode(fixed.source.text))
                except UnreadableError as error:
                    unwritten = self._validator.check(source)
                    problem = Problem(source.path, None, None, "unwritable", error.reason)
                    return replace(unwritten, problems=(*unwritten.problems, problem))
            self._changed[source.path] = (source, fixed.source)
            self._applied += len(fixed.applied)
        if fixed.settled:
            return fixed.checked
        unsettled = Problem(
            source.path, None, None, "fixes-unsettled", "the fixes undo one another; some were left out"
        )
        return replace(fixed.checked, problems=(*fixed.checked.problems, unsettled))

    def done(self, named: Sequence[str]) -> CheckRun:
        """The report over all files.

        Args:
            named: the files and folders that were asked for, if any were.
        """
        if self._cache is not None:
            self._cache.save()
        violations = sorted(
            (violation for checked in self._checked for violation in checked.violations), key=lambda each: each.order
        )
        overlooked = [*self._unlisted(named), *self._empty(named)]
        problems = [
            *self._rules.problems,
            *(undecided(self._rules) if self._locked else ()),
            *overlooked,
            *(problem for checked in self._checked for problem in checked.problems),
        ]
        report = Report(
            violations=tuple(violations),
            problems=tuple(problems),
            not_checked=tuple(not_checked(self._rules)),
            files=len(self._checked),
            rules=len({binding.key for rule in self._rules.rules for binding in rule.bindings}),
            fixed=self._applied,
            warnings=(
                *self._rules.warnings,
                *self._left_out(named),
                *(warning for checked in self._checked for warning in checked.warnings),
            ),
            excluded=len(self._excluded),
            answers=self._answers.result(),
        )
        return CheckRun(self._rules, report, self._sources, self._changed)

    def _unlisted(self, named: Sequence[str]) -> Iterator[Problem]:
        """The folders that could not be looked into."""
        named_already = {problem.path for problem in self._rules.problems}
        for folder in self._project.unlisted:
            if folder not in named_already and any(_within(name, folder) for name in named or (".",)):
                yield Problem(
                    folder, None, None, "unreadable", "the folder cannot be listed; what is in it was not checked"
                )

    def _left_out(self, named: Sequence[str]) -> Iterator[Problem]:
        """The files that were asked for by their names, and that the settings exclude."""
        for path in self._excluded:
            if path in named:
                yield Problem(path, None, None, "excluded", f"{SETTINGS} excludes this file, so it was not checked")

    def _empty(self, named: Sequence[str]) -> Iterator[Problem]:
        """What was asked for and holds nothing to check."""
        checked = [*self._excluded, *(file.path for file in self._checked)]
        for name in named:
            if not any(_within(name, path) for path in checked):
                message = "holds no Python file, or none that git does not ignore"
                yield Problem(name, None, None, "nothing-to-check", message)


def not_checked(rules: RuleSet) -> Iterable[NotChecked]:
    """What in a rule set nothing holds code to, wholly or in part."""
    for rule in rules.rules:
        if rule.reason is not None:
            yield NotChecked(cite(rule), rule.reason)


def undecided(rules: RuleSet) -> Iterator[Problem]:
    """The directives that nothing holds and about which the lock file says nothing."""
    for rule in open_questions(rules):
        place = rule.directive.place
        message = f"{LOCK} has no decision about '{rule.directive.text}'; run lawful compile"
        yield Problem(place.path, place.line, None, "undecided", message)


def open_questions(rules: RuleSet) -> Iterator[Rule]:
    """The rules that nobody has decided anything about, each wording once."""
    seen: set[str] = set()
    for rule in rules.rules:
        words = key(rule.directive.text)
        if rule.open and words not in seen:
            seen.add(words)
            yield rule


def cite(rule: Rule) -> Citation:
    """The words of a rule and where they stand."""
    return Citation(rule.directive.text, rule.directive.place)


@functools.cache
def renderers() -> dict[str, type[Renderer]]:
    """Every output format there is, by name."""
    found = shelf.classes("lawful.reports", Renderer)  # type: ignore[type-abstract]  # its subclasses are asked for
    return {kind.name: kind for kind in found}
