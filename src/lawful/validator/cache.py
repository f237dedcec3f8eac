"""What earlier runs have found: a file is looked at again only when it, its rules or the programs have changed."""

from __future__ import annotations

import json
import os
import time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lawful.rules import RuffCheck
from lawful.rules.ruff_check import executable
from lawful.source import Edit, Span
from lawful.store import Store, digest, path_key, programs
from lawful.validator.engine import CheckedFile
from lawful.violation import Applicability, Citation, Fix, Place, Problem, Severity, Violation

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from lawful.rules import EnforcedRule

_TABLE = (
    "CREATE TABLE IF NOT EXISTS checked (root BLOB, path BLOB, law BLOB, stamp TEXT, digest BLOB, result TEXT,"
    " PRIMARY KEY (root, path)) WITHOUT ROWID"
)
_SETTLED = 2_000_000_000
"""Nanoseconds after which a further change of a file surely shows in its times."""
_FEW = 50
"""Files that are asked for one by one, and not by reading all that is known of the project."""


def stamp_of(path: str) -> str:
    """What the file system says of a file, which changes whenever its content does; empty if that cannot be told."""
    try:
        found = os.stat(path)  # noqa: PTH116  # a `Path` takes longer to make than this to answer
    except (OSError, ValueError):
        return ""
    modified, changed = found.st_mtime_ns, found.st_ctime_ns
    if time.time_ns() - _SETTLED < (max(changed, modified)):
        return ""  # it may be changed once more without a trace
    return f"{found.st_size} {modified} {changed} {found.st_ino} {found.st_dev}"


_Row = tuple[bytes, str, bytes, str]
"""What is known of one file: under which law, for which stamp and which digest of its content, and what was found."""


class Cache:
    """What is known of the files of one project.

    Args:
        root: the real path of the root of the project.
        paths: the files that will be asked for.
        everything: whether those are all files of the project, so that others are to be forgotten.
        folder: where the cache lies; by default at `lawful.store.home()`.
    """

    def __init__(
        self, root: str, paths: Sequence[str], *, everything: bool = False, folder: Path | None = None
    ) -> None:
        self._root = path_key(root)
        self._folder = f"{root}/"
        self._paths = paths
        self._everything = everything
        self._store = Store(_TABLE, folder)
        self._laws: dict[int, bytes | None] = {}
        self._new: dict[str, _Row] = {}

    def passed(self, path: str, rules: Sequence[EnforcedRule]) -> bool:
        """Whether nothing was found in a file, and the file system says that it is the same; see `unchanged`."""
        known = self._known.get(path)
        if known is None or known[3] or not known[1] or known[0] != self._law(rules):
            return False
        return known[1] == stamp_of(f"{self._folder}{path}")

    def unchanged(self, path: str, rules: Sequence[EnforcedRule], stamp: str) -> CheckedFile | None:
        """What was found in a file, if the file system says that it is the same as it was.

        Args:
            path: the file, relative to the root.
            rules: those that govern it, of which there are the same ones for all files alike.
            stamp: what the file system says of it.
        """
        known = self._known.get(path)
        if known is None or not stamp or known[1] != stamp or known[0] != self._law(rules):
            return None
        return _read(path, known[3], len(rules))

    def same(self, path: str, rules: Sequence[EnforcedRule], stamp: str, data: bytes) -> CheckedFile | None:
        """What was found in a file, if its content is the same as it was."""
        known = self._known.get(path)
        if known is None or known[0] != self._law(rules) or known[2] != digest(data):
            return None
        law, _, content, result = known
        checked = _read(path, result, len(rules))
        if checked is not None and stamp:
            self._new[path] = (law, stamp, content, result)
        return checked

    def keep(self, checked: CheckedFile, rules: Sequence[EnforcedRule], stamp: str, data: bytes) -> None:
        """Remember what was found in a file, unless something kept it from being checked in full."""
        law = self._law(rules)
        if law is not None and not checked.problems:
            self._new[checked.path] = (law, stamp, digest(data), _written(checked))

    def save(self) -> None:
        """Write what is new; where that cannot be done, the next run looks again."""
        gone = self._known.keys() - {*self._paths} if self._everything else set[str]()
        if not (self._new or gone):
            return
        rows = [(self._root, path_key(path), *row) for path, row in self._new.items()]

        def write(database: sqlite3.Connection) -> None:
            database.executemany(
                "DELETE FROM checked WHERE root = ? AND path = ?", [(self._root, path_key(each)) for each in gone]
            )
            database.executemany("INSERT OR REPLACE INTO checked VALUES (?, ?, ?, ?, ?, ?)", rows)

        self._store.write(write)
        self._new.clear()

    @cached_property
    def _known(self) -> dict[str, _Row]:
        """What the table says of the files, by their paths."""
        query = "SELECT path, law, stamp, digest, result FROM checked WHERE root = ?"

        def read(database: sqlite3.Connection) -> Sequence[tuple[Any, ...]]:
            if self._everything or len(self._paths) > _FEW:
                return database.execute(query, (self._root,)).fetchall()
            each = (database.execute(f"{query} AND path = ?", (self._root, path_key(path))) for path in self._paths)
            return [row for rows in each for row in rows]

        return {row[0].decode("utf-8", "surrogatepass"): row[1:] for row in self._store.read(read) or ()}

    def _law(self, rules: Sequence[EnforcedRule]) -> bytes | None:
        """What tells some rules, and the programs that hold code to them, from all others; None if nothing can.

        What a check from elsewhere finds may depend on anything.
        """
        if id(rules) not in self._laws:
            if any(not type(each.check).__module__.startswith("lawful.") for each in rules):
                self._laws[id(rules)] = None
                return None
            delegating = any(isinstance(each.check, RuffCheck) for each in rules)
            said = [programs(*filter(None, [executable() if delegating else None]))]
            said += [repr((type(each.check).id, each.check.params, each.severity, each.citation)) for each in rules]
            self._laws[id(rules)] = digest("\0".join(said).encode("utf-8", "surrogatepass"))
        return self._laws[id(rules)]


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
