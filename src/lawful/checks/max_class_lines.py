"""Whether classes stay short."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, limits, parameters
from lawful.syntax import cst
from lawful.syntax.outline import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class MaxClassLines(Check):
    """Flags classes with more lines than the limit, from the `class` line to the last line of the body."""

    @parameters
    class Params:
        """The limit, in lines."""

        max: int = 200

    id = "max-class-lines"
    phrases = (limits("class line", "class length", allows=("line class small body focused concise ideally short",)),)
    asks = (
        ("Classes must not exceed 200 lines.", {"max": 200}),
        ("Keep classes under 300 lines", {"max": 300}),
        ("Maximum class length: 150 lines", {"max": 150}),
        ("类不得超过 200 行", {"max": 200}),
    )
    ignores = ("Functions must not exceed 50 lines.", "At most 10 methods per class.", "Keep classes small.")
    valid = (Valid("class A:\n    a = 1\n    b = 2", {"max": 3}), Valid("@one\nclass A:\n    a = 1", {"max": 2}))
    invalid = (
        Invalid("class A:\n    a = 1\n\n    b = 2", params={"max": 3}),
        Invalid("def f():\n    class A:\n        a = 1\n        b = 2", line=2, params={"max": 2}),
    )

    def look_ClassDef(self, node: ast.ClassDef) -> bool:
        """A class of many lines."""
        return bool(lines_of(node) > self.params.max)

    @classmethod
    def conflict(cls, params: Params, other: Params) -> str | None:
        """Two limits."""
        return f"{params.max} or {other.max}" if params.max != other.max else None

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class."""
        lines = site.module.span(node).lines
        if lines > self.params.max:
            yield Finding(node, f"`{node.name.value}` has {lines} lines; the limit is {self.params.max}, so split it")
