"""Claude Code: `CLAUDE.md`, `.claude/CLAUDE.md` and a person's own `CLAUDE.local.md`, in the root and below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.context.format import Format
from lawful.context.reader import Choice, Excess, Limit, Measure, Reader
from lawful.context.settings import strings

if TYPE_CHECKING:
    from lawful.context.settings import Settings


class Claude(Format):
    """Markdown; every file governs its own folder and what is below it."""

    name = "claude"
    files = ("**/CLAUDE.md", "**/.claude/CLAUDE.md", "**/CLAUDE.local.md")
    precedence = 1
    imports = 4
    holders = (".claude/",)


class ClaudeCode(Reader):
    """Reads every file, from the folders above down to the one it works in; none overrides another.

    `claudeMdExcludes` in the project's settings leaves files out.
    """

    name = "claude"
    title = "Claude Code"
    rows = (("**/CLAUDE.md",), ("**/.claude/CLAUDE.md",), ("**/CLAUDE.local.md",), ("**/.claude/rules/**/*.md",))
    limits = (
        Limit(4 * 1024 * 1024, Measure.BYTES, Excess.SKIPPED),
        Limit(200, Measure.LINES, Excess.ADVISED),
    )
    user = (".claude/CLAUDE.md", ".claude/rules/**/*.md")
    managed = (
        "/etc/claude-code/CLAUDE.md",
        "/Library/Application Support/ClaudeCode/CLAUDE.md",
        "C:/Program Files/ClaudeCode/CLAUDE.md",
    )
    boundless = True
    elsewhere = "the claudeMd setting of an organisation, and its own notes in MEMORY.md"

    def choice(self, settings: Settings) -> Choice:
        """Every file but those that the settings leave out."""
        places = (".claude/settings.json", ".claude/settings.local.json")
        excluded = tuple(glob for path in places for glob in strings(settings.json(path, "claudeMdExcludes")))
        return Choice(self.rows, excluded, self.limits)
