"""Whether docstrings are written in the agreed layout."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, deciding, parameters, requires
from lawful.source import Span
from lawful.syntax import cst
from lawful.syntax.docstrings import docstring
from lawful.syntax.outline import docstring_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_SIGNS = {
    "google": re.compile(r"^[ \t]*(?:Args|Arguments|Returns|Yields|Raises|Attributes):[ \t]*$", re.MULTILINE),
    "numpy": re.compile(
        r"^[ \t]*(?:Parameters|Returns|Yields|Raises|Attributes)[ \t]*\r?\n[ \t]*-{3,}[ \t]*$", re.MULTILINE
    ),
    "sphinx": re.compile(r"^[ \t]*:(?:param|type|returns?|rtype|raises?)\b[^:\n]*:", re.MULTILINE),
}
"""What tells the layouts apart: the headings of Google and NumPy, and the fields of Sphinx."""
_WORDS = "format style convention section layout function method class public module documentation comprehensive write"


class DocstringStyle(Check):
    """Flags docstrings that hold sections in another layout than the agreed one."""

    @parameters
    class Params:
        """The layout: google, numpy or sphinx."""

        style: str = "google"

    id = "docstring-style"
    phrases = (
        requires("google docstring", allows=(_WORDS,), style="google"),
        requires("numpy docstring", "numpydoc", "numpydoc docstring", allows=(_WORDS,), style="numpy"),
        deciding(
            requires("sphinx-field", allows=(_WORDS, "parameter description return name"), style="sphinx"),
            "with-parameters",
        ),
        requires("google documentation guide", allows=(_WORDS, "guide"), style="google"),
        requires("sphinx docstring", "restructuredtext docstring", "rest docstring", allows=(_WORDS,), style="sphinx"),
    )
    asks = (
        ("Google-style docstrings", {"style": "google"}),
        ("Docstrings: Google style", {"style": "google"}),
        ("Use NumPy style docstrings for all public functions.", {"style": "numpy"}),
        ("Docstrings must follow the Sphinx format", {"style": "sphinx"}),
    )
    ignores = ("Use docstrings.", "Follow the Google style guide.", "Search Google first.")
    valid = (
        'def f(x):\n    """Do it.\n\n    Args:\n        x: it\n    """',
        'def f(x):\n    """Do it."""',
        Valid('def f(x):\n    """Do it.\n\n    :param x: it\n    """', {"style": "sphinx"}),
    )
    invalid = (
        Invalid('def f(x):\n    """Do it.\n\n    :param x: it\n    """'),
        Invalid('class A:\n    """An A.\n\n    Attributes\n    ----------\n    x : int\n    """'),
        Invalid('def f(x):\n    """Do it.\n\n    Args:\n        x: it\n    """', params={"style": "numpy"}),
    )

    def look_Module(self, node: ast.Module) -> bool:
        """The docstring of the module."""
        return self._other_style(docstring_of(node)) is not None

    def look_ClassDef(self, node: ast.ClassDef) -> bool:
        """The docstring of a class."""
        return self._other_style(docstring_of(node)) is not None

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """The docstring of a function."""
        return self._other_style(docstring_of(node)) is not None

    @classmethod
    def conflict(cls, params: Params, other: Params) -> str | None:
        """Two layouts."""
        return f"{params.style} or {other.style} docstrings" if params.style != other.style else None

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The docstring of the file."""
        del site
        yield from self._docstring(node, Span(1, 1, 1, 1))

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """The docstring of a class."""
        del site
        yield from self._docstring(node, node)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """The docstring of a function."""
        del site
        yield from self._docstring(node, node)

    def _docstring(
        self, node: cst.Module | cst.ClassDef | cst.FunctionDef, where: cst.CSTNode | Span
    ) -> Iterator[Finding]:
        text = docstring(node)
        said = text.evaluated_value if text is not None else None
        style = self._other_style(said) if isinstance(said, str) else None
        if style is not None:
            yield Finding(where, f"this docstring is laid out in {style} style; the agreed one is {self.params.style}")

    def _other_style(self, text: str | None) -> str | None:
        """The style of a docstring, if it is another one than the agreed."""
        others = (style for style, sign in _SIGNS.items() if style != self.params.style and sign.search(text or ""))
        return next(others, None)
