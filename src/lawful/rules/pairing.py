"""Demands of one sentence that are two sides of one: "never A in tests; use B", "use A for money, never B"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lawful.language import Mark
from lawful.rules.clause import AGAINST
from lawful.rules.demand import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.language import Token
    from lawful.rules.demand import Demand

_SIDES = frozenset({(Kind.FORBID, Kind.REQUIRE), (Kind.REQUIRE, Kind.FORBID)})
_USING = frozenset({"use", "using", "forbid", "discourage", "no", "prefer", "recommend"})
"""Verbs that leave a demand to be about the use of things."""


def paired(demand: Demand, before: Demand) -> Demand:
    """A demand, which takes over place and purpose from the one before it if it is the other side of that."""
    if (before.kind, demand.kind) not in _SIDES or not demand.verbs or not demand.verbs <= _USING:
        return demand
    placed = demand.include or demand.exclude
    return replace(
        demand,
        counters=True,
        purpose=demand.purpose or before.purpose,
        include=demand.include if placed else before.include,
        exclude=demand.exclude if placed else before.exclude,
    )


def purpose(tokens: Sequence[Token]) -> frozenset[str]:
    """What the tokens of a clause say that something is for, or done in; places have been taken out of them."""
    said: set[str] = set()
    within = False
    for token in tokens:
        within = (within or token.mark is Mark.IN) and token.mark not in AGAINST
        if within and token.term and token.mark is None:
            said.add(token.term)
    return frozenset(said)
