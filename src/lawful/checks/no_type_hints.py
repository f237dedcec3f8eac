"""Whether functions go without annotations."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, where
from lawful.syntax import cst
from lawful.syntax.outline import parameters_of as parameters_in
from lawful.syntax.signature import parameters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules import Demand
    from lawful.syntax import Site


def _is_prose(demand: Demand) -> bool:
    """Whether what is not wanted is named in words: `typing` as code is a module."""
    return not any(token.code for item in (*demand.items, *demand.over) for token in item)


class NoTypeHints(Check):
    """Flags annotated parameters, return values and variables; the fields of classes need their annotations."""

    id = "no-type-hints"
    phrases = (where(_is_prose, forbids("type-hint", allows=("type-hint function method parameter return",))),)
    asks = ("No type hints in tests.", "Do not use type annotations in tests", "Never add type hints")
    ignores = (
        "Use type hints.",
        "Never write functions without type hints.",
        "No complex type hints.",
        "Do not use `typing`.",
    )
    valid = ("def f(a, b=1): ...", "class A:\n    x: int = 1")
    invalid = (
        Invalid("def f(a: int): ..."),
        Invalid("def f() -> None: ..."),
        Invalid("def f():\n    x: int = 1", line=2),
        Invalid("def f(*args: int): ..."),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A function with annotations."""
        return node.returns is not None or any(each.annotation is not None for each in parameters_in(node.args))

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function or method."""
        del site
        if node.returns is not None or any(each.annotation is not None for each in parameters_of(node.params)):
            yield Finding(node, f"`{node.name.value}` has type annotations; here there should be none")

    def visit_AnnAssign(self, node: cst.AnnAssign, site: Site) -> Iterator[Finding]:
        """A variable, unless it is a field of a class."""
        if not site.definitions or not isinstance(site.definitions[-1], cst.ClassDef):
            yield Finding(node, "this variable has a type annotation; here there should be none")
