"""What a directive demands, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lawful.language import Strength, Token


class Kind(Enum):
    """What a demand does with its terms."""

    FORBID = "forbid"
    REQUIRE = "require"
    PREFER = "prefer"
    """The terms are preferred over others."""
    LIMIT = "limit"
    """The terms may not exceed a number."""


CODE = "code"
"""What the topic of a demand holds if its heading speaks of code, which is no term: all demands are about code."""
_TELLING = frozenset({"using", "have", "contain", "be", "written", "get"})
"""Verbs that may as well tell what there is: "built using FastAPI"."""
_IMPERATIVES = frozenset(
    """
    implement validate render parse serialize encrypt handle manage generate configure store load read build define
    verify throttle visualize authenticate keep raise organize organise wrap fetch annotate retry
    """.split()
)
"""Verbs with which a demand begins that are no marks: "store secrets in a vault"."""
_VERBS_TOO = frozenset("hash log cache mock schedule plot limit test freeze return prefix".split())
"""Nouns that are such verbs where more than one thing follows them: "hash passwords with bcrypt"."""
_FOLLOWED = 3


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a directive asks for.

    Attributes:
        kind: what is done with the terms.
        strength: how binding it is.
        items: the terms, in the groups that `and`, `or` and commas make.
        stated: the groups as they were stated, also those that a check has heard already.
        over: for a preference, what is not to be used, in the same groups.
        number: the number it names, if it names one.
        unit: what it counts, as the term behind the number says.
        purpose: terms that say what its terms are for: "for money".
        counters: whether it says the other side of the demand before it: "never A; use B", "use A, never B".
        verbs: the verbs that say that it is wanted or not, and what is to be done, in the words of `lawful.language`
            or, where it does not know one apart, as the name of its mark; none where it is only named.
        negative: whether something must not be, if only what lacks the terms: "no functions without docstrings".
        told: whether it may only tell what is done: "we use it", "it is used".
        joined: whether "and" stands between the items, so that what is said of the last may be meant of all.
        alternative: whether "or" stands between the items, so that one of them will do.
        topic: terms of the heading or label it stands under; they help to understand it and need not be explained.
        within: globs of the places that what it stands under is limited to; empty for every place.
        include: globs of the places it names itself, which narrow those further.
        exclude: globs of the places it leaves out.
        unless: what it leaves out besides; only a phrase that knows all of its terms may hear the demand.
        conditions: what it is limited to; only a phrase that decides all of them may hear the demand.
        only: whether it is said of its terms that there may be no others.
        exampled: whether examples were given, which may say which of the things are meant: "comments like this one".
    """

    kind: Kind
    strength: Strength
    items: tuple[tuple[Token, ...], ...]
    stated: tuple[tuple[Token, ...], ...] = ()
    over: tuple[tuple[Token, ...], ...] = ()
    number: int | None = None
    unit: str | None = None
    purpose: frozenset[str] = frozenset()
    counters: bool = False
    verbs: frozenset[str] = frozenset()
    negative: bool = False
    told: bool = False
    joined: bool = False
    alternative: bool = False
    topic: frozenset[str] = frozenset()
    within: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    unless: tuple[Token, ...] = ()
    conditions: frozenset[str] = frozenset()
    only: bool = False
    exampled: bool = False

    def without(self, heard: frozenset[tuple[Token, ...]]) -> Demand:
        """The demand that is left when some of its items have been heard."""
        items = tuple(item for item in self.items if item not in heard)
        over = tuple(item for item in self.over if item not in heard)
        # A preference is kept as soon as what it replaces is no longer used.
        done = bool(self.over) and not over
        return replace(self, items=() if done else items, over=over)

    @property
    def is_spoken(self) -> bool:
        """Whether a verb says that it is wanted, and does not only tell what there is."""
        group = self.stated[0] if self.stated else ()
        first = group[0].text.lower() if group else ""
        imperative = first in _IMPERATIVES or (first in _VERBS_TOO and len(group) >= _FOLLOWED)
        return not self.told and (bool(self.verbs - _TELLING) or imperative)

    @property
    def said(self) -> frozenset[str]:
        """What the terms name, those of heading and label included."""
        return self.topic | {token.term for token in self.terms if token.term}

    @property
    def terms(self) -> tuple[Token, ...]:
        """All terms, in order."""
        return tuple(token for item in self.items for token in item)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a directive.

    Attributes:
        demands: what it asks for; empty if nothing that could be told.
        strength: how binding it is as a whole.
        reason: why there are no demands, in words for a person.
        granted: the words of exceptions that only a person can make.
    """

    demands: tuple[Demand, ...]
    strength: Strength
    reason: str | None = None
    granted: tuple[str, ...] = ()
