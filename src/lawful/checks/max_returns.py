"""Whether functions have few ways out."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, limits, parameters
from lawful.syntax import cst, descendants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class MaxReturns(Check):
    """Flags functions with more `return` statements than the limit; those of nested functions are not theirs."""

    @parameters
    class Params:
        """The limit."""

        max: int = 3

    id = "max-returns"
    phrases = (limits("return-statement", allows=("function method",)),)
    asks = (
        ("Max 3 return statements per function", {"max": 3}),
        ("No more than 4 return statements per function.", {"max": 4}),
        ("Functions must have at most 2 return points", {"max": 2}),
    )
    ignores = ("Functions have at most 3 return values.", "Never return None.", "Limit function length to 50 lines.")
    valid = (
        Valid("def f(x):\n    def g():\n        return 1\n    return g", {"max": 1}),
        Valid("def f(x):\n    yield 1\n    yield 2", {"max": 1}),
    )
    invalid = (
        Invalid("def f(x):\n    if x:\n        return 1\n    return 2", params={"max": 1}),
        Invalid("class A:\n    async def f(x):\n        if x: return\n        return 2", 2, params={"max": 1}),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A function with many `return` in it."""
        return bool(sum(isinstance(each, ast.Return) for each in ast.walk(node)) > self.params.max)

    @classmethod
    def conflict(cls, params: Params, other: Params) -> str | None:
        """Two limits."""
        return f"{params.max} or {other.max}" if params.max != other.max else None

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function or method."""
        del site
        below = descendants(node.body, into=(cst.FunctionDef, cst.ClassDef, cst.Lambda))
        count = sum(isinstance(each, cst.Return) for each in below)
        if count > self.params.max:
            yield Finding(node, f"`{node.name.value}` returns in {count} places; the limit is {self.params.max}")
