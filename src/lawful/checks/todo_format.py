"""Whether notes of work to be done say who does it, or where it is tracked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Finding, Invalid, Valid, parameters, requires
from lawful.source import Span
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_NOTE = regex(r"\b(?:TODO|FIXME|XXX|HACK)\b")
_SIGNS = {
    "issue": re.compile(r"#\d+|\b[A-Z][A-Z0-9]+-\d+\b|https?://"),
    "owner": re.compile(r"(?:TODO|FIXME|XXX|HACK)\s*(?:\(\s*[^\s()]+\s*\)|\[\s*[^\s\[\]]+\s*\])|@\w+"),
}
_WORDS = "todo fixme comment reference include link number ticket issue id jira github owner author name username"
_OWNER = {"names": "owner"}
_IN_COMMENT = regex(r"#.*\b(?:TODO|FIXME|XXX|HACK)\b")


class TodoFormat(Check):
    """Flags TODO, FIXME, XXX and HACK in comments that name no issue, or nobody."""

    @parameters
    class Params:
        """What each note must name: issue or owner."""

        names: str = "issue"

    id = "todo-format"
    phrases = (
        requires("todo ticket", "todo issue", "todo jira", allows=(_WORDS,), names="issue"),
        requires("todo owner", "todo author", "todo username", allows=(_WORDS,), names="owner"),
    )
    asks = (
        ("TODO comments must reference a ticket.", {"names": "issue"}),
        ("No TODO without an issue number", {"names": "issue"}),
        ("Every TODO must have an owner", _OWNER),
        ("TODOs must include an issue link", {"names": "issue"}),
    )
    ignores = (
        "No TODO comments.",
        "Track issues on GitHub.",
        "TODOs may name an owner.",
        "Every ticket needs an owner.",
    )
    valid = (
        "x = 1  # TODO(#12): more",
        "# FIXME: see https://example.org/12\nx = 'TODO'",
        "# TODO AB-12 more",
        Valid("# TODO(ann): more\n# todo lists are ours", _OWNER),
    )
    invalid = (
        Invalid("x = 1  # TODO: more"),
        Invalid("# what\n# FIXME(ann): more", line=2),
        Invalid("# TODO: more", params=_OWNER),
    )

    def look_file(self, outline: Outline) -> bool:
        """There is such a word behind a number sign."""
        return bool(_IN_COMMENT.search(outline.text))

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The comments of the file."""
        del node
        for span, comment in site.module.comments if _NOTE.search(site.module.source.text) else ():
            found = _NOTE.search(comment)
            if found and not _SIGNS[self.params.names].search(comment):
                where = Span(span.line, span.column + found.start(), span.line, span.column + found.end())
                missing = "no issue" if self.params.names == "issue" else "nobody"
                yield Finding(where, f"this {found.group()} names {missing}; say where the work is tracked, or whose")
