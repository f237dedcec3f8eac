"""Whether blanks stand where they usually do around operators and commas."""

from __future__ import annotations

from lawful.rules import Invalid, RuffCheck, RuffSettings, requires


class OperatorSpacing(RuffCheck):
    """Flags operators, commas and brackets without the usual blanks around them; ruff decides."""

    id = "operator-spacing"
    settings = RuffSettings(("E20", "E21", "E22", "E23", "E24", "E25", "E27"), preview=True)
    phrases = (
        requires(
            "space operator", "space comma",
            allows=("space", "operator", "comma", "around", "maintain", "keep", "surround", "follow", "consistent"),
        ),
    )  # fmt: skip
    asks = ("Maintain consistent spacing around operators and after commas.", "Use spaces around operators")
    ignores = ("Use the walrus operator.", "Use 4 spaces per indentation level.", "Leave space for comments.")
    valid = ("x = a + b", "f(a, b=1)", "x = a[1:2]")
    invalid = (Invalid("x=1\n", fixed="x = 1\n"), Invalid("x = [1,2]\n", fixed="x = [1, 2]\n"))
