"""Conditions and exceptions in directives: which of them limit a demand, and which only a person can decide.

Only a few conditions can be decided from code: places, things that are named, and numbers. What somebody has to be
asked for leaves the demand as it is, since whoever may grant it can also suppress a violation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.language import Mark, Token
from lawful.rules.clause import AGAINST, NEGATIVE, Clause, terms
from lawful.rules.places import take_places

if TYPE_CHECKING:
    from collections.abc import Sequence

CONDITIONS = frozenset({"with-parameters", "without-parameters", "short-text"})
"""Terms that say to which definitions a demand is limited; only checks that can decide them may hear it."""
_LIMITED = frozenset({"function", "method", "docstring"})
"""Words for what such conditions are said of."""
_BEGINS = frozenset({Mark.IF, Mark.IN, Mark.OUTSIDE, Mark.EXCEPT})
_EXCEPTING = frozenset({Mark.EXCEPT, Mark.WITHOUT, Mark.IF})
_GRANTED_FOR = frozenset({"ask", "reason"})
"""What makes an exception one that a person grants: that somebody asks for it, or that there is a reason for it."""
_BESIDE = frozenset(
    """
    ask reason specific compelling strong valid legitimate documented technical i'm you're you've i've there's me user
    developer maintainer reviewer team somebody someone anyone human owner first otherwise stated specified noted
    """.split()
)
"""What may be said of who grants an exception, and why."""
_WEIGHED = frozenset("good specific compelling strong valid legitimate".split())
_SAYING_NOTHING = frozenset({None, Mark.NOISE, Mark.AND, Mark.OR, Mark.DO, Mark.IN, Mark.NOT})
_UNITS = frozenset({"line", "length", "character", "parameter", "level", "statement"})


def take_condition(tokens: list[Token], around: Clause) -> tuple[list[Token], str | None]:
    """Take away a place or a condition that a directive begins with; it limits the rest if it names paths.

    Args:
        tokens: the tokens of the directive.
        around: what is known of what surrounds it, to which the place is added.

    Returns:
        The tokens that are left, and the words of a condition that nothing can decide.
    """
    begins = tokens[0].mark if tokens else None
    end = next((at for at, token in enumerate(tokens) if token.sign == ","), len(tokens))
    use = next((at for at, token in enumerate(tokens[:end]) if token.verb == "use" and token.mark is Mark.DO), 0)
    if begins is Mark.IN and tokens[0].verb == "for" and terms(tokens[:use]):
        tokens, end = [*tokens[:use], Token(",", sign=","), *tokens[use:]], use  # "for HTTP use `httpx`"
    if begins is Mark.IF and _measures(tokens[:end]) and _names(tokens[end:], "split"):
        return [Token(tokens[0].text, mark=Mark.FORBID), *tokens[1:end]], None
    if begins not in _BEGINS or (end == len(tokens) and begins is not Mark.IF):
        return tokens, None
    said = [each for each in tokens[:end] if each.mark is not Mark.DO]
    named = terms(tokens[:end])
    if begins is Mark.IF and named & CONDITIONS and named <= CONDITIONS | _LIMITED:
        around.topic |= named & CONDITIONS
        return tokens[end + 1 :], None
    clause = Clause([Token("in", mark=Mark.IN), *said[1:]] if begins is Mark.IF else said)
    take_places(clause)
    if begins is Mark.IN and tokens[0].verb == "for" and end < len(tokens) and not clause.include:
        return _purpose_last(tokens[:end], tokens[end + 1 :]), None
    if terms(clause.tokens) or end == len(tokens):
        return tokens, " ".join(token.text for token in tokens[:end])
    around.include += clause.include
    around.exclude += clause.exclude
    return tokens[end + 1 :], None


def _purpose_last(purpose: list[Token], rest: list[Token]) -> list[Token]:
    """What "for a purpose, use it" says, as "use it for a purpose"."""
    end = next((at for at, each in enumerate(rest) if each.mark in AGAINST or each.sign in {",", ";"}), len(rest))
    return [*rest[:end], *purpose, *rest[end:]]


def take_grants(tokens: list[Token]) -> tuple[list[Token], tuple[str, ...]]:
    """Take away the exceptions that only a person can make: "unless I ask for it", "without permission".

    What may be done only if somebody asks for it is forbidden otherwise.

    Returns:
        The tokens that are left, and the words of the exceptions.
    """
    kept: list[Token] = []
    granted: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        end = next((later for later in range(at + 1, len(tokens)) if tokens[later].sign is not None), len(tokens))
        if token.mark is Mark.GRANT:
            end = _end_of_grant(tokens, at, end)
        elif token.mark not in _EXCEPTING or not _is_granted(token, tokens[at + 1 : end]):
            kept.append(token)
            at += 1
            continue
        only = next((each for each in kept if each.mark is Mark.ONLY), None)
        if token.mark is Mark.IF and only is None:
            kept.append(token)
            at += 1
            continue
        if only is not None and token.mark is Mark.IF:
            kept[kept.index(only)] = Token(only.text, mark=Mark.FORBID)
        granted.append(" ".join(each.text for each in tokens[at:end]))
        # What begins with an exception goes on behind its comma.
        at = end + 1 if not kept and end < len(tokens) and tokens[end].sign == "," else end
    return kept, tuple(granted)


def _end_of_grant(tokens: Sequence[Token], at: int, end: int) -> int:
    """Where words end that say as a whole that somebody may make an exception; "to" and "do so" may follow them."""
    following = at + 1
    while following < end and tokens[following].mark in {Mark.NOISE, Mark.DO}:
        following += 1
    return following


def _is_granted(excepting: Token, said: Sequence[Token]) -> bool:
    """Whether the words of an exception say no more than that somebody asks for it, or has a reason.

    "Without a reason" may mean one that has to be given, "without a good reason" is somebody's judgement.
    """
    named = {token.term for token in said if token.term and token.mark is None}
    if excepting.mark is Mark.WITHOUT and "ask" not in named:
        return bool(named & _GRANTED_FOR) and named <= _BESIDE and any(each.text.lower() in _WEIGHED for each in said)
    return bool(named & _GRANTED_FOR) and named <= _BESIDE and {token.mark for token in said} <= _SAYING_NOTHING


def take_exception(clause: Clause) -> tuple[Token, ...]:
    """Take away an exception that only names things, and stands at the end."""
    marks = [token.mark for token in clause.tokens]
    at = marks.index(Mark.EXCEPT) if Mark.EXCEPT in marks else len(marks)
    unless = tuple(clause.tokens[at:])
    if not any(token.term or token.number is not None for token in unless) or {*marks[at + 1 :]} - {
        None,
        Mark.NOISE,
        Mark.AND,
        Mark.OR,
        Mark.IN,
        Mark.DO,
    }:
        return ()
    del clause.tokens[at:]
    return unless


def take_splitting(clause: Clause) -> None:
    """Say "split functions of more than 50 lines" as "no functions of more than 50 lines"."""
    tokens = clause.tokens
    split = next((at for at, token in enumerate(tokens) if token.term == "split" and token.mark is None), None)
    if split is None or not _measures(tokens) or clause.has(*NEGATIVE):
        return
    numbers = [at for at, token in enumerate(tokens) if token.number is not None]
    end = next(
        (at for at, each in enumerate(tokens) if each.mark is Mark.IN and at > max(split, *numbers)), len(tokens)
    )
    kept = [each for at, each in enumerate(tokens[:end]) if at != split]
    condition = next((at for at, each in enumerate(kept) if each.mark is Mark.IF), None)
    if condition is not None:
        if terms(kept[condition:]) - _UNITS - terms(kept[:condition]):
            return
        kept.pop(condition)
    clause.tokens = [Token(tokens[split].text, mark=Mark.FORBID), *kept]


def _measures(tokens: Sequence[Token]) -> bool:
    """Whether something is compared with a number that it exceeds."""
    return any(token.number is not None for token in tokens) and any(token.mark is Mark.MORE_THAN for token in tokens)


def _names(tokens: Sequence[Token], term: str) -> bool:
    return any(token.term == term and token.mark is None for token in tokens)
