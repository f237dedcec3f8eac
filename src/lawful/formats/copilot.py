"""GitHub Copilot's instructions for a whole repository: `.github/copilot-instructions.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.context.format import Activation, HeadedFormat
from lawful.context.reader import Choice, Reader

if TYPE_CHECKING:
    from lawful.context.frontmatter import Frontmatter
    from lawful.context.settings import Settings
    from lawful.violation import Problem


class Copilot(HeadedFormat):
    """Markdown that holds for the whole repository; a head, which some files have, changes nothing."""

    name = "copilot"
    files = (".github/copilot-instructions.md",)
    keys = ("applyTo", "description", "name", "excludeAgent")
    precedence = 5
    holders = (".github/",)

    def activation(self, head: Frontmatter, path: str, warn: list[Problem]) -> Activation:
        """Everywhere."""
        del head, path, warn
        return Activation()


class CopilotInVsCode(Reader):
    """Reads its own instructions, and in the root those of some others; nested AGENTS.md only if a setting says so."""

    name = "copilot"
    title = "GitHub Copilot in VS Code"
    rows = (
        (".github/copilot-instructions.md",), (".github/instructions/**/*.instructions.md",), ("AGENTS.md",),
        ("CLAUDE.md",), (".claude/CLAUDE.md",), ("CLAUDE.local.md",), (".claude/rules/**/*.md",),
    )  # fmt: skip
    user = (".copilot/copilot-instructions.md", ".copilot/instructions/**/*.instructions.md")
    elsewhere = "personal instructions and those of an organisation"

    def choice(self, settings: Settings) -> Choice:
        """The files of the root and, if VS Code's settings say so, every AGENTS.md."""
        nested = settings.json(".vscode/settings.json", "chat.useNestedAgentsMdFiles") is True
        return Choice((*self.rows, ("**/AGENTS.md",)) if nested else self.rows)
