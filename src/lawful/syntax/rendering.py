"""Finds where nodes stand by rendering a tree once and noting which of the written pieces belong to which node.

LibCST's own position providers do the same at several times the cost: they count lines and columns at every piece,
where this counts them for the nodes that are asked for. This module imports LibCST at its top, so it is imported late.
"""

from __future__ import annotations

import sys
import threading
from bisect import bisect_right
from contextlib import contextmanager
from itertools import accumulate
from typing import TYPE_CHECKING

from libcst._nodes.internal import CodegenState

from lawful.source import Source
from lawful.syntax.guard import ORDINARY

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

_FRAMES = 4 * (ORDINARY.depth + ORDINARY.strings)
"""Frames that rendering needs, at no more than four a level."""
_one_at_a_time = threading.Lock()


class Rendering:
    """A rendered tree.

    Attributes:
        text: what it says.
        ranges: for the `id` of each node the numbers of its first piece and of the piece behind its last.
        line_starts: the offset at which each rendered line begins.
    """

    def __init__(self, pieces: list[str], ranges: dict[int, tuple[int, int]]) -> None:
        self.ranges = ranges
        self.text = "".join(pieces)
        self.line_starts = Source(self.text).line_starts
        self._offsets = [0, *accumulate(map(len, pieces))]

    def position(self, piece: int) -> tuple[int, int]:
        """The 1-based line and column at which a piece begins."""
        offset = self._offsets[min(piece, len(self._offsets) - 1)]
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


def render(tree: cst.Module) -> Rendering:
    """Render a tree and note the pieces of each of its nodes."""
    state = _Recorder(tree.default_indent, tree.default_newline)
    with _deep_stack():
        tree._codegen(state)  # noqa: SLF001  # the only other way in is LibCST's slow providers
    return Rendering(state.tokens, state.ranges)


def render_part(tree: cst.Module, node: cst.CSTNode, indent: str) -> Rendering:
    """Render a statement that stands at an indentation."""
    state = _Recorder(tree.default_indent, tree.default_newline)
    if indent:
        state.increase_indent(indent)
    with _deep_stack():
        node._codegen(state)  # noqa: SLF001  # as above
    return Rendering(state.tokens, state.ranges)


@contextmanager
def _deep_stack() -> Iterator[None]:
    """Let Python recurse as deep as trees may be; its calls of its own functions take no room on the C stack."""
    with _one_at_a_time:
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(limit + _FRAMES)
        try:
            yield
        finally:
            sys.setrecursionlimit(limit)


class _Recorder(CodegenState):
    """Notes the number of pieces written before and after each node."""

    def __init__(self, default_indent: str, default_newline: str) -> None:
        super().__init__(default_indent, default_newline)
        self.ranges: dict[int, tuple[int, int]] = {}
        self._starts: list[int] = []

    def before_codegen(self, node: cst.CSTNode) -> None:
        del node
        self._starts.append(len(self.tokens))

    def after_codegen(self, node: cst.CSTNode) -> None:
        start = self._starts.pop()
        # What LibCST calls the syntactic position, noted on the way, is the better one.
        self.ranges.setdefault(id(node), (start, len(self.tokens)))

    def record_syntactic_position(  # type: ignore[override]  # it is only entered and left
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> _Recording:
        return _Recording(self, node, start_node, end_node)


class _Recording:
    """Notes which pieces are written while it is entered; a generator would take twice the time."""

    __slots__ = ("_begin", "_first", "_last", "_node", "_state")

    def __init__(
        self, state: _Recorder, node: cst.CSTNode, first: cst.CSTNode | None, last: cst.CSTNode | None
    ) -> None:
        self._state = state
        self._node = node
        self._first = first
        self._last = last

    def __enter__(self) -> None:
        self._begin = len(self._state.tokens)

    def __exit__(self, *_: object) -> None:
        ranges = self._state.ranges
        start = self._begin if self._first is None else ranges[id(self._first)][0]
        end = len(self._state.tokens) if self._last is None else ranges[id(self._last)][1]
        ranges[id(self._node)] = (start, end)
