"""What the names in a file may stand for, as far as Python's own tree tells without following the order of the code.

Whatever `Names` answers is among it, so that what may stand for nothing forbidden is not looked at again. It takes
together all that a file binds to a name, in whatever scope; only of built-ins it tells whether every place that reads
the name is one where something else is bound to it.
"""

from __future__ import annotations

import ast
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lawful.syntax.detours import BUILTINS, MAX_NAME, called, indexed
from lawful.syntax.outline import arguments_of
from lawful.syntax.shadows import Shadows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from lawful.syntax.outline import Outline

_MOST = 50
"""Names that an expression may stand for, and rounds in which they are found; beyond them it may stand for any."""


class OutlineNames:
    """The names of one file, and what they may stand for."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._shadows = Shadows(outline)
        self._answers: dict[int, frozenset[str] | None] = {}
        """For the `id` of an expression what it may stand for; None if that may be anything."""

    def may_be(self, node: ast.expr, names: Collection[str]) -> bool:
        """Whether an expression of the tree may stand for one of some dotted names."""
        if id(node) not in self._answers:
            self._settle(node)
        answer = self._answers[id(node)]
        return answer is None or not answer.isdisjoint(names)

    def refer_to(self, names: Collection[str]) -> bool:
        """Whether anything in the file may stand for one of some dotted names."""
        wanted = frozenset(names)
        brought = any(not wanted.isdisjoint(each) for each in self._imported.values())
        starred = any(name.rpartition(".")[0] in self._stars for name in wanted)
        return brought or starred or self._read_as(wanted) or self._reached(wanted)

    def calls_of(self, names: Collection[str]) -> Iterator[ast.Call]:
        """The calls of what may stand for one of some dotted names."""
        return (each for each in self._outline.of_kind(ast.Call) if self.may_be(each.func, names))

    def _read_as(self, wanted: frozenset[str]) -> bool:
        """Whether a name may be read that is one of some built-ins, or their module."""
        if "builtins" in wanted and "__builtins__" in self._outline.variables:
            return True
        read = {name.removeprefix("builtins.") for name in wanted if name.startswith("builtins.")}
        return any(name in BUILTINS and not self._shadows.hide(name) for name in read & self._outline.variables)

    def _reached(self, wanted: frozenset[str]) -> bool:
        """Whether an attribute, or a detour by a text, may stand for one of some names."""
        ends = {name.rpartition(".")[2] for name in wanted}
        nodes: list[Any] = [each for each in self._outline.of_kind(ast.Attribute) if each.attr in ends]
        for node in self._outline.of_kind(ast.Call, ast.Subscript):
            parts = arguments_of(node)[:2] if isinstance(node, ast.Call) else _keys(node)
            texts = [text for each in parts if (text := _text(each)) is not None]
            said = {part for text in texts for part in (text.rpartition(".")[2], text.partition(".")[0])}
            if "__dict__" in ends or not said.isdisjoint(ends):
                nodes.append(node)
        return any(self.may_be(node, wanted) for node in nodes)

    def _settle(self, root: ast.expr) -> None:
        """Find out what an expression may stand for, and all that its answer is made of."""
        nodes = self._below(root)
        known = self._answers
        known.update((id(node), frozenset()) for node in nodes)
        for _ in range(_MOST):
            changed = False
            for node in nodes:
                answer = self._combined(node)
                if answer != known[id(node)]:
                    known[id(node)], changed = answer, True
            if not changed:
                return
        known.update((id(node), None) for node in nodes)

    def _below(self, root: ast.expr) -> list[ast.expr]:
        """The expressions of which nothing is known yet that an answer is made of; parts before what they make."""
        found: list[ast.expr] = []
        seen: set[int] = set()
        stack: list[tuple[ast.expr, bool]] = [(root, False)]
        while stack:
            node, done = stack.pop()
            if done:
                found.append(node)
            elif id(node) not in seen and id(node) not in self._answers:
                seen.add(id(node))
                stack.append((node, True))
                stack += [(each, False) for each in self._parts(node)]
        return found

    def _parts(self, node: ast.expr) -> Sequence[ast.expr]:
        """The expressions whose meaning makes that of another."""
        if isinstance(node, ast.Name):
            return self._assigned.get(node.id, ())
        if isinstance(node, (ast.Attribute, ast.NamedExpr, ast.Subscript)):
            return (node.value,)
        if isinstance(node, ast.IfExp):
            return (node.body, node.orelse)
        if isinstance(node, ast.BoolOp):
            return node.values
        if isinstance(node, ast.Call):
            return (node.func, *arguments_of(node)[:1])
        return ()

    def _combined(self, node: ast.expr) -> frozenset[str] | None:
        answers = [self._answers[id(each)] for each in self._parts(node)]
        known = [each for each in answers if each is not None]
        if len(known) < len(answers):
            return None
        found = frozenset[str]().union(*known)
        if isinstance(node, ast.Name):
            found |= self._by_itself(node.id)
        elif isinstance(node, ast.Attribute):
            found = frozenset(f"{base}.{node.attr}" for base in found)
        elif isinstance(node, ast.Call):
            texts = [_text(each) for each in arguments_of(node)[:2]]
            found = called(known[0], texts, frozenset().union(*known[1:]))
        elif isinstance(node, ast.Subscript):
            found = frozenset[str]().union(*(indexed(found, _text(each)) for each in _keys(node)))
        found = frozenset(name for name in found if len(name) <= MAX_NAME)
        return found if len(found) <= _MOST else None

    def _by_itself(self, name: str) -> frozenset[str]:
        """What a name may stand for by imports, and as a built-in."""
        found = {*self._imported.get(name, ())}
        if not name.startswith("_"):
            found.update(f"{module}.{name}" for module in self._stars)
        if name == "__builtins__":
            found.add("builtins")
        elif name in BUILTINS and not self._shadows.hide(name):
            found.add(f"builtins.{name}")
        return frozenset(found)

    @cached_property
    def _stars(self) -> frozenset[str]:
        """The modules of the standard library that are imported with `*`."""
        imports = self._outline.of_kind(ast.ImportFrom)
        modules = (_module(each) for each in imports if any(alias.name == "*" for alias in each.names))
        return frozenset(each for each in modules if each.partition(".")[0] in sys.stdlib_module_names)

    @cached_property
    def _imported(self) -> dict[str, set[str]]:
        """For each name the dotted names that imports bind to it."""
        bound: dict[str, set[str]] = {}
        for alias in (alias for each in self._outline.of_kind(ast.Import) for alias in each.names):
            top = alias.name.partition(".")[0]
            bound.setdefault(alias.asname or top, set()).add(alias.name if alias.asname else top)
        for node in self._outline.of_kind(ast.ImportFrom):
            module = _module(node)
            dot = "" if module.endswith(".") else "."
            for alias in node.names:
                bound.setdefault(alias.asname or alias.name, set()).add(f"{module}{dot}{alias.name}")
        return bound

    @cached_property
    def _assigned(self) -> dict[str, list[ast.expr]]:
        """For each name the expressions that are assigned to it."""
        bound: dict[str, list[ast.expr]] = {}
        pairs = [(target, each.value) for each in self._outline.of_kind(ast.Assign) for target in each.targets]
        pairs += [(each.target, each.value) for each in self._outline.of_kind(ast.AnnAssign, ast.NamedExpr)]
        while pairs:
            target, value = pairs.pop()
            if isinstance(target, ast.Name) and value is not None:
                bound.setdefault(target.id, []).append(value)
            elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
                # Element by element, where both sides are written out.
                pairs += zip(target.elts, value.elts, strict=False) if len(target.elts) == len(value.elts) else ()
        return bound


def _module(node: ast.ImportFrom) -> str:
    return "." * node.level + (node.module or "")


def _keys(node: ast.Subscript) -> list[ast.expr]:
    """What may be the one index of an element."""
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return [each.value if isinstance(each, ast.Starred) else each for each in parts]


def _text(node: ast.expr) -> str | None:
    """The text of a string that is written out."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
