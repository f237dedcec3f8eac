"""Keys: where they come from, and keeping them out of everything but their own request."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lawful.errors import KeyMissingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lawful.providers.rows import Row

NO_KEY = "not-needed"
"""Sent to servers that need no key; the SDKs insist on one."""


def key_of(row: Row, environment: Mapping[str, str] = os.environ) -> str:
    """The key for a provider, from its own variables only.

    Raises:
        KeyMissingError: it needs a key and none of its variables holds one.
    """
    for variable in row.keys:
        key = environment.get(variable, "").strip()
        if key:
            return key
    if not row.needs_key:
        return NO_KEY
    raise KeyMissingError(
        f"no key for {row.name}: set {' or '.join(row.keys)}. To try lawful without a key, run `lawful demo`, or name "
        "a script or a local server: --model scripted:FILE, --model ollama:qwen3:8b"
    )


def masked(text: str, key: str) -> str:
    """A text in which a key no longer stands; servers put keys into their error messages."""
    return text if key in {"", NO_KEY} else text.replace(key, "***")


def custom_headers(variable: str, environment: Mapping[str, str] = os.environ) -> list[str]:
    """The names of the headers that an SDK would add to every request on its own, whoever it goes to."""
    lines = environment.get(variable, "").splitlines()
    names = [line.partition(":")[0].strip() for line in lines if ":" in line]
    # Leaving out a header of the SDK's own would break its request; `authorization` sets that one itself.
    return [name for name in names if name.lower() not in {"authorization", "x-api-key"}]


def authorization(key: str) -> dict[str, str]:
    """The header that carries a key, to be set outright, so that nothing in the environment takes its place."""
    return {"Authorization": f"Bearer {key}"}
