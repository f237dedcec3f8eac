"""What earlier runs have found, so that a file is looked at again only when it, its rules or the programs have changed.

The cache lies in the home of whoever runs lawful and never in the project: a repository could otherwise bring one that
calls unlawful code lawful. Losing it costs nothing but time; whatever is wrong with it, files are simply checked.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from functools import cache, cached_property
from hashlib import blake2b
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from lawful._version import __version__
from lawful.rules import RuffCheck
from lawful.rules.ruff_check import executable
from lawful.source import Edit, Span
from lawful.validator.engine import CheckedFile
from lawful.violation import Applicability, Citation, Fix, Place, Problem, Severity, Violation

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from lawful.rules import EnforcedRule

T = TypeVar("T")
FOLDER = "LAWFUL_CACHE_DIR"
"""The variable of the environment that names another folder for the cache."""
_NAME = "checked-1.sqlite"
"""The file; the number is that of what its table holds."""
_TABLE = (
    "CREATE TABLE IF NOT EXISTS checked (root BLOB, path BLOB, law BLOB, stamp TEXT, digest BLOB, result TEXT,"
    " PRIMARY KEY (root, path)) WITHOUT ROWID"
)
_SETTLED = 2_000_000_000
"""Nanoseconds after which a further change of a file surely shows in its times."""
_LARGEST = 64 * 1024 * 1024
"""Bytes; a cache that has grown beyond them is begun anew."""
_PATIENCE = 0.2
"""Seconds to wait for another run that is writing."""
_FEW = 50
"""Files that are asked for one by one, and not by reading all that is known of the project."""


def home() -> Path | None:
    """Where the cache lies: in the folder that the environment names, or in that of the user for caches.

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


def stamp_of(path: str) -> str:
    """What the file system says of a file, which changes whenever its content does; empty if that cannot be told."""
    try:
        found = os.stat(path)  # noqa: PTH116  # a `Path` takes longer to make than this to answer
    except (OSError, ValueError):
        return ""
    if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) < _SETTLED:
        return ""  # it may be changed once more without a trace
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino} {found.st_dev}"


class _Row(NamedTuple):
    """What is known of one file: under which law, for which stamp and content, and what was found."""

    law: bytes
    stamp: str
    digest: bytes
    result: str


class Cache:
    """What is known of the files of one project.

    Args:
        root: the real path of the root of the project.
        paths: the files that will be asked for.
        everything: whether those are all files of the project, so that others are to be forgotten.
        folder: where the cache lies; by default at `home()`.
    """

    def __init__(
        self, root: str, paths: Sequence[str], *, everything: bool = False, folder: Path | None = None
    ) -> None:
        self._root = _key(root)
        self._paths = paths
        self._everything = everything
        self._folder = folder or home()
        self._laws: dict[int, bytes | None] = {}
        self._new: dict[str, _Row] = {}

    def unchanged(self, path: str, rules: Sequence[EnforcedRule], stamp: str) -> CheckedFile | None:
        """What was found in a file, if the file system says that it is the same as it was.

        Args:
            path: the file, relative to the root.
            rules: those that govern it, of which there are the same ones for all files alike.
            stamp: what the file system says of it.
        """
        row = self._rows.get(path)
        if row is None or not stamp or row.stamp != stamp or row.law != self._law(rules):
            return None
        return _read(path, row.result, len(rules))

    def same(self, path: str, rules: Sequence[EnforcedRule], stamp: str, data: bytes) -> CheckedFile | None:
        """What was found in a file, if its content is the same as it was."""
        row = self._rows.get(path)
        if row is None or row.law != self._law(rules) or row.digest != _digest(data):
            return None
        checked = _read(path, row.result, len(rules))
        if checked is not None and stamp:
            self._new[path] = _Row(row.law, stamp, row.digest, row.result)
        return checked

    def keep(self, checked: CheckedFile, rules: Sequence[EnforcedRule], stamp: str, data: bytes) -> None:
        """Remember what was found in a file, unless something kept it from being checked in full."""
        law = self._law(rules)
        if law is not None and not checked.problems:
            self._new[checked.path] = _Row(law, stamp, _digest(data), _written(checked))

    def save(self) -> None:
        """Write what is new; where that cannot be done, the next run looks again."""
        gone = self._rows.keys() - {*self._paths} if self._everything else set[str]()
        if self._folder is None or not (self._new or gone):
            return
        rows = [(self._root, _key(path), row.law, row.stamp, row.digest, row.result) for path, row in self._new.items()]

        def write(database: sqlite3.Connection) -> None:
            database.executemany(
                "DELETE FROM checked WHERE root = ? AND path = ?", [(self._root, _key(each)) for each in gone]
            )
            database.executemany("INSERT OR REPLACE INTO checked VALUES (?, ?, ?, ?, ?, ?)", rows)

        with contextlib.suppress(OSError):
            file = self._folder / _NAME
            if file.exists() and file.stat().st_size > _LARGEST:
                file.unlink()
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _in_database(file, write)
        self._new.clear()

    @cached_property
    def _rows(self) -> dict[str, _Row]:
        def all_of(database: sqlite3.Connection) -> dict[str, _Row]:
            columns = "SELECT path, law, stamp, digest, result FROM checked WHERE root = ?"
            if self._everything or len(self._paths) > _FEW:
                found = database.execute(columns, (self._root,)).fetchall()
            else:
                each = (database.execute(f"{columns} AND path = ?", (self._root, _key(path))) for path in self._paths)
                found = [row for rows in each for row in rows]
            return {row[0].decode("utf-8", "surrogatepass"): _Row._make(row[1:]) for row in found}

        file = self._folder and self._folder / _NAME
        return (_in_database(file, all_of) if file and file.is_file() else None) or {}

    def _law(self, rules: Sequence[EnforcedRule]) -> bytes | None:
        """What tells some rules, and the programs that hold code to them, from all others; None if nothing can.

        What a check from elsewhere finds may depend on anything.
        """
        if id(rules) not in self._laws:
            if any(not type(each.check).__module__.startswith("lawful.") for each in rules):
                self._laws[id(rules)] = None
                return None
            said = [_programs(ruff=any(isinstance(rule.check, RuffCheck) for rule in rules))]
            said += [repr((type(each.check).id, each.check.params, each.severity, each.citation)) for each in rules]
            self._laws[id(rules)] = _digest("\0".join(said).encode("utf-8", "surrogatepass"))
        return self._laws[id(rules)]


def _in_database(file: Path, work: Callable[[sqlite3.Connection], T]) -> T | None:
    """What some work with the database gives; None where it is locked, damaged or cannot be written."""
    import sqlite3

    try:
        with contextlib.closing(sqlite3.connect(file, timeout=_PATIENCE)) as database, database:
            database.execute("PRAGMA synchronous = OFF")
            database.execute(_TABLE)
            return work(database)
    except sqlite3.OperationalError:
        return None  # another run is writing, or this one may not
    except sqlite3.DatabaseError:
        with contextlib.suppress(OSError):  # it is damaged, and will be made anew
            file.unlink()
        return None


def _key(path: str) -> bytes:
    """A path as bytes, which it need not be able to become as text."""
    return path.encode("utf-8", "surrogatepass")


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=20).digest()


@cache
def _programs(*, ruff: bool) -> str:
    """What tells this lawful, its LibCST, its ruff and its Python from others, also while they are worked on."""
    libcst = PathFinder.find_spec("libcst")
    files = [*Path(__file__).parents[1].rglob("*.py"), *([Path(libcst.origin)] if libcst and libcst.origin else [])]
    program = executable() if ruff else None
    files += [Path(program)] if program else []
    newest = max((path.stat().st_mtime_ns for path in files), default=0)
    return f"{__version__} {sys.version} {newest} {len(files)} {libcst and libcst.origin} {program}"


def _written(checked: CheckedFile) -> str:
    """A result as text; empty where nothing was found."""
    if not checked.violations and not checked.warnings:
        return ""
    violations = [
        [
            _numbers(each.span),
            each.check,
            each.message,
            each.severity,
            [each.rule.text, *([place.path, place.line] for place in (each.rule.source, *each.rule.also))],
            each.fix and [each.fix.applicability, [[_numbers(edit.span), edit.text] for edit in each.fix.edits]],
        ]
        for each in checked.violations
    ]
    warnings = [[each.line, each.column, each.kind, each.message] for each in checked.warnings]
    return json.dumps([violations, warnings])


def _numbers(span: Span) -> list[int]:
    return [span.line, span.column, span.end_line, span.end_column]


def _read(path: str, result: str, rules: int) -> CheckedFile | None:
    """A result that was written as text; None where it is damaged."""
    if not result:
        return CheckedFile(path, rules=rules)
    try:
        violations, warnings = json.loads(result)
        return CheckedFile(
            path,
            tuple(_violation(path, *each) for each in violations),
            rules=rules,
            warnings=tuple(Problem(path, *each) for each in warnings),
        )
    except (ValueError, TypeError):
        return None


def _violation(path: str, *parts: Any) -> Violation:  # noqa: ANN401  # as JSON gives them
    span, check, message, severity, (text, source, *also), fix = parts
    edits = tuple(Edit(Span(*where), new) for where, new in fix[1]) if fix else ()
    return Violation(
        path=path,
        span=Span(*span),
        check=check,
        message=message,
        severity=Severity(severity),
        rule=Citation(text, Place(*source), tuple(Place(*each) for each in also)),
        fix=Fix(Applicability(fix[0]), edits) if fix else None,
    )
