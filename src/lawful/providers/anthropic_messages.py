"""The wire of Anthropic's Messages API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lawful.assistant import Stop, Usage
from lawful.providers.wire import Body, Partial, Wire, at, count, instructions, items, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lawful.assistant import Prompt, Tool
    from lawful.providers.profiles import Profile, Structured

_STOPS = {
    "end_turn": Stop.END,
    "stop_sequence": Stop.END,
    "max_tokens": Stop.LENGTH,
    "model_context_window_exceeded": Stop.LENGTH,
    "refusal": Stop.REFUSAL,
    "tool_use": Stop.TOOL,
}


class AnthropicMessages(Wire):
    """Messages in, content blocks out."""

    name = "anthropic-messages"
    sdk = "anthropic"
    path = "/v1/messages"
    models = "/v1/models?limit=1000"

    def _asked(self, model: str, prompt: Prompt, profile: Profile) -> Body:
        system: Body = {"type": "text", "text": instructions(prompt, profile)}
        if profile.cache == "breakpoints":
            # Everything up to here is cached.
            system["cache_control"] = {"type": "ephemeral"}
        return {
            "model": model,
            "max_tokens": prompt.max_output_tokens,
            "system": [system],
            "messages": [{"role": message.role, "content": message.text} for message in prompt.messages],
        }

    def _format(self, schema: Body, kind: Structured, body: Body) -> Body:
        if kind != "json_schema":
            return {}
        # Its effort stands beside.
        return {"output_config": {**body.get("output_config", {}), "format": {"type": kind, "schema": schema}}}

    def _tools(self, tools: Sequence[Tool], chosen: str) -> Body:
        offered = [
            {"name": tool.name, "description": tool.description, "input_schema": tool.parameters} for tool in tools
        ]
        kinds = {"auto": {"type": "auto"}, "required": {"type": "any"}}
        return {"tools": offered, "tool_choice": kinds.get(chosen, {"type": "tool", "name": chosen})}

    def whole(self, answer: Mapping[str, Any], partial: Partial) -> None:
        """Take in a whole answer."""
        partial.complete = True
        self._start(answer, partial)
        for index, block in enumerate(items(at(answer, "content"))):
            self._block(index, block, partial)
        self._stop(answer, partial)
        partial.counted = partial.usage is not None

    def event(self, event: Mapping[str, Any], partial: Partial) -> str:
        """Take in one event of a stream."""
        match event.get("type"):
            case "message_start":
                self._start(at(event, "message"), partial)
            case "content_block_start":
                return self._block(event.get("index"), at(event, "content_block"), partial, opening=True)
            case "content_block_delta":
                return self._delta(event, partial)
            case "message_delta":
                self._stop(at(event, "delta"), partial)
                written = at(event, "usage", "output_tokens")
                if partial.usage is not None and isinstance(written, int):
                    # It counts on from the start and knows nothing of the input, or repeats it.
                    thought = count(at(event, "usage", "output_tokens_details", "thinking_tokens"))
                    update = {"output_tokens": count(written), "reasoning_tokens": thought}
                    partial.usage = partial.usage.model_copy(update=update)
                    partial.counted = True
            case "message_stop":
                partial.complete = True
        return ""

    def _start(self, message: object, partial: Partial) -> None:
        partial.model = words(at(message, "model")) or partial.model
        partial.usage = _usage(at(message, "usage"))

    def _block(self, index: object, block: object, partial: Partial, *, opening: bool = False) -> str:
        match at(block, "type"):
            case "text":
                text = words(at(block, "text"))
                partial.text.append(text)
                return text
            case "thinking":
                partial.reasoning.append(words(at(block, "thinking")))
            case "tool_use":
                # A stream opens the block with an empty input and brings the pieces later.
                arguments = None if opening else json.dumps(at(block, "input"), ensure_ascii=False)
                partial.call(index, at(block, "name"), arguments)
        return ""

    def _delta(self, event: Mapping[str, Any], partial: Partial) -> str:
        match at(event, "delta", "type"):
            case "text_delta":
                text = words(at(event, "delta", "text"))
                partial.text.append(text)
                return text
            case "thinking_delta":
                partial.reasoning.append(words(at(event, "delta", "thinking")))
            case "input_json_delta":
                partial.call(event.get("index"), None, at(event, "delta", "partial_json"))
        return ""

    def _stop(self, said: object, partial: Partial) -> None:
        reason = words(at(said, "stop_reason"))
        if reason:
            partial.stop = _STOPS.get(reason, Stop.UNKNOWN)
            category = words(at(said, "stop_details", "category"))
            partial.detail = category or (reason if reason not in _STOPS else partial.detail)


def _usage(said: object) -> Usage | None:
    """The tokens; Anthropic counts what came from and went into the cache beside the input, not in it."""
    if not isinstance(said, dict) or "input_tokens" not in said:
        return None
    cached = count(said.get("cache_read_input_tokens"))
    written = count(said.get("cache_creation_input_tokens"))
    return Usage(
        input_tokens=count(said.get("input_tokens")) + cached + written,
        cached_tokens=cached,
        cache_write_tokens=written,
        output_tokens=count(said.get("output_tokens")),
        reasoning_tokens=count(at(said, "output_tokens_details", "thinking_tokens")),
    )
