"""`lawful check`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lawful.cli import options


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path())
@options.root
@options.rules
@options.also
@options.output("text", "json", "sarif")
@click.option("--fix", is_flag=True, help="Apply safe fixes and write the files back.")
def command(
    paths: tuple[str, ...], root: str | None, rules: tuple[str, ...], also: tuple[str, ...], output: str, *, fix: bool
) -> None:
    """Hold Python files to the rules of the project.

    PATHS are files and folders; without any the current folder is checked, or the project that --root names, except
    what git ignores. Exit status: 0
    lawful, 1 violations, 2 the run itself failed.
    """
    from lawful import api

    found = options.root_of(root)
    inside = root is None and Path(found) != Path.cwd()
    run = api.check(paths or (["."] if inside else []), root=found, rules=rules, also=also, fix=fix)
    options.warn(run.rules)
    renderer = api.renderers()[output](options.painter() if output == "text" else None)
    click.echo(renderer.report(run.report, run.sources), nl=False)
    sys.exit(run.report.exit_status)
