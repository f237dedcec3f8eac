"""Whether functions call themselves."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lawful.syntax import Site


class NoRecursion(Check):
    """Flags functions that call themselves."""

    id = "no-recursion"
    phrases = (
        forbids(
            "recursion",
            "recursive function",
            "recursive",
            allows=("recursive function method algorithm implementation",),
        ),
    )
    asks = ("Do not use recursion.", "No recursive functions", "Use iteration instead of recursion", "Avoid recursion")
    ignores = (
        "Avoid infinite recursion.",
        "Use recursion for trees.",
        "Never delete folders recursively.",
        "Do not import recursively.",
    )
    valid = (
        "def f(x):\n    return g(x)",
        "class A:\n    def f(self):\n        return f()",
        "class A(B):\n    def f(self):\n        return super().f()",
        "def f(x):\n    f = g\n    return f(x)",
    )
    invalid = (
        Invalid("def f(x):\n    return f(x - 1)", line=2),
        Invalid("class A:\n    def f(self, x):\n        return self.f(x - 1)", line=3),
        Invalid("async def f(x):\n    return await f(x - 1)", line=2),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A function that calls something of its own name."""
        return any(isinstance(each, ast.Call) and _is_called(each.func, node.name) for each in ast.walk(node))

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call, perhaps of the function or method that it stands in."""
        around = site.definitions
        for at, outer in enumerate(around):
            if isinstance(outer, cst.FunctionDef) and _calls(node.func, around[: at + 1], site):
                yield Finding(node, f"`{outer.name.value}` calls itself; use a loop")
                return


def _calls(called: cst.BaseExpression, around: Sequence[cst.FunctionDef | cst.ClassDef], site: Site) -> bool:
    """Whether the last of the definitions around a call is what is called."""
    function = around[-1]
    if isinstance(called, cst.Name):
        return function in site.module.names.functions(called)
    if not isinstance(function, cst.FunctionDef) or not isinstance(called, cst.Attribute):
        return False
    is_method = len(around) > 1 and isinstance(around[-2], cst.ClassDef)
    first = [*function.params.posonly_params, *function.params.params][:1]
    bound = isinstance(called.value, cst.Name) and bool(first) and called.value.value == first[0].name.value
    return is_method and bound and called.attr.value == function.name.value


def _is_called(node: ast.expr, name: str) -> bool:
    return (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.Attribute) and node.attr == name)
