"""`lawful merge`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.command("merge")
@click.argument("reports", nargs=-1, required=True, type=click.Path())
def command(reports: tuple[str, ...]) -> None:
    """Make one report of those of all shards.

    REPORTS are files that `lawful check --shard N/OF --format json` has printed, one for each shard. Prints the same
    object as a run over all files. Exit status: 0 lawful, 1 violations, 2 a run failed or a report is missing.
    """
    from lawful.merging import merge, status
    from lawful.project import read_bytes

    found = merge({each: read_bytes(Path(each), each).decode("utf-8", "replace") for each in reports})
    click.echo(json.dumps(found, indent=2))
    sys.exit(status(found))
