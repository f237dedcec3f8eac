"""One parsed file: its text, its tree, and where each node of the tree stands."""

from __future__ import annotations

import ast
import re
import warnings
from functools import cached_property
from typing import TYPE_CHECKING

from lawful.errors import SourceError
from lawful.source import Source, Span
from lawful.syntax.guard import too_deep
from lawful.syntax.lazy import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax.names import Names
    from lawful.syntax.rendering import Rendering

_LINE_END = re.compile(r"\r\n|\r")


class Module:
    r"""A file that was parsed.

    Attributes:
        source: the text as it was given.
        tree: its LibCST tree. The tree is made of the text with `\\n` for every line end and a space for every form
            feed, neither of which moves a line or a column; edits are made on `source`, never by rendering the tree.
    """

    def __init__(self, source: Source, tree: cst.Module) -> None:
        self.source = source
        self.tree = tree

    @classmethod
    def parse(cls, source: Source) -> Module:
        """Parse one text.

        Raises:
            SourceError: the text is no Python, or is nested too deeply to be parsed safely.
        """
        text = _LINE_END.sub("\n", source.text).replace("\f", " ")
        if deep := too_deep(text):
            line, column, reason = deep
            raise SourceError(f"not parsed: {reason}", path=source.path, line=line, column=column)
        refused = _refused_by_python(text, source.path)
        try:
            return cls(source, cst.parse_module(text))
        except cst.ParserSyntaxError as error:
            raise refused or SourceError(
                f"syntax error: {error.message.removeprefix('parser error: ')}",
                path=source.path,
                line=error.raw_line,
                column=error.raw_column + 1,
            ) from error
        except (RecursionError, UnicodeEncodeError, ValueError) as error:
            raise refused or SourceError(
                f"cannot be parsed: {type(error).__name__}: {error}", path=source.path, line=1
            ) from error

    def span(self, node: cst.CSTNode) -> Span:
        """Where a node stands, without the comments and blank lines before it; decorators are not part of a `def`."""
        rendering = self._rendering
        first, last = rendering.ranges[id(node)]
        return Span(*rendering.position(first), *rendering.position(last))

    def text(self, node: cst.CSTNode) -> str:
        """The text of a node as it was written."""
        return self.source.slice(self.span(node))

    @cached_property
    def names(self) -> Names:
        """What the names in this file stand for."""
        from lawful.syntax.names import Names

        return Names(self.tree)

    @cached_property
    def comments(self) -> tuple[tuple[Span, str], ...]:
        """Every comment with its place, in order."""
        found = [(self.span(node), node.value) for node in _everything(self.tree) if isinstance(node, cst.Comment)]
        return tuple(sorted(found))

    @cached_property
    def _rendering(self) -> Rendering:
        from lawful.syntax.rendering import render

        rendering = render(self.tree)
        if len(rendering.line_starts) != len(self.source.line_starts):
            raise SourceError("the parsed tree does not match the text", path=self.source.path, line=1)
        return rendering


def _everything(tree: cst.Module) -> Iterator[cst.CSTNode]:
    stack: list[cst.CSTNode] = [tree]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(node.children)


def _refused_by_python(text: str, path: str) -> SourceError | None:
    """What the running Python says against the text; newer syntax than its own is also refused by it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return SourceError(f"syntax error: {error.msg}", path=path, line=error.lineno, column=error.offset)
    except (ValueError, RecursionError, MemoryError) as error:
        return SourceError(f"syntax error: {error}", path=path, line=1)
    return None
