"""`lawful check`."""

from __future__ import annotations

import sys

import click

from lawful.cli import options


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path())
@options.root
@options.rules
@options.output
@click.option("--fix", is_flag=True, help="Apply safe fixes and write the files back.")
def command(paths: tuple[str, ...], root: str, rules: tuple[str, ...], output: str, *, fix: bool) -> None:
    """Hold Python files to the rules of the project.

    PATHS are files and folders; without any the whole project is checked, except what git ignores. Exit status: 0
    lawful, 1 violations, 2 the run itself failed.
    """
    from lawful import api

    run = api.check(paths, root=root, rules=rules, fix=fix)
    options.warn(run.rules)
    renderer = api.renderers()[output](options.painter() if output == "text" else None)
    click.echo(renderer.report(run.report, run.sources), nl=False)
    sys.exit(run.report.exit_status)
