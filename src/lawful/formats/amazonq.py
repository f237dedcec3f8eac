"""Amazon Q Developer: rule files in `.amazonq/rules`."""

from __future__ import annotations

from lawful.context.format import Format


class AmazonQ(Format):
    """Markdown that always holds for the whole project."""

    name = "amazonq"
    files = (".amazonq/rules/**/*.md",)
    precedence = 13
    holders = (".amazonq/",)
