"""What code is indented with, and by how much."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lawful.rules import Check, Finding, Invalid, Phrase, Valid, forbids, parameters, requires
from lawful.rules.phrase import Heard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules import Demand
    from lawful.rules.check import Visit
    from lawful.syntax import Outline, Site, cst

_WORDS = requires("space indentation", "space tab", allows=("indentation", "level", "tab", "code"))
_LABEL = requires("indentation", allows=("space", "level"))
_STATEMENTS = (
    "SimpleStatementLine", "If", "For", "While", "With", "Try", "TryStar", "FunctionDef", "ClassDef", "Match",
)  # fmt: skip


def _hear(demand: Demand) -> Heard | None:
    """A number of spaces."""
    if demand.number is None:
        return None
    plain = replace(demand, number=None)
    heard = _WORDS.hear(plain) or (_LABEL.hear(plain) if "space" in demand.said else None)
    return None if heard is None else replace(heard, params={"spaces": demand.number})


class Indentation(Check):
    """Flags statements that are not indented by a multiple of some number of spaces, or are with tabs."""

    @parameters
    class Params:
        """The number of spaces for a level; 0 where only tabs are forbidden."""

        spaces: int = 4

    id = "indentation"
    phrases = (Phrase(_hear), forbids("tab indentation", "tab", allows=("indentation", "code", "character"), spaces=0))
    asks = (
        ("Use 4 spaces per indentation level.", {"spaces": 4}),
        ("Indentation: 2 spaces", {"spaces": 2}),
        ("Indent with 4 spaces", {"spaces": 4}),
        ("Never use tabs.", {"spaces": 0}),
    )
    ignores = ("Use tabs for indentation.", "Keep indentation shallow.", "Use 2 spaces after a full stop.")
    valid = (
        "if x:\n    y = 1\nelif z:\n    y = 2",
        Valid("if x:\n  y = 1", {"spaces": 2}),
        Valid("f(\n  1,\n)\nif x: y"),
        Valid("if x:\n   y = '\t'", {"spaces": 0}),
    )
    invalid = (
        Invalid("if x:\n  y = 1", line=2),
        Invalid("if x:\n\ty = 1", line=2),
        Invalid("class A:\n    def f(self):\n\treturn 1".replace("\t", "     "), line=3),
    )

    def look_file(self, outline: Outline) -> bool:
        """A statement stands where it should not, or there are tabs and page breaks."""
        spaces = self.params.spaces or 1
        odd = "\t" in outline.source.text or "\f" in outline.source.text
        return odd or any(node.col_offset % spaces for node, _ in outline.statements)

    @classmethod
    def conflict(cls, params: Any, other: Any) -> str | None:  # noqa: ANN401  # parameters of this check
        """Two numbers."""
        both = params.spaces and other.spaces and params.spaces != other.spaces
        return f"{params.spaces} or {other.spaces} spaces" if both else None

    def visits(self) -> Iterator[tuple[str, Visit]]:
        """Every kind of statement."""
        return ((kind, self.statement) for kind in _STATEMENTS)

    def statement(self, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        """The blanks before a statement that begins its line."""
        span = site.module.span(node)
        before = site.module.source.line(span.line)[: span.column - 1]
        if before.strip():
            return
        if "\t" in before:
            yield Finding(node, "the line is indented with a tab; use spaces")
        elif self.params.spaces and len(before) % self.params.spaces:
            yield Finding(node, f"the line is indented by {len(before)} spaces, no multiple of {self.params.spaces}")
