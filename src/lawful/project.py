"""One project on disk: which files it has, and reading and writing them without ever leaving its root."""

from __future__ import annotations

import os
import stat
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from lawful.errors import LocatedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathspec import GitIgnoreSpec

MAX_BYTES = 16 * 1024 * 1024
"""The largest file that is read. Real source files stay far below a megabyte."""
SKIPPED = frozenset({".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".nox", ".eggs"})
"""Folders that never hold a team's own code."""


class UnreadableError(LocatedError):
    """A file of the project is missing, unreadable, too large or lies outside the root."""


class Project:
    """The files below one root.

    Attributes:
        root: the real path of the root.
    """

    def __init__(self, root: str | os.PathLike[str] = ".") -> None:
        self.root = Path(root).resolve()
        if not self.root.is_dir():
            raise UsageError(f"{root}: no such folder; name the project's root with --root")

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file that git would not ignore, relative to the root with `/`, sorted.

        Read from `.gitignore` files and `.git/info/exclude`, so it is the same on every machine; a person's global
        ignore file is not asked. Links to folders are not followed.
        """
        return tuple(sorted(self._walk()))

    def relative(self, path: str | os.PathLike[str]) -> str:
        """The path relative to the root, with `/`.

        Args:
            path: an absolute path, or one relative to the current folder or, if nothing is there, to the root.

        Raises:
            UsageError: the path lies outside the root.
        """
        absolute = Path(os.path.abspath(path))  # noqa: PTH100  # links are judged when the file is read
        in_root = Path(os.path.abspath(self.root / path))  # noqa: PTH100  # as above
        candidates = (absolute, absolute.parent.resolve() / absolute.name, in_root)
        inside = [each for each in candidates if each.is_relative_to(self.root)]
        if not inside:
            raise UsageError(f"{path} lies outside the root {self.root}; name another root with --root")
        return next((each for each in inside if each.exists()), inside[0]).relative_to(self.root).as_posix()

    def select(self, path: str) -> Iterator[str]:
        """The files that a path relative to the root names: itself, or what is below it and not ignored."""
        if (self.root / path).is_dir():
            prefix = "" if path == "." else f"{path}/"
            yield from (file for file in self.files if file.startswith(prefix))
        else:
            yield path

    def read(self, path: str) -> bytes:
        """The bytes of one file, given relative to the root.

        Raises:
            UnreadableError: it is missing, no regular file, unreadable, too large, or a link out of the root.
        """
        full = self.root / path
        try:
            real = full.resolve(strict=True)
            if not real.is_relative_to(self.root):
                raise UnreadableError("is a link to a file outside the root and was not read", path=path)
            return read_bytes(real, path)
        except (OSError, RuntimeError, ValueError) as error:
            raise UnreadableError(_why(error), path=path) from error

    def write(self, path: str, data: bytes) -> None:
        """Replace one file in a single step, keeping its permissions.

        Raises:
            UnreadableError: it cannot be written, or lies outside the root.
        """
        full = self.root / path
        try:
            target = full.resolve()
            if not target.is_relative_to(self.root):
                raise UnreadableError("lies outside the root and was not written", path=path)
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
            try:
                with temporary.open("xb") as stream:
                    stream.write(data)
                if target.exists():
                    temporary.chmod(stat.S_IMODE(target.stat().st_mode))
                temporary.replace(target)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
        except (OSError, RuntimeError) as error:
            raise UnreadableError(_why(error, "written"), path=path) from error

    def _walk(self) -> Iterator[str]:
        stack: list[tuple[str, list[_Ignore]]] = [("", [])]
        while stack:
            folder, above = stack.pop()
            ignores = [*above, *self._ignores(folder)]
            try:
                entries = list(os.scandir(self.root / folder))
            except OSError:
                continue  # a folder that may not be listed holds no file that may be read
            for entry in entries:
                path = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    inside = f"{path}/"
                    skipped = entry.name in SKIPPED or _is_environment(entry.path)
                    if not skipped and not _ignored(inside, ignores):
                        stack.append((inside, ignores))
                elif entry.is_file() and not _ignored(path, ignores):
                    yield path

    def _ignores(self, folder: str) -> Iterator[_Ignore]:
        for name in (*((".git/info/exclude",) if not folder else ()), f"{folder}.gitignore"):
            try:
                lines = (self.root / name).read_text(encoding="utf-8", errors="replace").splitlines()
            except (OSError, ValueError):
                continue
            if any(line.strip() for line in lines):
                yield _Ignore(folder, lines)


class _Ignore:
    """The patterns of one ignore file, for the paths below its folder."""

    def __init__(self, folder: str, lines: list[str]) -> None:
        self.folder = folder
        self._lines = lines

    @cached_property
    def _spec(self) -> GitIgnoreSpec:
        from pathspec import GitIgnoreSpec

        return GitIgnoreSpec.from_lines(self._lines)

    def verdict(self, path: str) -> bool | None:
        """Ignored, kept, or not mentioned."""
        return self._spec.check_file(path.removeprefix(self.folder)).include


def _ignored(path: str, ignores: list[_Ignore]) -> bool:
    for ignore in reversed(ignores):
        verdict = ignore.verdict(path)
        if verdict is not None:
            return verdict
    return False


def _is_environment(folder: str) -> bool:
    return os.path.exists(f"{folder}/pyvenv.cfg")  # noqa: PTH110  # called for every folder of a walk


def read_bytes(path: Path, shown: str) -> bytes:
    """The bytes of a regular file of bounded size.

    Raises:
        UnreadableError: it is missing, no regular file, unreadable or too large.
    """
    try:
        # Without O_NONBLOCK, opening a named pipe would wait for somebody to write to it.
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as stream:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise UnreadableError("is no regular file", path=shown)
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UnreadableError(_why(error), path=shown) from error
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"is larger than {MAX_BYTES // 1024 // 1024} MiB and was not read", path=shown)
    return data


def parent(path: str) -> str:
    """The folder of a file relative to the root, empty for the root itself."""
    folder = PurePosixPath(path).parent.as_posix()
    return "" if folder == "." else folder


def _why(error: Exception, verb: str = "read") -> str:
    return f"cannot be {verb}: {getattr(error, 'strerror', None) or error}"
