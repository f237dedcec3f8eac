"""Code as Python's own parser sees it: a tenth of the cost of a LibCST tree, and enough to tell that nothing is wrong.

It knows the grammar of the running Python only, so that code it refuses is not refuted; and it keeps no comments, no
layout and no brackets, so that verdicts, places and fixes stay with LibCST.
"""

from __future__ import annotations

import ast
import gc
import re
import unicodedata
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lawful.source import Source

_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
_KINDS: dict[str, tuple[type[ast.AST], ...]] = {
    "Arg": (ast.Call, ast.ClassDef),
    "AsName": (ast.alias, ast.withitem, ast.ExceptHandler),
    "AssignTarget": (ast.Assign,),
    "Attribute": (ast.Attribute, ast.alias, ast.ImportFrom),
    "BinaryOperation": (ast.BinOp,),
    "BooleanOperation": (ast.BoolOp,),
    "CompFor": (ast.comprehension,),
    "Comparison": (ast.Compare,),
    "ConcatenatedString": (ast.Constant, ast.JoinedStr),
    "Decorator": (*_FUNCTION, ast.ClassDef),
    "Del": (ast.Delete,),
    "DictElement": (ast.Dict,),
    "ExceptStarHandler": (ast.ExceptHandler,),
    "Float": (ast.Constant,),
    "For": (ast.For, ast.AsyncFor),
    "FormattedString": (ast.JoinedStr,),
    "FunctionDef": _FUNCTION,
    "Integer": (ast.Constant,),
    "Param": (ast.arg,),
    "SimpleString": (ast.Constant, ast.JoinedStr),
    "Try": (ast.Try,),
    "TryStar": (ast.TryStar,),
    "With": (ast.With, ast.AsyncWith),
    **{
        name: (getattr(ast, name),)
        for name in (
            "AnnAssign", "Assert", "Assign", "AugAssign", "Break", "Call", "ClassDef", "Continue", "DictComp",
            "ExceptHandler", "Expr", "GeneratorExp", "Global", "If", "IfExp", "Import", "ImportFrom", "Lambda",
            "ListComp", "Match", "MatchAs", "MatchMapping", "MatchStar", "NamedExpr", "Nonlocal", "Raise", "Return",
            "SetComp", "Subscript", "While",
        )
    },
}  # fmt: skip
"""For kinds of LibCST nodes the kinds of Python's own of which there is one wherever they are."""
_WORDS = frozenset(
    "ctx op ops attr id arg name rest level module type_comment type_ignores kind conversion simple is_async "
    "kwd_attrs".split()
)
"""Fields that hold no nodes: it saves time to leave them out."""
_LINE_END = re.compile(r"\r\n|\r")
_PAGE_BREAK = re.compile(r"^[ \t\f]*\f", re.MULTILINE)
_NAME = re.compile(r"[\w.]+")
SPEAKING = frozenset({ast.Name, ast.Attribute, ast.Constant, ast.alias, ast.ImportFrom})
"""The kinds of nodes that say names by themselves."""
_LONGEST = 200
"""Characters of a string that may name something; `lawful.syntax.names` knows no longer names."""


def kinds(name: str) -> tuple[type[ast.AST], ...]:
    """The kinds of Python's own nodes of which a file holds one if it holds a LibCST node of a class.

    Args:
        name: the name of the class; for one that nothing is known about, the answer is the module itself.
    """
    return _KINDS.get(name, (ast.Module,))


class Outline:
    r"""A file as Python's own parser sees it.

    Attributes:
        source: the text as it was given.
        text: the text as it was parsed: with `\\n` for every line end and without form feeds.
        tree: the tree.
    """

    def __init__(self, source: Source, text: str, tree: ast.Module) -> None:
        self.source = source
        self.text = text
        self.tree = tree

    @classmethod
    def of(cls, source: Source) -> Outline | None:
        """The outline of a text, or None where Python refuses it: it may be newer than Python, or no code at all."""
        text, _ = plain(source.text)
        try:
            with warnings.catch_warnings(), without_collector():
                warnings.simplefilter("ignore")
                return cls(source, text, ast.parse(text))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def plain(text: str) -> tuple[str, dict[int, int]]:
    """The text as LibCST reads it faithfully, and for each line how many characters it has lost at its beginning.

    A form feed among the spaces that begin a line starts the line anew: what stands before it is no indentation.
    """
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    if "\f" not in text:
        return text, {}
    shifts = {text.count("\n", 0, found.start()) + 1: len(found[0]) for found in _PAGE_BREAK.finditer(text)}
    return _PAGE_BREAK.sub("", text).replace("\f", " "), shifts


@contextmanager
def without_collector() -> Iterator[None]:
    """Spare the garbage collector the sight of many new nodes, none of which is garbage."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """A node and all below it, in no certain order."""
    below = _BELOW
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        kind = node.__class__
        if kind not in below:
            below[kind] = _fields(kind)
        for field in below[kind]:
            value = getattr(node, field)
            if value.__class__ is list:
                stack += value
            elif value is not None:
                stack.append(value)


_BELOW: dict[type, tuple[str, ...]] = {}


def _fields(kind: type) -> tuple[str, ...]:
    """The fields of a kind of node that may hold nodes."""
    if issubclass(kind, (ast.Constant, ast.Name, ast.alias, ast.MatchSingleton)):
        return ()
    return tuple(name for name in getattr(kind, "_fields", ()) if name not in _WORDS)


def spoken(node: ast.AST) -> Iterable[str]:
    """The names that a node says by itself, also in a string that is nothing but a name."""
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (node.attr,)
    if isinstance(node, ast.Constant):
        value = node.value
        return value.split(".") if isinstance(value, str) and len(value) <= _LONGEST and _NAME.fullmatch(value) else ()
    if isinstance(node, ast.alias):
        return node.name.split(".")
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").split(".")
    return ()


def as_spoken(word: str) -> str:
    """A name as Python reads it: letters that are variants of others are those others."""
    return word if word.isascii() else unicodedata.normalize("NFKC", word)
