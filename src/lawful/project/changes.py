"""Which lines of a project have changed since a revision, as git tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawful.project.git import commit, git

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FILE = re.compile(rb'\+\+\+ (?P<quote>")?b/(?P<path>.*?)"?\t?\Z', re.DOTALL)
_HUNK = re.compile(rb"@@ -\S+ \+(?P<start>\d+)(?:,(?P<count>\d+))? @@")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_ESCAPES = {b"t": b"\t", b"n": b"\n", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed.

    Attributes:
        lines: for each changed file, relative to the root, the ranges of its lines that are new.
        new: the files that git does not track yet.
    """

    lines: Mapping[str, tuple[range, ...]]
    new: frozenset[str]

    def touch(self, path: str, first: int, last: int) -> bool:
        """Whether any line of a stretch has changed."""
        stretch = self.lines.get(path, ())
        return path in self.new or any(each.start <= last and first < each.stop for each in stretch)


def changes_since(root: Path, revision: str) -> Changes:
    """What has changed in a folder since a revision, committed or not.

    Args:
        root: a folder of a git repository.
        revision: a commit, branch or tag.

    Raises:
        UsageError: there is no git, no repository or no such revision.
    """
    commit(root, revision)
    patch = git(root, "diff", "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "-U0", "--relative",
                 "--src-prefix=a/", "--dst-prefix=b/", revision, "--", ".")  # fmt: skip
    lines: dict[str, list[range]] = {}
    path: str | None = None
    for line in patch.split(b"\n"):
        if found := _FILE.match(line):
            name = _ESCAPE.sub(_unescaped, found["path"]) if found["quote"] else found["path"]
            path = name.decode("utf-8", "surrogateescape")
        elif line.startswith(b"+++ "):
            path = None  # the file is gone
        elif (hunk := _HUNK.match(line)) and path is not None:
            start = int(hunk["start"])
            lines.setdefault(path, []).append(range(start, start + int(hunk["count"] or b"1")))
    listed = git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    new = frozenset(each.decode("utf-8", "surrogateescape") for each in listed.split(b"\0") if each)
    return Changes({name: tuple(ranges) for name, ranges in lines.items()}, new)


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8) & 0xFF]) if sign.isdigit() else _ESCAPES.get(sign, sign)
