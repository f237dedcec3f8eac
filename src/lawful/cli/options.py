"""Options that several commands share, and how they write."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lawful.violation import Problem

root = click.option(
    "--root",
    type=click.Path(),
    help="The project's root; nothing outside it is read. By default that of the repository around the current folder.",
)
rules = click.option(
    "--rules",
    type=click.Path(),
    multiple=True,
    metavar="FILE",
    help="Read this context file instead of looking for any; may be repeated.",
)
also = click.option(
    "--also",
    type=click.Choice(["local", "above", "user", "managed"]),
    multiple=True,
    help="Read context files that differ between machines, too: those that git ignores, those in the folders above the "
    "root, those in your home, those that an organisation has put on the machine; may be repeated.",
)

local_checks = click.option(
    "--local-checks/--no-local-checks",
    default=None,
    help="Run, or leave out, the checks that the project brings; without either those that `lawful trust` has allowed.",
)


def output(*formats: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option for one of some output formats, of which the first is the default."""
    return click.option(
        "--format", "output", type=click.Choice(formats), default=formats[0], show_default=True, help="What to print."
    )


def root_of(given: str | None) -> str:
    """The root that was given, or that of the repository around the current folder."""
    from lawful import project

    return given if given is not None else str(project.root_of())


_LOOKS: dict[str, dict[str, object]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "path": {"fg": "cyan"},
    "dim": {"dim": True},
    "good": {"fg": "green"},
    "strong": {"bold": True},
}


def painter(*, err: bool = False) -> Callable[[str, str], str] | None:
    """How to colour standard output, or standard error, if it is a terminal that wants colours."""
    if not (sys.stderr if err else sys.stdout).isatty() or os.environ.get("NO_COLOR"):
        return None
    return lambda text, role: click.style(text, **_LOOKS[role])  # type: ignore[arg-type]  # a table of click's options


def warn(warnings: Iterable[Problem]) -> None:
    """Say on standard error what was odd about context files, and whatever else is worth a warning."""
    from lawful.validator.shown import visible

    for warning in warnings:
        click.echo(visible(f"lawful: warning: {warning}"), err=True)
