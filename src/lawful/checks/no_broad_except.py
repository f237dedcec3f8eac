"""Whether handlers catch only what they are for."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, forbids, parameters, where
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules import Demand
    from lawful.syntax import Outline, Site

_BROAD = frozenset({"builtins.Exception", "builtins.BaseException"})

_WORDS = "broad blanket bare overly generic exception except-clause handler handling"


def _is_named(demand: Demand) -> bool:
    """Whether a class is named, as code is."""
    return any(token.code for group in (*demand.stated, *demand.over) for token in group)


def _is_of_catching(demand: Demand) -> bool:
    """Whether it is said that exceptions are caught: "no exceptions" bans them all."""
    return "catch" in demand.verbs


class NoBroadExcept(Check):
    """Flags handlers of `Exception` or `BaseException`, alone or among others, and bare ones."""

    @parameters
    class Params:
        """Whether only handlers that name one of the two are meant, as where `except Exception` is forbidden."""

        named: bool = False

    id = "no-broad-except"
    phrases = (
        forbids("`except Exception`", allows=(_WORDS, "`BaseException`"), named=True),
        forbids(
            "broad exception",
            "broad except-clause",
            "broad `except`",
            "generic exception",
            "generic except-clause",
            allows=(_WORDS, "`BaseException` `except Exception`"),
        ),
        where(_is_named, forbids("`Exception`", allows=("exception", "`BaseException`"), named=True)),
        where(_is_of_catching, forbids("exception")),
    )
    asks = (
        ("Never use `except Exception`.", {"named": True}),
        "Avoid broad exception handlers",
        "Do not catch generic exceptions",
        "No overly broad exceptions",
    )
    ignores = (
        "Raise specific exceptions.",
        "Never use a bare `except:`",
        "Return error codes, not exceptions.",
        "Don't catch exceptions you can't handle.",
    )
    valid = (
        "try:\n    f()\nexcept (ValueError, KeyError):\n    pass",
        "raise Exception('x')",
        Valid("try:\n    f()\nexcept:\n    pass", {"named": True}),
    )
    invalid = (
        Invalid("try:\n    f()\nexcept Exception:\n    pass", line=3),
        Invalid("try:\n    f()\nexcept (ValueError, BaseException) as error:\n    raise", line=3),
        Invalid("try:\n    f()\nexcept:\n    pass", line=3),
    )

    def look_file(self, outline: Outline) -> bool:
        """A handler catches nearly everything."""
        caught = [each.type for each in outline.of_kind(ast.ExceptHandler)]
        types = [part for each in caught for part in (each.elts if isinstance(each, ast.Tuple) else [each])]
        return any(not self.params.named if each is None else outline.names.may_be(each, _BROAD) for each in types)

    def visit_ExceptHandler(self, node: cst.ExceptHandler, site: Site) -> Iterator[Finding]:
        """A handler; a bare one catches everything."""
        yield from self._handler(node, node.type, site)

    def visit_ExceptStarHandler(self, node: cst.ExceptStarHandler, site: Site) -> Iterator[Finding]:
        """A handler of exceptions in groups."""
        yield from self._handler(node, node.type, site)

    def _handler(self, node: cst.CSTNode, caught: cst.BaseExpression | None, site: Site) -> Iterator[Finding]:
        types = [each.value for each in caught.elements] if isinstance(caught, cst.Tuple) else [caught]
        if any(not self.params.named if each is None else site.resolve(each) & _BROAD for each in types):
            yield Finding(node, "this handler catches nearly everything; name the exceptions it is for")
