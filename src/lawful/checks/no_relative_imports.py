"""Whether imports say where they start from."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, requires
from lawful.syntax import cst

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
    invalid = (Invalid("from . import module"), Invalid("from ..package.module import name"))

    def look_ImportFrom(self, node: ast.ImportFrom) -> bool:
        """A relative import."""
        return node.level > 0

    def visit_ImportFrom(self, node: cst.ImportFrom, site: Site) -> Iterator[Finding]:
        """An import."""
        del site
        if node.relative:
            yield Finding(node, "this import is relative; write the full name of the package")
