"""What every wire has: who serves, which model, and the key that goes to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
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
