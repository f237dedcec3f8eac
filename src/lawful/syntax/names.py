"""What the names in a file stand for: a small model of Python's scopes and of the order in which names are bound.

`resolve` answers with every dotted name that an expression may stand for where it is read: through import aliases, star
imports of standard-library modules, `builtins`, assignments, `getattr` with a literal and `importlib.import_module`.
Parameters, local definitions and whatever else is not imported stand for nothing that has a dotted name.

The model follows the order of the code within a scope, knows the arms of `if`, `match` and `try` that exclude one
another, and takes the state at the end of an enclosing scope for functions, which run later. It does not follow values
into calls, containers or attributes of instances.
"""

from __future__ import annotations

import builtins
import math
import sys
import warnings
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from lawful.syntax.lazy import cst
from lawful.syntax.walk import children

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    _Step = cst.CSTNode | Callable[[], None]
    _Plan = Iterable[_Step]

_BUILTINS = frozenset(dir(builtins)) - {"None", "True", "False"}
_MAX_NAME = 200
"""Characters of a dotted name; no rule names a longer one."""
_MAX_BINDINGS = 200
"""Bindings of one name that are told apart where it is read; beyond them, all its imports count."""
_IMPORTERS = frozenset({"builtins.__import__", "importlib.import_module", "importlib.__import__"})

Arm = tuple[int, str]
Path = tuple[Arm, ...]
"""The arms of compound statements that lead to a place within its scope."""


class _Mark(Enum):
    OPAQUE = "bound to something without a dotted name"
    DELETED = "unbound by `del`"


@dataclass(frozen=True, slots=True)
class _Imported:
    name: str


@dataclass(frozen=True, slots=True)
class _Star:
    """`from module import *`, which may bind any name."""

    module: str


if TYPE_CHECKING:
    _Value = _Mark | _Imported | _Star | cst.CSTNode


@dataclass(frozen=True, slots=True)
class _Event:
    """One binding of a name, or its end."""

    order: float
    path: Path
    value: _Value


@dataclass(slots=True, eq=False)
class _Scope:
    kind: str
    parent: _Scope | None = None
    at: tuple[float, Path] = (math.inf, ())
    """Where in the parent's flow this scope runs; functions run after everything."""
    events: dict[str, list[_Event]] = field(default_factory=dict)
    elsewhere: dict[str, _Scope] = field(default_factory=dict)
    """Names declared `global` or `nonlocal`, and the scope they belong to."""

    def events_of(self, name: str) -> Sequence[_Event]:
        """The events that concern a name, in order; an import with `*` concerns all."""
        own = self.events.get(name, [])
        stars = self.events.get("*")
        return sorted([*own, *stars], key=lambda event: event.order) if stars else own


class Names:
    """The names of one tree."""

    def __init__(self, tree: cst.Module) -> None:
        self._module = self._scope = _Scope("module")
        self._path: Path = ()
        self._order = 0.0
        self._uses: dict[int, tuple[_Scope, float, Path]] = {}
        self._arms: dict[int, frozenset[str]] = {}
        self._ending: set[Arm] = set()
        self._loops: dict[Arm, float] = {}
        self._outer: list[tuple[_Scope, Path]] = []
        self.imported: set[str] = set()
        """Every module that an import statement names, also as the module of a `from`."""
        self.bound: set[str] = set()
        """Every name that is bound anywhere in the file."""
        self.borrowed: set[str] = set()
        """Every name that an import binds somewhere in the file."""
        self._answers: dict[int, frozenset[str]] = {}
        self._bound_at: dict[int, tuple[frozenset[str], tuple[cst.CSTNode, ...]]] = {}
        self._run(tree)

    def is_read(self, node: cst.CSTNode) -> bool:
        """Whether a `Name` node reads a variable, rather than naming an attribute, a parameter or a target."""
        return id(node) in self._uses

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

    def classes(self, node: cst.CSTNode) -> tuple[cst.ClassDef, ...]:
        """The classes of this file that a name may stand for."""
        return tuple(value for value in self._bindings(node)[1] if isinstance(value, cst.ClassDef))

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
                found = frozenset(f"{base}.{node.attr.value}" for base in known)
            else:
                found = known
        return frozenset(name for name in found if len(name) <= _MAX_NAME)

    def _answer(self, node: cst.CSTNode) -> frozenset[str]:
        return self._answers.get(id(node), frozenset())

    def _of_call(self, node: cst.Call) -> frozenset[str]:
        function = self._answer(node.func)
        literals = [literal(argument.value) for argument in node.args[:2]]
        if not literals:
            return frozenset()
        first = literals[0]
        if function & _IMPORTERS:
            if not first or first.startswith("."):
                return frozenset()
            whole = "importlib.import_module" in function or len(node.args) > 1
            return frozenset({first if whole else first.partition(".")[0]})
        objects = self._answer(node.args[0].value)
        if "builtins.getattr" in function and len(literals) > 1 and literals[1]:
            return frozenset(f"{base}.{literals[1]}" for base in objects)
        if "builtins.vars" in function:
            return frozenset(f"{base}.__dict__" for base in objects)
        return frozenset()

    def _of_subscript(self, node: cst.Subscript) -> frozenset[str]:
        index = node.slice[0].slice if len(node.slice) == 1 else None
        key = literal(index.value) if isinstance(index, cst.Index) else None
        found: set[str] = set()
        for base in self._answer(node.value) if key else ():
            if base == "sys.modules":
                found.add(f"{key}")
            elif base.endswith(".__dict__") or base == "builtins":
                found.add(f"{base.removesuffix('.__dict__')}.{key}")
        return frozenset(found)

    def _bindings(self, node: cst.CSTNode) -> tuple[frozenset[str], tuple[cst.CSTNode, ...]]:
        """What a name may stand for by itself, and the nodes that were assigned to it."""
        use = self._uses.get(id(node))
        if use is None or not isinstance(node, cst.Name):
            return frozenset(), ()
        if id(node) not in self._bound_at:
            names: set[str] = set()
            nodes: dict[cst.CSTNode, None] = {}
            for value in self._values(node.value, *use):
                if isinstance(value, _Imported):
                    names.add(value.name)
                elif value == "__builtins__":
                    names.add("builtins")
                elif isinstance(value, str):
                    names |= {f"builtins.{value}"} if value in _BUILTINS else set()
                elif isinstance(value, cst.CSTNode):
                    nodes[value] = None
            self._bound_at[id(node)] = frozenset(names), tuple(nodes)
        return self._bound_at[id(node)]

    def _values(self, name: str, scope: _Scope, order: float, path: Path) -> list[_Value | str]:
        """What a name may be bound to where it is read; the name itself where nothing in the file binds it."""
        found: list[_Value | str] = []
        home: _Scope | None = scope
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

    def _reaching(
        self, name: str, events: Sequence[_Event], order: float, path: Path
    ) -> tuple[list[_Value | str], bool]:
        """The bindings that may hold at a place, and whether the name may also be unbound there."""
        found: list[_Value | str] = []
        covered: set[Path] = set()
        open_end = False
        loops = [depth for depth, arm in enumerate(path, start=1) if arm in self._loops]
        for event in reversed(events):
            while loops and event.order < self._loops[path[loops[-1] - 1]]:
                found += self._brought_round(events, order, path, loops.pop())
            if event.order > order or self._excluded(event.path, path) or _within(event.path, covered):
                continue
            if len(found) > _MAX_BINDINGS:
                return [*found, *(each.value for each in events if isinstance(each.value, _Imported))], True
            if isinstance(event.value, _Star):
                if not name.startswith("_"):
                    found.append(_Imported(f"{event.value.module}.{name}"))
                continue
            if event.value is _Mark.DELETED:
                open_end = True
            else:
                found.append(event.value)
            if self._cover(event.path, path, covered):
                return found, open_end
        while loops:
            found += self._brought_round(events, order, path, loops.pop())
        return found, True

    def _brought_round(self, events: Sequence[_Event], order: float, path: Path, depth: int) -> list[_Value | str]:
        """What an earlier round of the loop that a path leads into may have bound, behind the place or beside it."""
        inside = (event for event in events if event.path[:depth] == path[:depth])
        return [
            event.value
            for event in inside
            if not isinstance(event.value, (_Mark, _Star)) and (event.order > order or self._excluded(event.path, path))
        ]

    def _cover(self, event: Path, path: Path, covered: set[Path]) -> bool:
        """Note that a binding happens on one path; whether it now happens on every path to a place."""
        while event != path[: len(event)]:
            covered.add(event)
            before, (statement, _) = event[:-1], event[-1]
            needed = self._arms.get(statement)
            if not needed or any((*before, (statement, arm)) not in covered for arm in needed):
                return False
            event = before
        return True

    def _excluded(self, event: Path, path: Path) -> bool:
        """Whether what happens on one path can never have happened at a place on another."""
        for depth, arm in enumerate(event):
            other = path[depth] if depth < len(path) else None
            if arm != other:
                return arm in self._ending or (other is not None and other[0] == arm[0] and arm[1] != "body")
        return False

    # ------------------------------------------------------------------ reading the tree

    def _run(self, root: cst.CSTNode) -> None:
        # An explicit stack: chains of operators would overflow Python's.
        stack: list[_Step] = [root]
        while stack:
            step = stack.pop()
            if callable(step):
                step()
                continue
            reader = getattr(self, f"_read_{type(step).__name__}", None)
            stack += [*(children(step) if reader is None else reader(step))][::-1]

    def _tick(self) -> float:
        self._order += 1
        return self._order

    def _bind(self, name: str, value: _Value = _Mark.OPAQUE) -> None:
        self.bound.add(name)
        if isinstance(value, _Imported):
            self.borrowed.add(name)
        order = self._tick()
        self._scope.events.setdefault(name, []).append(_Event(order, self._path, value))
        if scope := self._scope.elsewhere.get(name):
            # A function that binds a name of another scope does so whenever it is called, if ever.
            scope.events.setdefault(name, []).append(_Event(order, ((int(-order), "call"),), value))

    def _binding(self, name: str, value: _Value = _Mark.OPAQUE) -> Callable[[], None]:
        return lambda: self._bind(name, value)

    def _scoped(self, kind: str, *steps: _Step) -> _Plan:
        """Steps that are taken in a scope of their own."""

        def enter() -> None:
            self._outer.append((self._scope, self._path))
            at = (math.inf, ()) if kind == "function" else (self._tick(), self._path)
            self._scope, self._path = _Scope(kind, self._scope, at), ()

        def leave() -> None:
            self._scope, self._path = self._outer.pop()

        return [enter, *steps, leave]

    def _arm(self, statement: cst.CSTNode, arm: str, body: cst.CSTNode, *first: _Step) -> _Plan:
        """Steps that are taken in one arm of a compound statement."""
        here = (id(statement), arm)
        loop = isinstance(statement, (cst.For, cst.While))
        if _leaves(body, loop=loop):
            self._ending.add(here)

        def enter() -> None:
            self._path = (*self._path, here)
            if loop:
                self._loops[here] = self._order

        def leave() -> None:
            self._path = self._path[:-1]

        return [enter, *first, body, leave]

    def _needs(self, statement: cst.CSTNode, arms: dict[str, cst.CSTNode]) -> None:
        """Declare the arms of which exactly one is run to its end."""
        self._arms[id(statement)] = frozenset(arm for arm, body in arms.items() if not _leaves(body))

    def _read_Name(self, node: cst.Name) -> _Plan:
        self._uses[id(node)] = (self._scope, self._order, self._path)
        return ()

    def _read_Attribute(self, node: cst.Attribute) -> _Plan:
        return (node.value,)

    def _read_Arg(self, node: cst.Arg) -> _Plan:
        return (node.value,)

    def _read_NamedExpr(self, node: cst.NamedExpr) -> _Plan:
        def bind() -> None:
            inner = self._scope, self._path
            while self._scope.kind == "comprehension" and self._scope.parent:
                # The comprehension may run for no element at all.
                self._path = (*self._scope.at[1], (id(self._scope), "body"))
                self._scope = self._scope.parent
            assert isinstance(node.target, cst.Name)
            self._bind(node.target.value, node.value)
            self._scope, self._path = inner

        return (node.value, bind)

    def _read_Assign(self, node: cst.Assign) -> _Plan:
        return [node.value, *(step for target in node.targets for step in self._target(target.target, node.value))]

    def _read_AnnAssign(self, node: cst.AnnAssign) -> _Plan:
        if node.value is None and not (isinstance(node.target, cst.Name) and self._scope.kind == "function"):
            return (node.annotation,) if isinstance(node.target, cst.Name) else (node.target, node.annotation)
        value = () if node.value is None else (node.value,)
        return [node.annotation, *value, *self._target(node.target, node.value)]

    def _read_AugAssign(self, node: cst.AugAssign) -> _Plan:
        return [node.target, node.value, *self._target(node.target)]

    def _read_TypeAlias(self, node: cst.TypeAlias) -> _Plan:
        inner = self._scoped("function", *self._type_parameters(node.type_parameters), node.value)
        return [*inner, self._binding(node.name.value)]

    def _target(self, target: cst.CSTNode, value: cst.CSTNode | None = None) -> _Plan:
        """The steps that bind a target, element by element where both sides are written out."""
        if isinstance(target, cst.Name):
            return (self._binding(target.value, _Mark.OPAQUE if value is None else value),)
        if isinstance(target, (cst.Tuple, cst.List)):
            values: list[cst.CSTNode | None] = [None] * len(target.elements)
            if isinstance(value, (cst.Tuple, cst.List)) and len(value.elements) == len(values):
                both = (*target.elements, *value.elements)
                if not any(isinstance(element, cst.StarredElement) for element in both):
                    values = [element.value for element in value.elements]
            pairs = zip(target.elements, values, strict=True)
            return [step for element, part in pairs for step in self._target(element.value, part)]
        return (target,)

    def _read_Del(self, node: cst.Del) -> _Plan:
        parts: list[cst.BaseExpression] = [node.target]
        names: list[_Step] = []
        while parts:
            part = parts.pop()
            if isinstance(part, cst.Name):
                names.append(self._binding(part.value, _Mark.DELETED))
            elif isinstance(part, (cst.Tuple, cst.List)):
                parts += [element.value for element in part.elements]
            else:
                names.append(part)
        return names

    def _read_Global(self, node: cst.Global) -> _Plan:
        if self._scope is not self._module:
            self._scope.elsewhere.update({item.name.value: self._module for item in node.names})
        return ()

    def _read_Nonlocal(self, node: cst.Nonlocal) -> _Plan:
        for item in node.names:
            home = self._scope.parent
            while home and (home.kind != "function" or item.name.value not in home.events):
                home = home.parent
            if home is None:  # it is bound further down
                home = self._scope.parent
                while home and home.kind != "function":
                    home = home.parent
            if home:
                self._scope.elsewhere[item.name.value] = home
        return ()

    def _read_Import(self, node: cst.Import) -> _Plan:
        for alias in node.names:
            name = dotted(alias.name)
            self.imported.add(name)
            if isinstance(alias.asname, cst.AsName) and isinstance(alias.asname.name, cst.Name):
                self._bind(alias.asname.name.value, _Imported(name))
            else:
                top = name.partition(".")[0]
                self._bind(top, _Imported(top))
        return ()

    def _read_ImportFrom(self, node: cst.ImportFrom) -> _Plan:
        module = "." * len(node.relative) + (dotted(node.module) if node.module else "")
        self.imported.add(module)
        if isinstance(node.names, cst.ImportStar):
            if module.partition(".")[0] in sys.stdlib_module_names:
                self._bind("*", _Star(module))
            return ()
        for alias in node.names:
            name = dotted(alias.name)
            self.imported.add(f"{module}.{name}")
            bound = alias.asname.name if alias.asname else alias.name
            if isinstance(bound, cst.Name):
                self._bind(bound.value, _Imported(module + name if module.endswith(".") else f"{module}.{name}"))
        return ()

    def _read_FunctionDef(self, node: cst.FunctionDef) -> _Plan:
        parameters = [*self._type_parameters(node.type_parameters)]
        annotations = [each.annotation for each in _parameters(node.params) if each.annotation]
        signature = [*annotations, *([node.returns] if node.returns else [])]
        body = self._scoped("function", *self._parameters(node.params), node.body)
        inner = self._scoped("generic", *parameters, *signature, *body) if parameters else [*signature, *body]
        return [*node.decorators, *_defaults(node.params), *inner, self._binding(node.name.value)]

    def _read_Lambda(self, node: cst.Lambda) -> _Plan:
        return [*_defaults(node.params), *self._scoped("function", *self._parameters(node.params), node.body)]

    def _read_ClassDef(self, node: cst.ClassDef) -> _Plan:
        parameters = [*self._type_parameters(node.type_parameters)]
        body = [*node.bases, *node.keywords, *self._scoped("class", node.body)]
        inner = self._scoped("generic", *parameters, *body) if parameters else body
        return [*node.decorators, *inner, self._binding(node.name.value, node)]

    def _parameters(self, params: cst.Parameters) -> _Plan:
        return [self._binding(each.name.value) for each in _parameters(params)]

    def _type_parameters(self, parameters: cst.TypeParameters | None) -> _Plan:
        for each in parameters.params if parameters else ():
            yield self._binding(each.param.name.value)
            if isinstance(each.param, cst.TypeVar) and each.param.bound:
                yield each.param.bound
            if each.default:
                yield each.default

    def _comprehension(self, node: cst.GeneratorExp | cst.ListComp | cst.SetComp | cst.DictComp) -> _Plan:
        results = (node.key, node.value) if isinstance(node, cst.DictComp) else (node.elt,)
        steps: list[_Step] = []
        loop: cst.CompFor | None = node.for_in
        while loop:
            if loop is not node.for_in:
                steps.append(loop.iter)
            steps += [*self._target(loop.target), *(condition.test for condition in loop.ifs)]
            loop = loop.inner_for_in
        # Python evaluates the first iterable outside.
        return [node.for_in.iter, *self._scoped("comprehension", *steps, *results)]

    _read_GeneratorExp = _read_ListComp = _read_SetComp = _read_DictComp = _comprehension

    def _read_If(self, node: cst.If) -> _Plan:
        then = self._arm(node, "then", node.body)
        if node.orelse is None:
            return [node.test, *then]
        self._needs(node, {"then": node.body, "else": node.orelse})
        return [node.test, *then, *self._arm(node, "else", node.orelse)]

    def _read_For(self, node: cst.For) -> _Plan:
        loop = self._arm(node, "body", node.body, *self._target(node.target))
        return [node.iter, *loop, *([node.orelse] if node.orelse else [])]

    def _read_While(self, node: cst.While) -> _Plan:
        return [node.test, *self._arm(node, "body", node.body), *([node.orelse] if node.orelse else [])]

    def _read_With(self, node: cst.With) -> _Plan:
        items: list[_Step] = []
        for item in node.items:
            items += [item.item, *(self._target(item.asname.name) if item.asname else ())]
        return [*items, node.body]

    def _try(self, node: cst.Try | cst.TryStar) -> _Plan:
        handlers: Sequence[cst.ExceptHandler | cst.ExceptStarHandler] = node.handlers
        arms: dict[str, cst.CSTNode] = {"body": node.body}
        steps = [*self._arm(node, "body", node.body)]
        for number, handler in enumerate(handlers):
            name = handler.name.name if handler.name else None
            bound = [self._binding(name.value)] if isinstance(name, cst.Name) else []
            unbound = [self._binding(name.value, _Mark.DELETED)] if isinstance(name, cst.Name) else []
            arm = [*self._arm(node, f"handler {number}", handler.body, *bound)]
            caught = [handler.type] if handler.type else []
            steps += [*caught, *arm[:-1], *unbound, arm[-1]]
            arms[f"handler {number}"] = handler.body
        if node.orelse:
            steps += self._arm(node, "body", node.orelse)
        self._needs(node, arms)
        return [*steps, *([node.finalbody] if node.finalbody else [])]

    _read_Try = _read_TryStar = _try

    def _read_Match(self, node: cst.Match) -> _Plan:
        steps: list[_Step] = [node.subject]
        for number, case in enumerate(node.cases):
            guard = [case.guard] if case.guard else []
            steps += self._arm(node, f"case {number}", case.body, case.pattern, *guard)
        last = node.cases[-1]
        if last.guard is None and isinstance(last.pattern, cst.MatchAs) and last.pattern.pattern is None:
            self._needs(node, {f"case {number}": case.body for number, case in enumerate(node.cases)})
        return steps

    def _read_MatchAs(self, node: cst.MatchAs) -> _Plan:
        return [*([node.pattern] if node.pattern else []), *([self._binding(node.name.value)] if node.name else [])]

    def _read_MatchStar(self, node: cst.MatchStar) -> _Plan:
        return (self._binding(node.name.value),) if node.name else ()

    def _read_MatchMapping(self, node: cst.MatchMapping) -> _Plan:
        return [*node.elements, *([self._binding(node.rest.value)] if node.rest else [])]

    def _read_MatchKeywordElement(self, node: cst.MatchKeywordElement) -> _Plan:
        return (node.pattern,)


def dotted(node: cst.CSTNode) -> str:
    """The dotted name that an import writes out."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    return ".".join([node.value if isinstance(node, cst.Name) else "", *reversed(parts)])


def literal(node: cst.CSTNode) -> str | None:
    """The value of a plain string literal, or None for anything else."""
    parts: list[str | None] = []
    # A table of strings is a concatenation as deep as it is long.
    while isinstance(node, cst.ConcatenatedString):
        parts.append(literal(node.left))
        node = node.right
    value = _evaluated(node) if isinstance(node, cst.SimpleString) else None
    parts.append(value if isinstance(value, str) else None)
    return None if None in parts else "".join(filter(None, parts))


def _evaluated(node: cst.SimpleString) -> str | bytes:
    if "\\" not in node.value:
        return node.evaluated_value
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # escapes that Python does not know
        return node.evaluated_value


def _within(path: Path, covered: set[Path]) -> bool:
    return any(path[:length] in covered for length in range(1, len(path) + 1))


def _leaves(body: cst.CSTNode, *, loop: bool = False) -> bool:
    """Whether control never runs past the end of a block, or of the `elif` that stands in its place.

    The end of the body of a loop, which `break` and `continue` do not lead past, is asked for with `loop`.
    """
    while isinstance(body, cst.If):
        if body.orelse is None or not _leaves(body.body):
            return False
        body = body.orelse
    if isinstance(body, cst.Else):
        body = body.body
    statements = getattr(body, "body", ())
    last = statements[-1] if statements else None
    if isinstance(last, cst.SimpleStatementLine):
        last = last.body[-1]
    return isinstance(last, (cst.Raise, cst.Return)) or (not loop and isinstance(last, (cst.Continue, cst.Break)))


def _parameters(params: cst.Parameters) -> list[cst.Param]:
    stars = [each for each in (params.star_arg, params.star_kwarg) if isinstance(each, cst.Param)]
    return [*params.posonly_params, *params.params, *params.kwonly_params, *stars]


def _defaults(params: cst.Parameters) -> list[cst.BaseExpression]:
    return [each.default for each in _parameters(params) if each.default]
