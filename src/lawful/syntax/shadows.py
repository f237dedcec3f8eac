"""Telling by Python's own tree which built-ins a file does not read, since something else is bound to their names."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lawful.syntax.outline import bound_by, parameters_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lawful.syntax.outline import Outline

_OFTEN = 3
"""How often a file may bind a name, however many loops it may be brought round by, before its bindings are not told
apart any more; see `lawful.syntax.names`."""
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSION = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SCOPE = (*_FUNCTION, ast.ClassDef, ast.Lambda, *_COMPREHENSION)
_ALIAS = getattr(ast, "TypeAlias", ())
_MODULE, _CLASS, _LATER = range(3)
"""Where code is run: with the module, in the body of a class, when a function is called."""


class Shadows:
    """What a file binds to the names of built-ins.

    What binds a name in a function is bound to it everywhere there. Elsewhere it must stand above, in the same block or
    in one around it; and for functions, which run later, at the top level.
    """

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._known: dict[str, bool] = {}

    def hide(self, name: str) -> bool:
        """Whether a built-in is read nowhere, since something else is surely bound to its name wherever it is read."""
        if name not in self._known:
            bound = name in self._bound or name in self._passed
            self._known[name] = bound and name not in self._declared and not self._is_read(name)
        return self._known[name]

    def _is_read(self, name: str) -> bool:
        firm = name not in self._undone and max(self._bound[name], self._bound["*"]) <= _OFTEN
        return _Walk(self._outline.tree, name, firm=firm).finds()

    @cached_property
    def _bound(self) -> Counter[str]:
        return Counter(name for kind in _BINDING for each in self._outline.of_kind(kind) for name in _bound(each))

    @cached_property
    def _passed(self) -> frozenset[str]:
        return frozenset(each.arg for each in self._outline.of_kind(ast.arg))

    @cached_property
    def _declared(self) -> frozenset[str]:
        return frozenset(name for each in self._outline.of_kind(ast.Global, ast.Nonlocal) for name in each.names)

    @cached_property
    def _undone(self) -> frozenset[str]:
        """The names that are unbound somewhere."""
        deleted = {each.id for each in self._outline.of_kind(ast.Name) if isinstance(each.ctx, ast.Del)}
        return frozenset(deleted.union(each.name for each in self._outline.of_kind(ast.ExceptHandler) if each.name))


class _Walk:
    """A search for a place that reads a name where nothing is surely bound to it."""

    def __init__(self, tree: ast.Module, name: str, *, firm: bool) -> None:
        self._tree = tree
        self._name = name
        self._firm = firm
        """Whether the name stays bound at the level of the module once it is."""
        self._at_end = any(map(self._is_bound_by, tree.body))
        """Whether it is bound when functions of the module run."""
        self._due: list[tuple[Any, bool, int]] = []
        """What is still to be walked: a node, whether the name is bound there, and where it is run."""

    def finds(self) -> bool:
        """Whether there is such a place."""
        self._below(self._tree, _MODULE, bound=False)
        while self._due:
            node, bound, where = self._due.pop()
            if isinstance(node, ast.Name):
                if node.id == self._name and isinstance(node.ctx, ast.Load) and not bound:
                    return True
            elif isinstance(node, (*_FUNCTION, ast.Lambda)):
                self._function(node, where, bound=bound)
            elif isinstance(node, _COMPREHENSION):
                self._comprehension(node, where, bound=bound)
            elif _ALIAS and isinstance(node, _ALIAS):
                self._below(node, _LATER, bound=bound if where == _LATER else self._at_end)
            else:
                if isinstance(node, ast.AugAssign) and self._is_bound_to(node.target) and not bound:
                    return True
                # What a class binds is not seen by the functions and comprehensions in it, so it is not kept.
                self._below(node, max(where, _CLASS) if isinstance(node, ast.ClassDef) else where, bound=bound)
        return False

    def _below(self, node: ast.AST, where: int, *, bound: bool) -> None:
        for field in node._fields:
            value = getattr(node, field)
            self._row(value if isinstance(value, list) else (value,), where, bound=bound)

    def _row(self, values: Iterable[Any], where: int, *, bound: bool) -> None:
        for each in values:
            if isinstance(each, ast.AST):
                self._due.append((each, bound, where))
                if where == _MODULE and not bound and isinstance(each, ast.stmt):
                    bound = self._is_bound_by(each)

    def _function(self, node: Any, where: int, *, bound: bool) -> None:  # noqa: ANN401  # a function of any kind
        body = node.body if isinstance(node.body, list) else [node.body]
        for field in node._fields:
            value = () if field == "body" else getattr(node, field)
            self._row(value if isinstance(value, list) else (value,), where, bound=bound)
        around = bound if where == _LATER else self._at_end
        self._row(body, _LATER, bound=around or self._name in _local(node.args, body))

    def _comprehension(self, node: Any, where: int, *, bound: bool) -> None:  # noqa: ANN401  # one of any kind
        first, *rest = node.generators
        self._due.append((first.iter, bound, where))  # which is evaluated outside
        results = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        own = bound or any(self._is_bound_to(each.target) for each in node.generators)
        self._row((first.target, *first.ifs, *rest, *results), max(where, _CLASS), bound=own)

    def _is_bound_to(self, target: ast.expr) -> bool:
        return self._name in bound_by(target)

    def _is_bound_by(self, node: ast.stmt) -> bool:
        """Whether a statement surely binds the name, for good."""
        if not self._firm:
            return False
        if isinstance(node, ast.Assign):
            return any(map(self._is_bound_to, node.targets))
        if isinstance(node, ast.AnnAssign):
            return node.value is not None and self._is_bound_to(node.target)
        return isinstance(node, (*_FUNCTION, ast.ClassDef, ast.Import, ast.ImportFrom)) and self._name in _bound(node)


_BINDING = (
    ast.Name, *_FUNCTION, ast.ClassDef, ast.Import, ast.ImportFrom, ast.ExceptHandler, ast.MatchAs, ast.MatchStar,
    ast.MatchMapping,
)  # fmt: skip


def _bound(node: Any) -> Iterable[str]:  # noqa: ANN401  # one of the kinds above
    """The names that a node binds itself."""
    if isinstance(node, ast.Name):
        return () if isinstance(node.ctx, ast.Load) else (node.id,)
    if isinstance(node, ast.Import):
        return [each.asname or each.name.partition(".")[0] for each in node.names]
    if isinstance(node, ast.ImportFrom):
        return [each.asname or each.name for each in node.names]
    name = node.rest if isinstance(node, ast.MatchMapping) else node.name
    return () if name is None else (name,)


def _local(arguments: ast.arguments, body: Iterable[ast.AST]) -> Iterator[str]:
    """The names that belong to a function."""
    yield from (each.arg for each in parameters_of(arguments))
    stack = [*body]
    while stack:
        node = stack.pop()
        if isinstance(node, _BINDING):
            yield from _bound(node)
        if not isinstance(node, _SCOPE):
            stack += ast.iter_child_nodes(node)
