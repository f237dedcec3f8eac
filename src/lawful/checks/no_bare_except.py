"""Whether every `except` says what it catches."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, forbids, requires
from lawful.source import Span
from lawful.syntax import cst
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class NoBareExcept(Check):
    """Flags `except:` without the name of an exception."""

    id = "no-bare-except"
    phrases = (
        forbids(
            "bare-except",
            "bare except-clause",
            "bare exception",
            "bare `except`",
            allows=("except-clause", "bare", "handler"),
        ),
        requires(
            "exception type except-clause",
            "exception type `except`",
            "exception type bare-except",
            "specific exception except-clause",
            allows=("`except` specify name specific exception type except-clause catch clause handler concrete",),
        ),
    )
    asks = (
        "No bare except.",
        "Never use a bare `except:`",
        "Avoid bare except clauses",
        "Use specific exceptions instead of bare except.",
    )
    ignores = ("Except in tests, use logging.", "Never raise a bare Exception.", "Handle exceptions.")
    valid = ("try:\n    f()\nexcept ValueError:\n    pass", "try:\n    f()\nfinally:\n    g()")
    invalid = (
        Invalid(
            "try:\n    f()\nexcept:  # why\n    g()",
            line=3,
            fixed="try:\n    f()\nexcept BaseException:  # why\n    g()",
        ),
    )

    def look_ExceptHandler(self, node: ast.ExceptHandler) -> bool:
        """A handler that names nothing."""
        return node.type is None

    def visit_ExceptHandler(self, node: cst.ExceptHandler, site: Site) -> Iterator[Finding]:
        """A handler; the fix names what a bare one catches anyway, so the meaning stays and a reader sees it."""
        if node.type is None:
            start = site.module.span(node)
            behind = Span(start.line, start.column + len("except"), start.line, start.column + len("except"))
            taken = "BaseException" in site.module.names.bound
            fix = NodeFix((NodeEdit(behind, " BaseException"),), Applicability.UNSAFE if taken else Applicability.SAFE)
            yield Finding(node, "this `except` catches everything, even Ctrl-C; name the exceptions it is for", fix)
