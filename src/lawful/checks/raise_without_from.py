"""Whether a new exception keeps the one it comes from."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, requires
from lawful.source import Span
from lawful.syntax import cst
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site


class RaiseWithoutFrom(Check):
    """Flags `raise` of a new exception in a handler without `from`."""

    id = "raise-without-from"
    phrases = (
        requires(
            "raise-from",
            "raise `from`",
            "re-raise `from`",
            "exception `from`",
            "chain exception",
            "exception chaining",
            allows=(
                "re-raise new wrap wrapping catch catching inside except-clause error another chain cause with",
                "exception original raising raise preserve `from` traceback stack trace context block handler `except`",
            ),
        ),
    )
    asks = (
        "Always chain exceptions with `raise ... from e`.",
        "Use exception chaining.",
        "Chain exceptions with `from`",
    )
    ignores = ("Raise specific exceptions.", "Import names from modules.", "Never chain promises.")
    valid = (
        "try:\n    f()\nexcept E as error:\n    raise F() from error",
        "try:\n    f()\nexcept E:\n    raise",
        "try:\n    f()\nexcept E as error:\n    raise error",
        "raise F()",
    )
    invalid = (
        Invalid("try:\n    f()\nexcept E:\n    raise F()", line=4),
        Invalid(
            "try:\n    f()\nexcept E as error:\n    if x:\n        raise F(str(error))",
            line=5,
            fixed="try:\n    f()\nexcept E as error:\n    if x:\n        raise F(str(error)) from error",
        ),
    )

    def look_file(self, outline: Outline) -> bool:
        """A handler raises something that is not what it caught."""
        return any(
            isinstance(each, ast.Raise) and each.exc and not each.cause and not _is_name(each.exc, handler.name)
            for handler in outline.of_kind(ast.ExceptHandler)
            for each in ast.walk(handler)
        )

    def visit_Raise(self, node: cst.Raise, site: Site) -> Iterator[Finding]:
        """A `raise` that stands in a handler, and not in a function or `try` within it."""
        if node.exc is None or node.cause is not None:
            return
        for outer in reversed(site.ancestors):
            if isinstance(outer, (cst.FunctionDef, cst.ClassDef, cst.Lambda)):
                return
            if isinstance(outer, (cst.ExceptHandler, cst.ExceptStarHandler)):
                caught = outer.name.name if outer.name else None
                same = (
                    isinstance(caught, cst.Name) and isinstance(node.exc, cst.Name) and caught.value == node.exc.value
                )
                if not same:
                    message = "this exception hides the one it comes from; write `raise ... from` with it, or with None"
                    yield Finding(node, message, _fix(node, caught, site))
                return


def _is_name(node: ast.expr, name: str | None) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _fix(node: cst.Raise, caught: cst.CSTNode | None, site: Site) -> NodeFix | None:
    """Name what was caught as the cause, which tracebacks then show."""
    if not isinstance(caught, cst.Name):
        return None
    end = site.module.span(node)
    at = Span(end.end_line, end.end_column, end.end_line, end.end_column)
    return NodeFix((NodeEdit(at, f" from {caught.value}"),), Applicability.UNSAFE)
