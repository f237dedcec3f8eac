"""Which quotes strings stand in."""

from __future__ import annotations

from typing import Any

from lawful.rules import Invalid, RuffCheck, RuffSettings, Valid, parameters, requires

_ALLOWED = ("string", "literal", "clarity", "quote", "consistently")
_ESCAPES = ("single-quote", "double-quote", "quote need needed clarity avoid escape escaping string contain contains")
"""What ruff leaves alone anyway: a string that would need escapes in the quotes that are wanted."""


class QuoteStyle(RuffCheck):
    """Flags strings in the other kind of quotes, unless that saves escapes; ruff decides."""

    @parameters
    class Params:
        """The kind of quotes: `single` or `double`."""

        style: str = "double"

    id = "quote-style"
    phrases = (
        requires("single-quote", allows=_ALLOWED, spares=_ESCAPES, style="single"),
        requires("double-quote", allows=_ALLOWED, spares=_ESCAPES, style="double"),
    )
    asks = (
        ("Use single quotes for strings.", {"style": "single"}),
        ("Prefer double quotes", {"style": "double"}),
        ("Strings: double quotes", {"style": "double"}),
    )
    ignores = ("Quote shell arguments.", "Use triple quotes for docstrings.", "Never use double quotes in SQL.")
    valid = (Valid('x = "a"'), Valid("x = 'a'", {"style": "single"}), Valid("x = 'say \"a\"'"))
    invalid = (
        Invalid("x = 'a'", fixed='x = "a"'),
        Invalid('y = 1\nx = "a"', line=2, fixed="y = 1\nx = 'a'", params={"style": "single"}),
    )

    @classmethod
    def conflict(cls, params: Any, other: Any) -> str | None:  # noqa: ANN401  # parameters of this check
        """Two kinds."""
        return f"{params.style} or {other.style} quotes" if params.style != other.style else None

    def asked(self) -> RuffSettings:
        """The rule about quotes of strings, for the kind that is wanted."""
        return RuffSettings(("Q000",), (f'lint.flake8-quotes.inline-quotes = "{self.params.style}"',))
