"""Whether blocks are nested little."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, limits, parameters
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site
_BLOCKS = (
    ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match,
)  # fmt: skip


class MaxNesting(Check):
    """Flags blocks nested deeper in a function than the limit.

    The body of a function is level 0; `elif`, `else`, `except` and `finally` share the level of their statement.
    """

    @parameters
    class Params:
        """The deepest level that is allowed."""

        max: int = 3

    id = "max-nesting"
    phrases = (
        limits("nesting", "nested", "nest", allows=("level deep depth block function indentation nested nesting",)),
    )
    asks = (
        ("Maximum nesting depth: 3", {"max": 3}),
        ("Do not nest more than 4 levels deep", {"max": 4}),
        ("Nesting must not exceed 2 levels.", {"max": 2}),
    )
    ignores = ("Avoid deep nesting.", "Indent with 4 spaces.", "Functions must not exceed 50 lines.")
    valid = (
        Valid("def f():\n    if a:\n        for b in c:\n            d()", {"max": 2}),
        Valid("def f():\n    if a:\n        b()\n    elif c:\n        d()\n    else:\n        e()", {"max": 1}),
    )
    invalid = (
        Invalid(
            "def f():\n    if a:\n        for b in c:\n            while d:\n                e()",
            line=4,
            params={"max": 2},
        ),
        Invalid(
            "def f():\n    try:\n        a()\n    except E:\n        if b:\n            c()", line=5, params={"max": 1}
        ),
    )

    def look_file(self, outline: Outline) -> bool:
        """There are blocks nested too deeply."""
        return bool(_depth(outline.tree) > self.params.max)

    @classmethod
    def conflict(cls, params: Params, other: Params) -> str | None:
        """Two limits."""
        return f"{params.max} or {other.max} levels" if params.max != other.max else None

    def visit_If(self, node: cst.If, site: Site) -> Iterator[Finding]:
        """An `if`; an `elif` shares the level of the `if` before it."""
        if not (isinstance(site.parent, cst.If) and site.parent.orelse is node):
            yield from self._block(node, site)

    def visit_For(self, node: cst.For, site: Site) -> Iterator[Finding]:
        """A loop."""
        yield from self._block(node, site)

    def visit_While(self, node: cst.While, site: Site) -> Iterator[Finding]:
        """A loop."""
        yield from self._block(node, site)

    def visit_With(self, node: cst.With, site: Site) -> Iterator[Finding]:
        """A context."""
        yield from self._block(node, site)

    def visit_Try(self, node: cst.Try, site: Site) -> Iterator[Finding]:
        """A `try` with all of its clauses."""
        yield from self._block(node, site)

    def visit_TryStar(self, node: cst.TryStar, site: Site) -> Iterator[Finding]:
        """A `try` with `except*`."""
        yield from self._block(node, site)

    def visit_Match(self, node: cst.Match, site: Site) -> Iterator[Finding]:
        """A `match` with all of its cases."""
        yield from self._block(node, site)

    def _block(self, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        level = 1
        inner: cst.CSTNode = node
        for outer in reversed(site.ancestors):
            if isinstance(outer, (cst.FunctionDef, cst.Lambda, cst.ClassDef)):
                break
            is_elif = isinstance(outer, cst.If) and outer.orelse is inner and isinstance(inner, cst.If)
            level += (
                isinstance(outer, (cst.If, cst.For, cst.While, cst.With, cst.Try, cst.TryStar, cst.Match))
                and not is_elif
            )
            inner = outer
        if level == self.params.max + 1 and any(isinstance(each, cst.FunctionDef) for each in site.ancestors):
            yield Finding(node, f"this block is nested {level} deep; the limit is {self.params.max}")


def _depth(tree: ast.Module) -> int:
    """How deep blocks are nested in one another, as far as Python's own tree tells."""
    deepest = 0
    stack: list[tuple[ast.AST, int]] = [(tree, 0)]
    while stack:
        node, depth = stack.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            depth = 0
        elif isinstance(node, _BLOCKS):
            depth += 1
            deepest = max(deepest, depth)
        for field in ("body", "orelse", "handlers", "finalbody", "cases"):
            for each in getattr(node, field, ()):
                is_elif = field == "orelse" and isinstance(each, ast.If) and each.col_offset == _column(node)
                stack.append((each, depth - is_elif))
    return deepest


def _column(node: ast.AST) -> int | None:
    return node.col_offset if isinstance(node, ast.If) else None
