"""Which lines of a project have changed since a revision, as git tells."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawful.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SECONDS = 60
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
    check_revision(root, revision)
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


def check_revision(root: Path, revision: str) -> None:
    """Make sure that a revision is one that git knows.

    Raises:
        UsageError: there is no git, no repository or no such revision.
    """
    if revision.startswith("-"):
        raise UsageError(f"{revision} is no revision")
    git(root, "rev-parse", "--git-dir")
    try:
        git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except UsageError as error:
        if os.path.lexists(revision) or os.path.lexists(root / revision):
            raise UsageError(f"{revision} is a path and no revision; name paths first, options after them") from error
        raise UsageError(f"there is no revision {revision} in this repository") from error


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8) & 0xFF]) if sign.isdigit() else _ESCAPES.get(sign, sign)


def git(root: Path, *arguments: str) -> bytes:
    """What git answers in a folder; it runs nothing that the repository names.

    Raises:
        UsageError: there is no git, or it failed.
    """
    import subprocess

    # A repository may name programs that git runs for it; none of them is needed here.
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=true", *arguments]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"what has changed cannot be told: git could not be run: {error}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"what has changed cannot be told: {said[0] if said else 'git failed'}")
    return done.stdout
