"""A worker process: it reads tasks from its standard input, answers on its standard output, and ends with its input."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import threading
from contextlib import contextmanager
from queue import SimpleQueue
from typing import TYPE_CHECKING, BinaryIO

from lawful.workers.messages import WorkerError, receive, send

if TYPE_CHECKING:
    from collections.abc import Iterator

_STACK = 512 * 1024**2
"""Bytes of stack for the thread that does the work: what is nested deeply needs much of it."""
_FRAMES = 100_000
"""Frames that Python may need on it."""
_INSIDE = threading.Event()
"""Set in a worker process."""


def inside() -> bool:
    """Whether this is a worker process, which may crash, hang and be killed."""
    return _INSIDE.is_set()


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Let the system kill this worker process if what is done takes more processor time than that.

    Nothing that runs in the process could do it: the parser does not let go of the interpreter. Elsewhere than in a
    worker process, and where the system has no such timer, this does nothing.
    """
    timed = inside() and hasattr(signal, "setitimer")
    if timed:
        signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        if timed:
            signal.setitimer(signal.ITIMER_PROF, 0)


def main(memory: int) -> None:
    """Serve until the input ends.

    Args:
        memory: how many bytes of address space this process may use, where the system can limit them.
    """
    _INSIDE.set()
    # Ctrl-C reaches every process of the terminal; whoever asked for the work ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with os.fdopen(os.dup(0), "rb") as tasks, os.fdopen(os.dup(1), "wb") as answers:
        nothing = os.open(os.devnull, os.O_RDWR)
        # What is done here may write, and must not be taken for an answer.
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        _limit(memory)
        sys.setrecursionlimit(_FRAMES)
        threading.stack_size(_STACK)
        due: SimpleQueue[bytes] = SimpleQueue()
        threading.Thread(target=_work, args=(due, answers), daemon=True).start()
        send(answers, b"")
        os.dup2(nothing, 2)
        while (task := receive(tasks)) is not None:
            due.put(task)
        # Whoever asked has gone, and nobody wants what is still being done.
        os._exit(0)


def _work(due: SimpleQueue[bytes], answers: BinaryIO) -> None:
    try:
        while True:
            send(answers, _answer(due.get()))
    finally:
        # Nobody is left to answer: there is no memory for it, or nobody to be answered.
        os._exit(1)


def _answer(task: bytes) -> bytes:
    try:
        function, args, kwargs = pickle.loads(task)  # noqa: S301  # from the process that started this one
        return pickle.dumps((False, function(*args, **kwargs)), pickle.HIGHEST_PROTOCOL)
    except BaseException as error:  # noqa: BLE001  # whatever it is, whoever asked must hear of it
        return _failure(error)


def _failure(error: BaseException) -> bytes:
    try:
        answer = pickle.dumps((True, error), pickle.HIGHEST_PROTOCOL)
        pickle.loads(answer)  # noqa: S301  # some exceptions can be pickled but not made again
    except Exception:  # noqa: BLE001  # an exception may do anything when it is pickled
        return pickle.dumps((True, WorkerError(f"failed: {type(error).__name__}: {error}")))
    return answer


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # there is none on Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = memory if most == resource.RLIM_INFINITY else min(memory, most)
    with contextlib.suppress(ValueError, OSError):  # some systems know the limit and cannot set it
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
