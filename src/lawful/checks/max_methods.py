"""Whether classes have few methods."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, limits, parameters
from lawful.syntax import cst, descendants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class MaxMethods(Check):
    """Flags classes with more methods than the limit; an overload and a property's setter count no second time."""

    @parameters
    class Params:
        """The limit. Whether only public methods count."""

        max: int = 10
        public: bool = False

    id = "max-methods"
    phrases = (
        limits("class public method", allows=("class public method per",), public=True),
        limits("class method", allows=("class method per",)),
    )
    asks = (
        ("At most 10 methods per class.", {"max": 10}),
        ("Classes must not have more than 7 public methods", {"max": 7, "public": True}),
        ("Maximum 20 methods in a class", {"max": 20}),
    )
    ignores = ("Methods must not exceed 50 lines.", "Classes must not exceed 200 lines.", "Keep methods few.")
    valid = (
        Valid(
            "class A:\n    def a(self): ...\n    @a.setter\n    def a(self, x): ...\n    b = lambda self: 1", {"max": 1}
        ),
        Valid("class A:\n    def __init__(self): ...\n    def _b(self): ...", {"max": 0, "public": True}),
    )
    invalid = (
        Invalid("class A:\n    def a(self): ...\n    async def b(self): ...", params={"max": 1}),
        Invalid("class A:\n    if x:\n        def a(self): ...\n    def b(self): ...", params={"max": 1}),
    )

    def look_ClassDef(self, node: ast.ClassDef) -> bool:
        """A class with many functions in it."""
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        return bool(sum(isinstance(each, functions) for each in ast.walk(node)) > self.params.max)

    @classmethod
    def conflict(cls, params: Params, other: Params) -> str | None:
        """Two limits."""
        return f"{params.max} or {other.max}" if params.max != other.max and params.public == other.public else None

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class."""
        del site
        below = descendants(node.body, into=(cst.FunctionDef, cst.ClassDef, cst.Lambda))
        names = {each.name.value for each in below if isinstance(each, cst.FunctionDef)}
        counted = {name for name in names if not self.params.public or not (name.startswith("_"))}
        if len(counted) > self.params.max:
            kind = "public methods" if self.params.public else "methods"
            yield Finding(
                node, f"`{node.name.value}` has {len(counted)} {kind}; the limit is {self.params.max}, so split it"
            )
