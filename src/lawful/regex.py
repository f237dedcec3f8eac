"""Regular expressions that are compiled when they are first used.

Compiling those of all modules takes longer than many a run that uses few of them, such as one of a hook on one file.
"""

from __future__ import annotations

import re
from typing import cast


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` would give, as far as its methods and attributes go."""
    return cast("re.Pattern[str]", _Later(text, flags))


class _Later:
    """Stands for a pattern and takes each attribute from it on first use."""

    def __init__(self, text: str, flags: int) -> None:
        self._made = (text, flags)

    def __getattr__(self, name: str) -> object:
        text, flags = self._made
        value = getattr(re.compile(text, flags), name)
        setattr(self, name, value)
        return value
