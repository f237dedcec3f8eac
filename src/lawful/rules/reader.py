"""Reading a directive: what it forbids, requires, prefers or limits, of what, how strongly and where.

Reading works on tokens and so in every language of `lawful.language`. It is careful rather than clever: a word that
it cannot place stays among the terms of the demand, and a check only hears a demand all of whose terms it knows. What
is not fully understood is therefore reported as unenforced, and never enforced on a guess.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from lawful.language import Mark, Strength, Token, lex
from lawful.rules.clause import AGAINST, DEMANDING, NEGATIVE, POLAR, Clause, terms
from lawful.rules.conditions import (
    CONDITIONS,
    compares,
    take_condition,
    take_exception,
    take_grants,
    take_splitting,
    with_purposes,
)
from lawful.rules.demand import Demand, Kind, Reading
from lawful.rules.exceptions import leave_out, without_introduction
from lawful.rules.places import place, take_places, take_subject_place, within_places
from lawful.rules.telling import no_demand

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lawful.context import Directive
    from lawful.rules.exceptions import Excepted

_SOFT = frozenset({Mark.DISCOURAGE, Mark.RECOMMEND, Mark.HEDGE})
_SEPARATORS = frozenset({Mark.AND, Mark.OR})
_STYLES = frozenset({"snake_case", "PascalCase", "camelCase", "UPPER_CASE"})
_PRONOUNS = frozenset({"it", "they", "this", "these", "that", "we"})
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_REMOVING = frozenset({"remove", "delete", "replace"})
"""Verbs that say of a thing that it is not to stay."""
_NOTES = frozenset({"todo", "fixme"})
_POINTING = frozenset("function module method package issue problem item flag minor major critical common".split())
"""Words with which an introduction points at the list below it."""
_SUPERFLUOUS = frozenset({"unnecessary"})
_MODALS = frozenset(
    {"must", "must be", "must have", "must not", "should", "should be", "should have", "should not", "shall"}
    | {"need", "needs", "need to", "needs to", "requires"}
)
"""Verbs that want a subject."""
_SWITCHES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
"""What settings are switched on and off with."""
_SUBJECTS = frozenset(
    """
    we i they it you this is are was project projects app application service codebase repo repository backend api team
    tests
    我们 我們 项目 專案
    """.split()
)
"""What stands before a verb that tells what somebody does."""
_LONGEST = 400
"""Words and signs that one demand may have; what is longer is not read, however it is put together."""
_NEXT_TO = 2
"""Tokens between a number and the word that compares with it; a unit may stand between them."""
_QUOTED = 8
"""Words of a directive that are quoted where they are the reason why nothing holds it."""


def read(directive: Directive, excepted: Excepted = ()) -> Reading:
    """What a directive demands.

    Args:
        directive: the directive.
        excepted: what other directives take out of it.
    """
    tokens = lex(directive.text)
    if len(tokens) > _LONGEST:
        return Reading((), _strength(tokens), f"it is longer than {_LONGEST} words, and so no single demand")
    return _read(_understood(tokens, directive, excepted), directive, excepted)


def _read(tokens: list[Token], directive: Directive, excepted: Excepted) -> Reading:
    strength = _strength(tokens)
    if reason := no_demand(directive, tokens):
        return Reading((), strength, reason)
    around = Clause([])
    for heading in directive.headings:
        _under_heading(lex(heading), around)
    label, tokens = _label(tokens)
    around.topic |= terms(label)
    if terms(label) & _NOTES:
        return Reading((), strength, "it is a note of something that is still to be done")
    tokens, granted = take_grants(tokens)
    tokens, condition = take_condition(tokens, around)
    if condition:
        return Reading((), strength, f"nothing here can decide the condition '{condition}'")
    inherited = _inherit(directive, tokens, around)
    unless = leave_out(excepted, around)
    if any(token.mark in NEGATIVE for token in inherited):
        tokens = _lacking(tokens)
    strength = _strength([*inherited, *tokens])
    demands: list[Demand] = []
    reasons: list[str] = []
    before = Clause([])
    for part in _clauses(tokens):
        clause = Clause([*inherited, *part], set(around.topic), exclude=[*around.exclude])
        clause.include += _place_before(part, before)
        before = clause
        clause.include += [glob for token in label if _is_folder(token) for glob in (place(token) or ((), ()))[0]]
        demand = _demand(clause, demands)
        if demand:
            within = tuple(dict.fromkeys(around.include))
            demands.append(replace(demand, within=within, unless=(*demand.unless, *unless)))
        elif clause.reason:
            reasons.append(clause.reason)
    if demands:
        strength = min((each.strength for each in demands), key=list(Strength).index)
        return Reading(tuple(demands), strength, None, granted)
    return Reading((), strength, reasons[0] if reasons else "it demands nothing of code")


def _understood(tokens: Sequence[Token], directive: Directive, excepted: Excepted) -> list[Token]:
    """The tokens of a directive, with what may be said in several ways said in one."""
    said = within_places(_without_asides(tokens))
    said = without_introduction(said) if excepted else said
    return with_purposes(_as_demand(compares(_imperative(_numbered(_without_colon(_needless(said), directive))))))


def _needless(tokens: list[Token]) -> list[Token]:
    """The tokens with what is unnecessary told from what may be left out: "avoid unnecessary comments"."""
    return [
        Token(token.text, term="needless") if at and _is_superfluous(token, tokens[at - 1]) else token
        for at, token in enumerate(tokens)
    ]


def _is_superfluous(token: Token, before: Token) -> bool:
    return token.mark is Mark.PERMIT and token.text.lower() in _SUPERFLUOUS and before.mark in NEGATIVE


def _place_before(part: Sequence[Token], before: Clause) -> list[str]:
    """The places of the clause before that hold for a part, which goes on where that has stopped.

    A part without a verb has that of the clause before, and with it its place: "use `a`, not `b`, in tests; `c`, not
    `d`". One that begins with "should" or "must" has its subject: "tests must be small and must have docstrings".
    """
    if not any(token.mark in DEMANDING for token in part):
        return [] if any(place(token) for token in part) else before.include
    return before.subject if _wants_subject(part[0]) else []


def _without_colon(tokens: list[Token], directive: Directive) -> list[Token]:
    """The tokens without the colon at their end, where they say all that is demanded.

    They do if code follows that shows what they mean, and if only what stands behind a comma points at a list.
    """
    if not tokens or tokens[-1].sign != ":":
        return tokens
    said = _without_pointer(tokens[:-1])
    pointed = len(said) < len(tokens) - 1
    if not pointed and (not directive.illustrated or not said or said[-1].mark is Mark.IN):
        return tokens
    demanding = (token.mark in POLAR or (token.mark is Mark.DO and not _is_gerund(token)) for token in said)
    return said if any(demanding) else tokens


def _without_pointer(tokens: list[Token]) -> list[Token]:
    """The tokens without what stands behind the last comma, if that only points at a list: ", as follows"."""
    comma = next((at for at in reversed(range(len(tokens))) if tokens[at].sign == ","), len(tokens))
    pointing = {token.mark for token in tokens[comma + 1 :]} <= {Mark.NOISE, Mark.EXAMPLE, Mark.REQUIRE}
    return tokens[:comma] if pointing and not terms(tokens[comma:]) else tokens


def _numbered(tokens: list[Token]) -> list[Token]:
    """The tokens with numbers in words as numbers, where something is compared with one."""
    compared = {Mark.AT_MOST, Mark.MORE_THAN, Mark.AT_LEAST}
    if not any(token.mark in compared or token.term == "indentation" for token in tokens):
        return tokens
    return [
        Token(token.text, number=_NUMBERS.index(token.text.lower()) + 2) if token.text.lower() in _NUMBERS else token
        for token in tokens
    ]


def _imperative(tokens: list[Token]) -> list[Token]:
    """A demand that begins with what is to be done to its thing: "remove `print`", "replace `a` with `b`"."""
    first = tokens[0] if tokens else None
    if first is None or first.code or first.term not in _REMOVING or any(each.mark in POLAR for each in tokens):
        return tokens
    end = next((at for at, each in enumerate(tokens) if each.text.lower() in {"with", "by"}), len(tokens))
    if first.term == "replace" and (end == len(tokens) or not any(each.code for each in tokens[:end])):
        return tokens
    return [Token(first.text, mark=Mark.FORBID), *tokens[1:end]]


def _as_demand(tokens: list[Token]) -> list[Token]:
    """A setting that is switched on or off as a demand: `wildcard_imports: false`."""
    if [token.sign for token in tokens[1:]][-2:-1] != [":"] or tokens[-1].text not in _SWITCHES:
        return tokens
    said = tokens[:-2]
    on = _SWITCHES[tokens[-1].text]
    permitted = any(token.mark is Mark.PERMIT for token in said)
    demanded = any(token.mark in {Mark.REQUIRE, Mark.RECOMMEND} for token in said)
    if any(token.mark in NEGATIVE for token in said) or (on and (permitted or demanded)):
        return said if on else tokens
    rest = [token for token in said if token.mark not in POLAR]
    return [Token(tokens[-1].text, mark=Mark.REQUIRE if on else Mark.FORBID), *rest]


def _lacking(tokens: list[Token]) -> list[Token]:
    """The tokens of one of several sins: "functions not documented" are functions without documentation."""
    if any(token.mark in POLAR for token in tokens):
        return tokens
    return [replace(token, mark=Mark.WITHOUT) if token.mark is Mark.NOT else token for token in tokens]


def _is_gerund(token: Token) -> bool:
    return token.text.lower().endswith("ing")


def _without_asides(tokens: Iterable[Token]) -> list[Token]:
    """The tokens without parenthesised examples and synonyms; parentheses that limit the demand stay, opened."""
    kept: list[Token] = []
    stack: list[list[Token]] = [kept]
    besides: list[Token] = []
    set_against = False
    for token in tokens:
        if set_against and token.sign == ",":
            # What is set against something else in parentheses ends with them.
            stack[-1].append(Token(";", sign=";"))
        set_against = False
        if token.sign in {"(", "["}:
            stack.append([])
        elif token.sign in {")", "]"} and len(stack) > 1:
            aside = stack.pop()
            if _says_itself(aside):
                besides += [Token(";", sign=";"), *aside]
            elif _limits(aside):
                stack[-1] += aside
                set_against = aside[0].mark in AGAINST
        else:
            stack[-1].append(token)
    for unclosed in stack[1:]:
        kept += unclosed
    return [*kept, *besides]


def _says_itself(aside: Sequence[Token]) -> bool:
    """Whether parentheses hold a demand of their own, after an example of the one before: (`a`, not `b`)."""
    against = next((at for at, token in enumerate(aside) if token.mark in AGAINST), 0)
    return against > 0 and aside[0].code and not any(token.mark is Mark.EXAMPLE for token in aside)


def _limits(aside: Sequence[Token]) -> bool:
    marks = {token.mark for token in aside}
    if not aside or Mark.EXAMPLE in marks:
        return False
    numbers = any(token.number is not None for token in aside)
    styles = any(token.term in _STYLES for token in aside)
    return (
        numbers
        or styles
        or bool(marks & {Mark.EXCEPT, Mark.OUTSIDE, Mark.JUDGE, Mark.HEDGE, Mark.ONLY, *AGAINST})
        or any(place(token) for token in aside)
    )


def _under_heading(tokens: Sequence[Token], around: Clause) -> None:
    """What a heading says for everything below it: a place, or that it is all forbidden."""
    places = [token for token in tokens if place(token)]
    said = terms(tokens)
    for token in places:
        if token.code or said <= {"test", "production", "file"}:
            include, exclude = place(token) or ((), ())
            around.include += include
            around.exclude += exclude
    if any(token.mark in NEGATIVE for token in tokens) and not said - {"anti", "pattern", "list"}:
        around.tokens = [token for token in tokens if token.mark in NEGATIVE][:1]
    elif any(token.mark in POLAR for token in tokens):
        around.tokens = []
    around.topic = said


def _label(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """A label in front of the demand and the demand, where the demand stands without the label.

    `Errors: never use a bare except` has a label; in `Line length: 100` and `Never: eval` label and value are one.
    """
    for at, token in enumerate(tokens):
        if token.sign not in {":", "-"}:
            continue
        before, after = tokens[:at], tokens[at + 1 :]
        apart = [*before, Token(";", sign=";"), *after]
        own = any(each.mark in DEMANDING | AGAINST for each in after)
        if token.sign == "-" and any(each.mark in POLAR | AGAINST | {Mark.DO} for each in before):
            # What follows the dash explains, unless it demands something itself.
            return [], apart if own else before
        if token.sign == ":" and after and len(before) == 1 and _is_folder(before[0]):
            return before, after
        if before and own and not any(each.mark in NEGATIVE for each in before):
            return before, _without_explanation(after)
        if own and _says_again(before, after):
            return [], apart
        return [], before if after and not own and _explains(before, after) else [*before, *after]
    return [], tokens


def _without_explanation(tokens: list[Token]) -> list[Token]:
    """The tokens of a demand without what stands behind a dash, which only explains it if it demands nothing itself."""
    dash = next((at for at, each in enumerate(tokens) if each.sign == "-"), len(tokens))
    demanded = any(each.mark in DEMANDING for each in tokens[:dash])
    return tokens[:dash] if demanded and not any(each.mark in DEMANDING | AGAINST for each in tokens[dash:]) else tokens


def _explains(before: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether a demand is complete at its colon, and what follows is prose: "never use `eval`: it runs anything"."""
    demanded = any(token.mark in POLAR | {Mark.DO} for token in before) and any(token.code for token in before)
    prose = any(token.term and not token.code for token in after)
    pronoun = after[0].text.lower() in _PRONOUNS and any(token.mark in POLAR for token in before)
    return prose and (demanded or pronoun)


def _says_again(before: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether a demand is complete at its colon, and another one follows: "never hide errors: no `except: pass`"."""
    first = next((token for token in after if token.mark is not Mark.NOISE), None)
    stated = any(token.mark in NEGATIVE for token in before) and any(token.term for token in before)
    return stated and first is not None and first.mark in DEMANDING


def _is_folder(token: Token) -> bool:
    return token.code and token.text.endswith("/") and place(token) is not None


def _inherit(directive: Directive, tokens: Sequence[Token], around: Clause) -> list[Token]:
    """The tokens that a directive takes over from what introduces it."""
    lead: list[Token] = []
    for text in directive.leads:
        said = [token for token in _without_asides(lex(text)) if token.sign != ":"]
        if len(_without_pointer(said)) < len(said):
            around.topic |= terms(said)  # it demands something by itself, which its list only explains
        else:
            lead += said
    from_lead = Clause(lead)
    from_lead.cut_reasons()  # or it would cut off what the bullet says itself
    take_places(from_lead)
    around.include += from_lead.include
    around.exclude += from_lead.exclude
    own = any(token.mark in POLAR for token in tokens) or bool(_sides(tokens)[1])
    forbidding = [token for token in (*around.tokens, *from_lead.tokens) if token.mark in NEGATIVE]
    if not terms(from_lead.tokens) and from_lead.has(Mark.INSTEAD):
        forbidding.append(Token("instead of", mark=Mark.FORBID))  # what stands below is what something else replaces
    if own:
        around.topic |= terms(from_lead.tokens)
        return []
    if any(token.mark in POLAR for token in from_lead.tokens) and not any(token.mark is Mark.DO for token in tokens):
        return [*around.tokens, *(token for token in from_lead.tokens if not _loose(token))]
    around.topic |= terms(from_lead.tokens)
    return forbidding[:1]


def _loose(token: Token) -> bool:
    """Words of an introduction that only point at the list."""
    return token.term in _POINTING and not token.code


def _clauses(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens, cut where a new demand begins."""
    parts: list[list[Token]] = [[]]
    for at, token in enumerate(tokens):
        part = parts[-1]
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.sign == "," and _is_subject(part, following):
            continue
        short = token.sign == "." and bool(part) and part[-1].mark is Mark.AT_MOST  # "max. 100"
        ends = (token.sign in {";", "."} and not short) or (
            (token.sign == "," or token.mark is Mark.AND)
            and following is not None
            and _begins_demand(tokens[at + 1 : at + 3])
            and not _is_gerund(following)
            and any(each.term or each.number for each in part)
        )
        ends = ends or (token.sign == "," and _says_more(part, tokens[at + 1 :]))
        if ends:
            parts.append([])
        else:
            part.append(token)
    return [part for part in parts if any(token.term or token.number is not None for token in part)]


def _begins_demand(tokens: Sequence[Token]) -> bool:
    """Whether tokens begin with a verb that demands, or with "only" and such a verb."""
    first, *rest = (token.mark for token in tokens)
    return first in DEMANDING or (first is Mark.ONLY and rest[:1] != [] and rest[0] in DEMANDING)


def _is_subject(part: Sequence[Token], following: Token | None) -> bool:
    """Whether a part is the subject of the verb behind its comma: "classes, and functions too, need docstrings"."""
    return following is not None and _wants_subject(following) and not any(each.mark in DEMANDING for each in part)


def _wants_subject(token: Token) -> bool:
    return token.mark in POLAR and token.text.lower() in _MODALS


def _says_more(part: Sequence[Token], rest: Sequence[Token]) -> bool:
    """Whether a demand is complete at a comma, and what follows has a verb of its own: "no comments, names should"."""
    following = list(takewhile(lambda token: token.sign is None, rest))
    verb = next((at for at, token in enumerate(following) if token.mark in POLAR - {Mark.PERMIT}), 0)
    if following[:1] and following[0].mark is Mark.AND:
        verb = next((at for at, token in enumerate(following) if token.mark in DEMANDING and not _is_gerund(token)), 0)
        done = any(token.mark in DEMANDING for token in part) and any(token.term for token in part)
        return done and any(token.term for token in following[:verb])
    return (
        any(token.mark in NEGATIVE for token in part)
        and any(token.term for token in part)
        and any(token.term for token in following[:verb])
        and not any(token.mark in AGAINST | {Mark.AND, Mark.OR} for token in following[:verb])
    )


def _demand(clause: Clause, before: list[Demand]) -> Demand | None:
    """The demand of one clause; notes the reason if there is none."""
    clause.cut_reasons()
    strength = _strength(clause.tokens)
    limited = clause.has(Mark.ONLY) or (clause.has(Mark.AT_MOST) and _number(clause.tokens) is not None)
    if strength is Strength.MAY and limited:
        strength = Strength.MUST  # what is permitted only so far, or only there, is forbidden beyond it
    if strength is Strength.MAY:
        clause.reason = "it permits something and demands nothing"
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
    left, right = _sides(clause.tokens)
    clause.reason = _undecided(clause.tokens, only=only) or _denied(left)
    if clause.reason:
        return None
    if clause.has(*AGAINST) and before and before[-1].kind is Kind.FORBID and not right:
        return None  # "use the other one instead" belongs to the demand before it
    return replace(_positive(clause, strength, left, right), unless=unless)


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


def _quoted(tokens: Sequence[Token]) -> str:
    """The first words of some tokens."""
    return " ".join(token.text for token in tokens[:_QUOTED])


def _positive(
    clause: Clause, strength: Strength, left: Sequence[Token] | None = None, right: Sequence[Token] = ()
) -> Demand:
    tokens = clause.tokens if left is None else left
    negative = any(token.mark in NEGATIVE for token in clause.tokens)
    number = _number(clause.tokens)
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
    items = _items([token for token in tokens if token.term not in CONDITIONS])
    return Demand(
        kind,
        strength,
        items,
        stated=items,
        over=over if kind is Kind.PREFER else (),
        number=number,
        verbs=frozenset(token.text.lower() for token in clause.tokens if token.mark in POLAR | {Mark.DO}),
        told=_is_told(clause.tokens),
        joined=Mark.AND in marks,
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


def _number(tokens: Sequence[Token]) -> int | None:
    """The number that a clause is about: its only one or, of several, the one next to what compares with it."""
    numbers = [at for at, token in enumerate(tokens) if token.number is not None]
    compared = [at for at, token in enumerate(tokens) if token.mark in {Mark.AT_MOST, Mark.MORE_THAN}]
    if len(numbers) > 1:
        near = [at for at in numbers if any(abs(at - other) <= _NEXT_TO for other in compared)]
        numbers = near if len(near) == 1 else []
    return tokens[numbers[0]].number if numbers else None


def _sides(tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """What stands before and after "instead of"; "over 50" compares and prefers nothing."""
    demanded = False
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        # "`a` not `b`" and "a, not b" need no verb to be understood.
        before = tokens[at - 1] if at else None
        between = before is not None and (before.sign == "," or (before.code and bool(following and following.code)))
        # In "classes, not functions, need docstrings" the verb is not said of what it is set against.
        between = between and not any(each.mark in POLAR for each in tokens[at + 1 :])
        if token.mark is Mark.INSTEAD or (token.mark is Mark.NOT and (demanded or between)):
            return tokens[:at], [*_shared_verb(tokens[:at]), *tokens[at + 1 :]]
        if token.text.lower() == "to" and tokens[0].text.lower() == "prefer":
            return tokens[:at], tokens[at + 1 :]
        if token.mark is Mark.INSTEAD_COMES:
            return tokens[at + 1 :], tokens[:at]
        demanded = demanded or token.mark in DEMANDING
    return tokens, []


def _shared_verb(tokens: Sequence[Token]) -> list[Token]:
    """The verb that is said of both sides: "raise A instead of B" says not to raise B, and not to do without it."""
    first = next((token for token in tokens if token.term), None)
    return [first] if first is not None and first.term == "raise" else []


def _items(tokens: Sequence[Token]) -> tuple[tuple[Token, ...], ...]:
    groups = groupby(tokens, key=lambda token: token.mark in _SEPARATORS or token.sign in {",", "/", "|"})
    items = (
        tuple(token for token in group if token.term and token.mark is None)
        for separating, group in groups
        if not separating
    )
    return tuple(item for item in items if item)


def _strength(tokens: Iterable[Token]) -> Strength:
    marks = {token.mark for token in tokens}
    if marks & _SOFT:
        return Strength.SHOULD
    if Mark.PERMIT in marks and not marks & POLAR - {Mark.PERMIT}:
        return Strength.MAY
    return Strength.MUST
