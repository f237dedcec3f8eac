"""Whether functions stay short."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, limits, parameters
from lawful.syntax import cst
from lawful.syntax.outline import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class MaxFunctionLines(Check):
    """Flags functions with more lines than the limit, from the `def` line to the last line of the body."""

    @parameters
    class Params:
        """The limit, in lines."""

        max: int = 50

    id = "max-function-lines"
    phrases = (
        limits(
            "function",
            "method",
            "function length",
            allows=("line", "function", "method", "small", "body", "focused", "concise", "ideally", "short"),
        ),
    )
    asks = (
        ("Functions must not exceed 50 lines.", {"max": 50}),
        ("Keep functions under 30 lines", {"max": 30}),
        ("Maximum function length: 40 lines", {"max": 40}),
        ("No functions longer than 25 lines", {"max": 25}),
    )
    ignores = ("Lines must not exceed 88 characters", "Functions take at most 5 arguments.", "Keep functions short.")
    valid = (Valid("def f():\n    a()\n    b()", {"max": 3}), Valid("@one\n@two\ndef f():\n    a()", {"max": 2}))
    invalid = (
        Invalid("def f():\n    a()\n\n    b()", params={"max": 3}),
        Invalid("class A:\n    async def f(self):\n        a()\n        b()", line=2, params={"max": 2}),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A function of many lines."""
        return bool(lines_of(node) > self.params.max)

    @classmethod
    def conflict(cls, params: Params, other: Params) -> str | None:
        """Two limits."""
        return f"{params.max} or {other.max} lines" if params.max != other.max else None

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function or method, nested ones included."""
        lines = site.module.span(node).lines
        if lines > self.params.max:
            yield Finding(node, f"`{node.name.value}` has {lines} lines; the limit is {self.params.max}")
