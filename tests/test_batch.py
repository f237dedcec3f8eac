"""`lawful batch`: many tasks at once, and nothing paid for twice."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from lawful.providers.journal import Journal
from projects import lawful_here, project
from servers import serving

if TYPE_CHECKING:
    from pathlib import Path

    from llmock.pytest_plugin import LLMock

GOOD = "```python\nx = 1\n```"
BAD = "```python\neval('1')\n```"


def answer(text: str) -> dict[str, Any]:
    usage = {"prompt_tokens": 100, "completion_tokens": 10}
    return {"choices": [{"message": {"content": text}, "finish_reason": "stop"}], "usage": usage}


def tasks(root: Path, *lines: object) -> Path:
    project(root / "project", {"CLAUDE.md": "- Never use `eval`.\n"})
    path = root / "tasks.jsonl"
    path.write_text("".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def batch(path: Path, model: str, *options: str) -> subprocess.CompletedProcess[str]:
    return lawful_here("batch", path, "--root", path.parent / "project", "--model", model, *options)


def results(run: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in map(json.loads, run.stdout.splitlines())}


class TestRunning:
    def test_every_task_is_a_line_and_lawful_code_goes_to_its_file(self, tmp_path: Path) -> None:
        path = tasks(tmp_path, {"id": "a", "task": "one", "out": "src/a.py"}, "\n", {"id": "b", "task": "two"})
        with serving((200, answer(GOOD))) as server:
            run = batch(path, f"openai-compatible:m@{server.url}")
        assert run.returncode == 0
        assert results(run)["a"] == {
            "id": "a",
            "path": "src/a.py",
            "lawful": True,
            "out": "src/a.py",
            "code": "x = 1\n",
            "attempts": 1,
            "left_to_mend": [],
            "failure": None,
            "usage": {
                "input_tokens": 100,
                "cached_tokens": 0,
                "cache_write_tokens": 0,
                "output_tokens": 10,
                "reasoning_tokens": 0,
            },
            "cost": None,
        }
        assert results(run)["b"]["path"] == "generated.py"
        assert (tmp_path / "project" / "src" / "a.py").read_text() == "x = 1\n"
        assert "2 tasks: 2 lawful, 0 not, 0 failed; 200 tokens in, 20 out, price unknown" in run.stderr

    def test_a_task_that_is_not_lawful_is_sent_back_and_never_written(self, tmp_path: Path) -> None:
        path = tasks(tmp_path, {"id": "a", "task": "one", "out": "a.py"})
        with serving((200, answer(BAD))) as server:
            run = batch(path, f"openai-compatible:m@{server.url}", "--max-attempts", "2")
        assert run.returncode == 1
        assert len(server.seen) == 2
        found = results(run)["a"]
        assert (found["lawful"], found["code"], found["out"], found["attempts"]) == (False, None, None, 2)
        assert "`eval` is forbidden here" in found["left_to_mend"][0]
        assert not (tmp_path / "project" / "a.py").exists()

    def test_tasks_run_at_once_and_one_that_fails_ends_no_other(self, llmock: LLMock, tmp_path: Path) -> None:
        path = tasks(tmp_path, *({"id": str(number), "task": f"task {number}"} for number in range(6)))
        llmock.fail(400, message="no").reply(GOOD, times=None).delay(0.6, times=None)
        run = batch(path, f"openai-compatible:m@{llmock.base_url()}", "--jobs", "6")
        assert run.returncode == 2
        found = results(run)
        assert sum(each["lawful"] for each in found.values()) == 5
        assert [each["failure"] for each in found.values() if each["failure"]] == [
            "openai-compatible:m failed (HTTP 400): no"
        ]
        spans = [(each.started_at, each.ended_at) for each in llmock.requests if each.status == 200]
        assert max(start for start, _ in spans) < min(end for _, end in spans)

    def test_a_dry_run_sums_up_and_sends_nothing(self, tmp_path: Path) -> None:
        path = tasks(tmp_path, {"task": "one", "path": "a.py"}, {"task": "two", "path": "b.py"})
        run = batch(path, "openai:gpt-5.5", "--dry-run")
        assert run.returncode == 0
        assert run.stdout.startswith("openai:gpt-5.5 at api.openai.com (US)\n  2 requests, ")
        assert not (tmp_path / "tasks.jsonl.journal").exists()
        assert run.stdout.splitlines()[2:] == ["  from a.py", "  from CLAUDE.md", "  from b.py"]

    def test_files_that_are_there_are_left_alone_before_anything_is_paid_for(self, tmp_path: Path) -> None:
        path = tasks(
            tmp_path,
            {"id": "a", "task": "one", "out": "a.py"},
            {"id": "b", "task": "t", "out": "../b.py"},
            {"id": "c", "task": "t", "out": "CLAUDE.md"},
        )
        (tmp_path / "project" / "a.py").write_text("mine")
        with serving((200, answer(GOOD))) as server:
            run = batch(path, f"openai-compatible:m@{server.url}")
            assert run.returncode == 2
            assert {name: each["failure"] is not None for name, each in results(run).items()} == dict.fromkeys(
                "abc", True
            )
            assert server.seen == []
            assert batch(path, f"openai-compatible:m@{server.url}", "--force").returncode == 2
        assert (tmp_path / "project" / "a.py").read_text() == "x = 1\n"


class TestBudget:
    def test_it_holds_for_all_tasks_together_and_the_rest_can_be_done_later(self, tmp_path: Path) -> None:
        path = tasks(tmp_path, *({"id": str(number), "task": "t" * 30 + str(number)} for number in range(9)))
        with serving((200, answer(GOOD))) as server:
            model = f"openai-compatible:m@{server.url}"
            run = batch(path, model, "--max-tokens", "1000", "--jobs", "9")
            assert run.returncode == 1
            done = sum(each["lawful"] for each in results(run).values())
            assert 0 < done < 9
            assert len(server.seen) * 110 <= 1000
            more = batch(path, model, "--max-tokens", "100000")
            assert more.returncode == 0
        assert len(server.seen) == 9
        assert "9 lawful, 0 not, 0 failed; 900 tokens in, 90 out" in more.stderr


class TestAfterAKill:
    def test_what_was_answered_is_not_asked_again(self, llmock: LLMock, tmp_path: Path) -> None:
        path = tasks(
            tmp_path, *({"id": str(number), "task": f"task {number}", "out": f"{number}.py"} for number in range(6))
        )
        # Each prompt can be told by its task; those that were answered count, whoever died meanwhile.
        llmock.reply(BAD, times=3).reply(GOOD, times=None).delay(0.15, times=None)
        model = f"openai-compatible:m@{llmock.base_url()}"
        command = [sys.executable, "-m", "lawful", "batch", str(path), "--root", str(tmp_path / "project")]
        process = subprocess.Popen(
            [*command, "--model", model, "--jobs", "2"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        journal = tmp_path / "tasks.jsonl.journal"
        while process.poll() is None and (not journal.exists() or journal.read_text().count('"completion"') < 4):
            time.sleep(0.01)
        process.kill()
        process.wait()
        kept = journal.read_text().count('"completion"')
        before = len(llmock.requests)
        run = batch(path, model, "--jobs", "2")
        assert run.returncode == 0
        assert sum(each["lawful"] for each in results(run).values()) == 6
        asked = len(llmock.requests) - before
        assert kept >= 4
        assert kept + asked == 9  # six tasks, three of which were sent back once
        again = batch(path, "openai-compatible:m@http://127.0.0.1:9")
        assert again.returncode == 0
        assert again.stdout.splitlines() != []

    def test_a_line_that_was_not_finished_is_no_line(self, tmp_path: Path) -> None:
        path = tasks(tmp_path, {"id": "a", "task": "one"})
        journal = tmp_path / "tasks.jsonl.journal"
        journal.write_text('{"lawful": "journal", "version": 1}\n{"task": "a", "tu', encoding="utf-8")
        with serving((200, answer(GOOD))) as server:
            model = f"openai-compatible:m@{server.url}"
            assert batch(path, model).returncode == 0
            assert batch(path, model).returncode == 0
        assert len(server.seen) == 1

    def test_a_task_that_has_changed_is_asked_anew(self, tmp_path: Path) -> None:
        with serving((200, answer(GOOD))) as server:
            model = f"openai-compatible:m@{server.url}"
            for task in ("one", "two"):
                assert batch(tasks(tmp_path, {"id": "a", "task": task}), model).returncode == 0
            project(tmp_path / "project", {"CLAUDE.md": "- Never use `exec`.\n"})
            run = lawful_here("batch", tmp_path / "tasks.jsonl", "--root", tmp_path / "project", "--model", model)
            assert run.returncode == 0
        assert len(server.seen) == 3


def test_no_two_runs_keep_one_journal_since_both_would_pay(tmp_path: Path) -> None:
    path = tasks(tmp_path, {"task": "a"})
    with Journal(f"{path}.journal"):
        run = batch(path, "ollama:m")
    assert run.returncode == 2
    assert "another run keeps this journal" in run.stderr


class TestWhatIsNoFileOfTasks:
    @pytest.mark.parametrize(
        ("lines", "said"),
        [
            ([], "there is no task in it"),
            (["x\n"], r"tasks.jsonl:1: no task: Invalid JSON"),
            ([{"task": "a"}, {"tusk": "b"}], "tasks.jsonl:2: no task: task: Field required"),
            ([{"task": ""}], "tasks.jsonl:1: no task: task: String should have at least 1"),
            ([{"task": "a"}, {"task": "a"}], "tasks.jsonl:2: the task of line 1 again"),
            ([{"task": "a", "id": "x"}, {"task": "b", "id": "x"}], "tasks.jsonl:2: the task of line 1 again"),
            (["[" * 100_000 + "\n"], "tasks.jsonl:1: no task"),
        ],
    )
    def test_it_is_refused_with_its_line(self, tmp_path: Path, lines: list[object], said: str) -> None:
        run = batch(tasks(tmp_path, *lines), "ollama:m")
        assert run.returncode == 2
        assert said in run.stderr

    @pytest.mark.parametrize("line", ["[]", "1", "null", "{}", '{"batch": "b"}', '{"completion": {}}'])
    def test_a_line_that_is_none_of_a_journal_is_named(self, tmp_path: Path, line: str) -> None:
        path = tasks(tmp_path, {"task": "a"})
        journal = tmp_path / "tasks.jsonl.journal"
        journal.write_text(f'{{"lawful": "journal", "version": 1}}\n{line}\n', encoding="utf-8")
        run = batch(path, "ollama:m")
        assert run.returncode == 2
        assert "journal:2: not a line of a journal" in run.stderr

    @pytest.mark.parametrize("text", ["x", "[]\n", '{"version": 1}\n', '{"lawful": "journal", "version": 9}\n'])
    def test_what_is_no_journal_is_not_written_to(self, tmp_path: Path, text: str) -> None:
        path = tasks(tmp_path, {"task": "a"})
        journal = tmp_path / "tasks.jsonl.journal"
        journal.write_text(text, encoding="utf-8")
        run = batch(path, "ollama:m")
        assert run.returncode == 2
        assert "not a journal" in run.stderr
        assert journal.read_text() == text
