"""What people at a terminal see while a model is asked, and when they lose patience."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from projects import project
from servers import serving

if TYPE_CHECKING:
    from pathlib import Path

    from llmock.pytest_plugin import LLMock

SCRIPT = """\
[[answer]]
text = '''
```python
eval("1")
```'''

[[answer]]
text = '''
```python
x = 1
```'''
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path, {"CLAUDE.md": "- Never use `eval`.\n", "script.toml": SCRIPT})


def at_a_terminal(*arguments: object) -> tuple[int, str, str]:
    """Status, standard output, and what a terminal was shown as standard error."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "lawful", *map(str, arguments)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=slave, text=True, env={**os.environ, "TERM": "xterm"}
    )
    os.close(slave)
    shown = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
    output, _ = process.communicate(timeout=60)
    os.close(master)
    return process.returncode, output, shown.decode()


def test_writing_shows_how_much_has_come_and_what_became_of_each_attempt(root: Path) -> None:
    status, output, shown = at_a_terminal("write", "x", "--root", root, "--model", f"scripted:{root}/script.toml")
    assert (status, output) == (0, "x = 1\n")
    assert re.search(r"\d+ characters", shown)
    assert "attempt 1: 1 to mend" in shown
    assert "attempt 2: lawful" in shown


def test_a_batch_shows_a_bar_and_leaves_only_the_sum(root: Path) -> None:
    (root / "tasks.jsonl").write_text('{"task": "x"}\n', encoding="utf-8")
    model = f"scripted:{root}/script.toml"
    status, output, shown = at_a_terminal("batch", root / "tasks.jsonl", "--root", root, "--model", model)
    assert status == 0
    assert json.loads(output)["lawful"]
    assert "tasks" in shown
    assert shown.rstrip().endswith("1 task: 1 lawful, 0 not, 0 failed; 0 tokens in, 0 out, $0.0000")


def test_an_interrupted_run_says_what_it_has_cost(llmock: LLMock, root: Path) -> None:
    llmock.reply("```python\neval('1')\n```").delay(30.0, times=None)
    model = f"openai-compatible:m@{llmock.base_url()}"
    # Whoever runs the tests in the background has had the signal ignored, also for those they start.
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    command = [sys.executable, "-c", f"{heeding}; from lawful.cli import main; main()"]
    process = subprocess.Popen(
        [*command, "write", "x", "--root", str(root), "--model", model],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    state = llmock._server.state  # noqa: SLF001  # it does not tell of requests that are under way
    while not state.journal._in_flight:  # noqa: SLF001  # as above
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    try:
        output, said = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, output) == (130, "")
    assert re.search(r"spent so far: \d{2,} tokens in", said)


def test_an_effort_that_a_model_does_not_know_is_an_error_before_anything_is_sent(root: Path) -> None:
    with serving((400, {})) as server:
        run = subprocess.run(
            [
                sys.executable,
                "-m",
                "lawful",
                "write",
                "x",
                "--root",
                str(root),
                "--effort",
                "low",
                "--timeout",
                "1",
                "--model",
                f"openai-compatible:m@{server.url}",
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    assert (run.returncode, run.stdout, server.seen) == (2, "", [])
    assert "m knows no effort 'low'; it cannot be told any" in run.stderr
