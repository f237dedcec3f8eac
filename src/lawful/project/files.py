"""One project on disk: which files it has, and reading and writing them without ever leaving its root."""

from __future__ import annotations

import contextlib
import os
import stat
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol

from lawful.errors import LocatedError, UsageError
from lawful.project.ignoring import IgnoreFile, ignored

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_BYTES = 16 * 1024 * 1024
"""The largest file that is read. Real source files stay far below a megabyte."""
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
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
        try:
            self.root = Path(root).resolve(strict=True)
            found = self.root.is_dir()
        except (OSError, RuntimeError, ValueError):
            found = False
        if not found:
            raise UsageError(f"{root}: no such folder; name the project's root with --root")

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file that git would not ignore, relative to the root with `/`, sorted.

        Read from the `.gitignore` files below the root and `.git/info/exclude`, so it is the same on every machine; a
        person's global ignore file is not asked, nor which files are tracked. Links to folders are not followed.
        """
        return tuple(sorted(self._found[0]))

    @property
    def unlisted(self) -> tuple[str, ...]:
        """The folders whose files are not known, because they may not or cannot be listed, sorted."""
        return tuple(sorted(self._found[1]))

    @property
    def odd(self) -> tuple[str, ...]:
        """What is neither a file nor a folder, such as a named pipe or a link that leads nowhere, sorted."""
        return tuple(sorted(self._found[3]))

    @property
    def links(self) -> tuple[tuple[str, str | None], ...]:
        """The links to folders, relative to the root, each with the folder of the root it leads to, if it does."""
        return tuple(sorted(self._found[2]))

    def relative(self, path: str | os.PathLike[str]) -> str:
        """The path relative to the root, with `/`.

        Args:
            path: an absolute path, or one relative to the current folder or, if nothing is there, to the root.

        Raises:
            UsageError: the path lies outside the root.
        """
        absolute = Path(os.path.abspath(path))  # noqa: PTH100  # links are judged when the file is read
        in_root = Path(os.path.abspath(self.root / path))  # noqa: PTH100  # as above
        candidates = [absolute, in_root]
        with contextlib.suppress(OSError, RuntimeError, ValueError):  # a link that leads to itself, or no path at all
            candidates.insert(1, absolute.parent.resolve() / absolute.name)
        inside = [each for each in candidates if each.is_relative_to(self.root)]
        if not inside:
            raise UsageError(f"{path} lies outside the root {self.root}; name another root with --root")
        return next((each for each in inside if os.path.lexists(each)), inside[0]).relative_to(self.root).as_posix()

    def output(self, path: str | os.PathLike[str]) -> str:
        """The path of a file to be written, relative to the root, with `/`.

        Args:
            path: an absolute path, or one relative to the current folder.

        Raises:
            UsageError: the file lies outside the root, also by a link, or something stands in its way.
        """
        absolute = Path(os.path.abspath(path))  # noqa: PTH100  # the last part may be a link that is replaced
        try:
            real = absolute.resolve()
            folder = next(each for each in real.parents if each.exists())
            blocked = not folder.is_dir() or not os.access(folder, os.W_OK) or real.is_dir()
        except (OSError, RuntimeError, ValueError) as error:
            raise UsageError(f"{path} cannot be written: {_why(error)}") from error
        if not real.is_relative_to(self.root):
            raise UsageError(f"{path} lies outside the root {self.root}; name another root with --root")
        if blocked:
            raise UsageError(f"{path} cannot be written there")
        return real.relative_to(self.root).as_posix()

    def select(self, path: str) -> Iterator[str]:
        """The files that a path relative to the root names: itself, or what is below it and not ignored.

        A link to a folder of the project stands for that folder; one that leads out of it is left to `read` to refuse.
        """
        folder = self._folder(path)
        if folder is None:
            yield path
        else:
            yield from (file for file in self.files if file.startswith(folder))

    def has_folder(self, path: str) -> bool:
        """Whether there is a folder at a path relative to the root, or a link to one of the project."""
        return self._folder(path) is not None

    def _folder(self, path: str) -> str | None:
        """The folder of the project that a path names, as the prefix that the files below it share."""
        try:
            real = (self.root / path).resolve()
            if not real.is_dir() or not real.is_relative_to(self.root):
                return None
        except (OSError, RuntimeError, ValueError):
            return None
        return "" if real == self.root else f"{real.relative_to(self.root).as_posix()}/"

    def has(self, path: str) -> bool:
        """Whether there is a file at a path relative to the root, or a link to one."""
        try:
            return (self.root / path).is_file()
        except (OSError, ValueError):  # no name that a file could have
            return False

    def read(self, path: str) -> bytes:
        """The bytes of one file, given relative to the root.

        Raises:
            UnreadableError: it is missing, no regular file, unreadable, too large, or a link out of the root.
        """
        try:
            real = os.path.realpath(os.path.join(self.root, path), strict=True)  # noqa: PTH118  # called for every file
        except (OSError, RuntimeError, ValueError) as error:
            raise UnreadableError(_why(error), path=path) from error
        if real != str(self.root) and not real.startswith(os.path.join(self.root, "")):  # noqa: PTH118  # as above
            raise UnreadableError("is a link to a file outside the root and was not read", path=path)
        return read_bytes(real, path)

    def write(self, path: str, data: bytes) -> None:
        """Replace one file in a single step, keeping its permissions.

        Raises:
            UnreadableError: it cannot be written, is read-only or no regular file, or lies outside the root.
        """
        try:
            target = (self.root / path).resolve()
            if not target.is_relative_to(self.root):
                raise UnreadableError("lies outside the root and was not written", path=path)
            if target.exists() and not target.is_file():
                raise UnreadableError("is no regular file and was not written", path=path)
            if target.exists() and not target.stat().st_mode & _WRITABLE:
                raise UnreadableError("is read-only and was not written", path=path)
            target.parent.mkdir(parents=True, exist_ok=True)
            _replace(target, data)
        except (OSError, RuntimeError, ValueError) as error:
            raise UnreadableError(_why(error, "written"), path=path) from error

    @cached_property
    def _found(self) -> tuple[list[str], list[str], list[tuple[str, str | None]], list[str]]:
        """The files, the folders that could not be listed, the links to folders, and what is none of all this."""
        files: list[str] = []
        unlisted: list[str] = []
        links: list[tuple[str, str | None]] = []
        odd: list[str] = []
        stack: list[tuple[str, _Chain]] = [("", self._excluded())]
        while stack:
            folder, ignores = stack.pop()
            try:
                entries = self._entries(folder)
            except OSError:
                unlisted.append(folder.removesuffix("/") or ".")
                continue
            ignores = self._ignores(folder, entries.get(".gitignore"), ignores)
            for name, entry in entries.items():
                path = f"{folder}{name}"
                if entry.is_dir(follow_symlinks=False):
                    skipped = name in SKIPPED or self._is_environment(path)
                    if not skipped and not ignored(path, _files(ignores), folder=True):
                        stack.append((f"{path}/", ignores))
                elif name != ".git" and not ignored(path, _files(ignores)):
                    if _is_file(entry):
                        files.append(path)
                    elif entry.is_symlink() and self._leads_to_folder(path):
                        target = self._folder(path)
                        links.append((path, target.rstrip("/") if target is not None else None))
                    else:
                        odd.append(path)
        return files, unlisted, links, odd

    def _entries(self, folder: str) -> Mapping[str, Entry]:
        """What stands in a folder, by name."""
        with os.scandir(self.root / folder) as found:
            return {entry.name: entry for entry in found}

    def _is_environment(self, folder: str) -> bool:
        return os.path.exists(f"{self.root}/{folder}/pyvenv.cfg")  # noqa: PTH110  # called for every folder of a walk

    def _leads_to_folder(self, link: str) -> bool:
        """Whether a link leads to a folder, be it outside the root."""
        return (self.root / link).is_dir()

    def _excluded(self) -> _Chain:
        try:
            return (IgnoreFile("", self.read(".git/info/exclude")), None)
        except UnreadableError:
            return None

    def _ignores(self, folder: str, entry: Entry | None, above: _Chain) -> _Chain:
        """The ignore files that speak of a folder, with its own if it has one."""
        # Git does not follow a link here either.
        if entry is None or entry.is_symlink():
            return above
        try:
            return (IgnoreFile(folder, self._bytes(f"{folder}.gitignore")), above)
        except UnreadableError:
            return above

    def _bytes(self, path: str) -> bytes:
        """The bytes of a file that is no link."""
        return read_bytes(self.root / path, path)


class Entry(Protocol):
    """What stands in a folder, as `os.scandir` gives it."""

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """Whether it is a folder."""

    def is_file(self) -> bool:
        """Whether it is a regular file, or a link to one."""

    def is_symlink(self) -> bool:
        """Whether it is a link."""


_Chain = tuple[IgnoreFile, "_Chain"] | None
"""The ignore files that speak of a folder, the nearest first."""


def _files(chain: _Chain) -> Iterator[IgnoreFile]:
    while chain:
        file, chain = chain
        yield file


def _is_file(entry: Entry) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself
        return False


def is_repository(folder: Path) -> bool:
    """Whether a repository begins in a folder; the `.git` of a worktree or submodule is a file."""
    return os.path.lexists(folder / ".git")


def root_of(folder: str | os.PathLike[str] = ".") -> Path:
    """The root of the project to which a folder belongs: that of its repository, else the folder itself."""
    start = Path(os.path.abspath(folder))  # noqa: PTH100  # `Project` resolves links
    return next((each for each in (start, *start.parents) if is_repository(each)), start)


def _replace(target: Path, data: bytes) -> None:
    # A name of its own, and a short one: others may be writing the same file, and long names have a limit.
    temporary = target.with_name(f".lawful-{os.urandom(8).hex()}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def read_bytes(path: str | os.PathLike[str], shown: str) -> bytes:
    """The bytes of a regular file of bounded size.

    Raises:
        UnreadableError: it is missing, no regular file, unreadable or too large.
    """
    try:
        with open(path, "rb", opener=_without_waiting) as stream:  # Path.open takes no opener
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise UnreadableError("is no regular file", path=shown)
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UnreadableError(_why(error), path=shown) from error
    return bounded(data, shown)


def bounded(data: bytes, shown: str) -> bytes:
    """The bytes of a file, if they are not too many.

    Raises:
        UnreadableError: they are.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"is larger than {MAX_BYTES // 1024 // 1024} MiB and was not read", path=shown)
    return data


def _without_waiting(path: str, flags: int) -> int:
    # Otherwise opening a named pipe would wait for somebody to write to it.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def parent(path: str) -> str:
    """The folder of a file relative to the root, empty for the root itself."""
    folder = PurePosixPath(path).parent.as_posix()
    return "" if folder == "." else folder


def _why(error: Exception, verb: str = "read") -> str:
    return f"cannot be {verb}: {getattr(error, 'strerror', None) or error}"
