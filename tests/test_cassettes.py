"""Exchanges that are recorded and played back, over real HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lawful.assistant import Message, Prompt, Stop
from lawful.errors import ProviderRefusedError, UsageError
from lawful.providers.registry import chain, provider
from projects import lawful, project
from servers import MODES, WAYS, ask, serving

if TYPE_CHECKING:
    from pathlib import Path

    from llmock.pytest_plugin import LLMock

PROMPT = Prompt(system="You write Python.", messages=(Message(role="user", text="Write a file."),))
KEY = "mine-4711-4711"


def base(llmock: LLMock, model: str) -> str:
    return llmock.base_url("anthropic" if model.startswith("anthropic") else "openai")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("model", WAYS)
class TestPlayingBack:
    def test_the_same_requests_get_the_same_answers_without_a_key_or_a_server(
        self, llmock: LLMock, tmp_path: Path, model: str, mode: str
    ) -> None:
        llmock.rate_limit(retry_after=0.01).reply("x = 1 # ☃\u2028\x85").reply("x = 2")
        tape = tmp_path / "tape.jsonl"
        asked = provider(model, key=KEY, base_url=base(llmock, model), record=str(tape))
        recorded = [ask(asked, PROMPT, mode) for _ in range(2)]
        assert len(llmock.requests) == 3
        playing = provider(f"replay:{tape}")
        assert playing.name == model
        assert [ask(playing, PROMPT, mode) for _ in range(2)] == recorded
        assert len(llmock.requests) == 3

    def test_no_key_and_no_header_of_a_request_is_kept(
        self, llmock: LLMock, tmp_path: Path, model: str, mode: str
    ) -> None:
        llmock.reply(f"your key is {KEY}")
        tape = tmp_path / "tape.jsonl"
        ask(provider(model, key=KEY, base_url=base(llmock, model), record=str(tape)), PROMPT, mode)
        text = tape.read_text(encoding="utf-8")
        assert KEY not in text
        assert "authorization" not in text.lower()
        assert "Write a file." in text

    def test_another_request_gets_no_answer(self, llmock: LLMock, tmp_path: Path, model: str, mode: str) -> None:
        tape = tmp_path / "tape.jsonl"
        ask(provider(model, key=KEY, base_url=base(llmock, model), record=str(tape)), PROMPT, mode)
        other = PROMPT.model_copy(update={"system": "You write Rust."})
        with pytest.raises(ProviderRefusedError, match="holds no answer to this request"):
            ask(provider(f"replay:{tape}"), other, mode)


@pytest.mark.parametrize("mode", ["sync-stream", "async-stream"])
@pytest.mark.parametrize("model", WAYS)
@pytest.mark.parametrize("fault", ["disconnect", "truncate", "corrupt"])
def test_a_broken_stream_breaks_again_in_the_same_place(
    llmock: LLMock, tmp_path: Path, model: str, mode: str, fault: str
) -> None:
    llmock.reply("one two three four")
    getattr(llmock, fault)(after_chunks=4)
    tape = tmp_path / "tape.jsonl"
    recorded, heard = ask(provider(model, key=KEY, base_url=base(llmock, model), record=str(tape)), PROMPT, mode)
    played, again = ask(provider(f"replay:{tape}"), PROMPT, mode)
    assert recorded.stop is not Stop.END
    assert (played.stop, played.text, again) == (recorded.stop, recorded.text, heard)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("recorded", [False, True])
def test_what_leaves_the_machine_goes_through_the_proxy_of_the_environment(
    tmp_path: Path, mode: str, monkeypatch: pytest.MonkeyPatch, *, recorded: bool
) -> None:
    with serving((400, {"error": {"message": "no"}})) as proxy:
        for name in ("HTTP_PROXY", "http_proxy"):
            monkeypatch.setenv(name, proxy.url)
        record = str(tmp_path / "tape.jsonl") if recorded else None
        asked = provider("openai-chat:m", key=KEY, base_url="http://far.example/v1", record=record)
        with pytest.raises(ProviderRefusedError):
            ask(asked, PROMPT, mode)
    assert [each.path for each in proxy.seen] == ["http://far.example/v1/chat/completions"]


def test_a_recording_is_never_written_over(tmp_path: Path) -> None:
    tape = tmp_path / "tape.jsonl"
    tape.write_text("precious", encoding="utf-8")
    with pytest.raises(UsageError, match="no cassette can be recorded there: File exists"):
        provider("openai:gpt-5.5", key="k", record=str(tape))


def test_a_chain_is_not_recorded(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="one provider"):
        chain(["ollama:a", "vllm:b"], record=str(tmp_path / "tape.jsonl"))


def test_there_is_nothing_to_record_where_nothing_is_sent(tmp_path: Path) -> None:
    for model in ("scripted:x.toml", "replay:x.jsonl"):
        with pytest.raises(UsageError, match="nothing to record"):
            provider(model, record=str(tmp_path / "tape.jsonl"))


@pytest.mark.parametrize(
    "text", [None, "", "x", "[]", "{}", '{"version": 2}', '{"version": 1, "provider": "openai"}', "\xff"]
)
def test_what_is_no_cassette_is_said_to_be_none(tmp_path: Path, text: str | None) -> None:
    tape = tmp_path / "tape.jsonl"
    if text is not None:
        tape.write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError, match=r"cannot be read|not a cassette"):
        provider(f"replay:{tape}")


def test_a_cassette_with_an_odd_line_is_refused_with_its_number(llmock: LLMock, tmp_path: Path) -> None:
    tape = tmp_path / "tape.jsonl"
    provider("openai:gpt-5.5", key=KEY, base_url=llmock.base_url(), record=str(tape)).complete(PROMPT)
    with tape.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"path": "/"}) + "\n")
    with pytest.raises(UsageError, match=r"tape.jsonl:3: not a cassette"):
        provider(f"replay:{tape}")
    head = json.loads(tape.read_text(encoding="utf-8").splitlines()[0])
    tape.write_text(json.dumps({**head, "wire": "telex"}) + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match="telex"):
        provider(f"replay:{tape}")


@pytest.mark.parametrize(
    "change",
    [
        {"headers": 5},
        {"headers": {"content-type": None}},
        {"status": "x"},
        {"status": -1},
        {"status": 10**9},
        {"body": 5},
        {"broken": None},
        {"path": []},
    ],
)
def test_an_exchange_that_cannot_have_been_is_refused_with_its_line(tmp_path: Path, change: dict[str, object]) -> None:
    tape = tmp_path / "tape.jsonl"
    with serving((200, {"choices": []})) as server:
        provider("openai-chat:m", key=KEY, base_url=server.url, record=str(tape)).complete(PROMPT)
    head, exchange, _ = tape.read_text(encoding="utf-8").split("\n")
    tape.write_text(f"{head}\n{json.dumps({**json.loads(exchange), **change})}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=rf"tape.jsonl:2: not a cassette: {next(iter(change))}"):
        provider(f"replay:{tape}")


def test_the_command_records_and_plays_back(llmock: LLMock, tmp_path: Path) -> None:
    project(tmp_path / "project", {"CLAUDE.md": "- Never use `eval`.\n"})
    llmock.reply("```python\nx = eval('1')\n```").reply("```python\nx = 1\n```")
    tape = tmp_path / "tape.jsonl"
    command = ("write", "bind x", "--root", tmp_path / "project")
    model = f"openai-compatible:m@{llmock.base_url()}"
    written = lawful(*command, "--model", model, "--record", tape)
    assert (written.returncode, written.stdout) == (0, "x = 1\n")
    played = lawful(*command, "--model", f"replay:{tape}")
    assert (played.returncode, played.stdout) == (0, "x = 1\n")
    assert len(llmock.requests) == 2
