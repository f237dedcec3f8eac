"""Wires make something of whatever a server may say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawful.assistant import Stop
from lawful.providers.registry import wire
from lawful.providers.wire import Partial

FIELDS = """
type message choices delta content finish_reason index tool_calls function name arguments usage prompt_tokens
input_tokens output_tokens completion_tokens prompt_tokens_details output_tokens_details cached_tokens model error
content_block text thinking partial_json stop_reason stop_details category response output summary status refusal
incomplete_details reason reasoning_content input
""".split()
KINDS = """
message_start content_block_start content_block_delta message_delta message_stop text tool_use thinking text_delta
input_json_delta thinking_delta response.created response.completed response.incomplete response.failed error
response.output_text.delta response.refusal.delta response.reasoning_text.delta message function_call reasoning
completed incomplete failed stop length tool_calls refusal max_tokens
""".split()


def objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects of which the wires know some fields, and mostly the type: what is drawn blindly means nothing to them."""
    fields = st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4)
    return st.tuples(fields, st.sampled_from(KINDS)).map(lambda drawn: {"type": drawn[1], **drawn[0]})


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from(KINDS)
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | objects(inner), max_leaves=20)
SAID = objects(VALUES)
WIRES = ("anthropic-messages", "openai-chat", "openai-responses")


def consistent(partial: Partial) -> None:
    assert isinstance(partial.ended, Stop)
    assert partial.said.encode() is not None
    assert all(call.name is not None for call in partial.tool_calls)
    if partial.usage is not None:
        assert partial.usage.total_tokens >= 0


@pytest.mark.parametrize("name", WIRES)
@given(answer=SAID)
def test_whatever_an_answer_says_something_is_made_of_it(name: str, answer: dict[str, Any]) -> None:
    partial = Partial()
    wire(name).whole(answer, partial)
    consistent(partial)
    assert partial.complete


@pytest.mark.parametrize("name", WIRES)
@given(events=st.lists(SAID, max_size=6))
def test_whatever_the_events_of_a_stream_say_something_is_made_of_them(name: str, events: list[dict[str, Any]]) -> None:
    partial = Partial()
    heard = "".join(wire(name).event(event, partial) for event in events)
    consistent(partial)
    assert isinstance(heard, str)


@pytest.mark.parametrize("odd", [[], {}, None, 1.5, "1"])
def test_a_tool_call_may_be_numbered_in_any_way(odd: object) -> None:
    partial = Partial()
    speaking = wire("anthropic-messages")
    opened = {"type": "tool_use", "name": "look"}
    speaking.event({"type": "content_block_start", "index": odd, "content_block": opened}, partial)
    delta = {"type": "input_json_delta", "partial_json": "{}"}
    speaking.event({"type": "content_block_delta", "index": odd, "delta": delta}, partial)
    assert [(call.name, call.arguments) for call in partial.tool_calls] == [("look", "{}")]
