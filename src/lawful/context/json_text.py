"""Statements in JSON: its strings, each with the line it stands on.

The standard library's parser says nothing about places, so this one reads the same grammar and keeps the offset of
every value. It takes a comma before a closing bracket, comments and line ends inside strings, as the people do who
write such files by hand.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lawful.context.directive import Directive
from lawful.context.sentences import sentences
from lawful.regex import regex
from lawful.violation import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.context.scope import Scope

_SPACE = regex(r"(?:[ \t\r\n\u00a0]++|//[^\r\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)*+")
_SCALAR = regex(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null")
_MAX_DEPTH = 50
_DECODER = json.JSONDecoder(strict=False)
_NEWLINE = regex(r"\r\n|\n|\r")
_SEPARATORS = " \t\r\n\u00a0,:"
_SURROGATE = regex(r"[\ud800-\udfff]")
_LITERAL = regex(
    r'"(?P<string>(?:[^"\\\r\n]|\\[^\r\n])*+)(?:"(?P<key>\s*+:)?|\\?(?=[\r\n]|\Z))'
    r'|(?P<bracket>[\[{])|(?P<other>[^"\[\]{}]++)'
)
"""A string, which ends with its line if nothing else ends it; an opening bracket; or anything else."""
_SAYING = frozenset(
    {"description", "text", "rule", "message", "content", "instruction", "instructions", "guideline", "requirement"}
)
"""Keys whose string is the statement itself."""
_NAMING = ("name", "title")
"""Keys whose string is the statement if there is no other."""
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
        data: a string; a number, boolean or null as it is written; a list of values; or a list of key offset, key and
            value.
    """

    offset: int
    data: str | Scalar | list[Value] | list[tuple[int, str, Value]]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A number, boolean or null."""

    text: str


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
    return Value(at, Scalar(scalar.group())), scalar.end()


def _string(text: str, at: int) -> tuple[str, int]:
    try:
        string, end = _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise JsonError(error.msg, error.pos) from error
    # Half of a pair of surrogates is no character and cannot be written anywhere.
    return _SURROGATE.sub("\ufffd", str(string)), end


def _sequence(text: str, start: int, depth: int) -> tuple[Value, int]:
    items: list[Value] = []
    at = _skip(text, start + 1)
    while text[at : at + 1] != "]":
        if items:
            at = _expect(text, at, ",")
            if text[at : at + 1] == "]":
                break
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
            if text[at : at + 1] == "}":
                break
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
    reader = _Reader(text, path, scope)
    yield from reader.said(parse(text), ())


def fragments(text: str, path: str, scope: Scope) -> Iterator[Directive]:
    """The statements in a text that was meant to be JSON: its strings and whatever else has words in it, in order.

    A key is read together with the string or setting that follows it.
    """
    reader = _Reader(text, path, scope)
    key: tuple[int, str] | None = None
    for found in _LITERAL.finditer(text):
        quoted = found["string"] is not None
        said = _unescaped(found["string"]) if quoted else found["other"] or ""
        begin = found.start() + (1 if quoted else len(said) - len(said.lstrip(_SEPARATORS)))
        said = said if quoted else said.strip(_SEPARATORS)
        if key and (found["key"] or found["bracket"]):
            yield from reader.prose(key[0], f"{key[1]}:")
            key = None
        if found["key"]:
            key = (begin, _words(said))
        elif key and re.search(r"\w", said):
            yield from reader.prose(key[0], said if key[1].lower() in _SAYING else f"{key[1]}: {said}")
            key = None
        elif said:
            yield from reader.prose(begin, said, exact=not quoted)
    if key:
        yield from reader.prose(key[0], f"{key[1]}:")


class _Reader:
    """Makes directives of what stands at an offset of a text."""

    def __init__(self, text: str, path: str, scope: Scope) -> None:
        self._path = path
        self._scope = scope
        self._starts = (0, *(found.end() for found in _NEWLINE.finditer(text)))

    def said(self, value: Value, keys: tuple[str, ...]) -> Iterator[Directive]:
        """The statements in one value."""
        if not isinstance(value.data, list):
            if isinstance(value.data, str) and value.data.strip():
                yield self._directive(value.data, value.offset + 1, keys)
            return
        pairs = [item for item in value.data if isinstance(item, tuple)]
        if any(key == "enabled" and item.data == Scalar("false") for _, key, item in pairs):
            return
        for item in value.data:
            if isinstance(item, Value):
                spoken = list(self.said(item, keys))
                yield from spoken or self._named(item, keys)
            else:
                yield from self._pair(*item, keys)

    def _pair(self, offset: int, key: str, value: Value, keys: tuple[str, ...]) -> Iterator[Directive]:
        lowered = key.lower()
        group = isinstance(value.data, list) and bool(value.data) and isinstance(value.data[0], tuple)
        if lowered in _SILENT and not group:
            return
        if isinstance(value.data, list) or lowered in _SAYING:
            yield from self.said(value, keys if lowered in _SAYING else (*keys, _words(key)))
            return
        shown = value.data.text if isinstance(value.data, Scalar) else value.data
        if shown.strip() and value.data != Scalar("null"):
            yield self._directive(f"{_words(key)}: {shown}", offset + 1, keys)

    def _named(self, value: Value, keys: tuple[str, ...]) -> Iterator[Directive]:
        """What an object in a list is called, for want of anything else that it says."""
        if not isinstance(value.data, list):
            return
        pairs = [item for item in value.data if isinstance(item, tuple)]
        if not any(key == "enabled" and item.data == Scalar("false") for _, key, item in pairs):
            names = [item for _, key, item in pairs if key.lower() in _NAMING]
            yield from (statement for name in names[:1] for statement in self.said(name, keys))

    def prose(self, offset: int, text: str, *, exact: bool = False) -> Iterator[Directive]:
        """The sentences of some text; unless they stand exactly so in the file, all cite where it begins."""
        for begin, sentence in sentences(text):
            yield replace(self._directive(sentence, offset + begin * exact, ()), block=self._line(offset))

    def _line(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    def _directive(self, said: str, offset: int, keys: tuple[str, ...]) -> Directive:
        line = self._line(offset)
        column = offset - self._starts[line - 1] + 1
        return Directive(" ".join(said.split()), Place(self._path, line), column, keys, scope=self._scope)


def _words(key: str) -> str:
    return re.sub(r"[_-]+", " ", key).strip()


def _unescaped(string: str) -> str:
    """The string that a literal stands for; a backslash that escapes nothing is itself."""
    try:
        return _SURROGATE.sub("\ufffd", str(_DECODER.decode(f'"{string}"')))
    except json.JSONDecodeError:
        return string


def first_key(value: Value, name: str) -> int | None:
    """The offset of the first key of a name, at any depth."""
    if not isinstance(value.data, list):
        return None
    for item in value.data:
        if isinstance(item, tuple) and item[1] == name:
            return item[0]
        found = first_key(item[2] if isinstance(item, tuple) else item, name)
        if found is not None:
            return found
    return None


def plain(value: Value) -> object:
    """A JSON value as Python's own objects; of a key that is there twice, the last counts."""
    if isinstance(value.data, str):
        return value.data
    if isinstance(value.data, Scalar):
        return json.loads(value.data.text)
    if any(isinstance(item, tuple) for item in value.data):
        return {item[1]: plain(item[2]) for item in value.data if isinstance(item, tuple)}
    return [plain(item) for item in value.data if isinstance(item, Value)]
