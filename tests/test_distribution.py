"""Whoever looks at the files, the report is the same; whoever dies over one of them, the others are checked."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lawful import api
from lawful.errors import UsageError
from lawful.validator import distribution, task
from lawful.workers import pool
from projects import lawful, project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lawful.validator.run import CheckRun

PATTERN = "{1: " * 12 + "x" + "}" * 12
DEADLY = f"print('x')\nmatch x:\n    case {PATTERN}:\n        pass\n"
"""The parser takes hours over this."""


def files(number: int = 24) -> dict[str, str | bytes]:
    """A project in which about everything can be found."""
    modules = {
        f"src/m{at:02}.py": f"import os\n\n\ndef f{at}(x):\n    print(x)\n    return eval(x)  # {at}\n"
        for at in range(number)
    }
    return {
        "CLAUDE.md": "- Never use `eval`.\n- No print statements.\n- No else after return.\n",
        **modules,
        "src/clean.py": "x = 1\n",
        "src/broken.py": "def f(:\n",
        "src/latin.py": b"# \xe9\n",
        "src/else.py": "def f(x):\n    if x:\n        return 1\n    else:\n        return 2\n",
        "src/unused.py": "x = 1  # lawful: ignore\n",
    }


@pytest.fixture(autouse=True)
def _workers_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distribution, "_BATCH", 300)
    monkeypatch.setattr(distribution, "_ALONE", 0)
    monkeypatch.setattr(distribution, "_WORTH", 0)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path, files())


def told(run: CheckRun) -> tuple[str, str]:
    """A run as JSON and as text, the latter with the lines that it shows."""
    json_of, text_of = (api.renderer(name).report(run.report, run.sources) for name in ("json", "text"))
    return json_of, text_of


def leave_all_to_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distribution, "_taken_over", lambda _: False)


def children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(each) for path in found for each in path.read_text().split()]


class Broken(Executor):
    """Refuses everything."""

    def submit(self, fn: Callable[..., Any], /, *args: object, **kwargs: object) -> Future[Any]:
        del fn, args, kwargs
        raise RuntimeError("no workers left")


class Failing(Executor):
    """Accepts everything and does nothing."""

    def submit(self, fn: Callable[..., Any], /, *args: object, **kwargs: object) -> Future[Any]:
        del fn, args, kwargs
        future: Future[Any] = Future()
        future.set_exception(ConnectionError("the machine has gone"))
        return future


@pytest.mark.parametrize("helping", [True, False])
def test_worker_processes_find_the_same_in_the_same_order(
    root: Path, monkeypatch: pytest.MonkeyPatch, *, helping: bool
) -> None:
    alone = api.check(root=root)
    if not helping:
        leave_all_to_workers(monkeypatch)
    assert len(alone.report.violations) == 24 * 2 + 1
    assert {each.kind for each in alone.report.problems} == {"syntax-error", "undecodable"}
    assert told(api.check(root=root, jobs=2)) == told(alone)


def test_what_is_soon_done_is_done_by_one_process(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distribution, "_WORTH", 60)
    monkeypatch.setattr(pool, "Workers", None)
    assert api.check(root=root, jobs=2).report.files == 29


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux tells the children of a process")
def test_a_worker_that_is_killed_in_the_middle_loses_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = told(api.check(root=root))
    leave_all_to_workers(monkeypatch)
    killed: list[int] = []

    def kill(done: int, total: int) -> None:
        del total
        if done == 5:
            (worker,) = set(children(os.getpid())) - before
            os.kill(worker, signal.SIGKILL)
            killed.append(worker)

    before = set(children(os.getpid()))
    assert told(api.check(root=root, jobs=2, progress=kill)) == alone
    assert len(killed) == 1


@pytest.mark.parametrize(
    "executor",
    [
        lambda: ThreadPoolExecutor(2),
        lambda: ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")),
    ],
    ids=["threads", "processes"],
)
def test_any_executor_finds_the_same(root: Path, executor: Callable[[], Executor]) -> None:
    alone = told(api.check(root=root))
    with executor() as found:
        assert told(api.check(root=root, executor=found)) == alone


@pytest.mark.parametrize("executor", [Broken(), Failing()], ids=["that refuses", "that fails"])
def test_what_an_executor_cannot_do_is_done_here_and_said(root: Path, executor: Executor) -> None:
    alone, run = api.check(root=root), api.check(root=root, executor=executor)
    assert run.report.violations == alone.report.violations
    assert run.report.problems == alone.report.problems
    (warning,) = (each for each in run.report.warnings if each.kind == "executor-failed")
    assert "done on this machine" in warning.message


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_deadly_file_is_one_error_with_its_place_and_the_others_are_checked(
    root: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(task, "SECONDS", 1.0)
    alone = api.check(root=root)
    (root / "src" / "deadly.py").write_text(DEADLY)
    run = api.check(root=root, jobs=jobs)
    (died,) = (each for each in run.report.problems if each.kind == "worker-died")
    assert (died.path, died.line) == ("src/deadly.py", 3)
    assert "processor time" in died.message
    assert run.report.violations == alone.report.violations
    assert run.report.exit_status == 2


def test_fixes_that_workers_make_are_written_here(root: Path) -> None:
    run = api.check(root=root, fix=True, jobs=2)
    assert run.report.fixed == 1
    assert "else" not in (root / "src" / "else.py").read_text()
    assert [*run.fixed] == ["src/else.py"]


def test_the_sources_that_are_kept_are_the_lines_that_are_shown(root: Path) -> None:
    run = api.check(root=root)
    assert run.sources["src/m00.py"].line(5) == "    print(x)"
    assert run.sources["src/m00.py"].line(1) == ""
    assert "src/clean.py" not in run.sources


def test_progress_is_told_file_by_file(root: Path) -> None:
    told_so_far: list[tuple[int, int]] = []
    api.check(root=root, jobs=2, progress=lambda done, total: told_so_far.append((done, total)))
    assert told_so_far == [(done, 29) for done in range(1, 30)]


def test_there_cannot_be_no_jobs(root: Path) -> None:
    with pytest.raises(UsageError, match="0 jobs"):
        api.check(root=root, jobs=0)
    assert lawful("check", "--jobs", "0", cwd=root).returncode == 2


def test_an_executor_that_is_not_known_or_not_there_is_a_usage_error(root: Path) -> None:
    assert "dask://HOST:PORT" in lawful("check", "--executor", "ray://x", cwd=root).stderr
    assert lawful("check", "--executor", "dask://x:1", "--jobs", "2", cwd=root).returncode == 2


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux tells the children of a process")
def test_ctrl_c_ends_a_run_and_its_workers(tmp_path: Path) -> None:
    root = project(tmp_path, {**files(4), **{f"src/deadly{at}.py": f"{DEADLY}# {'x' * 200_000}" for at in range(8)}})
    # Whoever runs the tests in the background has the signal ignored, also for those they start.
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    command = [sys.executable, "-c", f"{heeding}; from lawful.cli import main; main()", "check", "--jobs", "2"]
    run = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    while not (workers := children(run.pid)):
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGINT)
    output, errors = run.communicate()
    assert (run.returncode, output) == (130, b"")
    assert errors.decode().strip().endswith("lawful: interrupted")
    while any(Path(f"/proc/{each}").exists() for each in workers):
        time.sleep(0.02)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A real scheduler of Dask with worker processes, on this machine."""
    distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install 'lawful[dask]'")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as found:
        yield found


def test_the_workers_of_dask_find_the_same(cluster: Any, root: Path) -> None:  # noqa: ANN401  # it has no types
    address = cluster.scheduler_address.removeprefix("tcp://")
    run = lawful("check", "--format", "json", "--executor", f"dask://{address}", cwd=root)
    assert json.loads(run.stdout) == json.loads(lawful("check", "--format", "json", "--jobs", "1", cwd=root).stdout)


def test_a_worker_of_dask_that_is_killed_in_the_middle_loses_nothing(
    cluster: Any,  # noqa: ANN401  # as above
    root: Path,
) -> None:
    with cluster.get_client() as client:
        processes = list(client.run(os.getpid).values())

        def kill(done: int, total: int) -> None:
            del total
            if done == 5:
                os.kill(processes[0], signal.SIGKILL)

        run = api.check(root=root, executor=client.get_executor(), progress=kill)
    assert told(run) == told(api.check(root=root))
