"""The lock file: what was decided for sentences that the interpreter does not understand by itself.

It is data for people to review and commit: pins, which are our own vocabulary (see `lawful.rules.pin`), or the reason
why a sentence cannot be checked. Entries are found by the words of the directive, so that they survive moved lines; a
directive whose words have changed has no entry any more.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lawful.errors import LawfulError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NAME = "lawful.lock"
VERSION = 1
_HEAD = """\
# What was decided for directives that lawful does not understand by itself. Made by `lawful compile`, reviewed by
# people: an entry holds code to the pins it names, or says why nothing can. Delete one to have it decided anew.

version = 1
"""
_KEYS = ("text", "pins", "reason", "by", "passing", "failing")


class LockError(LawfulError):
    """The lock file cannot be read."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for one directive.

    Attributes:
        text: the words of the directive.
        pins: what holds code to it; empty if nothing can.
        reason: why nothing can.
        by: who proposed it.
        passing: snippets that keep it.
        failing: snippets that break it.
    """

    text: str
    pins: tuple[str, ...] = ()
    reason: str | None = None
    by: str = ""
    passing: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about directives outside their context files, by the key of their words.

    Attributes:
        pinned: pins that a team has written in its configuration; they hold whatever the words are.
        locked: decisions of the lock file; they hold where nothing else is understood.
        incomplete: whether checks that may be meant have been left out.
    """

    pinned: Mapping[str, str] = field(default_factory=dict)
    locked: Mapping[str, Decision] = field(default_factory=dict)
    incomplete: bool = False


def key(text: str) -> str:
    """What two directives share that say the same in the same words."""
    return " ".join(text.split())


def read_lock(text: str) -> dict[str, Decision]:
    """The decisions in a lock file, by the key of their directive.

    Raises:
        LockError: it is no lock file of this version; the message says where it is wrong.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise LockError(f"is no TOML: {error}") from error
    if data.get("version") != VERSION:
        raise LockError(f"has version {data.get('version')!r}; this lawful reads version {VERSION}")
    entries = data.get("directive", [])
    if not isinstance(entries, list):
        raise LockError("`directive` is no list of tables")
    found: dict[str, Decision] = {}
    for number, entry in enumerate(entries, start=1):
        decision = _decision(entry, number)
        found[key(decision.text)] = decision
    return found


def _decision(entry: Any, number: int) -> Decision:  # noqa: ANN401  # whatever the file holds
    where = f"entry {number}"
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        raise LockError(f"{where} has no text")
    unknown = sorted(set(entry) - set(_KEYS))
    if unknown:
        raise LockError(f"{where} has an unknown key: {unknown[0]}")
    for name in ("reason", "by"):
        if not isinstance(entry.get(name, ""), str):
            raise LockError(f"{name} of {where} is no text")
    lists: dict[str, tuple[str, ...]] = {}
    for name in ("pins", "passing", "failing"):
        value = entry.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise LockError(f"{name} of {where} is no list of texts")
        lists[name] = tuple(value)
    if not lists["pins"] and not entry.get("reason"):
        raise LockError(f"{where} has neither pins nor a reason")
    return Decision(entry["text"], reason=entry.get("reason") or None, by=entry.get("by", ""), **lists)


def write_lock(decisions: Iterable[Decision]) -> str:
    """A lock file with these decisions, sorted by their words."""
    blocks = [_HEAD]
    for each in sorted(decisions, key=lambda decision: decision.text):
        values: Mapping[str, object] = {name: getattr(each, name) for name in _KEYS}
        lines = [f"{name} = {_toml(value)}" for name, value in values.items() if value]
        blocks.append("\n".join(["[[directive]]", *lines]) + "\n")
    return "\n".join(blocks)


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return "[\n" + "".join(f"    {_toml(each)},\n" for each in value) + "]"
    # JSON's strings are TOML's but for DEL and for half of a pair of surrogates, which no file can hold.
    text = re.sub("[\ud800-\udfff]", "\ufffd", str(value))
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
