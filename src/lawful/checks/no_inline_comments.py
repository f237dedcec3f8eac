"""Whether comments have a line of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Finding, Invalid, forbids
from lawful.syntax import cst
from lawful.syntax.comments import is_for_tools

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site
_BEHIND = regex(r"^[^\S\n]*[^\s#][^\n]*#", re.MULTILINE)


class NoInlineComments(Check):
    """Flags comments that stand behind code on its line; those that speak to tools are left alone."""

    id = "no-inline-comments"
    phrases = (forbids("inline comment", "trailing comment", "end-of-line comment", allows=("comment line",)),)
    asks = (
        "No inline comments.",
        "Avoid trailing comments",
        "Never write inline comments",
        "Do not use end-of-line comments",
    )
    ignores = (
        "Use proper inline comments.",
        "No comments.",
        "Avoid inline CSS.",
        "Do not reply to inline comments.",
    )
    valid = ("# why\nx = 1", "import os  # noqa: F401", "x = '# text'", "def f():\n    # why\n    return 1")
    invalid = (Invalid("x = 1  # why"), Invalid("f(\n    1,  # one\n)", line=2))

    def look_file(self, outline: Outline) -> bool:
        """There is a number sign behind something else."""
        return bool(_BEHIND.search(outline.text))

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The comments of the file."""
        del node
        for span, comment in site.module.comments if "#" in site.module.source.text else ():
            before = site.module.source.line(span.line)[: span.column - 1]
            if before.strip() and not is_for_tools(comment):
                yield Finding(span, "this comment stands behind code; give it a line of its own, above")
