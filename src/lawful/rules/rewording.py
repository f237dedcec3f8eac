"""Saying in one way what directives say in several: numbers in words, settings, asides, "remove `print`".

Tokens go in and tokens come out; what they demand is no matter here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lawful.language import Mark, Token
from lawful.regex import regex
from lawful.rules.clause import AGAINST, NEGATIVE, POLAR, is_gerund, terms
from lawful.rules.exceptions import without_introduction
from lawful.rules.places import place, within_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lawful.context import Directive
    from lawful.rules.exceptions import Excepted

_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_REMOVING = frozenset({"remove", "delete", "replace"})
"""Verbs that say of a thing that it is not to stay."""
_REFERRING = frozenset({"see", "cf", "cf.", "defined", "siehe", "见", "参见", "參見"})
"""What begins parentheses that tell where to read on."""
_SWITCHES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
"""What settings are switched on and off with."""
_BROAD = frozenset({"Exception", "BaseException"})
_STYLES = frozenset({"snake_case", "PascalCase", "camelCase", "UPPER_CASE"})
_DOING = regex(r"(?:re-?)?[a-z]{2,}ing", re.IGNORECASE)


def in_one_way(tokens: Sequence[Token], directive: Directive, excepted: Excepted) -> list[Token]:
    """The tokens of a directive, with what may be said in several ways said in one."""
    said = within_places(without_asides(tokens))
    said = without_introduction(said) if excepted else said
    return _with_purposes(_as_demand(_compares(_imperative(_numbered(_without_colon(_needless(said), directive))))))


def _needless(tokens: list[Token]) -> list[Token]:
    """The tokens with what is unnecessary told from what may be left out: "avoid unnecessary comments"."""
    return [
        Token(token.text, term="needless") if at and _is_superfluous(token, tokens[at - 1]) else token
        for at, token in enumerate(tokens)
    ]


def _is_superfluous(token: Token, before: Token) -> bool:
    return token.mark is Mark.PERMIT and token.verb == "unnecessary" and before.mark in NEGATIVE


def _without_colon(tokens: list[Token], directive: Directive) -> list[Token]:
    """The tokens without the colon at their end, where they say all that is demanded.

    They do if code follows that shows what they mean, and if only what stands behind a comma points at a list.
    """
    if not tokens or tokens[-1].sign != ":":
        return tokens
    said = without_pointer(tokens[:-1])
    pointed = len(said) < len(tokens) - 1
    if not pointed and (not directive.illustrated or not said or said[-1].mark is Mark.IN):
        return tokens
    demanding = (token.mark in POLAR or (token.mark is Mark.DO and not is_gerund(token)) for token in said)
    return said if any(demanding) else tokens


def without_pointer(tokens: list[Token]) -> list[Token]:
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
    """A demand that begins with what is not to stay: "remove `print`", "replace `a` with `b`", "without `c`"."""
    first = tokens[0] if tokens else None
    if first is not None and first.mark is Mark.WITHOUT:
        return [Token(first.text, mark=Mark.FORBID), *tokens[1:]]
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


def _with_purposes(tokens: list[Token]) -> list[Token]:
    """The tokens with "when opening files" said as "for opening files": what somebody does is what something is for."""
    following = [*tokens, Token("")][1:]
    return [
        Token("for", mark=Mark.IN, verb="for") if each.mark is Mark.IF and _DOING.fullmatch(after.text) else each
        for each, after in zip(tokens, following, strict=True)
    ]


def _compares(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with "over 50" understood as "more than 50", and "prefer A to B" as "prefer A instead of B".

    The keyword is no exception where it is written without backticks: "bare except", "except Exception".
    """
    compared: list[Token] = []
    for each, after in zip(tokens, [*tokens, Token("")][1:], strict=True):
        if each.mark is Mark.INSTEAD and after.number is not None:
            compared.append(replace(each, mark=Mark.MORE_THAN))
        elif each.mark is Mark.EXCEPT and each.text.lower() == "except" and compared and compared[-1].term == "bare":
            compared[-1] = Token(f"{compared[-1].text} {each.text}", term="bare-except")
        elif each.text in _BROAD and compared and compared[-1].text.lower() == "except":
            compared[-1] = Token(f"except {each.text}", term=f"except {each.text}", code=True)
        elif each.text == "to" and after.term and after.mark is None and _is_preferred(compared):
            compared.append(replace(each, mark=Mark.INSTEAD))
        else:
            compared.append(each)
    return compared


def _is_preferred(tokens: Sequence[Token]) -> bool:
    """Whether tokens end with something that is preferred."""
    begin = max((at for at, each in enumerate(tokens) if each.verb == "prefer"), default=None)
    between = tokens[begin + 1 :] if begin is not None else []
    return bool(between) and between[-1].term is not None and not any(each.sign or each.mark for each in between)


def without_asides(tokens: Iterable[Token]) -> list[Token]:
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
    if not aside or Mark.EXAMPLE in marks or aside[0].text.lower() in _REFERRING:
        return False
    numbers = any(token.number is not None for token in aside)
    styles = any(token.term in _STYLES for token in aside)
    return (
        numbers
        or styles
        or bool(marks & {Mark.EXCEPT, Mark.EXEMPT, Mark.OUTSIDE, Mark.JUDGE, Mark.HEDGE, Mark.ONLY, *AGAINST})
        or any(place(token) for token in aside)
    )
