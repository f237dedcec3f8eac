"""Claude Code: `CLAUDE.md` and `.claude/CLAUDE.md`, in the root and below."""

from __future__ import annotations

from lawful.context.format import Format


class Claude(Format):
    """Markdown; every file governs its own folder and what is below it."""

    name = "claude"
    files = ("**/CLAUDE.md", "**/.claude/CLAUDE.md")
    precedence = 1
    imports = 4
    holders = (".claude/",)
