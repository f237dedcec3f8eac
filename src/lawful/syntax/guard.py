"""A linear look at code before a parser sees it: could the parser overflow its stack on it, or never come back?

LibCST's native parser overflows the C stack at about 1,200 nested brackets or 10,000 operators in a row, takes
exponential time on nested patterns in `case`, and a gigabyte for a few megabytes of code; none of it can be caught from
Python. What is ordinary is parsed where it is met; what is not goes to a process of its own that may be killed, up to
limits of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lawful.errors import SourceError
from lawful.regex import regex


@dataclass(frozen=True, slots=True)
class Limits:
    """How far code may go.

    Attributes:
        looked_at: how long it is, in characters, that Python's own parser is given.
        characters: how long it is that LibCST is given, which takes ten times the memory.
        brackets: nested brackets.
        depth: what hangs on one another from the outermost block to the innermost operand: operators, attributes,
            calls, brackets, blocks and `elif`s.
        strings: strings in a row, which Python joins to one; LibCST stops at 3,000.
        pattern: nested brackets in one `case` pattern: parse time doubles, and for mappings quadruples, with each.
        indent: nested blocks.
    """

    looked_at: int
    characters: int
    brackets: int
    depth: int
    strings: int
    pattern: int
    indent: int


ORDINARY = Limits(looked_at=2_000_000, characters=300_000, brackets=25, depth=300, strings=1500, pattern=3, indent=20)
"""What is parsed where it is met: safe for a thread with a stack of one megabyte. 99.8 % of well-known packages are."""
CONTAINED = Limits(
    looked_at=16_777_216, characters=16_777_216, brackets=200, depth=8000, strings=2900, pattern=30, indent=100
)
"""What is parsed in a process of its own, with a large stack. Python itself stops at 200 brackets and 100 blocks."""

_CODE = regex(
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


class LimitError(SourceError):
    """Code goes beyond the limits within which it may be parsed."""


def too_deep(text: str, limits: Limits = ORDINARY) -> tuple[int, int, str] | None:
    r"""Where and why code is too deeply nested to be parsed safely: line, column and reason, or None.

    Takes time linear in the length of the text, whose lines end with `\\n`. The text need not be valid Python.

    Args:
        text: the code.
        limits: how far it may go.
    """
    if len(text) > limits.characters:
        return 1, 1, f"more than {limits.characters:,} characters"
    look = _Look(limits)
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

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
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
        if self.above + level.links + level.closed > self.limits.depth:
            return f"more than {self.limits.depth} operators, brackets and blocks hang on one another"
        return None

    def open(self) -> str | None:
        self.above += self.levels[-1].links
        self.levels.append(_Level())
        if self.pattern and self.depth > self.limits.pattern:
            return f"a `case` pattern nested more than {self.limits.pattern} deep"
        return f"brackets nested more than {self.limits.brackets} deep" if self.depth > self.limits.brackets else None

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
        return f"more than {self.limits.strings} strings in a row" if level.strings > self.limits.strings else None

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
        if len(self.blocks) > self.limits.indent:
            return f"blocks nested more than {self.limits.indent} deep"
        return self.judge()
