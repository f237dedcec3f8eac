"""From the name of a model to the provider that answers for it."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING

from lawful.errors import UsageError
from lawful.providers.rows import COMPATIBLE, COMPATIBLE_KEY, ROWS, Row
from lawful.providers.secrets import key_of

if TYPE_CHECKING:
    from lawful.assistant import Provider


def provider(model: str, *, key: str | None = None, base_url: str | None = None) -> Provider:
    """The provider that answers for a model.

    Args:
        model: `provider:model`, split at the first colon; `scripted:FILE`; or `openai-compatible:MODEL@URL` for any
            server that speaks OpenAI's Chat Completions.
        key: the key; without it the provider's own environment variable is asked, and no other.
        base_url: where to reach it instead of its usual address. A key from the environment is not sent there.

    Raises:
        UsageError: the name is not of that form, or the provider is not known.
        KeyMissingError: the provider needs a key and there is none.
    """
    name, colon, rest = model.partition(":")
    if name == "scripted" and colon:
        from lawful.providers.scripted import Scripted

        return Scripted.from_file(rest)
    if not colon or not rest:
        raise UsageError(
            f"'{model}' names no model: write provider:model, such as anthropic:claude-opus-4-6; {_known()}"
        )
    row, rest = _compatible(model, rest) if name == COMPATIBLE else (_row(name), rest)
    if base_url is not None:
        row = replace(row, base_url=base_url, keys=(), needs_key=False)
    return _wired(row, rest, key if key is not None else key_of(row))


def _row(name: str) -> Row:
    if name in ROWS:
        return ROWS[name]
    near = difflib.get_close_matches(name, ROWS, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise UsageError(f"unknown provider '{name}'.{hint} {_known()}")


def _compatible(model: str, rest: str) -> tuple[Row, str]:
    served, at, url = rest.rpartition("@")
    if not at or not served or not url.startswith(("http://", "https://")):
        raise UsageError(f"'{model}' does not say where the server is: write {COMPATIBLE}:MODEL@http://HOST:PORT/v1")
    return Row(COMPATIBLE, "openai-chat", url, (COMPATIBLE_KEY,), needs_key=False), served


def _known() -> str:
    return (
        f"known are {', '.join(ROWS)} and scripted:FILE; any other OpenAI-compatible server is named "
        f"{COMPATIBLE}:MODEL@URL"
    )


def _wired(row: Row, model: str, key: str) -> Provider:
    if row.wire == "anthropic-messages":
        from lawful.providers.anthropic_messages import AnthropicMessages

        return AnthropicMessages(row, model, key)
    from lawful.providers.openai_chat import OpenAIChat

    return OpenAIChat(row, model, key)
