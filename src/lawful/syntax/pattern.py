"""Code patterns in the notation that Semgrep made known, matched by what names mean.

A pattern is Python with holes: `$X` stands for any expression, name or statement, and for the same one wherever it is
repeated; `...` and `$...ARGS` for any number of arguments, elements or statements; `"..."` for any string. A dotted
name without holes is what it resolves to: `requests.get(...)` is found as `from requests import get as g; g(url)`, and
not where another import goes by that name; a name that stands for nothing known, such as `self`, is what is written. A
built-in is only the built-in. Layout, comments and needless parentheses play no part,
keyword arguments come in any order, and what a pattern leaves out of a definition (decorators, annotations, bases) may
be there.
"""

from __future__ import annotations

import builtins
import io
import tokenize
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from lawful.errors import LawfulError
from lawful.regex import regex
from lawful.syntax.guard import too_deep
from lawful.syntax.lazy import cst
from lawful.syntax.literals import dotted, literal
from lawful.syntax.walk import meaningful_fields

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from lawful.syntax.site import Site

Binding = Mapping[str, "cst.CSTNode"]
"""What the holes of a pattern stand for, by their names."""
_HOLE = "lawful_hole_"
_HOLES = "lawful_holes_"
_TOKEN = regex(
    r"(?P<string>\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+')"
    r"|\$\.\.\.(?P<several>[A-Z_][A-Z0-9_]*)|\$(?P<one>[A-Z_][A-Z0-9_]*)|(?P<dots>\.\.\.)|(?P<dollar>\$)"
)
_LONGEST = 2000
"""Characters of a pattern; what people write is far shorter."""
_STEPS = 20_000
"""Comparisons that one attempt may take; only a pattern with many `...` in a row of arguments needs more."""
_ANY_STRING = "..."
_BLANK = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT})
_BUILTINS = frozenset(dir(builtins)) - {"None", "True", "False"}
_OPTIONAL = frozenset({"decorators", "returns", "annotation", "type_parameters", "asynchronous", "default", "msg"})
"""What a pattern may leave out although the code has it."""


class PatternError(LawfulError):
    """A pattern is no code with holes, or takes too long to match."""


class Pattern:
    """A compiled pattern.

    Attributes:
        text: the pattern as it was written.
        holes: the names of its holes, without the `$`.
    """

    def __init__(self, text: str) -> None:
        """Compile a pattern.

        Raises:
            PatternError: it is no Python with holes, or is too long.
        """
        if len(text) > _LONGEST:
            raise PatternError(f"a pattern may have {_LONGEST} characters at most")
        self.text = text
        self.holes = frozenset(found["several"] or found["one"] or "" for found in _TOKEN.finditer(text)) - {""}
        self._nodes = _parsed(text)
        if len(self._nodes) == 1 and (_hole(self._nodes[0]) is not None or isinstance(self._nodes[0], cst.Ellipsis)):
            raise PatternError(f"`{text}` matches everything")

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The names of the LibCST classes of nodes that may match."""
        if len(self._nodes) > 1:
            return ("Module", "IndentedBlock", "SimpleStatementSuite")
        (node,) = self._nodes
        if isinstance(node, (cst.Name, cst.Attribute)):
            return ("Name", "Attribute", "Call", "Subscript")
        if isinstance(node, cst.SimpleString):
            return ("SimpleString", "ConcatenatedString", "FormattedString")
        return (type(node).__name__,)

    def matches(
        self, node: cst.CSTNode, site: Site, bound: Binding = MappingProxyType({})
    ) -> Iterator[tuple[cst.CSTNode, Binding]]:
        """The ways in which a node of the code matches: where each begins, and what the holes stand for.

        Args:
            node: an expression, a statement, or a block, in which a pattern of several statements may begin anywhere.
            site: where the node stands.
            bound: what holes stand for already.

        Raises:
            PatternError: the attempt takes too many steps.
        """
        attempt = _Attempt(site)
        if len(self._nodes) > 1:
            if _is_block(node):
                yield from attempt.run(_statements(node), self._nodes, bound)
            return
        for found in attempt.one(self._nodes[0], node, bound):
            yield node, found


def _parsed(text: str) -> tuple[cst.CSTNode, ...]:
    python = _with_names(text).strip()
    if not python:
        raise PatternError("the pattern is empty")
    if deep := too_deep(python):
        raise PatternError(f"the pattern cannot be parsed safely: {deep[2]}")
    for parse in (_expression, _module):
        nodes = parse(python)
        if nodes:
            return nodes
    raise PatternError(f"`{text}` is no Python with holes such as $X and ...")


def _expression(python: str) -> tuple[cst.CSTNode, ...]:
    try:
        return (cst.parse_expression(python),)
    except Exception:  # noqa: BLE001  # whatever the parser says: it may still be a statement
        return ()


def _module(python: str) -> tuple[cst.CSTNode, ...]:
    try:
        return tuple(_statements(cst.parse_module(python)))
    except Exception:  # noqa: BLE001  # as above; the caller says that it is neither
        return ()


def _with_names(text: str) -> str:
    """The pattern with a name of our own in place of every hole, and `*` before what may stand for several."""

    def name(found: re.Match[str]) -> str:
        if found["string"]:
            return found["string"]
        if found["one"]:
            return _HOLE + found["one"]
        if found["dollar"]:
            raise PatternError("a hole is `$` and a name in capitals, such as $X or $...ARGS")
        before = text[: found.start()].rstrip()[-1:]
        after = text[found.end() :].lstrip()[:1]
        if found["several"] is None and (before not in {"(", ",", "[", "{"} or after not in {")", ",", "]", "}"}):
            return "..."
        if before in {"(", ",", "[", "{"}:
            return f"{'**' if _in_braces(text, found.start()) else '*'}{_HOLES}{found['several'] or ''}"
        return _HOLES + (found["several"] or "")

    return _TOKEN.sub(name, text)


def _in_braces(text: str, at: int) -> bool:
    """Whether the innermost bracket that is open at a place is a brace, and holds a pair."""
    depth = 0
    for index in range(at - 1, -1, -1):
        if text[index] in ")]}":
            depth += 1
        elif text[index] in "([{":
            if not depth:
                return text[index] == "{" and ":" in text[index:]
            depth -= 1
    return False


def _is_block(node: cst.CSTNode) -> bool:
    return isinstance(node, (cst.Module, cst.BaseSuite))


def _statements(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The statements of a block, each by itself also where several share a line."""
    found: list[cst.CSTNode] = []
    for each in getattr(node, "body", ()):
        found += each.body if isinstance(each, cst.SimpleStatementLine) else [each]
    return found


def _parameters(node: cst.Parameters) -> list[cst.CSTNode]:
    """The parameters of a function in their order, with those that take the rest."""
    several = [node.star_arg] if isinstance(node.star_arg, cst.Param) else []
    rest = [node.star_kwarg] if node.star_kwarg is not None else []
    return [*node.posonly_params, *node.params, *several, *node.kwonly_params, *rest]


def _hole(node: cst.CSTNode | None) -> str | None:
    """The name of the hole that a node of a pattern is, if it is one for a single thing."""
    if isinstance(node, cst.Expr):
        node = node.value
    if isinstance(node, cst.Name) and node.value.startswith(_HOLE):
        return node.value.removeprefix(_HOLE)
    return None


def _several(node: cst.CSTNode | None) -> str | None:
    """The name of the hole for any number of things that a node of a pattern is; empty if it has no name."""
    if isinstance(node, cst.Expr) and isinstance(node.value, cst.Ellipsis):
        return ""
    if isinstance(node, cst.Arg) and node.keyword is None and isinstance(node.value, cst.Ellipsis):
        return ""
    inner = getattr(node, "value", None) if isinstance(node, (cst.Arg, cst.StarredElement, cst.Expr)) else node
    inner = node.value if isinstance(node, cst.StarredDictElement) else inner
    inner = node.name if isinstance(node, cst.Param) else inner
    if isinstance(inner, cst.Name) and inner.value.startswith(_HOLES):
        return inner.value.removeprefix(_HOLES)
    return None


class _Attempt:
    """One attempt to match; generators try every way of filling the holes."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._left = _STEPS

    def one(self, pattern: object, code: object, bound: Binding) -> Iterator[Binding]:
        """The ways in which one node of a pattern matches one of the code."""
        self._left -= 1
        if self._left < 0:
            raise PatternError("the pattern takes too many steps here; use fewer `...`")
        if not isinstance(pattern, cst.CSTNode) or not isinstance(code, cst.CSTNode):
            return self._plain(pattern, code, bound)
        hole = _hole(pattern)
        if hole is not None:
            return self._fill(hole, code, bound)
        if isinstance(pattern, (cst.Name, cst.Attribute)) and (name := _fixed(pattern)):
            return self._named(name, pattern, code, bound)
        return self._alike(pattern, code, bound)

    def _plain(self, pattern: object, code: object, bound: Binding) -> Iterator[Binding]:
        if isinstance(pattern, (list, tuple)) and isinstance(code, (list, tuple)):
            yield from self._sequence([*pattern], [*code], bound)
        elif (
            not isinstance(pattern, cst.CSTNode)
            and not isinstance(code, cst.CSTNode)
            and (pattern == code or isinstance(pattern, cst.MaybeSentinel) or isinstance(code, cst.MaybeSentinel))
        ):
            yield bound

    def _fill(self, hole: str, code: cst.CSTNode, bound: Binding) -> Iterator[Binding]:
        if hole == "_" or hole not in bound:
            yield {**bound, hole: code}
        elif self._text(bound[hole]) == self._text(code):
            yield bound

    def _text(self, node: cst.CSTNode) -> tuple[str, ...]:
        """The words and signs of a node, whatever its layout."""
        text = self._site.module.text(node)
        try:
            tokens = tokenize.generate_tokens(io.StringIO(f"({text})").readline)
            return tuple(each.string for each in tokens if each.type not in _BLANK)
        except (tokenize.TokenError, SyntaxError):  # a statement, or newer than the Python that runs
            return tuple(text.split())

    def _named(self, name: str, pattern: cst.CSTNode, code: cst.CSTNode, bound: Binding) -> Iterator[Binding]:
        """A dotted name: by what it resolves to, or as it is written where that is nothing known."""
        if not isinstance(code, (cst.Name, cst.Attribute, cst.Call, cst.Subscript)):
            return
        known = self._site.resolve(code)
        unknown = not known and name not in _BUILTINS and type(pattern) is type(code)
        if {name, f"builtins.{name}"} & known or (unknown and _written(code) == name):
            yield bound

    @staticmethod
    def _same_string(pattern: cst.CSTNode, code: cst.CSTNode) -> bool:
        if not isinstance(pattern, cst.SimpleString):
            return False
        wanted = literal(pattern)
        if wanted == _ANY_STRING:
            return isinstance(code, (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString))
        return wanted is not None and literal(code) == wanted

    def _alike(self, pattern: cst.CSTNode, code: cst.CSTNode, bound: Binding) -> Iterator[Binding]:
        """Two nodes, field by field if they are of one kind."""
        if isinstance(pattern, cst.Ellipsis) or self._same_string(pattern, code):
            yield bound
        elif _is_block(pattern) and _is_block(code):
            yield from self._sequence(_statements(pattern), _statements(code), bound)
        elif type(pattern) is not type(code) or isinstance(pattern, cst.SimpleString):
            return
        elif isinstance(pattern, cst.Call) and isinstance(code, cst.Call):
            yield from self._call(pattern, code, bound)
        elif isinstance(pattern, cst.ClassDef) and isinstance(code, cst.ClassDef):
            yield from self._class(pattern, code, bound)
        elif isinstance(pattern, cst.Parameters) and isinstance(code, cst.Parameters):
            yield from self._sequence(_parameters(pattern), _parameters(code), bound)
        else:
            yield from self._each(meaningful_fields(type(pattern)), pattern, code, bound)

    def _each(self, names: Sequence[str], pattern: cst.CSTNode, code: cst.CSTNode, bound: Binding) -> Iterator[Binding]:
        if not names:
            yield bound
            return
        name, *rest = names
        wanted = getattr(pattern, name)
        if name in _OPTIONAL and (wanted is None or wanted == () or isinstance(wanted, cst.MaybeSentinel)):
            yield from self._each(rest, pattern, code, bound)
            return
        ways = self._decorators if name == "decorators" else self.one
        for found in ways(wanted, getattr(code, name), bound):
            yield from self._each(rest, pattern, code, found)

    def _decorators(self, pattern: object, code: object, bound: Binding) -> Iterator[Binding]:
        """Every decorator of a pattern is one of the code's."""
        assert isinstance(pattern, (list, tuple))
        assert isinstance(code, (list, tuple))
        if not pattern:
            yield bound
            return
        for each in code:
            for found in self.one(pattern[0].decorator, each.decorator, bound):
                yield from self._decorators(pattern[1:], code, found)

    def _call(self, pattern: cst.Call, code: cst.Call, bound: Binding) -> Iterator[Binding]:
        for found in self.one(pattern.func, code.func, bound):
            yield from self._arguments(pattern.args, code.args, found)

    def _class(self, pattern: cst.ClassDef, code: cst.ClassDef, bound: Binding) -> Iterator[Binding]:
        wanted = (*pattern.bases, *pattern.keywords)
        for named in self._each(("name", "decorators", "body"), pattern, code, bound):
            yield from self._arguments(wanted, (*code.bases, *code.keywords), named) if wanted else (named,)

    def _arguments(self, pattern: Sequence[cst.Arg], code: Sequence[cst.Arg], bound: Binding) -> Iterator[Binding]:
        """Positional arguments in their order, keyword arguments in any; `...` allows for more of both."""
        open_ended = any(_several(each) is not None for each in pattern)
        named = {each.keyword.value: each for each in code if each.keyword is not None}
        wanted = {each.keyword.value: each for each in pattern if each.keyword is not None}
        if not wanted.keys() <= named.keys() or (not open_ended and wanted.keys() != named.keys()):
            return
        positional = [each for each in pattern if each.keyword is None]
        given = [each for each in code if each.keyword is None]
        for found in self._sequence(positional, given, bound):
            yield from self._keywords([(each.value, named[key].value) for key, each in wanted.items()], found)

    def _keywords(self, pairs: Sequence[tuple[cst.CSTNode, cst.CSTNode]], bound: Binding) -> Iterator[Binding]:
        if not pairs:
            yield bound
            return
        for found in self.one(*pairs[0], bound):
            yield from self._keywords(pairs[1:], found)

    def _sequence(
        self, pattern: Sequence[cst.CSTNode], code: Sequence[cst.CSTNode], bound: Binding
    ) -> Iterator[Binding]:
        if not pattern:
            if not code:
                yield bound
            return
        if _several(pattern[0]) is None:
            if code:
                for found in self.one(pattern[0], code[0], bound):
                    yield from self._sequence(pattern[1:], code[1:], found)
            return
        if len(pattern) == 1:
            yield bound
            return
        for taken in range(len(code) + 1):
            yield from self._sequence(pattern[1:], code[taken:], bound)

    def run(
        self, code: list[cst.CSTNode], pattern: Sequence[cst.CSTNode], bound: Binding
    ) -> Iterator[tuple[cst.CSTNode, Binding]]:
        """The ways in which a run of statements matches, wherever it begins and ends."""
        rest = cst.Expr(cst.Ellipsis())
        for start in range(len(code)):
            for found in self._sequence([*pattern, rest], code[start:], bound):
                yield code[start], found


def _fixed(node: cst.CSTNode) -> str | None:
    """The dotted name that a node of a pattern writes out, if it has no hole."""
    name = _written(node)
    return None if name is None or _HOLE in name or _HOLES in name else name


def _written(node: cst.CSTNode) -> str | None:
    name = dotted(node)
    return name if name and not name.startswith(".") else None
