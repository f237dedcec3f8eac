"""Amazon Q Developer: rule files in `.amazonq/rules`."""

from __future__ import annotations

from lawful.context.format import Format
from lawful.context.reader import Reader


class AmazonQ(Format):
    """Markdown that always holds for the whole project."""

    name = "amazonq"
    files = (".amazonq/rules/**/*.md",)
    precedence = 13
    holders = (".amazonq/",)


class AmazonQDeveloper(Reader):
    """Reads every rule file."""

    name = "amazonq"
    title = "Amazon Q Developer"
    rows = ((".amazonq/rules/**/*.md",),)
    elsewhere = "which rules somebody has switched off for a session"
