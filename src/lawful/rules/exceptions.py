"""Exceptions that are stated apart from what they limit: in the next sentence, in a sub-bullet, below "Exceptions:"."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lawful.language import Mark, Token, lex
from lawful.rules.clause import DEMANDING, Clause, terms
from lawful.rules.places import place, take_places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lawful.context import Directive

_EXCEPTION = "exception"
_EXCEPTING = frozenset({Mark.EXCEPT, Mark.OUTSIDE, Mark.EXEMPT})
_OWN_DEMAND = DEMANDING - {Mark.DO}
_LINKING = frozenset({Mark.NOISE, Mark.ONLY, Mark.AND, Mark.OR, Mark.IN, Mark.DO, Mark.PERMIT})
"""What stands between the places of an exception and says nothing that limits it further."""


Excepted = tuple[tuple[Token, ...], ...]
"""What directives take out of one, each by its words."""
_BRACKETS = frozenset({"(", ")", "[", "]"})


@dataclass(slots=True)
class Exceptions:
    """What directives take out of others, both by their number in the file.

    Attributes:
        excepted: for a directive that is limited, what it leaves out.
        limited: for a directive that only limits, the directive that it limits.
    """

    excepted: dict[int, Excepted] = field(default_factory=dict)
    limited: dict[int, int] = field(default_factory=dict)


def exceptions(directives: Sequence[Directive]) -> Exceptions:
    """The exceptions among some directives, which stand in the order of their files."""
    found = Exceptions()
    latest: dict[tuple[str, str], int] = {}
    for number, directive in enumerate(directives):
        targets = _before(directives, number, found.limited) or _above(directives, directive, latest, found.limited)
        tokens = _without_end(lex(directive.text)) if targets else ()
        excepted = _excepted(tokens, directive, [directives[at] for at in targets]) if tokens else None
        if excepted is not None:
            found.limited[number] = targets[0]
            for at in targets:
                found.excepted[at] = (*found.excepted.get(at, ()), *([excepted] if excepted else []))
        latest[directive.place.path, directive.text] = number
    return found


def without_introduction(tokens: list[Token]) -> list[Token]:
    """The tokens of a directive that ends with "except in:" without those words: the list below it says the rest."""
    end = len(tokens)
    while end and (tokens[end - 1].sign in {":", ","} or tokens[end - 1].mark in {Mark.NOISE, Mark.IN, *_EXCEPTING}):
        end -= 1
    return tokens[:end] if any(token.sign == ":" for token in tokens[end:]) else tokens


def leave_out(excepted: Excepted, around: Clause) -> list[Token]:
    """Leave out the places that exceptions name; what else they name is given back."""
    unless: list[Token] = []
    for tokens in excepted:
        clause = Clause(
            [Token("except", mark=Mark.EXCEPT), *(token for token in tokens if token.sign not in _BRACKETS)]
        )
        clause.cut_reasons()
        take_places(clause)
        around.exclude += clause.exclude
        unless += [token for token in clause.tokens if token.mark not in {Mark.EXCEPT, Mark.NOISE}]
    return unless


def _before(directives: Sequence[Directive], number: int, limiting: Mapping[int, int]) -> list[int]:
    """The sentences before one in its bullet or paragraph."""
    block = _block(directives[number])
    first = number
    while block[1] and first > 0 and _block(directives[first - 1]) == block:
        first -= 1
    return [at for at in range(first, number) if at not in limiting]


def _above(
    directives: Sequence[Directive],
    directive: Directive,
    latest: Mapping[tuple[str, str], int],
    limiting: Mapping[int, int],
) -> list[int]:
    """The sentences of the bullet or paragraph that a directive stands below."""
    if not directive.leads:
        return []
    parent = latest.get((directive.place.path, directive.leads[-1]))
    if parent is None or (parent not in limiting and _is_heading(lex(directive.leads[-1]))):
        return []
    parent = limiting.get(parent, parent)
    return [*_before(directives, parent, limiting), parent]


def _block(directive: Directive) -> tuple[str, int]:
    return (directive.place.path, directive.block)


def _without_end(tokens: Sequence[Token]) -> tuple[Token, ...]:
    end = len(tokens)
    while end and tokens[end - 1].sign in {".", "!", ";"}:
        end -= 1
    return tuple(tokens[:end])


def _excepted(
    tokens: tuple[Token, ...], directive: Directive, limited: Sequence[Directive]
) -> tuple[Token, ...] | None:
    """What a directive leaves out of others, if it says nothing else."""
    said = _after_noise(tokens)
    if not said or any(token.mark in _OWN_DEMAND for token in said):
        return None
    if directive.leads and _only_introduces(lex(directive.leads[-1])):
        return tokens
    if said[0].mark in {Mark.EXCEPT, Mark.OUTSIDE}:
        return said[1:]
    if said[0].term == _EXCEPTION and not said[0].code:
        return _named(said[1:])
    exempt = tuple(token for token in said if token.mark is not Mark.EXEMPT)
    return exempt if len(exempt) < len(said) else _permitted(tokens, limited)


def _named(rest: tuple[Token, ...]) -> tuple[Token, ...] | None:
    """What "exception: ..." and "exceptions are ..." name; "exceptions are logged" is a sentence of its own."""
    if rest and rest[0].sign in {":", "-"}:
        return rest[1:]
    return rest if _only_places(rest) else None


def _permitted(tokens: tuple[Token, ...], limited: Sequence[Directive]) -> tuple[Token, ...] | None:
    """The places for which the very thing is permitted that the others forbid: "only `cli.py` may print"."""
    said = _after_noise(tokens)
    permitted = any(token.mark in {Mark.PERMIT, Mark.ONLY} for token in tokens)
    places = tuple(token for token in said if place(token, excepted=True))
    about = {term for each in limited for term in terms(lex(each.text))}
    left = [token for token in said if token not in places]
    return places if permitted and places and terms(left) <= about and _links(left) else None


def _only_introduces(tokens: Sequence[Token]) -> bool:
    """Whether an introduction ends with an exception, so that the list below it says what is left out."""
    if not tokens or tokens[-1].sign != ":":
        return False
    said = [token for token in tokens[:-1] if token.mark not in {Mark.NOISE, Mark.IN}]
    return bool(said) and (
        said[-1].mark in _EXCEPTING
        or (said[-1].term == _EXCEPTION and all(each.mark is Mark.ONLY for each in said[:-1]))
    )


def _is_heading(tokens: Sequence[Token]) -> bool:
    """Whether an introduction says nothing but "exceptions", which may also be those that code raises."""
    return {token.term for token in tokens if token.term} == {_EXCEPTION}


def _after_noise(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    at = 0
    while at < len(tokens) and tokens[at].mark in {Mark.NOISE, Mark.ONLY, Mark.IN}:
        at += 1
    return tokens[at:]


def _only_places(tokens: Sequence[Token]) -> bool:
    return any(place(token, excepted=True) for token in tokens) and all(
        place(token, excepted=True) or token.mark in _LINKING or token.sign == "," for token in tokens
    )


def _links(tokens: Sequence[Token]) -> bool:
    return all(token.term or token.mark in _LINKING or token.sign == "," for token in tokens)
