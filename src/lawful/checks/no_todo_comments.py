"""Whether comments put work off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Finding, Invalid, forbids
from lawful.source import Span
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_NOTE = regex(r"\b(?:TODO|FIXME|XXX|HACK)\b|(?<=#)\s*(?i:todo|fixme)(?=[:(])")
_IN_COMMENT = regex(r"#.*\b(?:TODO|FIXME|XXX|HACK)\b|#\s*(?i:todo|fixme)[:(]")


class NoTodoComments(Check):
    """Flags comments that hold TODO, FIXME, XXX or HACK in capitals, or begin with `todo:` or `fixme:`."""

    id = "no-todo-comments"
    phrases = (forbids("todo", "fixme", allows=("comment todo fixme hack xxx marker note left placeholder",)),)
    asks = ("No TODO comments.", "Never leave TODO or FIXME in the code", "Do not leave TODOs")
    ignores = ("Add tasks to TODO.md.", "Do not comment out code.", "Never delete TODO.md.")
    valid = ("x = 'TODO'", "# todos are a table of ours\nx = 1")
    invalid = (Invalid("x = 1  # TODO: more"), Invalid("def f():\n    # FIXME(me)\n    return 1", line=2))

    def look_file(self, outline: Outline) -> bool:
        """There is such a word behind a number sign."""
        return bool(_IN_COMMENT.search(outline.text))

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The comments of the file."""
        del node
        if not _NOTE.search(site.module.source.text):
            return
        for span, comment in site.module.comments:
            found = _NOTE.search(comment)
            if found:
                where = Span(span.line, span.column + found.start(), span.line, span.column + found.end())
                yield Finding(where, f"`{found.group()}` puts work off; do it, or track it where the team does")
