"""`lawful explain`."""

from __future__ import annotations

import click

from lawful.cli import options


@click.command("explain")
@click.argument("what", required=False)
@options.root
@options.rules
@options.also
def command(what: str | None, root: str | None, rules: tuple[str, ...], also: tuple[str, ...]) -> None:
    """Tell the whole story of a check or of a directive.

    WHAT is the id of a check, or a context file and a line, such as CLAUDE.md:12; without it every check is listed.
    """
    from lawful import api, explaining
    from lawful.validator.shown import visible

    if what is None:
        click.echo(explaining.overview(), nl=False)
        return
    rule_set = api.load(options.root_of(root), rules=rules, also=also) if ":" in what else None
    for line in explaining.explain(what, rule_set).splitlines():
        click.echo(visible(line))
