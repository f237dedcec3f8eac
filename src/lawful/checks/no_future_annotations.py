"""Whether annotations are evaluated."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, forbids
from lawful.source import Span
from lawful.syntax import cst
from lawful.syntax.literals import dotted
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class NoFutureAnnotations(Check):
    """Flags `from __future__ import annotations`, which keeps annotations from being evaluated."""

    id = "no-future-annotations"
    phrases = (
        forbids(
            "`from __future__ import annotations`",
            "`__future__ import annotations`",
            "`__future__.annotations`",
            "`__future__` type-hint",
            "`__future__`",
            allows=("import type-hint add",),
        ),
    )
    asks = (
        "Never use `from __future__ import annotations`.",
        "Do not import `annotations` from `__future__`",
        "No `from __future__ import annotations`",
    )
    ignores = ("Always use `from __future__ import annotations`.", "Never use annotations.", "No future work notes.")
    valid = ("from __future__ import division", "from .__future__ import annotations", "annotations = 1")
    invalid = (
        Invalid("from __future__ import annotations\n\nx: int = 1", fixed="\nx: int = 1"),
        Invalid('"""Text."""\nfrom __future__ import (\n    annotations as a,\n)', line=2),
    )

    def look_ImportFrom(self, node: ast.ImportFrom) -> bool:
        """An import from the future."""
        return node.module == "__future__"

    def visit_ImportFrom(self, node: cst.ImportFrom, site: Site) -> Iterator[Finding]:
        """An import from `__future__`; annotations that name what comes later break without it."""
        names = () if isinstance(node.names, cst.ImportStar) else node.names
        if node.relative or node.module is None or dotted(node.module) != "__future__":
            return
        if any(dotted(each.name) == "annotations" for each in names):
            span = site.module.span(node)
            line = site.module.source.line(span.line)
            alone = len(names) == 1 and span.lines == 1 and line.strip() == site.module.text(node)
            fix = NodeFix((NodeEdit(Span(span.line, 1, span.line + 1, 1), ""),), Applicability.UNSAFE)
            last = span.line == len(site.module.source.lines)
            yield Finding(
                node,
                "annotations are not to be left unevaluated; take the import out",
                fix if alone and not last else None,
            )
