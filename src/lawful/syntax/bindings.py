"""Reading in a tree where names are bound and read: the scopes, and the order of events in each."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from lawful.syntax.lazy import cst
from lawful.syntax.literals import as_said, dotted
from lawful.syntax.signature import parameters_of
from lawful.syntax.walk import children

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    _Step = cst.CSTNode | Callable[[], None]
    _Plan = Iterable[_Step]

Arm = tuple[int, str]
Path = tuple[Arm, ...]
"""The arms of compound statements that lead to a place within its scope."""


class Mark(Enum):
    """What a name may be bound to that has no dotted name."""

    OPAQUE = "bound to something without a dotted name"
    DELETED = "unbound by `del`"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import binds: a dotted name."""

    name: str


@dataclass(frozen=True, slots=True)
class Star:
    """`from module import *`, which may bind any name."""

    module: str


if TYPE_CHECKING:
    Value = Mark | Imported | Star | cst.CSTNode


@dataclass(frozen=True, slots=True)
class Event:
    """One binding of a name, or its end."""

    order: float
    path: Path
    value: Value


@dataclass(slots=True, eq=False)
class Scope:
    """A module, class, function or comprehension, and what happens to names in it."""

    kind: str
    parent: Scope | None = None
    at: tuple[float, Path] = (math.inf, ())
    """Where in the parent's flow this scope runs; functions run after everything."""
    events: dict[str, list[Event]] = field(default_factory=dict)
    elsewhere: dict[str, Scope] = field(default_factory=dict)
    """Names declared `global` or `nonlocal`, and the scope they belong to."""

    def events_of(self, name: str) -> Sequence[Event]:
        """The events that concern a name, in order; an import with `*` concerns all."""
        own = self.events.get(name, [])
        stars = self.events.get("*")
        return sorted([*own, *stars], key=lambda event: event.order) if stars else own


class Bindings:
    """Every binding and every reading of a name in one tree.

    Attributes:
        module: the outermost scope.
        uses: for the `id` of each `Name` that reads a variable its scope, and where in the flow of it.
        arms: for compound statements of which exactly one arm is run to its end, the arms.
        ending: the arms past whose end control never comes.
        loops: for each arm that is repeated, the order of its last event.
    """

    def __init__(self, tree: cst.Module) -> None:
        self.module = self._scope = Scope("module")
        self._path: Path = ()
        self._order = 0.0
        self.uses: dict[int, tuple[Scope, float, Path]] = {}
        self.arms: dict[int, frozenset[str]] = {}
        self.ending: set[Arm] = set()
        self.loops: dict[Arm, float] = {}
        self._outer: list[tuple[Scope, Path]] = []
        self.imported: set[str] = set()
        """Every module that an import statement names, also as the module of a `from`."""
        self.opened: set[str] = set()
        """Every module that an `import` without `as` makes reachable through its package."""
        self.bound: set[str] = set()
        """Every name that is bound anywhere in the file."""
        self.borrowed: set[str] = set()
        """Every name that an import binds somewhere in the file."""
        self._run(tree)

    def _run(self, root: cst.CSTNode) -> None:
        # An explicit stack: chains of operators would overflow Python's.
        stack: list[_Step] = [root]
        while stack:
            step = stack.pop()
            if callable(step):
                step()
                continue
            reader = _reader(type(step).__name__)
            stack += [*(children(step) if reader is None else reader(self, step))][::-1]

    def _tick(self) -> float:
        self._order += 1
        return self._order

    def _bind(self, name: str, value: Value = Mark.OPAQUE) -> None:
        name = as_said(name)
        self.bound.add(name)
        if isinstance(value, Imported):
            self.borrowed.add(name)
        order = self._tick()
        self._scope.events.setdefault(name, []).append(Event(order, self._path, value))
        if scope := self._scope.elsewhere.get(name):
            # A function that binds a name of another scope does so whenever it is called, if ever.
            scope.events.setdefault(name, []).append(Event(order, ((int(-order), "call"),), value))

    def _binding(self, name: str, value: Value = Mark.OPAQUE) -> Callable[[], None]:
        return lambda: self._bind(name, value)

    def _scoped(self, kind: str, *steps: _Step) -> _Plan:
        """Steps that are taken in a scope of their own."""

        def enter() -> None:
            self._outer.append((self._scope, self._path))
            at = (math.inf, ()) if kind == "function" else (self._tick(), self._path)
            self._scope, self._path = Scope(kind, self._scope, at), ()

        def leave() -> None:
            self._scope, self._path = self._outer.pop()

        return [enter, *steps, leave]

    def _arm(self, statement: cst.CSTNode, arm: str, body: cst.CSTNode, *first: _Step) -> _Plan:
        """Steps that are taken in one arm of a compound statement."""
        here = (id(statement), arm)
        loop = isinstance(statement, (cst.For, cst.While))
        if _leaves(body, loop=loop):
            self.ending.add(here)

        def enter() -> None:
            self._path = (*self._path, here)
            if loop:
                self.loops[here] = self._order

        def leave() -> None:
            self._path = self._path[:-1]

        return [enter, *first, body, leave]

    def _needs(self, statement: cst.CSTNode, arms: dict[str, cst.CSTNode]) -> None:
        """Declare the arms of which exactly one is run to its end."""
        self.arms[id(statement)] = frozenset(arm for arm, body in arms.items() if not _leaves(body))

    def _read_Name(self, node: cst.Name) -> _Plan:
        self.uses[id(node)] = (self._scope, self._order, self._path)
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
            return (self._binding(target.value, Mark.OPAQUE if value is None else value),)
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
                names.append(self._binding(part.value, Mark.DELETED))
            elif isinstance(part, (cst.Tuple, cst.List)):
                parts += [element.value for element in part.elements]
            else:
                names.append(part)
        return names

    def _read_Global(self, node: cst.Global) -> _Plan:
        if self._scope is not self.module:
            self._scope.elsewhere.update({as_said(item.name.value): self.module for item in node.names})
        return ()

    def _read_Nonlocal(self, node: cst.Nonlocal) -> _Plan:
        for item in node.names:
            name = as_said(item.name.value)
            home = self._scope.parent
            while home and (home.kind != "function" or name not in home.events):
                home = home.parent
            if home is None:  # it is bound further down
                home = self._scope.parent
                while home and home.kind != "function":
                    home = home.parent
            if home:
                self._scope.elsewhere[name] = home
        return ()

    def _read_Import(self, node: cst.Import) -> _Plan:
        for alias in node.names:
            name = dotted(alias.name)
            self.imported.add(name)
            if isinstance(alias.asname, cst.AsName) and isinstance(alias.asname.name, cst.Name):
                self._bind(alias.asname.name.value, Imported(name))
            else:
                self.opened.add(name)
                top = name.partition(".")[0]
                self._bind(top, Imported(top))
        return ()

    def _read_ImportFrom(self, node: cst.ImportFrom) -> _Plan:
        module = "." * len(node.relative) + (dotted(node.module) if node.module else "")
        self.imported.add(module)
        if isinstance(node.names, cst.ImportStar):
            if module.partition(".")[0] in sys.stdlib_module_names:
                self._bind("*", Star(module))
            return ()
        for alias in node.names:
            name = dotted(alias.name)
            self.imported.add(f"{module}.{name}")
            bound = alias.asname.name if alias.asname else alias.name
            if isinstance(bound, cst.Name):
                self._bind(bound.value, Imported(module + name if module.endswith(".") else f"{module}.{name}"))
        return ()

    def _read_FunctionDef(self, node: cst.FunctionDef) -> _Plan:
        parameters = [*self._type_parameters(node.type_parameters)]
        annotations = [each.annotation for each in parameters_of(node.params) if each.annotation]
        signature = [*annotations, *([node.returns] if node.returns else [])]
        body = self._scoped("function", *self._parameters(node.params), node.body)
        inner = self._scoped("generic", *parameters, *signature, *body) if parameters else [*signature, *body]
        return [*node.decorators, *_defaults(node.params), *inner, self._binding(node.name.value, node)]

    def _read_Lambda(self, node: cst.Lambda) -> _Plan:
        return [*_defaults(node.params), *self._scoped("function", *self._parameters(node.params), node.body)]

    def _read_ClassDef(self, node: cst.ClassDef) -> _Plan:
        parameters = [*self._type_parameters(node.type_parameters)]
        body = [*node.bases, *node.keywords, *self._scoped("class", node.body)]
        inner = self._scoped("generic", *parameters, *body) if parameters else body
        return [*node.decorators, *inner, self._binding(node.name.value, node)]

    def _parameters(self, params: cst.Parameters) -> _Plan:
        return [self._binding(each.name.value) for each in parameters_of(params)]

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
            unbound = [self._binding(name.value, Mark.DELETED)] if isinstance(name, cst.Name) else []
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


@cache
def _reader(kind: str) -> Callable[[Bindings, cst.CSTNode], _Plan] | None:
    """What reads a kind of node, where something does."""
    return getattr(Bindings, f"_read_{kind}", None)


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


def _defaults(params: cst.Parameters) -> list[cst.BaseExpression]:
    return [each.default for each in parameters_of(params) if each.default]
