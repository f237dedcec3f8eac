"""Whether None and truth are compared as what they are."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, Valid, forbids, parameters, prefers_to, requires
from lawful.syntax import cst
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_VALUES = ("none true false `None` `True` `False`",)
_NONE = {"values": ("None",)}
_BOOLS = {"values": ("True", "False")}
_COMPARING = ("compare comparing comparison equality check boolean identity operator singleton literal", *_VALUES)


class NoNoneEquality(Check):
    """Flags `==` and `!=` with None, or with True or False, where `is` or the value itself is meant."""

    @parameters
    class Params:
        """What is compared with: None, True, False."""

        values: tuple[str, ...] = ("None",)

    id = "no-none-equality"
    phrases = (
        forbids("`== None`", "`!= None`", "`x == None`", "`x != None`", "`value == None`",
                allows=(*_COMPARING, "`== None` `!= None`"), values=_NONE["values"]),
        forbids("`== True`", "`== False`", "`x == True`", "`if x == True`",
                allows=(*_COMPARING, "`== True` `== False`"), values=_BOOLS["values"]),
        requires("`is None` compare", "`is None` comparison", "`is None` none", "`is not None` none",
                 allows=(*_COMPARING, "`is None` `is not None` `is not`"), values=_NONE["values"]),
        prefers_to("`is None`", "`==`", "`!=`", allows=(*_COMPARING, "`is None` `is not None` `==` `!=` none"),
                   values=_NONE["values"]),
        forbids("compare `None` `==`", "compare none `==`", "comparison none `==`",
                allows=(*_COMPARING, "`==` `!=` none"), values=_NONE["values"]),
        requires("`is` none",
            "`is` `None`", allows=(*_COMPARING, "`is` `is not`"), values=_NONE["values"]),
    )  # fmt: skip
    asks = (
        ("Use `is None` instead of `== None`.", _NONE),
        ("Compare to `None` with `is`", _NONE),
        ("Never compare with `== True` or `== False`", _BOOLS),
        ("Use `is None` / `is not None` for None comparisons", _NONE),
    )
    ignores = ("Never return `None`.", "Check whether it is None.", "Use `None` as the default.")
    valid = (
        "a is None\na == 1\na == b.c",
        "a == 'None'\nx = a < None",
        Valid("a == None", _BOOLS),
        "a == True",
    )
    invalid = (
        Invalid("if a == None: ...", fixed="if a is None: ..."),
        Invalid("x = [b for b in c if None != b.d]"),
        Invalid("x = a == True", params=_BOOLS),
    )

    def look_Comparison(self, node: ast.Compare) -> bool:
        """A comparison with such a value."""
        equal = any(isinstance(each, (ast.Eq, ast.NotEq)) for each in node.ops)
        sides = (node.left, *node.comparators)
        return equal and any(isinstance(each, ast.Constant) and str(each.value) in self.params.values for each in sides)

    def visit_Comparison(self, node: cst.Comparison, site: Site) -> Iterator[Finding]:
        """A comparison; the operands may be objects that say themselves what equals them, such as columns."""
        sides = [node.left, *(each.comparator for each in node.comparisons)]
        for left, target in zip(sides, node.comparisons, strict=False):
            found = next((each for side in (left, target.comparator) if (each := self._value(side))), None)
            if isinstance(target.operator, (cst.Equal, cst.NotEqual)) and found:
                word = "is" if isinstance(target.operator, cst.Equal) else "is not"
                say = f"write `{word} {found}`" if found == "None" else "test the value itself"
                fix = None
                if found == "None" and len(node.comparisons) == 1 and site.module.span(node).lines == 1:
                    text = f"{site.module.text(left)} {word} {site.module.text(target.comparator)}"
                    fix = NodeFix((NodeEdit(node, text),), Applicability.UNSAFE) if not node.lpar else None
                yield Finding(node, f"this compares with {found} by equality; {say}", fix)

    def _value(self, node: cst.BaseExpression) -> str | None:
        return node.value if isinstance(node, cst.Name) and node.value in self.params.values else None
