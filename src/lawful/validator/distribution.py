"""Where the files of a run are checked: here, by workers of our own, or by whatever executor there is."""

from __future__ import annotations

import sys
from collections import deque
from itertools import chain
from time import process_time
from typing import TYPE_CHECKING

from lawful.errors import UsageError
from lawful.validator.task import VersionError, check_files, check_sent, unfinished
from lawful.violation import Problem
from lawful.workers.messages import WorkerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future

    from lawful.validator.task import File, FileResult

    _Answer = Future[list[FileResult]] | list[FileResult] | Exception
    """What will be, or was, found in a batch, or why nothing was."""

_BATCH = 64 * 1024
"""Bytes of source that go to a worker at once: enough that sending them costs little beside looking at them."""
_MANY = 200
"""Files that are looked at together, however small they are."""
_ALONE = 0.04
"""Seconds of processor time after which one knows how fast files are looked at."""
_WORTH = 1.5
"""Seconds of it that must be left for workers to pay: each takes a part of one to start."""
_AHEAD = 8
"""Batches that are on their way for each process of our own, so that none waits and few are in memory."""
_FAR_AHEAD = 64
"""Batches that are on their way to an executor whose workers nobody has counted."""


class Distribution:
    """Has files checked, and gives what was found in the order of the files.

    Whatever an executor cannot do is done here, file by file, each in a process that may die over it.

    Attributes:
        warnings: what was odd about the executor.
    """

    def __init__(self, jobs: int = 1, executor: Executor | None = None) -> None:
        """Make a distribution.

        Args:
            jobs: how many processes may look at files: this one, and workers of our own.
            executor: who does the work instead. Sources and rules go there by content; nothing is read there.

        Raises:
            UsageError: there cannot be so many workers.
        """
        if jobs < 1:
            raise UsageError(f"there cannot be {jobs} jobs; one or more can")
        self._jobs = jobs
        self._executor = executor
        self.warnings: list[Problem] = []

    def results(self, files: Iterable[File], share: Callable[[], float]) -> Iterator[FileResult]:
        """What is found in some files, in their order.

        Args:
            files: the files.
            share: tells which share of a run is done once a result was given.

        Raises:
            VersionError: the executor's workers have another version of lawful.
        """
        batches = _batches(files)
        if self._executor is not None:
            yield from self._sent(batches, self._executor, _FAR_AHEAD)
            return
        yield from self._alone(batches, share)
        first = next(batches, None)
        if first is None:
            return
        from lawful.workers.pool import Workers

        workers = Workers(self._jobs - 1)
        try:
            yield from self._sent(chain([first], batches), workers, _AHEAD * self._jobs, here=True)
        finally:
            workers.shutdown(cancel_futures=True)

    def _alone(self, batches: Iterable[Sequence[File]], share: Callable[[], float]) -> Iterator[FileResult]:
        """Check files here: all of them, or some until it is plain that the others will take long."""
        begun = process_time()
        for number, batch in enumerate(batches):
            yield from check_files(batch)
            if not number and "libcst" not in sys.modules:
                # Much is made ready with the first ones, which tells nothing of the others; a tree would.
                begun = process_time()
            took, done = process_time() - begun, share()
            if self._jobs > 1 and took >= _ALONE and took * (1 - done) >= _WORTH * done:
                return

    def _sent(
        self, batches: Iterator[Sequence[File]], executor: Executor, ahead: int, *, here: bool = False
    ) -> Iterator[FileResult]:
        """Have batches checked by an executor, and with `here` also in this process."""
        under_way: deque[tuple[Sequence[File], _Answer]] = deque()
        try:
            while True:
                while len(under_way) < ahead and (batch := next(batches, None)):
                    under_way.append((batch, _submitted(executor, batch)))
                if not under_way:
                    return
                if not (here and _taken_over(under_way)):
                    yield from self._received(*under_way.popleft())
        finally:
            for _, answer in under_way:
                if not isinstance(answer, (Exception, list)):
                    answer.cancel()

    def _received(self, batch: Sequence[File], answer: _Answer) -> Iterator[FileResult]:
        if isinstance(answer, Exception):
            yield from self._again(batch, answer)
            return
        try:
            results = answer if isinstance(answer, list) else answer.result()
        except VersionError:
            raise
        except Exception as error:  # noqa: BLE001  # every executor has errors of its own
            yield from self._again(batch, error)
        else:
            yield from results

    def _again(self, batch: Sequence[File], error: Exception) -> Iterator[FileResult]:
        """Check here, where nothing is lost if one of them is deadly, what was lost elsewhere."""
        from lawful.validator.containment import contained

        if not isinstance(error, WorkerError) and not self.warnings:
            message = f"{type(error).__name__}: {error}; what it could not do was done on this machine"
            self.warnings.append(Problem("executor", None, None, "executor-failed", message))
        for file in batch:
            if len(batch) == 1 and isinstance(error, WorkerError):
                yield unfinished(file, str(error))
                continue
            try:
                (result,) = contained(check_sent, [(file.path, file.data, file.orders.sealed)])
            except Exception as died:  # noqa: BLE001  # whatever it is, the other files must be checked
                result = unfinished(file, str(died))
            yield result


def _submitted(executor: Executor, batch: Sequence[File]) -> Future[list[FileResult]] | Exception:
    try:
        return executor.submit(check_sent, [(each.path, each.data, each.orders.sealed) for each in batch])
    except Exception as error:  # noqa: BLE001  # an executor that is broken says so in its own way
        return error


def _taken_over(under_way: deque[tuple[Sequence[File], _Answer]]) -> bool:
    """Check here the last batch that nobody has begun, unless the first one is ready; whether there was one."""
    first = under_way[0][1]
    if isinstance(first, (Exception, list)) or first.done():
        return False
    for at, (batch, answer) in reversed([*enumerate(under_way)]):
        if not isinstance(answer, (Exception, list)) and answer.cancel():
            under_way[at] = (batch, check_files(batch))
            return True
    return False


def _batches(files: Iterable[File]) -> Iterator[Sequence[File]]:
    """The files in rows, the first ones short, so that one soon knows how fast it goes."""
    batch: list[File] = []
    size, most = 0, _BATCH // 16
    for file in files:
        if batch and (size + len(file.data) > most or len(batch) >= _MANY):
            yield batch
            batch, size, most = [], 0, min(2 * most, _BATCH)
        batch.append(file)
        size += len(file.data)
    if batch:
        yield batch
