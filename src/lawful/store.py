"""What is kept between runs: one SQLite file in the home of whoever runs lawful.

It never lies in the project: a repository could otherwise bring one that calls unlawful code lawful. Losing it costs
nothing but time; whatever is wrong with it, the work is simply done again.
"""

from __future__ import annotations

import contextlib
import os
import sys
from functools import cache
from hashlib import blake2b
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from lawful._version import __version__

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

T = TypeVar("T")
FOLDER = "LAWFUL_CACHE_DIR"
"""The variable of the environment that names another folder for the file."""
_NAME = "lawful-1.sqlite"
"""The file; the number is that of what its tables hold."""
_LARGEST = 64 * 1024 * 1024
"""Bytes; a file that has grown beyond them is begun anew."""
_PATIENCE = 0.2
"""Seconds to wait for another run that is writing."""


def home() -> Path | None:
    """Where the file lies: in the folder that the environment names, or in that of the user for caches.

    None for a user without a home: no other place is surely their own.
    """
    given = os.environ.get(FOLDER)
    if given:
        return Path(given)
    try:
        return _caches()
    except RuntimeError:
        return None


def _caches() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "lawful" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "lawful"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lawful"


class Store:
    """One table of the file.

    Args:
        table: the statement that makes it, if it is not there yet.
        folder: where the file lies; by default at `home()`.
    """

    def __init__(self, table: str, folder: Path | None = None) -> None:
        self._table = table
        self._folder = folder or home()

    def read(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """What some work with the table gives; None where there is no file yet, or none that can be used."""
        file = self._folder and self._folder / _NAME
        return self._with(file, work) if file and file.is_file() else None

    def write(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """Do some work with the table, in one transaction; where that cannot be, it is left undone."""
        if self._folder is None:
            return
        file = self._folder / _NAME
        with contextlib.suppress(OSError):
            if file.exists() and file.stat().st_size > _LARGEST:
                file.unlink()
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._with(file, work)

    def _with(self, file: Path, work: Callable[[sqlite3.Connection], T]) -> T | None:
        import sqlite3

        try:
            with contextlib.closing(sqlite3.connect(file, timeout=_PATIENCE)) as database, database:
                database.execute("PRAGMA synchronous = OFF")
                database.execute(self._table)
                return work(database)
        except sqlite3.OperationalError:
            return None  # another run is writing, or this one may not
        except sqlite3.DatabaseError:
            with contextlib.suppress(OSError):  # it is damaged, and will be made anew
                file.unlink()
            return None


def path_key(path: str) -> bytes:
    """A path as bytes, which it need not be able to become as text."""
    return path.encode("utf-8", "surrogatepass")


def digest(data: bytes) -> bytes:
    """What is the same only for the same bytes."""
    return blake2b(data, digest_size=20).digest()


@cache
def programs(*others: str) -> str:
    """What tells this lawful, its LibCST, its Python and some other programs from others, also while they change.

    Args:
        others: the files of the other programs.
    """
    libcst = PathFinder.find_spec("libcst")
    origin = libcst.origin if libcst and libcst.origin else ""
    own = [*_modules(os.path.dirname(__file__))]  # noqa: PTH120  # a `Path` for each takes twice the time
    files = [*own, *filter(None, (origin, *others))]
    newest = max((os.stat(path).st_mtime_ns for path in files), default=0)  # noqa: PTH116  # as above
    return f"{__version__} {sys.version} {newest} {len(own)} {origin} {others}"


def _modules(folder: str) -> Iterator[str]:
    if not os.path.isdir(folder):  # noqa: PTH112  # as above
        return  # an archive, whose version must tell enough
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                yield from _modules(entry.path)
            elif entry.name.endswith(".py"):
                yield entry.path
