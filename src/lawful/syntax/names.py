"""What the names in a file stand for: a small model of Python's scopes and of the order in which names are bound.

`resolve` answers with every dotted name that an expression may stand for where it is read: through import aliases, star
imports of standard-library modules, `builtins`, assignments, `getattr` with a literal and `importlib.import_module`.
Parameters, local definitions and whatever else is not imported stand for nothing that has a dotted name.

The model follows the order of the code within a scope, knows the arms of `if`, `match` and `try` that exclude one
another, and takes the state at the end of an enclosing scope for functions, which run later. It does not follow values
into calls, containers or attributes of instances.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from lawful.syntax.bindings import Bindings, Imported, Mark, Path, Star
from lawful.syntax.detours import BUILTINS, MAX_NAME, called, indexed
from lawful.syntax.lazy import cst
from lawful.syntax.literals import as_said, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.syntax.bindings import Event, Scope, Value

_MAX_BINDINGS = 200
"""Bindings of one name that are told apart where it is read; beyond them, all its imports count."""


class Names(Bindings):
    """The names of one tree, and what they stand for."""

    def __init__(self, tree: cst.Module) -> None:
        super().__init__(tree)
        self._answers: dict[int, frozenset[str]] = {}
        self._bound_at: dict[int, tuple[frozenset[str], tuple[cst.CSTNode, ...]]] = {}

    def is_read(self, node: cst.CSTNode) -> bool:
        """Whether a `Name` node reads a variable, rather than naming an attribute, a parameter or a target."""
        return id(node) in self.uses

    def is_of_module(self, node: cst.Name) -> bool:
        """Whether a `Name` node reads a variable of the module from inside a function."""
        name = as_said(node.value)
        home: Scope | None = self.uses[id(node)][0] if id(node) in self.uses else None
        while home is not None and home is not self.module:
            if name in home.elsewhere:
                return home.elsewhere[name] is self.module
            if name in home.events:
                return False
            home = home.parent
        return home is self.module

    def resolve(self, node: cst.CSTNode, *, follow: bool = True) -> frozenset[str]:
        """The dotted names that an expression may stand for; none where it stands for a local thing.

        Args:
            node: an expression of the tree.
            follow: whether a name bound by an assignment stands for what was assigned. The object of an attribute
                is always followed.
        """
        while isinstance(node, cst.NamedExpr):
            node = node.value
        return self._evaluate(node) if follow or not isinstance(node, cst.Name) else self._bindings(node)[0]

    def at_end(self, name: str) -> frozenset[str]:
        """What a dotted name stands for at the end of the module, where annotations in quotes are looked up."""
        first, dot, rest = name.partition(".")
        found: set[str] = set()
        for value in self._values(first, self.module, math.inf, ()):
            if isinstance(value, Imported):
                found.add(value.name)
            elif isinstance(value, str) and value in BUILTINS:
                found.add(f"builtins.{value}")
        return frozenset(f"{base}{dot}{rest}" for base in found)

    def classes(self, node: cst.CSTNode) -> tuple[cst.ClassDef, ...]:
        """The classes of this file that a name may stand for."""
        return tuple(value for value in self._bindings(node)[1] if isinstance(value, cst.ClassDef))

    def assigned(self, node: cst.CSTNode) -> tuple[cst.CSTNode, ...]:
        """The expressions and classes of this file that may have been bound to a name where it is read."""
        return self._bindings(node)[1]

    def makers(self, node: cst.CSTNode) -> frozenset[str] | None:
        """The functions whose results were assigned to a name; None where it may hold anything else."""
        assigned = self.assigned(node)
        if not assigned or not all(isinstance(each, cst.Call) for each in assigned):
            return None
        return frozenset[str]().union(*(self.resolve(each.func) for each in assigned if isinstance(each, cst.Call)))

    def functions(self, node: cst.CSTNode) -> tuple[cst.FunctionDef, ...]:
        """The functions of this file that a name may stand for."""
        return tuple(value for value in self._bindings(node)[1] if isinstance(value, cst.FunctionDef))

    def _evaluate(self, root: cst.CSTNode) -> frozenset[str]:
        """What an expression stands for, each expression on the way being looked at once."""
        # An explicit stack: assignments that lead from one to the next would overflow Python's.
        stack = [root]
        begun: dict[int, None] = {}
        circular = False
        while stack:
            node = stack[-1]
            key = id(node)
            if key in self._answers:
                stack.pop()
            elif key in begun:
                stack.pop()
                self._answers[key] = self._combined(node)
            else:
                begun[key] = None
                unknown = [each for each in self._parts(node) if id(each) not in self._answers]
                circular = circular or any(id(each) in begun for each in unknown)
                stack += [each for each in unknown if id(each) not in begun]
        answer = self._answers[id(root)]
        if circular:
            # What was found on the way round lacks what leads into the circle elsewhere.
            for key in begun:
                self._answers.pop(key, None)
            self._answers[id(root)] = answer
        return answer

    def _parts(self, node: cst.CSTNode) -> Sequence[cst.CSTNode]:
        """The expressions whose meaning makes that of another."""
        if isinstance(node, cst.Name):
            return self._bindings(node)[1]
        if isinstance(node, (cst.Attribute, cst.NamedExpr, cst.Subscript)):
            return (node.value,)
        if isinstance(node, cst.IfExp):
            return (node.body, node.orelse)
        if isinstance(node, cst.BooleanOperation):
            return (node.left, node.right)
        if isinstance(node, cst.Call):
            return (node.func, *(argument.value for argument in node.args[:1]))
        return ()

    def _combined(self, node: cst.CSTNode) -> frozenset[str]:
        if isinstance(node, cst.Subscript):
            found = self._of_subscript(node)
        elif isinstance(node, cst.Call):
            found = self._of_call(node)
        else:
            known = frozenset[str]().union(*(self._answer(part) for part in self._parts(node)))
            if isinstance(node, cst.Name):
                found = self._bindings(node)[0] | known
            elif isinstance(node, cst.Attribute):
                found = frozenset(f"{base}.{as_said(node.attr.value)}" for base in known)
            else:
                found = known
        return frozenset(name for name in found if len(name) <= MAX_NAME)

    def _answer(self, node: cst.CSTNode) -> frozenset[str]:
        return self._answers.get(id(node), frozenset())

    def _of_call(self, node: cst.Call) -> frozenset[str]:
        values = [argument.value for argument in node.args]
        objects = self._answer(values[0]) if values else frozenset[str]()
        return called(self._answer(node.func), [literal(each) for each in values[:2]], objects)

    def _of_subscript(self, node: cst.Subscript) -> frozenset[str]:
        index = node.slice[0].slice if len(node.slice) == 1 else None
        return indexed(self._answer(node.value), literal(index.value) if isinstance(index, cst.Index) else None)

    def _bindings(self, node: cst.CSTNode) -> tuple[frozenset[str], tuple[cst.CSTNode, ...]]:
        """What a name may stand for by itself, and the nodes that were assigned to it."""
        use = self.uses.get(id(node))
        if use is None or not isinstance(node, cst.Name):
            return frozenset(), ()
        if id(node) not in self._bound_at:
            names: set[str] = set()
            nodes: dict[cst.CSTNode, None] = {}
            for value in self._values(as_said(node.value), *use):
                if isinstance(value, Imported):
                    names.add(value.name)
                elif value == "__builtins__":
                    names.add("builtins")
                elif isinstance(value, str):
                    names |= {f"builtins.{value}"} if value in BUILTINS else set()
                elif isinstance(value, cst.CSTNode):
                    nodes[value] = None
            self._bound_at[id(node)] = frozenset(names), tuple(nodes)
        return self._bound_at[id(node)]

    def _values(self, name: str, scope: Scope, order: float, path: Path) -> list[Value | str]:
        """What a name may be bound to where it is read; the name itself where nothing in the file binds it."""
        found: list[Value | str] = []
        home: Scope | None = scope
        deferred = False
        near = True
        while home is not None:
            if deferred:
                order, path = math.inf, ()
            events = home.events_of(name)
            if home.kind != "class" or near:
                reaching, open_end = self._reaching(name, events, order, path)
                found += reaching
                if not open_end:
                    return found
                if name in home.elsewhere:
                    home, deferred, near = home.elsewhere[name], True, False
                    continue
                if events and home.kind in {"function", "comprehension"}:
                    return found or [event.value for event in events]
            # A function runs later; the parameters of a generic see the class they stand in.
            deferred = deferred or home.kind == "function"
            near = near and home.kind == "generic"
            order, path = home.at
            home = home.parent
        return [*found, name]

    def _reaching(self, name: str, events: Sequence[Event], order: float, path: Path) -> tuple[list[Value | str], bool]:
        """The bindings that may hold at a place, and whether the name may also be unbound there."""
        found: list[Value | str] = []
        covered: set[Path] = set()
        open_end = False
        loops = [depth for depth, arm in enumerate(path, start=1) if arm in self.loops]
        for event in reversed(events):
            while loops and event.order < self.loops[path[loops[-1] - 1]]:
                found += self._brought_round(events, order, path, loops.pop())
            if event.order > order or self._excluded(event.path, path) or _within(event.path, covered):
                continue
            if len(found) > _MAX_BINDINGS:
                return [*found, *(each.value for each in events if isinstance(each.value, Imported))], True
            if isinstance(event.value, Star):
                if not name.startswith("_"):
                    found.append(Imported(f"{event.value.module}.{name}"))
                continue
            if event.value is Mark.DELETED:
                open_end = True
            else:
                found.append(event.value)
            if self._cover(event.path, path, covered):
                return found, open_end
        while loops:
            found += self._brought_round(events, order, path, loops.pop())
        return found, True

    def _brought_round(self, events: Sequence[Event], order: float, path: Path, depth: int) -> list[Value | str]:
        """What an earlier round of the loop that a path leads into may have bound, behind the place or beside it."""
        inside = (event for event in events if event.path[:depth] == path[:depth])
        return [
            event.value
            for event in inside
            if not isinstance(event.value, (Mark, Star)) and (event.order > order or self._excluded(event.path, path))
        ]

    def _cover(self, event: Path, path: Path, covered: set[Path]) -> bool:
        """Note that a binding happens on one path; whether it now happens on every path to a place."""
        while event != path[: len(event)]:
            covered.add(event)
            before, (statement, _) = event[:-1], event[-1]
            needed = self.arms.get(statement)
            if not needed or any((*before, (statement, arm)) not in covered for arm in needed):
                return False
            event = before
        return True

    def _excluded(self, event: Path, path: Path) -> bool:
        """Whether what happens on one path can never have happened at a place on another."""
        for depth, arm in enumerate(event):
            other = path[depth] if depth < len(path) else None
            if arm != other:
                return arm in self.ending or (other is not None and other[0] == arm[0] and arm[1] != "body")
        return False


def _within(path: Path, covered: set[Path]) -> bool:
    return any(path[:length] in covered for length in range(1, len(path) + 1))
