"""Continue: rule files in `.continue/rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.context.format import Activation, HeadedFormat
from lawful.context.reader import Reader

if TYPE_CHECKING:
    from lawful.context.frontmatter import Frontmatter
    from lawful.violation import Problem


class ContinueRules(HeadedFormat):
    """Markdown; `alwaysApply: true` holds everywhere, `false` only where the globs do, and without it the globs decide.

    A rule with `alwaysApply: false` and no globs is one that the model asks for; it holds everywhere.
    """

    name = "continue"
    files = ("**/.continue/rules/**/*.md",)
    keys = ("name", "globs", "regex", "description", "alwaysApply")
    precedence = 11
    holders = (".continue/",)

    def activation(self, head: Frontmatter, path: str, warn: list[Problem]) -> Activation:
        """What `alwaysApply` and `globs` say."""
        del path, warn
        return Activation() if head.flag("alwaysApply") else Activation(head.globs("globs") or ())


class Continue(Reader):
    """Reads every rule file."""

    name = "continue"
    title = "Continue"
    rows = (("**/.continue/rules/**/*.md",),)
    user = (".continue/rules/**/*.md",)
    elsewhere = "rules of its hub, and `rules:` in its configuration"
