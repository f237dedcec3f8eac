"""The wire of OpenAI's Responses API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lawful.assistant import Stop
from lawful.providers.openai_chat import usage_of
from lawful.providers.wire import (
    NAME,
    Body,
    Partial,
    Wire,
    at,
    cache_fields,
    instructions,
    items,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lawful.assistant import Prompt, Tool
    from lawful.providers.profiles import Profile, Structured

_INCOMPLETE = {"max_output_tokens": Stop.LENGTH, "content_filter": Stop.FILTER}
_LAST = frozenset({"response.completed", "response.incomplete", "response.failed"})


class OpenAIResponses(Wire):
    """Items in, items out."""

    name = "openai-responses"
    sdk = "openai"
    path = "/responses"
    models = "/models"

    def _effort(self, fields: Body) -> Body:
        others = {name: value for name, value in fields.items() if name != "reasoning_effort"}
        return {**others, "reasoning": {"effort": fields["reasoning_effort"]}} if others != fields else fields

    def _asked(self, model: str, prompt: Prompt, profile: Profile) -> Body:
        return {
            "model": model,
            "instructions": instructions(prompt, profile),
            "input": [{"role": message.role, "content": message.text} for message in prompt.messages],
            "max_output_tokens": prompt.max_output_tokens,
            "store": False,  # nothing of it is to be kept by the provider
            **cache_fields(prompt, profile),
        }

    def _format(self, schema: Body, kind: Structured, body: Body) -> Body:
        del body
        named = {"name": NAME, "schema": schema, "strict": True} if kind == "json_schema" else {}
        return {"text": {"format": {"type": kind, **named}}}

    def _tools(self, tools: Sequence[Tool], chosen: str) -> Body:
        offered = {"tools": [{"type": "function", "strict": False, **tool.model_dump()} for tool in tools]}
        choices: Body = {"auto": {}, "required": {"tool_choice": "required"}}
        return {**offered, **choices.get(chosen, {"tool_choice": {"type": "function", "name": chosen}})}

    def whole(self, answer: Mapping[str, Any], partial: Partial) -> None:
        """Take in a whole answer."""
        partial.complete = True
        partial.text, partial.reasoning, partial.refusal, partial.calls = [], [], [], {}
        for index, item in enumerate(items(answer.get("output"))):
            match at(item, "type"):
                case "message":
                    for part in items(at(item, "content")):
                        partial.text.append(words(at(part, "text")))
                        partial.refusal.extend(filter(None, [words(at(part, "refusal"))]))
                case "reasoning":
                    partial.reasoning.extend(words(at(part, "text")) for part in items(at(item, "summary")))
                case "function_call":
                    partial.call(index, at(item, "name"), at(item, "arguments"))
        self._end(answer, partial)

    def event(self, event: Mapping[str, Any], partial: Partial) -> str:
        """Take in one event of a stream. The last one holds the whole answer."""
        kind = words(event.get("type"))
        if kind in _LAST:
            self.whole(at(event, "response") or {}, partial)
            return ""
        delta = words(event.get("delta"))
        match kind:
            case "response.created":
                partial.model = words(at(event, "response", "model")) or None
            case "error":
                partial.stop, partial.detail = Stop.CUT, words(event.get("message")) or "an error without a message"
            case "response.output_text.delta":
                partial.text.append(delta)
                return delta
            case "response.refusal.delta":
                partial.refusal.append(delta)
            case "response.reasoning_summary_text.delta" | "response.reasoning_text.delta":
                partial.reasoning.append(delta)
        return ""

    def _end(self, answer: Mapping[str, Any], partial: Partial) -> None:
        partial.model = words(answer.get("model")) or partial.model
        partial.usage = usage_of(answer.get("usage"), "input", "output")
        partial.counted = partial.usage is not None
        reason = words(at(answer, "incomplete_details", "reason"))
        match answer.get("status"):
            case "completed":
                partial.stop = Stop.TOOL if partial.calls else Stop.END
            case "incomplete":
                partial.stop = _INCOMPLETE.get(reason, Stop.UNKNOWN)
                partial.detail = reason if reason not in _INCOMPLETE else None
            case "failed":
                partial.stop = Stop.CUT
                partial.detail = words(at(answer, "error", "message")) or "the provider says that it failed"
            case _:
                if not items(answer.get("output")):
                    partial.stop, partial.detail = Stop.MALFORMED, "there was no output to read"
