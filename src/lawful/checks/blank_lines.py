"""How many blank lines stand between definitions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lawful.rules import Invalid, Phrase, RuffCheck, RuffSettings, Valid, parameters, requires
from lawful.rules.phrase import Heard

if TYPE_CHECKING:
    from lawful.rules import Demand

_USUAL = {"top-level": 2, "method": 1}
"""How many blank lines the usual style, which ruff knows, has around what."""
_WORDS = requires(
    "blank-line",
    allows=(
        "function",
        "class",
        "definition",
        "between",
        "separated",
        "separate",
        "two",
        "single",
        "top-level",
        "method",
    ),
)


def _hear(demand: Demand) -> Heard | None:
    """The usual number for one kind of definition."""
    heard = _WORDS.hear(replace(demand, number=None))
    if heard is None:
        return None
    around = demand.said & _USUAL.keys()
    number = demand.number or (2 if "two" in demand.said else 1 if demand.said & {"one", "single"} else None)
    if len(around) != 1 or _USUAL[min(around)] != number:
        return None
    return replace(heard, params={"around": min(around)})


class BlankLines(RuffCheck):
    """Flags definitions without the usual number of blank lines before them; ruff decides."""

    @parameters
    class Params:
        """Around what: `top-level` definitions, which have two, or a `method`, which has one."""

        around: str = "top-level"

    id = "blank-lines"
    phrases = (Phrase(_hear),)
    asks = (
        ("Separate top-level function and class definitions with two blank lines.", {"around": "top-level"}),
        ("Use a single blank line between methods inside classes.", {"around": "method"}),
    )
    ignores = (
        "Use three blank lines between methods.",
        "Separate sections with a blank line.",
        "No blank lines at the top.",
    )
    valid = (
        "x = 1\n\n\ndef f():\n    pass\n",
        Valid("class A:\n    x = 1\n\n    def f(self):\n        pass\n", {"around": "method"}),
    )
    invalid = (
        Invalid("x = 1\ndef f():\n    pass\n", 2, "x = 1\n\n\ndef f():\n    pass\n"),
        Invalid(
            "class A:\n    x = 1\n    def f(self):\n        pass\n",
            3,
            "class A:\n    x = 1\n\n    def f(self):\n        pass\n",
            {"around": "method"},
        ),
    )

    def asked(self) -> RuffSettings:
        """The rules about blank lines around one kind of definition."""
        select = ("E301",) if self.params.around == "method" else ("E302", "E305")
        return RuffSettings(select, preview=True)
