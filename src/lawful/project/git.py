"""Asking git about a repository, without running anything that the repository names."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lawful.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 60


def git(root: Path, *arguments: str) -> bytes:
    """What git answers in a folder.

    Raises:
        UsageError: there is no git, or it failed.
    """
    import subprocess

    # A repository may name programs that git runs for it, objects that stand in for others, and servers to fetch from.
    command = ["git", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c", "core.quotePath=true", *arguments]
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1"}
    try:
        done = subprocess.run(  # noqa: S603  # the arguments are ours, and paths stand behind `--`
            command, cwd=root, capture_output=True, timeout=_SECONDS, check=False, env=environment
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"git could not be run: {error}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"git cannot tell: {said[0] if said else f'it failed with status {done.returncode}'}")
    return done.stdout


def commit(root: Path, revision: str) -> str:
    """The commit that a revision names.

    Args:
        root: a folder of a git repository.
        revision: a commit, branch or tag.

    Raises:
        UsageError: there is no git, no repository or no such revision.
    """
    if revision.startswith("-"):
        raise UsageError(f"{revision} is no revision")
    git(root, "rev-parse", "--git-dir")
    try:
        found = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except UsageError as error:
        if os.path.lexists(revision) or os.path.lexists(root / revision):
            raise UsageError(f"{revision} is a path and no revision; name paths first, options after them") from error
        raise UsageError(f"there is no revision {revision} in this repository") from error
    return found.decode().strip()
