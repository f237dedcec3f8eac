"""GitHub Copilot's instructions for some paths: `.github/instructions/**/*.instructions.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.context.format import Activation, HeadedFormat
from lawful.violation import Problem

if TYPE_CHECKING:
    from lawful.context.frontmatter import Frontmatter

_EVERYTHING = frozenset({"*", "**", "**/*"})


class CopilotInstructions(HeadedFormat):
    """Markdown whose `applyTo` says for which paths it holds; without one it holds only when somebody attaches it.

    `applyTo` is one text, with commas between globs. VS Code discards a list; lawful reads it and says so. Globs are
    relative to the root.
    """

    name = "copilot"
    files = (".github/instructions/**/*.instructions.md",)
    keys = ("applyTo", "description", "name", "excludeAgent")
    precedence = 5
    holders = (".github/",)

    def activation(self, head: Frontmatter, path: str, warn: list[Problem]) -> Activation:
        """What `applyTo` says."""
        globs = head.globs("applyTo")
        if globs is None:
            return Activation(inactive="it has no applyTo: it holds only when somebody attaches it")
        unheeded = None
        if isinstance(head.settings["applyTo"].value, tuple):
            unheeded = "VS Code discards `applyTo` written as a list; write one text with commas"
            warn.append(Problem(path, head.settings["applyTo"].line, None, "frontmatter-type", unheeded))
        return Activation(() if any(glob in _EVERYTHING for glob in globs) else globs, unheeded=unheeded)
