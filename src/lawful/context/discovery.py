"""Finding and reading context files."""

from __future__ import annotations

import codecs
import os
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from lawful.context.directive import ContextFile
from lawful.context.imports import Reference, references
from lawful.errors import ContextError
from lawful.project import UnreadableError, read_bytes
from lawful.violation import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lawful.context.format import Format
    from lawful.project import Project

# The longer marks begin like shorter ones.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NEWLINE = re.compile(r"\r\n|\n|\r")
_NOISE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")


def load(
    project: Project, formats: Iterable[Format], named: Sequence[str | os.PathLike[str]] = ()
) -> tuple[list[ContextFile], list[Problem]]:
    """Read the context files of a project.

    Args:
        project: where to look.
        formats: the kinds of context file to look for.
        named: files to read instead of looking for any; each governs the whole project.

    Returns:
        The files in order of their paths, or in the order they were named; and the files that could not be read.

    Raises:
        ContextError: a named file could not be read.
    """
    formats = tuple(formats)
    if named:
        reader = _Reader(project)
        return [file for path in named for file in _named(reader, formats, Path(path))], []
    problems = [
        Problem(folder, None, None, "folder-unreadable", "cannot be listed; context files in it were not read")
        for folder in project.unlisted
    ]
    reader = _Reader(project)
    files: list[ContextFile] = []
    for path in project.files:
        for kind in formats:
            if kind.claims(path):
                try:
                    files += reader.read(kind, path, project.read(path), kind.base(path))
                except UnreadableError as error:
                    problems.append(Problem(path, None, None, "context-unreadable", error.reason))
    files += _ignored(project, formats)
    return files, problems


def _ignored(project: Project, formats: Iterable[Format]) -> Iterator[ContextFile]:
    """The files of the root that assistants read although git ignores them, each with a warning for its words."""
    for kind in formats:
        for glob in kind.files:
            path = glob.removeprefix("**/")
            if "*" not in path and path not in project.files and (project.root / path).is_file():
                message = "git ignores this file, so lawful did not read it; name it with --rules to have it read"
                yield ContextFile(path, kind.name, (), (Problem(path, None, None, "ignored-by-git", message),))


def _named(reader: _Reader, formats: Sequence[Format], path: Path) -> list[ContextFile]:
    root = reader.project.root
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  # a link is read as what it names
    inside = absolute.is_relative_to(root)
    shown = absolute.relative_to(root).as_posix() if inside else path.as_posix()
    kind = next((each for each in formats if each.claims(absolute.name) or each.claims(shown)), None)
    try:
        return reader.read(kind or _by_content(formats), shown, read_bytes(path, shown), "")
    except UnreadableError as error:
        raise ContextError(f"{error.reason}; it was named as a context file", path=shown) from error


def _by_content(formats: Sequence[Format]) -> Format:
    """The most tolerant format, for a file whose name says nothing."""
    return max(formats, key=lambda each: each.tolerant)


class _Reader:
    """Reads context files and what they import, each once for every folder that it governs."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._done: set[tuple[str, str]] = set()

    def read(self, kind: Format, path: str, data: bytes, base: str, *, hops: int = 0) -> list[ContextFile]:
        """Read one file and what it imports.

        Args:
            kind: its format.
            path: where it stands, relative to the root.
            data: its bytes.
            base: the folder that it governs.
            hops: over how many imports it was reached.

        Raises:
            UnreadableError: it is no text.
        """
        if (path, base) in self._done:
            return []  # it was imported before
        self._done.add((path, base))
        warnings: list[Problem] = []
        text, bad_line = decode(data)
        if _is_noise(text):
            raise UnreadableError("is no text in UTF-8 or UTF-16 and was not read", path=path)
        if bad_line:
            message = "is not in the encoding of the file here; what could be decoded was read"
            warnings.append(Problem(path, bad_line, None, "undecodable", message))
        directives = tuple(kind.read(text, path, warnings, base=base))
        imported = self._imported(kind, path, text, base, hops, warnings) if kind.imports else []
        if not directives and not imported and text.strip():
            warnings.append(Problem(path, None, None, "no-directives", "has text but no statement was found in it"))
        return [ContextFile(path, kind.name, directives, tuple(warnings)), *imported]

    def _imported(
        self, kind: Format, path: str, text: str, base: str, hops: int, warnings: list[Problem]
    ) -> list[ContextFile]:
        files: list[ContextFile] = []
        for reference in references(text):
            target, reason = self._target(path, reference)
            if target is not None and hops >= kind.imports:
                target, reason = None, f"is more than {kind.imports} imports away and was not read"
            if target is not None:
                try:
                    files += self.read(kind, target, self.project.read(target), base, hops=hops + 1)
                except UnreadableError as error:
                    reason = error.reason
            if reason is not None:
                warnings.append(Problem(path, reference.line, None, "import", f"@{reference.path} {reason}"))
        return files

    def _target(self, path: str, reference: Reference) -> tuple[str | None, str | None]:
        """The file that a reference names, relative to the root, or why none was read; nothing for a mere `@`."""
        for candidate in reference.candidates:
            if candidate.startswith(("~", "/")):
                return None, "lies outside the project and was not read" if reference.is_path else None
            joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), candidate))
            if joined.startswith("../") or joined == "..":
                return None, "lies outside the project and was not read" if reference.is_path else None
            if self.project.has(joined):
                return joined, None
        return None, "does not exist" if reference.is_path else None


def decode(data: bytes) -> tuple[str, int | None]:
    """The text of a context file and the first line that cannot be decoded, if there is one.

    The text is UTF-8 unless a byte-order mark says otherwise.
    """
    codec = next((codec for mark, codec in _MARKS if data.startswith(mark)), "utf-8-sig")
    try:
        return data.decode(codec), None
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(codec, errors="replace")
        return data.decode(codec, errors="replace"), len(_NEWLINE.findall(before)) + 1


def _is_noise(text: str) -> bool:
    """Whether so much of a text is no text that it must be something else."""
    return len(_NOISE.findall(text)) * 3 > len(text)
