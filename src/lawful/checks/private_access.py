"""Whether what is private to others is left to them."""

from __future__ import annotations

from lawful.rules import Invalid, RuffCheck, RuffSettings, Valid, forbids

_WORDS = (
    "access use call read touch outside other class object module member attribute method function external another"
)


class PrivateAccess(RuffCheck):
    """Flags private members of other classes and modules, read through something else than `self`; ruff decides."""

    id = "private-access"
    settings = RuffSettings(("SLF001",))
    phrases = (
        forbids(
            *(f"access private {what}" for what in ("member", "attribute", "method")),
            *(
                f"private {what} {whose}"
                for what in ("member", "attribute", "method")
                for whose in ("another", "elsewhere")
            ),
            allows=(_WORDS,),
        ),
    )
    asks = (
        "Don't access private attributes of other classes",
        "Never access private members from outside the class",
        "Do not access private methods.",
    )
    ignores = (
        "Private methods start with an underscore.",
        "No docstrings on private methods.",
        "Avoid private attributes.",
    )
    valid = (
        "class A:\n    def f(self):\n        return self._a",
        Valid("from a import _b\n_b()"),
        "a.b.c",
    )
    invalid = (
        Invalid("a._b"),
        Invalid("def f(a):\n    return a.b._c()", line=2),
    )
