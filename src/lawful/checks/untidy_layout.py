"""Whether code is laid out as PEP 8 says."""

from __future__ import annotations

from lawful.rules import Invalid, RuffCheck, RuffSettings, requires


class UntidyLayout(RuffCheck):
    """Flags layout that PEP 8 advises against, but for the length of lines and for names; ruff decides."""

    id = "untidy-layout"
    settings = RuffSettings(("E1", "E2", "E3", "E7", "W1", "W2", "W3", "W6"), preview=True)
    phrases = (
        requires(
            "pep8",
            allows=(
                "follow",
                "format",
                "style guide",
                "guide",
                "compliant",
                "compliance",
                "adhere",
                "strictly",
                "guideline",
                "style",
            ),
        ),
    )
    asks = ("Follow PEP8 guidelines strictly.", "Follow PEP 8 style guide", "PEP 8 compliant code")
    ignores = (
        "Follow PEP 8 naming conventions.",
        "PEP 8 is optional.",
        "Follow PEP 257.",
        "Run tools that check PEP 8.",
    )
    valid = ("x = 1\n", "import os\n\n\ndef f():\n    return os.sep\n")
    invalid = (Invalid("x=1\n", fixed="x = 1\n"), Invalid("if x == None: pass\n", fixed=None))
