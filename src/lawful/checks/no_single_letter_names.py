"""Whether names are words."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids
from lawful.syntax import cst
from lawful.syntax.outline import bound_by
from lawful.syntax.outline import parameters_of as parameters_in
from lawful.syntax.signature import parameters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_TYPE_VARIABLES = frozenset(
    f"{module}.{name}" for module in ("typing", "typing_extensions") for name in ("TypeVar", "ParamSpec", "NewType")
)


class NoSingleLetterNames(Check):
    """Flags variables and parameters of a single letter; those of loops, lambdas and handlers, and `_`, are free."""

    id = "no-single-letter-names"
    phrases = (
        forbids(
            "single-letter variable", "single-letter name", "single-letter parameter", "single letter",
            allows=("single-letter variable name parameter loop index counter comprehension iterator",),
            spares=("loop variable index counter comprehension iterator name lambda i j k e exception",),
        ),
    )  # fmt: skip
    asks = (
        "Avoid single-letter variable names.",
        "No single-letter names",
        "避免使用单字母变量名(除非是循环变量)",
        "No single-letter names except for loop variables",
    )
    ignores = (
        "Use single-letter names for loop counters.",
        "No single-letter names except in math code.",
        "Avoid single quotes.",
        "Single-letter type variables are fine.",
    )
    valid = (
        "for i, x in y:\n    _ = [a for a in x]",
        "f.x = 1\ndef f(self, name): ...",
        "from typing import TypeVar\nT = TypeVar('T')\nwith open('a') as handle: ...",
        "key = lambda x: x.y\ntry:\n    f()\nexcept ValueError as e:\n    raise",
    )
    invalid = (
        Invalid("x = 1"),
        Invalid("def f(a, b): ..."),
        Invalid("for name in names:\n    n, size = name", line=2),
        Invalid("with open('a') as f: ..."),
    )

    def look_AssignTarget(self, node: ast.Assign) -> bool:
        """Names that are bound."""
        return any(map(_has_letter, node.targets))

    def look_AnnAssign(self, node: ast.AnnAssign) -> bool:
        """The same with a type."""
        return _has_letter(node.target)

    def look_NamedExpr(self, node: ast.NamedExpr) -> bool:
        """A walrus."""
        return _has_letter(node.target)

    def look_AsName(self, node: ast.alias | ast.withitem | ast.ExceptHandler) -> bool:
        """What is bound with `as`."""
        if isinstance(node, ast.withitem):
            return node.optional_vars is not None and _has_letter(node.optional_vars)
        return isinstance(node, ast.ExceptHandler) and _is_letter(node.name or "")

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Parameters."""
        return any(_is_letter(each.arg) for each in parameters_in(node.args))

    def visit_AssignTarget(self, node: cst.AssignTarget, site: Site) -> Iterator[Finding]:
        """A variable that is assigned to; a type variable has the name that the type it makes is given."""
        value = site.parent.value if isinstance(site.parent, cst.Assign) else None
        if not (isinstance(value, cst.Call) and site.resolve(value.func) & _TYPE_VARIABLES):
            yield from self._target(node.target)

    def visit_AnnAssign(self, node: cst.AnnAssign, site: Site) -> Iterator[Finding]:
        """A variable with an annotation."""
        del site
        yield from self._target(node.target)

    def visit_NamedExpr(self, node: cst.NamedExpr, site: Site) -> Iterator[Finding]:
        """A variable in an expression."""
        del site
        yield from self._target(node.target)

    def visit_AsName(self, node: cst.AsName, site: Site) -> Iterator[Finding]:
        """What a `with` names; an import has its own conventions, and a handler its `e`."""
        if isinstance(site.parent, cst.WithItem):
            yield from self._target(node.name)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """The parameters of a function."""
        del site
        short = [each.name for each in parameters_of(node.params) if _is_letter(each.name.value)]
        if short:
            names = ", ".join(f"`{each.value}`" for each in short)
            yield Finding(node, f"{names} of `{node.name.value}` is a single letter; say what it is")

    def _target(self, target: cst.BaseExpression) -> Iterator[Finding]:
        parts = [target]
        while parts:
            part = parts.pop()
            if isinstance(part, (cst.Tuple, cst.List)):
                parts += [each.value for each in part.elements]
            elif isinstance(part, cst.Name) and _is_letter(part.value):
                yield Finding(part, f"`{part.value}` is a single letter; say what it is")


def _is_letter(name: str) -> bool:
    return len(name) == 1 and name != "_"


def _has_letter(node: ast.expr) -> bool:
    return any(map(_is_letter, bound_by(node)))
