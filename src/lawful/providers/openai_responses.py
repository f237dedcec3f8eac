"""The wire of OpenAI's Responses API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lawful.assistant import Stop
from lawful.providers.openai_chat import cache_key, usage_of
from lawful.providers.wire import (
    NAME,
    Body,
    Partial,
    Wire,
    at,
    effort_fields,
    instructions,
    items,
    sampling_fields,
    tool_choice,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lawful.assistant import Prompt
    from lawful.providers.profiles import Profile

_INCOMPLETE = {"max_output_tokens": Stop.LENGTH, "content_filter": Stop.FILTER}
_LAST = frozenset({"response.completed", "response.incomplete", "response.failed"})


class OpenAIResponses(Wire):
    """Items in, items out."""

    name = "openai-responses"
    sdk = "openai"
    path = "/responses"
    models = "/models"

    def body(self, model: str, prompt: Prompt, profile: Profile, *, stream: bool) -> Body:
        """The request for a prompt. Nothing of it is to be kept by the provider."""
        body: Body = {
            **_nested(effort_fields(prompt, profile, model)),
            "model": model,
            "instructions": instructions(prompt, profile),
            "input": [{"role": message.role, "content": message.text} for message in prompt.messages],
            "max_output_tokens": prompt.max_output_tokens,
            "store": False,
            **sampling_fields(prompt, profile, model),
        }
        if prompt.answer_schema is not None and profile.structured == "json_schema":
            schema = {"type": "json_schema", "name": NAME, "schema": prompt.answer_schema, "strict": True}
            body["text"] = {"format": schema}
        elif prompt.answer_schema is not None and profile.structured == "json_object":
            body["text"] = {"format": {"type": "json_object"}}
        if prompt.tools:
            chosen = tool_choice(prompt, profile, model)
            body["tools"] = [{"type": "function", "strict": False, **tool.model_dump()} for tool in prompt.tools]
            if chosen != "auto":
                body["tool_choice"] = chosen if chosen == "required" else {"type": "function", "name": chosen}
        if profile.cache == "key":
            body["prompt_cache_key"] = cache_key(prompt)
        if stream:
            body["stream"] = True
        return body

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


def _nested(fields: Body) -> Body:
    """What profiles say as Chat Completions has it, as this format has it."""
    if "reasoning_effort" not in fields:
        return fields
    others = {name: value for name, value in fields.items() if name != "reasoning_effort"}
    return {**others, "reasoning": {"effort": fields["reasoning_effort"]}}
