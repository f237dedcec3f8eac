"""Text in a context file that a person does not see and an assistant reads.

Characters without a shape can carry whole sentences: tag characters are a copy of ASCII, variation selectors stand for
bytes, and two kinds of zero-width characters for bits. Those that turn the direction of writing make a line look like
another. Emoji, and the joiners that Indic, Arabic and other scripts are written with, use some of the same characters
in ways that are told apart here.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawful.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
"""The flag of a region: its code in tag characters behind a black flag."""
_TAGS = "[\U000e0000-\U000e007f]+"
_SELECTORS = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}"
_TURNS = "[\u202a-\u202e\u2066-\u2069]"
_ZERO = "\u034f\u115f\u1160\u3164\uffa0\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
_CONTROLS = "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+"
_BLANKS = r"(?<=\S)[ \t\u00a0]{200,}(?=[^\s|])"
_UNSEEN = regex(
    f"(?P<flag>{_FLAG})|(?P<tags>{_TAGS})|(?P<selectors>{_SELECTORS})|(?P<turns>{_TURNS})"
    f"|(?P<zero>[{_ZERO}\u00ad]{{2,}}|(?<=[0-9A-Za-z_])[{_ZERO}](?=[0-9A-Za-z_]))"
    f"|(?P<controls>{_CONTROLS})|(?P<blanks>{_BLANKS})"
)
_LONGEST = 200
"""Characters of a decoded text that are shown."""
_WHAT = {
    "tags": "tag characters, which nobody sees",
    "selectors": "variation selectors, which nobody sees",
    "turns": "a character that turns the direction of writing, so that the line reads otherwise than it is",
    "zero": "characters without width, which nobody sees",
    "controls": "control characters, which a terminal obeys and nobody sees",
    "blanks": "a long row of blanks, which pushes what follows out of sight",
}


@dataclass(frozen=True, slots=True)
class Unseen:
    """Characters that a person does not see.

    Attributes:
        offset: where they begin, in characters.
        message: what they are, and what they say if that can be told.
    """

    offset: int
    message: str


def unseen(text: str) -> Iterator[Unseen]:
    """Every run of characters in a text that hides something, in order; ordinary emoji and joiners hide nothing."""
    for found in _UNSEEN.finditer(text):
        kind = found.lastgroup or ""
        if kind != "flag":
            yield Unseen(found.start(), f"{_WHAT[kind]}: {_shown(kind, found.group())}")


def _shown(kind: str, run: str) -> str:
    if kind == "blanks":
        return f"{len(run)} of them"
    said = {"tags": _tags, "selectors": _selectors, "zero": _bits}.get(kind, _nothing)(run)
    if said is not None and said.strip() and said.isprintable():
        return f"they say '{said[:_LONGEST]}'{' ...' if len(said) > _LONGEST else ''}"
    names = dict.fromkeys(unicodedata.name(each, f"U+{ord(each):04X}") for each in run)
    return f"{len(run)} of {', '.join([*names][:4])}{', ...' if len(names) > 4 else ''}"  # noqa: PLR2004  # enough


def _nothing(_: str) -> None:
    return None


def _tags(run: str) -> str:
    """The ASCII that tag characters are a copy of."""
    first, end = 0xE0020, 0xE007F
    return "".join(chr(ord(each) - 0xE0000) for each in run if first <= ord(each) < end)


def _selectors(run: str) -> str | None:
    """The bytes that variation selectors stand for, as text."""
    codes = (ord(each) for each in run)
    data = bytes(code - 0xFE00 if code < 0xE0000 else code - 0xE0100 + 16 for code in codes)  # noqa: PLR2004  # as such
    return _decoded(data)


def _bits(run: str) -> str | None:
    """The bytes that two kinds of characters stand for as bits, eight to a byte, as text."""
    kinds = [*dict.fromkeys(run)]
    if len(kinds) != 2 or len(run) % 8:  # noqa: PLR2004  # two kinds of bit, eight to a byte
        return None
    for zero in kinds:
        bits = "".join("0" if each == zero else "1" for each in run)
        said = _decoded(int(bits, 2).to_bytes(len(run) // 8, "big"))
        if said is not None and said.isprintable():
            return said
    return None


def _decoded(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
