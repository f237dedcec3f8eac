"""From the name of a model to the provider that answers for it."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict, Unpack

from lawful.errors import UsageError
from lawful.providers.rows import COMPATIBLE, COMPATIBLE_KEY, Row, is_address
from lawful.providers.secrets import NO_KEY, key_of
from lawful.providers.settings import EMPTY, settings_of

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from lawful.assistant import Provider
    from lawful.providers.budget import Budget
    from lawful.providers.cassette import Cassette
    from lawful.providers.endpoint import Endpoint
    from lawful.providers.settings import Settings
    from lawful.providers.terms import Terms
    from lawful.providers.wire import Wire


class Options(TypedDict, total=False):
    """How a provider is reached, and under which terms.

    Attributes:
        key: the key; without it the provider's own environment variable is asked, then the keyring, and nobody else.
        base_url: where to reach it instead of its usual address. A key from the environment is not sent there, and what
            the settings allow for the provider does not hold for it.
        root: the project whose settings add providers and say which files may be sent where; without it no project's.
        budget: what may be spent; several providers may share one.
        timeout: the seconds without a further piece of an answer after which it is given up.
        record: a new file to keep the exchanges in, to be played back with `replay:FILE`.
    """

    key: str | None
    base_url: str | None
    root: str | os.PathLike[str] | None
    budget: Budget | None
    timeout: float | None
    record: str | None


def provider(model: str, **options: Unpack[Options]) -> Provider:
    """The provider that answers for a model.

    Args:
        model: `provider:model`, split at the first colon; `scripted:FILE`; `replay:FILE`; or
            `openai-compatible:MODEL@URL` for any server that speaks OpenAI's Chat Completions.
        options: `key`, `base_url`, `root`, `budget`, `timeout`, `record`; see `Options`.

    Raises:
        UsageError: the name is not of that form, the provider is not known, or the settings cannot be read.
        KeyMissingError: the provider needs a key and there is none.
    """
    name, colon, rest = model.partition(":")
    if name in {"scripted", "replay"} and colon and options.get("record") is not None:
        raise UsageError(f"there is nothing to record: {name} sends nothing to anybody")
    if name == "scripted" and colon:
        from lawful.providers.scripted import Scripted

        return Scripted.from_file(rest)
    root, base_url, key = options.get("root"), options.get("base_url"), options.get("key")
    budget, timeout = options.get("budget"), options.get("timeout")
    settings = settings_of(root) if root is not None else EMPTY
    if name == "replay" and colon:
        return _replayed(rest, settings.rows, budget)
    row, served = row_of(model, settings.rows)
    if base_url is not None:
        if not is_address(base_url):
            raise UsageError(f"'{base_url}' is no address: write http://HOST:PORT/v1")
        row = replace(row, base_url=base_url, keys=(), needs_key=False, elsewhere=True)
    sent = key if key is not None else key_of(row)
    if not (sent.isascii() and sent.isprintable() and " " not in sent):
        raise UsageError(f"the key for {row.name} holds characters that no key has; was all of it copied, and only it?")
    cassette = _recording(options.get("record"), row, served, sent)
    return _endpoint(row, served, sent, _terms(settings, budget, timeout, cassette))


def chain(models: Sequence[str], **options: Unpack[Options]) -> Provider:
    """The provider for a model, or for the first of several that answers.

    Args:
        models: the models, as `provider` takes them.
        options: as `provider` takes them, for all of them.
    """
    if len(models) == 1:
        return provider(models[0], **options)
    if options.get("record") is not None:
        raise UsageError("a cassette holds the exchanges with one provider; leave out the others")
    from lawful.providers.fallback import Fallback

    return Fallback([provider(model, **options) for model in models])


def row_of(model: str, rows: Mapping[str, Row]) -> tuple[Row, str]:
    """Who serves a model, and what it is called there.

    Args:
        model: `provider:model` or `openai-compatible:MODEL@URL`.
        rows: the providers there are.

    Raises:
        UsageError: the name is not of that form, or the provider is not known.
    """
    name, colon, rest = model.partition(":")
    if not colon or not rest:
        raise UsageError(
            f"'{model}' names no model: write provider:model, such as anthropic:claude-opus-4-6; {_known(rows)}"
        )
    if name == COMPATIBLE:
        return _compatible(model, rest)
    if name in rows:
        return rows[name].serving(rest), rest
    near = difflib.get_close_matches(name, rows, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise UsageError(f"unknown provider '{name}'.{hint} {_known(rows)}")


def _compatible(model: str, rest: str) -> tuple[Row, str]:
    served, at, url = rest.rpartition("@")
    if not at or not served or not is_address(url):
        raise UsageError(f"'{model}' does not say where the server is: write {COMPATIBLE}:MODEL@http://HOST:PORT/v1")
    return Row(COMPATIBLE, "openai-chat", url, (COMPATIBLE_KEY,), needs_key=False), served


def _known(rows: Mapping[str, Row]) -> str:
    return (
        f"known are {', '.join(rows)}, scripted:FILE and replay:FILE; any other OpenAI-compatible server is named "
        f"{COMPATIBLE}:MODEL@URL"
    )


def _replayed(path: str, rows: Mapping[str, Row], budget: Budget | None) -> Provider:
    from lawful.providers.cassette import Playing

    cassette = Playing(path)
    head = cassette.head
    row = rows.get(head.provider, Row(head.provider, head.wire, head.base_url, vendor=head.vendor))
    row = replace(row, wire=head.wire, base_url=head.base_url)
    return _endpoint(row, head.model, NO_KEY, replace(_terms(EMPTY, budget, None, cassette), max_wait=0.0))


def _recording(path: str | None, row: Row, model: str, key: str) -> Cassette | None:
    if path is None:
        return None
    from lawful.providers.cassette import Recording

    return Recording(path, row, model, key)


def _terms(settings: Settings, budget: Budget | None, timeout: float | None, cassette: Cassette | None) -> Terms:
    from lawful.providers.budget import Budget
    from lawful.providers.terms import TIMEOUT, Terms

    return Terms(settings.egress, budget or Budget(), timeout or TIMEOUT, cassette=cassette)


def _endpoint(row: Row, model: str, key: str, terms: Terms) -> Endpoint:
    from lawful.providers.endpoint import Endpoint

    return Endpoint(row, wire(row.wire), model, key, terms)


def wire(name: str) -> Wire:
    """The wire of a name.

    Raises:
        UsageError: there is none.
    """
    from lawful.providers.anthropic_messages import AnthropicMessages
    from lawful.providers.openai_chat import OpenAIChat
    from lawful.providers.openai_responses import OpenAIResponses

    wires = {each.name: each for each in (AnthropicMessages(), OpenAIChat(), OpenAIResponses())}
    if name not in wires:
        raise UsageError(f"there is no wire '{name}'; there are {', '.join(wires)}")
    return wires[name]
