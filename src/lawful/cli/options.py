"""Options that several commands share, and how they write."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from lawful.rules import RuleSet

root = click.option(
    "--root", type=click.Path(), default=".", show_default=True, help="The project's root; nothing outside it is read."
)
rules = click.option(
    "--rules",
    type=click.Path(),
    multiple=True,
    metavar="FILE",
    help="Read this context file instead of looking for any; may be repeated.",
)
output = click.option(
    "--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What to print."
)

_LOOKS: dict[str, dict[str, object]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "path": {"fg": "cyan"},
    "dim": {"dim": True},
    "good": {"fg": "green"},
    "strong": {"bold": True},
}


def painter() -> Callable[[str, str], str] | None:
    """How to colour standard output, if it is a terminal that wants colours."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return None
    return lambda text, role: click.style(text, **_LOOKS[role])  # type: ignore[arg-type]  # a table of click's options


def warn(rule_set: RuleSet) -> None:
    """Say on standard error what was odd about context files."""
    from lawful.reports.text import visible

    for warning in rule_set.warnings:
        click.echo(visible(f"lawful: warning: {warning}"), err=True)
