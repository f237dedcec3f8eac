"""Reading a directive: what it forbids, requires, prefers or limits, of what, how strongly and where.

Reading works on tokens and so in every language of `lawful.language`. It is careful rather than clever: a word that
it cannot place stays among the terms of the demand, and a check only hears a demand all of whose terms it knows. What
is not fully understood is therefore reported as unenforced, and never enforced on a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING

from lawful.context.scope import TESTS
from lawful.language import Mark, Strength, Token, lex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lawful.context import Directive


class Kind(Enum):
    """What a demand does with its terms."""

    FORBID = "forbid"
    REQUIRE = "require"
    PREFER = "prefer"
    """The terms are preferred over others."""
    LIMIT = "limit"
    """The terms may not exceed a number."""


_NEGATIVE = frozenset({Mark.FORBID, Mark.DISCOURAGE})
_POLAR = _NEGATIVE | {Mark.REQUIRE, Mark.RECOMMEND, Mark.PERMIT}
_DEMANDING = _NEGATIVE | {Mark.REQUIRE, Mark.RECOMMEND, Mark.DO}
_AGAINST = frozenset({Mark.INSTEAD, Mark.INSTEAD_COMES, Mark.NOT})
_SOFT = frozenset({Mark.DISCOURAGE, Mark.RECOMMEND, Mark.HEDGE})
_SEPARATORS = frozenset({Mark.AND, Mark.OR})
_PLACES = {"test": (TESTS, ()), "production": ((), TESTS)}
_STYLES = frozenset({"snake_case", "PascalCase", "camelCase", "UPPER_CASE"})


_NEXT_TO = 2
"""Tokens between a number and the word that compares with it; a unit may stand between them."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a directive asks for.

    Attributes:
        kind: what is done with the terms.
        strength: how binding it is.
        items: the terms, in the groups that `and`, `or` and commas make.
        over: for a preference, what is not to be used, in the same groups.
        number: the number it names, if it names one.
        joined: whether "and" stands between the items, so that what is said of the last may be meant of all.
        topic: terms of the heading or label it stands under; they help to understand it and need not be explained.
        include: globs of the places it is limited to; empty for every place.
        exclude: globs of the places it leaves out.
    """

    kind: Kind
    strength: Strength
    items: tuple[tuple[Token, ...], ...]
    over: tuple[tuple[Token, ...], ...] = ()
    number: int | None = None
    joined: bool = False
    topic: frozenset[str] = frozenset()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def without(self, heard: frozenset[tuple[Token, ...]]) -> Demand:
        """The demand that is left when some of its items have been heard."""
        items = tuple(item for item in self.items if item not in heard)
        over = tuple(item for item in self.over if item not in heard)
        # A preference is kept as soon as what it replaces is no longer used.
        done = bool(self.over) and not over
        return replace(self, items=() if done else items, over=over)

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
    """

    demands: tuple[Demand, ...]
    strength: Strength
    reason: str | None = None


@dataclass(slots=True)
class _Clause:
    """The tokens of one clause, and what was taken out of them."""

    tokens: list[Token]
    topic: set[str] = field(default_factory=set)
    include: list[str] = field(default_factory=list)
    exclude: list[str] = field(default_factory=list)
    reason: str | None = None

    def has(self, *marks: Mark) -> bool:
        return any(token.mark in marks for token in self.tokens)


def read(directive: Directive) -> Reading:
    """What a directive demands."""
    tokens = _without_asides(lex(directive.text))
    strength = _strength(tokens)
    if tokens and tokens[-1].sign == ":":
        return Reading((), strength, "it introduces what follows it")
    around = _Clause([])
    for heading in directive.headings:
        _under_heading(lex(heading), around)
    label, tokens = _label(tokens)
    around.topic |= _terms(label)
    tokens, condition = _condition(tokens, around)
    if condition:
        return Reading((), strength, f"nothing here can decide the condition '{condition}'")
    inherited = _inherit(directive, tokens, around)
    strength = _strength([*inherited, *tokens])
    demands: list[Demand] = []
    reasons: list[str] = []
    for part in _clauses(tokens):
        clause = _Clause([*inherited, *part], set(around.topic), [*around.include], [*around.exclude])
        demand = _demand(clause, demands)
        if demand:
            demands.append(demand)
        elif clause.reason:
            reasons.append(clause.reason)
    if demands:
        return Reading(tuple(demands), min((each.strength for each in demands), key=list(Strength).index), None)
    return Reading((), strength, reasons[0] if reasons else "it demands nothing of code")


def _without_asides(tokens: Iterable[Token]) -> list[Token]:
    """The tokens without parenthesised examples and synonyms; parentheses that limit the demand stay, opened."""
    kept: list[Token] = []
    stack: list[list[Token]] = [kept]
    for token in tokens:
        if token.sign in {"(", "["}:
            stack.append([])
        elif token.sign in {")", "]"} and len(stack) > 1:
            aside = stack.pop()
            if _limits(aside):
                stack[-1] += aside
        else:
            stack[-1].append(token)
    for unclosed in stack[1:]:
        kept += unclosed
    return kept


def _limits(aside: Sequence[Token]) -> bool:
    marks = {token.mark for token in aside}
    if not aside or Mark.EXAMPLE in marks:
        return False
    numbers = any(token.number is not None for token in aside)
    styles = any(token.term in _STYLES for token in aside)
    return (
        numbers
        or styles
        or bool(marks & {Mark.EXCEPT, Mark.OUTSIDE, Mark.JUDGE, Mark.HEDGE, Mark.ONLY, *_AGAINST})
        or any(_place(token) for token in aside)
    )


def _under_heading(tokens: Sequence[Token], around: _Clause) -> None:
    """What a heading says for everything below it: a place, or that it is all forbidden."""
    places = [token for token in tokens if _place(token)]
    terms = _terms(tokens)
    for token in places:
        if token.code or terms <= {"test", "production", "file"}:
            include, exclude = _place(token) or ((), ())
            around.include += include
            around.exclude += exclude
    if any(token.mark in _NEGATIVE for token in tokens) and not terms - {"anti", "pattern", "list"}:
        around.tokens = [token for token in tokens if token.mark in _NEGATIVE][:1]
    elif any(token.mark in _POLAR for token in tokens):
        around.tokens = []
    around.topic = terms


def _label(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """A label in front of the demand and the demand, where the demand stands without the label.

    `Errors: never use a bare except` has a label; in `Line length: 100` and `Never: eval` label and value are one.
    """
    for at, token in enumerate(tokens):
        if token.sign not in {":", "-"}:
            continue
        before, after = tokens[:at], tokens[at + 1 :]
        own = any(each.mark in _DEMANDING | _AGAINST for each in after)
        if token.sign == "-" and any(each.mark in _POLAR | _AGAINST | {Mark.DO} for each in before):
            # What follows the dash explains, unless it demands something itself.
            return [], [*before, Token(";", sign=";"), *after] if own else before
        if not after or not before:
            return [], [*before, *after]
        if own and not any(each.mark in _NEGATIVE for each in before):
            return before, after
        return [], [*before, *after]
    return [], tokens


def _condition(tokens: list[Token], around: _Clause) -> tuple[list[Token], str | None]:
    """Take away a condition that a directive begins with: where it names a place it limits the rest."""
    if not tokens or tokens[0].mark is not Mark.IF:
        return tokens, None
    end = next((at for at, token in enumerate(tokens) if token.sign == ","), len(tokens))
    clause = _Clause([Token("in", mark=Mark.IN), *(each for each in tokens[1:end] if each.mark is not Mark.DO)])
    _take_places(clause)
    if any(token.term for token in clause.tokens) or end == len(tokens):
        return tokens, " ".join(token.text for token in tokens[:end])
    around.include += clause.include
    around.exclude += clause.exclude
    return tokens[end + 1 :], None


def _inherit(directive: Directive, tokens: Sequence[Token], around: _Clause) -> list[Token]:
    """The tokens that a directive takes over from what introduces it."""
    lead = [token for text in directive.leads for token in _without_asides(lex(text)) if token.sign != ":"]
    from_lead = _Clause(lead)
    _take_places(from_lead)
    around.include += from_lead.include
    around.exclude += from_lead.exclude
    own = any(token.mark in _POLAR | _AGAINST for token in tokens)
    forbidding = [token for token in (*around.tokens, *from_lead.tokens) if token.mark in _NEGATIVE]
    if own:
        around.topic |= _terms(from_lead.tokens)
        return []
    if any(token.mark in _POLAR for token in from_lead.tokens) and not any(token.mark is Mark.DO for token in tokens):
        return [*around.tokens, *(token for token in from_lead.tokens if not _loose(token))]
    around.topic |= _terms(from_lead.tokens)
    return forbidding[:1]


def _loose(token: Token) -> bool:
    """Words of an introduction that only point at the list."""
    return token.term in {"function", "module", "method", "package"} and not token.code


def _clauses(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens, cut where a new demand begins."""
    parts: list[list[Token]] = [[]]
    for at, token in enumerate(tokens):
        part = parts[-1]
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        ends = token.sign in {";", "."} or (
            (token.sign == "," or token.mark is Mark.AND)
            and following is not None
            and following.mark in _DEMANDING
            and not following.text.lower().endswith("ing")
            and any(each.term or each.number for each in part)
        )
        if ends:
            parts.append([])
        else:
            part.append(token)
    return [part for part in parts if any(token.term or token.number is not None for token in part)]


def _demand(clause: _Clause, before: list[Demand]) -> Demand | None:
    """The demand of one clause; notes the reason if there is none."""
    _cut_reasons(clause)
    strength = _strength(clause.tokens)
    if strength is Strength.MAY:
        clause.reason = "it permits something and demands nothing"
        return None
    if clause.has(Mark.JUDGE):
        said = next(token.text for token in clause.tokens if token.mark is Mark.JUDGE)
        clause.reason = f"'{said}' leaves it to somebody's judgement"
        return None
    only = clause.has(Mark.ONLY)
    _take_subject_place(clause)
    _take_places(clause)
    if only and not clause.has(Mark.ONLY):
        return replace(_positive(clause, strength), kind=Kind.FORBID)
    if clause.has(Mark.EXCEPT, Mark.IF):
        at = next(at for at, token in enumerate(clause.tokens) if token.mark in {Mark.EXCEPT, Mark.IF})
        said = " ".join(token.text for token in clause.tokens[at : at + 8])
        clause.reason = f"nothing here can decide the condition '{said}'"
        return None
    left, right = _sides(clause)
    if clause.has(*_AGAINST) and before and before[-1].kind is Kind.FORBID and not right:
        return None  # "use the other one instead" belongs to the demand before it
    return _positive(clause, strength, left, right)


def _positive(
    clause: _Clause, strength: Strength, left: Sequence[Token] | None = None, right: Sequence[Token] = ()
) -> Demand:
    tokens = clause.tokens if left is None else left
    negative = any(token.mark in _NEGATIVE for token in clause.tokens)
    number = _number(clause.tokens)
    marks = {token.mark for token in clause.tokens}
    over = _items(right)
    if number is not None and (
        Mark.AT_MOST in marks
        or (negative and Mark.MORE_THAN in marks)
        or (_terms(tokens) & {"length", "line-length"} and not negative)
    ):
        kind = Kind.LIMIT
    elif over and not negative:
        kind = Kind.PREFER
    elif negative:
        kind = Kind.REQUIRE if Mark.WITHOUT in marks else Kind.FORBID
    else:
        kind = Kind.REQUIRE
    return Demand(
        kind,
        strength,
        _items(tokens),
        over if kind is Kind.PREFER else (),
        number,
        Mark.AND in marks,
        frozenset(clause.topic),
        tuple(dict.fromkeys(clause.include)),
        tuple(dict.fromkeys(clause.exclude)),
    )


def _number(tokens: Sequence[Token]) -> int | None:
    """The number that a clause is about: its only one or, of several, the one next to what compares with it."""
    numbers = [at for at, token in enumerate(tokens) if token.number is not None]
    compared = [at for at, token in enumerate(tokens) if token.mark in {Mark.AT_MOST, Mark.MORE_THAN}]
    if len(numbers) > 1:
        near = [at for at in numbers if any(abs(at - other) <= _NEXT_TO for other in compared)]
        numbers = near if len(near) == 1 else []
    return tokens[numbers[0]].number if numbers else None


def _cut_reasons(clause: _Clause) -> None:
    """Drop what only explains: reasons and examples, which stand at the end."""
    for at, token in enumerate(clause.tokens):
        if token.mark in {Mark.BECAUSE, Mark.EXAMPLE} and any(each.term for each in clause.tokens[:at]):
            del clause.tokens[at:]
            return


def _sides(clause: _Clause) -> tuple[list[Token], list[Token]]:
    """What stands before and after "instead of"; "over 50" compares and prefers nothing."""
    tokens = clause.tokens
    for at, token in enumerate(tokens):
        demanded = any(each.mark in _DEMANDING for each in tokens[:at])
        if token.mark is Mark.INSTEAD or (token.mark is Mark.NOT and demanded):
            following = tokens[at + 1] if at + 1 < len(tokens) else None
            if following is not None and following.number is not None:
                tokens[at] = Token(token.text, mark=Mark.MORE_THAN)
                continue
            return tokens[:at], tokens[at + 1 :]
        if token.mark is Mark.INSTEAD_COMES:
            return tokens[at + 1 :], tokens[:at]
    return tokens, []


def _items(tokens: Sequence[Token]) -> tuple[tuple[Token, ...], ...]:
    groups = groupby(tokens, key=lambda token: token.mark in _SEPARATORS or token.sign in {",", "/", "|"})
    items = (
        tuple(token for token in group if token.term and token.mark is None)
        for separating, group in groups
        if not separating
    )
    return tuple(item for item in items if item)


def _take_subject_place(clause: _Clause) -> None:
    """A demand whose subject is a place: `Tests must not print`."""
    said = [token for token in clause.tokens if token.term or token.mark not in {Mark.NOISE, Mark.IN}]
    if len(said) > 1 and _place(said[0]) and said[1].mark in _POLAR:
        _add_place(clause, said[0], outside=False)
        clause.tokens.remove(said[0])


def _take_places(clause: _Clause) -> None:
    """Take the places out of a clause: `in tests`, `outside app/`, `except in scripts/`."""
    tokens = _with_place_first(clause.tokens)
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        outside = tokens[at].mark in {Mark.OUTSIDE, Mark.EXCEPT}
        end = _skip_noise(tokens, at + 1, also=(Mark.IN,) if outside else ())
        if tokens[at].mark not in {Mark.IN, Mark.OUTSIDE, Mark.EXCEPT} or end >= len(tokens) or not _place(tokens[end]):
            kept.append(tokens[at])
            at += 1
            continue
        only = next((each for each in reversed(kept) if each.mark is Mark.ONLY), None) or (
            tokens[at - 1] if at and tokens[at - 1].mark is Mark.ONLY else None
        )
        if only in kept:
            kept.remove(only)
        while end < len(tokens) and _place(tokens[end]):
            _add_place(clause, tokens[end], outside=outside or only is not None)
            at = end + 1
            end = _skip_noise(tokens, at, also=(Mark.AND, Mark.OR, Mark.IN), commas=True)
    clause.tokens = kept


def _with_place_first(tokens: list[Token]) -> list[Token]:
    """The tokens with "a place, in it" said as "in a place"."""
    ordered: list[Token] = []
    for token in tokens:
        if token.mark is not Mark.IN_IT:
            ordered.append(token)
        elif ordered and _place(ordered[-1]) and not (len(ordered) > 1 and ordered[-2].mark is Mark.IN):
            ordered.insert(len(ordered) - 1, Token(token.text, mark=Mark.IN))
    return ordered


def _skip_noise(tokens: Sequence[Token], at: int, also: tuple[Mark, ...] = (), *, commas: bool = False) -> int:
    while at < len(tokens) and (
        tokens[at].mark in {Mark.NOISE, *also}
        or (commas and tokens[at].sign == ",")
        or (not tokens[at].code and tokens[at].term in {"file", "module"})
    ):
        at += 1
    return at


def _add_place(clause: _Clause, token: Token, *, outside: bool) -> None:
    include, exclude = _place(token) or ((), ())
    clause.include += exclude if outside else include
    clause.exclude += include if outside else exclude


def _place(token: Token) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The globs that a token includes and excludes, if it names a place."""
    if not token.code:
        return _PLACES.get(token.term or "")
    text = token.text
    if " " in text or not ("/" in text or "*" in text or text.endswith((".py", ".pyi"))) or text in {"*", "**"}:
        return None
    if "/" not in text and "*" not in text:
        return ((f"**/{text}",), ())
    name = text.rstrip("/").rsplit("/", 1)[-1]
    if text.endswith("/") or "*" in text or "." in name:
        return ((text,), ())
    return ((f"{text}/**",), ())


def _terms(tokens: Iterable[Token]) -> set[str]:
    return {token.term for token in tokens if token.term and token.mark is None}


def _strength(tokens: Iterable[Token]) -> Strength:
    marks = {token.mark for token in tokens}
    if marks & _SOFT:
        return Strength.SHOULD
    if Mark.PERMIT in marks and not marks & _POLAR - {Mark.PERMIT}:
        return Strength.MAY
    return Strength.MUST
