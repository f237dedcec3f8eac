"""What directives take over from what they stand under: headings, labels and the introductions of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.language import Mark, Token, lex
from lawful.rules.clause import AGAINST, DEMANDING, NEGATIVE, POLAR, Clause, set_against, terms
from lawful.rules.demand import CODE
from lawful.rules.places import place, take_places
from lawful.rules.rewording import without_asides, without_pointer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.context import Directive

_POINTING = frozenset("function module method package issue problem item flag minor major critical common".split())
"""Words with which an introduction points at the list below it."""
_CODE = frozenset({"code", "codebase", "python code", "代码", "代碼", "コード", "코드", "код", "коде", "кода"})
_PRONOUNS = frozenset({"it", "they", "this", "these", "that", "we"})


def under_heading(tokens: Sequence[Token], around: Clause) -> None:
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
    around.topic = said | ({CODE} if any(token.text.lower() in _CODE for token in tokens) else set())


def take_label(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
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
        if token.sign == ":" and after and len(before) == 1 and is_folder(before[0]):
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
    if demanded and not any(each.mark in DEMANDING | AGAINST for each in tokens[dash:]):
        return tokens[:dash]
    return [*tokens[:dash], Token(";", sign=";"), *tokens[dash + 1 :]] if not demanded and tokens[dash:] else tokens


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


def is_folder(token: Token) -> bool:
    """Whether a token is the path of a folder."""
    return token.code and token.text.endswith("/") and place(token) is not None


def inherit(directive: Directive, tokens: Sequence[Token], around: Clause) -> list[Token]:
    """The tokens that a directive takes over from what introduces it."""
    lead: list[Token] = []
    for text in directive.leads:
        said = [token for token in without_asides(lex(text)) if token.sign != ":"]
        if len(without_pointer(said)) < len(said):
            around.topic |= terms(said)  # it demands something by itself, which its list only explains
        else:
            lead += said
    from_lead = Clause(lead)
    from_lead.cut_reasons()  # or it would cut off what the bullet says itself
    take_places(from_lead)
    around.include += from_lead.include
    around.exclude += from_lead.exclude
    own = any(token.mark in POLAR for token in tokens) or bool(set_against(tokens)[1])
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
