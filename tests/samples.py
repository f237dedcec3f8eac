"""Real code to look at: the Python files of packages that are installed.

`LAWFUL_CAMPAIGN=1` takes all of them instead of a sample; `make campaign` sets it.
"""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path

from lawful.errors import SourceError
from lawful.source import Source

PACKAGES = ("click", "rich", "httpx", "fastapi", "pydantic", "libcst", "hypothesis", "anyio", "_pytest", "mypy", "yaml")
CAMPAIGN = bool(os.environ.get("LAWFUL_CAMPAIGN"))


def _real_files() -> list[Path]:
    """Python files of the packages in the environment: all in a campaign, otherwise some small ones."""
    packages = Path(sysconfig.get_path("purelib"))
    if CAMPAIGN:
        return sorted(packages.rglob("*.py"))
    files = [path for name in PACKAGES for path in sorted((packages / name).rglob("*.py"))]
    return [path for path in files if 1_500 < path.stat().st_size < 5_000][::16]


FILES = _real_files()


def sources(path: Path) -> list[Source]:
    """A file as what it is, and as a test."""
    try:
        source = Source.of_python(path.read_bytes(), path.name)
    except SourceError:
        return []
    return [source, Source(source.text, f"tests/test_{path.name}")]
