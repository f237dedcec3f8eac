"""Providers against a real HTTP server that is not ours (llmock): answers, faults and outcomes.

No vendor is called: whether the vendors accept these requests could not be tried here.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from lawful.assistant import Message, Prompt, Stop, Tool
from lawful.errors import BudgetError, KeyMissingError, ProviderError, ProviderRefusedError, QuotaError, UsageError
from lawful.providers import retrying
from lawful.providers.budget import Budget
from lawful.providers.registry import provider
from lawful.providers.rows import ROWS
from lawful.providers.scripted import Answer, Scripted
from servers import MODES, WAYS, answering, ask, serving, streamed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from llmock.pytest_plugin import LLMock

    from lawful.assistant import Provider

PROMPT = Prompt(system="You write Python.", messages=(Message(role="user", text="Write a file."),))
ANSWER = "```python\nx = 1\n```"
STREAMS = ("sync-stream", "async-stream")


def at(llmock: LLMock, model: str, *, budget: Budget | None = None, timeout: float | None = None) -> Provider:
    wire = "anthropic" if model.startswith("anthropic") else "openai"
    return provider(model, key="sk-test", base_url=llmock.base_url(wire), budget=budget, timeout=timeout)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("model", WAYS)
class TestOnEveryWireInEveryWay:
    def test_an_answer_comes_back_with_its_usage_and_cost(self, llmock: LLMock, model: str, mode: str) -> None:
        llmock.reply(ANSWER)
        completion, heard = ask(at(llmock, model), PROMPT, mode)
        assert completion.text == ANSWER
        assert heard == (ANSWER if mode in STREAMS else "")
        assert completion.stop is Stop.END
        assert completion.usage is not None
        assert completion.usage.input_tokens > 0
        assert completion.usage.output_tokens > 0
        assert completion.cost is not None
        assert completion.cost > 0
        assert not completion.estimated
        assert completion.provider == model

    def test_the_model_the_rules_and_the_task_are_sent(self, llmock: LLMock, model: str, mode: str) -> None:
        ask(at(llmock, model), PROMPT, mode)
        body = llmock.last_request.body
        assert body["model"] == model.partition(":")[2]
        assert "You write Python." in json.dumps(body)
        assert "Write a file." in json.dumps(body)
        assert bool(body.get("stream")) is (mode in STREAMS)
        assert "temperature" not in body

    def test_a_rate_limit_is_waited_out_as_long_as_the_server_asks(self, llmock: LLMock, model: str, mode: str) -> None:
        llmock.rate_limit(times=2, retry_after=0.1)
        ask(at(llmock, model), PROMPT, mode)
        assert [request.status for request in llmock.requests] == [429, 429, 200]
        llmock.assert_resilient()

    def test_no_server_makes_anybody_wait_longer_than_the_limit(
        self, llmock: LLMock, model: str, mode: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(retrying, "MAX_WAIT", 0.05)
        llmock.rate_limit(times=1, retry_after=3600)
        ask(at(llmock, model), PROMPT, mode)
        assert [request.status for request in llmock.requests] == [429, 200]

    def test_an_outage_ends_as_one_error_after_four_tries_and_no_more(
        self, llmock: LLMock, model: str, mode: str
    ) -> None:
        llmock.fail(503, times=None, retry_after=0.02)
        budget = Budget()
        with pytest.raises(ProviderError, match=rf"{model} failed after 4 tries \(HTTP 503\)"):
            ask(at(llmock, model, budget=budget), PROMPT, mode)
        assert len(llmock.requests) == 4
        assert budget.calls == 0

    def test_a_refused_request_is_not_tried_again(self, llmock: LLMock, model: str, mode: str) -> None:
        asked = at(llmock, model)
        for status in (400, 401, 403, 404, 413, 422):
            llmock.fail(status, message="no such thing")
            with pytest.raises(ProviderRefusedError, match=rf"\(HTTP {status}\): no such thing"):
                ask(asked, PROMPT, mode)
        assert len(llmock.requests) == 6

    def test_what_may_pass_is_tried_again(self, llmock: LLMock, model: str, mode: str) -> None:
        asked = at(llmock, model)
        for status in (408, 409, 500, 502, 504, 529):
            llmock.fail(status, retry_after=0.01)
            assert ask(asked, PROMPT, mode)[0].stop is Stop.END
        statuses = [request.status for request in llmock.requests]
        assert statuses == [408, 200, 409, 200, 500, 200, 502, 200, 504, 200, 529, 200]

    def test_an_exhausted_quota_may_look_like_a_rate_limit_and_is_not_tried_again(
        self, llmock: LLMock, model: str, mode: str
    ) -> None:
        asked = at(llmock, model)
        for status, code in ((429, "insufficient_quota"), (402, None), (403, "billing_error")):
            llmock.fail(status, code=code, message="You exceeded your current quota.")
            with pytest.raises(QuotaError, match="quota"):
                ask(asked, PROMPT, mode)
        assert len(llmock.requests) == 3

    def test_a_prompt_that_is_too_long_is_refused_in_the_words_of_the_provider(
        self, llmock: LLMock, model: str, mode: str
    ) -> None:
        llmock.context_overflow()
        with pytest.raises(ProviderRefusedError, match="maximum context length"):
            ask(at(llmock, model), PROMPT, mode)
        llmock.limits(context_window=2)
        with pytest.raises(ProviderRefusedError, match=r"2 tokens|> 2 maximum"):
            ask(at(llmock, model), PROMPT, mode)

    def test_a_quota_by_the_minute_is_waited_out(
        self, llmock: LLMock, model: str, mode: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(retrying, "MAX_WAIT", 0.05)
        llmock.limits(rpm=1)
        ask(at(llmock, model), PROMPT, mode)
        with pytest.raises(ProviderError, match="HTTP 429"):
            ask(at(llmock, model), PROMPT, mode)
        assert [request.status for request in llmock.requests] == [200, 429, 429, 429, 429]

    def test_a_server_that_says_nothing_is_given_up_and_asked_again(
        self, llmock: LLMock, model: str, mode: str
    ) -> None:
        llmock.delay(1.5)
        assert ask(at(llmock, model, timeout=0.4), PROMPT, mode)[0].stop is Stop.END
        assert len(llmock.requests) >= 2

    def test_a_tool_that_nobody_offered_is_an_outcome_of_its_own(self, llmock: LLMock, model: str, mode: str) -> None:
        llmock.call_tool("rm", {"path": "/"})
        completion, _ = ask(at(llmock, model), PROMPT, mode)
        assert completion.stop is Stop.TOOL
        assert [(call.name, json.loads(call.arguments)) for call in completion.tool_calls] == [("rm", {"path": "/"})]
        assert completion.usage is not None

    def test_a_tool_that_was_offered_is_called_with_the_arguments_that_were_sent(
        self, llmock: LLMock, model: str, mode: str
    ) -> None:
        llmock.call_tool("look", {"at": "a" * 40})
        schema = {"type": "object", "properties": {"at": {"type": "string"}}}
        tool = Tool(name="look", description="Look at something.", parameters=schema)
        prompt = PROMPT.model_copy(update={"tools": (tool,), "tool_choice": "look"})
        completion, _ = ask(at(llmock, model), prompt, mode)
        assert [(call.name, json.loads(call.arguments)) for call in completion.tool_calls] == [
            ("look", {"at": "a" * 40})
        ]
        assert "Look at something." in json.dumps(llmock.last_request.body["tools"])

    @pytest.mark.parametrize("kind", ["malformed_arguments", "unknown_tool"])
    def test_a_broken_tool_call_comes_back_as_it_is(self, llmock: LLMock, model: str, mode: str, kind: str) -> None:
        llmock.call_tool("look", {"at": "x"}).break_tool_call(kind)
        tool = Tool(name="look", description="Look.", parameters={"type": "object", "properties": {}})
        completion, _ = ask(at(llmock, model), PROMPT.model_copy(update={"tools": (tool,)}), mode)
        assert completion.stop is Stop.TOOL
        assert len(completion.tool_calls) == 1

    def test_addresses_in_the_environment_are_not_followed(
        self, llmock: LLMock, model: str, mode: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
        assert ask(at(llmock, model), PROMPT, mode)[0].stop is Stop.END


@pytest.mark.parametrize("mode", STREAMS)
@pytest.mark.parametrize("model", WAYS)
class TestStreamsThatBreak:
    @pytest.mark.parametrize("after", [1, 4])
    @pytest.mark.parametrize(
        ("fault", "stop"), [("disconnect", Stop.CUT), ("truncate", Stop.CUT), ("corrupt", Stop.MALFORMED)]
    )
    def test_what_has_come_is_kept_and_its_price_is_estimated(
        self, llmock: LLMock, model: str, mode: str, fault: str, stop: Stop, after: int
    ) -> None:
        llmock.reply("one two three four five six")
        getattr(llmock, fault)(after_chunks=after)
        budget = Budget()
        completion, heard = ask(at(llmock, model, budget=budget), PROMPT, mode)
        assert completion.stop is stop
        assert completion.detail
        assert "one two three four five six".startswith(completion.text)
        assert completion.text == heard
        assert completion.estimated
        assert completion.usage is not None
        assert completion.usage.input_tokens > 0
        assert completion.cost is not None
        assert budget.cost == completion.cost
        assert len(llmock.requests) == 1

    def test_a_stream_that_stands_still_is_given_up(self, llmock: LLMock, model: str, mode: str) -> None:
        llmock.reply("one two three").stall(after_chunks=2, seconds=2.0)
        completion, _ = ask(at(llmock, model, timeout=0.5), PROMPT, mode)
        assert completion.stop is Stop.CUT

    def test_a_stream_that_never_begins_is_asked_for_again(self, llmock: LLMock, model: str, mode: str) -> None:
        llmock.disconnect(after_chunks=0).reply(ANSWER, times=2)
        completion, _ = ask(at(llmock, model), PROMPT, mode)
        assert completion.stop is Stop.END
        assert len(llmock.requests) == 2

    def test_a_slow_first_word_is_waited_for(self, llmock: LLMock, model: str, mode: str) -> None:
        llmock.reply(ANSWER).slow_first_token(0.2).pace(1)
        assert ask(at(llmock, model, timeout=5), PROMPT, mode)[0].text == ANSWER

    def test_what_listens_may_fail_and_is_not_taken_for_the_server(self, llmock: LLMock, model: str, mode: str) -> None:
        def hear(_: str) -> None:
            raise ValueError("mine")

        llmock.reply(ANSWER)
        budget = Budget()
        asked = at(llmock, model, budget=budget)
        with pytest.raises(ValueError, match="mine"):
            asyncio.run(asked.acomplete(PROMPT, hear)) if mode == "async-stream" else asked.complete(PROMPT, hear)
        assert budget.calls == 1


@pytest.mark.parametrize("hear", [None, print])
@pytest.mark.parametrize("model", WAYS)
def test_cancelling_ends_the_request_and_counts_it_as_paid_for(model: str, hear: Callable[[str], None] | None) -> None:
    arrived, enough = threading.Event(), threading.Event()

    def answer(*_: object) -> tuple[int, object]:
        arrived.set()
        enough.wait()
        return 400, {}

    async def cancelled(url: str) -> None:
        task = asyncio.create_task(provider(model, key="k", base_url=url, budget=budget).acomplete(PROMPT, hear))
        await asyncio.to_thread(arrived.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        enough.set()

    budget = Budget()
    with answering(answer) as url:
        asyncio.run(cancelled(url))
    assert budget.calls == 1
    assert budget.usage.input_tokens > 0


@pytest.mark.parametrize("blocking", [True, False])
def test_no_more_requests_are_under_way_at_once_than_the_provider_is_to_have(
    llmock: LLMock, tmp_path: Path, *, blocking: bool
) -> None:
    async def crowd(asked: Provider) -> None:
        await asyncio.gather(*(asked.acomplete(PROMPT) for _ in range(6)))

    settings = f'[tool.lawful.providers.mine]\nbase-url = "{llmock.base_url()}"\nconcurrency = 2\n'
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    mine = provider("mine:m", root=tmp_path)
    llmock.delay(0.05, times=None)
    if blocking:
        with ThreadPoolExecutor(6) as threads:
            list(threads.map(mine.complete, [PROMPT] * 6))
    else:
        asyncio.run(crowd(mine))
    spans = [(each.started_at, each.ended_at) for each in llmock.requests]
    assert len(spans) == 6
    assert max(sum(start < end and start <= at_ < end for start, end in spans) for at_, _ in spans) <= 2


CHAT: dict[str, Any] = {
    "id": "1",
    "object": "chat.completion",
    "created": 1,
    "model": "served",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "x = 1"}}],
}
MESSAGE: dict[str, Any] = {
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
        "output_tokens_details": {"thinking_tokens": 3},
    },
}
RESPONSE: dict[str, Any] = {
    "id": "1",
    "object": "response",
    "status": "completed",
    "model": "served",
    "output": [{"type": "message", "content": [{"type": "output_text", "text": "x = 1"}]}],
    "usage": {
        "input_tokens": 1110,
        "input_tokens_details": {"cached_tokens": 100, "cache_write_tokens": 1000},
        "output_tokens": 5,
        "output_tokens_details": {"reasoning_tokens": 3},
    },
}
CHAT_USAGE = {
    "prompt_tokens": 1110,
    "completion_tokens": 5,
    "prompt_tokens_details": {"cached_tokens": 100, "cache_write_tokens": 1000},
    "completion_tokens_details": {"reasoning_tokens": 3},
}


def chat(finish: str | None, **message: object) -> dict[str, Any]:
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": "half", **message}}
    return {**CHAT, "choices": [choice]}


def incomplete(reason: str) -> dict[str, Any]:
    return {**RESPONSE, "status": "incomplete", "incomplete_details": {"reason": reason}}


REFUSING = [{"type": "message", "content": [{"type": "refusal", "refusal": "I will not."}]}]
ENDS = [
    ("openai-chat:gpt-5.5", chat("stop"), Stop.END),
    ("openai-chat:gpt-5.5", chat("length"), Stop.LENGTH),
    ("openai-chat:gpt-5.5", chat("content_filter"), Stop.FILTER),
    ("openai-chat:gpt-5.5", chat("tool_calls", tool_calls=[]), Stop.TOOL),
    ("openai-chat:gpt-5.5", chat(None), Stop.UNKNOWN),
    ("openai-chat:gpt-5.5", chat("odd"), Stop.UNKNOWN),
    ("openai-chat:gpt-5.5", chat("stop", content=None, refusal="I will not."), Stop.REFUSAL),
    ("openai-chat:gpt-5.5", {**CHAT, "choices": []}, Stop.MALFORMED),
    ("openai-chat:gpt-5.5", {**CHAT, "choices": None}, Stop.MALFORMED),
    ("openai:gpt-5.5", RESPONSE, Stop.END),
    ("openai:gpt-5.5", incomplete("max_output_tokens"), Stop.LENGTH),
    ("openai:gpt-5.5", incomplete("content_filter"), Stop.FILTER),
    ("openai:gpt-5.5", incomplete("odd"), Stop.UNKNOWN),
    ("openai:gpt-5.5", {**RESPONSE, "status": None}, Stop.UNKNOWN),
    ("openai:gpt-5.5", {**RESPONSE, "status": "failed", "error": {"message": "oops"}}, Stop.CUT),
    ("openai:gpt-5.5", {**RESPONSE, "output": REFUSING}, Stop.REFUSAL),
    ("openai:gpt-5.5", CHAT, Stop.MALFORMED),
    ("anthropic:claude-opus-4-6", MESSAGE, Stop.END),
    ("anthropic:claude-opus-4-6", {**MESSAGE, "stop_reason": "max_tokens"}, Stop.LENGTH),
    ("anthropic:claude-opus-4-6", {**MESSAGE, "stop_reason": "model_context_window_exceeded"}, Stop.LENGTH),
    ("anthropic:claude-opus-4-6", {**MESSAGE, "stop_reason": "refusal"}, Stop.REFUSAL),
    ("anthropic:claude-opus-4-6", {**MESSAGE, "stop_reason": "pause_turn"}, Stop.UNKNOWN),
    ("anthropic:claude-opus-4-6", {**MESSAGE, "stop_reason": None}, Stop.UNKNOWN),
]


class TestHowAnAnswerEnds:
    @pytest.mark.parametrize("mode", STREAMS)
    @pytest.mark.parametrize(("model", "answer", "stop"), ENDS)
    def test_the_same_ends_in_streams(self, model: str, answer: dict[str, Any], stop: Stop, mode: str) -> None:
        # A stream that says nothing at all of its end has broken off.
        silent = model.startswith("openai-chat") and (
            not answer["choices"] or not answer["choices"][0]["finish_reason"]
        )
        with serving((200, streamed(model, answer))) as server:
            completion, _ = ask(provider(model, key="k", base_url=server.url), PROMPT, mode)
        assert completion.stop is (Stop.CUT if silent else stop)

    @pytest.mark.parametrize("mode", STREAMS)
    @pytest.mark.parametrize(
        ("model", "events"),
        [
            ("openai-chat:m", [{"choices": [{"delta": {"content": "half"}}]}, {"error": {"message": "no memory"}}]),
            (
                "openai:m",
                [{"type": "response.output_text.delta", "delta": "half"}, {"type": "error", "message": "no memory"}],
            ),
            (
                "anthropic:m",
                [
                    {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "half"}},
                    {"type": "error", "error": {"type": "overloaded_error", "message": "no memory"}},
                ],
            ),
        ],
    )
    def test_an_error_within_a_stream_cuts_it_on_every_wire(
        self, model: str, events: list[dict[str, Any]], mode: str
    ) -> None:
        budget = Budget()
        with serving((200, events)) as server:
            asked = provider(model, key="k", base_url=server.url, budget=budget)
            completion, _ = ask(asked, PROMPT, mode)
        assert (completion.text, completion.stop, completion.detail) == ("half", Stop.CUT, "no memory")
        assert completion.estimated
        assert (budget.calls, len(server.seen)) == (1, 1)

    @pytest.mark.parametrize(("model", "answer", "stop"), ENDS)
    def test_every_end_is_an_outcome_of_its_own(self, model: str, answer: dict[str, Any], stop: Stop) -> None:
        with serving((200, answer)) as server:
            assert provider(model, key="k", base_url=server.url).complete(PROMPT).stop is stop

    @pytest.mark.parametrize("model", WAYS)
    @pytest.mark.parametrize("body", [b"<html>busy</html>", b"", b"\xff\xfe", b"[1]", b'"text"', b"{", b"[" * 9000])
    def test_what_is_no_answer_is_malformed_and_paid_for(self, model: str, body: bytes) -> None:
        budget = Budget()
        with serving((200, body)) as server:
            completion = provider(model, key="k", base_url=server.url, budget=budget).complete(PROMPT)
        assert completion.stop in {Stop.MALFORMED, Stop.UNKNOWN}
        assert (budget.calls, len(server.seen)) == (1, 1)

    @pytest.mark.parametrize("model", WAYS)
    @pytest.mark.parametrize("odd", [None, 1, "text", [], {}, [None], [1], [{}], {"a": [None]}])
    def test_no_answer_of_whatever_shape_breaks_anything(self, model: str, odd: object) -> None:
        shapes = [{**template, key: odd} for template in (CHAT, MESSAGE, RESPONSE) for key in template] + [
            {"choices": [{"message": odd, "finish_reason": odd}]},
            {"choices": [{"delta": odd}]},
        ]
        with serving(*((200, shape) for shape in shapes)) as server:
            asked = provider(model, key="k", base_url=server.url)
            for _ in shapes:
                assert asked.complete(PROMPT).stop

    def test_a_refusal_carries_its_reason(self) -> None:
        answer = {**MESSAGE, "content": [], "stop_reason": "refusal", "stop_details": {"category": "cyber"}}
        with serving((200, answer)) as server:
            completion = provider("anthropic:claude-opus-4-6", key="k", base_url=server.url).complete(PROMPT)
        assert (completion.stop, completion.detail) == (Stop.REFUSAL, "cyber")

    @pytest.mark.parametrize("mode", STREAMS)
    def test_an_overload_at_the_start_of_a_stream_has_status_200_and_is_tried_again(self, mode: str) -> None:
        busy = [{"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}]
        events = [
            {"type": "message_start", "message": {**MESSAGE, "content": []}},
            {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "x = 1"}},
            {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 7}},
            {"type": "message_stop"},
        ]
        with serving((200, busy), (200, events)) as server:
            asked = provider("anthropic:claude-opus-4-6", key="k", base_url=server.url)
            completion, _ = ask(asked, PROMPT, mode)
        assert (completion.text, completion.stop, len(server.seen)) == ("x = 1", Stop.END, 2)
        assert completion.usage is not None
        assert completion.usage.output_tokens == 7

    @pytest.mark.parametrize(
        ("headers", "waits"),
        [
            ({"retry-after": "2"}, [2.0]),
            ({"retry-after": "0.5"}, [0.5]),
            ({"retry-after-ms": "250", "retry-after": "9"}, [0.25]),
            ({"retry-after": "150"}, [60.0]),  # one of the SDKs would give up here
            ({"retry-after": "4294967"}, [60.0]),  # and the other wait for weeks
            ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, [0.0]),
            ({"retry-after": "Wed, 21 Oct 2099 07:28:00 GMT"}, [60.0]),
            ({"retry-after": "2", "x-should-retry": "false"}, []),
        ],
    )
    def test_a_server_is_waited_for_as_long_as_it_says_but_never_longer_than_a_minute(
        self, headers: dict[str, str], waits: list[float], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waited: list[float] = []
        monkeypatch.setattr(time, "sleep", waited.append)
        busy = (429, {"error": {"message": "busy"}})
        with serving(busy, (400, {}), headers=headers) as server, pytest.raises(ProviderError):
            provider("openai:gpt-5.5", key="k", base_url=server.url).complete(PROMPT)
        assert waited == waits
        assert len(server.seen) == 1 + len(waits)

    def test_a_server_may_say_itself_that_a_refusal_will_pass(self) -> None:
        headers = {"x-should-retry": "true", "retry-after": "0"}
        with (
            serving((400, {"error": {"message": "later"}}), headers=headers) as server,
            pytest.raises(ProviderError, match="after 4 tries"),
        ):
            provider("openai:gpt-5.5", key="k", base_url=server.url).complete(PROMPT)
        assert len(server.seen) == 4

    @pytest.mark.parametrize("asked", ["nan", "inf", "-5", "soon", "Wed, 21 Oct 99999999 07:28:00 GMT", "9" * 400])
    def test_no_wish_to_wait_breaks_anything(self, asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(retrying, "MAX_WAIT", 0.01)
        busy = (503, {"error": {"message": "busy"}})
        with (
            serving(busy, headers={"retry-after": asked}) as server,
            pytest.raises(ProviderError, match="after 4 tries"),
        ):
            provider("openai:gpt-5.5", key="k", base_url=server.url).complete(PROMPT)
        assert len(server.seen) == 4

    @pytest.mark.parametrize("many", [-1, 10**30, True, 1.5, "12", None])
    def test_no_count_of_tokens_is_believed_that_cannot_be(self, many: object) -> None:
        answer = {**CHAT, "usage": {"prompt_tokens": many, "completion_tokens": many}}
        with serving((200, answer)) as server:
            usage = provider("openai-chat:gpt-5.5", key="k", base_url=server.url).complete(PROMPT).usage
        assert usage is not None
        assert usage.total_tokens == 0

    def test_no_server_is_an_error_that_says_so_and_costs_nothing(self) -> None:
        with serving((200, {})) as server:
            pass
        budget = Budget()
        with pytest.raises(ProviderError, match=r"failed after 4 tries.*listen at 127\.0\.0\.1:\d+\?"):
            provider("openai:gpt-5.5", key="k", base_url=server.url, budget=budget).complete(PROMPT)
        assert budget.calls == 0


class TestUsageAndCost:
    @pytest.mark.parametrize("mode", MODES)
    @pytest.mark.parametrize(
        ("model", "answer"),
        [
            ("anthropic:claude-opus-4-6", MESSAGE),
            ("openai:gpt-5.5", RESPONSE),
            ("openai-chat:gpt-5.5", {**CHAT, "usage": CHAT_USAGE}),
        ],
    )
    def test_whatever_the_provider_counts_beside_the_input_we_count_it_in(
        self, model: str, answer: dict[str, Any], mode: str
    ) -> None:
        with serving((200, streamed(model, answer) if mode in STREAMS else answer)) as server:
            usage = ask(provider(model, key="k", base_url=server.url), PROMPT, mode)[0].usage
        # Chat Completions counts the tokens of a stream only if it is told to.
        told = server.seen[0].body.get("stream_options") == {"include_usage": True}
        assert told is (mode in STREAMS and model.startswith("openai-chat"))
        assert usage is not None
        assert usage.model_dump() == {
            "input_tokens": 1110,
            "cached_tokens": 100,
            "cache_write_tokens": 1000,
            "output_tokens": 5,
            "reasoning_tokens": 3,
        }
        assert round(usage.hit_rate, 2) == 0.09

    @pytest.mark.parametrize("extra", [{"prompt_cache_hit_tokens": 4}, {"cached_tokens": 4}])
    def test_some_vendors_count_their_cache_elsewhere(self, extra: dict[str, int]) -> None:
        usage = {"prompt_tokens": 10, "completion_tokens": 5, **extra}
        with serving((200, {**CHAT, "usage": usage})) as server:
            counted = provider("openai-chat:gpt-5.5", key="k", base_url=server.url).complete(PROMPT).usage
        assert counted is not None
        assert counted.cached_tokens == 4

    @pytest.mark.parametrize("last", [[], [{"delta": {}, "finish_reason": "stop"}]])
    def test_the_usage_of_a_stream_may_come_with_a_choice_or_alone(self, last: list[dict[str, Any]]) -> None:
        events = [
            {"choices": [{"delta": {"content": "x"}, "finish_reason": None if last else "stop"}]},
            {"choices": last, "usage": {"prompt_tokens": 10, "completion_tokens": 5}},
        ]
        with serving((200, events)) as server:
            asked = provider("openai-chat:gpt-5.5", key="k", base_url=server.url)
            completion, _ = ask(asked, PROMPT, "sync-stream")
        assert completion.stop is Stop.END
        assert completion.usage is not None
        assert completion.usage.total_tokens == 15

    @pytest.mark.parametrize("mode", STREAMS)
    def test_what_breaks_after_the_end_of_an_answer_costs_only_its_usage(self, mode: str) -> None:
        chunk = {"choices": [{"delta": {"content": "x = 1"}, "finish_reason": "stop"}]}
        with serving((200, b"data: " + json.dumps(chunk).encode() + b"\n\ndata: {broken\n\n")) as server:
            asked = provider("openai-chat:gpt-5.5", key="k", base_url=server.url)
            completion, _ = ask(asked, PROMPT, mode)
        assert (completion.text, completion.stop, completion.estimated) == ("x = 1", Stop.END, True)

    def test_tokens_that_nobody_counts_and_prices_that_nobody_knows_are_unknown_not_zero(self) -> None:
        usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
        with serving((200, CHAT)) as server:
            uncounted = provider("openai-chat:gpt-5.5", key="k", base_url=server.url).complete(PROMPT)
        assert (uncounted.usage, uncounted.cost) == (None, None)
        with serving((200, {**CHAT, "usage": usage})) as server:
            unpriced = provider("openai-chat:no-such-model", key="k", base_url=server.url).complete(PROMPT)
            local = provider(f"openai-compatible:any@{server.url}").complete(PROMPT)
            known = provider("openai-chat:gpt-5.5", key="k", base_url=server.url).complete(PROMPT)
        assert unpriced.cost is None
        assert local.cost is None
        assert known.cost == Decimal("0.0002")

    @pytest.mark.parametrize(
        ("model", "cost"),
        [
            ("gemini:gemma-3", None),  # the table says that it costs nothing
            ("openrouter:google/gemma-3n-e4b-it:free", None),
            ("ollama:qwen3:8b", 0),
            ("ollama:gpt-oss:120b-cloud", None),
            ("ollama:glm-4.6:cloud", None),
            ("mine:given", 0),
            ("mine:other", None),
        ],
    )
    def test_that_something_is_free_is_believed_of_this_machine_and_of_users_but_of_no_table(
        self, tmp_path: Path, model: str, cost: int | None
    ) -> None:
        usage = {"prompt_tokens": 1000, "completion_tokens": 1000}
        with serving((200, {**CHAT, "usage": usage})) as server:
            settings = f'[tool.lawful.providers.mine]\nbase-url = "{server.url}"\nprices = {{ given = [0, 0, 0] }}\n'
            (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
            url = None if model.startswith("mine") else server.url
            completion = provider(model, key="k", base_url=url, root=tmp_path).complete(PROMPT)
        assert completion.cost == cost

    def test_a_limit_in_dollars_holds_where_nothing_costs_anything(self) -> None:
        with serving((200, CHAT)) as server:
            asked = provider("ollama:m", base_url=server.url, budget=Budget(max_cost=Decimal("0.01")))
            assert [asked.complete(PROMPT).cost for _ in range(2)] == [0, 0]  # whether it counts tokens or not

    @pytest.mark.parametrize(
        ("model", "answer", "cost"),
        [
            # 10 tokens at $5 a million, 100 from the cache at $0.5, 1000 into it at $6.25, and 5 written at $25.
            ("anthropic:claude-opus-4-6", MESSAGE, "0.006475"),
            # Beyond 272,000 tokens all that is read costs twice as much, and what is written half as much again.
            ("openai-chat:gpt-5.5", {**CHAT, "usage": {"prompt_tokens": 300_000, "completion_tokens": 1000}}, "3.045"),
        ],
    )
    def test_prices_are_those_of_each_kind_of_token_and_of_long_prompts(
        self, model: str, answer: dict[str, Any], cost: str
    ) -> None:
        with serving((200, answer)) as server:
            assert provider(model, key="k", base_url=server.url).complete(PROMPT).cost == Decimal(cost)

    @pytest.mark.parametrize("mode", MODES)
    def test_an_answer_whose_tokens_nobody_counts_takes_what_was_set_aside_from_the_budget(self, mode: str) -> None:
        chunk = {"choices": [{"delta": {"content": "x"}, "finish_reason": "stop"}]}
        budget = Budget(max_tokens=1000)
        with serving((200, [chunk] if mode in STREAMS else CHAT)) as server:
            ask(provider(f"openai-compatible:m@{server.url}", budget=budget), PROMPT, mode)
            with pytest.raises(BudgetError):
                ask(provider(f"openai-compatible:m@{server.url}", budget=budget), PROMPT, mode)
        assert budget.usage.total_tokens == 1000

    def test_prices_that_the_table_lacks_stand_in_a_file_of_our_own(self) -> None:
        usage = {"prompt_tokens": 1_000_000, "completion_tokens": 1_000_000, "cached_tokens": 500_000}
        with serving((200, {**CHAT, "usage": usage})) as server:
            completion = provider("qwen:qwen3.8-max", key="k", base_url=server.url).complete(PROMPT)
        assert completion.cost == Decimal("7.125")


class TestNamingAModel:
    @pytest.mark.parametrize("name", sorted(ROWS))
    def test_every_row_answers_under_its_name(self, name: str) -> None:
        row = ROWS[name]
        assert provider(f"{name}:{row.example}", key="k").name == f"{name}:{row.example}"
        assert row.base_url.startswith("https://") or row.local
        assert row.local or (row.jurisdiction and row.keys)

    def test_no_two_addresses_share_the_variable_of_a_key(self) -> None:
        hosts: dict[str, set[str]] = {}
        for row in ROWS.values():
            for variable in row.keys:
                hosts.setdefault(variable, set()).add(row.host)
        assert [variable for variable, of in hosts.items() if len(of) > 1] == []

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
            ("openai-compatible:qwen3@http://[", r"does not say where the server is"),
            ("openai-compatible:qwen3@http://host:99999/v1", r"does not say where the server is"),
            ("openai-compatible:qwen3@http:///v1", r"does not say where the server is"),
        ],
    )
    def test_a_name_that_means_nothing_is_answered_with_what_to_write(self, model: str, said: str) -> None:
        with pytest.raises(UsageError, match=said):
            provider(model)

    @pytest.mark.parametrize("key", ["ключ", "two words", "line\nend", "tab\t"])
    def test_a_key_that_cannot_be_one_is_refused_without_being_shown(self, key: str) -> None:
        with pytest.raises(UsageError, match="the key for openai holds characters") as caught:
            provider("openai:gpt-5.5", key=key)
        assert key not in str(caught.value)

    def test_an_address_that_is_none_is_refused(self) -> None:
        with pytest.raises(UsageError, match="is no address"):
            provider("openai:gpt-5.5", key="k", base_url="http://[")

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
