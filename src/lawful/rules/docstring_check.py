"""A check of what docstrings say."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawful.rules.check import Check, Finding
from lawful.source import Span
from lawful.syntax import cst  # noqa: TC001  # as in every check
from lawful.syntax.docstrings import docstring
from lawful.syntax.literals import literal
from lawful.syntax.outline import docstring_of

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from lawful.syntax import Site


@dataclass(frozen=True, slots=True)
class Docstring:
    """What documents a module, class or function.

    Attributes:
        said: what it says.
        text: the string itself.
        where: what it documents, at which findings about it stand.
    """

    said: str
    text: cst.SimpleString | cst.ConcatenatedString
    where: cst.CSTNode | Span


class DocstringCheck(Check):
    """Looks at every docstring: of modules, classes and functions."""

    def look_Module(self, node: ast.Module) -> bool:
        """The docstring of the module."""
        return self._suspects(node)

    def look_ClassDef(self, node: ast.ClassDef) -> bool:
        """The docstring of a class."""
        return self._suspects(node)

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """The docstring of a function."""
        return self._suspects(node)

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The docstring of the file."""
        return self._found(node, Span(1, 1, 1, 1), site)

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """The docstring of a class."""
        return self._found(node, node, site)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """The docstring of a function."""
        return self._found(node, node, site)

    def look_docstring(self, said: str) -> bool:
        """Whether a docstring may break the rule, as far as what it says tells."""
        del said
        return True

    @abstractmethod
    def docstring(self, found: Docstring, site: Site) -> Iterator[Finding]:
        """What is found in a docstring."""

    def _suspects(self, node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        said = docstring_of(node)
        return said is not None and self.look_docstring(said)

    def _found(
        self, node: cst.Module | cst.ClassDef | cst.FunctionDef, where: cst.CSTNode | Span, site: Site
    ) -> Iterator[Finding]:
        text = docstring(node)
        said = literal(text) if text is not None else None
        if text is not None and said is not None:
            yield from self.docstring(Docstring(said, text, where), site)
