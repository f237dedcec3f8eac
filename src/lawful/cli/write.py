"""`lawful write`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from lawful.cli import FAILED, asking, options
from lawful.cli.asking import spent, ticker
from lawful.validator.shown import counted, visible

if TYPE_CHECKING:
    from lawful.assistant import Attempt, Generation
    from lawful.cli.asking import Asking


def _said(context: click.Context, parameter: click.Parameter, task: str) -> str:
    """The task, if it says anything."""
    if not task.strip():
        raise click.BadParameter("it is empty; say what the code should do", context, parameter)
    return task


@click.command("write")
@click.argument("task", callback=_said)
@asking.options
@options.root
@options.rules
@options.also
@click.option("--out", type=click.Path(dir_okay=False), help="Write the lawful code to this file of the project.")
@click.option("--force", is_flag=True, help="Let --out and --keep-unlawful replace a file that exists.")
@click.option("--path", help="The file the code is for, which decides the rules that apply; by default that of --out.")
@click.option("--max-attempts", type=click.IntRange(1, 20), default=3, show_default=True, help="How often to ask.")
@click.option(
    "--effort", metavar="LEVEL", help="How much the model reasons, such as low; by default as its vendor has it."
)
@click.option(
    "--keep-unlawful",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write the best attempt to this file of the project if none is lawful.",
)
def command(
    task: str,
    asking: Asking,
    root: str | None,
    rules: tuple[str, ...],
    also: tuple[str, ...],
    out: str | None,
    path: str | None,
    max_attempts: int,
    effort: str | None,
    keep_unlawful: str | None,
    *,
    force: bool,
) -> None:
    """Have a model write the code for TASK under the rules of the project.

    Lawful code goes to standard output, and nothing else does. Exit status: 0 lawful; 1 not lawful, and nothing is
    printed or written, because of the rules or because the budget ran out; 2 the run itself failed.
    """
    from lawful import api, writing

    found = options.root_of(root)
    target = writing.Target.of(found, out=out, path=path, replace=force)
    kept = writing.Target.of(found, out=keep_unlawful, path=None, replace=force) if keep_unlawful else None
    rule_set = api.load(found, rules=rules, also=also)
    options.warn(rule_set.warnings)
    asking.require()
    provider = asking.provider(found)
    assistant = writing.Assistant(
        rule_set, model=provider, max_attempts=max_attempts, on_attempt=_show, hear=ticker(), effort=effort
    )
    if asking.dry:
        asking.show_plan(provider, [assistant.first_prompt(task, path=target.path)])
        return
    try:
        generation = assistant.write(task, path=target.path)
    except KeyboardInterrupt:
        _say(f"spent so far: {asking.budget.summary}")
        raise
    _summarise(generation)
    if generation.lawful:
        # What was paid for is shown first: writing the file may fail.
        click.echo(generation.lawful_code, nl=False)
        target.write(generation.lawful_code)
        sys.exit(0)
    if kept and generation.code is not None:
        kept.write(generation.code)
        click.echo(f"the best attempt, which is NOT lawful, was written to {kept.path}", err=True)
    sys.exit(FAILED if generation.failure and not generation.out_of_budget else 1)


def _show(attempt: Attempt) -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
        left = len(attempt.violations) + len(attempt.problems)
        fixed = f", {len(attempt.fixed)} fixed" if attempt.fixed else ""
        _say(f"attempt {attempt.number}: {'lawful' if attempt.lawful else f'{left} to mend'}{fixed}")


def _summarise(generation: Generation) -> None:
    attempts = counted(len(generation.attempts), "attempt")
    outcome = "lawful" if generation.lawful else "NOT LAWFUL"
    by = generation.best.completion.provider or generation.model
    _say(f"{outcome} after {attempts} by {by}; {spent(each.completion for each in generation.attempts)}")
    if generation.best.note:
        _say(f"  {generation.path}: note: {generation.best.note}")
    if not generation.lawful:
        for line in generation.left_to_mend:
            _say(f"  {generation.path}: {line}")
    if generation.failure:
        _say(f"lawful: {generation.failure}")


def _say(text: str) -> None:
    """Tell a person something; what comes from a model or a file cannot act on the terminal."""
    click.echo(visible(text), err=True)
