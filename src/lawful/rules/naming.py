"""Hearing how things are to be named: which style goes with which kind of thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules.demand import Kind

if TYPE_CHECKING:
    from lawful.language import Token
    from lawful.rules.demand import Demand
    from lawful.rules.phrase import Heard

STYLES = ("snake_case", "PascalCase", "camelCase", "UPPER_CASE")
KINDS = {
    "function": "function",
    "method": "method",
    "variable": "variable",
    "parameter": "parameter",
    "class": "class",
    "exception": "exception",
    "interface": "interface",
    "protocol": "interface",
    "enum": "enum",
    "enum-member": "enum member",
    "attribute": "variable",
    "constant": "constant",
    "module": "module",
    "file": "module",
}
"""What directives call the things that have names, and the kind that the check tells apart."""
CLASSES = ("exception", "enum", "interface", "class")
"""Kinds of class; each is held to the style of its own kind, and else to that of classes."""
_BESIDE = frozenset({"name", "case", "length", "public", "module-level", "level"})


def hear(demand: Demand) -> Heard | None:
    """Pair each kind of thing that a demand names with the style that stands nearest to it."""
    from lawful.rules.phrase import Heard

    if demand.kind not in {Kind.REQUIRE, Kind.PREFER}:
        return None
    pairs: dict[str, str] = {}
    waiting: list[str] = []
    style: str | None = None
    for token in demand.terms:
        if token.term in STYLES:
            style = token.term
            pairs |= dict.fromkeys(waiting, style)
            waiting = []
        elif token.term in KINDS:
            kind = KINDS[token.term]
            if style and not _style_follows(demand.terms, token):
                pairs.setdefault(kind, style)
            else:
                waiting.append(kind)
        elif token.term not in _BESIDE:
            return None
    if style is None:
        return None
    # What people call it who have only one word for both.
    pairs |= {kind: "PascalCase" for kind in CLASSES if pairs.get(kind) == "camelCase"}
    if not pairs:
        topics = [KINDS[term] for term in sorted(demand.topic & KINDS.keys())]
        pairs = dict.fromkeys(topics or _usual(style), style)
    pairs |= {kind: style for kind in waiting if kind not in pairs}
    return Heard({"styles": tuple(sorted(pairs.items()))}, frozenset(demand.items))


def _style_follows(terms: tuple[Token, ...], token: Token) -> bool:
    """Whether kinds come before their styles: `functions snake_case, classes PascalCase`."""
    first_style = next(at for at, each in enumerate(terms) if each.term in STYLES)
    first_kind = next(at for at, each in enumerate(terms) if each.term in KINDS)
    return first_kind < first_style and token in terms[first_style:] and terms[-1].term in STYLES


def _usual(style: str) -> tuple[str, ...]:
    """What a style is used for when a directive says no more than the style."""
    return {
        "snake_case": ("function", "variable"),
        "camelCase": ("function", "variable"),
        "PascalCase": ("class",),
        "UPPER_CASE": ("constant",),
    }[style]
