"""The wire of OpenAI's Chat Completions API, which most other providers and all local servers speak too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lawful.assistant import Stop, Usage
from lawful.providers.wire import (
    NAME,
    Body,
    Partial,
    Wire,
    at,
    cache_fields,
    count,
    instructions,
    items,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lawful.assistant import Prompt, Tool
    from lawful.providers.profiles import Profile, Structured

_STOPS = {
    "stop": Stop.END,
    "length": Stop.LENGTH,
    "content_filter": Stop.FILTER,
    "tool_calls": Stop.TOOL,
    "function_call": Stop.TOOL,
}
_REASONING = ("reasoning_content", "reasoning")
"""Where servers put what the model thought; nobody agrees, and no server uses one name for something else."""


class OpenAIChat(Wire):
    """Messages in, choices out, of which there is one."""

    name = "openai-chat"
    sdk = "openai"
    path = "/chat/completions"
    models = "/models"

    def _asked(self, model: str, prompt: Prompt, profile: Profile) -> Body:
        system = {"role": profile.system_role, "content": instructions(prompt, profile)}
        return {
            "model": model,
            "messages": [system, *({"role": each.role, "content": each.text} for each in prompt.messages)],
            profile.limit: prompt.max_output_tokens,
            **cache_fields(prompt, profile),
        }

    def _format(self, schema: Body, kind: Structured, body: Body) -> Body:
        del body
        if kind == "json_object":
            return {"response_format": {"type": kind}}
        named = {"name": NAME, "schema": schema, "strict": True}
        return {"response_format": {"type": kind, "json_schema": named}}

    def _tools(self, tools: Sequence[Tool], chosen: str) -> Body:
        offered = {"tools": [{"type": "function", "function": tool.model_dump()} for tool in tools]}
        named = {"type": "function", "function": {"name": chosen}}
        choices: Body = {"auto": {}, "required": {"tool_choice": "required"}}
        return {**offered, **choices.get(chosen, {"tool_choice": named})}

    def _streamed(self, profile: Profile) -> Body:
        return {"stream_options": {"include_usage": True}} if profile.stream_usage else {}

    def whole(self, answer: Mapping[str, Any], partial: Partial) -> None:
        """Take in a whole answer."""
        partial.complete = True
        choice = at(answer, "choices", 0)
        if not isinstance(choice, dict):
            # Some servers say nothing in this way, and some report an error with status 200.
            partial.stop = Stop.MALFORMED
            partial.detail = words(at(answer, "error", "message")) or "there was no choice to read"
        else:
            self._choice(choice, at(choice, "message"), partial)
        self._common(answer, partial)

    def event(self, event: Mapping[str, Any], partial: Partial) -> str:
        """Take in one chunk of a stream."""
        # Some servers put the usage into a chunk that still has a choice, and some into a chunk of its own.
        self._common(event, partial)
        choice = at(event, "choices", 0)
        if not isinstance(choice, dict):
            return ""
        text = self._choice(choice, at(choice, "delta"), partial)
        partial.complete = partial.stop is not None
        return text

    def _choice(self, choice: Mapping[str, Any], message: object, partial: Partial) -> str:
        text = _content(at(message, "content"))
        if text:
            partial.text.append(text)
        for name in _REASONING:
            thought = words(at(message, name))
            if thought:
                partial.reasoning.append(thought)
                break  # OpenRouter sends the same words under both names
        refusal = words(at(message, "refusal"))
        if refusal:
            partial.refusal.append(refusal)
        for position, call in enumerate(items(at(message, "tool_calls"))):
            index = at(call, "index")
            name, arguments = at(call, "function", "name"), at(call, "function", "arguments")
            partial.call(position if index is None else index, name, arguments)
        reason = words(choice.get("finish_reason"))
        if reason:
            partial.stop = _STOPS.get(reason, Stop.UNKNOWN)
            partial.detail = None if reason in _STOPS else reason
        return text

    def _common(self, answer: Mapping[str, Any], partial: Partial) -> None:
        partial.model = words(answer.get("model")) or partial.model
        usage = usage_of(answer.get("usage"), "prompt", "completion")
        if usage is not None:
            partial.usage, partial.counted = usage, True


def usage_of(said: object, read: str, written: str) -> Usage | None:
    """The tokens, as OpenAI's formats count them: what came from a cache is part of the input.

    Args:
        said: what stands under `usage`.
        read: what the format calls the input.
        written: what it calls the output.
    """
    if not isinstance(said, dict) or f"{read}_tokens" not in said:
        return None
    cached = at(said, f"{read}_tokens_details", "cached_tokens")
    if cached is None:
        cached = said.get("prompt_cache_hit_tokens", said.get("cached_tokens"))  # DeepSeek, Moonshot
    return Usage(
        input_tokens=count(said.get(f"{read}_tokens")),
        cached_tokens=count(cached),
        cache_write_tokens=count(at(said, f"{read}_tokens_details", "cache_write_tokens")),
        output_tokens=count(said.get(f"{written}_tokens")),
        reasoning_tokens=count(at(said, f"{written}_tokens_details", "reasoning_tokens")),
    )


def _content(said: object) -> str:
    """The text of a message; some servers send it in parts."""
    if isinstance(said, str):
        return said
    return "".join(words(at(part, "text")) for part in items(said))
