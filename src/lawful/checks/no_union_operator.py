"""Whether types that may be None are written with `Optional`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, forbids
from lawful.syntax import cst
from lawful.syntax.annotations import is_in_annotation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_OPTIONAL = frozenset({"typing.Optional", "typing_extensions.Optional"})


class NoUnionOperator(Check):
    """Flags annotations that say `X | None`, where `Optional[X]` is wanted."""

    id = "no-union-operator"
    phrases = (forbids("type-or-none", allows=("type-hint union syntax type operator pipe style notation",)),)
    asks = (
        "Use `Optional[X]` instead of `X | None`",
        "Prefer `Optional[str]` over `str | None`.",
        "Never use the `X | None` syntax",
    )
    ignores = ("Use `X | None` instead of `Optional[X]`", "Never return `None`.", "`X | None` is fine.")
    valid = (
        "from typing import Optional\n\ndef f(x: Optional[int]): ...",
        "flags = A | None",
        "def f(x: int | str): ...",
    )
    invalid = (
        Invalid(
            "from typing import Optional\n\ndef f(x: int | None): ...",
            line=3,
            fixed="from typing import Optional\n\ndef f(x: Optional[int]): ...",
        ),
        Invalid("class A:\n    x: None | dict[str, int | str] = None", line=2),
        Invalid("def f() -> list[int | None]: ..."),
    )

    def look_BinaryOperation(self, node: ast.BinOp) -> bool:
        """An `|` beside None."""
        none = any(isinstance(each, ast.Constant) and each.value is None for each in (node.left, node.right))
        return none and isinstance(node.op, ast.BitOr)

    def visit_BinaryOperation(self, node: cst.BinaryOperation, site: Site) -> Iterator[Finding]:
        """A union; one that continues another is reported with it."""
        if isinstance(site.parent, cst.BinaryOperation) or not is_in_annotation(site):
            return
        parts: list[cst.BaseExpression] = []
        rest: cst.BaseExpression = node
        while isinstance(rest, cst.BinaryOperation) and isinstance(rest.operator, cst.BitOr):
            parts.append(rest.right)
            rest = rest.left
        parts.append(rest)
        others = [each for each in parts if not (isinstance(each, cst.Name) and each.value == "None")]
        if len(others) < len(parts):
            known = site.module.names.at_end("Optional") & _OPTIONAL
            fix = None
            if known and len(others) == 1 and len(parts) > 1 and not node.lpar:
                fix = NodeFix((NodeEdit(node, f"Optional[{site.module.text(others[0])}]"),))
            yield Finding(node, "this type may be None; write it with `Optional`", fix)
