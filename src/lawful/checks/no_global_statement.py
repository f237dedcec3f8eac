"""Whether functions change names of their module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class NoGlobalStatement(Check):
    """Flags the `global` statement."""

    id = "no-global-statement"
    phrases = (forbids("`global`", "global statement", "global keyword", allows=("`global`", "statement", "keyword")),)
    asks = ("Never use the `global` keyword.", "No global statements", "Do not use `global`")
    ignores = ("Keep global state small.", "Global constants are fine.", "Set the global timeout to 5.")
    valid = ("x = 1\ndef f():\n    return x", "def f():\n    nonlocal_x = 1")
    invalid = (Invalid("def f():\n    global x\n    x = 1", line=2),)

    def visit_Global(self, node: cst.Global, site: Site) -> Iterator[Finding]:
        """The statement."""
        del site
        names = ", ".join(f"`{each.name.value}`" for each in node.names)
        yield Finding(node, f"{names} of the module is changed from a function; pass and return values instead")
