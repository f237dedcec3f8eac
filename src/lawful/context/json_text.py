"""Statements in JSON: its strings, each with the line it stands on.

The standard library's parser says nothing about places, so this one reads the same grammar and keeps the offset of
every value.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawful.context.directive import Directive
from lawful.violation import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.context.scope import Scope

_SPACE = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null")
_MAX_DEPTH = 50
_DECODER = json.JSONDecoder()
_SAYING = frozenset(
    {"description", "text", "rule", "message", "content", "instruction", "instructions", "guideline", "requirement"}
)
"""Keys whose string is the statement itself."""
_SILENT = frozenset(
    {
        "id",
        "name",
        "title",
        "version",
        "pattern",
        "level",
        "enabled",
        "severity",
        "$schema",
        "type",
        "example",
        "examples",
        "author",
    }
)
"""Keys whose value says something about the file or the rule, and demands nothing."""


@dataclass(frozen=True, slots=True)
class Value:
    """A JSON value and the offset at which it begins.

    Attributes:
        offset: where it begins.
        data: a string, number, boolean or None; a list of values; or a list of key offset, key and value.
    """

    offset: int
    data: str | float | bool | list[Value] | list[tuple[int, str, Value]] | None


class JsonError(Exception):
    """The text is no JSON."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


def parse(text: str) -> Value:
    """Parse JSON and keep the places.

    Raises:
        JsonError: the text is no JSON, or is nested more than 50 deep.
    """
    value, end = _value(text, _skip(text, 0), 0)
    if _skip(text, end) != len(text):
        raise JsonError("text follows the JSON value", end)
    return value


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _value(text: str, at: int, depth: int) -> tuple[Value, int]:
    if depth > _MAX_DEPTH:
        raise JsonError(f"nested more than {_MAX_DEPTH} deep", at)
    opening = text[at : at + 1]
    if opening == '"':
        string, end = _string(text, at)
        return Value(at, string), end
    if opening == "[":
        return _sequence(text, at, depth)
    if opening == "{":
        return _mapping(text, at, depth)
    scalar = _SCALAR.match(text, at)
    if not scalar:
        raise JsonError("expected a JSON value", at)
    return Value(at, json.loads(scalar.group())), scalar.end()


def _string(text: str, at: int) -> tuple[str, int]:
    try:
        string, end = _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise JsonError(error.msg, error.pos) from error
    return str(string), end


def _sequence(text: str, start: int, depth: int) -> tuple[Value, int]:
    items: list[Value] = []
    at = _skip(text, start + 1)
    while text[at : at + 1] != "]":
        if items:
            at = _expect(text, at, ",")
        item, at = _value(text, at, depth + 1)
        items.append(item)
        at = _skip(text, at)
    return Value(start, items), at + 1


def _mapping(text: str, start: int, depth: int) -> tuple[Value, int]:
    items: list[tuple[int, str, Value]] = []
    at = _skip(text, start + 1)
    while text[at : at + 1] != "}":
        if items:
            at = _expect(text, at, ",")
        if text[at : at + 1] != '"':
            raise JsonError("expected a key in double quotes", at)
        key, end = _string(text, at)
        value, after = _value(text, _expect(text, _skip(text, end), ":"), depth + 1)
        items.append((at, key, value))
        at = _skip(text, after)
    return Value(start, items), at + 1


def _expect(text: str, at: int, sign: str) -> int:
    if text[at : at + 1] != sign:
        raise JsonError(f"expected {sign!r}", at)
    return _skip(text, at + 1)


def statements(text: str, path: str, scope: Scope) -> Iterator[Directive]:
    """The statements that the strings and settings of a JSON text make, in order.

    A string in a list or under a key such as `description` is a statement; a setting (`"max_line_length": 100`) is
    one made of its key and value. A group with `"enabled": false` says nothing.

    Raises:
        JsonError: the text is no JSON.
    """
    yield from _said(parse(text), (), text, path, scope)


def _said(value: Value, keys: tuple[str, ...], text: str, path: str, scope: Scope) -> Iterator[Directive]:
    if not isinstance(value.data, list):
        if isinstance(value.data, str) and value.data.strip():
            yield _directive(value.data, value.offset + 1, keys, text, path, scope)
        return
    pairs = [item for item in value.data if isinstance(item, tuple)]
    if any(key == "enabled" and item.data is False for _, key, item in pairs):
        return
    for item in value.data:
        if isinstance(item, Value):
            yield from _said(item, keys, text, path, scope)
            continue
        offset, key, inner = item
        if key.lower() in _SILENT and not (
            isinstance(inner.data, list) and inner.data and isinstance(inner.data[0], tuple)
        ):
            continue
        if isinstance(inner.data, list) or key.lower() in _SAYING:
            yield from _said(inner, keys if key.lower() in _SAYING else (*keys, _words(key)), text, path, scope)
        elif inner.data is not None:
            shown = inner.data if isinstance(inner.data, str) else json.dumps(inner.data)
            yield _directive(f"{_words(key)}: {shown}", offset + 1, keys, text, path, scope)


def _words(key: str) -> str:
    return re.sub(r"[_-]+", " ", key).strip()


def _directive(said: str, offset: int, keys: tuple[str, ...], text: str, path: str, scope: Scope) -> Directive:
    before = re.split(r"\r\n|\n|\r", text[:offset])
    return Directive(" ".join(said.split()), Place(path, len(before)), len(before[-1]) + 1, keys, (), scope)
