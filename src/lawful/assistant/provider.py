"""What the assistant asks of whoever answers its prompts."""

from __future__ import annotations

from decimal import Decimal  # noqa: TC003  # pydantic reads the annotations at run time
from enum import StrEnum
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Message(_Value):
    """One turn of a conversation."""

    role: Literal["user", "assistant"]
    text: str


class Prompt(_Value):
    """What a provider is asked.

    Attributes:
        system: who the model is and the rules it works under; the same for every attempt, so that it can be cached.
        messages: the conversation, ending with a user's turn.
        max_output_tokens: the longest answer that is paid for.
    """

    system: str
    messages: tuple[Message, ...]
    max_output_tokens: int = 16_000


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
    UNKNOWN = "unknown"
    """The provider did not say, so the answer may be half of one."""


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

    def __add__(self, other: Usage) -> Usage:
        """The tokens of both."""
        return Usage(**{name: getattr(self, name) + getattr(other, name) for name in Usage.model_fields})


class Completion(_Value):
    """What a provider answered.

    Attributes:
        text: the answer.
        stop: why it ended.
        model: the model that the provider says has answered.
        usage: the tokens, or None where the provider does not count them.
        cost: the price in US dollars, or None where it is not known.
    """

    text: str
    stop: Stop
    model: str
    usage: Usage | None = None
    cost: Decimal | None = None


class Provider(Protocol):
    """Somebody who answers prompts.

    Attributes:
        name: how the answering model is named, `provider:model`.
    """

    @property
    def name(self) -> str:
        """How the answering model is named, `provider:model`."""
        ...

    def complete(self, prompt: Prompt) -> Completion:
        """Answer a prompt.

        Raises:
            ProviderError: there was no answer, or none that can be used.
        """
        ...
