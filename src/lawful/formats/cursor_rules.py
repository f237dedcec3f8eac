"""Cursor's project rules: `.cursor/rules/**/*.mdc`, in the root and in folders below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.context.format import Activation, HeadedFormat
from lawful.context.reader import Excess, Limit, Measure, Reader
from lawful.violation import Problem

if TYPE_CHECKING:
    from lawful.context.frontmatter import Frontmatter


class CursorRules(HeadedFormat):
    """Markdown with a head of `description`, `globs` and `alwaysApply`, which make four types of rule.

    Always (`alwaysApply: true`, whatever the globs) and rules that the model asks for by their description hold
    everywhere, auto-attached ones for their globs, and manual ones only when somebody names them. A file without a
    head says nothing about when it holds; it is taken to hold everywhere. Globs are relative to the folder that holds
    `.cursor`. Cursor reads rules nowhere else; lawful reads them wherever they are, and says so.
    """

    name = "cursor"
    files = ("**/*.mdc", "**/.cursor/rules/**/*.md")
    precedence = 3
    holders = (".cursor/", "rules/")
    imports = 1

    def activation(self, head: Frontmatter, path: str, warn: list[Problem]) -> Activation:
        """What type of rule the head makes."""
        if "/.cursor/rules/" not in f"/{path}":
            message = "Cursor reads rules only in .cursor/rules; lawful read it all the same"
            warn.append(Problem(path, None, None, "ignored-by-assistant", message))
        elif path.endswith(".md") and not path.endswith("/RULE.md"):
            message = "Cursor reads only .mdc files here; lawful read it all the same"
            warn.append(Problem(path, None, None, "ignored-by-assistant", message))
        if not head.present:
            return Activation()
        written = head.settings.get("alwaysApply")
        if written is not None and not isinstance(written.value, bool) and head.flag("alwaysApply") is not None:
            message = "`alwaysApply` is text; Cursor wants a bare true or false"
            warn.append(Problem(path, written.line, None, "frontmatter-type", message))
        globs = head.globs("globs")
        if head.flag("alwaysApply"):
            if globs:
                message = "`globs` are ignored because of `alwaysApply: true`"
                warn.append(Problem(path, head.settings["globs"].line, None, "globs-ignored", message))
            return Activation()
        if globs:
            return Activation(globs)
        if head.text("description"):
            return Activation()
        return Activation(inactive="the rule is a manual one: it holds only when somebody names it")


class Cursor(Reader):
    """Reads its own rules wherever there is a folder of them, .cursorrules in the root, and every AGENTS.md."""

    name = "cursor"
    title = "Cursor"
    rows = (("**/.cursor/rules/**/*.mdc",), ("**/.cursor/rules/**/RULE.md",), (".cursorrules",), ("**/AGENTS.md",))
    limits = (Limit(500, Measure.LINES, Excess.ADVISED),)
    elsewhere = "the team's rules in Cursor's dashboard, which come first, and a person's own in the settings"
