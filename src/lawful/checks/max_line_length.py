"""Whether lines stay within a width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, limits, of_code, parameters, where
from lawful.source import Span
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site


class MaxLineLength(Check):
    """Flags lines with more characters than the limit; the line end does not count."""

    @parameters
    class Params:
        """The limit, in characters."""

        max: int = 79

    id = "max-line-length"
    phrases = (
        of_code(limits("line-length", "line character", allows=("line character source wrap pep8 formatter",))),
        # "At most 100 lines" is no width.
        of_code(
            where(
                lambda demand: demand.unit != "line", limits("line", allows=("character source wrap pep8 formatter",))
            )
        ),
    )
    asks = (
        ("Line length: 100 characters", {"max": 100}),
        ("Limit lines to a maximum of 120 characters.", {"max": 120}),
        ("Lines must not exceed 88 characters", {"max": 88}),
        ("Max line length 79", {"max": 79}),
    )
    ignores = ("Functions must not exceed 50 lines.", "Keep lines short.", "At most 3 blank lines.")
    valid = (Valid("x = 1234", {"max": 8}), Valid("x = 'äöü'", {"max": 9}))
    invalid = (Invalid("a = 1\nx = 12345", line=2, params={"max": 8}),)

    def look_file(self, outline: Outline) -> bool:
        """There is a long line."""
        return bool(max(map(len, outline.source.lines)) > self.params.max)

    @classmethod
    def conflict(cls, params: Params, other: Params) -> str | None:
        """Two limits."""
        return f"{params.max} or {other.max} characters" if params.max != other.max else None

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The text of the file, line by line."""
        del node
        for number, line in enumerate(site.module.source.lines, start=1):
            if len(line) > self.params.max:
                where = Span(number, self.params.max + 1, number, len(line) + 1)
                yield Finding(where, f"the line has {len(line)} characters; the limit is {self.params.max}")
