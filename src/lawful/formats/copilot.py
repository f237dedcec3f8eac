"""GitHub Copilot's instructions for a whole repository: `.github/copilot-instructions.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.context.format import Activation, HeadedFormat

if TYPE_CHECKING:
    from lawful.context.frontmatter import Frontmatter
    from lawful.violation import Problem


class Copilot(HeadedFormat):
    """Markdown that holds for the whole repository; a head, which some files have, changes nothing."""

    name = "copilot"
    files = (".github/copilot-instructions.md",)
    precedence = 5
    holders = (".github/",)

    def activation(self, head: Frontmatter, path: str, warn: list[Problem]) -> Activation:
        """Everywhere."""
        del head, path, warn
        return Activation()
