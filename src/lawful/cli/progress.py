"""How far a run has come, for people who wait for it."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import rich.progress

_SECONDS = 2.0
"""How long a run takes that nobody needs to be told about."""


@contextmanager
def progress() -> Iterator[Callable[[int, int], None] | None]:
    """What shows on standard error how many files are done, once a run takes long; None if that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar()
    try:
        yield bar.show
    finally:
        bar.end()


class _Bar:
    def __init__(self) -> None:
        self._since = time.monotonic()
        self._bar: rich.progress.Progress | None = None
        self._task: rich.progress.TaskID | None = None

    def show(self, done: int, total: int) -> None:
        if time.monotonic() - self._since < _SECONDS:
            return
        if self._bar is None or self._task is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TextColumn("files"))
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("checking", total=total)
            self._bar.start()
        self._bar.update(self._task, completed=done)

    def end(self) -> None:
        if self._bar is not None:
            self._bar.stop()
