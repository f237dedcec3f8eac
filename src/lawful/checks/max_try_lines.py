"""Whether `try` guards little."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, limits, parameters
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class MaxTryLines(Check):
    """Flags the body of a `try` with `except` that has more lines than the limit."""

    @parameters
    class Params:
        """The most lines that are allowed, from the first statement in the `try` to the end of the last."""

        max: int = 10

    id = "max-try-lines"
    phrases = (
        limits("try line", "try-except line", "`try` line", "`try/except` line", allows=("body try try-except `try`",)),
    )
    asks = (
        ("Try blocks must not exceed 10 lines.", {"max": 10}),
        ("Maximum `try` block length: 5 lines", {"max": 5}),
        ("Keep try-except blocks within 8 lines", {"max": 8}),
    )
    ignores = ("Keep try blocks small.", "Try to stay below 10 lines.", "Functions must not exceed 50 lines.")
    valid = (
        Valid("try:\n    f()\n    g()\nexcept E:\n    h()\n    i()\n    j()", {"max": 2}),
        Valid("try:\n    f()\n    g()\nfinally:\n    h()", {"max": 1}),
    )
    invalid = (
        Invalid("try:\n    f()\n\n    g()\nexcept E:\n    h()", params={"max": 2}),
        Invalid(
            "def f():\n    try:\n        g(\n            x\n        )\n    except E: ...", line=2, params={"max": 2}
        ),
    )

    def look_Try(self, node: ast.Try) -> bool:
        """A `try` of many lines."""
        return bool((node.body[-1].end_lineno or 0) - node.body[0].lineno + 1 > self.params.max)

    def look_TryStar(self, node: ast.TryStar) -> bool:
        """The same for exceptions in groups."""
        return bool((node.body[-1].end_lineno or 0) - node.body[0].lineno + 1 > self.params.max)

    @classmethod
    def conflict(cls, params: Params, other: Params) -> str | None:
        """Two limits."""
        return f"{params.max} or {other.max} lines" if params.max != other.max else None

    def visit_Try(self, node: cst.Try, site: Site) -> Iterator[Finding]:
        """`try` with `except`."""
        if node.handlers:
            yield from self._measured(node, site)

    def visit_TryStar(self, node: cst.TryStar, site: Site) -> Iterator[Finding]:
        """`try` with `except*`."""
        yield from self._measured(node, site)

    def _measured(self, node: cst.Try | cst.TryStar, site: Site) -> Iterator[Finding]:
        first, last = (site.module.span(node.body.body[at]) for at in (0, -1))
        lines = last.end_line - first.line + 1
        if lines > self.params.max:
            yield Finding(
                node, f"this `try` guards {lines} lines, more than {self.params.max}; guard only what may fail"
            )
