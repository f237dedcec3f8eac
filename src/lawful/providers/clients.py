"""Making the clients of the vendors' SDKs so that nothing of the environment gets into a request.

Whatever is not set here the SDKs take from environment variables: keys, addresses, organizations, headers. One that is
meant for one provider would go to another.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from lawful.providers.secrets import authorization, custom_headers, mask_logs

if TYPE_CHECKING:
    import ssl

    from lawful.providers.rows import Row

_CONNECT = 10.0
"""Seconds after which a server that does not even take the connection is given up."""


def sdk(name: str) -> Any:  # noqa: ANN401  # a module
    """The SDK, loaded when the first request is made."""
    if name == "anthropic":
        import anthropic

        return anthropic
    import openai

    return openai


def client(row: Row, name: str, key: str, timeout: float, transport: Any) -> Any:  # noqa: ANN401  # of either SDK
    """A client that blocks.

    Args:
        row: whom it talks to.
        name: the SDK.
        key: the key.
        timeout: the seconds to wait for the next piece of an answer.
        transport: what carries the requests instead of the network, if anything does.
    """
    import httpx2

    carrier = httpx2.Client(**_carrier(row, timeout), transport=transport)
    kind = sdk(name).Anthropic if name == "anthropic" else sdk(name).OpenAI
    return kind(**_settings(row, name, key, timeout), http_client=carrier)


def async_client(row: Row, name: str, key: str, timeout: float, transport: Any) -> Any:  # noqa: ANN401  # as above
    """A client that does not block; otherwise as `client`."""
    import httpx2

    carrier = httpx2.AsyncClient(**_carrier(row, timeout), transport=transport)
    kind = sdk(name).AsyncAnthropic if name == "anthropic" else sdk(name).AsyncOpenAI
    return kind(**_settings(row, name, key, timeout), http_client=carrier)


def _carrier(row: Row, timeout: float) -> dict[str, Any]:
    import httpx2

    return {
        # A redirect would take the prompt, and with it the code, to a host that nobody has allowed.
        "follow_redirects": False,
        # A proxy from the environment has no business with requests that stay on this machine.
        "trust_env": not row.local,
        "timeout": httpx2.Timeout(timeout, connect=min(_CONNECT, timeout)),
        "verify": _tls(),
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
