r"""Pins: what a team writes beside a directive to say exactly which check holds code to it.

A pin is a row of words, strings in quotes and lists with commas::

    forbid "$M.objects.$F(...)" in app/views/**
    require "super().setUp(...)" inside "def setUp(...): ..."
    forbid "$LOG.info($MSG)" where $MSG =~ "^f[\"']" except in tests/** say "log lazily"
    max-function-lines max=40 as warning
    off "a matter for reviews"

Several pins of one directive are separated by semicolons. What models propose is written in the same way.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lawful.context.frontmatter import split_globs
from lawful.errors import LawfulError
from lawful.regex import regex
from lawful.violation import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lawful.rules.check import Check

_WORD = regex(
    r"\s*+(?:(?P<end>;)|\"(?P<double>(?:[^\"\\]|\\.)*+)\"|'(?P<single>(?:[^'\\]|\\.)*+)'|(?P<bare>[^\s;\"']+))"
)
_PATTERNS = {"forbid": "forbidden-pattern", "require": "required-pattern"}
_OFF = "off"


class PinError(LawfulError):
    """A pin cannot be read."""


class UnknownCheckError(PinError):
    """A pin names a check that there is not."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One pin that was read.

    Attributes:
        check: the check, or None where the directive is not to be enforced.
        include: globs of which a path must match one; empty for every path.
        exclude: globs of which a path may match none.
        severity: how much a violation weighs; None for what the words of the directive say.
        reason: why the directive is not to be enforced.
    """

    check: Check | None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    severity: Severity | None = None
    reason: str | None = None


def pins(text: str, checks: Sequence[type[Check]]) -> Iterator[Pin]:
    """The pins that a text holds.

    Args:
        text: the pins, separated by semicolons.
        checks: the checks there are.

    Raises:
        PinError: one cannot be read; the message says why and what to write.
    """
    statement: list[_Word] = []
    for word in (*_words(text), _Word("", end=True)):
        if not word.end:
            statement.append(word)
        elif statement:
            yield _Reader(statement, checks).pin()
            statement = []


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    quoted: bool = False
    end: bool = False


def _words(text: str) -> Iterator[_Word]:
    at = 0
    text = text.rstrip()
    while at < len(text):
        found = _WORD.match(text, at)
        if found is None:
            raise PinError(f"a quote is never closed: {text[at:].strip()[:60]}")
        at = found.end()
        quoted = found["double"] if found["double"] is not None else found["single"]
        if found["end"]:
            yield _Word(";", end=True)
        elif quoted is not None:
            # Only the quotes themselves are escaped: a backslash in a regular expression stays one.
            yield _Word(re.sub(r"\\([\"'])", r"\1", quoted), quoted=True)
        else:
            yield _Word(found["bare"])


@dataclass(slots=True)
class _Draft:
    """What of a pin has been read."""

    params: dict[str, object] = field(default_factory=dict)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    severity: Severity | None = None


class _Reader:
    """Reads the words of one pin."""

    def __init__(self, words: Sequence[_Word], checks: Sequence[type[Check]]) -> None:
        self._words = words
        self._at = 0
        self._checks = {check.id: check for check in checks}

    def pin(self) -> Pin:
        """The pin."""
        name = self._next("a check, or forbid, require or off").text
        if name == _OFF:
            reason = self._next("a reason").text if self._at < len(self._words) else "somebody has switched it off"
            return Pin(None, reason=reason)
        check = self._checks.get(_PATTERNS.get(name, name))
        if check is None:
            raise UnknownCheckError(
                f"`{name}` is no check, nor forbid, require or off; `lawful explain` lists the checks"
            )
        draft = _Draft()
        if name in _PATTERNS:
            draft.params["pattern"] = self._quoted("a pattern")
        while self._at < len(self._words):
            self._clause(draft, check)
        try:
            made = check(draft.params)
        except (LawfulError, TypeError, ValueError) as error:
            raise PinError(str(error)) from error
        return Pin(made, draft.include, draft.exclude, draft.severity)

    def _clause(self, draft: _Draft, check: type[Check]) -> None:
        word = self._next("a clause")
        key, sign, value = word.text.partition("=")
        match word.text:
            case "in":
                draft.include += self._globs()
            case "except":
                self._expect("in")
                draft.exclude += self._globs()
            case "as":
                draft.severity = self._severity()
            case "say":
                draft.params["message"] = self._quoted("a message")
            case "inside":
                _add(draft.params, "inside", self._quoted("a pattern"))
            case "not":
                self._expect("inside")
                _add(draft.params, "not_inside", self._quoted("a pattern"))
            case "where":
                hole, relation = self._next("a hole").text, self._next("=~ or !~").text
                if not hole.startswith("$") or relation not in {"=~", "!~"}:
                    raise PinError(f'write `where $X =~ "expression"` or `!~`, not `where {hole} {relation}`')
                _add(draft.params, "where", (hole[1:], relation, self._quoted("a regular expression")))
            case _ if sign and not word.quoted:
                draft.params[key] = _value(check, key, value or self._quoted("a value"))
            case _:
                raise PinError(
                    f"`{word.text}` is no clause; there are in, except in, inside, not inside, where, say, as"
                )

    def _globs(self) -> tuple[str, ...]:
        found = split_globs(self._next("a glob").text)
        while found and self._at < len(self._words) and self._words[self._at - 1].text.endswith(","):
            found += split_globs(self._next("a glob").text)
        return found

    def _severity(self) -> Severity:
        said = self._next("error or warning").text
        if said not in {Severity.ERROR, Severity.WARNING}:
            raise PinError(f"a violation is an error or a warning, not `{said}`")
        return Severity(said)

    def _quoted(self, what: str) -> str:
        word = self._next(what)
        if not word.quoted:
            raise PinError(f"{what} stands in quotes: {word.text}")
        return word.text

    def _expect(self, text: str) -> None:
        word = self._next(f"`{text}`")
        if word.text != text:
            raise PinError(f"`{text}` is missing before `{word.text}`")

    def _next(self, what: str) -> _Word:
        if self._at >= len(self._words):
            raise PinError(f"{what} is missing at the end")
        self._at += 1
        return self._words[self._at - 1]


def _add(params: dict[str, object], key: str, value: object) -> None:
    before = params.get(key, ())
    assert isinstance(before, tuple)
    params[key] = (*before, value)


def _value(check: type[Check], key: str, text: str) -> object:
    """A parameter from its text, by the type that the check gives it."""
    types: Mapping[str, str] = {each.name: str(each.type) for each in dataclasses.fields(check.Params)}
    kind = types.get(key)
    if kind is None:
        known = ", ".join(types) or "none"
        raise PinError(f"{check.id} has no parameter `{key}`; there are {known}")
    if kind.startswith("int"):
        if not text.isdecimal():
            raise PinError(f"`{key}` of {check.id} is a number, not `{text}`")
        return int(text)
    if kind.startswith("bool"):
        if text not in {"true", "false"}:
            raise PinError(f"`{key}` of {check.id} is true or false, not `{text}`")
        return text == "true"
    if kind.startswith("tuple[tuple"):
        pairs = [tuple(part.strip() for part in item.split(":")) for item in text.split(",")]
        return tuple(pairs)
    return tuple(item.strip() for item in text.split(",") if item.strip()) if kind.startswith("tuple") else text
