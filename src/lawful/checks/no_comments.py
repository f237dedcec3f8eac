"""Whether code goes without comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, outright, where
from lawful.syntax import cst
from lawful.syntax.comments import is_for_tools

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules import Demand
    from lawful.syntax import Outline, Site


def _means_all(demand: Demand) -> bool:
    """Whether comments of all kinds are meant; "no block comments" leaves those behind code."""
    return "block" not in demand.said


class NoComments(Check):
    """Flags comments; those that speak to tools, such as `# noqa` and a shebang, are left alone."""

    id = "no-comments"
    phrases = (where(_means_all, outright(forbids("comment", allows=("comment line",)))),)
    asks = ("No comments in tests.", "Do not add comments", "Never write comments")
    ignores = (
        "Comments say why.",
        "No TODO comments.",
        "Avoid unnecessary comments.",
        "Prefer clear names over comments.",
    )
    valid = ("x = '# text'", "#!/usr/bin/env python\nx = 1", "import os  # noqa: F401")
    invalid = (Invalid("x = 1  # why"), Invalid("def f():\n    # what\n    return 1", line=2))

    def look_file(self, outline: Outline) -> bool:
        """There are comments."""
        return "#" in outline.text

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The comments of the file."""
        del node
        if "#" not in site.module.source.text:
            return
        for span, comment in site.module.comments:
            if not is_for_tools(comment):
                yield Finding(span, "there should be no comments here; let the names say it")
