"""Whether a file is as a formatter writes it."""

from __future__ import annotations

from lawful.rules import Invalid, RuffCheck, RuffSettings, requires


class Unformatted(RuffCheck):
    """Flags files that ruff's formatter, which writes Black's style, would write otherwise."""

    id = "unformatted"
    settings = RuffSettings()
    phrases = (
        requires(
            "formatter",
            allows=("format", "style", "follow", "file", "source", "conform", "compliant", "auto", "pep8"),
        ),
    )
    asks = ("Follow Black code formatting", "Formatter: Black", "All code must be formatted with ruff format.")
    ignores = ("Run `ruff format` before committing.", "Use black-box tests.", "black>=23")
    valid = ('x = "a"\n', "f(1, 2)\n")
    invalid = (Invalid("x = 'a'\n", fixed='x = "a"\n'), Invalid("f(1,2)\n", fixed="f(1, 2)\n"))
