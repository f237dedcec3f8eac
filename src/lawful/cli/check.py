"""`lawful check`."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lawful.cli import options
from lawful.cli.executors import executor
from lawful.cli.progress import progress
from lawful.errors import UsageError
from lawful.validator.shown import counted, visible

if TYPE_CHECKING:
    from lawful.api import CheckRun, PathLike
    from lawful.project import Project
    from lawful.project.changes import Changes


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path())
@options.root
@options.rules
@options.also
@options.local_checks
@options.output("text", "json", "sarif")
@click.option("--locked", is_flag=True, help="Fail if a directive that nothing holds has no entry in lawful.lock.")
@click.option("--fix", is_flag=True, help="Apply safe fixes and write the files back.")
@click.option("--unsafe-fixes", "unsafe", is_flag=True, help="Apply fixes, too, that may change what the code means.")
@click.option(
    "--changed",
    is_flag=False,
    flag_value="HEAD",
    metavar="[REV]",
    help="Report only what touches lines that have changed since a revision, by default the last commit.",
)
@click.option(
    "--rules-from",
    metavar="REV",
    help="Take the rules, settings, lock file and baseline from a revision, and name what has been weakened since.",
)
@click.option("--baseline", type=click.Path(), metavar="FILE", help="Let what this file lists fail no run.")
@click.option(
    "--write-baseline", "written", type=click.Path(dir_okay=False), metavar="FILE", help="List all violations in it."
)
@click.option(
    "--no-cache",
    "fresh",
    is_flag=True,
    help="Look at all files and read what the rules are, also where all is as in an earlier run.",
)
@click.option("--diff", is_flag=True, help="Show what the fixes would change, and write nothing.")
@click.option(
    "--stdin-filename",
    "stdin",
    metavar="PATH",
    help="Check the text on standard input as this file; with --fix the fixed text is printed.",
)
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes may look at files, by default one for each processor; what is soon done is done by one.",
)
@click.option(
    "--executor", metavar="ADDRESS", help="Have files checked by the workers of a Dask scheduler: dask://HOST:PORT."
)
@click.option(
    "--shard", metavar="N/OF", help="Check one of several parts of the files; `lawful merge` joins the reports."
)
def command(**asked: Any) -> None:  # noqa: ANN401  # the fields of `_Asked`
    """Hold Python files to the rules of the project.

    PATHS are files and folders, or - for standard input; without any the current folder is checked, or the project
    that --root names, except what git ignores. Exit status: 0 lawful, 1 violations (with --diff: or something to fix),
    2 the run itself failed.
    """
    _run(_Asked(**asked))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for on the command line."""

    paths: tuple[str, ...]
    root: str | None
    rules: tuple[str, ...]
    also: tuple[str, ...]
    local_checks: bool | None
    output: str
    locked: bool
    fix: bool
    unsafe: bool
    changed: str | None
    rules_from: str | None
    baseline: str | None
    written: str | None
    fresh: bool
    diff: bool
    stdin: str | None
    jobs: int | None
    executor: str | None
    shard: str | None

    @property
    def fixing(self) -> bool:
        """Whether fixes are to be applied, be it only to show them."""
        return self.fix or self.unsafe or self.diff

    def __post_init__(self) -> None:
        """Refuse what does not go together."""
        if self.changed is not None and self.fixing:
            raise click.UsageError("--changed is about what to report; fixes are made everywhere")
        if self.jobs is not None and self.executor is not None:
            raise click.UsageError("--jobs and --executor each say who looks at files; say one of them")
        if self.stdin is None and "-" in self.paths:
            raise click.UsageError("- is standard input; say which file it is for: --stdin-filename src/a.py")
        if self.stdin is None:
            return
        if self.paths not in {(), ("-",)}:
            raise click.UsageError("--stdin-filename checks standard input and no other files; leave them out")
        if self.changed is not None or self.written is not None:
            raise click.UsageError("--changed and --write-baseline are about files, not about standard input")
        if self.fixing and self.output == "sarif" and not self.diff:
            raise click.UsageError("SARIF has no place for the fixed text; say --format json")


def _run(asked: _Asked) -> None:
    from lawful import api
    from lawful.project import Project
    from lawful.violation import Applicability
    from lawful.workers.process import processors

    found = options.root_of(asked.root)
    touched = _changes(Project(found), asked.changed)
    texts = _standard_input(asked.stdin)
    with executor(asked.executor) as found_executor, progress() as shown:
        run = api.check(
            list(texts) or asked.paths or _here(found, asked.root),
            root=found,
            rules=asked.rules,
            also=asked.also,
            locked=asked.locked,
            fix=[Applicability.SAFE, Applicability.UNSAFE] if asked.unsafe else asked.fixing,
            write=not asked.diff,
            texts=texts,
            rules_from=asked.rules_from,
            local_checks=asked.local_checks,
            cache=not asked.fresh,
            jobs=1 if found_executor else asked.jobs or processors(),
            executor=found_executor,
            progress=shown,
            shard=_shard(asked.shard),
        )
    if asked.baseline is not None:
        run = _against(run, asked.baseline, _baseline(found, asked.baseline, asked.rules_from))
    if asked.written is not None:
        _list(run, Path(asked.written))
        sys.exit(run.report.exit_status if run.report.problems else 0)
    if touched is not None:
        run = run.on(touched)
    options.warn(run.report.warnings)
    if asked.diff:
        _patch(run)
        sys.exit(run.report.exit_status or bool(run.fixed))
    if asked.stdin is not None and asked.fixing:
        _print_fixed(run, texts[asked.stdin], asked.output)
    else:
        _report(run, asked.output)
    sys.exit(run.report.exit_status)


def _changes(project: Project, revision: str | None) -> Changes | None:
    """Which lines have changed since a revision, if that was asked."""
    if revision is None:
        return None
    from lawful.project.changes import changes_since

    return changes_since(project.root, revision)


def _shard(given: str | None) -> tuple[int, int] | None:
    """The number of a shard and how many there are."""
    if given is None:
        return None
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", given, re.ASCII)
    if found is None:
        raise click.UsageError(f"{given} is no shard; say --shard 3/16 for the third of sixteen")
    return int(found[1]), int(found[2])


def _standard_input(name: str | None) -> dict[PathLike, bytes]:
    """What is on standard input, by the path of the file that it is for."""
    from lawful.project import MAX_BYTES

    return {} if name is None else {name: sys.stdin.buffer.read(MAX_BYTES + 1)}


def _print_fixed(run: CheckRun, given: bytes, output: str) -> None:
    """Print what fixes have made of standard input: in the JSON, or as it is with the report on standard error."""
    before, after = next(iter(run.fixed.values()), (None, None))
    if output == "json":
        _report(replace(run, report=replace(run.report, text=after.text if after else _decoded(given))), output)
        return
    sys.stdout.buffer.write(before.encode(after.text) if before and after else given)
    sys.stdout.buffer.flush()
    _report(run, output, err=True)


def _decoded(given: bytes) -> str | None:
    """A text as Python decodes it, if it can."""
    from lawful.errors import SourceError
    from lawful.source import Source

    try:
        return Source.of_python(given, "-").text
    except SourceError:
        return None  # which the report says already


def _here(found: str, given: str | None) -> list[str]:
    """The current folder, where the root was found above it and nobody has named another."""
    return ["."] if given is None and Path(found) != Path.cwd() else []


def _report(run: CheckRun, output: str, *, err: bool = False) -> None:
    from lawful import api

    renderer = api.renderer(output, options.painter(err=err) if output == "text" else None)
    click.echo(renderer.report(run.report, run.sources), nl=False, err=err)


def _list(run: CheckRun, path: Path) -> None:
    try:
        path.write_text(run.baseline, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}") from error
    click.echo(f"{counted(len(run.report.violations), 'violation')} listed in {visible(str(path))}.", err=True)
    for problem in run.report.problems:
        click.echo(visible(f"lawful: error: {problem}"), err=True)


def _against(run: CheckRun, name: str, baseline: str) -> CheckRun:
    """The run, with what a baseline knows marked."""
    try:
        return run.against(baseline)
    except UsageError as error:
        raise UsageError(f"{name}: {error}") from error


def _baseline(root: str, name: str, revision: str | None) -> str:
    """The text of a baseline, as it was at a revision if the rules are from there and it belongs to the project."""
    from lawful.project import Project, read_bytes
    from lawful.project.revision import Revision

    inside = Path(name).resolve().is_relative_to(Project(root).root)
    if revision is None or not inside:
        return read_bytes(name, name).decode("utf-8", "replace")
    project = Revision(root, revision)
    return project.read(project.relative(name)).decode("utf-8", "replace")


def _patch(run: CheckRun) -> None:
    """The changes as one patch on standard output, and the sum on standard error."""
    from lawful.cli.patch import patch

    for path, (before, after) in run.fixed.items():
        for line in patch(path, before.text, after.text):
            click.echo(line, nl=False)
    left = len(run.report.violations)
    fixed = counted(run.report.fixed, "violation")
    click.echo(f"{fixed} would be fixed, {left} would be left.", err=True)
    for problem in run.report.problems:
        click.echo(visible(f"lawful: error: {problem}"), err=True)
