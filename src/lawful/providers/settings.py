"""What a project's settings say about providers: `[tool.lawful.providers]` and `[tool.lawful.egress]`.

Settings come with the repository, and a repository may be anybody's. So they can forbid, and they can add providers,
but they can change none that is known, and can have no key sent to a host that the key's variable is not named after.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lawful.errors import UsageError
from lawful.project import Project, UnreadableError
from lawful.providers.egress import ANYBODY, JURISDICTION, LOCAL, REGION, Egress, Entry
from lawful.providers.rows import COMPATIBLE, ROWS, Row, is_address
from lawful.providers.secrets import key_variable
from lawful.violation import Place

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping

FILE = "pyproject.toml"
_WIRES = ("openai-chat", "openai-responses", "anthropic-messages")
_ABSURD = 1_000_000
"""Dollars for a million tokens; nothing costs as much."""
_TAKEN = frozenset({COMPATIBLE, LOCAL, "scripted", "replay"})
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEY = re.compile(r"""^[ \t]*("(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)[ \t]*=""")


@dataclass(frozen=True, slots=True)
class Settings:
    """What is known of providers in one project.

    Attributes:
        rows: the providers, by their names.
        egress: which files may go where.
    """

    rows: Mapping[str, Row]
    egress: Egress


EMPTY = Settings(ROWS, Egress())


def settings_of(root: str | os.PathLike[str]) -> Settings:
    """What the settings of a project say.

    Args:
        root: the project's root.

    Raises:
        UsageError: they cannot be read, or say what nobody understands: then nothing is sent to anybody.
    """
    project = Project(root)
    if not project.has(FILE):
        return EMPTY
    try:
        text = project.read(FILE).decode("utf-8-sig")
        data: Any = tomllib.loads(text)
    except (UnreadableError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{FILE} cannot be read, so nobody knows what may be sent where: {error}") from error
    for key in ("tool", "lawful"):
        data = data.get(key, {}) if isinstance(data, dict) else {}
    if not isinstance(data, dict):
        raise UsageError(f"{FILE}: [tool.lawful] is no table")
    return _Reader(text).settings(data.get("providers", {}), data.get("egress", {}))


class _Reader:
    """Reads the tables, and says where what cannot be read stands."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")

    def settings(self, providers: object, egress: object) -> Settings:
        rows = dict(ROWS)
        for name, said in self._table(providers, "providers").items():
            rows[name] = self._row(name, self._table(said, f"providers.{name}"))
        entries = tuple(self._entry(pattern, said, rows) for pattern, said in self._table(egress, "egress").items())
        return Settings(rows, Egress(entries))

    def _table(self, value: object, name: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self._error(name, None, "is no table")
        return value

    def _entry(self, pattern: str, said: object, rows: Mapping[str, Row]) -> Entry:
        allowed = [said] if isinstance(said, str) else said
        if not isinstance(allowed, list) or not all(isinstance(each, str) for each in allowed):
            raise self._error("egress", pattern, "is neither the name of a provider nor a list of names")
        for each in allowed:
            if not (each in {*rows, COMPATIBLE, ANYBODY, LOCAL} or each.startswith((JURISDICTION, REGION))):
                raise self._error(
                    "egress", pattern, f"allows '{each}', which is no provider; `lawful models` lists them"
                )
        if not pattern.strip("/"):
            raise self._error("egress", pattern, "names no files")
        return Entry(pattern, tuple(allowed), Place(FILE, self._line("egress", pattern) or 1))

    def _row(self, name: str, said: dict[str, Any]) -> Row:
        table = f"providers.{name}"
        profiles = self._profiles(f"{table}.profiles", said.get("profiles", {}))
        if name in ROWS:
            for key in said:
                if key != "profiles":
                    raise self._error(table, key, f"cannot be changed: {name} is known; give yours another name")
            return replace(ROWS[name], profiles=profiles)
        if not _NAME.fullmatch(name) or name in _TAKEN:
            raise self._error(table, None, "is no name for a provider: write small letters, digits and hyphens")
        row = Row(name, _WIRES[0], "", needs_key=False, profiles=profiles)
        for key, value in said.items():
            if key != "profiles":
                field = self._checked(table, key, value, _ROW)
                row = replace(row, **{"own_prices" if key == "prices" else field: value})
        if not row.base_url:
            raise self._error(table, None, "has no base-url")
        if row.secure and "_" not in row.host:  # a variable could not tell it from a dot
            return replace(row, keys=(key_variable(urlsplit(row.base_url).netloc),))
        if row.needs_key:
            raise self._error(
                table, "base-url", "is not encrypted, or has an underscore, so no key is sent there; write https://HOST"
            )
        return row

    def _profiles(self, table: str, said: object) -> tuple[tuple[str, dict[str, Any]], ...]:
        read: list[tuple[str, dict[str, Any]]] = []
        for pattern, changes in self._table(said, table).items():
            inner = f"{table}.{pattern}"
            named = {
                self._checked(inner, key, value, _PROFILE): tuple(value) if isinstance(value, list) else value
                for key, value in self._table(changes, inner).items()
            }
            read.append((pattern, named))
        return tuple(read)

    def _checked(self, table: str, key: str, value: object, kinds: Mapping[str, Kind]) -> str:
        """The name of the field that a key stands for."""
        if key not in kinds:
            raise self._error(table, key, f"is unknown; known are {', '.join(kinds)}")
        wanted, good = kinds[key]
        if not good(value):
            raise self._error(table, key, f"must be {wanted}")
        return key.replace("-", "_")

    def _error(self, table: str, key: str | None, message: str) -> UsageError:
        line = self._line(table, key)
        where = f"{FILE}:{line}" if line else FILE
        return UsageError(f"{where}: [tool.lawful.{table}]{f' {key}' if key else ''} {message}")

    def _line(self, table: str, key: str | None) -> int | None:
        """The line of a key, or of its table where the key stands in some other way."""
        header = None
        for number, line in enumerate(self._lines, start=1):
            if line.lstrip().startswith("["):
                header = number if _same(line, table) else None
            elif header is not None and key is not None and _key(line) == key:
                return number
            if header is not None and key is None:
                return header
        return next((number for number, line in enumerate(self._lines, start=1) if _same(line, table)), None)


Kind = tuple[str, "Callable[[Any], bool]"]


def _one_of(*options: str) -> Kind:
    return f"one of {', '.join(options)}", lambda value: value in options


def _is(kind: type) -> Callable[[Any], bool]:
    return lambda value: type(value) is kind


def _is_prices(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(each, list)
        and len(each) == len(("input", "cached input", "output"))
        and all(type(part) in {int, float} and 0 <= part < _ABSURD for part in each)
        for each in value.values()
    )


_TEXT: Kind = ("a text", _is(str))
_FLAG: Kind = ("true or false", _is(bool))
_NUMBER: Kind = ("a number above 0", lambda value: type(value) is int and value > 0)
_ROW: dict[str, Kind] = {
    "base-url": (
        "an address that begins with https:// or http://",
        lambda value: isinstance(value, str) and is_address(value),
    ),
    "wire": _one_of(*_WIRES),
    "jurisdiction": _TEXT,
    "region": _TEXT,
    "example": _TEXT,
    "needs-key": _FLAG,
    "concurrency": _NUMBER,
    "batches": _FLAG,
    "prices": ("a table of models, each with [input, cached input, output] in dollars a million", _is_prices),
}
_PROFILE: dict[str, Kind] = {
    "structured": _one_of("json_schema", "json_object", "text"),
    "efforts": (
        "a table of efforts, each with a table of the request fields that ask for it",
        lambda value: isinstance(value, dict) and all(isinstance(each, dict) for each in value.values()),
    ),
    "limit": _one_of("max_tokens", "max_completion_tokens"),
    "tool-choices": (
        "a list of auto, required, named",
        lambda value: isinstance(value, list) and all(each in ("auto", "required", "named") for each in value),
    ),
    "system-role": _one_of("system", "developer"),
    "sampling": _FLAG,
    "cache": _one_of("none", "breakpoints", "key"),
    "stream-usage": _FLAG,
    "thinks-in-text": _FLAG,
    "context": _NUMBER,
    "max-output": _NUMBER,
}


def _same(line: str, table: str) -> bool:
    """Whether a line is the header of one of our tables."""
    found = re.match(r"\s*\[([^\[\]]+)\]", line)
    if not found:
        return False
    try:
        opened: Any = tomllib.loads(f"[{found[1]}]")
    except tomllib.TOMLDecodeError:
        return False
    names: list[str] = []
    while opened:
        name, opened = next(iter(opened.items()))
        names.append(name)
    return ".".join(names) == f"tool.lawful.{table}"


def _key(line: str) -> str | None:
    found = _KEY.match(line)
    if not found:
        return None
    try:
        return next(iter(tomllib.loads(f"{found[1]} = 0")))
    except tomllib.TOMLDecodeError:
        return None
