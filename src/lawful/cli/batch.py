"""`lawful batch`."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from lawful.cli import FAILED, asking, options
from lawful.validator.shown import counted, visible

if TYPE_CHECKING:
    from lawful.batching import Batch, Done
    from lawful.cli.asking import Asking


@click.command("batch")
@click.argument("tasks", type=click.Path(dir_okay=False), metavar="TASKS.jsonl")
@asking.options
@options.root
@options.rules
@options.also
@click.option("--journal", type=click.Path(dir_okay=False), metavar="FILE", help="By default beside the tasks.")
@click.option("--jobs", type=click.IntRange(1, 256), default=8, show_default=True, help="Tasks to work on at once.")
@click.option(
    "--vendor-batch", "vendor", is_flag=True, help="Ask through the vendor's batches: half price, up to a day."
)
@click.option(
    "--poll", type=click.FloatRange(0.01), default=30.0, show_default=True, help="Seconds between looks at one."
)
@click.option("--force", is_flag=True, help="Let tasks replace files that exist.")
@click.option("--max-attempts", type=click.IntRange(1, 20), default=3, show_default=True, help="How often to ask.")
@click.option("--effort", metavar="LEVEL", help="How much the model reasons; by default as its vendor has it.")
def command(
    tasks: str,
    asking: Asking,
    root: str | None,
    rules: tuple[str, ...],
    also: tuple[str, ...],
    journal: str | None,
    jobs: int,
    max_attempts: int,
    effort: str | None,
    poll: float,
    *,
    vendor: bool,
    force: bool,
) -> None:
    """Have a model write the code for every task of a file.

    Each line of TASKS.jsonl is an object with a `task` and maybe an `id`, a `path` the code is for and a file `out` to
    write it to, both relative to the root. A line of JSON is printed for each task as soon as it is done. What was
    answered is kept in the journal: the same command, given again after it was killed, goes on and pays for nothing
    twice. Exit status: 0 all lawful, 1 some not, 2 something failed.
    """
    from lawful import api, batching
    from lawful.providers.journal import Journal

    asking.require()
    found = options.root_of(root)
    read = batching.read_tasks(tasks)
    rule_set = api.load(found, rules=rules, also=also)
    options.warn(rule_set.warnings)
    provider = asking.provider(found)
    with Journal(None if asking.dry else journal or f"{tasks}.journal") as kept:
        asked = batching.in_batches(provider, kept, read, poll=poll) if vendor else provider
        batch = batching.Batch(
            rule_set,
            read,
            asked,
            root=found,
            journal=kept,
            budget=asking.budget,
            at_once=jobs,
            replace=force,
            max_attempts=max_attempts,
            effort=effort,
        )
        if asking.dry:
            asking.show_plan(asked, batch.prompts())
            return
        status = _run(batch, asking)
    sys.exit(status)


def _run(batch: Batch, asking: Asking) -> int:
    from rich.console import Console
    from rich.progress import Progress

    outcomes: list[Done] = []
    console = Console(stderr=True)
    # Where the lines go to the same terminal they are progress enough.
    bar = Progress(
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        disable=not console.is_terminal or sys.stdout.isatty(),
    )
    try:
        with bar:
            shown = bar.add_task("tasks", total=len(batch.tasks))

            def told(done: Done) -> None:
                outcomes.append(done)
                click.echo(json.dumps(_line(done)))
                bar.advance(shown)

            asyncio.run(batch.run(told))
    finally:
        _summarise(outcomes, len(batch.tasks), asking)
    if all(done.lawful for done in outcomes):
        return 0
    return FAILED if any(done.failure and not done.out_of_budget for done in outcomes) else 1


def _line(done: Done) -> dict[str, Any]:
    generation = done.generation
    cost = generation.cost if generation else None
    return {
        "id": done.task.id,
        "path": done.path,
        "lawful": done.lawful,
        "out": done.task.out if done.lawful else None,
        "code": generation.lawful_code if generation and generation.lawful else None,
        "attempts": len(generation.attempts) if generation else 0,
        "left_to_mend": list(generation.left_to_mend) if generation and not generation.lawful else [],
        "failure": done.failure,
        "usage": generation.usage.model_dump() if generation and generation.usage else None,
        "cost": str(cost) if cost is not None else None,
    }


def _summarise(outcomes: list[Done], tasks: int, asking: Asking) -> None:
    lawful = sum(done.lawful for done in outcomes)
    failed = sum(done.failure is not None for done in outcomes)
    broken = len(outcomes) - lawful - failed
    left = tasks - len(outcomes)
    undone = f", {left} not done" if left else ""
    click.echo(
        visible(
            f"{counted(tasks, 'task')}: {lawful} lawful, {broken} not, {failed} failed{undone}; {asking.budget.summary}"
        ),
        err=True,
    )
