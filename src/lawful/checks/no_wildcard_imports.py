"""Whether imports say what they import."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class NoWildcardImports(Check):
    """Flags `from module import *`."""

    id = "no-wildcard-imports"
    phrases = (
        forbids(
            "wildcard import",
            "`import *`",
            "`from x import *`",
            "`from module import *`",
            allows=("import", "wildcard", "module"),
        ),
    )
    asks = (
        "No wildcard imports.",
        "Never use `from x import *`",
        "Avoid star imports",
        "Prefer explicit imports and avoid wildcard imports.",
    )
    ignores = ("Group imports by origin.", "Use `*` for keyword-only arguments.", "Avoid unused imports.")
    valid = ("from os import path", "import os", "def f(*, a): ...")
    invalid = (Invalid("from os import *"), Invalid("import sys\nfrom . import *", line=2))

    def look_ImportFrom(self, node: ast.ImportFrom) -> bool:
        """An import of everything."""
        return any(each.name == "*" for each in node.names)

    def visit_ImportFrom(self, node: cst.ImportFrom, site: Site) -> Iterator[Finding]:
        """An import."""
        del site
        if isinstance(node.names, cst.ImportStar):
            yield Finding(node, "this imports whatever the module happens to define; name what is needed")
