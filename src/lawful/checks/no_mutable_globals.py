"""Whether modules keep state."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids
from lawful.syntax import cst, descendants
from lawful.syntax.public import is_dunder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lawful.syntax import Outline, Site

_MAKERS = frozenset(
    {
        "builtins.list", "builtins.dict", "builtins.set", "builtins.bytearray", "collections.defaultdict",
        "collections.OrderedDict", "collections.Counter", "collections.deque",
    }
)  # fmt: skip
_CHANGES = frozenset(
    """
    append extend insert add update setdefault pop popitem clear remove discard appendleft extendleft popleft
    sort reverse
    """.split()
)


class NoMutableGlobals(Check):
    """Flags module variables that functions change: by `global`, by their keys or by methods such as `append`.

    Tables that nothing in the file changes are constants, whatever they are made of.
    """

    id = "no-mutable-globals"
    phrases = (
        forbids(
            "global variable", "mutable global", "global state", "global mutable", "module level mutable state",
            "module mutable state", "module level mutable variable",
            allows=("variable mutable state module level object shared",),
            spares=("constant logging", "module-level constant", "module level constant"),
        ),
    )  # fmt: skip
    asks = ("Avoid global variables.", "No mutable global state", "Never use global variables", "避免使用全局变量")
    ignores = (
        "Keep global state small.",
        "Global constants are UPPER_CASE.",
        "Never use the `global` keyword.",
        "Avoid module-level imports.",
    )
    valid = (
        "NAMES = {'a': 1}\n\ndef f(x):\n    return NAMES[x]",
        "cache = {}\n\ndef f():\n    cache = []\n    cache.append(1)",
        "log = getLogger()\n\ndef f():\n    log.clear()",
        "items = []\nfor x in y:\n    items.append(x)",
    )
    invalid = (
        Invalid("cache = {}\n\ndef f(x):\n    cache[x] = 1"),
        Invalid("from collections import deque as d\nq = d()\n\nclass A:\n    def f(self):\n        q.append(1)", 2),
        Invalid("count = 0\n\ndef f():\n    global count\n    count += 1"),
        Invalid("seen: set[int] = set()\n\ndef f(x):\n    seen.add(x)\n    del seen[0]"),
    )

    def look_file(self, outline: Outline) -> bool:
        """A name of the module is changed somewhere."""
        bound = {each.id for line in outline.tree.body for each in _targets(line) if isinstance(each, ast.Name)}
        rebound = {name for each in outline.of_kind(ast.Global) for name in each.names}
        return not bound.isdisjoint(rebound) or not bound.isdisjoint(_changed_in(outline))

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The variables that a module binds, and what the functions in it do to them."""
        bound = _bound(node)
        if not bound:
            return
        changed = _changed(node, site)
        for name, (statement, value) in bound.items():
            rebound = name in changed["global"]
            if not is_dunder(name) and (rebound or (name in changed["in place"] and _is_mutable(value, site))):
                yield Finding(statement, f"`{name}` is changed by functions; keep it in an object that they are given")


def _bound(module: cst.Module) -> dict[str, tuple[cst.CSTNode, cst.BaseExpression | None]]:
    """The names that plain assignments of a module bind, each with the first of them."""
    found: dict[str, tuple[cst.CSTNode, cst.BaseExpression | None]] = {}
    for line in module.body:
        for each in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(each, cst.Assign):
                targets = [target.target for target in each.targets]
            elif isinstance(each, cst.AnnAssign):
                targets = [each.target]
            else:
                continue
            for target in targets:
                if isinstance(target, cst.Name):
                    found.setdefault(target.value, (each, each.value))
    return found


def _is_mutable(node: cst.BaseExpression | None, site: Site) -> bool:
    if isinstance(node, cst.Call):
        return bool(site.resolve(node.func) & _MAKERS)
    return isinstance(node, (cst.List, cst.Dict, cst.Set, cst.ListComp, cst.DictComp, cst.SetComp))


def _changed(module: cst.Module, site: Site) -> dict[str, set[str]]:
    """The names of a module that its functions bind anew, and those whose objects they change."""
    changed: dict[str, set[str]] = {"global": set(), "in place": set()}
    scopes = [each for each in descendants(module) if isinstance(each, cst.FunctionDef)]
    for function in scopes:
        for each in descendants(function.body, into=cst.FunctionDef):
            if isinstance(each, cst.Global):
                changed["global"] |= {item.name.value for item in each.names}
            changed["in place"] |= {name.value for name in _objects(each) if site.module.names.is_of_module(name)}
    return changed


def _objects(node: cst.CSTNode) -> Iterator[cst.Name]:
    """The names whose objects a node changes."""
    places: list[cst.BaseExpression] = []
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in _CHANGES:
        places = [node.func.value]
    elif isinstance(node, (cst.AssignTarget, cst.AugAssign, cst.Del)) and isinstance(node.target, cst.Subscript):
        places = [node.target.value]
    yield from (each for each in places if isinstance(each, cst.Name))


def _targets(node: ast.AST) -> Sequence[ast.expr]:
    """What a statement of Python's own tree binds or deletes."""
    if isinstance(node, (ast.Assign, ast.Delete)):
        return node.targets
    return [node.target] if isinstance(node, (ast.AnnAssign, ast.AugAssign)) else ()


def _changed_in(outline: Outline) -> Iterator[str]:
    """The names of what is changed in place anywhere in a file."""
    changing = outline.of_kind(ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Delete)
    places = [each.value for node in changing for each in _targets(node) if isinstance(each, ast.Subscript)]
    methods = (call.func for call in outline.of_kind(ast.Call) if isinstance(call.func, ast.Attribute))
    places += [each.value for each in methods if each.attr in _CHANGES]
    return (each.id for each in places if isinstance(each, ast.Name))
