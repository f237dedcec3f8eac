"""Whether default values are shared between calls."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, forbids
from lawful.source import Span
from lawful.syntax import cst
from lawful.syntax.docstrings import docstring
from lawful.syntax.signature import parameters_of
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_MAKERS = frozenset(
    {
        "builtins.list", "builtins.dict", "builtins.set", "builtins.bytearray", "collections.defaultdict",
        "builtins.dict.fromkeys", "collections.OrderedDict", "collections.Counter", "collections.deque",
        "collections.ChainMap", "collections.UserDict", "collections.UserList", "array.array",
    }
)  # fmt: skip


class NoMutableDefaults(Check):
    """Flags a list, dictionary or set as the default value of a parameter: all calls share the one object."""

    id = "no-mutable-defaults"
    phrases = (
        forbids(
            "mutable default", "mutable parameter", "list default", "dict default", "set-type default",
            "`[]` default", "`{}` default",
            allows=("parameter function list dict set-type method value mutable object `[]` `{}` `set()`",),
        ),
    )  # fmt: skip
    asks = (
        "No mutable default arguments.",
        "Never use lists or dicts as default arguments.",
        "Avoid mutable defaults",
        "Mutable default values are forbidden.",
    )
    ignores = ("Use sensible default arguments.", "Prefer immutable data.", "Avoid default exports.")
    valid = ("def f(x=None): ...", "def f(x=()): ...", "def f(x=frozenset()): ...", "x = []")
    invalid = (
        Invalid("def f(x=[]):\n    return x", fixed="def f(x=None):\n    if x is None:\n        x = []\n    return x"),
        Invalid("def f(a, *, x={}): ..."),
        Invalid("from collections import defaultdict as d\n\nf = lambda x=d(list): x", line=3),
        Invalid("@wraps\nasync def f(x=list()): ...", line=2),
    )

    def look_file(self, outline: Outline) -> bool:
        """A default may be mutable."""
        functions = outline.of_kind(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
        defaults = (each for node in functions for each in (*node.args.defaults, *node.args.kw_defaults) if each)
        return any(_may_be_mutable(each, outline) for default in defaults for each in ast.walk(default))

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """The parameters of a function; the finding stands on its `def` line."""
        yield from self._parameters(node, node.params, site)

    def visit_Lambda(self, node: cst.Lambda, site: Site) -> Iterator[Finding]:
        """The parameters of a lambda."""
        yield from self._parameters(node, node.params, site)

    def _parameters(self, node: cst.CSTNode, params: cst.Parameters, site: Site) -> Iterator[Finding]:
        for each in parameters_of(params):
            if each.default is not None and self._mutable(each.default, site):
                said = f"the default of `{each.name.value}` is made once and shared by all calls"
                yield Finding(node, f"{said}; use None and make it in the function", _fix(node, each, site))

    def _mutable(self, node: cst.BaseExpression, site: Site) -> bool:
        return any(self._makes_mutable(each, site) for each in _outcomes(node))

    def _makes_mutable(self, node: cst.BaseExpression, site: Site) -> bool:
        if isinstance(node, cst.Call):
            maker = node.func.value if isinstance(node.func, cst.Subscript) else node.func  # list[int]()
            return bool(site.resolve(maker) & _MAKERS)
        return isinstance(node, (cst.List, cst.Dict, cst.Set, cst.ListComp, cst.DictComp, cst.SetComp))


def _fix(node: cst.CSTNode, parameter: cst.Param, site: Site) -> NodeFix | None:
    """None as the default, and the default made where the body begins; None that is passed then means it, too."""
    body = node.body if isinstance(node, cst.FunctionDef) else None
    default = parameter.default
    if default is None or not isinstance(node, cst.FunctionDef) or not isinstance(body, cst.IndentedBlock):
        return None
    documented = docstring(node) is not None
    first = body.body[documented] if len(body.body) > documented else None
    source, made = site.module.source, site.module.text(default)
    plain = (cst.SimpleStatementLine, cst.If, cst.For, cst.While, cst.With, cst.Try)
    if not isinstance(first, plain) or len(made.splitlines()) > 1:
        return None
    at = site.module.span(first)
    indent = source.line(at.line)[: at.column - 1]
    above = at.line - len(first.leading_lines)
    inner = indent + (body.indent or site.module.tree.default_indent)
    name, end = parameter.name.value, source.newline
    guard = f"{indent}if {name} is None:{end}{inner}{name} = {made}{end}"
    edits = (NodeEdit(default, "None"), NodeEdit(Span(above, 1, above, 1), guard))
    return NodeFix(edits, Applicability.UNSAFE)


def _outcomes(node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """The expressions of which an expression takes its value, or what it is put together from."""
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, cst.IfExp):
            stack += [current.body, current.orelse]
        elif isinstance(current, cst.BooleanOperation) or (
            isinstance(current, cst.BinaryOperation)
            and isinstance(current.operator, (cst.Add, cst.Multiply, cst.BitOr))
        ):
            stack += [current.left, current.right]
        elif isinstance(current, cst.NamedExpr):
            stack.append(current.value)
        else:
            yield current


def _may_be_mutable(node: ast.AST, outline: Outline) -> bool:
    if isinstance(node, ast.Call):
        maker = node.func.value if isinstance(node.func, ast.Subscript) else node.func
        return outline.names.may_be(maker, _MAKERS)
    return isinstance(node, (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp))
