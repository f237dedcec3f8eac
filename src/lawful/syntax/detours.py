"""The detours by which code reaches what it could name: `getattr`, importing by name, the dictionaries of modules.

They are told in terms of dotted names, whichever tree these were read from.
"""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BUILTINS = frozenset(dir(builtins)) - {"None", "True", "False"}
"""The names that stand for built-ins where nothing else is bound to them."""
MAX_NAME = 200
"""Characters of a dotted name; no rule names a longer one."""
_IMPORTERS = frozenset({"builtins.__import__", "importlib.import_module", "importlib.__import__"})


def called(functions: frozenset[str], texts: Sequence[str | None], objects: frozenset[str]) -> frozenset[str]:
    """What the result of a call stands for.

    Args:
        functions: what the function may be.
        texts: for each argument its text, where it is a string that is written out.
        objects: what the first argument may stand for.
    """
    found: set[str] = set()
    first, second = [*texts, None, None][:2]
    for importer in functions & _IMPORTERS if first and not first.startswith(".") else ():
        whole = importer == "importlib.import_module" or len(texts) > 1
        found.add(f"{first}" if whole else f"{first}".partition(".")[0])
    if "builtins.getattr" in functions and second:
        found.update(f"{base}.{second}" for base in objects)
    if "builtins.vars" in functions:
        found.update(f"{base}.__dict__" for base in objects)
    return frozenset(found)


def indexed(objects: frozenset[str], key: str | None) -> frozenset[str]:
    """What an element stands for.

    Args:
        objects: what is indexed.
        key: the index, where it is a string that is written out.
    """
    found: set[str] = set()
    for base in objects if key else ():
        if base == "sys.modules":
            found.add(f"{key}")
        elif base.endswith(".__dict__") or base == "builtins":
            found.add(f"{base.removesuffix('.__dict__')}.{key}")
    return frozenset(found)
