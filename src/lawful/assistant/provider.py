"""What the assistant asks of whoever answers its prompts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal  # noqa: TC003  # pydantic reads the annotations at run time
from enum import StrEnum
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

Hear = Callable[[str], None]
"""Told of each piece of an answer as soon as it comes."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Message(_Value):
    """One turn of a conversation."""

    role: Literal["user", "assistant"]
    text: str


class Tool(_Value):
    """Something that a model may ask to have called.

    Attributes:
        name: what the model calls it.
        description: what it is for, in words for the model.
        parameters: the JSON schema of its arguments.
    """

    name: str
    description: str
    parameters: dict[str, Any]


class ToolCall(_Value):
    """A model's wish to have a tool called.

    Attributes:
        name: the tool, which need not be one that was offered.
        arguments: the arguments as the model wrote them: JSON if it kept to the schema.
    """

    name: str
    arguments: str


class Prompt(_Value):
    """What a provider is asked. What a model cannot do of it is an error before anything is sent.

    Attributes:
        system: who the model is and the rules it works under; the same for every attempt, so that it can be cached.
        messages: the conversation, ending with a user's turn.
        max_output_tokens: the longest answer that is paid for, reasoning included.
        files: the files of the project that its text comes from or is for, relative to the root; what may be sent
            where is decided over all of them.
        answer_schema: the JSON schema that the answer is to follow, if it is to be JSON. Whoever reads the answer
            validates it: no provider can be trusted to.
        effort: how much the model is to reason, such as `low`; None leaves it to the provider.
        temperature: how freely it is to choose its words; None leaves it to the provider.
        tools: what it may ask to have called.
        tool_choice: whether it has to: `auto`, `required`, or the name of the tool.
    """

    system: str
    messages: tuple[Message, ...]
    max_output_tokens: int = Field(default=16_000, ge=1)
    files: tuple[str, ...] = ()
    answer_schema: dict[str, Any] | None = None
    effort: str | None = None
    temperature: float | None = None
    tools: tuple[Tool, ...] = ()
    tool_choice: str = "auto"


class Stop(StrEnum):
    """Why an answer ended."""

    END = "end"
    """The model was done."""
    LENGTH = "length"
    """The answer reached its limit and was cut off."""
    REFUSAL = "refusal"
    """The model would not answer."""
    FILTER = "filter"
    """A content filter of the provider cut the answer off."""
    TOOL = "tool"
    """The model waits for a tool to be called."""
    UNKNOWN = "unknown"
    """The provider did not say, so the answer may be half of one."""
    CUT = "cut"
    """The stream broke off or ran dry before it said how the answer ended."""
    MALFORMED = "malformed"
    """The answer, or a piece of its stream, could not be read."""


class Usage(_Value):
    """The tokens of one answer or of several.

    Attributes:
        input_tokens: everything that was read, what came from a cache included.
        cached_tokens: of these, what was read from a cache.
        cache_write_tokens: of these, what was written to a cache.
        output_tokens: everything that was written, reasoning included.
        reasoning_tokens: of these, what was spent on reasoning.
    """

    input_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0

    @property
    def hit_rate(self) -> float:
        """The share of the input that came from a cache, from 0 to 1."""
        return self.cached_tokens / self.input_tokens if self.input_tokens else 0.0

    @property
    def total_tokens(self) -> int:
        """What was read and what was written."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Usage) -> Usage:
        """The tokens of both."""
        return Usage(**{name: getattr(self, name) + getattr(other, name) for name in Usage.model_fields})


class Completion(_Value):
    """What a provider answered.

    Attributes:
        text: the answer; of a refusal the model's words for it.
        stop: why it ended.
        model: the model that the provider says has answered.
        usage: the tokens, or None where the provider does not count them.
        cost: the price in US dollars, or None where it is not known.
        reasoning: what the model thought, where the provider tells.
        tool_calls: the tools that it wants called.
        detail: what the provider said about the way it ended, if anything.
        estimated: whether the tokens and the price are an estimate, because the answer broke off before they were told.
        provider: who answered, `provider:model`, where there was a choice.
    """

    text: str
    stop: Stop
    model: str
    usage: Usage | None = None
    cost: Decimal | None = None
    reasoning: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    detail: str | None = None
    estimated: bool = False
    provider: str | None = None


class Provider(Protocol):
    """Somebody who answers prompts.

    Attributes:
        name: how the answering model is named, `provider:model`.
    """

    @property
    def name(self) -> str:
        """How the answering model is named, `provider:model`."""
        ...

    def complete(self, prompt: Prompt, hear: Hear | None = None) -> Completion:
        """Answer a prompt.

        Args:
            prompt: the prompt.
            hear: told of each piece of the answer as it comes; without it the answer comes as a whole.

        Raises:
            ProviderError: there was no answer.
        """
        ...

    async def acomplete(self, prompt: Prompt, hear: Hear | None = None) -> Completion:
        """Answer a prompt, as `complete` does, without blocking; cancelling the task ends the request."""
        ...
