"""Claude Code: `CLAUDE.md` and `.claude/CLAUDE.md`, in the root and below."""

from __future__ import annotations

from lawful.context.format import Format
from lawful.project import parent


class Claude(Format):
    """Markdown; every file governs its own folder and what is below it."""

    name = "claude"
    files = ("**/CLAUDE.md", "**/.claude/CLAUDE.md")
    precedence = 1

    def base(self, path: str) -> str:
        """The folder that holds the file, or that holds its `.claude` folder."""
        folder = parent(path)
        return parent(folder) if folder.split("/")[-1] == ".claude" else folder
