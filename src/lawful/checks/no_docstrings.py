"""Whether names speak for themselves."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, outright
from lawful.syntax import cst
from lawful.syntax.outline import docstring_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class NoDocstrings(Check):
    """Flags functions and classes that have a docstring."""

    id = "no-docstrings"
    phrases = (outright(forbids("docstring", allows=("docstring function class method",))),)
    asks = ("No docstrings in tests.", "Do not write docstrings in tests", "Never add docstrings")
    ignores = (
        "Use docstrings.",
        "No functions without docstrings.",
        "Prefer code over docstrings.",
        "The code has no docstrings.",
    )
    valid = ("def f():\n    return 1", "def f():\n    x = 'text'")
    invalid = (Invalid('def f():\n    """F."""'), Invalid('class A:\n    """A."""'))

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A function with a docstring."""
        return docstring_of(node) is not None

    def look_ClassDef(self, node: ast.ClassDef) -> bool:
        """A class with a docstring."""
        return docstring_of(node) is not None

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function or method."""
        del site
        yield from self._documented(node)

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class."""
        del site
        yield from self._documented(node)

    def _documented(self, node: cst.FunctionDef | cst.ClassDef) -> Iterator[Finding]:
        if node.get_docstring(clean=False) is not None:
            yield Finding(node, f"`{node.name.value}` has a docstring; here the name should say it")
