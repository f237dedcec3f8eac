"""Making the clients of the vendors' SDKs so that nothing of the environment gets into a request.

Whatever is not set here the SDKs take from environment variables: keys, addresses, organizations, headers. One that is
meant for one provider would go to another.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from lawful.providers.secrets import authorization, custom_headers, mask_logs

if TYPE_CHECKING:
    import ssl

    from lawful.providers.listening import Listen
    from lawful.providers.rows import Row
    from lawful.providers.terms import Terms

_CONNECT = 10.0
"""Seconds after which a server that does not even take the connection is given up."""


def sdk(name: str) -> Any:  # noqa: ANN401  # a module
    """The SDK, loaded when the first request is made."""
    if name == "anthropic":
        import anthropic

        return anthropic
    import openai

    return openai


def client(row: Row, name: str, key: str, terms: Terms) -> Any:  # noqa: ANN401  # of either SDK
    """A client that blocks.

    Args:
        row: whom it talks to.
        name: the SDK.
        key: the key.
        terms: how long it waits, and who listens or answers in the place of the network.
    """
    import httpx2

    from lawful.providers.listening import hook

    carrier = httpx2.Client(**_carrier(row, terms), event_hooks={"response": [hook(*_listening(terms))]})
    kind = sdk(name).Anthropic if name == "anthropic" else sdk(name).OpenAI
    return kind(**_settings(row, name, key, terms.timeout), http_client=carrier)


def async_client(row: Row, name: str, key: str, terms: Terms) -> Any:  # noqa: ANN401  # as above
    """A client that does not block; otherwise as `client`."""
    import httpx2

    from lawful.providers.listening import async_hook

    carrier = httpx2.AsyncClient(**_carrier(row, terms), event_hooks={"response": [async_hook(*_listening(terms))]})
    kind = sdk(name).AsyncAnthropic if name == "anthropic" else sdk(name).AsyncOpenAI
    return kind(**_settings(row, name, key, terms.timeout), http_client=carrier)


def _listening(terms: Terms) -> list[Listen]:
    from lawful.providers.listening import Limit

    kept = terms.cassette.listen if terms.cassette else None
    return [partial(Limit, most=terms.most), *([kept] if kept else [])]


def _carrier(row: Row, terms: Terms) -> dict[str, Any]:
    import httpx2

    return {
        # A redirect would take the prompt, and with it the code, to a host that nobody has allowed.
        "follow_redirects": False,
        # A proxy from the environment has no business with requests that stay on this machine.
        "trust_env": not row.local,
        # What is compressed may be longer than it looks.
        "headers": {"accept-encoding": "identity"},
        "timeout": httpx2.Timeout(terms.timeout, connect=min(_CONNECT, terms.timeout)),
        "verify": _tls(),
        "transport": terms.cassette.transport if terms.cassette else None,
    }


@cache
def _tls() -> ssl.SSLContext:
    """Whom we believe to be who they are. Reading it takes longer than anything else about a client."""
    import httpx2

    return httpx2.create_ssl_context()


def _settings(row: Row, name: str, key: str, timeout: float) -> dict[str, Any]:
    omit = sdk(name).omit
    mask_logs(key)
    if name == "anthropic":
        unwanted = custom_headers("ANTHROPIC_CUSTOM_HEADERS")
    else:
        # The SDK adds the organization and the project to every request, also to one with a key of its own.
        unwanted = ["OpenAI-Organization", "OpenAI-Project", *custom_headers("OPENAI_CUSTOM_HEADERS")]
    settings: dict[str, Any] = {
        "api_key": key,
        "base_url": row.base_url,
        "default_headers": {**dict.fromkeys(unwanted, omit), **authorization(key)},
        "max_retries": 0,
        "timeout": timeout,
    }
    if name == "anthropic":
        # Spans of its own would double ours, and the environment could have them hold the prompt.
        settings["open_telemetry"] = False
        if row.vendor != "anthropic":
            # Others who speak this format may know the older header only.
            settings["default_headers"]["X-Api-Key"] = key
    return settings
