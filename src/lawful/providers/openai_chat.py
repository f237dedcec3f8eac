"""The wire of OpenAI's Chat Completions API, which most other providers and all local servers speak too."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from lawful.assistant import Completion, Stop, Usage
from lawful.errors import ProviderError
from lawful.providers import prices, retrying
from lawful.providers.sdk_errors import translated
from lawful.providers.secrets import custom_headers
from lawful.providers.wire import Wire

if TYPE_CHECKING:
    import openai
    from openai.types.chat import ChatCompletion, ChatCompletionMessageParam
    from openai.types.completion_usage import CompletionUsage

    from lawful.assistant import Prompt

_STOPS = {"stop": Stop.END, "length": Stop.LENGTH, "content_filter": Stop.FILTER}


class OpenAIChat(Wire):
    """A model behind a Chat Completions API, reached with the `openai` SDK."""

    wire = "openai-chat"

    @cached_property
    def _client(self) -> openai.OpenAI:
        import openai

        # The SDK adds the organization and the project to every request, also to one with a key of its own.
        unwanted = ["OpenAI-Organization", "OpenAI-Project", *custom_headers("OPENAI_CUSTOM_HEADERS")]
        return openai.OpenAI(**self._settings(dict.fromkeys(unwanted, openai.omit)))

    def complete(self, prompt: Prompt) -> Completion:
        """Answer a prompt.

        Raises:
            ProviderError: there was no answer, or none that can be used.
        """
        answer = retrying.call(lambda: self._ask(prompt), who=self.name, key=self._key)
        if not answer.choices:  # some servers say nothing in this way
            raise ProviderError(f"{self.name} answered without a choice to read")
        choice = answer.choices[0]
        refusal = choice.message.refusal
        usage = _usage(answer.usage) if answer.usage else None
        return Completion(
            text=refusal or choice.message.content or "",
            stop=Stop.REFUSAL if refusal else _STOPS.get(str(choice.finish_reason), Stop.UNKNOWN),
            model=str(answer.model or self._model),
            usage=usage,
            cost=prices.cost(self._row, self._model, usage),
        )

    def _ask(self, prompt: Prompt) -> ChatCompletion:
        import openai

        messages: list[ChatCompletionMessageParam] = [{"role": "system", "content": prompt.system}]
        for message in prompt.messages:
            if message.role == "user":
                messages.append({"role": "user", "content": message.text})
            else:
                messages.append({"role": "assistant", "content": message.text})
        with translated(openai):
            if self._row.limit == "max_completion_tokens":
                return self._client.chat.completions.create(
                    model=self._model, messages=messages, max_completion_tokens=prompt.max_output_tokens
                )
            return self._client.chat.completions.create(
                model=self._model, messages=messages, max_tokens=prompt.max_output_tokens
            )


def _usage(counted: CompletionUsage) -> Usage:
    read, written = counted.prompt_tokens_details, counted.completion_tokens_details
    return Usage(
        input_tokens=counted.prompt_tokens,
        cached_tokens=(read.cached_tokens or 0) if read else 0,
        output_tokens=counted.completion_tokens,
        reasoning_tokens=(written.reasoning_tokens or 0) if written else 0,
    )
