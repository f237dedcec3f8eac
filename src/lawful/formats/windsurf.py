"""Windsurf: `.windsurfrules`, and rule files in `.windsurf/rules` or, as it is now called, `.devin/rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.context.format import Activation, HeadedFormat
from lawful.context.reader import Excess, Limit, Measure, Reader

if TYPE_CHECKING:
    from lawful.context.frontmatter import Frontmatter
    from lawful.violation import Problem


class Windsurf(HeadedFormat):
    """Markdown whose `trigger` says when it holds; globs are relative to the folder that holds the rules folder.

    Rules that the model asks for by their description hold everywhere, manual ones only when somebody names them.
    """

    name = "windsurf"
    files = ("**/.windsurfrules", "**/.windsurf/rules/**/*.md", "**/.devin/rules/**/*.md")
    keys = ("trigger", "globs", "description")
    precedence = 7
    holders = (".windsurf/", ".devin/")

    def activation(self, head: Frontmatter, path: str, warn: list[Problem]) -> Activation:
        """What `trigger` says."""
        del path, warn
        trigger = head.text("trigger")
        if trigger == "manual":
            return Activation(inactive="the rule is a manual one: it holds only when somebody names it")
        if trigger == "glob":
            globs = head.globs("globs")
            return Activation(globs) if globs else Activation(inactive="its trigger is glob, but it has no globs")
        return Activation()


class WindsurfReader(Reader):
    """Reads every rule file up to a length, and every AGENTS.md."""

    name = "windsurf"
    title = "Windsurf"
    rows = (
        ("**/.windsurfrules",), ("**/.windsurf/rules/**/*.md",), ("**/.devin/rules/**/*.md",), ("**/AGENTS.md",),
    )  # fmt: skip
    limits = (
        Limit(12_000, Measure.CHARACTERS, Excess.CUT, files="**/{.windsurfrules,.windsurf/rules/**,.devin/rules/**}"),
    )
    user = (".codeium/windsurf/memories/global_rules.md",)
