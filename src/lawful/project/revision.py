"""A project as it was at a revision of git, read from the repository and never checked out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawful.project.files import MAX_BYTES, Entry, Project, UnreadableError
from lawful.project.git import commit, git

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lawful.project.ignoring import IgnoreFile

_LINK = "120000"
_FILES = frozenset({"100644", "100755"})
_HOPS = 40
"""How many links a path may lead over, as on disk."""


@dataclass(frozen=True, slots=True)
class _Object:
    """What stands at a path: a file, a link or something else that is no folder."""

    mode: str
    id: str
    size: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stands in a folder."""

    folder: bool = False
    link: bool = False
    file: bool = False

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """Whether it is a folder; a link is none here."""
        del follow_symlinks
        return self.folder

    def is_file(self) -> bool:
        """Whether it is a file, or a link to one."""
        return self.file

    def is_symlink(self) -> bool:
        """Whether it is a link."""
        return self.link


class Revision(Project):
    """The files below one root as they were at a revision.

    What git ignores then counts, by the `.gitignore` files of that revision. Nothing can be written.

    Attributes:
        root: the real path of the root.
        commit: the commit.
    """

    def __init__(self, root: str | os.PathLike[str], revision: str) -> None:
        """Read the tree of a revision.

        Args:
            root: the project's root, a folder of a git repository.
            revision: a commit, branch or tag.

        Raises:
            UsageError: the root is no folder, or there is no git, no repository or no such revision.
        """
        super().__init__(root)
        self.commit = commit(self.root, revision)
        self._objects: dict[str, _Object] = {}
        self._folders: dict[str, set[str]] = {"": set()}
        for line in git(self.root, "ls-tree", "-r", "-l", "-z", self.commit).split(b"\0"):
            if line:
                head, _, name = line.partition(b"\t")
                mode, _, id_, size = head.split()
                path = os.fsdecode(name)
                self._objects[path] = _Object(mode.decode(), id_.decode(), int(size) if size.isdigit() else 0)
                self._place(path)

    def _place(self, path: str) -> None:
        """Note a path, and the folders above it."""
        while path:
            folder, _, name = path.rpartition("/")
            known = folder in self._folders
            self._folders.setdefault(folder, set()).add(name)
            if known:
                return
            path = folder

    def has(self, path: str) -> bool:
        """Whether there was a file at a path relative to the root, or a link to one."""
        try:
            return self._file(path) is not None
        except UnreadableError:
            return False

    def read(self, path: str) -> bytes:
        """The bytes that one file had, given relative to the root.

        Raises:
            UnreadableError: it was missing, no regular file, too large, or a link out of the root.
        """
        found = self._file(path)
        if found is None:
            raise UnreadableError(f"there is no such file at {self.commit[:12]}", path=path)
        if found.size > MAX_BYTES:
            raise UnreadableError(f"is larger than {MAX_BYTES // 1024 // 1024} MiB and was not read", path=path)
        return git(self.root, "cat-file", "blob", found.id)

    def write(self, path: str, data: bytes) -> None:
        """What has been cannot be written.

        Raises:
            UnreadableError: always.
        """
        del data
        raise UnreadableError("belongs to a revision and was not written", path=path)

    def _file(self, path: str) -> _Object | None:
        found = self._objects.get(self._real(path))
        return found if found is not None and found.mode in _FILES else None

    def _real(self, path: str) -> str:
        """Where a path leads once all links are followed.

        Raises:
            UnreadableError: out of the root, or nowhere.
        """
        done: list[str] = []
        left = path.split("/")[::-1]
        hops = 0
        while left:
            part = left.pop()
            if part == "..":
                if not done:
                    raise UnreadableError("is a link to a file outside the root and was not read", path=path)
                done.pop()
            elif part not in {"", "."}:
                done.append(part)
            found = self._objects.get("/".join(done))
            if found is None or found.mode != _LINK:
                continue
            hops += 1
            target = os.fsdecode(git(self.root, "cat-file", "blob", found.id))
            if target.startswith("/") or hops > _HOPS:
                raise UnreadableError("is a link that leads out of the root, or nowhere, and was not read", path=path)
            done.pop()
            left += target.split("/")[::-1]
        return "/".join(done)

    def _folder(self, path: str) -> str | None:
        try:
            real = self._real(path)
        except UnreadableError:
            return None
        if real not in self._folders:
            return None
        return f"{real}/" if real else ""

    def _entries(self, folder: str) -> Mapping[str, Entry]:
        return {name: self._entry(f"{folder}{name}") for name in self._folders.get(folder.rstrip("/"), ())}

    def _entry(self, path: str) -> _Entry:
        found = self._objects.get(path)
        if found is None:
            return _Entry(folder=True)
        return _Entry(link=found.mode == _LINK, file=found.mode in _FILES or (found.mode == _LINK and self.has(path)))

    def _is_environment(self, folder: str) -> bool:
        return "pyvenv.cfg" in self._folders.get(folder, ())

    def _leads_to_folder(self, link: str) -> bool:
        return self._folder(link) is not None

    def _excluded(self) -> tuple[IgnoreFile, None] | None:
        return None  # what one machine ignores is no part of a revision

    def _bytes(self, path: str) -> bytes:
        return self.read(path)
