"""How many requests to one address may be under way at once, blocking or not."""

from __future__ import annotations

import asyncio
import threading
import weakref
from functools import cache


class Gate:
    """How many requests to one provider may be under way at once."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.slot = threading.BoundedSemaphore(size)
        self._slots: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = (
            weakref.WeakKeyDictionary()
        )

    def async_slot(self) -> asyncio.Semaphore:
        """A place for a task of the loop that runs."""
        return self._slots.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self._size))


@cache
def gate(base_url: str, size: int) -> Gate:  # noqa: ARG001  # the cache tells addresses apart by it
    """The one gate to an address, whichever of its models is asked."""
    return Gate(size)
