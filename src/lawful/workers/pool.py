"""A pool of worker processes that outlives the death of any of them.

The pools of the standard library are of no use for hostile work: when one process dies they give up all the others,
none can be killed for taking too long, and starting one runs the main module of the caller again. Here a process is
started afresh for whoever needs one, speaks over two pipes, and ends when its pipe does, so none is left behind.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import weakref
from concurrent.futures import Executor, Future
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from lawful.workers.messages import WorkerError, receive, send

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")

MEMORY = 4 * 1024**3
"""How many bytes of address space a worker process may use, where the system can limit them."""
SECONDS = 900.0
"""How many seconds a worker may take for one task; tasks that hold dangers limit themselves to less."""
_START = "import sys; sys.path[:] = {path!r}; from lawful.workers.process import main; main({memory!r})"


class Workers(Executor):
    """Worker processes, started when there is something for them to do.

    Args:
        count: how many there may be.
        seconds: after how many seconds a task is given up, and its worker killed.
        memory: how many bytes of address space each may use, where the system can limit them.
    """

    def __init__(self, count: int, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._count = count
        self._seconds = seconds
        self._memory = memory
        self._due: SimpleQueue[tuple[Future[Any], bytes] | None] = SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._open = True
        self._all: set[_Worker] = set()
        self._end = weakref.finalize(self, _end, self._all)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a worker call a function that can be pickled, with arguments that can.

        The future raises what the function raises, and `WorkerError` if the worker dies over it.

        Raises:
            RuntimeError: the workers have been ended.
        """
        task = pickle.dumps((fn, args, kwargs), pickle.HIGHEST_PROTOCOL)
        future: Future[T] = Future()
        with self._lock:
            if not self._open:
                raise RuntimeError("the workers have been ended")
            self._due.put((future, task))
            if not self._idle.acquire(blocking=False) and len(self._threads) < self._count:
                # Python waits at its end for threads that are no daemons, and for what they wait for.
                thread = threading.Thread(target=self._serve, name="lawful-worker", daemon=True)
                self._threads.append(thread)
                thread.start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """End the workers; with `cancel_futures` at once, whatever they are doing."""
        with self._lock:
            self._open = False
        if cancel_futures:
            with contextlib.suppress(Empty):
                while True:
                    item = self._due.get_nowait()
                    if item is not None:
                        item[0].cancel()
            self._end()
        for _ in self._threads:
            self._due.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
            self._end()

    def _serve(self) -> None:
        """Have one worker do what is due."""
        worker: _Worker | None = None
        while (item := self._next()) is not None:
            future, task = item
            if not future.set_running_or_notify_cancel():
                continue
            try:
                worker = self._living(worker)
                failed, value = pickle.loads(worker.ask(task, self._seconds))  # noqa: S301  # from our own process
            except Exception as error:  # noqa: BLE001  # whoever asked is told
                failed, value = True, error
            if failed:
                future.set_exception(value)
            else:
                future.set_result(value)

    def _next(self) -> tuple[Future[Any], bytes] | None:
        with contextlib.suppress(Empty):
            return self._due.get_nowait()
        self._idle.release()
        return self._due.get()

    def _living(self, worker: _Worker | None) -> _Worker:
        """The worker, or another one if it has died."""
        if worker is not None:
            if worker.lives:
                return worker
            self._all.discard(worker)
            worker.end()
        worker = _Worker(self._memory)
        self._all.add(worker)
        if not self._end.alive:
            worker.end()
        return worker


class _Worker:
    """One worker process and the pipes to it."""

    def __init__(self, memory: int) -> None:
        start = _START.format(path=list(map(str, sys.path)), memory=memory)
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own Python, with our own code
                [sys.executable, "-P", "-c", start],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            raise WorkerError(f"no worker process could be started: {error}") from error
        assert self._process.stdout
        assert self._process.stderr
        if receive(self._process.stdout) is None:
            said = self._process.stderr.read().decode(errors="replace").strip().splitlines()
            self.end()
            raise WorkerError(f"no worker process could be started: {said[-1] if said else 'it said nothing'}")
        self._process.stderr.close()

    @property
    def lives(self) -> bool:
        """Whether the process has not ended."""
        return self._process.poll() is None

    def ask(self, task: bytes, seconds: float) -> bytes:
        """The answer to one task.

        Raises:
            WorkerError: there is none.
        """
        assert self._process.stdin
        assert self._process.stdout
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, give_up)
        timer.daemon = True
        timer.start()
        try:
            send(self._process.stdin, task)
            answer = receive(self._process.stdout)
        except (OSError, ValueError):  # it has died, or has been ended
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            self._process.kill()
            status = self._process.wait()
            raise WorkerError(f"took more than {seconds:g} seconds" if late.is_set() else _how(status))
        return answer

    def end(self) -> None:
        """Kill the process, if it lives, and close the pipes."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was still to be written has no reader any more
                    pipe.close()
        self._process.wait()


def _end(workers: set[_Worker]) -> None:
    while workers:
        workers.pop().end()


def _how(status: int) -> str:
    """How a process ended that should not have."""
    if os.name == "nt" or status >= 0:
        return f"ended with status {status}"
    name = signal.Signals(-status).name if -status in set(signal.Signals) else f"signal {-status}"
    if -status == getattr(signal, "SIGPROF", None):
        return "took too much processor time"
    if -status == signal.SIGABRT:
        return "aborted, most likely for want of memory"
    return f"was ended by {name}"
