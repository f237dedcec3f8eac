"""Code as Python's own parser sees it: a tenth of the cost of a LibCST tree, and enough to tell that nothing is wrong.

It knows the grammar of the running Python only, so that code it refuses is not refuted; and it keeps no comments, no
layout and no brackets, so that verdicts, places and fixes stay with LibCST.
"""

from __future__ import annotations

import ast
import gc
import io
import re
import sys
import tokenize
import warnings
from bisect import bisect_right
from contextlib import contextmanager
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from lawful.regex import regex
from lawful.syntax.literals import as_said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lawful.source import Source
    from lawful.syntax.outline_names import OutlineNames

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
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
_LINE_END = regex(r"\r\n|\r")
_PAGE_BREAK = regex(r"^[ \t\f]*\f", re.MULTILINE)
_NAME = regex(r"\S+")
_QUOTED_OR_COMMENT = regex(
    r"""
    '''(?:[^\\']|\\.|'(?!''))*+(?:''')? | \"\"\"(?:[^\\"]|\\.|"(?!""))*+(?:\"\"\")?
  | '(?:[^\\'\n]|\\.)*+'? | "(?:[^\\"\n]|\\.)*+"?
  | (\#[^\n]*)
    """,
    re.VERBOSE | re.DOTALL,
)
_BRACKETS = regex(r"(?:\((?:\s|#[^\n]*+|\\\n)*+){10}")
"""Brackets around brackets, with nothing between but blanks, comments and ends of lines."""
_SHALLOW = 60
"""Levels of Python's own tree, and operands of one `and` or `or`."""
_FEW_QUOTES = 5000
"""Quotes in a file, of which strings in a row could be made."""


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

    @cached_property
    def _by_kind(self) -> dict[type, list[Any]]:
        found: dict[type, list[Any]] = {}
        stack: list[Any] = [self.tree]
        while stack:
            node = stack.pop()
            kind = node.__class__
            if kind in found:
                found[kind].append(node)
            else:
                found[kind] = [node]
            for field in _fields(kind):
                value = getattr(node, field)
                if value.__class__ is list:
                    stack += value
                elif value is not None:
                    stack.append(value)
        return found

    def of_kind(self, *kinds: type[ast.AST]) -> list[Any]:
        """All nodes of some kinds, in no certain order."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], [])
        return [node for kind in kinds for node in self._by_kind.get(kind, ())]

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line of `text` begins."""
        return [0, *(each.end() for each in re.finditer("\n", self.text))]

    @cached_property
    def comments(self) -> tuple[tuple[int, int, str], ...]:
        """Every comment with its 1-based line and column, in order."""
        if "#" not in self.text:
            return ()
        if sys.version_info >= (3, 12) and self.of_kind(ast.JoinedStr):
            # Quotes may stand in the quotes of an f-string.
            tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
            return tuple((*each.start, each.string) for each in tokens if each.type == tokenize.COMMENT)
        found = ((each.start(1), each[1]) for each in _QUOTED_OR_COMMENT.finditer(self.text) if each[1])
        places = ((bisect_right(self.line_starts, at), at, text) for at, text in found)
        return tuple((line, at - self.line_starts[line - 1] + 1, text) for line, at, text in places)

    @cached_property
    def is_shallow(self) -> bool:
        """Whether it is plain to see that LibCST's parser survives the text; otherwise one must look closely.

        Python itself stops at 200 brackets and 100 indentations. What its tree does not show as depth are brackets
        around brackets, chains of `and` and `or`, strings in a row, and how long patterns take.
        """
        chains = (len(each.values) for each in self.of_kind(ast.BoolOp))
        quotes = self.text.count('"') + self.text.count("'")
        flat = not self.of_kind(ast.Match) and max(chains, default=0) < _SHALLOW and quotes < _FEW_QUOTES
        return flat and _depth(self.tree) < _SHALLOW and not _BRACKETS.search(self.text)

    @property
    def quoted(self) -> Iterator[str]:
        """The strings that stand in annotations, among them types in quotes."""
        annotations = [each.annotation for each in self.of_kind(ast.arg, ast.AnnAssign) if each.annotation is not None]
        annotations += [each.returns for each in self.of_kind(*_FUNCTION) if each.returns is not None]
        nodes = (node for each in annotations for node in ast.walk(each) if isinstance(node, ast.Constant))
        return (node.value for node in nodes if isinstance(node.value, str))

    @property
    def texts(self) -> Iterator[str]:
        """The strings that are written out, also those between the values of f-strings."""
        return (each.value for each in self.of_kind(ast.Constant) if isinstance(each.value, str))

    @cached_property
    def _lines(self) -> list[bytes]:
        return [line.encode() for line in self.text.split("\n")]

    def written(self, node: ast.expr) -> str:
        """How an expression on one line is written."""
        return self._lines[node.lineno - 1][node.col_offset : node.end_col_offset].decode()

    @cached_property
    def said(self) -> frozenset[str]:
        """The names that the file says: of variables, attributes and imports, and strings that are nothing but a name.

        Of a dotted name they are the parts. Whatever a name resolves to, all of its parts are said somewhere.
        """
        kinds = self._by_kind
        return self.variables.union(self.imported, (node.attr for node in kinds.get(ast.Attribute, ())))

    @cached_property
    def imported(self) -> frozenset[str]:
        """The names that imports say, and the strings that are nothing but a name, by which one can import too."""
        said: set[str] = set()
        for node in self._by_kind.get(ast.alias, ()):
            said.update(node.name.split("."))
        for node in self._by_kind.get(ast.ImportFrom, ()):
            said.update((node.module or "").split("."))
        for node in self._by_kind.get(ast.Constant, ()):
            if node.value.__class__ is str and _NAME.fullmatch(node.value):
                said.update(as_said(node.value).split("."))
        return frozenset(said)

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names of variables that the file says."""
        return frozenset(node.id for node in self._by_kind.get(ast.Name, ()))

    @cached_property
    def _bare(self) -> frozenset[str]:
        """The names of which built-ins may be spoken: an attribute is one only of the module that has them all."""
        return self.variables if self.said.isdisjoint(("builtins", "__builtins__")) else self.said

    def says(self, words: frozenset[str], *, bare: bool) -> bool:
        """Whether the file says some words, or, with `bare`, says them as names of built-ins."""
        return words <= (self._bare if bare else self.said)

    def refers_to(self, names: Iterable[str]) -> bool:
        """Whether something in the file may stand for one of some dotted names."""
        said = [name for name in names if self.says(parts(name), bare=is_builtin(name))]
        return bool(said) and self.names.refer_to(said)

    @cached_property
    def names(self) -> OutlineNames:
        """What the names in the file may stand for."""
        from lawful.syntax.outline_names import OutlineNames

        return OutlineNames(self)

    @cached_property
    def statements(self) -> tuple[tuple[ast.stmt, tuple[Definition, ...]], ...]:
        """Every statement, with the definitions around it, outermost first."""
        found: list[tuple[ast.stmt, tuple[Definition, ...]]] = []
        stack: list[tuple[Any, tuple[Definition, ...]]] = [(self.tree, ())]
        while stack:
            node, around = stack.pop()
            if isinstance(node, ast.stmt):
                found.append((node, around))
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                around = (*around, node)
            for field in ("body", "orelse", "handlers", "finalbody", "cases"):
                below = getattr(node, field, None)
                if below.__class__ is list:
                    stack += [(each, around) for each in below]
        return tuple(found)

    @cached_property
    def definitions(self) -> tuple[tuple[Definition, tuple[Definition, ...]], ...]:
        """Every function and class, with the definitions around it, outermost first."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        return tuple((node, around) for node, around in self.statements if isinstance(node, kinds))


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


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The fields of a kind of node that may hold nodes."""
    if issubclass(kind, (ast.Constant, ast.Name, ast.alias, ast.MatchSingleton)):
        return ()
    return tuple(name for name in getattr(kind, "_fields", ()) if name not in _WORDS)


@cache
def parts(name: str) -> frozenset[str]:
    """What is said of a dotted name wherever something stands for it."""
    return frozenset(as_said(name).split(".")) - {"builtins", ""}


def is_builtin(name: str) -> bool:
    """Whether a dotted name is that of a built-in: `builtins.print`."""
    return name.startswith("builtins.") and name.count(".") == 1


def parameters_of(arguments: ast.arguments) -> list[ast.arg]:
    """All parameters, those that take the rest last."""
    rest = [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *rest]


def arguments_of(node: ast.Call) -> list[ast.expr]:
    """The values that a call passes, in the order in which they are written."""
    values = [each.value if isinstance(each, ast.Starred) else each for each in node.args]
    if not node.keywords:
        return values
    values += [each.value for each in node.keywords]
    return sorted(values, key=lambda each: (each.lineno, each.col_offset))


def _depth(tree: ast.AST) -> int:
    """How many levels a tree has."""
    depth = 0
    level: list[Any] = [tree]
    while level:
        depth += 1
        below: list[Any] = []
        for node in level:
            for field in _fields(node.__class__):
                value = getattr(node, field)
                if value.__class__ is list:
                    below += value
                elif value is not None:
                    below.append(value)
        level = below
    return depth


def bound_by(target: ast.expr) -> Iterator[str]:
    """The names that a target binds."""
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, (ast.Tuple, ast.List)):
        for each in target.elts:
            yield from bound_by(each)
    elif isinstance(target, ast.Starred):
        yield from bound_by(target.value)


def lines_of(node: ast.stmt) -> int:
    """How many lines a statement takes, without its decorators."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def docstring_of(node: ast.Module | Definition) -> str | None:
    """What documents a module, class or function."""
    return ast.get_docstring(node, clean=False)


def is_public(name: str, around: Sequence[Definition]) -> bool:
    """Whether a definition can be reached from outside by names without a leading underscore."""
    if any(not isinstance(each, ast.ClassDef) for each in around):
        return False
    names = (name, *(each.name for each in around))
    return all(not each.startswith("_") or (each.startswith("__") and each.endswith("__")) for each in names)


def is_text(node: ast.AST | None) -> bool:
    """Whether an expression is a string that is written out."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
