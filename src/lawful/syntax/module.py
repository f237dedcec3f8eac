"""One parsed file: its text, its tree, and where each node of the tree stands."""

from __future__ import annotations

import ast
import sys
import warnings
from collections import Counter
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from lawful.errors import SourceError
from lawful.regex import regex
from lawful.source import Source, Span
from lawful.syntax.guard import ORDINARY, LimitError, Limits, too_deep
from lawful.syntax.lazy import cst
from lawful.syntax.outline import plain, without_collector
from lawful.syntax.walk import descendants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from lawful.syntax.names import Names
    from lawful.syntax.outline import Outline
    from lawful.syntax.places import Places
    from lawful.syntax.rendering import Rendering

_UNREADABLE = regex("[\0\ud800-\udfff]")

_NEWER = regex(r"^\s*(?:type\s+\w|(?:async\s+)?(?:def|class)\s+\w+\s*\[|except\b[^(]*,)|\b[rR]?[fFtT][rR]?['\"]")
"""What a line holds that only a later Python than the running one may read."""


class Module:
    r"""A file that was parsed.

    Attributes:
        source: the text as it was given.
        tree: its LibCST tree. The tree is made of the text with `\\n` for every line end and without form feeds, which
            LibCST does not keep; edits are made on `source`, never by rendering the tree.
        around: the nodes around those whose places are likely to be asked for, outermost first.
    """

    def __init__(
        self,
        source: Source,
        tree: cst.Module,
        shifts: Mapping[int, int] = MappingProxyType({}),
        outline: Outline | None = None,
    ) -> None:
        self.source = source
        self.tree = tree
        self.around: Sequence[cst.CSTNode] = ()
        self._shifts = shifts
        self._outline = outline

    @classmethod
    def parse(cls, source: Source, outline: Outline | None = None, limits: Limits = ORDINARY) -> Module:
        """Parse one text.

        Args:
            source: the text.
            outline: its outline, if there is one already, which means that Python accepts the text.
            limits: how far it may go; beyond what is ordinary the parser may end this process.

        Raises:
            LimitError: the text goes beyond the limits.
            SourceError: it is no Python.
        """
        text, shifts = plain(source.text)
        if found := _UNREADABLE.search(text):
            kind = "a null character" if found[0] == "\0" else "half of a surrogate pair"
            before = text[: found.start()]
            line, column = before.count("\n") + 1, found.start() - before.rfind("\n")
            raise SourceError(f"syntax error: {kind}", path=source.path, line=line, column=column)
        plain_to_see = outline is not None and outline.is_shallow and len(text) <= limits.characters
        if not plain_to_see and (deep := too_deep(text, limits)):
            line, column, reason = deep
            raise LimitError(f"not parsed: {reason}", path=source.path, line=line, column=column)
        refused = None if outline else _refused_by_python(text, source.path)
        try:
            with without_collector():
                tree = cst.parse_module(text)
        except cst.ParserSyntaxError as error:
            message = error.message.removeprefix("parser error: ")
            line, column = error.raw_line, error.raw_column + 1
            own = SourceError(f"syntax error: {message}", path=source.path, line=line, column=column)
            raise _better(refused, own, text) from error
        except Exception as error:  # strings mixed with bytes, for one, are refused when the tree is built
            own = SourceError(f"cannot be parsed: {type(error).__name__}: {error}", path=source.path, line=1)
            raise refused or _refused_by_python(text, source.path, _compiled) or own from error
        except BaseException as error:
            # The parser panics, where it is at a loss, with what is no `Exception`.
            if type(error).__name__ != "PanicException":
                raise
            raise refused or SourceError(f"cannot be parsed: {error}", path=source.path, line=1) from error
        module = cls(source, tree, shifts, outline)
        if refused and not module.is_newer_at(refused.line):
            raise refused
        return module

    def span(self, node: cst.CSTNode) -> Span:
        """Where a node stands, without the comments and blank lines before it; decorators are not part of a `def`."""
        ends = self._places.of(node, self.around) if self._places else None
        if ends is None:
            rendering = self._rendering
            first, last = rendering.ranges[id(node)]
            ends = (*rendering.position(first), *rendering.position(last))
        line, column, end_line, end_column = ends
        return Span(line, column + self._shifts.get(line, 0), end_line, end_column + self._shifts.get(end_line, 0))

    def text(self, node: cst.CSTNode) -> str:
        """The text of a node as it was written."""
        return self.source.slice(self.span(node))

    def is_newer_at(self, line: int | None) -> bool:
        """Whether the code on a line may be newer than the Python that runs, and so rightly refused by it."""
        spans = (self.span(node) for node in _everything(self.tree) if _is_newer(node))
        return any(span.line <= (line or 1) <= span.end_line for span in spans)

    @cached_property
    def names(self) -> Names:
        """What the names in this file stand for."""
        from lawful.syntax.names import Names

        return Names(self.tree)

    @cached_property
    def mentioned(self) -> Counter[str]:
        """How often each name is written in the code, where it is defined and where it is used."""
        return Counter(each.value for each in descendants(self.tree) if isinstance(each, cst.Name))

    @cached_property
    def called(self) -> Counter[str]:
        """How often each name is written as what is called: `f()`, `a.f()`."""
        functions = (each.func for each in descendants(self.tree) if isinstance(each, cst.Call))
        names = (each.attr if isinstance(each, cst.Attribute) else each for each in functions)
        return Counter(each.value for each in names if isinstance(each, cst.Name))

    @cached_property
    def comments(self) -> tuple[tuple[Span, str], ...]:
        """Every comment with its place, in order."""
        if self._outline is not None:
            places = ((line, column + self._shifts.get(line, 0), text) for line, column, text in self._outline.comments)
            return tuple((Span(line, column, line, column + len(text)), text) for line, column, text in places)
        found = [(self.span(node), node.value) for node in _everything(self.tree) if isinstance(node, cst.Comment)]
        return tuple(sorted(found))

    @cached_property
    def _places(self) -> Places | None:
        from lawful.syntax.places import Places

        return Places(self.tree, self._outline) if self._outline is not None else None

    @cached_property
    def _rendering(self) -> Rendering:
        from lawful.syntax.rendering import render

        try:
            rendering = render(self.tree)
        except RecursionError as error:
            raise SourceError("nested too deeply for this stack", path=self.source.path, line=1) from error
        if len(rendering.line_starts) != len(self.source.line_starts):
            raise SourceError("the parsed tree does not match the text", path=self.source.path, line=1)
        return rendering


def _everything(tree: cst.Module) -> Iterator[cst.CSTNode]:
    stack: list[cst.CSTNode] = [tree]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(node.children)


def _is_newer(node: cst.CSTNode) -> bool:
    """Whether a node may hold syntax that LibCST knows and the running Python does not."""
    version = sys.version_info
    if version < (3, 12) and isinstance(node, (cst.FormattedString, cst.TypeAlias, cst.TypeParameters)):
        return True
    if version < (3, 13) and isinstance(node, cst.TypeParameters):
        return True
    if isinstance(node, (cst.ExceptHandler, cst.ExceptStarHandler)):
        return isinstance(node.type, cst.Tuple) and not node.type.lpar and version < (3, 14)
    return isinstance(node, cst.TemplatedString) and version < (3, 14)


def _better(refused: SourceError | None, own: SourceError, text: str) -> SourceError:
    """What Python says, which is told best, unless it stumbled earlier over what is only newer than itself."""
    if refused is None:
        return own
    earlier = (refused.line or 1) < (own.line or 1) and refused.reason == "syntax error: invalid syntax"
    at = text.split("\n")[(refused.line or 1) - 1 :][:1]
    return own if earlier and any(map(_NEWER.search, at)) else refused


def _compiled(text: str) -> object:
    return compile(text, "<string>", "exec", dont_inherit=True)


def _refused_by_python(text: str, path: str, read: Callable[[str], object] = ast.parse) -> SourceError | None:
    """What the running Python says against the text; newer syntax than its own is also refused by it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read(text)
    except SyntaxError as error:
        return SourceError(f"syntax error: {error.msg}", path=path, line=error.lineno or 1, column=error.offset)
    except (RecursionError, MemoryError):
        line, column, _ = too_deep(text) or (1, 1, "")
        return SourceError(
            "syntax error: nested more deeply than Python can parse", path=path, line=line, column=column
        )
    except ValueError as error:
        return SourceError(f"syntax error: {error}", path=path, line=1)
    return None
