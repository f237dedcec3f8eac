"""The wire of Anthropic's Messages API."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from lawful.assistant import Completion, Stop, Usage
from lawful.providers import prices, retrying
from lawful.providers.sdk_errors import translated
from lawful.providers.secrets import custom_headers
from lawful.providers.wire import Wire

if TYPE_CHECKING:
    import anthropic
    from anthropic.types import Message, MessageParam

    from lawful.assistant import Message as Turn
    from lawful.assistant import Prompt

_STOPS = {
    "end_turn": Stop.END,
    "stop_sequence": Stop.END,
    "max_tokens": Stop.LENGTH,
    "model_context_window_exceeded": Stop.LENGTH,
    "refusal": Stop.REFUSAL,
}


class AnthropicMessages(Wire):
    """A model behind the Messages API, reached with the `anthropic` SDK."""

    wire = "anthropic-messages"

    @cached_property
    def _client(self) -> anthropic.Anthropic:
        import anthropic

        unwanted = custom_headers("ANTHROPIC_CUSTOM_HEADERS")
        return anthropic.Anthropic(**self._settings(dict.fromkeys(unwanted, anthropic.omit)))

    def complete(self, prompt: Prompt) -> Completion:
        """Answer a prompt.

        Raises:
            ProviderError: there was no answer, or none that can be used.
        """
        answer = retrying.call(lambda: self._ask(prompt), who=self.name, key=self._key)
        usage = Usage(
            # Anthropic counts what came from and went into the cache beside the input, not in it.
            input_tokens=answer.usage.input_tokens
            + (answer.usage.cache_read_input_tokens or 0)
            + (answer.usage.cache_creation_input_tokens or 0),
            cached_tokens=answer.usage.cache_read_input_tokens or 0,
            cache_write_tokens=answer.usage.cache_creation_input_tokens or 0,
            output_tokens=answer.usage.output_tokens,
        )
        return Completion(
            text="".join(block.text for block in answer.content if block.type == "text"),
            stop=_STOPS.get(answer.stop_reason or "", Stop.UNKNOWN),
            model=answer.model,
            usage=usage,
            cost=prices.cost(self._row, self._model, usage),
        )

    def _ask(self, prompt: Prompt) -> Message:
        import anthropic

        with translated(anthropic):
            return self._client.messages.create(
                model=self._model,
                max_tokens=prompt.max_output_tokens,
                system=prompt.system,
                messages=[_message(message) for message in prompt.messages],
                timeout=self._timeout,
            )


def _message(turn: Turn) -> MessageParam:
    if turn.role == "user":
        return {"role": "user", "content": turn.text}
    return {"role": "assistant", "content": turn.text}
