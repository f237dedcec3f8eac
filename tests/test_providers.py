"""Providers against a real HTTP server that is not ours (llmock), and what leaves the machine with every request.

No vendor is called: whether the vendors accept these requests could not be tried here.
"""

from __future__ import annotations

import http.server
import json
import threading
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from lawful.assistant import Message, Prompt, Stop
from lawful.errors import KeyMissingError, ProviderError, ProviderRefusedError, UsageError
from lawful.providers.registry import provider
from lawful.providers.rows import ROWS
from lawful.providers.scripted import Answer, Scripted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llmock.pytest_plugin import LLMock

PROMPT = Prompt(system="You write Python.", messages=(Message(role="user", text="Write a file."),))
WIRES = [
    pytest.param("anthropic:claude-opus-4-6", "anthropic", id="anthropic-messages"),
    pytest.param("openai:gpt-5.5", "openai", id="openai-chat"),
]


@pytest.mark.parametrize(("model", "wire"), WIRES)
class TestAgainstARealServer:
    def test_an_answer_comes_back_with_its_usage_and_cost(self, llmock: LLMock, model: str, wire: str) -> None:
        llmock.reply("```python\nx = 1\n```")
        completion = provider(model, key="sk-test", base_url=llmock.base_url(wire)).complete(PROMPT)
        assert completion.text == "```python\nx = 1\n```"
        assert completion.stop is Stop.END
        assert completion.usage is not None
        assert completion.usage.input_tokens > 0
        assert completion.usage.output_tokens > 0
        assert completion.cost is not None
        assert completion.cost > 0

    def test_the_model_the_rules_and_the_task_are_sent(self, llmock: LLMock, model: str, wire: str) -> None:
        provider(model, key="sk-test", base_url=llmock.base_url(wire)).complete(PROMPT)
        body = llmock.last_request.body
        assert body["model"] == model.partition(":")[2]
        assert "You write Python." in json.dumps(body)
        assert "Write a file." in json.dumps(body)
        assert not body.get("stream")
        assert "temperature" not in body

    def test_a_rate_limit_is_waited_out_as_long_as_the_server_asks(self, llmock: LLMock, model: str, wire: str) -> None:
        llmock.rate_limit(times=2, retry_after=0.3)
        provider(model, key="sk-test", base_url=llmock.base_url(wire)).complete(PROMPT)
        assert [request.status for request in llmock.requests] == [429, 429, 200]
        llmock.assert_resilient()

    def test_an_outage_ends_as_one_error_after_four_tries_and_no_more(
        self, llmock: LLMock, model: str, wire: str
    ) -> None:
        llmock.fail(503, times=None, retry_after=0.05)
        with pytest.raises(ProviderError, match=rf"{model} failed after 4 tries \(HTTP 503\)"):
            provider(model, key="sk-test", base_url=llmock.base_url(wire)).complete(PROMPT)
        assert len(llmock.requests) == 4

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
    def test_a_refused_request_is_not_tried_again(self, llmock: LLMock, model: str, wire: str, status: int) -> None:
        llmock.fail(status, times=None, message="no such thing")
        with pytest.raises(ProviderRefusedError, match="no such thing"):
            provider(model, key="sk-test", base_url=llmock.base_url(wire)).complete(PROMPT)
        assert len(llmock.requests) == 1

    def test_an_exhausted_quota_looks_like_a_rate_limit_and_is_not_tried_again(
        self, llmock: LLMock, model: str, wire: str
    ) -> None:
        llmock.fail(429, times=None, code="insufficient_quota", message="You exceeded your current quota.")
        with pytest.raises(ProviderRefusedError, match="quota"):
            provider(model, key="sk-test", base_url=llmock.base_url(wire)).complete(PROMPT)
        assert len(llmock.requests) == 1

    def test_addresses_in_the_environment_are_not_followed(
        self, llmock: LLMock, model: str, wire: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
        assert provider(model, key="sk-test", base_url=llmock.base_url(wire)).complete(PROMPT).stop is Stop.END


class Recorder(http.server.BaseHTTPRequestHandler):
    """Keeps the headers of every request and answers with an error that repeats them, as some servers do."""

    seen: list[dict[str, str]]
    answer: tuple[int, dict[str, Any]]

    def do_POST(self) -> None:
        headers = dict(self.headers.items())
        self.seen.append(headers)
        self.rfile.read(int(headers.get("Content-Length", headers.get("content-length", 0))))
        status, body = self.answer
        data = (
            json.dumps(body).replace("ECHO", str(headers.get("authorization") or headers.get("Authorization"))).encode()
        )
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def recording(status: int, body: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    handler = type("Handler", (Recorder,), {"seen": [], "answer": (status, body)})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", handler.seen  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


SECRETS = {
    "OPENAI_API_KEY": "sk-openai-secret",
    "OPENAI_ORG_ID": "org-secret",
    "OPENAI_PROJECT_ID": "project-secret",
    "OPENAI_CUSTOM_HEADERS": "X-Team-Token: header-secret\nX-Other: header-secret",
    "OPENAI_ADMIN_KEY": "sk-admin-secret",
    "OPENAI_WEBHOOK_SECRET": "webhook-secret",
    "ANTHROPIC_API_KEY": "sk-ant-secret",
    "ANTHROPIC_AUTH_TOKEN": "token-secret",
    "ANTHROPIC_CUSTOM_HEADERS": "X-Team-Token: header-secret",
    "DEEPSEEK_API_KEY": "sk-deepseek-secret",
}


class TestWhatLeavesTheMachine:
    @pytest.mark.parametrize("model", ["deepseek:deepseek-v4-pro", "openai:gpt-5.5", "anthropic:claude-opus-4-6"])
    def test_no_key_and_no_header_of_another_provider_is_sent(
        self, model: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in SECRETS.items():
            monkeypatch.setenv(name, value)
        with recording(400, {"error": {"message": "no"}}) as (url, seen), pytest.raises(ProviderRefusedError):
            provider(model, key="sk-mine", base_url=url).complete(PROMPT)
        sent = json.dumps(seen)
        assert "sk-mine" in sent
        assert "secret" not in sent

    @pytest.mark.parametrize("model", ["openai:gpt-5.5", "anthropic:claude-opus-4-6"])
    def test_an_authorization_among_custom_headers_takes_no_ones_place(
        self, model: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("OPENAI_CUSTOM_HEADERS", "ANTHROPIC_CUSTOM_HEADERS"):
            monkeypatch.setenv(name, "Authorization: Bearer secret")
        with recording(400, {"error": {"message": "no"}}) as (url, seen), pytest.raises(ProviderRefusedError):
            provider(model, key="sk-mine", base_url=url).complete(PROMPT)
        assert "sk-mine" in json.dumps(seen)
        assert "secret" not in json.dumps(seen)

    def test_a_key_from_the_environment_is_not_sent_to_another_address(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in SECRETS.items():
            monkeypatch.setenv(name, value)
        with recording(400, {"error": {"message": "no"}}) as (url, seen):
            for model in ("openai:gpt-5.5", "anthropic:claude-opus-4-6", f"openai-compatible:any@{url}"):
                answering = provider(model, base_url=None if "@" in model else url)
                with pytest.raises(ProviderRefusedError):
                    answering.complete(PROMPT)
        assert len(seen) == 3
        assert "secret" not in json.dumps(seen)

    def test_each_provider_gets_its_own_key(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DEEPSEEK_API_KEY", "sk-deepseek")
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        with pytest.raises(KeyMissingError, match="set OPENAI_API_KEY"):
            provider("openai:gpt-5.5")
        assert provider("deepseek:deepseek-v4-pro").name == "deepseek:deepseek-v4-pro"

    @pytest.mark.parametrize("model", ["openai:gpt-5.5", "anthropic:claude-opus-4-6"])
    def test_a_key_that_the_server_repeats_is_masked_in_the_error_and_in_what_it_is_chained_to(
        self, model: str
    ) -> None:
        body = {"error": {"type": "authentication_error", "message": "bad key: ECHO"}}
        with recording(401, body) as (url, _), pytest.raises(ProviderRefusedError) as caught:
            provider(model, key="sk-mine", base_url=url).complete(PROMPT)
        assert "bad key" in str(caught.value)
        assert "***" in str(caught.value)
        assert "sk-mine" not in str(caught.value)
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__


OPENAI_ANSWER: dict[str, Any] = {
    "id": "1",
    "object": "chat.completion",
    "created": 1,
    "model": "served",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "x = 1"}}],
}
ANTHROPIC_ANSWER: dict[str, Any] = {
    "id": "1",
    "type": "message",
    "role": "assistant",
    "model": "served",
    "content": [{"type": "text", "text": "x = 1"}],
    "stop_reason": "end_turn",
    "usage": {
        "input_tokens": 10,
        "output_tokens": 5,
        "cache_read_input_tokens": 100,
        "cache_creation_input_tokens": 1000,
    },
}


def openai_answer(finish: str | None, **message: object) -> dict[str, Any]:
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": "half", **message}}
    return {**OPENAI_ANSWER, "choices": [choice]}


class TestHowAnAnswerEnds:
    @pytest.mark.parametrize(
        ("answer", "stop"),
        [
            (openai_answer("stop"), Stop.END),
            (openai_answer("length"), Stop.LENGTH),
            (openai_answer("content_filter"), Stop.FILTER),
            (openai_answer(None), Stop.UNKNOWN),
            (openai_answer("stop", content=None, refusal="I will not."), Stop.REFUSAL),
        ],
    )
    def test_chat_completions(self, answer: dict[str, Any], stop: Stop) -> None:
        with recording(200, answer) as (url, _):
            assert provider("openai:gpt-5.5", key="k", base_url=url).complete(PROMPT).stop is stop

    @pytest.mark.parametrize(
        ("reason", "stop"),
        [
            ("end_turn", Stop.END),
            ("max_tokens", Stop.LENGTH),
            ("model_context_window_exceeded", Stop.LENGTH),
            ("refusal", Stop.REFUSAL),
            (None, Stop.UNKNOWN),
        ],
    )
    def test_messages(self, reason: str | None, stop: Stop) -> None:
        with recording(200, {**ANTHROPIC_ANSWER, "stop_reason": reason}) as (url, _):
            assert provider("anthropic:claude-opus-4-6", key="k", base_url=url).complete(PROMPT).stop is stop

    def test_an_answer_without_a_choice_is_an_error(self) -> None:
        with recording(200, {**OPENAI_ANSWER, "choices": []}) as (url, _), pytest.raises(ProviderError, match="choice"):
            provider("openai:gpt-5.5", key="k", base_url=url).complete(PROMPT)

    def test_no_server_is_an_error_that_says_so(self) -> None:
        with recording(200, {}) as (url, _):
            pass
        with pytest.raises(ProviderError, match="failed after 4 tries"):
            provider("openai:gpt-5.5", key="k", base_url=url).complete(PROMPT)


class TestUsageAndCost:
    def test_anthropic_counts_the_cache_beside_the_input_and_we_count_it_in(self) -> None:
        with recording(200, ANTHROPIC_ANSWER) as (url, _):
            usage = provider("anthropic:claude-opus-4-6", key="k", base_url=url).complete(PROMPT).usage
        assert usage is not None
        assert usage.model_dump() == {
            "input_tokens": 1110,
            "cached_tokens": 100,
            "cache_write_tokens": 1000,
            "output_tokens": 5,
            "reasoning_tokens": 0,
        }

    def test_tokens_that_nobody_counts_and_prices_that_nobody_knows_are_unknown_not_zero(self) -> None:
        usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
        with recording(200, OPENAI_ANSWER) as (url, _):
            uncounted = provider("openai:gpt-5.5", key="k", base_url=url).complete(PROMPT)
        assert (uncounted.usage, uncounted.cost) == (None, None)
        with recording(200, {**OPENAI_ANSWER, "usage": usage}) as (url, _):
            unpriced = provider("openai:no-such-model", key="k", base_url=url).complete(PROMPT)
            local = provider(f"openai-compatible:any@{url}").complete(PROMPT)
            known = provider("openai:gpt-5.5", key="k", base_url=url).complete(PROMPT)
        assert unpriced.cost is None
        assert local.cost is None
        assert known.cost == Decimal("0.0002")


class TestNamingAModel:
    @pytest.mark.parametrize("name", sorted(ROWS))
    def test_every_row_answers_under_its_name(self, name: str) -> None:
        row = ROWS[name]
        assert provider(f"{name}:{row.example}", key="k").name == f"{name}:{row.example}"
        assert row.base_url.startswith("https://") or not row.needs_key

    def test_only_the_first_colon_splits(self) -> None:
        assert provider("ollama:qwen3:8b").name == "ollama:qwen3:8b"

    @pytest.mark.parametrize(
        ("model", "said"),
        [
            ("gpt-5.5", r"write provider:model.*anthropic, openai.*openai-compatible:MODEL@URL"),
            ("openai:", r"write provider:model"),
            ("opnai:gpt-5.5", r"Did you mean openai\? known are .*openai-compatible:MODEL@URL"),
            ("openai-compatible:qwen3", r"does not say where the server is: .*MODEL@http://HOST:PORT/v1"),
            ("openai-compatible:qwen3@ftp://host", r"does not say where the server is"),
        ],
    )
    def test_a_name_that_means_nothing_is_answered_with_what_to_write(self, model: str, said: str) -> None:
        with pytest.raises(UsageError, match=said):
            provider(model)

    def test_a_missing_key_is_answered_with_its_variable_and_with_ways_to_do_without(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
        with pytest.raises(KeyMissingError, match=r"set ANTHROPIC_API_KEY.*lawful demo.*scripted:FILE"):
            provider("anthropic:claude-opus-4-6")


class TestTheScriptedProvider:
    def test_it_answers_in_order_and_remembers_what_it_was_asked(self) -> None:
        scripted = Scripted(["one", Answer(text="two", stop=Stop.LENGTH)])
        assert [scripted.complete(PROMPT).text, scripted.complete(PROMPT).stop] == ["one", Stop.LENGTH]
        assert scripted.prompts == [PROMPT, PROMPT]
        with pytest.raises(ProviderError, match="no further answer: it holds 2"):
            scripted.complete(PROMPT)

    def test_a_script_is_a_toml_file(self, tmp_path: Path) -> None:
        script = tmp_path / "script.toml"
        script.write_text('[[answer]]\ntext = "one"\n\n[[answer]]\ntext = "no"\nstop = "refusal"\n', encoding="utf-8")
        scripted = provider(f"scripted:{script}")
        assert [scripted.complete(PROMPT).stop for _ in range(2)] == [Stop.END, Stop.REFUSAL]

    @pytest.mark.parametrize(
        ("text", "said"),
        [("answer = 1", "not a script"), ("[[answer", "not a script"), ("", "not a script"), (None, "cannot be read")],
    )
    def test_what_is_no_script_is_said_to_be_none(self, tmp_path: Path, text: str | None, said: str) -> None:
        script = tmp_path / "script.toml"
        if text is not None:
            script.write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match=said):
            provider(f"scripted:{script}")
