"""A project being checked: files are read here, looked at wherever it may be, and what is found comes together here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lawful.project import UnreadableError, bounded
from lawful.rules.lock import NAME as LOCK
from lawful.rules.lock import key
from lawful.rules.settings import FILE as SETTINGS
from lawful.source import Source
from lawful.validator.answers import Answers
from lawful.validator.baseline import marked, write_baseline
from lawful.validator.cache import Cache, stamp_of
from lawful.validator.engine import CheckedFile, Validator
from lawful.validator.report import Excerpt, NotChecked, Report
from lawful.validator.task import File, FileResult, Orders
from lawful.violation import Citation, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lawful.project import Project
    from lawful.project.changes import Changes
    from lawful.rules import EnforcedRule, Rule, RuleSet
    from lawful.validator.distribution import Distribution
    from lawful.violation import Applicability

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class CheckRun:
    """A checked project.

    Attributes:
        rules: the rule set it was held to.
        report: what was found, and what was not looked at.
        sources: for each path with violations the lines on which they stand.
        fixed: for each path that fixes have changed the text before and after.
    """

    rules: RuleSet
    report: Report
    sources: dict[str, Excerpt] = field(default_factory=dict)
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


class ProjectRun:
    """A project being checked."""

    def __init__(  # noqa: PLR0913  # as for `lawful.check`
        self,
        project: Project,
        rules: RuleSet,
        distribution: Distribution,
        texts: Mapping[str, bytes] | None = None,
        *,
        locked: bool = False,
        fixes: frozenset[Applicability] = frozenset(),
        write: bool = True,
        cache: bool = False,
    ) -> None:
        """Begin a run.

        Args:
            project: the project.
            rules: the rules it is held to.
            distribution: where the work is done.
            texts: for some paths what to check instead of what the file holds.
            locked: whether a directive that nothing holds, and about which the lock file says nothing, is an error.
            fixes: which kinds of fixes are applied.
            write: whether what was fixed is written.
            cache: whether what earlier runs have found counts, and this one is remembered, unless it fixes something.
        """
        self._project = project
        self._root = str(project.root)
        self._locked = locked
        self._rules = rules
        self._distribution = distribution
        self._fixes = fixes
        self._write = write
        self._texts = texts or {}
        self._remembers = cache and not fixes and not texts
        self._cache: Cache | None = None
        self._looked_up: dict[str, tuple[tuple[EnforcedRule, ...], str, bytes]] = {}
        """For each file that is under way what the cache will know it by."""
        self._orders: dict[int, Orders] = {}
        self._checked: dict[str, CheckedFile] = {}
        self._answers = Answers(rules)
        self._excluded: list[str] = []
        self._applied = 0
        self._done = 0
        self._progress: Progress | None = None
        self._sources: dict[str, Excerpt] = {}
        self._changed: dict[str, tuple[Source, Source]] = {}

    def check(self, paths: Sequence[str], progress: Progress | None = None, *, everything: bool = False) -> None:
        """Check some files, and fix them if that was asked for.

        Args:
            paths: the files, relative to the root.
            progress: called whenever a file is done, with the numbers of those that are and of all.
            everything: whether those are all files of the project.
        """
        if self._remembers:
            self._cache = Cache(self._root, paths, everything=everything)
        self._excluded += [path for path in paths if self._rules.settings.excludes(path)]
        left_out = {*self._excluded}
        held = [path for path in paths if path not in left_out]
        # Those that cannot be read are known at once; the order is that of the paths all the same.
        self._checked |= dict.fromkeys(held, CheckedFile(""))
        self._progress = progress
        for result in self._distribution.results(self._files(held), self._share):
            self._take(result)

    def _share(self) -> float:
        return self._done / len(self._checked)

    def _files(self, paths: Iterable[str]) -> Iterator[File]:
        """The files that must be looked at; of the others it is known already what was found."""
        for path in paths:
            standing = self._rules.standing(path)
            rules = standing.enforced
            if self._cache and self._cache.passed(path, rules):
                # What is most often known is told at once; of such a file there is nothing to keep.
                self._answers.passed(standing)
                self._tell()
                continue
            try:
                known = self._known(path, rules) if self._cache else None
                if known is not None:
                    self._take(known)
                    continue
                data = self._looked_up[path][2] if self._cache else self._read(path)
            except UnreadableError as error:
                problem = Problem(path, None, None, "unreadable", error.reason)
                self._take(FileResult(CheckedFile(path, (), (problem,))))
                continue
            if id(rules) not in self._orders:
                self._orders[id(rules)] = Orders(rules, self._root, fixes=self._fixes)
            yield File(path, data, self._orders[id(rules)])

    def _known(self, path: str, rules: tuple[EnforcedRule, ...]) -> FileResult | None:
        """What earlier runs have found in a file that is the same."""
        assert self._cache is not None  # asked by the caller
        stamp = stamp_of(f"{self._root}/{path}")
        known = self._cache.unchanged(path, rules, stamp)
        if known is not None and not known.violations:
            return FileResult(known)
        data = self._read(path)
        known = self._cache.same(path, rules, stamp, data)
        if known is None:
            self._looked_up[path] = (rules, stamp, data)
            return None
        source = Source.of_python(data, path) if known.violations else None
        return FileResult(known, _lines(known, source) if source else {})

    def _read(self, path: str) -> bytes:
        data = self._texts.get(path)
        return self._project.read(path) if data is None else bounded(data, path)

    def _take(self, result: FileResult) -> None:
        """Keep what was found in a file, and write what was made of it."""
        checked = result.checked
        if result.before is not None and result.after is not None:
            unwritten = self._written(result.before, result.after)
            if unwritten is None:
                self._changed[checked.path] = (result.before, result.after)
                self._applied += result.applied
            else:
                again = Validator(self._rules, root=self._root).check(result.before)
                checked = replace(again, problems=(*again.problems, unwritten))
                result = FileResult(checked, _lines(again, result.before))
        if result.lines:
            self._sources[checked.path] = Excerpt(result.lines)
        if self._cache and checked.path in self._looked_up:
            self._cache.keep(checked, *self._looked_up.pop(checked.path))
        self._checked[checked.path] = checked
        self._answers.add(checked)
        self._tell()

    def _tell(self) -> None:
        """Tell whoever wants to know that one more file is done."""
        self._done += 1
        if self._progress:
            self._progress(self._done, len(self._checked))

    def _written(self, before: Source, after: Source) -> Problem | None:
        """Write what fixes have made of a file, if it is to be written; what was wrong with that, if anything."""
        if not self._write or before.path in self._texts:
            return None
        try:
            self._project.write(before.path, before.encode(after.text))
        except UnreadableError as error:
            return Problem(before.path, None, None, "unwritable", error.reason)
        return None

    def done(self, named: Sequence[str], shard: tuple[int, int] | None = None) -> CheckRun:
        """The report over all files.

        Args:
            named: the files and folders that were asked for, if any were.
            shard: which of how many parts of the files they are, if not all.
        """
        if self._cache:
            self._cache.save()
        violations = sorted(
            (violation for checked in self._checked.values() for violation in checked.violations),
            key=lambda each: each.order,
        )
        overlooked = [*self._unlisted(named), *self._empty(named)]
        problems = [
            *self._rules.problems,
            *(undecided(self._rules) if self._locked else ()),
            *overlooked,
            *(problem for checked in self._checked.values() for problem in checked.problems),
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
                *self._distribution.warnings,
                *(warning for checked in self._checked.values() for warning in checked.warnings),
            ),
            excluded=len(self._excluded),
            answers=self._answers.result(),
            shard=shard,
        )
        return CheckRun(self._rules, report, self._sources, self._changed)

    def _unlisted(self, named: Sequence[str]) -> Iterator[Problem]:
        """The folders that could not be looked into."""
        named_already = {problem.path for problem in self._rules.problems}
        for folder in self._project.unlisted:
            if folder not in named_already and any(within(name, folder) for name in named or (".",)):
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
        checked = [*self._excluded, *self._checked]
        for name in named:
            if not any(within(name, path) for path in checked):
                message = "holds no Python file, or none that git does not ignore"
                yield Problem(name, None, None, "nothing-to-check", message)


def _lines(checked: CheckedFile, source: Source) -> dict[int, str]:
    return {each.span.line: source.line(each.span.line) for each in checked.violations}


def within(name: str, path: str) -> bool:
    """Whether a path is what was named, or below it."""
    return name in {".", path} or path.startswith(f"{name}/")


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
