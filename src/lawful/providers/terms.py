"""The terms under which a provider is asked, and what asking it would mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lawful.providers import retrying

if TYPE_CHECKING:
    from decimal import Decimal

    from lawful.assistant import Usage
    from lawful.providers.budget import Budget
    from lawful.providers.cassette import Cassette
    from lawful.providers.egress import Egress

TIMEOUT = 600.0
"""Seconds without a further piece of an answer after which it is given up."""
ANSWER = 64 * 2**20
"""Bytes of an answer that comes as a whole."""
RESULTS = 2**30
"""Bytes of what a vendor's batch gives."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms under which requests are made.

    Attributes:
        egress: which files may go where.
        budget: what may be spent.
        timeout: the seconds without a further piece of an answer after which it is given up.
        max_wait: the most seconds that are waited before a request is made again, whatever the provider asks for.
        cassette: what records the exchanges, or answers in the place of the provider.
        most: the bytes that an answer may have; a stream may have more.
    """

    egress: Egress
    budget: Budget
    timeout: float = TIMEOUT
    max_wait: float = field(default_factory=lambda: retrying.MAX_WAIT)
    cassette: Cassette | None = None
    most: int = field(default_factory=lambda: ANSWER)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a call would send, and to whom.

    Attributes:
        provider: who would be asked, `provider:model`.
        host: where the request would go.
        jurisdiction: whose law binds the company, if that is known.
        files: the files of the project that the prompt holds something of.
        size: the bytes of the request.
        usage: the tokens at most, by an estimate.
        cost: their price in US dollars, or None if it is not known.
        forbidden: why nothing would be sent, if the settings or the budget forbid it or the prompt cannot fit.
    """

    provider: str
    host: str
    jurisdiction: str
    files: tuple[str, ...]
    size: int
    usage: Usage
    cost: Decimal | None
    forbidden: str | None = None
