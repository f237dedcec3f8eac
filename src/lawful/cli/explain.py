"""`lawful explain`."""

from __future__ import annotations

import click

from lawful.cli import options


@click.command("explain")
@click.argument("what", required=False)
@options.root
@options.rules
@options.also
@options.local_checks
def command(
    what: str | None, root: str | None, rules: tuple[str, ...], also: tuple[str, ...], *, local_checks: bool | None
) -> None:
    """Tell the whole story of a check or of a directive.

    WHAT is the id of a check, or a context file and a line, such as CLAUDE.md:12; without it every check is listed.
    """
    from lawful import api, explaining
    from lawful.validator.shown import visible

    found = options.root_of(root)
    if what is not None and ":" in what:
        rule_set = api.load(found, rules=rules, also=also, local_checks=local_checks)
        said = explaining.explain(what, rule_set)
    else:
        checks, warnings = api.checks_of(found, local_checks)
        options.warn(warnings)
        said = explaining.overview(checks) if what is None else explaining.explain(what, checks=checks)
    for line in said.splitlines():
        click.echo(visible(line))
