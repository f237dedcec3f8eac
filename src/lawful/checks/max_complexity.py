"""Whether functions branch little."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, limits, parameters
from lawful.syntax import cst, descendants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class MaxComplexity(Check):
    """Flags functions whose cyclomatic complexity is above the limit.

    A function counts one, and one more for each `if`, `elif`, loop, `except`, `case` and nested function, and for the
    `else` of a loop or `try`; what a nested function counts is added.
    """

    @parameters
    class Params:
        """The limit."""

        max: int = 10

    id = "max-complexity"
    phrases = (limits("complexity", allows=("function method mccabe code score per level complexity low",)),)
    asks = (
        ("Maximum cyclomatic complexity: 10", {"max": 10}),
        ("McCabe complexity must not exceed 8", {"max": 8}),
        ("Keep cyclomatic complexity under 12 per function.", {"max": 12}),
        ("圈复杂度不超过 10", {"max": 10}),
    )
    ignores = ("Avoid needless complexity.", "Keep complexity low.", "Maximum nesting depth: 3")
    valid = (
        Valid("def f(x):\n    if x and y or z:\n        return [a for a in x if a]\n    return 1", {"max": 2}),
        Valid("if a:\n    if b:\n        c()", {"max": 1}),
    )
    invalid = (
        Invalid(
            "def f(x):\n    if x:\n        a()\n    elif y:\n        b()\n    else:\n        c()", params={"max": 2}
        ),
        Invalid(
            "class A:\n    def f(self):\n        for a in b:\n            while a:\n                c()",
            2,
            params={"max": 2},
        ),
        Invalid(
            "def f():\n    try:\n        a()\n    except E:\n        b()\n    except F:\n        c()", params={"max": 2}
        ),
        Invalid(
            "def f(x):\n    match x:\n        case 1:\n            a()\n        case _:\n            b()",
            params={"max": 1},
        ),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A function of many branches."""
        return bool(1 + sum(_branches(each) for each in ast.walk(node) if each is not node) > self.params.max)

    @classmethod
    def conflict(cls, params: Params, other: Params) -> str | None:
        """Two limits."""
        return f"{params.max} or {other.max}" if params.max != other.max else None

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function or method."""
        del site
        complexity = 1 + sum(_weight(each) for each in descendants(node.body))
        if complexity > self.params.max:
            yield Finding(
                node,
                f"`{node.name.value}` has a complexity of {complexity}; the limit is {self.params.max}, so split it",
            )


def _weight(node: cst.CSTNode) -> int:
    if isinstance(node, (cst.For, cst.While)):
        return 1 + (node.orelse is not None)
    if isinstance(node, (cst.Try, cst.TryStar)):
        return len(node.handlers) + (node.orelse is not None)
    if isinstance(node, cst.Match):
        last = node.cases[-1]
        every = last.guard is None and isinstance(last.pattern, cst.MatchAs) and last.pattern.pattern is None
        return len(node.cases) - every
    return isinstance(node, (cst.If, cst.FunctionDef))


def _branches(node: ast.AST) -> int:
    """What a node of Python's own tree weighs at most."""
    if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
        return 1 + bool(node.orelse)
    if isinstance(node, (ast.Try, ast.TryStar)):
        return len(node.handlers) + bool(node.orelse)
    if isinstance(node, ast.Match):
        return len(node.cases)
    return isinstance(node, (ast.If, ast.FunctionDef, ast.AsyncFunctionDef))
