"""Whether functions take few parameters."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, limits, parameters
from lawful.syntax import cst
from lawful.syntax.signature import passed_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class MaxParameters(Check):
    """Flags functions with more parameters than the limit; `self`, `cls` and the starred ones do not count."""

    @parameters
    class Params:
        """The limit."""

        max: int = 5

    id = "max-parameters"
    phrases = (limits("parameter", allows=("function", "method", "parameter", "positional", "take", "accept")),)
    asks = (
        ("Functions take at most 5 parameters.", {"max": 5}),
        ("No more than 4 arguments per function", {"max": 4}),
        ("Maximum 6 parameters", {"max": 6}),
    )
    ignores = ("Functions must not exceed 50 lines.", "Name parameters well.", "At most 3 retries.")
    valid = (
        Valid("def f(a, b, *args, **kwargs): ...", {"max": 2}),
        Valid("class A:\n    def f(self, a, b): ...", {"max": 2}),
    )
    invalid = (
        Invalid("def f(a, b, *, c): ...", params={"max": 2}),
        Invalid("class A:\n    def f(self, a, b, c): ...", line=2, params={"max": 2}),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A function of many parameters."""
        given = node.args
        return bool(len(given.posonlyargs) + len(given.args) + len(given.kwonlyargs) > self.params.max)

    @classmethod
    def conflict(cls, params: Params, other: Params) -> str | None:
        """Two limits."""
        return f"{params.max} or {other.max} parameters" if params.max != other.max else None

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function or method."""
        count = sum(not each.star for each in passed_parameters(node, site))
        if count > self.params.max:
            yield Finding(node, f"`{node.name.value}` takes {count} parameters; the limit is {self.params.max}")
