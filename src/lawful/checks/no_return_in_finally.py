"""Whether `finally` lets exceptions through."""

from __future__ import annotations

import ast
from itertools import chain
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site


class NoReturnInFinally(Check):
    """Flags `return`, `break` and `continue` that leave a `finally`: the exception on its way is lost."""

    id = "no-return-in-finally"
    phrases = (
        forbids(
            "return finally",
            "return-statement finally",
            "`return` `finally`",
            "`return` finally",
            allows=("break continue return finally",),
        ),
    )
    asks = (
        "Never return from a finally block.",
        "No `return` in `finally`",
        "Do not use return, break or continue inside finally blocks.",
        "Avoid return statements in finally clauses",
    )
    ignores = (
        "Use finally to close files.",
        "Never return None.",
        "Finally, return the answer to the user.",
        "Release locks in a finally block.",
    )
    valid = (
        "def f():\n    try:\n        return g()\n    finally:\n        h()",
        "def f():\n    try:\n        g()\n    finally:\n        for x in y:\n            if x:\n                break",
        "def f():\n    try:\n        g()\n    finally:\n        def h():\n            return 1\n        h()",
        "for x in y:\n    try:\n        break\n    finally:\n        while z:\n            continue",
    )
    invalid = (
        Invalid("def f():\n    try:\n        g()\n    finally:\n        return 1", line=5),
        Invalid("for x in y:\n    try:\n        g()\n    finally:\n        if x:\n            continue", line=6),
        Invalid("def f():\n    try:\n        g()\n    finally:\n        for x in y:\n            return x", line=6),
        Invalid(
            "while x:\n    try:\n        g()\n    finally:\n        for y in x:\n            z()\n        break", line=7
        ),
    )

    def look_file(self, outline: Outline) -> bool:
        """Something leaves a `finally`."""
        leaving = (ast.Return, ast.Break, ast.Continue)
        blocks = chain.from_iterable(each.finalbody for each in outline.of_kind(ast.Try, ast.TryStar))
        return any(isinstance(each, leaving) for block in blocks for each in ast.walk(block))

    def visit_Return(self, node: cst.Return, site: Site) -> Iterator[Finding]:
        """A `return`."""
        yield from self._jump(node, "return", site, stops=(cst.FunctionDef,))

    def visit_Break(self, node: cst.Break, site: Site) -> Iterator[Finding]:
        """A `break`, if its loop is not within the `finally`."""
        yield from self._jump(node, "break", site, stops=(cst.FunctionDef, cst.For, cst.While))

    def visit_Continue(self, node: cst.Continue, site: Site) -> Iterator[Finding]:
        """A `continue`, likewise."""
        yield from self._jump(node, "continue", site, stops=(cst.FunctionDef, cst.For, cst.While))

    def _jump(
        self, node: cst.CSTNode, word: str, site: Site, stops: tuple[type[cst.CSTNode], ...]
    ) -> Iterator[Finding]:
        inner = node
        for outer in reversed(site.ancestors):
            if isinstance(outer, cst.Finally):
                yield Finding(node, f"this `{word}` leaves a `finally` and drops the exception on its way; move it out")
                return
            # What leaves a loop from its `else` leaves the loop around it.
            if isinstance(outer, stops) and not (isinstance(outer, (cst.For, cst.While)) and inner is outer.orelse):
                return
            inner = outer
