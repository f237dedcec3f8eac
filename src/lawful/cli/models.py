"""`lawful models`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from lawful.cli import options
from lawful.validator.shown import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.providers.listing import Listed, Model


@click.command("models")
@click.argument("provider", required=False)
@options.root
@options.output("text", "json")
def command(provider: str | None, root: str | None, output: str) -> None:
    """List the providers: key, region, an example with its price and its context; nobody is asked.

    With PROVIDER that one is asked which models it serves. Prices are US dollars for a million tokens: input, cached
    input, output.
    """
    from lawful.errors import UsageError
    from lawful.providers import listing
    from lawful.providers.settings import settings_of

    rows = settings_of(options.root_of(root)).rows
    if provider is None:
        found = [listing.listed(row) for row in rows.values()]
        if output == "json":
            _print({"version": 1, "providers": [listing.as_json(each) for each in found]})
        else:
            _table([("provider", "key", "region", "company", "example", "price", "context"), *map(_row, found)])
        return
    if provider not in rows:
        raise UsageError(f"unknown provider '{provider}'; `lawful models` lists them")
    models = listing.served(rows[provider])
    if output == "json":
        _print({"version": 1, "provider": provider, "models": [listing.as_json(each) for each in models]})
    else:
        _table([("model", "price", "context", "longest answer"), *map(_line, models)])


def _row(each: Listed) -> tuple[str, ...]:
    key = each.key if each.key != "missing" else f"missing: {' or '.join(each.variables)}"
    model = each.example
    return (
        each.provider,
        key,
        each.region or "?",
        each.jurisdiction or "-",
        model.model,
        str(model.price),
        _size(model.context),
    )


def _line(model: Model) -> tuple[str, ...]:
    return (model.model, str(model.price), _size(model.context), _size(model.max_output))


def _size(tokens: int | None) -> str:
    return "?" if tokens is None else f"{tokens // 1000}k"


def _print(value: object) -> None:
    click.echo(json.dumps(value, indent=2))


def _table(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        click.echo(visible("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()))
