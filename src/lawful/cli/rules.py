"""`lawful rules`."""

from __future__ import annotations

import sys

import click

from lawful.cli import FAILED, options


@click.command("rules")
@options.root
@options.rules
@options.output
@click.option("--for", "path", metavar="PATH", help="Only the rules that govern this file, the nearest first.")
def command(root: str, rules: tuple[str, ...], output: str, path: str | None) -> None:
    """List every directive of the context files, and what holds code to it or why nothing does.

    With --for PATH only those that govern the file, in order of precedence, and the conflicts between them.
    """
    from lawful import api
    from lawful.project import Project

    rule_set = api.load(root, rules=rules)
    options.warn(rule_set)
    renderer = api.renderers()[output](options.painter() if output == "text" else None)
    if path is None:
        click.echo(renderer.rules(rule_set), nl=False)
    else:
        relative = Project(root).relative(path)
        click.echo(renderer.rules(rule_set.narrowed(relative), rule_set.conflicts(relative)), nl=False)
    sys.exit(FAILED if rule_set.problems else 0)
