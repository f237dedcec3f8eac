"""Whether code catches exceptions at all."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class NoTry(Check):
    """Flags every `try` that has an `except`; one that only has a `finally` catches nothing."""

    id = "no-try"
    phrases = (forbids("try-except", "`try/except`", "`try`", "`try` `except`", allows=("try-except", "code")),)
    asks = (
        "No try-except blocks in tests.",
        "Never use `try/except` in `tests/`.",
        "Avoid try/except blocks",
        "Do not use try/catch.",
    )
    ignores = (
        "Wrap calls in try/except blocks.",
        "Never use try/except to import modules.",
        "Avoid broad try/except blocks.",
        "Avoid unnecessary try/except blocks.",
    )
    valid = ("try:\n    f()\nfinally:\n    g()", "with suppress(E):\n    f()", "text = 'try'", "retry(f)")
    invalid = (
        Invalid("try:\n    f()\nexcept E:\n    g()"),
        Invalid("def f():\n    try:\n        g()\n    except* E:\n        h()\n    finally:\n        i()", line=2),
    )

    def look_Try(self, node: ast.Try) -> bool:
        """A `try` that catches."""
        return bool(node.handlers)

    def visit_Try(self, node: cst.Try, site: Site) -> Iterator[Finding]:
        """`try` with `except`."""
        del site
        if node.handlers:
            yield Finding(node, "this catches an exception here; let it go on to the caller")

    def visit_TryStar(self, node: cst.TryStar, site: Site) -> Iterator[Finding]:
        """`try` with `except*`."""
        del site
        yield Finding(node, "this catches an exception here; let it go on to the caller")
