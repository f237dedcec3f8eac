"""Providers against a genuine server that is not ours: llama.cpp's `llama-server` with a tiny model of random weights.

The server is found on PATH or in LAWFUL_LLAMA_SERVER; without one all of this is skipped. CONTRIBUTING.md says how to
get one.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Literal

import pytest
from pydantic import BaseModel

from lawful.assistant import Message, Prompt, Stop
from lawful.assistant.structured import parsed, schema_of
from lawful.errors import PromptTooLongError, ProviderRefusedError
from lawful.providers.budget import Budget
from lawful.providers.registry import provider
from projects import lawful_here as lawful
from projects import project
from servers import MODES, ask
from tiny_model import write_model

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lawful.assistant import Provider

SERVER = os.environ.get("LAWFUL_LLAMA_SERVER") or shutil.which("llama-server")
if SERVER is None:
    pytest.skip(
        "there is no llama-server: put one on PATH or name it in LAWFUL_LLAMA_SERVER (see CONTRIBUTING.md)",
        allow_module_level=True,
    )

CONTEXT = 2048
KEY = "mine-4711-4711-4711"
WIRES = ("anthropic", "openai", "openai-chat", "llamacpp")
PROMPT = Prompt(
    system="You write Python.", messages=(Message(role="user", text="Write a file."),), max_output_tokens=40
)


class Verdict(BaseModel):
    kind: Literal["fix", "leave"]
    sure: bool


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    assert SERVER is not None
    folder = tmp_path_factory.mktemp("llama")
    write_model(folder / "tiny.gguf", CONTEXT)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "log").open("wb") as log:
        # It always takes the likeliest token, so its answers are the same every time.
        where = ("--host", "127.0.0.1", "--port", str(port), "--api-key", KEY, "--offline")
        how = ("--alias", "tiny", "-c", str(CONTEXT), "-np", "1", "-t", "1", "--temp", "0")
        command = [SERVER, "-m", str(folder / "tiny.gguf"), *where, *how]
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        while not ready(port):
            assert process.poll() is None, (folder / "log").read_text(errors="replace")
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def at(url: str, wire: str, *, key: str = KEY, budget: Budget | None = None) -> Provider:
    return provider(f"{wire}:tiny", key=key, base_url=url if wire == "anthropic" else f"{url}/v1", budget=budget)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("wire", WIRES)
class TestOnEveryWireInEveryWay:
    def test_an_answer_is_cut_off_at_its_limit_and_its_tokens_are_counted(self, url: str, wire: str, mode: str) -> None:
        budget = Budget()
        completion, heard = ask(at(url, wire, budget=budget), PROMPT, mode)
        # On the wire of Responses it calls such an answer completed.
        assert (completion.stop, completion.detail) == (Stop.LENGTH, "40 tokens, as many as were asked for")
        assert completion.model == "tiny"
        assert completion.text
        assert heard == (completion.text if mode.endswith("stream") else "")
        assert completion.usage is not None
        assert completion.usage.output_tokens == 40
        assert completion.usage.input_tokens > 40
        assert not completion.estimated
        assert budget.usage == completion.usage

    def test_a_key_that_is_wrong_is_refused_and_not_shown(self, url: str, wire: str, mode: str) -> None:
        with pytest.raises(ProviderRefusedError, match=r"\(HTTP 401\)") as caught:
            ask(at(url, wire, key="wrong-4711-4711-4711"), PROMPT, mode)
        assert "4711" not in str(caught.value)

    def test_a_prompt_that_is_too_long_is_refused_in_its_words(self, url: str, wire: str, mode: str) -> None:
        budget = Budget()
        with pytest.raises(ProviderRefusedError, match="exceeds the available context size"):
            ask(at(url, wire, budget=budget), PROMPT.model_copy(update={"system": "word " * CONTEXT}), mode)
        assert budget.calls == 0


@pytest.mark.parametrize("mode", MODES)
def test_an_answer_follows_its_schema_where_the_server_holds_the_model_to_it(url: str, mode: str) -> None:
    prompt = PROMPT.model_copy(update={"answer_schema": schema_of(Verdict), "max_output_tokens": 200})
    completion, _ = ask(at(url, "llamacpp"), prompt, mode)
    assert completion.stop is Stop.END
    assert parsed(completion, Verdict).kind in {"fix", "leave"}


def test_the_rules_come_first_and_are_read_from_the_cache_for_the_next_task(url: str) -> None:
    asked = at(url, "llamacpp")
    prompt = PROMPT.model_copy(update={"system": "Never use eval. " * 30})
    asked.complete(prompt)
    usage = asked.complete(prompt.model_copy(update={"messages": (Message(role="user", text="Another."),)})).usage
    assert usage is not None
    assert usage.hit_rate > 0.8


def test_a_stream_that_is_cancelled_frees_the_server_and_counts_as_paid_for(url: str) -> None:
    async def cancelled() -> None:
        begun = asyncio.Event()
        task = asyncio.create_task(
            at(url, "llamacpp", budget=budget).acomplete(
                PROMPT.model_copy(update={"max_output_tokens": 1900}), lambda _: begun.set()
            )
        )
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    budget = Budget()
    asyncio.run(cancelled())
    assert budget.calls == 1
    assert at(url, "llamacpp").complete(PROMPT).stop is Stop.LENGTH


def test_many_are_answered_at_once(url: str) -> None:
    async def crowd() -> list[Stop]:
        asked = at(url, "llamacpp")
        return [each.stop for each in await asyncio.gather(*(asked.acomplete(PROMPT) for _ in range(6)))]

    assert asyncio.run(crowd()) == [Stop.LENGTH] * 6


class TestTheCommands:
    @pytest.fixture
    def root(self, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        row = f'[tool.lawful.providers.mine]\nbase-url = "{url}/v1"\n'
        monkeypatch.setenv(f"LAWFUL_KEY_127_0_0_1___{url.rpartition(':')[2]}", KEY)
        return project(tmp_path, {"pyproject.toml": row, "CLAUDE.md": "- Never use `eval`.\n"})

    def test_it_says_which_models_it_serves_and_how_large_their_context_is(self, root: Path) -> None:
        run = lawful("models", "mine", "--root", root, "--format", "json")
        assert run.returncode == 0
        (model,) = json.loads(run.stdout)["models"]
        assert (model["model"], model["context"]) == ("tiny", CONTEXT)

    def test_what_it_writes_is_not_passed_off_as_lawful(self, root: Path) -> None:
        run = lawful(
            "write", "a file", "--root", root, "--model", "mine:tiny", "--max-attempts", "2", "--max-tokens", "1500"
        )
        assert (run.returncode, run.stdout) == (1, "")
        assert "NOT LAWFUL after" in run.stderr

    def test_a_prompt_that_cannot_fit_is_not_sent_where_the_context_is_known(self, root: Path) -> None:
        with (root / "pyproject.toml").open("a", encoding="utf-8") as settings:
            settings.write(f"[tool.lawful.providers.mine.profiles.tiny]\ncontext = {CONTEXT}\n")
        asked = provider("mine:tiny", root=root)
        with pytest.raises(PromptTooLongError, match="its context holds 2048"):
            asked.complete(PROMPT.model_copy(update={"system": "word " * 9000}))
