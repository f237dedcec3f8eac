"""Whether loops count by hand."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, requires
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class NoRangeLen(Check):
    """Flags loops over `range(len(x))`; `enumerate` and `zip` give the items themselves."""

    id = "no-range-len"
    phrases = (
        forbids("`range(len())`", "`range(len(x))`", "`range(len(...))`", "`range(len(items))`", "`range(len(seq))`",
                "`range(len(list))`", "`for i in range(len(x))`", "`for i in range(len(items))`",
                "`for i in range(len(...))`",
                allows=("loop iteration index iterate pattern",)),
        requires("`enumerate` index", "`enumerate` loop",
                 allows=("loop loops index iteration counter item over iterate iterating `enumerate` element",)),
    )  # fmt: skip
    asks = (
        "Use `enumerate()` instead of `range(len())`.",
        "Never use `range(len(x))`",
        "Prefer `enumerate` over `range(len(items))`",
        "Use `enumerate()` for loops with an index",
    )
    ignores = ("Use `zip()` to pair lists.", "Never enumerate users.", "Use `range()` for counting.")
    valid = (
        "for i, x in enumerate(y): ...",
        "for i in range(1, len(y)): ...\nfor i in range(len(y) - 1): ...",
        "def range(x): ...\nfor i in range(len(y)): ...",
        "x = range(len(y))\nfor _ in range(len(y)): ...",
    )
    invalid = (
        Invalid("for i in range(len(x)): ..."),
        Invalid("y = [x[i] for i in range(0, len(x))]"),
        Invalid("import builtins as b\n\nfor i in b.range(b.len(x)): ...", line=3),
    )

    refers_to = ("builtins.range",)

    def look_For(self, node: ast.For | ast.AsyncFor) -> bool:
        """A loop over what a call of a call gives."""
        return _is_call_of_call(node.iter)

    def look_CompFor(self, node: ast.comprehension) -> bool:
        """The same in a comprehension."""
        return _is_call_of_call(node.iter)

    def visit_For(self, node: cst.For, site: Site) -> Iterator[Finding]:
        """A loop."""
        return self._loop(node, node, site)

    def visit_CompFor(self, node: cst.CompFor, site: Site) -> Iterator[Finding]:
        """A loop of a comprehension."""
        return self._loop(node.iter, node, site)

    def _loop(self, node: cst.CSTNode, loop: cst.For | cst.CompFor, site: Site) -> Iterator[Finding]:
        over = loop.iter
        if isinstance(loop.target, cst.Name) and loop.target.value == "_":
            return  # it only repeats
        if not isinstance(over, cst.Call) or "builtins.range" not in site.resolve(over.func):
            return
        match [each.value for each in over.args]:
            case [length] | [cst.Integer(value="0"), length]:
                pass
            case _:
                return
        if isinstance(length, cst.Call) and "builtins.len" in site.resolve(length.func):
            yield Finding(node, "this loop counts positions by hand; use `enumerate` or `zip`")


def _is_call_of_call(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and any(isinstance(each, ast.Call) for each in node.args)
