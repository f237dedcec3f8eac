"""Finding and reading context files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from lawful.context.directive import ContextFile
from lawful.errors import ContextError
from lawful.project import UnreadableError, read_bytes
from lawful.violation import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lawful.context.format import Format
    from lawful.project import Project


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
        return [_named(project, formats, Path(path)) for path in named], []
    files: list[ContextFile] = []
    problems: list[Problem] = []
    for path in project.files:
        for kind in formats:
            if kind.claims(path):
                try:
                    files.append(_read(kind, path, project.read(path)))
                except UnreadableError as error:
                    problems.append(Problem(path, None, None, "context-unreadable", error.reason))
    return files, problems


def _named(project: Project, formats: Sequence[Format], path: Path) -> ContextFile:
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  # a link is read as what it names
    inside = absolute.is_relative_to(project.root)
    shown = absolute.relative_to(project.root).as_posix() if inside else path.as_posix()
    try:
        data = read_bytes(path, shown)
    except UnreadableError as error:
        raise ContextError(f"{error.reason}; it was named as a context file", path=shown) from error
    kind = next((each for each in formats if each.claims(absolute.name) or each.claims(shown)), None)
    return _read(kind or _by_content(formats), shown, data, root=True)


def _by_content(formats: Sequence[Format]) -> Format:
    """The most tolerant format, for a file whose name says nothing."""
    return max(formats, key=lambda each: each.tolerant)


def _read(kind: Format, path: str, data: bytes, *, root: bool = False) -> ContextFile:
    warnings: list[Problem] = []
    text, bad_line = decode(data)
    if bad_line:
        warnings.append(Problem(path, bad_line, None, "not-utf-8", "is not UTF-8 here; what could be decoded was read"))
    directives = tuple(kind.read(text, path, warnings, base="" if root else kind.base(path)))
    if not directives and text.strip():
        warnings.append(Problem(path, None, None, "no-directives", "has text but no statement was found in it"))
    return ContextFile(path, kind.name, directives, tuple(warnings))


def decode(data: bytes) -> tuple[str, int | None]:
    """The text of a context file and the first line at which it is not UTF-8, if there is one."""
    for mark, codec in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(codec, errors="replace").removeprefix("\ufeff"), None
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return data.decode("utf-8-sig", errors="replace"), line
