"""LibCST, imported when a tree is first needed.

Importing LibCST costs several times what a run without any suspicious file costs, so no module of `lawful` imports it
at its top; they import `cst` from here.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import libcst as cst
else:

    class _Later:
        """Stands for a module and fetches each attribute from it on first use."""

        def __getattr__(self, name: str) -> object:
            value = getattr(importlib.import_module("libcst"), name)
            setattr(self, name, value)
            return value

    cst = _Later()

__all__ = ["cst"]
