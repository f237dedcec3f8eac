"""Whether local variables are used."""

from __future__ import annotations

from lawful.rules import Invalid, RuffCheck, RuffSettings, forbids


class UnusedVariables(RuffCheck):
    """Flags local variables that are assigned and never used; ruff decides."""

    id = "unused-variables"
    settings = RuffSettings(("F841",))
    phrases = (forbids("unused variable", allows=("local", "function", "dead")),)
    asks = ("No unused variables.", "Avoid unused local variables")
    ignores = ("Prefix unused variables with an underscore.", "Avoid global variables.")
    valid = ("def f():\n    x = 1\n    return x", "x = 1", "def f():\n    _ = g()")
    invalid = (Invalid("def f():\n    x = 1\n    return 2", line=2),)
