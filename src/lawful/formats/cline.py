"""Cline: `.clinerules`, a file or a folder of Markdown and text files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.context.format import Activation, HeadedFormat
from lawful.context.reader import Reader

if TYPE_CHECKING:
    from lawful.context.frontmatter import Frontmatter
    from lawful.violation import Problem


class Cline(HeadedFormat):
    """Markdown whose `paths` say for which paths it holds; without them it always holds, and an empty list is never."""

    name = "cline"
    files = (".clinerules", ".clinerules/**/*.md", ".clinerules/**/*.txt")
    keys = ("paths", "description")
    precedence = 8
    holders = (".clinerules/",)

    def activation(self, head: Frontmatter, path: str, warn: list[Problem]) -> Activation:
        """What `paths` say."""
        del path, warn
        globs = head.globs("paths")
        if globs == ():
            return Activation(inactive="its paths are an empty list: it holds nowhere")
        return Activation(globs or ())


class ClineReader(Reader):
    """Reads its own rules, and those of some others in the root."""

    name = "cline"
    title = "Cline"
    rows = (
        (".clinerules",), (".clinerules/**/*.{md,txt}",), (".cursorrules",), (".windsurfrules",), ("AGENTS.md",),
    )  # fmt: skip
    user = ("Documents/Cline/Rules/**/*.{md,txt}", ".agents/AGENTS.md")
