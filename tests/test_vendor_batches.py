"""Vendors' batches, against llmock and against a vendor of our own that answers as a test says."""

from __future__ import annotations

import gc
import json
import re
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from llmock.routers import batch as mock_batches

from projects import lawful_here, project
from servers import answering

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from llmock.pytest_plugin import LLMock

GOOD = "```python\nx = 1\n```"
BAD = "```python\neval('1')\n```"
WIRES = ("anthropic-messages", "openai-chat", "openai-responses")


class Vendor:
    """Answers batches of both vendors.

    Attributes:
        answers: the text for each task, by a word of it, one for each round; None is an error of the vendor's.
        batches: the requests of every batch.
        looks: how often a batch is under way still when it is looked at.
        dies: the status that is answered when a batch has been made, in the place of its name.
        silence: what is waited for when a batch has been made, before anything is answered.
        made: how the batches are listed.
    """

    def __init__(self, answers: dict[str, list[str | None]], looks: int = 1) -> None:
        self.answers = answers
        self.batches: list[list[tuple[str, Any]]] = []
        self.looks = looks
        self.looked = 0
        self.lost = False
        self.dies: int | None = None
        self.silence: threading.Event | None = None
        self.paths: list[str] = []
        self.made: list[dict[str, Any]] = []
        self._results: dict[int, bytes] = {}
        self._files: dict[str, list[tuple[str, Any]]] = {}

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        self.paths.append(f"{method} {path}")
        if method == "POST":
            return self._made(path, body)
        if "batches?" in path:
            return 200, self._page(path)
        number = int("".join(filter(str.isdigit, path.replace("/v1", ""))) or 0)
        if path.endswith("/results"):
            return 200, self._lines(number, self._anthropic)
        if path.endswith("/content"):
            return 200, self._lines(number, self._openai)
        self.looked += 1
        if self.looked <= self.looks or self.lost:
            return 200, {"id": f"b{number}", "processing_status": "in_progress", "status": "in_progress"}
        ended = {"processing_status": "ended", "status": "completed", "output_file_id": f"f{number}"}
        # An address that leads elsewhere must not be followed.
        return 200, {"id": f"b{number}", **ended, "results_url": "http://127.0.0.1:9/stolen"}

    def _made(self, path: str, body: bytes) -> tuple[int, Any]:
        if path.endswith("/files"):
            lines = [line for line in body.decode().splitlines() if line.startswith('{"custom_id"')]
            self._files["file"] = [(each["custom_id"], each["body"]) for each in map(json.loads, lines)]
            return 200, {"id": "file", "object": "file"}
        said = json.loads(body)
        requests = [(each["custom_id"], each["params"]) for each in said.get("requests", [])] or self._files["file"]
        self.batches.append(requests)
        self.looked = 0
        name = f"b{len(self.batches) - 1}"
        self.list(name, len(requests), said.get("metadata"))
        if self.silence is not None:
            self.silence.wait()
        if self.dies is not None:
            return self.dies, {"error": {"message": "lost it"}}
        return 200, {"id": name}

    def list(self, name: str, requests: int, metadata: object = None, *, at: float | None = None) -> None:
        """Have a batch stand in the list, as both vendors write it."""
        made = time.time() if at is None else at
        counts = {"processing": 0, "succeeded": requests}
        when = made if metadata else datetime.fromtimestamp(made, UTC).isoformat()
        about = {"created_at": when, "request_counts": counts, "metadata": metadata, "status": "in_progress"}
        self.made.insert(0, {"id": name, **about})

    def others(self, requests: int) -> None:
        """Have somebody else make a batch that looks like one of ours."""
        self.batches.append([(f"other-{number}", {}) for number in range(requests)])
        self.list(
            f"b{len(self.batches) - 1}", requests, {"lawful": "0123456789abcdef"} if "file" in self._files else None
        )

    def _page(self, path: str) -> dict[str, Any]:
        # Pages of two, so that there are several.
        names = [each["id"] for each in self.made]
        cursor = path.rpartition("=")[2]
        start = names.index(cursor) + 1 if cursor in names else 0
        return {"data": self.made[start : start + 2], "has_more": start + 2 < len(names)}

    def _lines(self, number: int, kind: Any) -> bytes:  # noqa: ANN401  # one of two methods
        if number not in self._results:
            # Answers come in any order.
            lines = [json.dumps(kind(name, self._text(body))) for name, body in reversed(self.batches[number])]
            self._results[number] = "\n".join(lines).encode()
        return self._results[number]

    def _text(self, body: object) -> str | None:
        said = json.dumps(body)
        word = next((word for word in self.answers if word in said), None)
        return self.answers[word].pop(0) if word else "somebody else's"

    def _anthropic(self, name: str, text: str | None) -> dict[str, Any]:
        message: dict[str, Any] = {"content": [{"type": "text", "text": text}], "stop_reason": "end_turn", "model": "m"}
        message["usage"] = {"input_tokens": 1000, "output_tokens": 100}
        error = {"type": "errored", "error": {"error": {"type": "api_error", "message": "lost it"}}}
        return {"custom_id": name, "result": {"type": "succeeded", "message": message} if text else error}

    def _openai(self, name: str, text: str | None) -> dict[str, Any]:
        usage = {"prompt_tokens": 1000, "completion_tokens": 100, "input_tokens": 1000, "output_tokens": 100}
        body = {
            "choices": [{"message": {"content": text}, "finish_reason": "stop"}],
            "output": [{"type": "message", "content": [{"text": text}]}],
            "status": "completed",
            "usage": usage,
        }
        failed = {"status_code": 500, "body": {"error": {"message": "lost it"}}}
        return {"custom_id": name, "response": {"status_code": 200, "body": body} if text else failed, "error": None}


def serving(vendor: Vendor) -> AbstractContextManager[str]:
    return answering(lambda method, path, _, body: vendor.answer(method, path, body))


def prepared(root: Path, url: str, wire: str, *options: str) -> tuple[str | Path, ...]:
    """A project, tasks, and the command that works on them."""
    row = f'[tool.lawful.providers.mine]\nbase-url = "{url}"\nwire = "{wire}"\nbatches = true\n'
    prices = "[tool.lawful.providers.mine.prices]\nm = [10, 1, 100]\n"
    project(root / "project", {"CLAUDE.md": "- Never use `eval`.\n", "pyproject.toml": row + prices})
    lines = (json.dumps({"id": task, "task": task, "out": f"{task}.py"}) for task in ("alpha", "beta", "gamma"))
    (root / "tasks.jsonl").write_text("\n".join(lines), encoding="utf-8")
    command = ("batch", root / "tasks.jsonl", "--root", root / "project", "--model", "mine:m")
    return (*command, "--vendor-batch", "--poll", "0.02", *options)


def run(root: Path, url: str, wire: str, *options: str) -> subprocess.CompletedProcess[str]:
    return lawful_here(*prepared(root, url, wire, *options))


def results(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("wire", WIRES)
class TestRounds:
    def test_each_round_is_one_batch_and_answers_are_judged_and_sent_back_as_ever(
        self, tmp_path: Path, wire: str
    ) -> None:
        vendor = Vendor({"alpha": [GOOD], "beta": [BAD, GOOD], "gamma": [BAD, BAD, GOOD]})
        with serving(vendor) as url:
            done = run(tmp_path, url, wire)
        assert done.returncode == 0
        assert [len(batch) for batch in vendor.batches] == [3, 2, 1]
        assert {name: each["attempts"] for name, each in results(done).items()} == {"alpha": 1, "beta": 2, "gamma": 3}
        assert (tmp_path / "project" / "gamma.py").read_text() == "x = 1\n"
        # 1000 tokens at $10 a million and 100 at $100, of that half.
        assert results(done)["alpha"]["cost"] == "0.010"

    def test_an_error_of_one_request_is_one_tasks_failure(self, tmp_path: Path, wire: str) -> None:
        vendor = Vendor({"alpha": [None, GOOD], "beta": [GOOD], "gamma": [GOOD]})
        with serving(vendor) as url:
            done = run(tmp_path, url, wire)
            assert done.returncode == 2
            assert results(done)["alpha"]["failure"] == "mine:m failed: lost it"
            again = run(tmp_path, url, wire)
        assert again.returncode == 0
        assert [len(batch) for batch in vendor.batches] == [3, 1]

    def test_a_batch_that_was_under_way_when_the_run_died_is_waited_for(self, tmp_path: Path, wire: str) -> None:
        vendor = Vendor({"alpha": [GOOD], "beta": [GOOD], "gamma": [GOOD]})
        with serving(vendor) as url:
            run(tmp_path, url, wire)
            # What a run leaves behind that was killed while it waited: the batch, and no answer.
            journal = tmp_path / "tasks.jsonl.journal"
            lines = journal.read_text().splitlines()
            kept = [line for line in lines if '"completion"' not in line and '"collected"' not in line]
            journal.write_text("\n".join(kept) + "\n")
            assert any('"requests"' in line for line in kept)
            done = run(tmp_path, url, wire)
        assert done.returncode == 0
        assert len(vendor.batches) == 1

    @pytest.mark.parametrize("reached", [True, False])
    def test_a_run_that_dies_while_a_batch_is_made_looks_for_it_before_it_has_another_made(
        self, tmp_path: Path, wire: str, *, reached: bool
    ) -> None:
        vendor = Vendor({"alpha": [GOOD] * 2, "beta": [GOOD] * 2, "gamma": [GOOD] * 2})
        with serving(vendor) as url:
            run(tmp_path, url, wire)
            # What is left behind by a run that was killed before it heard what its batch is called.
            journal = tmp_path / "tasks.jsonl.journal"
            kept = [line for line in journal.read_text().splitlines() if re.search('"(journal|at|wrote)"', line)]
            journal.write_text("\n".join(kept) + "\n")
            if not reached:
                vendor.made.clear()
            for _ in range(3):
                vendor.others(3)
            vendor.answers = {word: [GOOD] for word in ("alpha", "beta", "gamma")}
            done = run(tmp_path, url, wire)
        assert done.returncode == 0
        ours = [batch for batch in vendor.batches if not batch[0][0].startswith("other")]
        assert len(ours) == (1 if reached else 2)
        assert ("given_up" in journal.read_text()) is not reached

    def test_a_kill_while_the_vendor_makes_the_batch_pays_once(self, tmp_path: Path, wire: str) -> None:
        vendor = Vendor({"alpha": [GOOD], "beta": [GOOD], "gamma": [GOOD]})
        vendor.silence = threading.Event()
        with serving(vendor) as url:
            command = [sys.executable, "-m", "lawful", *map(str, prepared(tmp_path, url, wire))]
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while not vendor.batches:
                assert process.poll() is None
                time.sleep(0.01)
            process.kill()
            process.wait()
            vendor.silence.set()
            done = run(tmp_path, url, wire)
        assert done.returncode == 0
        assert len(vendor.batches) == 1

    @pytest.mark.parametrize("status", [500, 502, 504, 408])
    def test_a_batch_that_may_have_been_made_is_not_made_again(self, tmp_path: Path, wire: str, status: int) -> None:
        vendor = Vendor({"alpha": [GOOD], "beta": [GOOD], "gamma": [GOOD]})
        vendor.dies = status
        with serving(vendor) as url:
            done = run(tmp_path, url, wire)
            assert done.returncode == 2
            said = "lost it; the batch may have been made all the same: the same command looks for it"
            assert said in results(done)["alpha"]["failure"]
            assert len(vendor.batches) == 1
            vendor.dies = None
            assert run(tmp_path, url, wire).returncode == 0
        assert len(vendor.batches) == 1

    def test_a_batch_that_was_refused_is_made_anew_without_looking_for_it(self, tmp_path: Path, wire: str) -> None:
        vendor = Vendor({"alpha": [GOOD], "beta": [GOOD], "gamma": [GOOD]})
        vendor.dies = 400
        with serving(vendor) as url:
            assert run(tmp_path, url, wire).returncode == 2
            vendor.dies = None
            assert run(tmp_path, url, wire).returncode == 0
        assert len(vendor.batches) == 2
        assert not any("batches?" in path for path in vendor.paths)

    @pytest.mark.parametrize("odd", [{}, {"data": 1}, {"data": [1, None, {}]}, {"data": [{"created_at": []}]}, []])
    def test_a_list_that_makes_no_sense_ends_the_run_or_holds_nothing(
        self, tmp_path: Path, wire: str, odd: object
    ) -> None:
        vendor = Vendor({"alpha": [GOOD], "beta": [GOOD], "gamma": [GOOD]})
        vendor.dies = 500
        with serving(vendor) as url:
            run(tmp_path, url, wire)
            vendor.dies = None
            vendor._page = lambda _: odd  # type: ignore[assignment,return-value,method-assign]  # noqa: SLF001  # odd on purpose
            assert run(tmp_path, url, wire).returncode in {0, 2}

    def test_tasks_that_are_alike_are_asked_each_for_itself(self, tmp_path: Path, wire: str) -> None:
        vendor = Vendor({"same": [GOOD, BAD, GOOD]})
        with serving(vendor) as url:
            row = f'[tool.lawful.providers.mine]\nbase-url = "{url}"\nwire = "{wire}"\nbatches = true\n'
            project(tmp_path / "project", {"CLAUDE.md": "- Never use `eval`.\n", "pyproject.toml": row})
            lines = (json.dumps({"id": str(number), "task": "same"}) for number in range(2))
            (tmp_path / "tasks.jsonl").write_text("\n".join(lines), encoding="utf-8")
            command = ("batch", tmp_path / "tasks.jsonl", "--root", tmp_path / "project", "--model", "mine:m")
            done = lawful_here(*command, "--vendor-batch", "--poll", "0.02")
        assert done.returncode == 0
        assert [len({name for name, _ in batch}) for batch in vendor.batches] == [2, 1]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # llmock leaves uploads open
@pytest.mark.parametrize("wire", WIRES[:2])
def test_the_batches_of_llmock(llmock: LLMock, tmp_path: Path, wire: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mock_batches, "_BATCH_DELAY", 0.05)
    url = llmock.base_url("anthropic" if wire.startswith("anthropic") else "openai")
    done = run(tmp_path, url, wire, "--max-attempts", "2")
    assert done.returncode == 1  # it writes no Python
    assert {each["attempts"] for each in results(done).values()} == {2}
    assert all(each["usage"]["output_tokens"] > 0 for each in results(done).values())
    created = [each for each in llmock.requests if each.method == "POST" and each.path.endswith("/batches")]
    assert len(created) == 2
    gc.collect()


def test_a_budget_is_set_aside_for_the_whole_batch(tmp_path: Path) -> None:
    vendor = Vendor({"alpha": [GOOD], "beta": [GOOD], "gamma": [GOOD]})
    with serving(vendor) as url:
        done = run(tmp_path, url, "openai-chat", "--max-tokens", "17500")
    assert done.returncode == 1
    assert [len(batch) for batch in vendor.batches] == [2]
    assert sum(each["failure"] is not None for each in results(done).values()) == 1


def test_a_dry_run_tells_the_price_of_batches_and_sends_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, "http://127.0.0.1:9", "openai-chat", "--dry-run")
    assert done.returncode == 0
    # Three answers of 16,000 tokens at $100 a million, and their prompts, of that half.
    assert "3 requests" in done.stdout
    assert "at most $2.4" in done.stdout


def test_a_provider_without_batches_is_refused(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": "- Never use `eval`.\n", "tasks.jsonl": '{"task": "x"}\n'})
    for model in ("ollama:m", "openai-compatible:m@http://127.0.0.1:9"):
        done = lawful_here("batch", tmp_path / "tasks.jsonl", "--root", tmp_path, "--model", model, "--vendor-batch")
        assert done.returncode == 2
        assert "has no batches that lawful knows of" in done.stderr


def test_batches_are_not_recorded(tmp_path: Path) -> None:
    done = run(tmp_path, "http://127.0.0.1:9", "openai-chat", "--record", str(tmp_path / "tape.jsonl"))
    assert done.returncode == 2
    assert "batches are neither recorded nor played back" in done.stderr
