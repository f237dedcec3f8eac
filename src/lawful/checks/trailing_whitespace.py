"""Whether lines end with blanks."""

from __future__ import annotations

from lawful.rules import Invalid, RuffCheck, RuffSettings, forbids


class TrailingWhitespace(RuffCheck):
    """Flags blanks at the ends of lines; ruff decides."""

    id = "trailing-whitespace"
    settings = RuffSettings(("W291", "W293"))
    phrases = (forbids("trailing-space", allows=("line", "file")),)
    asks = ("No trailing whitespace.", "Avoid trailing spaces", "Lines must not have trailing whitespace.")
    ignores = ("Log messages should be lowercase with no leading or trailing whitespace.", "Strip trailing whitespace.")
    valid = ("x = 1\n", 'x = """a"""\n')
    invalid = (Invalid("x = 1  \n", fixed="x = 1\n"), Invalid("if x:\n    y = 1\n    \n", 3, "if x:\n    y = 1\n\n"))
