"""Whether files stay short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, limits, of_code, parameters
from lawful.source import Span
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site


class MaxFileLines(Check):
    """Flags files with more lines than the limit; an empty last line does not count."""

    @parameters
    class Params:
        """The limit, in lines."""

        max: int = 500

    id = "max-file-lines"
    phrases = (
        of_code(
            limits(
                "file line",
                "module line",
                "file length",
                "module length",
                allows=("file module line source keep small",),
            )
        ),
    )
    asks = (
        ("Files must not exceed 500 lines.", {"max": 500}),
        ("Keep modules under 300 lines", {"max": 300}),
        ("Maximum file length: 400 lines", {"max": 400}),
    )
    ignores = ("Functions must not exceed 50 lines.", "Lines must not exceed 88 characters.", "Keep files short.")
    valid = (Valid("a = 1\nb = 2\n", {"max": 2}),)
    invalid = (Invalid("a = 1\nb = 2\nc = 3\n", params={"max": 2}),)

    def look_file(self, outline: Outline) -> bool:
        """The file has many lines."""
        return bool(len(outline.source.lines) > self.params.max)

    @classmethod
    def conflict(cls, params: Params, other: Params) -> str | None:
        """Two limits."""
        return f"{params.max} or {other.max} lines" if params.max != other.max else None

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The file as a whole."""
        del node
        lines = site.module.source.lines
        count = len(lines) - (not lines[-1])
        if count > self.params.max:
            yield Finding(Span(1, 1, 1, 1), f"the file has {count} lines; the limit is {self.params.max}")
