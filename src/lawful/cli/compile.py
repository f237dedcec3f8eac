"""`lawful compile`."""

from __future__ import annotations

import sys

import click

from lawful.cli import options
from lawful.validator.shown import counted, visible


@click.command("compile")
@click.option("--model", metavar="PROVIDER:MODEL", help="Who proposes, such as anthropic:claude-opus-4-6.")
@options.root
@options.rules
@click.option("--dry-run", is_flag=True, help="List the directives that would be asked about, and send nothing.")
def command(model: str | None, root: str | None, rules: tuple[str, ...], *, dry_run: bool) -> None:
    """Have a model propose checks for directives that nothing holds, and write them to lawful.lock.

    A proposal is kept only if the validator agrees with its own examples, and nothing that a model writes is ever run.
    Review the file and commit it. Exit status: 0 all are decided, 1 some are not, 2 the run itself failed.
    """
    from lawful import compiling

    found = options.root_of(root)
    if dry_run:
        questions = compiling.open_rules(found, rules=rules)
        for rule in questions:
            click.echo(visible(f"{rule.directive.place}: {rule.directive.text}"))
        click.echo(f"{counted(len(questions), 'directive')} would be asked about.", err=True)
        return
    if model is None:
        raise click.UsageError("name who proposes with --model, or say --dry-run")
    done = compiling.compile(found, model=model, rules=rules)
    for decision in done.compiled.decisions:
        click.echo(visible(f"+ {decision.text}"))
        for line in decision.pins or (f"not checked: {decision.reason}",):
            click.echo(visible(f"    {line}"))
    for rule, fault in done.compiled.undecided:
        click.echo(visible(f"- {rule.directive.place}: {rule.directive.text}"))
        click.echo(visible(f"    undecided: {fault}"))
    held = sum(bool(each.pins) for each in done.compiled.decisions)
    new, left = len(done.compiled.decisions), len(done.compiled.undecided)
    costs = [each.cost for each in done.compiled.completions]
    price = f"${sum(filter(None, costs)):.4f}" if None not in costs else "price unknown"
    click.echo(
        f"{new} decided ({held} with checks), {left} undecided, {len(done.kept)} kept, {len(done.dropped)} dropped; "
        f"{counted(len(costs), 'call')}, {price}.",
        err=True,
    )
    sys.exit(1 if left else 0)
