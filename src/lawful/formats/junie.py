"""JetBrains Junie: `.junie/AGENTS.md`, or `.junie/guidelines.md` as it used to be."""

from __future__ import annotations

from lawful.context.format import Format


class Junie(Format):
    """Markdown that holds for the whole project."""

    name = "junie"
    files = (".junie/AGENTS.md", ".junie/guidelines.md")
    precedence = 12
    holders = (".junie/",)
