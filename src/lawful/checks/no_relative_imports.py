"""Whether imports say where they start from."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, forbids, requires
from lawful.source import Span
from lawful.syntax import cst
from lawful.syntax.imports import imported
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class NoRelativeImports(Check):
    """Flags imports that begin with a dot."""

    id = "no-relative-imports"
    phrases = (
        forbids("relative import", allows=("relative", "import", "package", "module")),
        requires("absolute import", allows=("absolute", "import", "package", "module")),
    )
    asks = (
        "No relative imports.",
        "Use absolute imports over relative imports",
        "Always use absolute imports.",
        "Avoid relative imports",
    )
    ignores = ("Use relative paths in the documentation.", "Group imports by origin.", "Relative imports are allowed.")
    valid = ("from package import module", "import package.module")
    invalid = (
        Invalid("from . import module"),
        Invalid("from ..b.c import d", fixed="from app.b.c import d", path="app/a/x.py"),
    )

    def look_ImportFrom(self, node: ast.ImportFrom) -> bool:
        """A relative import."""
        return node.level > 0

    def visit_ImportFrom(self, node: cst.ImportFrom, site: Site) -> Iterator[Finding]:
        """An import."""
        if node.relative:
            message = "this import is relative; write the full name of the package"
            yield Finding(node, message, _fix(node, site))


def _fix(node: cst.ImportFrom, site: Site) -> NodeFix | None:
    """The name that the path of the file gives the package, which is another one where packages lie elsewhere."""
    name = imported(node, site)[0]
    if name.startswith("."):
        return None
    start, end = site.module.span(node.relative[0]), site.module.span(node.module or node.relative[-1])
    where = Span(start.line, start.column, end.end_line, end.end_column)
    return NodeFix((NodeEdit(where, name),), Applicability.UNSAFE)
