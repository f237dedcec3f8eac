"""`lawful rules`."""

from __future__ import annotations

import sys

import click

from lawful.cli import FAILED, options


@click.command("rules")
@options.root
@options.rules
@options.output
def command(root: str, rules: tuple[str, ...], output: str) -> None:
    """List every directive of the context files, and what holds code to it or why nothing does."""
    from lawful import api

    rule_set = api.load(root, rules=rules)
    options.warn(rule_set)
    renderer = api.renderers()[output](options.painter() if output == "text" else None)
    click.echo(renderer.rules(rule_set), nl=False)
    sys.exit(FAILED if rule_set.problems else 0)
