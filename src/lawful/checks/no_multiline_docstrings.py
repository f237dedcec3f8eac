"""Whether docstrings fit on a line."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Phrase, forbids, requires
from lawful.syntax import cst
from lawful.syntax.docstrings import docstring
from lawful.syntax.outline import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


def _of_all(phrase: Phrase) -> Phrase:
    """Hears what a phrase hears, unless it is under something that speaks of functions with parameters, or without."""
    return replace(phrase, hear=lambda demand: None if "parameter" in demand.topic else phrase.hear(demand))


class NoMultilineDocstrings(Check):
    """Flags docstrings of functions and classes that take more than one line."""

    id = "no-multiline-docstrings"
    phrases = (
        _of_all(requires("single-line docstring", allows=("function method class only short",))),
        _of_all(forbids("multi-line docstring", allows=("function method class long",))),
    )
    asks = (
        "Use one-line docstrings.",
        "No multi-line docstrings",
        "Docstrings must be a single line",
        "使用单行文档字符串",
    )
    ignores = (
        "Keep docstrings short.",
        "One-line docstrings are fine for simple functions.",
        "Put the first line of a docstring on the line of its quotes.",
        "No multi-line strings.",
    )
    valid = ('def f():\n    """Return it."""', '"""A module.\n\nWith more to say.\n"""', 'x = """\na\n"""')
    invalid = (
        Invalid('def f():\n    """Return it.\n\n    Or not.\n    """'),
        Invalid('class A:\n    """\n    An A.\n    """'),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A function that begins with an expression of several lines."""
        return isinstance(node.body[0], ast.Expr) and lines_of(node.body[0]) > 1

    def look_ClassDef(self, node: ast.ClassDef) -> bool:
        """A class that does."""
        return isinstance(node.body[0], ast.Expr) and lines_of(node.body[0]) > 1

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """The docstring of a class."""
        yield from self._docstring(node, site)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """The docstring of a function."""
        yield from self._docstring(node, site)

    def _docstring(self, node: cst.ClassDef | cst.FunctionDef, site: Site) -> Iterator[Finding]:
        text = docstring(node)
        if text is not None and site.module.span(text).lines > 1:
            yield Finding(node, f"the docstring of `{node.name.value}` takes more than one line")
