"""Kiro: steering files in `.kiro/steering`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.context.format import Activation, HeadedFormat
from lawful.context.reader import Reader

if TYPE_CHECKING:
    from lawful.context.frontmatter import Frontmatter
    from lawful.violation import Problem


class Kiro(HeadedFormat):
    """Markdown whose `inclusion` says when it holds: always, for the files of `fileMatchPattern`, or by hand.

    Steering that the model asks for by its description (`auto`) holds everywhere.
    """

    name = "kiro"
    files = (".kiro/steering/**/*.md",)
    keys = ("inclusion", "fileMatchPattern", "name", "description")
    precedence = 10
    holders = (".kiro/",)

    def activation(self, head: Frontmatter, path: str, warn: list[Problem]) -> Activation:
        """What `inclusion` says."""
        del path, warn
        inclusion = head.text("inclusion")
        if inclusion == "manual":
            return Activation(inactive="its inclusion is manual: it holds only when somebody names it")
        if inclusion == "fileMatch":
            globs = head.globs("fileMatchPattern")
            return Activation(globs) if globs else Activation(inactive="its inclusion is fileMatch without a pattern")
        return Activation()


class KiroReader(Reader):
    """Reads every steering file, and every AGENTS.md."""

    name = "kiro"
    title = "Kiro"
    rows = ((".kiro/steering/**/*.md",), ("**/AGENTS.md",))
    user = (".kiro/steering/**/*.md",)
