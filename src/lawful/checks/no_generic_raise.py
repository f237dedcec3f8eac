"""Whether code raises exceptions that say what went wrong."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Phrase, forbids, requires
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lawful.rules import Demand
    from lawful.rules.phrase import Heard
    from lawful.syntax import Site

_GENERIC = frozenset({"builtins.Exception", "builtins.BaseException"})

_BY_NAME = forbids("raise exception", allows=("class type directly",))


def _hear(demand: Demand) -> Heard | None:
    """`Exception` is a class only where it is written like one: "never raise exceptions" is another matter."""
    said = (*demand.terms, *(token for item in demand.over for token in item))
    return _BY_NAME.hear(demand) if any(token.text == "Exception" for token in said) else None


class NoGenericRaise(Check):
    """Flags `raise Exception(...)` and `raise BaseException(...)`."""

    id = "no-generic-raise"
    phrases = (
        forbids(
            "raise exception generic", "raise exception bare", "raise exception broad", "raise `BaseException`",
            "`raise Exception`", "`raise Exception(...)`", "throw exception generic",
            allows=("exception generic raise bare broad raw plain base class type directly throw",),
        ),
        Phrase(_hear),
        requires("raise exception specific", allows=("custom exception specific type class raise",)),
        requires(
            "custom exception", "custom error", "domain exception", "exception hierarchy", "domain error",
            allows=(
                "custom exception error class type hierarchy define domain specific meaningful handle factory business",
                "raise application own consistent case condition scenario throw case different failure",
            ),
        ),
    )  # fmt: skip
    asks = (
        "Never raise generic exceptions.",
        "Raise `ValueError` instead of `Exception`.",
        "Never `raise Exception`",
        "Create custom exception classes for domain errors.",
    )
    ignores = (
        "Never raise exceptions.",
        "Never use `except Exception`.",
        "Catch specific exceptions.",
        "Document what functions raise.",
    )
    valid = (
        "raise ValueError('x')",
        "class Exception(ValueError): ...\nraise Exception('x')",
        "try:\n    f()\nexcept Exception as e:\n    raise\nraise e",
        "error = Exception('x')",
    )
    invalid = (
        Invalid("raise Exception('x')"),
        Invalid("def f():\n    raise BaseException", line=2),
        Invalid("import builtins as b\nraise b.Exception('x') from error", line=2),
        Invalid("E = Exception\nraise E()", line=2),
    )

    @property
    def refers_to(self) -> Collection[str]:
        """The exceptions."""
        return _GENERIC

    def look_Raise(self, node: ast.Raise) -> bool:
        """Something is raised."""
        return node.exc is not None

    def visit_Raise(self, node: cst.Raise, site: Site) -> Iterator[Finding]:
        """A `raise`."""
        raised = node.exc.func if isinstance(node.exc, cst.Call) else node.exc
        names = site.resolve(raised) if raised is not None else frozenset()
        if names and names <= _GENERIC:
            name = min(names).removeprefix("builtins.")
            yield Finding(node, f"`{name}` says nothing about what went wrong; raise a more specific exception")
