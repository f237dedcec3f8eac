"""Whether code raises what is no exception."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, forbids
from lawful.syntax import cst
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class RaiseNotImplemented(Check):
    """Flags `raise NotImplemented`, which raises a `TypeError`: the value is an answer, not an exception."""

    id = "raise-not-implemented"
    phrases = (
        forbids(
            "raise `NotImplemented`",
            "raising `NotImplemented`",
            "raise notimplemented",
            "`raise NotImplemented`",
            "`NotImplemented`",
            allows=("`NotImplementedError` notimplementederror method abstract raise",),
        ),
    )
    asks = (
        "Never raise `NotImplemented`.",
        "Raise `NotImplementedError` instead of raising `NotImplemented`",
        "Do not use `raise NotImplemented`",
        "Raise `NotImplementedError`, never `NotImplemented`.",
    )
    ignores = (
        "Raise `NotImplementedError` in abstract methods.",
        "Return `NotImplemented` from comparisons.",
        "Never return `NotImplemented`.",
        "Do not raise NotImplementedError.",
    )
    valid = (
        "raise NotImplementedError",
        "def __eq__(self, other):\n    return NotImplemented",
        "class NotImplemented(Exception): ...\nraise NotImplemented",
        "raise NotImplementedError('later') from None",
    )
    invalid = (
        Invalid("raise NotImplemented", fixed="raise NotImplementedError"),
        Invalid("def f():\n    raise NotImplemented('later')", line=2),
        Invalid("import builtins as b\nraise b.NotImplemented", line=2),
    )

    refers_to = ("builtins.NotImplemented",)

    def visit_Raise(self, node: cst.Raise, site: Site) -> Iterator[Finding]:
        """A `raise`, of the value or of what it would return if it could be called."""
        raised = node.exc.func if isinstance(node.exc, cst.Call) else node.exc
        if raised is None or "builtins.NotImplemented" not in site.resolve(raised):
            return
        fix = None
        if isinstance(raised, cst.Name) and raised.value == "NotImplemented":
            fix = NodeFix((NodeEdit(raised, "NotImplementedError"),), Applicability.UNSAFE)
        yield Finding(node, "`NotImplemented` is no exception; raise `NotImplementedError`", fix)
