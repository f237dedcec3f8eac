"""Reading a directive: what it forbids, requires, prefers or limits, of what, how strongly and where.

Reading works on tokens and so in every language of `lawful.language`. It is careful rather than clever: a word that
it cannot place stays among the terms of the demand, and a check only hears a demand all of whose terms it knows. What
is not fully understood is therefore reported as unenforced, and never enforced on a guess.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lawful.language import Mark, Strength, Token, lex
from lawful.rules.clause import DEMANDING, NEGATIVE, POLAR, Clause, cut, terms, wants_subject
from lawful.rules.conditions import take_condition, take_grants
from lawful.rules.demand import Demand, Reading
from lawful.rules.demanding import demand_of, strength_of, without_permitted
from lawful.rules.exceptions import leave_out
from lawful.rules.pairing import paired
from lawful.rules.places import place
from lawful.rules.rewording import in_one_way
from lawful.rules.surroundings import inherit, is_folder, take_label, under_heading
from lawful.rules.telling import no_demand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.context import Directive
    from lawful.rules.exceptions import Excepted

_NOTES = frozenset({"todo", "fixme"})
_LONGEST = 400
"""Words and signs that one demand may have; what is longer is not read, however it is put together."""


def read(directive: Directive, excepted: Excepted = ()) -> Reading:
    """What a directive demands.

    Args:
        directive: the directive.
        excepted: what other directives take out of it.
    """
    tokens = lex(directive.text)
    if len(tokens) > _LONGEST:
        return Reading((), strength_of(tokens), f"it is longer than {_LONGEST} words, and so no single demand")
    return _read(in_one_way(tokens, directive, excepted), directive, excepted)


def _read(tokens: list[Token], directive: Directive, excepted: Excepted) -> Reading:
    strength = strength_of(tokens)
    if reason := no_demand(directive, tokens):
        return Reading((), strength, reason)
    around = Clause([])
    for heading in directive.headings:
        under_heading(lex(heading), around)
    label, tokens = take_label(tokens)
    around.topic |= terms(label)
    if terms(label) & _NOTES:
        return Reading((), strength, "it is a note of something that is still to be done")
    tokens, granted = take_grants(tokens)
    tokens, condition = take_condition(tokens, around)
    if condition:
        return Reading((), strength, f"nothing here can decide the condition '{condition}'")
    inherited = inherit(directive, tokens, around)
    unless = leave_out(excepted, around)
    if any(token.mark in NEGATIVE for token in inherited):
        tokens = _lacking(tokens)
    strength = strength_of([*inherited, *tokens])
    folders = [glob for token in label if is_folder(token) for glob in (place(token) or ((), ()))[0]]
    demands, reason = _demands([[*inherited, *part] for part in cut(tokens)], len(inherited), around, folders)
    if not demands:
        return Reading((), strength, reason or "it demands nothing of code")
    within = tuple(dict.fromkeys(around.include))
    demands = [replace(each, within=within, unless=(*each.unless, *unless)) for each in demands]
    strength = min((each.strength for each in demands), key=list(Strength).index)
    return Reading(tuple(demands), strength, None, granted)


def _demands(
    parts: Sequence[list[Token]], own: int, around: Clause, folders: Sequence[str]
) -> tuple[list[Demand], str | None]:
    """The demands of the clauses of a directive, or why there are none.

    Args:
        parts: the tokens of each clause.
        own: where each part's own tokens begin, behind those that it takes over.
        around: what is known of what surrounds it.
        folders: globs of the folders that its label names.
    """
    demands: list[Demand] = []
    reasons: list[str] = []
    before = Clause([])
    for part in parts:
        clause = Clause(part, set(around.topic), exclude=[*around.exclude])
        clause.include += [*_place_before(part[own:], before), *folders]
        before = clause
        demand = demand_of(clause, demands)
        if demand:
            demands.append(paired(demand, demands[-1]) if demands else demand)
        elif clause.permitting:
            demands = [without_permitted(each, clause) for each in demands]
        if clause.reason:
            reasons.append(clause.reason)
    return demands, reasons[0] if reasons else None


def _lacking(tokens: list[Token]) -> list[Token]:
    """The tokens of one of several sins: "functions not documented" are functions without documentation."""
    if any(token.mark in POLAR for token in tokens):
        return tokens
    return [replace(token, mark=Mark.WITHOUT) if token.mark is Mark.NOT else token for token in tokens]


def _place_before(part: Sequence[Token], before: Clause) -> list[str]:
    """The places of the clause before that hold for a part, which goes on where that has stopped.

    A part without a verb has that of the clause before, and with it its place: "use `a`, not `b`, in tests; `c`, not
    `d`". One that begins with "should" or "must" has its subject: "tests must be small and must have docstrings".
    """
    if not any(token.mark in DEMANDING for token in part):
        elsewhere = any(token.mark is Mark.PERMIT or place(token) for token in part)
        return [] if elsewhere else before.include
    return before.subject if wants_subject(part[0]) else []
