"""`lawful demo`: the main job on a small sample project, from context files to lawful code."""

from __future__ import annotations

import difflib
import shutil
import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from lawful import api
from lawful.providers.scripted import Scripted
from lawful.validator.shown import counted, visible
from lawful.writing import Assistant

if TYPE_CHECKING:
    from lawful.assistant import Attempt, Generation
    from lawful.rules import RuleSet

TASK = "Write shop/orders.py: read all orders from a folder of JSON files, each once, and tell the state of an order."
PATH = "shop/orders.py"


def run(model: str | None = None, console: Console | None = None) -> int:
    """Show the main job: rules read, code written, checked, fixed, repaired.

    Args:
        model: who writes, `provider:model`; without it a script that is part of the demo answers.
        console: where to show it.

    Returns:
        The exit status: 0 if the code is lawful, else 1.

    Raises:
        LawfulError: the model is not known, has no key or does not answer.
    """
    console = console or Console(highlight=False)
    if model is None:
        console.print(
            "[bold]This demo uses a scripted model:[/] its answers were written beforehand, and no key and no network "
            "are used. Everything else is real.\n"
        )
    with tempfile.TemporaryDirectory() as folder, as_file(files("lawful.demo") / "project") as project:
        shutil.copytree(project, folder, dirs_exist_ok=True)
        rules = api.load(folder)
        _show_rules_read(console, rules, Path(folder))
        console.print(f"\n[bold]Task:[/] {TASK}\n")
        provider = model if model is not None else _script()
        assistant = Assistant(rules, model=provider, on_attempt=lambda attempt: _show_attempt(console, attempt))
        generation = assistant.write(TASK, path=PATH)
        _show_outcome(console, generation)
        _show_rules_held(console, rules, generation)
    return 0 if generation.lawful else 1


def _script() -> Scripted:
    with as_file(files("lawful.demo") / "answers.toml") as path:
        return Scripted(Scripted.from_file(str(path)).answers, "scripted:demo")


def _show_rules_read(console: Console, rules: RuleSet, folder: Path) -> None:
    paths = dict.fromkeys(rule.directive.place.path for rule in rules.rules)
    for path in paths:
        console.print(f"[bold cyan]{path}[/]")
        console.print(
            Syntax(
                (folder / path).read_text(encoding="utf-8").strip(),
                "markdown",
                background_color="default",
                word_wrap=True,
            )
        )
        console.print()
    enforced = sum(bool(rule.bindings) for rule in rules.rules)
    console.print(
        f"[bold]{counted(len(rules.rules), 'directive')}[/] read from {counted(len(paths), 'context file')}; "
        f"[green]{enforced} enforced[/] by checks, {len(rules.rules) - enforced} not."
    )


def _show_attempt(console: Console, attempt: Attempt) -> None:
    console.rule(f"attempt {attempt.number}", align="left", style="dim")
    if attempt.note:
        console.print(f"[dim]{attempt.note}[/]")
    for violation in attempt.fixed:
        console.print(
            Text.assemble(("  fixed   ", "green"), f"line {violation.span.line}: {visible(violation.message)}")
        )
    for violation in attempt.violations:
        console.print(
            Text.assemble(
                ("  broken  ", "red"),
                f"line {violation.span.line}: {visible(violation.message)} ",
                (f"({violation.rule.source})", "cyan"),
            )
        )
    for problem in attempt.problems:
        console.print(Text.assemble(("  problem ", "red"), visible(problem)))
    if attempt.lawful:
        console.print("  [green]lawful[/]: no enforced rule is broken")
    else:
        left = len(attempt.violations) + len(attempt.problems)
        console.print(f"  [yellow]{left} to mend:[/] sent back to the model, each with its rule")


def _show_code(console: Console, text: str, language: str) -> None:
    """Show text as it is: only a terminal gets colours, and lines broken where it ends."""
    if console.is_terminal:
        console.print(Syntax(text, language, background_color="default", word_wrap=True))
    else:
        console.out(text, highlight=False)


def _show_outcome(console: Console, generation: Generation) -> None:
    first, best = generation.attempts[0].written or "", generation.best.code or ""
    console.rule("what changed from the first answer to the last", align="left", style="dim")
    diff = "".join(
        difflib.unified_diff(first.splitlines(keepends=True), best.splitlines(keepends=True), "first answer", "result")
    )
    _show_code(console, diff.strip() or "(nothing)", "diff")
    title = "the lawful code" if generation.lawful else "the best attempt, which is NOT lawful"
    console.rule(f"{title}: {PATH}", align="left", style="green" if generation.lawful else "red")
    _show_code(console, best.strip(), "python")
    for line in () if generation.lawful else generation.left_to_mend:
        console.print(Text(f"  {visible(line)}", style="red"))


def _show_rules_held(console: Console, rules: RuleSet, generation: Generation) -> None:
    console.print()
    table = Table(
        title="Every directive, and what holds it", title_justify="left", title_style="bold", box=None, pad_edge=False
    )
    for heading in ("where", "directive", "held by"):
        table.add_column(heading, overflow="fold", header_style="dim")
    for rule in rules.rules:
        held = ", ".join(dict.fromkeys(binding.check.id for binding in rule.bindings))
        table.add_row(
            Text(str(rule.directive.place), style="cyan"),
            visible(rule.directive.text),
            Text(held, style="green") if held else Text(f"nothing: {rule.reason}", style="dim"),
        )
    console.print(table)
    usage, cost = generation.usage, generation.cost
    tokens = f"{usage.input_tokens} tokens in, {usage.output_tokens} out" if usage else "tokens unknown"
    console.print(
        f"\n{counted(len(generation.attempts), 'attempt')} by {generation.model}; {tokens}, "
        f"{f'${cost:.4f}' if cost is not None else 'price unknown'}."
    )
