"""Whether flags are passed by name."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, requires
from lawful.syntax import cst
from lawful.syntax.public import is_dunder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site


class NoBooleanPositionals(Check):
    """Flags boolean parameters that can be passed by position, where a call does not say what they are."""

    id = "no-boolean-positionals"
    phrases = (
        forbids(
            "boolean positional", "bool positional", "`bool` positional", "boolean trap",
            allows=("parameter argument boolean flag function",),
        ),
        requires(
            "boolean keyword-only", "`bool` keyword-only", "bool keyword-only", "boolean flag keyword-only",
            allows=("parameter argument flag boolean function method",),
        ),
    )  # fmt: skip
    asks = (
        "Boolean parameters must be keyword-only.",
        "No boolean positional arguments",
        "Avoid positional boolean parameters",
        "Make boolean flags keyword-only",
    )
    ignores = ("Booleans start with `is_`.", "Use keyword-only params for options.", "Avoid boolean parameters.")
    valid = (
        "def f(a, *, b: bool = False): ...",
        "class A:\n    def __eq__(self, x: bool): ...\n    @b.setter\n    def b(self, x: bool): ...",
        "def f(a: bool | str = 'x', b=1): ...",
    )
    invalid = (
        Invalid("def f(a, b: bool = False): ..."),
        Invalid("def f(a, b=True, /): ..."),
        Invalid("import builtins\ndef f(a: builtins.bool): ...", line=2),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A parameter that may be a flag."""
        passed = (*node.args.posonlyargs, *node.args.args)
        flags = (isinstance(each, ast.Constant) and isinstance(each.value, bool) for each in node.args.defaults)
        return any(flags) or any(each.annotation is not None for each in passed)

    def look_file(self, outline: Outline) -> bool:
        """There are flags, or parameters that default to one."""
        flags = (isinstance(each.value, bool) for each in outline.of_kind(ast.Constant))
        return "bool" in outline.said or any(flags)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function; dunder methods, setters and overrides have the signature they are given."""
        given = any(_last(each.decorator) in {"setter", "override"} for each in node.decorators)
        if given or (is_dunder(node.name.value) and node.name.value != "__init__"):
            return
        flags = [each.name.value for each in (*node.params.posonly_params, *node.params.params) if _is_flag(each, site)]
        if flags:
            names = ", ".join(f"`{name}`" for name in flags)
            yield Finding(node, f"{names} of `{node.name.value}` can be passed by position; put it behind `*`")


def _last(node: cst.BaseExpression) -> str:
    name = node.attr if isinstance(node, cst.Attribute) else node
    return name.value if isinstance(name, cst.Name) else ""


def _is_flag(param: cst.Param, site: Site) -> bool:
    if param.annotation is not None:
        return "builtins.bool" in site.resolve(param.annotation.annotation)
    return isinstance(param.default, cst.Name) and param.default.value in {"True", "False"}
