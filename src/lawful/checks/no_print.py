"""Whether code prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Finding, Invalid, ReferenceCheck, forbids
from lawful.syntax import References, cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_PRINT = References({"builtins.print"})


class NoPrint(ReferenceCheck):
    """Flags every use of the built-in `print`, under whatever name."""

    id = "no-print"
    phrases = (
        forbids(
            "print", allows=("debug", "logging", "output", "raw", "plain", "function", "left over", "leftover", "stray")
        ),
    )
    asks = (
        "Never use print() in library code.",
        "No print statements.",
        "Use logging instead of print.",
        "Avoid `print` for debugging",
    )
    ignores = (
        "Print the plan before you start.",
        "Never print secrets.",
        "Do not print or log passwords.",
        "You may use print() in scripts.",
    )
    valid = ("log.info('x')", "printer.print('x')", "def print(text): ...\nprint('x')", "text = 'print(1)'  # print(1)")
    invalid = (
        Invalid("print('x')"),
        Invalid("from builtins import print as show\n\nshow('x')", line=3),
        Invalid("import builtins\nbuiltins.print('x')", line=2),
        Invalid("callbacks = [print]"),
    )

    refers_to = ("builtins.print",)

    def reference(self, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        """What the node refers to."""
        if _PRINT.at(node, site):
            yield Finding(node, "`print` is used; write to a logger, or return the text to the caller")
