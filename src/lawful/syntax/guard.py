"""A linear look at code before a parser sees it: is it nested so deeply that the parser would not survive?

LibCST's native parser overflows the C stack at about 1,200 nested brackets, and takes exponential time on nested
patterns in `case`; neither can be caught from Python. Python's own parser stops at 200 nested brackets. The limits
here lie far above what people write (bracket depth in real code stays below 30) and far below what hurts.
"""

from __future__ import annotations

import re

MAX_BRACKETS = 90
"""Nested brackets."""
MAX_CHAIN = 250
"""Operators, attributes, calls, strings or `elif`s that hang on one another without a comma between them."""
MAX_PATTERN = 6
"""Nested brackets in one `case` pattern: parse time doubles, and for mappings quadruples, with each."""
MAX_INDENT = 95
"""Nested blocks; Python itself stops at 100."""

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\r\n]*)
  | (?P<prefix>\b[a-zA-Z]{1,2})?(?P<string>'{3}|"{3}|'|")
  | (?P<open>[(\[{])
  | (?P<close>[)\]}])
  | (?P<comma>[,;])
  | \\(?:\r\n|\n|\r)
  | (?P<end>\r\n|\n|\r)(?P<indent>[\ \t\f]*)(?P<word>[^\W\d]\w*)?
  | (?P<link>[-+*/%@&|^~<>=.:!]|\b(?:and|or|not|if|for|lambda|await|is|in)\b)
    """,
    re.VERBOSE,
)
_STRING_END = {
    "'": re.compile(r"(?:[^\\\r\n']|\\.)*'?", re.DOTALL),
    '"': re.compile(r'(?:[^\\\r\n"]|\\.)*"?', re.DOTALL),
    "'''": re.compile(r"(?:[^\']|\\.|'(?!''))*(?:''')?", re.DOTALL),
    '"""': re.compile(r'(?:[^\\"]|\\.|"(?!""))*(?:""")?', re.DOTALL),
}


def too_deep(text: str) -> tuple[int, int, str] | None:
    """Where and why code is too deeply nested to be parsed safely: line, column and reason, or None.

    Takes time linear in the length of the text. The text need not be valid Python.
    """
    look = _Look()
    text = "\n" + text
    at = 0
    while found := _TOKEN.search(text, at):
        at = found.end()
        if found["string"]:
            end = _STRING_END[found["string"]].match(text, at)
            assert end  # every alternative also matches nothing
            at = end.end()
            reason = look.string(end.group(), interpolated=bool(set(found["prefix"] or "") & set("fFtT")))
        else:
            reason = look.token(found)
        if reason:
            before = re.split(r"\r\n|\n|\r", text[1 : max(found.start(), 1)])
            return len(before), len(before[-1]) + 1, reason
    return None


class _Look:
    """What the look remembers from one token to the next."""

    def __init__(self) -> None:
        self.chains = [0]
        """Links since the last comma: one number for the statement and one for each open bracket."""
        self.pattern = False
        """Whether the statement began with `case`, which may only be a name."""
        self.blocks = [(0, 0)]
        """The width of each open indentation and the `elif`s in a row that stand there."""

    @property
    def depth(self) -> int:
        return len(self.chains) - 1

    def token(self, found: re.Match[str]) -> str | None:
        match found.lastgroup:
            case "open":
                return self.link() or self.open()
            case "close":
                if self.depth:
                    self.chains.pop()
            case "comma":
                self.chains[-1] = 0
            case "link":
                return self.link()
            case "end" | "indent" | "word" if not self.depth:
                return self.statement(len(found["indent"].expandtabs()), found["word"])
        return None

    def link(self) -> str | None:
        self.chains[-1] += 1
        return f"more than {MAX_CHAIN} operators in one expression" if self.chains[-1] > MAX_CHAIN else None

    def open(self, levels: int = 1) -> str | None:
        depth = self.depth + levels
        self.chains.append(0)
        if self.pattern and depth > MAX_PATTERN:
            return f"a `case` pattern nested more than {MAX_PATTERN} deep"
        return f"brackets nested more than {MAX_BRACKETS} deep" if depth > MAX_BRACKETS else None

    def string(self, body: str, *, interpolated: bool) -> str | None:
        if interpolated:
            deepest = depth = 0
            for character in body:
                depth += (character in "([{") - (character in ")]}")
                deepest = max(deepest, depth)
            reason = self.open(deepest)
            self.chains.pop()
            if reason:
                return reason
        return self.link()

    def statement(self, width: int, word: str | None) -> str | None:
        self.chains[-1] = 0
        if not word:
            return None
        self.pattern = word == "case"
        while len(self.blocks) > 1 and width < self.blocks[-1][0]:
            self.blocks.pop()
        if width > self.blocks[-1][0]:
            self.blocks.append((width, 0))
        elifs = self.blocks[-1][1] + 1 if word == "elif" else 0
        self.blocks[-1] = (self.blocks[-1][0], elifs)
        if elifs > MAX_CHAIN:
            return f"more than {MAX_CHAIN} `elif` in a row"
        return f"blocks nested more than {MAX_INDENT} deep" if len(self.blocks) > MAX_INDENT else None
