"""`lawful demo`."""

from __future__ import annotations

import sys

import click


@click.command("demo")
@click.option("--model", metavar="PROVIDER:MODEL", help="Have a real model write instead of the script.")
def command(model: str | None) -> None:
    """Show the main job on a small sample project; without --model it needs no key and no network."""
    from lawful import demo

    sys.exit(demo.run(model))
