"""What the context files of a project were understood to say: they are read anew only when something has changed."""

from __future__ import annotations

import importlib
import io
import json
import pickle
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from lawful.context.directive import Directive
from lawful.context.scope import Scope
from lawful.language.lexicon import Strength
from lawful.rules.check import Check
from lawful.rules.ruff_check import NOT_INSTALLED, RuffCheck, executable
from lawful.rules.rule import Binding, Rule
from lawful.rules.rule_set import Contents
from lawful.store import Store, digest, path_key, programs
from lawful.violation import Place, Problem, Severity

if TYPE_CHECKING:
    import sqlite3

    from lawful.context import Folder

_TABLE = (
    "CREATE TABLE IF NOT EXISTS understood (root BLOB, base BLOB, law BLOB, ruff BLOB, imported TEXT, contents BLOB,"
    " PRIMARY KEY (root, base)) WITHOUT ROWID"
)
_KINDS = {
    (kind.__module__, kind.__name__): kind
    for kind in (Binding, Contents, Directive, Place, Problem, Rule, Scope, Severity, Strength)
}
_CHECKS = "lawful.checks."


class _Row(NamedTuple):
    """What is known of one folder.

    Attributes:
        law: what tells its context files, and all that says how they are understood, from others.
        ruff: where ruff was, if that mattered.
        imported: what there was wherever something to import was looked for, in JSON.
        contents: what the files were understood to say, sealed.
    """

    law: bytes
    ruff: bytes | None
    imported: str
    contents: bytes


class Memory:
    """What is known of the context files of one project.

    Args:
        root: the real path of the root of the project.
        terms: what the project says beside its context files about how they are understood.
    """

    def __init__(self, root: str, terms: str) -> None:
        self._root = path_key(root)
        self._terms = terms
        self._store = Store(_TABLE)
        self._new: dict[str, _Row] = {}

    def recall(self, folder: Folder) -> bytes | None:
        """What the context files of a folder say, sealed, if it is known and nothing has changed since."""
        row = self._rows.get(folder.base)
        if row is None or row.law != self._law(folder) or (row.ruff is not None and row.ruff != _ruff()):
            return None
        try:
            return row.contents if folder.has_still(json.loads(row.imported)) else None
        except (TypeError, ValueError):
            return None  # it is damaged

    def keep(self, folder: Folder, contents: Contents) -> None:
        """Remember what the context files of a folder say."""
        delegating = any(
            NOT_INSTALLED in (rule.reason or "") or any(isinstance(each.check, RuffCheck) for each in rule.bindings)
            for rule in contents.rules
        )
        sealed = pickle.dumps(contents, pickle.HIGHEST_PROTOCOL)
        imported = json.dumps(folder.imported)
        self._new[folder.base] = _Row(self._law(folder), _ruff() if delegating else None, imported, sealed)

    def save(self) -> None:
        """Write what is new; where that cannot be done, the next run reads the files."""
        rows = [(self._root, path_key(base), *row) for base, row in self._new.items()]
        if rows:
            query = "INSERT OR REPLACE INTO understood VALUES (?, ?, ?, ?, ?, ?)"
            self._store.write(lambda database: database.executemany(query, rows))
        self._new.clear()

    def _law(self, folder: Folder) -> bytes:
        return digest(f"{programs()}\0{self._terms}\0{folder.given}".encode("utf-8", "surrogatepass"))

    @cached_property
    def _rows(self) -> dict[str, _Row]:
        def read(database: sqlite3.Connection) -> list[tuple[Any, ...]]:
            query = "SELECT base, law, ruff, imported, contents FROM understood WHERE root = ?"
            return database.execute(query, (self._root,)).fetchall()

        found = self._store.read(read) or ()
        return {base.decode("utf-8", "surrogatepass"): _Row(*row) for base, *row in found}


def unsealed(sealed: bytes) -> Contents | None:
    """What was sealed; None if it is damaged."""
    try:
        contents = _Unpickler(io.BytesIO(sealed)).load()
    except Exception:  # noqa: BLE001  # damage may show in any way, and then the files are read
        return None
    return contents if isinstance(contents, Contents) else None


def _ruff() -> bytes:
    return path_key(executable() or "")


class _Unpickler(pickle.Unpickler):
    """Makes values of a few kinds that do nothing when they are made, whatever the bytes say."""

    def find_class(self, module: str, name: str) -> type[Any]:
        """The class of that name, if it is one of those."""
        kind = _KINDS.get((module, name))
        if kind is None and module.startswith(_CHECKS):
            kind = getattr(importlib.import_module(module), name, None)
        if not isinstance(kind, type) or not (kind in _KINDS.values() or issubclass(kind, Check)):
            raise pickle.UnpicklingError(f"{module}.{name} is none of what is kept")
        return kind
