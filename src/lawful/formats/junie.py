"""JetBrains Junie: `.junie/AGENTS.md`, or `.junie/guidelines.md` as it used to be."""

from __future__ import annotations

from lawful.context.format import Format
from lawful.context.reader import Reader


class Junie(Format):
    """Markdown that holds for the whole project."""

    name = "junie"
    files = (".junie/AGENTS.md", ".junie/guidelines.md")
    precedence = 12
    holders = (".junie/",)


class JunieReader(Reader):
    """Reads one file, the first of several that is there."""

    name = "junie"
    title = "JetBrains Junie"
    rows = ((".junie/AGENTS.md", "AGENTS.md", ".junie/guidelines.md"),)
    user = (".junie/AGENTS.md",)
    elsewhere = "another path that somebody has set in the IDE"
