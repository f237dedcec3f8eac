"""A linear look at code before a parser sees it: is it nested so deeply that the parser would not survive?

LibCST's native parser overflows the C stack at about 1,200 nested brackets or 10,000 operators in a row, and takes
exponential time on nested patterns in `case`; neither can be caught from Python. The limits here lie above what people
and generators of tables write (bracket depth in real code stays below 30) and far below what hurts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MAX_BRACKETS = 90
"""Nested brackets."""
MAX_DEPTH = 1000
"""What hangs on one another from the outermost block to the innermost operand: operators, attributes, calls, brackets,
blocks and `elif`s."""
MAX_STRINGS = 2900
"""Strings in a row, which Python joins to one; tables of the standard library have hundreds, LibCST stops at 3,000."""
MAX_PATTERN = 6
"""Nested brackets in one `case` pattern: parse time doubles, and for mappings quadruples, with each."""
MAX_INDENT = 95
"""Nested blocks; Python itself stops at 100."""

_CODE = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<prefix>\b[a-zA-Z]{1,2})?(?P<string>'{3}|"{3}|'|")
  | (?P<open>[(\[{])
  | (?P<close>[)\]}])
  | (?P<comma>[,;])
  | \\\n
  | (?P<end>\n)(?P<indent>[\ \t]*)(?:\\\n[\ \t]*)*
    (?:(?P<case>case\b(?!\s*[=.:,)\]]))|(?P<elif>elif\b)|(?P<else>else\b))?(?P<any>(?=[^\#\n]))?
  | (?P<link>[-+*/%@&|^~<>=.:!]|\b(?:and|or|not|if|else|for|lambda|await|is|in)\b)
    """,
    re.VERBOSE,
)
_STRING_END = {
    "'": re.compile(r"(?:[^\\\n']|\\.)*'?", re.DOTALL),
    '"': re.compile(r'(?:[^\\\n"]|\\.)*"?', re.DOTALL),
    "'''": re.compile(r"(?:[^\\']|\\.|'(?!''))*(?:''')?", re.DOTALL),
    '"""': re.compile(r'(?:[^\\"]|\\.|"(?!""))*(?:""")?', re.DOTALL),
}


def too_deep(text: str) -> tuple[int, int, str] | None:
    r"""Where and why code is too deeply nested to be parsed safely: line, column and reason, or None.

    Takes time linear in the length of the text, whose lines end with `\\n`. The text need not be valid Python.
    """
    look = _Look()
    text = "\n" + text
    at = 0
    while found := look.expected.search(text, at):
        at = found.end()
        if look.in_literal:
            reason = look.literal(found)
        elif found["string"]:
            reason = look.string(found["string"], found["prefix"] or "")
            if not look.in_literal:
                end = _STRING_END[found["string"]].match(text, at)
                assert end  # every alternative also matches nothing
                at = end.end()
        else:
            reason = look.token(found)
        if reason:
            before = text[1 : max(found.start(), 1)]
            return before.count("\n") + 1, len(before) - before.rfind("\n"), reason
    return None


@dataclass(slots=True)
class _Level:
    """One open bracket, or the statement around all of them."""

    links: int = 0
    """Links of the expression being read."""
    closed: int = 0
    """How deep the deepest bracket is that was closed in that expression."""
    deepest: int = 0
    """How deep the expressions before the last comma went."""
    strings: int = 0
    """Strings in a row."""
    awaited: dict[str, int] = field(default_factory=lambda: {":": 0, "in": 0})
    """How many parameter lists of lambdas and targets of loops are open, within which a comma parts nothing."""

    @property
    def depth(self) -> int:
        return max(self.deepest, self.links + self.closed)

    def part(self) -> None:
        """What follows does not hang on what came before."""
        self.deepest = self.depth
        self.links = self.closed = self.strings = 0


@dataclass(slots=True)
class _Literal:
    """An f-string whose text is being read, or the format behind the colon in one."""

    quote: str
    raw: bool
    is_format: bool = False
    expression: int | None = None
    """The bracket depth of the expression that is being read instead of text."""

    @property
    def pattern(self) -> re.Pattern[str]:
        return _literal(self.quote, raw=self.raw, is_format=self.is_format)


def _literal(quote: str, *, raw: bool, is_format: bool) -> re.Pattern[str]:
    named = "" if raw else r"\\N\{[^{}\n]*\}|"
    doubled = r"(?P<close>\})" if is_format else r"\{\{|\}\}"
    end = quote if len(quote) == 3 else rf"{quote}|\n"  # noqa: PLR2004  # the length of a triple quote
    # `re` caches what it compiles.
    return re.compile(rf"{named}\\[^{{}}]|{doubled}|(?P<open>\{{)|(?P<quote>{end})", re.DOTALL)


class _Look:
    """What the look remembers from one token to the next."""

    def __init__(self) -> None:
        self.levels = [_Level()]
        self.above = 0
        """How deep the innermost bracket stands: the links outside it and the blocks around it."""
        self.pattern = False
        """Whether the pattern of a `case`, which may only be a name, is being read."""
        self.blocks = [(0, 0)]
        """The width of each open indentation and the `elif`s in a row that stand there."""
        self.literals: list[_Literal] = []

    @property
    def depth(self) -> int:
        return len(self.levels) - 1

    @property
    def in_literal(self) -> bool:
        return bool(self.literals) and self.literals[-1].expression is None

    @property
    def expected(self) -> re.Pattern[str]:
        return self.literals[-1].pattern if self.in_literal else _CODE

    def token(self, found: re.Match[str]) -> str | None:
        level = self.levels[-1]
        if found["open"]:
            return self.link(2) or self.open()
        if found["close"]:
            if self.literals and self.literals[-1].expression == self.depth:
                self.literals[-1].expression = None
            return self.close()
        if found["link"]:
            return self.operator(found["link"])
        if found["end"] and not self.depth:
            return self.line(found)
        if found["comma"] and not any(level.awaited.values()):
            level.part()
        return None

    def operator(self, word: str) -> str | None:
        awaited = self.levels[-1].awaited
        if word in {"lambda", "for"}:
            awaited[":" if word == "lambda" else "in"] += 1
        elif awaited.get(word):
            awaited[word] -= 1
        elif word == ":" and self.literals and self.literals[-1].expression == self.depth:
            outer = self.literals[-1]
            self.literals.append(_Literal(outer.quote, outer.raw, is_format=True))
        if word in {":", "if"} and not self.depth:
            self.pattern = False
        return self.link()

    def link(self, weight: int = 1) -> str | None:
        level = self.levels[-1]
        level.links += weight
        level.strings = 0
        return self.judge()

    def judge(self) -> str | None:
        level = self.levels[-1]
        if self.above + level.links + level.closed > MAX_DEPTH:
            return f"more than {MAX_DEPTH} operators, brackets and blocks hang on one another"
        return None

    def open(self) -> str | None:
        self.above += self.levels[-1].links
        self.levels.append(_Level())
        if self.pattern and self.depth > MAX_PATTERN:
            return f"a `case` pattern nested more than {MAX_PATTERN} deep"
        return f"brackets nested more than {MAX_BRACKETS} deep" if self.depth > MAX_BRACKETS else None

    def close(self) -> str | None:
        if not self.depth:
            return None
        inner = self.levels.pop()
        level = self.levels[-1]
        self.above -= level.links
        level.closed = max(level.closed, inner.depth)
        return self.judge()

    def string(self, quote: str, prefix: str) -> str | None:
        level = self.levels[-1]
        level.strings += 1
        if set(prefix) & set("fFtT"):
            self.literals.append(_Literal(quote, raw=bool(set(prefix) & set("rR"))))
        return f"more than {MAX_STRINGS} strings in a row" if level.strings > MAX_STRINGS else None

    def literal(self, found: re.Match[str]) -> str | None:
        """One piece of the text of an f-string."""
        literal = self.literals[-1]
        if found["open"]:
            strings = self.levels[-1].strings
            reason = self.open()
            self.levels[-2].strings = strings
            literal.expression = self.depth
            return reason
        if literal.is_format and found["close"]:
            self.literals.pop()
            self.literals[-1].expression = None
            return self.close()
        if found["quote"]:
            while self.literals.pop().is_format:
                self.close()
        return None

    def line(self, found: re.Match[str]) -> str | None:
        """The beginning of a line that no bracket holds open."""
        self.levels = [_Level()]
        if found["any"] is None:
            return None
        self.pattern = bool(found["case"])
        width = len(found["indent"].expandtabs())
        while len(self.blocks) > 1 and width < self.blocks[-1][0]:
            self.blocks.pop()
        if width > self.blocks[-1][0]:
            self.blocks.append((width, 0))
        elifs = self.blocks[-1][1] + bool(found["elif"]) if found["elif"] or found["else"] else 0
        self.blocks[-1] = (self.blocks[-1][0], elifs)
        self.above = sum(2 + elifs for _, elifs in self.blocks)
        if len(self.blocks) > MAX_INDENT:
            return f"blocks nested more than {MAX_INDENT} deep"
        return self.judge()
