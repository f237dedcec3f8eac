"""`@path` in a context file: where it names another file to read, and where an `@` is only an `@`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lawful.context.markdown import texts
from lawful.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_REFERENCE = regex(r"(?<![\w`/@.])@(?P<path>[\w~./][^\s`]*)")
_TRAILING = ".,;:!?)]}'\"*_"
_TEXT = frozenset({".md", ".mdc", ".txt", ".markdown", ".rst"})


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a file names another one to read.

    Attributes:
        path: the path as it was written.
        line: its 1-based line.
        mark: what stands before it to say so.
    """

    path: str
    line: int
    mark: str = "@"

    def __str__(self) -> str:
        return f"{self.mark}{self.path}"

    @property
    def is_path(self) -> bool:
        """Whether it can hardly be anything but a file: `@docs/rules.md`, and not `@dataclass` or `@team/backend`."""
        return any(
            PurePosixPath(each).suffix.lower() in _TEXT or each.startswith(("./", "../", "/", "~/"))
            for each in self.candidates
        )

    @property
    def candidates(self) -> tuple[str, ...]:
        """The paths it may mean: as written, and without the punctuation that a sentence puts behind it."""
        stripped = self.path.rstrip(_TRAILING)
        return (self.path,) if stripped in {self.path, ""} else (self.path, stripped)


def references(text: str) -> Iterator[Reference]:
    """Every `@path` of a Markdown text, in order; those in code, comments and struck-out text are none."""
    if "@" not in text:
        return
    for line, words in texts(text):
        for found in _REFERENCE.finditer(words):
            yield Reference(found["path"], line)
