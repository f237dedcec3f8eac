"""Where the nodes of a tree stand, told without rendering more of it than is asked for.

Statements stand where Python's own tree says; the two trees have the same statements in the same order. An expression
is found by rendering the statement that it is part of. What cannot be told so is left to rendering the whole tree.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from lawful.syntax.lazy import cst
from lawful.syntax.rendering import render_part

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Sequence

    from lawful.syntax.outline import Outline
    from lawful.syntax.rendering import Rendering

Ends = tuple[int, int, int, int]
"""The line and column where something begins, and those where it ends."""


class Places:
    """The places of the nodes of one tree.

    Args:
        tree: the tree.
        outline: the same text as Python's own parser sees it.
    """

    def __init__(self, tree: cst.Module, outline: Outline) -> None:
        self._tree = tree
        self._outline = outline
        self._starts = outline.line_starts
        self._statements = _paired(tree, outline.tree)
        self._parts: dict[int, _Part | None] = {}

    def of(self, node: cst.CSTNode, around: Sequence[cst.CSTNode]) -> Ends | None:
        """Where a node stands; None if that cannot be told without rendering the whole tree.

        Args:
            node: the node.
            around: the tree, and nodes below it around the node that is likely to be near, outermost first.
        """
        own = self._statements.get(id(node))
        if own is not None and not isinstance(node, cst.SimpleStatementLine):
            line, end_line = own.lineno, own.end_lineno
            return line, self._column(line, own.col_offset), end_line, self._column(end_line, own.end_col_offset)
        lines = [each for each in around if isinstance(each, cst.SimpleStatementLine)]
        functions = [each for each in around if isinstance(each, cst.FunctionDef)]
        for statement in (*lines[-1:], *functions[-1:], *around[1:2]):
            part = self._part(statement) if id(statement) in self._statements else None
            if part is not None and id(node) in part.rendering.ranges:
                return part.ends(node)
        return None

    def _part(self, statement: cst.CSTNode) -> _Part | None:
        if id(statement) not in self._parts:
            self._parts[id(statement)] = self._rendered(statement)
        return self._parts[id(statement)]

    def _rendered(self, statement: Any) -> _Part | None:  # noqa: ANN401  # any kind of statement
        own = self._statements[id(statement)]
        first = min(own.lineno, *(each.lineno for each in getattr(own, "decorator_list", ())), own.lineno)
        line = self._starts[own.lineno - 1]
        indent = self._outline.text[line : line + own.col_offset]
        rendering = render_part(self._tree, statement, indent)
        above = first - len(statement.leading_lines)
        start = self._starts[above - 1] if above > 0 else 0
        # Only what reads as the text does stands where it does.
        if above < 1 or not self._outline.text.startswith(rendering.text.rstrip("\n"), start):
            return None
        return _Part(rendering, above)

    def _column(self, line: int, offset: int) -> int:
        """The 1-based column of what Python counts in bytes."""
        start = self._starts[line - 1]
        text = self._outline.text[start : start + offset]
        return offset + 1 if text.isascii() else len(text.encode()[:offset].decode()) + 1


class _Part:
    """A rendered statement, and the line at which it begins with the comments above it."""

    def __init__(self, rendering: Rendering, line: int) -> None:
        self.rendering = rendering
        self._above = line - 1

    def ends(self, node: cst.CSTNode) -> Ends:
        first, last = self.rendering.ranges[id(node)]
        line, column = self.rendering.position(first)
        end_line, end_column = self.rendering.position(last)
        return line + self._above, column, end_line + self._above, end_column


def _paired(tree: cst.Module, outline: ast.Module) -> dict[int, Any]:
    """For the `id` of each statement and handler what it is in Python's own tree."""
    found: dict[int, Any] = {}
    blocks: deque[tuple[Sequence[Any], Sequence[ast.AST]]] = deque([(tree.body, outline.body)])
    while blocks:
        statements, others = blocks.popleft()
        at = 0
        for each in statements:
            other: Any = others[at] if at < len(others) else None
            if other is None:
                return {}  # the trees differ, which they should not
            found[id(each)] = other
            if isinstance(each, cst.SimpleStatementLine):
                for part in each.body:
                    found[id(part)] = others[at]
                    at += 1
                continue
            at += 1
            blocks += _blocks(each, other)
    return found


def _blocks(node: Any, other: Any) -> Iterable[tuple[Sequence[Any], Sequence[ast.AST]]]:  # noqa: ANN401  # any pair
    """The blocks of a statement in both trees."""
    body = getattr(node, "body", None)
    if body is not None and not isinstance(node, cst.BaseSmallStatement):
        yield body.body, other.body
    for field in ("handlers", "cases"):
        if hasattr(node, field):
            yield getattr(node, field), getattr(other, field)
    orelse = getattr(node, "orelse", None)
    if isinstance(orelse, cst.If):
        yield [orelse], other.orelse
    elif orelse is not None:
        yield orelse.body.body, other.orelse
    final = getattr(node, "finalbody", None)
    if final is not None:
        yield final.body.body, other.finalbody
