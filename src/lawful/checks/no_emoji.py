"""Whether code goes without emoji."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids
from lawful.source import Span
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_EMOJI = re.compile(
    "[\U0001f300-\U0001faff\U0001f1e6-\U0001f1ff\u231b\u23f0\u26a0"
    "\u2705\u2728\u274c\u274e\u2753-\u2755\u2757\u2b50\u2b55]"
)
_WORDS = "emojis emoji code comment log logging docstring string output print message examples line source file"


class NoEmoji(Check):
    """Flags emoji in code: in strings, comments and docstrings."""

    id = "no-emoji"
    phrases = (forbids("emoji", "emojis", allows=(_WORDS,)),)
    asks = (
        "No emojis in code.",
        "Never use emoji in comments or log messages",
        "Don't use emojis in examples and print lines",
        "Avoid emojis",
    )
    ignores = (
        "No emojis in commit messages.",
        "Do not answer with emojis.",
        "Emojis are fine.",
        "Strip emojis from user input.",
    )
    valid = ("x = 'naïve → ✓ ©'", "# 数据\nx = 1", r"x = '\U0001f600'")
    invalid = (Invalid("x = 1\nprint('Done 🎉')", line=2), Invalid("# ✅ works\nx = 1"))

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The text of the file."""
        del node
        if site.module.source.text.isascii():
            return
        for number, line in enumerate(site.module.source.lines, start=1):
            if found := _EMOJI.search(line):
                where = Span(number, found.start() + 1, number, found.end() + 1)
                yield Finding(where, f"`{found.group()}` is an emoji; say it in words")
