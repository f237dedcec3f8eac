"""Worker processes die, hang and are killed, and whoever asked them goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lawful.workers.messages import WorkerError
from lawful.workers.pool import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

needs_signals = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there are no signals on Windows")


@pytest.fixture
def workers() -> Iterator[Workers]:
    with Workers(2) as found:
        yield found


def lives(process: int) -> bool:
    """Whether a process has not ended; one that nobody has waited for has."""
    status = Path(f"/proc/{process}/stat")
    if status.parent.parent.is_dir() and not status.exists():
        return False
    if status.exists():
        ended = status.read_text().rpartition(")")[2].split()[0] == "Z"
        return not ended or len(list(status.with_name("task").iterdir())) > 1
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_worker_answers_and_is_kept_for_the_next_task(workers: Workers) -> None:
    first, second = (workers.submit(os.getpid).result() for _ in range(2))
    assert first == second != os.getpid()


def test_results_belong_to_their_tasks(workers: Workers) -> None:
    assert list(workers.map(abs, range(-20, 0))) == list(range(20, 0, -1))


def test_what_a_task_raises_is_raised_where_the_result_is_asked_for(workers: Workers) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        workers.submit(int, "x").result()
    assert workers.submit(int, "1").result() == 1


def test_an_exception_that_cannot_travel_is_told_in_words(workers: Workers) -> None:
    with pytest.raises(WorkerError, match="failed: E: no way"):
        workers.submit(exec, "class E(Exception): ...\nraise E('no way')").result()


@needs_signals
@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("import signal; signal.raise_signal(signal.SIGSEGV)", "SIGSEGV"),
        ("import os; os.abort()", "memory"),
        ("import os; os._exit(3)", "status 3"),
    ],
)
def test_a_worker_that_dies_is_one_error_and_the_next_task_has_another(workers: Workers, code: str, how: str) -> None:
    with pytest.raises(WorkerError, match=how):
        workers.submit(exec, code).result()
    assert workers.submit(abs, -1).result() == 1


@needs_signals
def test_a_worker_that_is_killed_while_it_waits_is_not_asked_again(workers: Workers) -> None:
    process = workers.submit(os.getpid).result()
    os.kill(process, signal.SIGKILL)
    while lives(process):
        time.sleep(0.01)
    assert workers.submit(abs, -1).result() == 1


def test_a_worker_that_takes_too_long_is_killed() -> None:
    with Workers(1, seconds=0.2) as workers:
        with pytest.raises(WorkerError, match="more than 0"):
            workers.submit(time.sleep, 60).result()
        assert workers.submit(abs, -1).result() == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits address space dependably")
def test_a_worker_that_wants_too_much_memory_gets_none() -> None:
    with Workers(1, memory=2 * 1024**3) as workers, pytest.raises(MemoryError):
        workers.submit(bytearray, 3 * 1024**3).result()


def test_what_a_task_prints_is_no_answer(workers: Workers) -> None:
    code = "import os, sys; print('x' * 100); os.write(1, b'y'); os.write(2, b'z'); print(sys.stdin.read())"
    assert workers.submit(exec, code).result() is None


def test_work_that_is_called_off_ends_at_once(workers: Workers) -> None:
    asked: list[Future[None]] = [workers.submit(time.sleep, 600) for _ in range(5)]
    while not asked[0].running():
        time.sleep(0.01)
    workers.shutdown(cancel_futures=True)
    assert all(each.cancelled() or isinstance(each.exception(), WorkerError) for each in asked)


def test_the_folder_where_the_work_is_done_lends_no_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    with Workers(1) as workers:
        assert workers.submit(abs, -1).result() == 1


@needs_signals
@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT", "SIGTERM"])
def test_no_worker_outlives_whoever_started_it(how: str) -> None:
    # Whoever runs the tests in the background has one signal ignored, also for those they start.
    code = """
        import os, signal, time
        from lawful.workers.pool import Workers
        signal.signal(signal.SIGINT, signal.default_int_handler)
        workers = Workers(2)
        print(*{workers.submit(os.getpid).result() for _ in range(2)}, flush=True)
        workers.submit(time.sleep, 600)
        time.sleep(600)
    """
    run = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert run.stdout
    processes = [int(each) for each in run.stdout.readline().split()]
    run.send_signal(getattr(signal, how))
    run.communicate()
    while any(lives(each) for each in processes):
        time.sleep(0.01)
