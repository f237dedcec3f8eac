"""Whether imports are used."""

from __future__ import annotations

from lawful.rules import Invalid, RuffCheck, RuffSettings, Valid, forbids


class UnusedImports(RuffCheck):
    """Flags imports that nothing in the file uses; ruff decides."""

    id = "unused-imports"
    settings = RuffSettings(("F401",))
    phrases = (forbids("unused import", allows=("file", "module", "dead")),)
    asks = ("No unused imports.", "Avoid unused imports", "Never leave unused imports in a module.")
    ignores = ("Remove unused dependencies.", "Unused imports may stay in `__init__.py`.", "Avoid wildcard imports.")
    valid = ("import os\nos.getcwd()", "import os as os", Valid("from a import b\n__all__ = ['b']"))
    invalid = (Invalid("import os\n\nx = 1\n", fixed="\nx = 1\n"), Invalid("x = 1\nfrom a import b", 2, "x = 1\n"))
