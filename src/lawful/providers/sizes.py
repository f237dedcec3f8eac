"""How many tokens texts make, by estimates, and how long the answer to a prompt may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawful.errors import PromptTooLongError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.assistant import Prompt
    from lawful.providers.profiles import Profile

LEAST = 256
"""Tokens; a shorter answer is not worth its prompt."""
_WIDE = 0.9
"""Tokens that a character outside ASCII makes, about."""
_ASCII = 3
"""Characters of ASCII that make a token of code, at least."""
_FEWEST_WIDE = 0.25
_MOST_ASCII = 6
"""The same for the most frugal tokenizers."""


def tokens_in(*texts: str) -> int:
    """An estimate of the tokens in texts, rather too high than too low."""
    ascii_characters, others = _characters(texts)
    return -(-ascii_characters // _ASCII) + round(others * _WIDE) + 4 * len(texts)


def prompt_tokens(prompt: Prompt) -> int:
    """An estimate of the tokens of a prompt, rather too high than too low."""
    return tokens_in(*_texts(prompt))


def fewest_tokens(prompt: Prompt) -> int:
    """An estimate of the tokens of a prompt below which no tokenizer comes."""
    ascii_characters, others = _characters(_texts(prompt))
    return ascii_characters // _MOST_ASCII + int(others * _FEWEST_WIDE)


@dataclass(frozen=True, slots=True)
class Room:
    """How long an answer may be.

    Attributes:
        tokens: the most tokens.
        why: what allows no more.
    """

    tokens: int
    why: str


def room_for(prompt: Prompt, profile: Profile, model: str) -> Room:
    """How long an answer may be: as was asked for, as the model can give, and as fits behind the prompt.

    Args:
        prompt: the prompt.
        profile: what the model can do.
        model: how it is named, `provider:model`.

    Raises:
        PromptTooLongError: the prompt cannot fit into the model's context.
    """
    limits = [Room(prompt.max_output_tokens, "as many as were asked for")]
    if profile.max_output is not None:
        limits.append(Room(profile.max_output, "as many as the model can write"))
    if profile.context is not None:
        left = profile.context - prompt_tokens(prompt)
        if left < LEAST:
            # By the high estimate it does not fit; the provider knows better, unless it cannot fit by the low one.
            left = profile.context - fewest_tokens(prompt)
        if left < LEAST:
            raise _too_long(prompt, profile.context, model)
        limits.append(Room(left, "all that its context has left behind the prompt"))
    return min(limits, key=lambda room: room.tokens)


def _too_long(prompt: Prompt, context: int, model: str) -> PromptTooLongError:
    provider, _, name = model.partition(":")
    return PromptTooLongError(
        f"{model} was not asked: the prompt takes between {fewest_tokens(prompt)} and {prompt_tokens(prompt)} tokens, "
        f"and its context holds {context}, answer included. Name a model with a larger one, or make the task or the "
        f"rules shorter; if its context is larger, say so: "
        f'[tool.lawful.providers.{provider}.profiles."{name}"] context = ...'
    )


def _texts(prompt: Prompt) -> list[str]:
    more = [repr(prompt.answer_schema)] if prompt.answer_schema else []
    more += [f"{tool.name} {tool.description} {tool.parameters!r}" for tool in prompt.tools]
    return [prompt.system, *(message.text for message in prompt.messages), *more]


def _characters(texts: Sequence[str]) -> tuple[int, int]:
    """How many characters of ASCII there are, and how many others."""
    ascii_characters = sum(len(text.encode("ascii", "ignore")) for text in texts)
    return ascii_characters, sum(map(len, texts)) - ascii_characters
