"""Zed: `.rules`; where there is none Zed takes the first of the other assistants' files, which are read anyway."""

from __future__ import annotations

from lawful.context.format import Format
from lawful.context.reader import Reader


class Zed(Format):
    """Markdown that holds for the whole project."""

    name = "zed"
    files = (".rules",)
    precedence = 14


class ZedReader(Reader):
    """Reads one file of the root, the first of many that is there."""

    name = "zed"
    title = "Zed"
    rows = (
        (
            ".rules", ".cursorrules", ".windsurfrules", ".clinerules", ".github/copilot-instructions.md", "AGENT.md",
            "AGENTS.md", "CLAUDE.md", "GEMINI.md",
        ),
    )  # fmt: skip
    user = (".config/zed/AGENTS.md",)
