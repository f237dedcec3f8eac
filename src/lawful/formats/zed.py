"""Zed: `.rules`; where there is none Zed takes the first of the other assistants' files, which are read anyway."""

from __future__ import annotations

from lawful.context.format import Format


class Zed(Format):
    """Markdown that holds for the whole project."""

    name = "zed"
    files = (".rules",)
    precedence = 14
