"""Executors that the command line can be told to use, by their addresses."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

_SECONDS = 10
"""How long a scheduler may take to answer."""


@contextmanager
def executor(address: str | None) -> Iterator[Executor | None]:
    """The executor at an address such as `dask://HOST:PORT`, which is left running; None without an address."""
    if address is None:
        yield None
        return
    scheme, _, place = address.partition("://")
    if scheme != "dask" or not place:
        raise click.UsageError(f"{address} is no executor that is known; say dask://HOST:PORT")
    try:
        distributed: Any = import_module("distributed")  # which has no types
    except ImportError as error:
        raise click.UsageError("Dask is not installed: pip install 'lawful[dask]'") from error
    try:
        client = distributed.Client(f"tcp://{place}", timeout=_SECONDS)
    except (OSError, ValueError) as error:
        raise click.UsageError(f"no Dask scheduler answers at {place}: {error}") from error
    with client:
        found = client.get_executor()
        try:
            yield found
        finally:
            found.shutdown(wait=False)
