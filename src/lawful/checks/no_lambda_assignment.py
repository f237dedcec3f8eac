"""Whether functions with a name are defined with `def`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, forbids
from lawful.syntax import cst
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class NoLambdaAssignment(Check):
    """Flags lambdas that are assigned to a name; a `def` gives the function that name."""

    id = "no-lambda-assignment"
    phrases = (
        forbids(
            "assign lambda", "assigning lambda", "assigned lambda", "lambda assignment", "named lambda",
            allows=("variable name expression function assign assignment binding",),
        ),
        forbids("lambda variable", allows=("assign name bind store",)),
    )  # fmt: skip
    asks = (
        "Do not assign lambdas to variables.",
        "No lambda assignments",
        "Never assign a lambda expression to a name",
        "Use `def` instead of assigning lambdas",
    )
    ignores = ("Avoid lambda expressions", "Use lambdas for sort keys.", "Assign every ticket to a person.")
    valid = (
        "x = sorted(y, key=lambda z: z.a)",
        "table = {'a': lambda: 1}",
        "a.b = lambda: 1\nc[0] = lambda: 2",
    )
    invalid = (
        Invalid("f = lambda x: x + 1", fixed="def f(x): return x + 1"),
        Invalid("def g():\n    f: F = lambda *a: a\n    return f", line=2),
    )

    def look_Assign(self, node: ast.Assign) -> bool:
        """A lambda that is given a name."""
        return isinstance(node.value, ast.Lambda) and isinstance(node.targets[0], ast.Name)

    def look_AnnAssign(self, node: ast.AnnAssign) -> bool:
        """The same with a type."""
        return isinstance(node.value, ast.Lambda) and isinstance(node.target, ast.Name)

    def visit_Assign(self, node: cst.Assign, site: Site) -> Iterator[Finding]:
        """An assignment to a single name; what is printed of the function, and how it is pickled, changes."""
        target = node.targets[0].target
        if not isinstance(node.value, cst.Lambda) or not isinstance(target, cst.Name):
            return
        fix = None
        if len(node.targets) == 1 and not node.value.lpar and _alone(node, site):
            text = site.module.text
            params = text(node.value.params)
            fix = NodeFix(
                (NodeEdit(node, f"def {target.value}({params}): return {text(node.value.body)}"),), Applicability.UNSAFE
            )
        yield _finding(node, target.value, fix)

    def visit_AnnAssign(self, node: cst.AnnAssign, site: Site) -> Iterator[Finding]:
        """An assignment with an annotation."""
        del site
        if isinstance(node.value, cst.Lambda) and isinstance(node.target, cst.Name):
            yield _finding(node, node.target.value, None)


def _alone(node: cst.CSTNode, site: Site) -> bool:
    line = site.parent
    return isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 and site.module.span(node).lines == 1


def _finding(node: cst.CSTNode, name: str, fix: NodeFix | None) -> Finding:
    return Finding(node, f"`{name}` is bound to a lambda; define it with `def`", fix)
