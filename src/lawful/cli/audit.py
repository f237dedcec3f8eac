"""`lawful audit`."""

from __future__ import annotations

import sys

import click

from lawful.cli import options


@click.command("audit")
@options.root
@options.also
@options.output("text", "json", "sarif")
def command(root: str | None, also: tuple[str, ...], output: str) -> None:
    """Look over the context files themselves.

    Finds text that nobody sees, imports and links that lead nowhere, globs that match nothing, directives that
    contradict or repeat one another or are too vague to hold, and files that are longer than an assistant reads. Exit
    status: 0 no error, 1 errors, 2 the run itself failed.
    """
    from lawful import api, auditing

    found = auditing.audit(options.root_of(root), also=also)
    renderer = api.renderer(output, options.painter() if output == "text" else None)
    click.echo(renderer.audit(found), nl=False)
    sys.exit(found.exit_status)
