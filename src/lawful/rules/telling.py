"""Directives that demand nothing of Python code, whatever their words are: questions, history, other languages."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lawful.language import Mark, lex
from lawful.regex import regex
from lawful.rules.clause import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.context import Directive
    from lawful.language import Token

_OTHER_TOOLS = frozenset("sql go git docker kubernetes scala elixir haskell lua matlab ios android".split())
"""What a heading names alone where it is not about Python; a sentence that speaks of it may be about Python."""
_ABOUT_TOOLS = frozenset({"workflow", "file"})
_QUOTED = regex(r"""^[^"“”«»]{0,40}["“«][^"“”«»]+["”»]\s*[.!]?\s*$""")
"""A sentence of which nothing but a few words in front stands outside quotation marks."""
_THINGS = frozenset("code codebase project repo repository module app application service".split())
_HAVING = frozenset({"has", "have", "contains", "contain"})


def no_demand(directive: Directive, tokens: Sequence[Token]) -> str | None:
    """Why a directive demands nothing of Python code; None if it may.

    Args:
        directive: the directive.
        tokens: what was understood of its text.
    """
    if tokens and tokens[-1].sign == ":":
        return "it introduces what follows it"
    if tokens and tokens[-1].sign == "?":
        return "it asks a question"
    if any(token.mark is Mark.PAST for token in tokens):
        return "it tells of what was once so"
    return _told(directive, tokens) or _about_something_else(directive)


def _told(directive: Directive, tokens: Sequence[Token]) -> str | None:
    """Why a directive only tells something; None if it may demand it."""
    if tokens and tokens[0].mark is Mark.EXAMPLE and _QUOTED.match(directive.text):
        return "it quotes an example"
    if _tells_of_lack(tokens):
        return "it tells what there is"
    chronicle = next((each for each in directive.headings if terms(lex(each)) == {"chronicle"}), None)
    return f"it stands in a list of what was or is to be done: {chronicle}" if chronicle else None


def _about_something_else(directive: Directive) -> str | None:
    """What a directive is about if not Python code."""
    above = (*directive.headings, *directive.leads)
    for text in (*above, directive.text):
        said = lex(text)
        foreign = next((token.text for token in said if token.mark is Mark.FOREIGN), None)
        if text is not directive.text and _is_of_another_tool(said):
            foreign = text
        if foreign is not None and "python" not in text.lower():
            return f"it is about something other than Python code: {foreign}"
    return None


def _is_of_another_tool(tokens: Sequence[Token]) -> bool:
    said = {token.text.lower() for token in tokens if token.term and token.mark is None}
    return bool(said & _OTHER_TOOLS) and said <= _OTHER_TOOLS | _ABOUT_TOOLS


def _tells_of_lack(tokens: Sequence[Token]) -> bool:
    """Whether it says what the code as a whole lacks: "the codebase has no docstrings"."""
    said = (token.text.lower() for token in tokens if token.mark is not Mark.NOISE or token.text.lower() in _THINGS)
    thing, having, no = [*islice(said, 3), "", "", ""][:3]
    return thing in _THINGS and having in _HAVING and no == "no"
