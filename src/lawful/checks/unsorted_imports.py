"""Whether imports stand in the usual order."""

from __future__ import annotations

from lawful.rules import Invalid, RuffCheck, RuffSettings, Valid, requires

_GROUPS = ("standard-library", "third-party", "local", "package", "module", "alphabetically", "top", "file")


class UnsortedImports(RuffCheck):
    """Flags imports that are not grouped and sorted as isort does it; ruff decides."""

    id = "unsorted-imports"
    settings = RuffSettings(("I001",))
    phrases = (
        requires(
            "import sorted", "isort", "import-order",
            allows=(
                *_GROUPS, "import", "sorted", "pep8", "profile", "formatter", "compatible", "separated", "blank-line",
                "import order",
            ),
        ),
    )  # fmt: skip
    asks = (
        "Use isort for import sorting",
        "Sort imports with isort.",
        "Group imports: standard library, third-party, local.",
        "Imports must be sorted.",
    )
    ignores = ("Do not fix import ordering.", "Sort the results by name.", "Run isort before committing.", "isort>=5")
    valid = ("import os\nimport sys\n\nimport libcst\n", "x = 1", Valid("from . import a\nfrom .b import c\n"))
    invalid = (
        Invalid("import sys\nimport os\n", fixed="import os\nimport sys\n"),
        Invalid("import libcst\nimport os\n", fixed="import os\n\nimport libcst\n"),
    )
