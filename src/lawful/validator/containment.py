"""Code that could end the process it is looked at in is looked at in another."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from lawful.workers.pool import Workers
from lawful.workers.process import processors

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")


def contained(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function gives in a process of its own, which is kept for the next call.

    Raises:
        WorkerError: the process died over it, or was killed for taking too long.
    """
    try:
        return _workers().submit(function, *args, **kwargs).result()
    except (KeyboardInterrupt, SystemExit):
        # Otherwise Python would wait at its end for what is still being done.
        _workers().shutdown(wait=False, cancel_futures=True)
        _workers.cache_clear()
        raise


@cache
def _workers() -> Workers:
    return Workers(processors())


if hasattr(os, "register_at_fork"):
    # The child has the pipes of its parent, but must not speak through them.
    os.register_at_fork(after_in_child=_workers.cache_clear)
