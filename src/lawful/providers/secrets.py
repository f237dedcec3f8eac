"""Keys: where they come from, and keeping them out of everything but their own request."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lawful.errors import KeyMissingError, UsageError

if TYPE_CHECKING:
    from lawful.providers.rows import Row

NO_KEY = "not-needed"
"""Sent to servers that need no key; the SDKs insist on one."""
_SERVICE = "lawful"
"""The name under which an optional keyring holds keys, each with the host that it is for."""
_SECRET = 8
"""Characters of a key; what is shorter hides nothing, and may be a word."""
_LONG = 16
"""Characters of a key that stands in code by no accident."""
_LIKE_KEYS = re.compile(r"\b(?:sk|rk|pk|xai|gsk|AIza)[-_][A-Za-z0-9_-]{12,}|(?<=Bearer )[\w.~+/=-]{8,}")
_LOGGERS = ("anthropic", "openai", "httpx2", "httpcore2")


def key_of(row: Row, environment: Mapping[str, str] = os.environ) -> str:
    """The key for a provider: from its own variables, else from the keyring, if that is installed.

    Raises:
        KeyMissingError: it needs a key and there is none.
        UsageError: the keyring cannot be asked.
    """
    key = found_key(row, environment)
    if key is None:
        if not row.needs_key:
            return NO_KEY
        raise KeyMissingError(
            f"no key for {row.name}: set {' or '.join(row.keys)}. To try lawful without a key, run `lawful demo`, or "
            "name a script or a local server: --model scripted:FILE, --model ollama:qwen3:8b"
        )
    return key


def found_key(row: Row, environment: Mapping[str, str] = os.environ) -> str | None:
    """The key that would be sent to a provider, or None if there is none."""
    for variable in row.keys:
        key = environment.get(variable, "").strip()
        if key:
            return key
    return _in_keyring(row) if row.keys else None


def _in_keyring(row: Row) -> str | None:
    # Keys are kept by host, so that no row can have the key of another host sent to its own.
    try:
        import keyring
    except ImportError:
        return None
    try:
        return keyring.get_password(_SERVICE, row.host) or None
    except Exception as error:  # backends raise what they like; it must not look like "no key"
        raise UsageError(f"the keyring could not be asked for the key of {row.host}: {error}") from error


def key_variable(host: str) -> str:
    """The variable that holds the key of a provider that stands in a project's settings.

    It is named after the host: settings come with the repository, and one that names its own host gets no key that is
    meant for another.
    """
    return f"LAWFUL_KEY_{host.replace('-', '__').replace('.', '_').replace(':', '___').upper()}"


def masked(text: str, key: str = "") -> str:
    """A text in which no key stands, neither this one nor what looks like one; servers put keys into their errors."""
    if len(key) >= _SECRET and key != NO_KEY:
        text = text.replace(key, "***")
    return _LIKE_KEYS.sub("***", text)


def redacted(text: str, key: str) -> str:
    """The text of an answer in which the key does not stand; nothing else of it is touched, since it may be code."""
    return text.replace(key, "***") if len(key) >= _LONG else text


class _Mask(logging.Filter):
    """Takes keys out of log records, and the prompt, which an SDK logs whole for whoever debugs."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, Mapping) and "json_data" in record.args:
            record.msg, record.args = "the request is not logged: it holds the prompt", ()
        text = record.getMessage()
        for key in self.keys:
            text = masked(text, key)
        if text != record.getMessage():
            record.msg, record.args = text, ()
        return True


_MASK = _Mask()


def mask_logs(key: str) -> None:
    """Keep a key out of what the SDKs and the layers below them log."""
    _MASK.keys.add(key)
    for name in logging.root.manager.loggerDict:
        if name.partition(".")[0] in _LOGGERS:
            logging.getLogger(name).addFilter(_MASK)
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_MASK)


def custom_headers(variable: str, environment: Mapping[str, str] = os.environ) -> list[str]:
    """The names of the headers that an SDK would add to every request on its own, whoever it goes to."""
    lines = environment.get(variable, "").splitlines()
    names = [line.partition(":")[0].strip() for line in lines if ":" in line]
    # Leaving out a header of the SDK's own would break its request; `authorization` sets that one itself.
    return [name for name in names if name.lower() not in {"authorization", "x-api-key"}]


def authorization(key: str) -> dict[str, str]:
    """The header that carries a key, to be set outright, so that nothing in the environment takes its place."""
    return {"Authorization": f"Bearer {key}"}
