"""What one coding assistant reads: which context files, which of several, and how much of them."""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from lawful.context.scope import matches
from lawful.source import line_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lawful.context.settings import Settings


class Measure(StrEnum):
    """In what an assistant counts how long a text is."""

    BYTES = "bytes"
    CHARACTERS = "characters"
    LINES = "lines"

    def of(self, text: str) -> int:
        """How long a text is."""
        if self is Measure.BYTES:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) if self is Measure.CHARACTERS else line_at(text, len(text.rstrip("\r\n")))


class Excess(StrEnum):
    """What becomes of a text that is longer than a limit."""

    CUT = "cut"
    """What lies beyond is not seen."""
    SKIPPED = "skipped"
    """The whole file is not seen."""
    ADVISED = "advised"
    """All of it is seen; the assistant's makers advise against it."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of its context files an assistant reads.

    Attributes:
        size: the most it reads.
        measure: in what that is counted.
        excess: what becomes of the rest.
        shared: whether a file shares the limit with those of all folders above it, which come first.
        files: a glob for the files that it is about.
    """

    size: int
    measure: Measure
    excess: Excess
    shared: bool = False
    files: str = "**"

    def cut_line(self, text: str, used: int) -> int:
        """The 1-based line that stands, wholly or partly, beyond the limit when `used` of it is spent already."""
        left = max(self.size - used, 0)
        if self.measure is Measure.BYTES:
            kept = text.encode("utf-8", "surrogatepass")[:left].decode("utf-8", "ignore")
            return line_at(text, len(kept))
        return line_at(text, left) if self.measure is Measure.CHARACTERS else left + 1

    def __str__(self) -> str:
        if self.measure is Measure.BYTES:
            kibi = self.size // 1024
            return f"{kibi // 1024} MiB" if kibi >= 1024 else f"{kibi} KiB"  # noqa: PLR2004  # KiB in a MiB
        return f"{self.size:,} {self.measure.value}"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which context files of a project an assistant reads, with its settings there taken into account.

    Attributes:
        rows: globs of files, relative to the root. Of each row only the first glob that finds any file in a folder
            is read there; what the others find is hidden by it.
        excluded: globs for absolute paths of files that it leaves out, as its settings say.
        limits: how much it reads.
    """

    rows: tuple[tuple[str, ...], ...]
    excluded: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()

    def reads(self, path: str) -> bool:
        """Whether a file relative to the root is one that it may read."""
        return any(matches(glob, path) for row in self.rows for glob in row)

    def chosen(self, paths: Iterable[str], folder: Callable[[str], str]) -> dict[str, str | None]:
        """The files that it would read, in its order, each with the file that hides it if there is one.

        Args:
            paths: the files that there are, relative to the root.
            folder: gives the folder that a file governs.
        """
        paths = tuple(paths)
        found: dict[str, str | None] = {}
        for row in self.rows:
            first: dict[str, tuple[str, str]] = {}
            for glob in row:
                for path in paths:
                    if path in found or not matches(glob, path):
                        continue
                    winner = first.setdefault(folder(path), (glob, path))
                    found[path] = None if winner[0] == glob else winner[1]
        return found


class Reader(ABC):  # each part has a sensible default, but no assistant is without a name and files
    """A coding assistant as a reader of context files; a subclass stands beside the formats that it reads.

    Attributes:
        name: what it is called on the command line.
        title: what it is called in messages.
        rows: which files it reads, see `Choice`.
        limits: how much it reads.
        user: globs, relative to a person's home, of the files it reads there.
        managed: folders in which an organisation puts files that it reads before any other.
        boundless: whether it also looks into the folders above the repository.
        elsewhere: what else it follows that no file shows.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    rows: ClassVar[tuple[tuple[str, ...], ...]]
    limits: ClassVar[tuple[Limit, ...]] = ()
    user: ClassVar[tuple[str, ...]] = ()
    managed: ClassVar[tuple[str, ...]] = ()
    boundless: ClassVar[bool] = False
    elsewhere: ClassVar[str] = ""

    def choice(self, settings: Settings) -> Choice:
        """Which files it reads in one project.

        Args:
            settings: reads the files in which people change that.
        """
        del settings
        return Choice(self.rows, (), self.limits)
