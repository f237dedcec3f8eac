"""Patterns for paths, matched segment by segment in time that no pattern can blow up."""

from __future__ import annotations

import re

from lawful.regex import regex

Segments = tuple[re.Pattern[str] | None, ...]
"""The parts of a pattern between its slashes; None for `**`, which stands for any number of them."""

_SPECIAL = regex(r"[*?/]")
NOTHING = regex(r"(?!)")
_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r"\ \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-\\~",
    "lower": "a-z",
    "print": "\\ -\\~",
    "punct": r"!-/:-@\[-`{-\~",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


def segments(pattern: str) -> Segments:
    """The compiled parts of a pattern.

    Within a part `*` stands for any characters, `?` for one, `[a-z]` for one of several, `[!a-z]` for one of all
    others, and a backslash takes the next sign literally. What is never closed makes its part match nothing.
    """
    return tuple(None if len(part) > 1 and not part.strip("*") else _segment(part) for part in _parts(pattern))


def _parts(pattern: str) -> list[str]:
    """The parts between the slashes; one inside a bracket separates nothing."""
    parts: list[str] = []
    start = at = 0
    while at < len(pattern):
        if pattern[at] == "[":
            _, at = _bracket(pattern, at + 1)
            continue
        escaped = pattern[at] == "\\"
        if pattern[at + escaped : at + escaped + 1] == "/":
            parts.append(pattern[start:at])
            start = at + escaped + 1
        at += 1 + escaped
    return [*parts, pattern[start:]]


def literal(pattern: str) -> str:
    """The longest text that every path holds which a pattern matches; empty if none is plain to see."""
    if "[" in pattern or "\\" in pattern:
        return ""
    return max(_SPECIAL.split(pattern), key=len)


def fits(pattern: Segments, parts: list[str]) -> bool:
    """Whether a pattern matches the parts of a path. A `**` at the end wants at least one part."""
    last = pattern[-1] if pattern else NOTHING
    if parts and last is not None and not last.fullmatch(parts[-1]):
        return False  # most patterns can be told by the name alone not to match
    # Only the last `**` met can need another try, as with `*` in a single name.
    at = position = 0
    retry: tuple[int, int] | None = None
    while position < len(parts):
        segment = pattern[at] if at < len(pattern) else NOTHING
        if segment is None:
            retry = (at, position)
            at += 1
        elif segment.fullmatch(parts[position]):
            at += 1
            position += 1
        elif retry:
            retry = (retry[0], retry[1] + 1)
            at, position = retry[0] + 1, retry[1]
        else:
            return False
    return at == len(pattern)


def _segment(part: str) -> re.Pattern[str]:
    pieces: list[list[str]] = [[]]
    at = 0
    while at < len(part):
        if part[at] == "*":
            if pieces[-1] or len(pieces) == 1:
                pieces.append([])
            at += 1
            continue
        expression, at = _character(part, at)
        pieces[-1].append(expression)
    first, *others = ("".join(piece) for piece in pieces)
    if others:
        # Each star takes as little as it can and never gives back: linear, and right for all but the last.
        middle = "".join(f"(?>.*?{each})" for each in others[:-1])
        first = f"{first}{middle}.*{others[-1]}"
    return re.compile(first, re.DOTALL)


def _character(part: str, at: int) -> tuple[str, int]:
    """The expression for the one character that a pattern asks for, and where the pattern goes on."""
    match part[at]:
        case "?":
            return ".", at + 1
        case "[":
            return _bracket(part, at + 1)
        case "\\":
            return (re.escape(part[at + 1]), at + 2) if at + 1 < len(part) else ("(?!)", at + 1)
        case literal:
            return re.escape(literal), at + 1


def _bracket(part: str, at: int) -> tuple[str, int]:
    negated = part[at : at + 1] in {"!", "^"}
    at += negated
    first = at
    inner = ""
    while at < len(part) and (part[at] != "]" or at == first):
        named = re.compile(r"\[:(\w+):\]").match(part, at)
        if named:
            inner += _CLASSES.get(named[1], "")
            at = named.end()
            continue
        low, at = _literal(part, at)
        high = low
        if part[at : at + 1] == "-" and part[at + 1 : at + 2] not in {"", "]"}:
            high, at = _literal(part, at + 1)
        # A range that runs backwards holds its first character, as in git.
        inner += f"{re.escape(low)}-{re.escape(max(low, high))}"
    if at >= len(part):
        return "(?!)", len(part)
    if not inner:  # only classes nobody knows
        return "." if negated else "(?!)", at + 1
    return f"[{'^' * negated}{inner}]", at + 1


def _literal(part: str, at: int) -> tuple[str, int]:
    at += part[at] == "\\" and at + 1 < len(part)
    return part[at], at + 1
