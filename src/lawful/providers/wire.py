"""What every wire has: who serves, which model, and the key that goes to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from lawful.providers.secrets import authorization

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lawful.providers.rows import Row

TIMEOUT = 600.0
"""Seconds after which an answer is given up."""


class Wire:
    """A model that is reached through one API format.

    Attributes:
        wire: what the format is called in the rows.
    """

    wire: ClassVar[str]

    def __init__(self, row: Row, model: str, key: str, *, timeout: float = TIMEOUT) -> None:
        self._row = row
        self._model = model
        self._key = key
        self._timeout = timeout

    @property
    def name(self) -> str:
        """How the model is named, `provider:model`."""
        return f"{self._row.name}:{self._model}"

    def _settings(self, unwanted: Mapping[str, object]) -> dict[str, Any]:
        """What the client of an SDK is made with.

        Whatever is not set here the SDK takes from the environment, which could send a key to another host.

        Args:
            unwanted: headers that the SDK would take from there, each with the SDK's mark for leaving it out.
        """
        return {
            "api_key": self._key,
            "base_url": self._row.base_url,
            "default_headers": {**unwanted, **authorization(self._key)},
            "max_retries": 0,
            "timeout": self._timeout,
        }
