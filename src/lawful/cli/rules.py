"""`lawful rules`."""

from __future__ import annotations

import sys

import click

from lawful.cli import FAILED, options


@click.command("rules")
@options.root
@options.rules
@options.also
@options.local_checks
@options.output("text", "json", "markdown")
@click.option("--for", "path", metavar="PATH", help="Only the rules that govern this file, the nearest first.")
@click.option(
    "--as",
    "assistant",
    metavar="ASSISTANT",
    help="Only what claude, codex or another assistant sees, and what it misses.",
)
def command(
    root: str | None,
    rules: tuple[str, ...],
    also: tuple[str, ...],
    output: str,
    path: str | None,
    assistant: str | None,
    *,
    local_checks: bool | None,
) -> None:
    """List every directive of the context files, and what holds code to it or why nothing does.

    With --for PATH only those that govern the file, in order of precedence, and the conflicts between them. With --as
    ASSISTANT only those that it sees, and what it misses: files it does not read, globs that match nothing, imports
    that lead nowhere, what is beyond its limits.
    """
    from lawful import api
    from lawful.project import Project

    if assistant is not None and rules:
        raise click.UsageError("--as sees what an assistant finds by itself; leave out --rules")
    found = options.root_of(root)
    view = None
    if assistant is None:
        rule_set = api.load(found, rules=rules, also=also, local_checks=local_checks)
        options.warn(rule_set.warnings)
    else:
        rule_set, view = api.view(found, assistant, also=also, local_checks=local_checks)
    renderer = api.renderer(output, options.painter() if output == "text" else None)
    if path is None:
        click.echo(renderer.rules(rule_set, (), view), nl=False)
    else:
        relative = Project(found).relative(path)
        click.echo(renderer.rules(rule_set.narrowed(relative), rule_set.conflicts(relative), view, relative), nl=False)
    sys.exit(FAILED if rule_set.problems else 0)
