"""`lawful check`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lawful.cli import options
from lawful.validator.shown import counted, visible

if TYPE_CHECKING:
    from lawful.api import CheckRun

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
"""A line as those who apply a patch count them."""


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path())
@options.root
@options.rules
@options.also
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
@click.option("--baseline", type=click.Path(), metavar="FILE", help="Let what this file lists fail no run.")
@click.option(
    "--write-baseline", "written", type=click.Path(dir_okay=False), metavar="FILE", help="List all violations in it."
)
@click.option("--diff", is_flag=True, help="Show what the fixes would change, and write nothing.")
def command(
    paths: tuple[str, ...],
    root: str | None,
    rules: tuple[str, ...],
    also: tuple[str, ...],
    output: str,
    *,
    locked: bool,
    fix: bool,
    unsafe: bool,
    changed: str | None,
    baseline: str | None,
    written: str | None,
    diff: bool,
) -> None:
    """Hold Python files to the rules of the project.

    PATHS are files and folders; without any the current folder is checked, or the project that --root names, except
    what git ignores. Exit status: 0 lawful, 1 violations (with --diff: or something to fix), 2 the run itself failed.
    """
    from lawful import api
    from lawful.project import Project, changes_since
    from lawful.violation import Applicability

    if changed is not None and (fix or unsafe or diff):
        raise click.UsageError("--changed is about what to report; fixes are made everywhere")
    found = options.root_of(root)
    touched = changes_since(Project(found).root, changed) if changed is not None else None
    run = api.check(
        paths or _here(found, root),
        root=found,
        rules=rules,
        also=also,
        locked=locked,
        fix=[Applicability.SAFE, Applicability.UNSAFE] if unsafe else fix or diff,
        write=not diff,
    )
    if baseline is not None:
        run = run.against(_text(Path(baseline)))
    if written is not None:
        _list(run, Path(written))
        sys.exit(run.report.exit_status if run.report.problems else 0)
    if touched is not None:
        run = run.on(touched)
    options.warn(run.rules, run.report.warnings)
    if diff:
        _patch(run)
        sys.exit(run.report.exit_status or bool(run.fixed))
    _report(run, output)
    sys.exit(run.report.exit_status)


def _here(found: str, given: str | None) -> list[str]:
    """The current folder, where the root was found above it and nobody has named another."""
    return ["."] if given is None and Path(found) != Path.cwd() else []


def _report(run: CheckRun, output: str) -> None:
    from lawful import api

    renderer = api.renderers()[output](options.painter() if output == "text" else None)
    click.echo(renderer.report(run.report, run.sources), nl=False)


def _list(run: CheckRun, path: Path) -> None:
    try:
        path.write_text(run.baseline, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}") from error
    click.echo(f"{counted(len(run.report.violations), 'violation')} listed in {visible(str(path))}.", err=True)
    for problem in run.report.problems:
        click.echo(visible(f"lawful: error: {problem}"), err=True)


def _text(path: Path) -> str:
    from lawful.project import read_bytes

    return read_bytes(path, path.as_posix()).decode("utf-8", "replace")


def _patch(run: CheckRun) -> None:
    """The changes as one patch on standard output, and the sum on standard error."""
    from difflib import unified_diff

    for path, (before, after) in run.fixed.items():
        for line in unified_diff(_LINE.findall(before.text), _LINE.findall(after.text), f"a/{path}", f"b/{path}"):
            click.echo(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n", nl=False)
    left = len(run.report.violations)
    fixed = counted(run.report.fixed, "violation")
    click.echo(f"{fixed} would be fixed, {left} would be left.", err=True)
    for problem in run.report.problems:
        click.echo(visible(f"lawful: error: {problem}"), err=True)
