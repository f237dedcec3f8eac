"""What one clause of a directive demands: of what, how strongly and where, or why nothing that could be held."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from lawful.language import Mark, Strength, Token
from lawful.rules.clause import AGAINST, NEGATIVE, POLAR, QUALIFIERS, Clause, set_against, terms, verb_of
from lawful.rules.conditions import CONDITIONS, take_exception, take_splitting
from lawful.rules.demand import Demand, Kind
from lawful.rules.pairing import purpose
from lawful.rules.places import take_exempt, take_places, take_subject_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SOFT = frozenset({Mark.DISCOURAGE, Mark.RECOMMEND, Mark.HEDGE})
_SEPARATORS = frozenset({Mark.AND, Mark.OR})
_SUBJECTS = frozenset(
    """
    we i they it you this is are was project projects app application service codebase repo repository backend api team
    tests
    我们 我們 项目 專案
    """.split()
)
"""What stands before a verb that tells what somebody does."""
_OF_ALL = frozenset({"unused"})
"""Adjectives of the first of several things that are meant of all of them."""
_NEXT_TO = 2
"""Tokens between a number and the word that compares with it; a unit may stand between them."""
_QUOTED = 8
"""Words of a directive that are quoted where they are the reason why nothing holds it."""


def demand_of(clause: Clause, before: list[Demand]) -> Demand | None:
    """The demand of one clause; notes the reason if there is none."""
    clause.cut_reasons()
    strength = strength_of(clause.tokens)
    limited = clause.has(Mark.ONLY) or (clause.has(Mark.AT_MOST) and _measure(clause.tokens)[0] is not None)
    if strength is Strength.MAY and limited:
        strength = Strength.MUST  # what is permitted only so far, or only there, is forbidden beyond it
    clause.reason = _permission(clause, strength)
    if clause.reason:
        clause.permitting = True
        return None
    if clause.has(Mark.JUDGE):
        said = next(token.text for token in clause.tokens if token.mark is Mark.JUDGE)
        clause.reason = f"'{said}' leaves it to somebody's judgement"
        return None
    take_splitting(clause)
    only = clause.has(Mark.ONLY)
    take_subject_place(clause)
    take_places(clause)
    if only and not clause.has(Mark.ONLY):
        return replace(_positive(clause, strength), kind=Kind.FORBID)
    unless = take_exception(clause)
    left, right = set_against(clause.tokens)
    clause.reason = _undecided(clause.tokens, only=only) or _denied(left) or _lacked(clause.tokens)
    if clause.reason:
        return None
    if clause.has(*AGAINST) and before and before[-1].kind is Kind.FORBID and not right:
        return None  # "use the other one instead" belongs to the demand before it
    return replace(_positive(clause, strength, left, right), unless=unless)


def _permission(clause: Clause, strength: Strength) -> str | None:
    """Why a clause demands nothing and only permits something, in the places that it then includes."""
    exempt = take_exempt(clause)
    if clause.has(Mark.EXEMPT) or (exempt and not terms(clause.tokens)):
        clause.include = exempt
        return "it says where something does not hold"
    if strength is not Strength.MAY:
        return None
    take_subject_place(clause)
    take_places(clause)
    return "it permits something and demands nothing"


def without_permitted(demand: Demand, permission: Clause) -> Demand:
    """A demand without what the rest of its sentence permits: "no `print`, but it is fine in `scripts/`"."""
    unless = tuple(token for token in permission.tokens if token.term in QUALIFIERS and token.mark is None)
    exclude = (*demand.exclude, *permission.include)
    return replace(demand, exclude=tuple(dict.fromkeys(exclude)), unless=(*demand.unless, *unless))


def strength_of(tokens: Iterable[Token]) -> Strength:
    """How binding tokens are."""
    marks = {token.mark for token in tokens}
    if marks & _SOFT:
        return Strength.SHOULD
    if Mark.PERMIT in marks and not marks & POLAR - {Mark.PERMIT}:
        return Strength.MAY
    return Strength.MUST


def _undecided(tokens: Sequence[Token], *, only: bool) -> str | None:
    """Why nothing can decide what a clause is limited to; None if it is limited to nothing more."""
    if only and any(token.mark is Mark.NOISE and token.text.lower() == "new" for token in tokens):
        return "nothing here can tell new code from old"
    at = next((at for at, token in enumerate(tokens) if token.mark in {Mark.EXCEPT, Mark.IF}), None)
    if at is None:
        return None
    return f"nothing here can decide the condition '{_quoted(tokens[at:])}'"


def _denied(tokens: Sequence[Token]) -> str | None:
    """Why it cannot be told what a "not" denies that sets nothing against anything; None if there is none.

    "Type hints for parameters but not for return types" wants the first only.
    """
    if any(token.mark in NEGATIVE for token in tokens):
        return None
    at = next((at for at, token in enumerate(tokens) if token.mark is Mark.NOT), None)
    return None if at is None else f"nothing here can tell what is denied by '{_quoted(tokens[at:])}'"


def _lacked(tokens: Sequence[Token]) -> str | None:
    """Why it cannot be told what is said of things that lack something; None if they are forbidden, or there are none.

    "No functions without docstrings" wants docstrings, and "collect functions without docstrings" does not.
    """
    at = next((at for at, token in enumerate(tokens) if token.mark is Mark.WITHOUT), None)
    if at is None or any(token.mark in NEGATIVE for token in tokens):
        return None
    return f"nothing here can tell what is said of things '{_quoted(tokens[at:])}'"


def _quoted(tokens: Sequence[Token]) -> str:
    """The first words of some tokens."""
    return " ".join(token.text for token in tokens[:_QUOTED])


def _positive(
    clause: Clause, strength: Strength, left: Sequence[Token] | None = None, right: Sequence[Token] = ()
) -> Demand:
    tokens = clause.tokens if left is None else left
    negative = any(token.mark in NEGATIVE for token in clause.tokens)
    number, unit = _measure(clause.tokens)
    marks = {token.mark for token in clause.tokens}
    over = _items(right)
    if number is not None and (
        Mark.AT_MOST in marks
        or (negative and Mark.MORE_THAN in marks)
        or (terms(tokens) & {"length", "line-length", "wrap"} and not negative)
    ):
        kind = Kind.LIMIT
    elif over and not negative:
        kind = Kind.PREFER
    elif negative:
        kind = Kind.REQUIRE if Mark.WITHOUT in marks else Kind.FORBID
    else:
        kind = Kind.REQUIRE
    conditions = (terms(clause.tokens) | clause.topic) & CONDITIONS
    items = _items([token for token in tokens if token.term not in CONDITIONS], negative=negative)
    return Demand(
        kind,
        strength,
        items,
        stated=items,
        over=over if kind is Kind.PREFER else (),
        number=number,
        unit=unit,
        purpose=purpose(clause.tokens),
        verbs=frozenset(verb for token in clause.tokens if (verb := verb_of(token))),
        negative=negative,
        told=_is_told(clause.tokens),
        joined=Mark.AND in marks,
        alternative=Mark.OR in marks,
        topic=frozenset(clause.topic) - CONDITIONS,
        include=tuple(dict.fromkeys(clause.include)),
        exclude=tuple(dict.fromkeys(clause.exclude)),
        conditions=frozenset(conditions),
        only=Mark.ONLY in marks,
        exampled=clause.exampled,
    )


def _is_told(tokens: Sequence[Token]) -> bool:
    """Whether a clause may only tell what is done: somebody stands before its verb, or it is in the passive."""
    if any(token.mark in POLAR for token in tokens):
        return False
    verb = next((at for at, token in enumerate(tokens) if token.mark is Mark.DO), 0)
    return verb > 0 and tokens[verb - 1].text.lower() in _SUBJECTS


def _measure(tokens: Sequence[Token]) -> tuple[int | None, str | None]:
    """The number that a clause is about, and its unit; of several numbers, the one next to what compares with it."""
    numbers = [at for at, token in enumerate(tokens) if token.number is not None]
    compared = [at for at, token in enumerate(tokens) if token.mark in {Mark.AT_MOST, Mark.MORE_THAN}]
    if len(numbers) > 1:
        near = [at for at in numbers if any(abs(at - other) <= _NEXT_TO for other in compared)]
        numbers = near if len(near) == 1 else []
    if not numbers:
        return None, None
    unit = next((token for token in tokens[numbers[0] + 1 :] if token.mark is not Mark.NOISE), None)
    return tokens[numbers[0]].number, unit.term if unit else None


def _items(tokens: Sequence[Token], *, negative: bool = False) -> tuple[tuple[Token, ...], ...]:
    """The terms in the groups that "and", "or" and commas make.

    "No lambdas in loops or properties" forbids them in both, and no properties; in "no unused imports or variables" the
    adjective is said of all.
    """
    separated = groupby(tokens, key=lambda token: token.mark in _SEPARATORS or token.sign in {",", "/", "|"})
    groups = [list(group) for separating, group in separated if not separating]
    shared: tuple[Token, ...] = ()
    items: list[tuple[Token, ...]] = []
    for group in groups:
        at = next((at for at, token in enumerate(group) if token.mark is Mark.IN), None)
        named = _named(group)
        alone = len(named) == 1 and named[0].code
        items.append((*shared, *named) if named and at is None and not alone else named)
        if at is not None:
            shared = _named(group[:at]) if negative else ()
        elif named and named[0].term in _OF_ALL:
            shared = named[:1]
    return tuple(item for item in items if item)


def _named(tokens: Sequence[Token]) -> tuple[Token, ...]:
    return tuple(token for token in tokens if token.term and token.mark is None)
