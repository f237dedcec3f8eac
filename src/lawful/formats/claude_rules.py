"""Claude Code's rule files: `.claude/rules/**/*.md`, in the root and in folders below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.context.format import Activation, HeadedFormat
from lawful.violation import Problem

if TYPE_CHECKING:
    from lawful.context.frontmatter import Frontmatter


class ClaudeRules(HeadedFormat):
    """Markdown whose `paths` say for which paths it holds; without them it holds for its whole project.

    `paths` is a list, or a text with commas between globs; `*.md` means the folder that holds `.claude` only. An empty
    list holds nowhere. `globs`, an undocumented name for the same, is read with a warning.
    """

    name = "claude"
    files = ("**/.claude/rules/**/*.md", "**/.claude/rules/**/*.txt")
    precedence = 1
    imports = 4
    holders = (".claude/",)

    def activation(self, head: Frontmatter, path: str, warn: list[Problem]) -> Activation:
        """What `paths` say; Claude Code reads no other files here than Markdown."""
        if path.endswith(".txt"):
            return Activation(inactive="Claude Code reads only .md files here")
        key = "paths" if "paths" in head.settings else "globs"
        if key not in head.settings:
            return Activation()
        if key == "globs":
            message = "Claude Code documents `paths`, and versions differ on `globs`; lawful reads both"
            warn.append(Problem(path, head.settings[key].line, None, "frontmatter-key", message))
        globs = head.globs(key)
        if globs == ():
            return Activation(inactive="its paths are an empty list: it holds nowhere")
        return Activation(globs or ())
