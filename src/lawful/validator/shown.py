"""How a text is shown: counted, measured, and with nothing in it that a terminal would act on."""

from __future__ import annotations

import unicodedata


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
        if not _acts(character) or (escapes and character == "\x1b")
        else " "
        if character in "\t\n\r"
        else f"\\u{{{ord(character):x}}}"
        for character in text
    )


def _acts(character: str) -> bool:
    return character < " " or character == "\x7f" or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def width(text: str) -> int:
    """How many columns a terminal uses for a text."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )
