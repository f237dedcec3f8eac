"""Comments: which of them speak to people, and which to tools."""

from __future__ import annotations

import re

from lawful.regex import regex

_FOR_TOOLS = regex(
    r"#(?:!|\s*(?:noqa|type:|pragma|pylint|ruff|fmt|isort|mypy|pyright|lawful|nosec|-\*-|coding[:=]|(?:vim?|ex):))",
    re.IGNORECASE,
)


def is_for_tools(comment: str) -> bool:
    """Whether a comment speaks to a tool, such as `# noqa`, a shebang and a line that names the encoding."""
    return bool(_FOR_TOOLS.match(comment))
