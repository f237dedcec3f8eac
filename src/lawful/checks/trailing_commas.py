"""Whether what goes over several lines ends with a comma."""

from __future__ import annotations

from lawful.rules import Invalid, RuffCheck, RuffSettings, requires


class TrailingCommas(RuffCheck):
    """Flags lists, calls and the like over several lines that do not end with a comma; ruff decides."""

    id = "trailing-commas"
    settings = RuffSettings(("COM812",))
    phrases = (
        requires(
            "trailing-comma",
            allows=(
                "multiline", "multi-line", "line", "list", "tuple", "dict", "data", "structure", "collection", "call",
                "function", "parameter", "multiple", "literal", "data structures", "structures",
            ),
        ),
    )  # fmt: skip
    asks = ("Use trailing commas in multiline data structures", "Always add trailing commas.")
    ignores = ("No trailing commas.", "Trailing commas are optional.", "Separate values with commas.")
    valid = ("x = [\n    1,\n]", "f(1, 2)")
    invalid = (Invalid("x = [\n    1\n]\n", line=2, fixed="x = [\n    1,\n]\n"),)
