"""Whether code goes without emoji."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Finding, Invalid, Valid, forbids, parameters
from lawful.source import Span
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_EMOJI = regex(
    "[\U0001f300-\U0001faff\U0001f1e6-\U0001f1ff\u231b\u23f0\u26a0"
    "\u2705\u2728\u274c\u274e\u2753-\u2755\u2757\u2b50\u2b55]"
)
_WORDS = "emojis emoji code source file"
_WHEN = {"comment": {"places": ("comment",)}, "string": {"places": ("string",)}}


class NoEmoji(Check):
    """Flags emoji in code: in strings, comments and docstrings."""

    @parameters
    class Params:
        """Where they are forbidden, comment or string; everywhere if nothing is said."""

        places: tuple[str, ...] = ()

    id = "no-emoji"
    phrases = (forbids("emoji", "emojis", allows=(_WORDS,), when=_WHEN, additive=True),)
    asks = (
        "No emojis in code.",
        ("Never use emoji in code comments", {"places": ("comment",)}),
        ("Avoid emojis", {"places": ()}),
        ("No emojis in code or comments", {"places": ()}),
    )
    ignores = (
        "No emojis in commit messages.",
        "Do not answer with emojis.",
        "Don't use emojis in log messages",
        "Strip emojis from user input.",
    )
    valid = (
        "x = 'naïve → ✓ ©'\ny = '\\U0001f600'  # 数据",
        Valid("x = '# 🎉'", {"places": ("comment",)}),
        Valid("x = '#'  # 🎉", {"places": ("string",)}),
    )
    invalid = (
        Invalid("x = 1\nprint('Done 🎉')", line=2),
        Invalid("# ✅ works\nx = 1"),
        Invalid("x = 1\nx = '🎉'  # ✅", line=2, params={"places": ("comment",)}),
    )

    def look_file(self, outline: Outline) -> bool:
        """There is one in the text."""
        return not outline.text.isascii() and bool(_EMOJI.search(outline.text))

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The text of the file."""
        del node
        if site.module.source.text.isascii():
            return
        comments = {span.line: span.column for span, _ in site.module.comments} if self.params.places else {}
        for number, line in enumerate(site.module.source.lines, start=1):
            for found in _EMOJI.finditer(line):
                place = "comment" if found.start() + 1 >= comments.get(number, len(line) + 1) else "string"
                if not self.params.places or place in self.params.places:
                    where = Span(number, found.start() + 1, number, found.end() + 1)
                    yield Finding(where, f"`{found.group()}` is an emoji; say it in words")
                    break
