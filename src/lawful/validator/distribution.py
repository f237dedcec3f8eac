"""Where the files of a run are checked: here, by workers of our own, or by whatever executor there is."""

from __future__ import annotations

from collections import deque
from itertools import chain
from typing import TYPE_CHECKING

from lawful.errors import UsageError
from lawful.validator.task import VersionError, check_file, check_sent, unfinished
from lawful.violation import Problem
from lawful.workers.messages import WorkerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future

    from lawful.validator.task import File, FileResult

_BATCH = 128 * 1024
"""Bytes of source that go to a worker at once: enough that sending them costs little beside looking at them."""
_FEW = 512 * 1024
"""Bytes of source for which it does not pay to start workers."""
_AHEAD = 4
"""Batches that are on their way for each worker of our own, so that none waits and few are in memory."""
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
            jobs: how many workers of our own there may be; with one, files are checked in this process.
            executor: who does the work instead. Sources and rules go there by content; nothing is read there.

        Raises:
            UsageError: there cannot be so many workers.
        """
        if jobs < 1:
            raise UsageError(f"there cannot be {jobs} jobs; one or more can")
        self._jobs = jobs
        self._executor = executor
        self.warnings: list[Problem] = []

    def results(self, files: Iterable[File]) -> Iterator[FileResult]:
        """What is found in some files, in their order.

        Raises:
            VersionError: the executor's workers have another version of lawful.
        """
        batches = _batches(files)
        if self._executor is not None:
            yield from self._sent(batches, self._executor, _FAR_AHEAD)
            return
        first: list[Sequence[File]] = []
        while self._jobs > 1 and len(first) * _BATCH < _FEW and (batch := next(batches, None)):
            first.append(batch)
        if len(first) * _BATCH < _FEW:
            for file in chain.from_iterable(chain(first, batches)):
                yield check_file(file)
            return
        from lawful.workers.pool import Workers

        workers = Workers(self._jobs)
        try:
            yield from self._sent(chain(first, batches), workers, _AHEAD * self._jobs)
        finally:
            workers.shutdown(cancel_futures=True)

    def _sent(self, batches: Iterable[Sequence[File]], executor: Executor, ahead: int) -> Iterator[FileResult]:
        under_way: deque[tuple[Sequence[File], Future[list[FileResult]] | Exception]] = deque()
        try:
            for batch in batches:
                under_way.append((batch, _submitted(executor, batch)))
                if len(under_way) >= ahead:
                    yield from self._received(*under_way.popleft())
            while under_way:
                yield from self._received(*under_way.popleft())
        finally:
            for _, future in under_way:
                if not isinstance(future, Exception):
                    future.cancel()

    def _received(self, batch: Sequence[File], future: Future[list[FileResult]] | Exception) -> Iterator[FileResult]:
        if isinstance(future, Exception):
            yield from self._again(batch, future)
            return
        try:
            results = future.result()
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


def _batches(files: Iterable[File]) -> Iterator[Sequence[File]]:
    batch: list[File] = []
    size = 0
    for file in files:
        batch.append(file)
        size += len(file.data)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
