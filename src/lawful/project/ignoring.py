"""What git ignores, read from the files in which people tell it so."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawful.project.globs import Segments, fits, segments
from lawful.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of an ignore file.

    Attributes:
        ignores: whether it ignores what it matches, rather than keeping it.
        folders: whether it speaks of folders only.
        anchored: whether it is meant for whole paths, rather than for names wherever they stand.
        segments: what it matches.
    """

    ignores: bool
    folders: bool
    anchored: bool
    segments: Segments


class IgnoreFile:
    """The patterns of one ignore file, for the paths below its folder.

    Every path is matched for itself alone: what stands below an ignored folder is never asked for.
    """

    def __init__(self, folder: str, data: bytes) -> None:
        self._folder = folder
        # Names that are not UTF-8 are decoded the same way when a folder is listed.
        lines = os.fsdecode(data.removeprefix(b"\xef\xbb\xbf")).split("\n")
        self._patterns = tuple(pattern for line in reversed(lines) if (pattern := _pattern(line)))
        self._names = _names(each for each in self._patterns if not each.folders)
        self._folders = _names(self._patterns)

    def verdict(self, path: str, *, folder: bool) -> bool | None:
        """Ignored, kept, or not mentioned.

        Args:
            path: relative to the root.
            folder: whether a folder stands there.
        """
        if not (self._folders if folder else self._names).fullmatch(path, path.rfind("/") + 1):
            return None
        parts = path[len(self._folder) :].split("/")
        name = parts[-1:]
        for pattern in self._patterns:
            if (folder or not pattern.folders) and fits(pattern.segments, parts if pattern.anchored else name):
                return pattern.ignores
        return None


def _names(patterns: Iterable[Pattern]) -> re.Pattern[str]:
    """What matches the names of all paths that some patterns match; most paths can be told by their names alone."""
    last = [each.segments[-1] for each in patterns]
    return regex("|".join(f"(?:{each.pattern if each else '.*'})" for each in last) or "(?!)", re.DOTALL)


def ignored(path: str, files: Iterable[IgnoreFile], *, folder: bool = False) -> bool:
    """Whether the nearest ignore file that mentions a path ignores it.

    Args:
        path: relative to the root.
        files: the ignore files of the folders above it, the nearest first.
        folder: whether a folder stands there.
    """
    for file in files:
        verdict = file.verdict(path, folder=folder)
        if verdict is not None:
            return verdict
    return False


def _pattern(line: str) -> Pattern | None:
    line = _trimmed(line.removesuffix("\r"))
    if not line or line.startswith("#"):
        return None
    ignores = not line.startswith("!")
    text = line if ignores else line[1:]
    folders = text.endswith("/")
    text = text.removesuffix("/")
    anchored = "/" in text
    if not text:
        return None
    return Pattern(ignores, folders, anchored, segments(text.removeprefix("/")))


def _trimmed(line: str) -> str:
    """The line without the blanks at its end, except for one behind a backslash."""
    bare = line.rstrip(" ")
    slashes = len(bare) - len(bare.rstrip("\\"))
    return f"{bare} " if slashes % 2 and len(bare) < len(line) else bare
