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
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from lawful.syntax.lazy import cst
from lawful.syntax.walk import children

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    _Step = cst.CSTNode | Callable[[], None]
    _Plan = Iterable[_Step]

_BUILTINS = frozenset(dir(builtins))
_MAX_HOPS = 20
"""How many assignments are followed from one name to the next."""

Arm = tuple[int, str]
Path = tuple[Arm, ...]
"""The arms of compound statements that lead to a place within its scope."""


class _Mark(Enum):
    OPAQUE = "bound to something without a dotted name"
    DELETED = "unbound by `del`"


@dataclass(frozen=True, slots=True)
class _Imported:
    name: str



if TYPE_CHECKING:
    _Value = _Mark | _Imported | cst.CSTNode


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
    stars: list[tuple[float, str]] = field(default_factory=list)
    """Standard-library modules imported with `*`."""


class Names:
    """The names of one tree."""

    def __init__(self, tree: cst.Module) -> None:
        self._module = self._scope = _Scope("module")
        self._path: Path = ()
        self._order = 0.0
        self._uses: dict[int, tuple[_Scope, float, Path]] = {}
        self._arms: dict[int, frozenset[str]] = {}
        self._ending: set[Arm] = set()
        self._outer: list[tuple[_Scope, Path]] = []
        self.imported: set[str] = set()
        """Every module that an import statement names, also as the module of a `from`."""
        self.bound: set[str] = set()
        """Every name that is bound anywhere in the file."""
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
        return frozenset(self._resolve(node, follow=follow, hops=_MAX_HOPS))

    def _resolve(self, node: cst.CSTNode, *, follow: bool, hops: int) -> set[str]:
        if isinstance(node, cst.Name):
            return self._resolve_name(node, follow=follow, hops=hops)
        if isinstance(node, cst.Attribute):
            attribute = node.attr.value
            return {f"{base}.{attribute}" for base in self._resolve(node.value, follow=True, hops=hops)}
        if isinstance(node, cst.NamedExpr):
            return self._resolve(node.value, follow=follow, hops=hops)
        if isinstance(node, cst.Subscript):
            return self._resolve_subscript(node, hops)
        if isinstance(node, cst.Call):
            return self._resolve_call(node, hops)
        return set()

    def _resolve_name(self, node: cst.Name, *, follow: bool, hops: int) -> set[str]:
        use = self._uses.get(id(node))
        if use is None or not hops:
            return set()
        found: set[str] = set()
        for value in self._values(node.value, *use):
            if isinstance(value, _Imported):
                found.add(value.name)
            elif isinstance(value, str):
                found |= self._unbound(value, use[1] if use[0] is self._module else math.inf)
            elif isinstance(value, cst.CSTNode) and follow:
                found |= self._resolve(value, follow=True, hops=hops - 1)
        return found

    def _resolve_call(self, node: cst.Call, hops: int) -> set[str]:
        function = self._resolve(node.func, follow=True, hops=hops)
        literals = [literal(argument.value) for argument in node.args]
        if function & {"builtins.__import__", "importlib.import_module", "importlib.__import__"} and literals:
            return {literals[0]} if literals[0] and not literals[0].startswith(".") else set()
        if "builtins.getattr" in function and len(literals) > 1 and literals[1]:
            return {f"{base}.{literals[1]}" for base in self._resolve(node.args[0].value, follow=True, hops=hops)}
        if "builtins.vars" in function and literals:
            return {f"{base}.__dict__" for base in self._resolve(node.args[0].value, follow=True, hops=hops)}
        return set()

    def _resolve_subscript(self, node: cst.Subscript, hops: int) -> set[str]:
        index = node.slice[0].slice if len(node.slice) == 1 else None
        key = literal(index.value) if isinstance(index, cst.Index) else None
        if not key:
            return set()
        bases = self._resolve(node.value, follow=True, hops=hops)
        return {
            f"{base.removesuffix('.__dict__')}.{key}"
            for base in bases
            if base.endswith(".__dict__") or base == "builtins"
        }

    def _unbound(self, name: str, order: float) -> set[str]:
        found = {f"{module}.{name}" for at, module in self._module.stars if at <= order and not name.startswith("_")}
        if name == "__builtins__":
            found.add("builtins")
        elif name in _BUILTINS:
            found.add(f"builtins.{name}")
        return found

    def _values(self, name: str, scope: _Scope, order: float, path: Path) -> list[_Value | str]:
        """What a name may be bound to where it is read; the name itself where nothing in the file binds it."""
        found: list[_Value | str] = []
        home: _Scope | None = scope
        while home is not None:
            if name in home.elsewhere:
                home, order, path = home.elsewhere[name], math.inf, ()
            events = home.events.get(name, ())
            if events and (home is scope or home.kind != "class"):
                reaching, open_end = self._reaching(events, order, path)
                found += reaching
                if home.kind in {"function", "comprehension"}:
                    return found or [event.value for event in events]
                if not open_end:
                    return found
            order, path = home.at
            home = home.parent
        return [*found, name]

    def _reaching(self, events: Sequence[_Event], order: float, path: Path) -> tuple[list[_Value | str], bool]:
        """The bindings that may hold at a place, and whether the name may also be unbound there."""
        found: list[_Value | str] = []
        covered: set[Path] = set()
        open_end = False
        for event in reversed(events):
            if event.order > order or self._excluded(event.path, path) or _within(event.path, covered):
                continue
            if event.value is _Mark.DELETED:
                open_end = True
            else:
                found.append(event.value)
            if self._cover(event.path, path, covered):
                return found, open_end
        return found, True

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
        scope = self._scope.elsewhere.get(name, self._scope)
        order = self._tick()
        # A function that binds a name of another scope does so whenever it is called, if ever.
        path = self._path if scope is self._scope else ((int(-order), "call"),)
        scope.events.setdefault(name, []).append(_Event(order, path, value))

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
        if _leaves(body):
            self._ending.add(here)

        def enter() -> None:
            self._path = (*self._path, here)

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
            inner = self._scope
            while self._scope.kind == "comprehension" and self._scope.parent:
                self._scope = self._scope.parent
            assert isinstance(node.target, cst.Name)
            self._bind(node.target.value, node.value)
            self._scope = inner

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
                self._module.stars.append((self._tick(), module))
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
        inner = self._scoped("comprehension", *parameters, *signature, *body) if parameters else [*signature, *body]
        return [*node.decorators, *_defaults(node.params), *inner, self._binding(node.name.value)]

    def _read_Lambda(self, node: cst.Lambda) -> _Plan:
        return [*_defaults(node.params), *self._scoped("function", *self._parameters(node.params), node.body)]

    def _read_ClassDef(self, node: cst.ClassDef) -> _Plan:
        parameters = [*self._type_parameters(node.type_parameters)]
        body = [*node.bases, *node.keywords, *self._scoped("class", node.body)]
        inner = self._scoped("comprehension", *parameters, *body) if parameters else body
        return [*node.decorators, *inner, self._binding(node.name.value)]

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
    if isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
        value = node.evaluated_value
        return value if isinstance(value, str) else None
    return None


def _within(path: Path, covered: set[Path]) -> bool:
    return any(path[:length] in covered for length in range(1, len(path) + 1))


def _leaves(body: cst.CSTNode) -> bool:
    """Whether control never runs past the end of a block, or of the `elif` that stands in its place."""
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
    return isinstance(last, (cst.Raise, cst.Return, cst.Continue, cst.Break))


def _parameters(params: cst.Parameters) -> list[cst.Param]:
    stars = [each for each in (params.star_arg, params.star_kwarg) if isinstance(each, cst.Param)]
    return [*params.posonly_params, *params.params, *params.kwonly_params, *stars]


def _defaults(params: cst.Parameters) -> list[cst.BaseExpression]:
    return [each.default for each in _parameters(params) if each.default]
