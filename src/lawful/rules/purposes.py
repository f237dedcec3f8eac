"""Hearing which library is wanted for a purpose: "use `typer` for the command line" refuses `argparse`.

What can be decided of such a demand is that no rival of the library is imported. A sentence is heard only if all its
words are known to say what the library is for, or to say nothing: whatever else is said might limit the demand.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from lawful.context.scope import TESTS
from lawful.language import lex
from lawful.rules.demand import Kind
from lawful.rules.libraries import (
    ALIASES,
    BESIDE,
    COLOUR,
    MODULES,
    NAMES_TOO,
    OWN_TOO,
    PURPOSES,
    TELLING,
    TOGETHER,
    WORDS_TOO,
)
from lawful.rules.phrase import Heard, Phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from lawful.language import Token
    from lawful.rules.demand import Demand
    from lawful.rules.libraries import Purpose

_LONGEST = 3
"""Words that the name of a library may have."""

_PLACING = frozenset("go goes belong belongs live lives reside stay remain keep".split())
_PLACED = _PLACING | {"logic", "code", "call", "calls", "function", "helper", "client", "everything", "related", "only"}
"""Words of demands that something belongs in a place."""


def names_library() -> Phrase:
    """Hears that a library is wanted, alone or for a purpose; gives the `modules` of its rivals and it as `instead`."""
    return Phrase(_hear, open=True)


def _hear(demand: Demand) -> Heard | None:
    if demand.kind is not Kind.REQUIRE or demand.number is not None or not demand.is_spoken:
        return None
    if set(TESTS) <= set(demand.exclude):
        return None  # what is used "in production" is what is deployed there
    # Of an alternative no part means anything alone: "use `httpx` or whatever is there" refuses nothing.
    params = _rivals(demand.items, demand.topic)
    return None if params is None else Heard(params, frozenset(demand.items))


def serves(name: str, purpose: Collection[str]) -> bool:
    """Whether a module serves a purpose, as far as is known; see `lawful.rules.api_names.serves`."""
    said = set(purpose) - _lexed(COLOUR)
    library = _names().get(name.lower().replace("_", "-"), name)
    serving = [each for each in PURPOSES if library in _split(each.libraries) or name in _split(each.standard)]
    return not said or any(said <= _words(each.says) for each in serving)


def places_purpose() -> Phrase:
    """Hears that what is done for a purpose belongs in a place; gives the `modules` that are imported only there."""
    return Phrase(_hear_place)


def _hear_place(demand: Demand) -> Heard | None:
    terms = {token.term or "" for token in demand.terms}
    said = terms - _PLACED - _lexed(COLOUR)
    placing = terms & _PLACING or demand.verbs & {"must-be", "place"}
    if demand.kind is not Kind.REQUIRE or not demand.include or not placing or demand.told:
        return None
    apart = [each for each in PURPOSES if each.apart and _ways(each.says, terms) and said <= _words(each.says)]
    modules = tuple(
        name for each in apart[:1] for library in _split(each.libraries) for name in _split(_modules(library))
    )
    return Heard({"modules": modules}, frozenset(demand.items), elsewhere=True, spared=TESTS) if modules else None


def _rivals(items: Iterable[tuple[Token, ...]], topic: frozenset[str]) -> dict[str, object] | None:
    """The modules of the rivals of the libraries that are named, if nothing is said that is not understood."""
    named: list[str] = []
    terms: set[str] = set()
    doubtful: list[Token] = []
    for item in items:
        libraries, rest = _libraries(item)
        # Of two in one breath the second only says what the first is for: "`respx` for mocking `httpx`".
        named += [name for name in libraries if _share_purpose(name, libraries[0])]
        terms |= rest
        doubtful += [item[0]] if item[0].text.lower() in NAMES_TOO and item[0].term in rest else []
    for token in doubtful:
        name = token.text.lower()
        if any(_ways(each.says, terms | topic) or set(named) & set(_split(each.libraries)) for each in _serving(name)):
            named.append(name)
            terms.discard(token.term or "")
    spoken_of = any(_ways(purpose.says, terms | topic) for name in named for purpose in _serving(name))
    if not spoken_of and any("." in token.text for item in items for token in item if token.code):
        return None  # `asyncio.sleep` alone is one function, and no choice of a library
    said = terms - _lexed(COLOUR)
    chosen = {name: _purpose(name, terms, said, topic) for name in named}
    known = frozenset[str]().union(*(_words(purpose.says) for purpose in chosen.values() if purpose))
    if not named or not said <= known or not all(chosen.values()):
        return None
    modules = tuple(dict.fromkeys(_modules_of_rivals(chosen, terms | topic)))
    # Libraries for several ends are no alternative to each other.
    instead = " or ".join(dict.fromkeys(named)) if len(set(chosen.values())) == 1 else None
    return {"modules": modules, "instead": instead} if modules else None


def _purpose(name: str, terms: Collection[str], said: set[str], topic: frozenset[str]) -> Purpose | None:
    """What a library is wanted for: what is said, what stands above, or what it mostly is for."""
    serving = _serving(name)
    named = [purpose for purpose in serving if _ways(purpose.says, terms)]
    if named:
        return next((purpose for purpose in named if said <= _words(purpose.says)), named[0])
    above = [purpose for purpose in serving if _ways(purpose.says, topic)]
    return (above or serving)[0]


def _modules_of_rivals(chosen: dict[str, Purpose | None], said: Collection[str]) -> Iterator[str]:
    beside = {other for name in chosen for group in map(_split, TOGETHER) if name in group for other in group}
    for purpose in chosen.values():
        if purpose is None:
            continue
        standard = {each.partition(".")[0] for each in _split(purpose.standard)}
        for rival in _split(purpose.libraries):
            if rival in chosen or rival in beside or rival in standard:
                continue
            partly = next((BESIDE[name, rival] for name in chosen if (name, rival) in BESIDE), None)
            yield from (each for each in _split(partly or _modules(rival)) if each not in OWN_TOO)
        if _ways(purpose.says, said) and not standard & (beside | chosen.keys()):
            yield from _split(purpose.standard)


def _libraries(item: tuple[Token, ...]) -> tuple[list[str], set[str]]:
    """The libraries that a group of terms names, and what else it says."""
    found: list[str] = []
    rest: set[str] = set()
    at = 0
    while at < len(item):
        for length in range(min(_LONGEST, len(item) - at), 0, -1):
            name = _name(item[at : at + length])
            if name is not None and _is_library(item, at, length):
                found.append(name)
                rest |= {"async"} if ".Async" in item[at].text else set()
                at += length
                break
        else:
            rest.add(item[at].term or "")
            at += 1
    return found, rest


def _name(tokens: tuple[Token, ...]) -> str | None:
    """The library that tokens name, if they do."""
    written = "-".join(token.text for token in tokens).lower().removesuffix("()").replace("_", "-").replace(" ", "-")
    # `httpx.AsyncClient` is of httpx.
    first = written.partition(".")[0] if len(tokens) == 1 and tokens[0].code else written
    return _names().get(written) or _names().get(first)


def _is_library(item: tuple[Token, ...], at: int, length: int) -> bool:
    """Whether a name that may also be a word is meant as a name: it is code, or something tells that it is one."""
    if item[at].code or length > 1 or item[at].text.lower() not in WORDS_TOO | NAMES_TOO:
        return True
    before = item[at - 1].term if at else None
    after = item[at + length].term if at + length < len(item) else None
    return before in _lexed(("builtin", "standard-library")) or after in _lexed(TELLING)


@cache
def _names() -> dict[str, str]:
    """How libraries may be written, and how they are called in the tables."""
    listed = [each for purpose in PURPOSES for each in _split(purpose.libraries)]
    modules = {_modules(name).lower().replace("_", "-"): name for name in listed}
    return {**modules, **ALIASES, **{name: name for name in listed}}


def _share_purpose(name: str, other: str) -> bool:
    return any(purpose in _serving(other) for purpose in _serving(name))


@cache
def _serving(name: str) -> tuple[Purpose, ...]:
    return tuple(purpose for purpose in PURPOSES if name in _split(purpose.libraries))


def _modules(name: str) -> str:
    return MODULES.get(name, name.replace("-", "_"))


def _ways(says: str, terms: Collection[str]) -> bool:
    """Whether terms say one of several ways to name a purpose."""
    return any(way and way <= set(terms) for way in map(_terms, _split(says)))


@cache
def _words(says: str) -> frozenset[str]:
    return frozenset(term for way in _split(says) for term in _terms(way))


@cache
def _lexed(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(term for text in texts for term in _terms(text))


@cache
def _terms(text: str) -> frozenset[str]:
    return frozenset(token.term for token in lex(text) if token.term and token.mark is None)


@cache
def _split(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())
