"""The front door: the engine joined with the shelves.

Everything the command line, hooks and servers do goes through here, and scripts may do the same.
"""

from __future__ import annotations

import functools
import importlib
from dataclasses import replace
from typing import TYPE_CHECKING
from zlib import crc32

from lawful import shelf
from lawful.errors import UsageError
from lawful.judging import PYTHON, Judge
from lawful.loading import PathLike, checks, checks_of, formats, load, own_checks, readers, view
from lawful.project import Project
from lawful.source import Source
from lawful.validator import CheckedFile, Renderer, Validator
from lawful.validator.distribution import Distribution
from lawful.validator.run import CheckRun, ProjectRun, cite, not_checked, open_questions, undecided, within
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from concurrent.futures import Executor

    from lawful.rules import RuleSet
    from lawful.validator.run import Progress

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
    "renderer",
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
    jobs: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
    shard: tuple[int, int] | None = None,
) -> CheckRun:
    """Hold the Python files of a project to its rules.

    Args:
        paths: files, also such as git ignores, and folders, relative to the current one; without any the whole project.
        root: the project's root.
        rules: context files to read instead of looking for any.
        also: context files that are not the same on every machine, to be read too; see `load`.
        locked: whether a directive that nothing holds, and about which the lock file says nothing, is an error.
        fix: whether to apply safe fixes, or which kinds of fixes to apply.
        write: whether what was fixed is written; otherwise it is only in the result.
        texts: for some of the paths what to check instead of the file, which need not exist and is not written.
        rules_from: a revision of git whose context files, settings and lock file say how code is held.
        local_checks: whether to run the code of checks that the project brings; see `load`.
        cache: whether what earlier runs made of files that are the same counts, and this run is remembered.
        jobs: how many processes may look at files; what is soon done is done by this one alone.
        executor: who looks at files instead, on this machine or others; it is not shut down.
        progress: called whenever a file is done, with how many are done and how many there are.
        shard: check one part of the files, by its number from 1, and of how many; other runs check the others.

    Raises:
        UsageError: the root is no folder, a path lies outside it, there is no such revision, or there are no jobs.
        VersionError: the workers of the executor have another version of lawful.
        ContextError: one of the named context files cannot be read.
        PluginError: checks cannot be loaded.
    """
    project, where = Project(root), Distribution(jobs, executor)
    given = {project.relative(path): data for path, data in (texts or {}).items()}
    named = [project.relative(path) for path in paths]
    judge = Judge(project, rules_from, named=rules, also=also, local_checks=local_checks, cache=cache)
    run = ProjectRun(project, judge.rules, where, given, locked=locked, fixes=_kinds(fix), write=write, cache=cache)
    run.check(_python_files(project, named, judge.hidden, shard), progress, everything=not named and not shard)
    return _ended(run.done(() if shard else named, shard), judge)


def _ended(done: CheckRun, judge: Judge) -> CheckRun:
    """A run, with what the working tree would make of its rules; what they were understood to be is kept for others."""
    judge.remember()
    warnings = (*done.report.warnings, *judge.changed_checks())
    return replace(done, report=replace(done.report, comparison=judge.comparison(), warnings=warnings))


def _kinds(fix: bool | Iterable[Applicability]) -> frozenset[Applicability]:  # noqa: FBT001  # see `check`
    return frozenset({Applicability.SAFE} if fix else ()) if isinstance(fix, bool) else frozenset(fix)


def _python_files(
    project: Project, named: Sequence[str], hidden: Iterable[str] = (), shard: tuple[int, int] | None = None
) -> list[str]:
    """The files to check, sorted.

    Args:
        project: the project.
        named: the files and folders that were asked for; all if none was.
        hidden: further files of the project that are to be checked.
        shard: which of how many parts, if not all; a file belongs to the same one whatever other files there are.
    """
    found: dict[str, None] = {}
    for name in named or (".",):
        inside = (path for path in hidden if within(name, path))
        for path in (*project.select(name), *inside):
            if path.endswith(PYTHON) or path == name:
                found[path] = None
    if shard is None:
        return sorted(found)
    number, parts = shard
    if not 1 <= number <= parts:
        raise UsageError(f"there is no shard {number} of {parts}; the first is 1/{parts}")
    return sorted(path for path in found if crc32(path.encode("utf-8", "surrogatepass")) % parts == number - 1)


def renderer(name: str, paint: Callable[[str, str], str] | None = None) -> Renderer:
    """What shows reports in the output format of a name; of the formats only that one is loaded.

    Args:
        name: `text`, `json`, `markdown` or `sarif`; the file on the shelf is called so.
        paint: see `Renderer`.
    """
    module = importlib.import_module(f"lawful.reports.{name}")
    (kind,) = shelf.classes_of(module, Renderer)  # type: ignore[type-abstract]  # its subclasses are asked for
    return kind(paint)
