"""Small projects on disk for tests, and the command line run as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def project(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a root, with the line ends they are given."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def lawful(
    *arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line as somebody in a shell would."""
    return subprocess.run(
        [sys.executable, "-m", "lawful", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def lawful_here(*arguments: str | Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line in this process, for tests that run it often: loading a vendor's SDK takes a second."""
    from click.testing import CliRunner

    from lawful.cli import cli
    from lawful.errors import LawfulError

    done = CliRunner().invoke(cli, [str(each) for each in arguments], env=env)
    status, said = done.exit_code, done.stderr
    if isinstance(done.exception, LawfulError):
        status, said = 2, f"{said}lawful: {done.exception}\n"
    elif done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return subprocess.CompletedProcess(list(arguments), status, done.stdout, said)
