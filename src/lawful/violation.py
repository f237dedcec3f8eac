"""What a run finds, as plain data: positions and text edits, never tree nodes.

The same values go through processes, JSON, editors and prompts unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lawful.source import Edit, Span


class Severity(StrEnum):
    """How much a violation weighs; it follows from the strength of the directive."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    """Worth knowing; no code is reported with it."""


class Applicability(StrEnum):
    """What a fix promises, in ruff's sense of the words."""

    SAFE = "safe"
    """The code means the same afterwards."""
    UNSAFE = "unsafe"
    """The meaning may change; a person should look."""
    DISPLAY = "display"
    """A suggestion that may not even run; never applied."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A deterministic cure for one violation; its edits belong together."""

    applicability: Applicability
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a directive stands: context file, relative to the root, and 1-based line."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Citation:
    """What a violation cites: the words of the directive, where they stand and where else they stand."""

    text: str
    source: Place
    also: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where code breaks a rule; `known` if a baseline lists it."""

    path: str
    span: Span
    check: str
    message: str
    severity: Severity
    rule: Citation
    fix: Fix | None = None
    known: bool = False

    @property
    def order(self) -> tuple[object, ...]:
        """A key that puts violations in the order in which a reader meets them."""
        return (self.path, self.span, self.check, self.rule.source)


@dataclass(frozen=True, slots=True)
class Defect:
    """Something wrong with a context file as such.

    Attributes:
        path: the file.
        line: the 1-based line, or None where the whole file is meant.
        column: the 1-based column, or None.
        kind: what is wrong, in one word.
        message: the same for people, with what to do.
        severity: how much it matters.
        also: other places that are part of it.
    """

    path: str
    line: int | None
    column: int | None
    kind: str
    message: str
    severity: Severity
    also: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that kept a run from looking: a file that could not be read or parsed, a check that crashed.

    Attributes:
        path: the file.
        line: the 1-based line, or None where the whole file is meant.
        column: the 1-based column, or None.
        kind: what is wrong, in one word.
        message: the same for people.
        check: the only check that was kept from looking, if the others were not.
    """

    path: str
    line: int | None
    column: int | None
    kind: str
    message: str
    check: str | None = None

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        return f"{where}: {self.kind}: {self.message}"
