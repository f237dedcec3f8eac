"""Whether modules leave annotations unevaluated."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, requires
from lawful.source import Span
from lawful.syntax import cst
from lawful.syntax.literals import dotted
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class MissingFutureAnnotations(Check):
    """Flags modules without `from __future__ import annotations`; those without code need none."""

    id = "missing-future-annotations"
    phrases = (
        requires(
            "`from __future__ import annotations`",
            "`__future__ import annotations`",
            "`__future__.annotations`",
            "`__future__` type-hint",
            allows=("import type-hint add module file top beginning start first line begin source",),
        ),
    )
    asks = (
        "Always use `from __future__ import annotations`.",
        "Every module must start with `from __future__ import annotations`",
        "Include `from __future__ import annotations` at the top of all files",
        "`from __future__ import annotations` 사용 권장",
    )
    ignores = (
        "Never use `from __future__ import annotations`.",
        "Use annotations in every module.",
        "You can use `from __future__ import annotations`.",
    )
    valid = ("", '"""Text."""\n# why\n', "from __future__ import division, annotations\nx = 1")
    invalid = (
        Invalid("x = 1\n", fixed="from __future__ import annotations\n\nx = 1\n"),
        Invalid('"""Text."""\nx = 1', fixed='"""Text."""\n\nfrom __future__ import annotations\nx = 1'),
    )

    def look_Module(self, node: ast.Module) -> bool:
        """The import is not there."""
        return not any(
            isinstance(each, ast.ImportFrom)
            and each.module == "__future__"
            and any(alias.name == "annotations" for alias in each.names)
            for each in node.body
        )

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The statements a module begins with."""
        if any(_imports(each) for each in node.body):
            return
        docstring = node.get_docstring(clean=False) is not None
        if len(node.body) > docstring:
            message = "this module lacks `from __future__ import annotations`; add it"
            yield Finding(Span(1, 1, 1, 1), message, _fix(node, site) if docstring or not node.header else None)


def _fix(node: cst.Module, site: Site) -> NodeFix:
    """Add the import, below the docstring if there is one; annotations that are read at run time become strings."""
    end = site.module.source.newline
    if node.get_docstring(clean=False) is None:
        edit = NodeEdit(Span(1, 1, 1, 1), f"from __future__ import annotations{end}{end}")
    else:
        behind = site.module.span(node.body[0]).end_line + 1
        edit = NodeEdit(Span(behind, 1, behind, 1), f"{end}from __future__ import annotations{end}")
    return NodeFix((edit,), Applicability.UNSAFE)


def _imports(statement: cst.CSTNode) -> bool:
    parts = statement.body if isinstance(statement, cst.SimpleStatementLine) else ()
    return any(
        isinstance(each, cst.ImportFrom)
        and not isinstance(each.names, cst.ImportStar)
        and not each.relative
        and each.module is not None
        and dotted(each.module) == "__future__"
        and any(dotted(name.name) == "annotations" for name in each.names)
        for each in parts
    )
