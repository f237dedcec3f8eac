"""The clauses of a directive while it is being read: where each begins, and what has been taken out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from lawful.language import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lawful.language import Token

NEGATIVE = frozenset({Mark.FORBID, Mark.DISCOURAGE})
"""Marks that turn a demand round."""
POLAR = NEGATIVE | {Mark.REQUIRE, Mark.RECOMMEND, Mark.PERMIT}
"""Marks that say whether something is wanted."""
DEMANDING = NEGATIVE | {Mark.REQUIRE, Mark.RECOMMEND, Mark.DO}
"""Marks with which a demand begins."""
AGAINST = frozenset({Mark.INSTEAD, Mark.INSTEAD_COMES, Mark.NOT})
"""Marks that set one thing against another."""
QUALIFIERS = frozenset({"private", "internal", "public"})
"""Adjectives that say which of several definitions are meant."""
_MODALS = frozenset({"must", "must-be"})
"""Verbs that want a subject."""


@dataclass(slots=True)
class Clause:
    """The tokens of one clause, and what was taken out of them.

    Attributes:
        tokens: what is left to understand.
        topic: terms of the headings, labels and introductions above it.
        include: globs of the places it is limited to.
        exclude: globs of the places it leaves out.
        subject: globs of the place that is its subject: "tests must".
        exampled: whether examples have been dropped.
        permitting: whether it permits something.
        reason: why it demands nothing that could be held, if that turned out.
    """

    tokens: list[Token]
    topic: set[str] = field(default_factory=set)
    include: list[str] = field(default_factory=list)
    exclude: list[str] = field(default_factory=list)
    subject: list[str] = field(default_factory=list)
    exampled: bool = False
    permitting: bool = False
    reason: str | None = None

    def has(self, *marks: Mark) -> bool:
        """Whether one of its tokens has one of the marks."""
        return any(token.mark in marks for token in self.tokens)

    def cut_reasons(self) -> None:
        """Drop what only explains: reasons and examples, which stand at the end."""
        for at, token in enumerate(self.tokens):
            if token.mark in {Mark.BECAUSE, Mark.EXAMPLE} and any(each.term for each in self.tokens[:at]):
                self.exampled = self.exampled or token.mark is Mark.EXAMPLE
                del self.tokens[at:]
                return


def terms(tokens: Iterable[Token]) -> set[str]:
    """What the tokens name."""
    return {token.term for token in tokens if token.term and token.mark is None}


def verb_of(token: Token) -> str | None:
    """The verb by which a demand knows a token; None if it demands nothing."""
    if token.mark is None or token.mark not in POLAR | {Mark.DO}:
        return None
    return token.verb or token.mark.name.lower()


def is_gerund(token: Token) -> bool:
    """Whether a verb only says what somebody is at: "using"."""
    return token.text.lower().endswith("ing")


def wants_subject(token: Token) -> bool:
    """Whether a verb is said of something in front of it: "should"."""
    return token.mark in POLAR and token.verb in _MODALS


def set_against(tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """What stands before and after "instead of"; "over 50" compares and prefers nothing."""
    demanded = False
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        # "`a` not `b`" and "a, not b" need no verb to be understood.
        before = tokens[at - 1] if at else None
        between = before is not None and (before.sign == "," or (before.code and bool(following and following.code)))
        # In "classes, not functions, need docstrings" the verb is not said of what it is set against.
        between = between and not any(each.mark in POLAR for each in tokens[at + 1 :])
        against = token.mark is Mark.NOT and (demanded or between) and bool(terms(tokens[at + 1 :]))
        if token.mark is Mark.INSTEAD or against:
            return tokens[:at], [*_shared_verb(tokens[:at]), *tokens[at + 1 :]]
        if token.text.lower() == "to" and tokens[0].verb == "prefer":
            return tokens[:at], tokens[at + 1 :]
        if token.mark is Mark.INSTEAD_COMES:
            return tokens[at + 1 :], tokens[:at]
        demanded = demanded or token.mark in DEMANDING
    return tokens, []


def _shared_verb(tokens: Sequence[Token]) -> list[Token]:
    """The verb that is said of both sides: "raise A instead of B" says not to raise B, and not to do without it."""
    first = next((token for token in tokens if token.term), None)
    return [first] if first is not None and first.term == "raise" else []


def cut(tokens: Sequence[Token]) -> list[list[Token]]:
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
            and not is_gerund(following)
            and any(each.term or each.number for each in part)
        )
        ends = ends or (token.sign == "," and _says_more(part, tokens[at + 1 :]))
        ends = ends or (
            (token.sign == "," or token.mark is Mark.AND)
            and any(apart(part, tokens[at + 1 :]) for apart in (_limits_both, _permits, _demands_after_all))
        )
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
    return following is not None and wants_subject(following) and not any(each.mark in DEMANDING for each in part)


def _limits_both(part: Sequence[Token], rest: Sequence[Token]) -> bool:
    """Whether something else is limited behind a limit: "functions under 50 lines and files under 500".

    What is limited otherwise in a place is the same thing: "lines of 100 characters, at most 120 in tests".
    """
    following = list(takewhile(lambda token: token.sign not in {",", ";"}, rest))
    limits = (
        any(token.mark is Mark.AT_MOST for token in each) and any(token.number is not None for token in each)
        for each in (part, following)
    )
    return all(limits) and bool(terms(following)) and not any(token.mark is Mark.IN for token in following)


def _permits(part: Sequence[Token], rest: Sequence[Token]) -> bool:
    """Whether a demand is complete, and what follows permits the same elsewhere: "no `print`, fine in `scripts/`"."""
    following = list(takewhile(lambda token: token.sign not in {",", ";"}, rest))
    permitting = [token for token in following if token.mark in POLAR]
    exception = any(token.mark is Mark.IN for token in following) or terms(following) <= QUALIFIERS | {
        "test",
        "elsewhere",
    }
    return (
        exception
        and len(permitting) == 1
        and permitting[0].verb == "allowed"
        and any(token.mark in DEMANDING for token in part)
        and bool(terms(part))
    )


def _demands_after_all(part: Sequence[Token], rest: Sequence[Token]) -> bool:
    """Whether something is permitted, and what follows demands something else: "a is optional but b is required"."""
    following = list(takewhile(lambda token: token.sign not in {",", ";"}, rest))
    verb = next((at for at, token in enumerate(following) if token.mark in POLAR - {Mark.PERMIT}), 0)
    said = [token for token in part if token.mark in POLAR]
    permitted = bool(said) and all(token.verb == "allowed" for token in said)
    return permitted and bool(terms(part)) and bool(terms(following[:verb]))


def _says_more(part: Sequence[Token], rest: Sequence[Token]) -> bool:
    """Whether a demand is complete at a comma, and what follows has a verb of its own: "no comments, names should"."""
    following = list(takewhile(lambda token: token.sign is None, rest))
    verb = next((at for at, token in enumerate(following) if token.mark in POLAR - {Mark.PERMIT}), 0)
    if following[:1] and following[0].mark is Mark.AND:
        verb = next((at for at, token in enumerate(following) if token.mark in DEMANDING and not is_gerund(token)), 0)
        done = any(token.mark in DEMANDING for token in part) and any(token.term for token in part)
        return done and any(token.term for token in following[:verb])
    return (
        any(token.mark in NEGATIVE for token in part)
        and any(token.term for token in part)
        and any(token.term for token in following[:verb])
        and not any(token.mark in AGAINST | {Mark.AND, Mark.OR} for token in following[:verb])
    )
