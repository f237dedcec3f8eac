"""How a text is shown: counted, measured, and with nothing in it that a terminal would act on."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"
_UNSEEN = frozenset({"\x7f", "\u115f", "\u1160", "\u3164", "\uffa0", *map(chr, range(0xE0100, 0xE01F0))})
"""Letters and marks without a shape."""


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 file`, `2 files`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def visible(text: str, *, escapes: bool = False) -> str:
    """A text with everything that a terminal would act on, or that hides other text, written out.

    Args:
        text: the text.
        escapes: whether escape characters stay, because they are colours of our own.
    """
    return "".join(
        character
        if not _acts(character) or (escapes and character == "\x1b") or (character in _JOINERS and _joins(text, at))
        else " "
        if character in "\t\n\r"
        else f"\\u{{{ord(character):x}}}"
        for at, character in enumerate(text)
    )


def _joins(text: str, at: int) -> bool:
    """Whether a joiner stands where scripts and emoji need it: alone, between letters or signs that are not ASCII."""
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    return len(around) == 2 and not any(each.isascii() or each in _JOINERS for each in around)  # noqa: PLR2004  # both


def _acts(character: str) -> bool:
    return character < " " or character in _UNSEEN or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def width(text: str) -> int:
    """How many columns a terminal uses for a text."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )
