"""Whether types are tested with `isinstance`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, forbids, prefers_to, requires
from lawful.syntax import cst
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class NoTypeComparison(Check):
    """Flags comparisons of what `type` says of an object; subclasses compare unequal there."""

    id = "no-type-comparison"
    phrases = (
        forbids(
            "`type` comparison",     "`type(x) ==`",
            "`type(x) == y`", "`type(x)`", "`type` equality", "`type(x) == T`", "`type(x) == Y`",
            "`type(x) is`", "`type(obj)`",
            allows=("type comparison compare check checking operator",),
        ),
        prefers_to(
            "`isinstance`", "`type`", "`type(x) ==`", "`type(x) == y`", "`type(x)`", "`type(x) is`",
            allows=("type compare comparison check checking direct comparing",),
        ),
        requires("`isinstance` type", allows=("type check checking comparison compare test",)),
    )  # fmt: skip
    asks = (
        "Use `isinstance()` instead of `type()` comparisons.",
        "Never use `type(x) == y`",
        "Use isinstance() over type()",
        "Use `isinstance()` instead of comparing types with `type(x) ==`.",
    )
    ignores = (
        "Prefer protocols over `isinstance()` checks.",
        "Never use `isinstance` for type checks.",
        "Use `type(x)` instead of `x.__class__`",
        "Run a type checker.",
    )
    valid = (
        "isinstance(a, int)\ntype(a)",
        "type(a) in TABLE\ntype('A', (), {}) == b",
        "a.type == 'x'\ndef f(type):\n    return type(1) == 2",
    )
    invalid = (
        Invalid("if type(a) == int: ...", fixed="if isinstance(a, int): ..."),
        Invalid("x = int is not type(a)"),
        Invalid("import builtins as b\nx = b.type(c) != b.type(d)", line=2),
    )

    refers_to = ("builtins.type",)

    def look_Comparison(self, node: ast.Compare) -> bool:
        """A comparison of what calls give."""
        return any(isinstance(each, ast.Call) for each in (node.left, *node.comparators))

    def visit_Comparison(self, node: cst.Comparison, site: Site) -> Iterator[Finding]:
        """A comparison by equality or identity."""
        sides = [node.left, *(each.comparator for each in node.comparisons)]
        for left, target in zip(sides, node.comparisons, strict=False):
            types = [_is_type_of(each, site) for each in (left, target.comparator)]
            by_identity = isinstance(target.operator, (cst.Is, cst.IsNot))
            by_equality = isinstance(target.operator, (cst.Equal, cst.NotEqual))
            # That two objects are of the very same type is nothing that `isinstance` could say.
            if (by_equality and any(types)) or (by_identity and any(types) and not all(types)):
                fix = _fix(node, site) if len(node.comparisons) == 1 else None
                yield Finding(node, "this compares types, and misses subclasses; use `isinstance`", fix)


def _fix(node: cst.Comparison, site: Site) -> NodeFix | None:
    """`isinstance` with the same object and type, which also lets subclasses pass."""
    target = node.comparisons[0]
    if not isinstance(target.operator, cst.Equal) or not isinstance(node.left, cst.Call) or node.lpar:
        return None
    text = site.module.text(target.comparator)
    if not isinstance(target.comparator, (cst.Name, cst.Attribute)) or "isinstance" in site.module.names.bound:
        return None
    edit = NodeEdit(node, f"isinstance({site.module.text(node.left.args[0].value)}, {text})")
    return NodeFix((edit,), Applicability.UNSAFE)


def _is_type_of(node: cst.BaseExpression, site: Site) -> bool:
    return isinstance(node, cst.Call) and len(node.args) == 1 and "builtins.type" in site.resolve(node.func)
