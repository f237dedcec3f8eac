"""`lawful compile`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from lawful.cli import FAILED, asking, options
from lawful.cli.asking import spent
from lawful.validator.shown import counted, visible

if TYPE_CHECKING:
    from lawful.cli.asking import Asking


@click.command("compile")
@asking.options
@options.root
@options.rules
def command(asking: Asking, root: str | None, rules: tuple[str, ...]) -> None:
    """Have a model propose checks for directives that nothing holds, and write them to lawful.lock.

    A proposal is kept only if the validator agrees with its own examples, and nothing that a model writes is ever run.
    Review the file and commit it. With --dry-run the directives are listed. Exit status: 0 all are decided, 1 some are
    not, 2 the run itself failed.
    """
    from lawful import compiling

    found = options.root_of(root)
    if asking.dry:
        questions = compiling.open_rules(found, rules=rules)
        for rule in questions:
            click.echo(visible(f"{rule.directive.place}: {rule.directive.text}"))
        if asking.models:
            asking.show_plan(asking.provider(found), compiling.prompts(questions))
        click.echo(f"{counted(len(questions), 'directive')} would be asked about.", err=True)
        return
    if not asking.models:
        raise click.UsageError("name who proposes with --model, or say --dry-run")
    done = compiling.compile(found, model=asking.provider(found), rules=rules)
    for decision in done.compiled.decisions:
        click.echo(visible(f"+ {decision.text}"))
        for line in decision.pins or (f"not checked: {decision.reason}",):
            click.echo(visible(f"    {line}"))
    for rule, fault in done.compiled.undecided:
        click.echo(visible(f"- {rule.directive.place}: {rule.directive.text}"))
        click.echo(visible(f"    undecided: {fault}"))
    held = sum(bool(each.pins) for each in done.compiled.decisions)
    new, left = len(done.compiled.decisions), len(done.compiled.undecided)
    calls = done.compiled.completions
    click.echo(
        f"{new} decided ({held} with checks), {left} undecided, {len(done.kept)} kept, {len(done.dropped)} dropped; "
        f"{counted(len(calls), 'call')}, {spent(calls)}.",
        err=True,
    )
    if done.compiled.failure:
        click.echo(visible(f"lawful: {done.compiled.failure}"), err=True)
        sys.exit(FAILED)
    sys.exit(1 if left else 0)
