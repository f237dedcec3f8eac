"""What words can mean to a reader of rules, and the table of all the words known."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from functools import cache
from typing import TYPE_CHECKING

from lawful import shelf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Strength(StrEnum):
    """How binding a directive is by its own words."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Mark(Enum):
    """A word that says what is wanted, as against a term, which says of what."""

    FORBID = auto()
    """never, do not, no, banned"""
    DISCOURAGE = auto()
    """avoid, should not, try not to"""
    REQUIRE = auto()
    """must, always, required"""
    RECOMMEND = auto()
    """should, prefer, try to"""
    PERMIT = auto()
    """may, can, optional"""
    DO = auto()
    """a verb that only carries the demand: use, write, add"""
    INSTEAD = auto()
    """A instead of B"""
    INSTEAD_COMES = auto()
    """B, instead of which A: the same in languages that say it the other way round"""
    NOT = auto()
    """the plain negation: it sets A against B only where A is demanded"""
    AT_MOST = auto()
    """at most, under, maximum"""
    MORE_THAN = auto()
    """over, more than, exceed"""
    AT_LEAST = auto()
    """at least, minimum"""
    WITHOUT = auto()
    EXCEPT = auto()
    """except, unless, other than"""
    GRANT = auto()
    """unless I ask for it: an exception that only a person can make"""
    EXEMPT = auto()
    """is exempt, does not apply to: says of a place that something stated elsewhere does not hold there"""
    ONLY = auto()
    IF = auto()
    """if, when, for cases where"""
    BECAUSE = auto()
    """begins a reason, which demands nothing"""
    EXAMPLE = auto()
    """for example, such as"""
    HEDGE = auto()
    """where possible: weakens a demand"""
    JUDGE = auto()
    """when appropriate: leaves the demand to somebody's judgement"""
    IN = auto()
    """begins a place"""
    OUTSIDE = auto()
    EVEN = auto()
    """even in: a place that limits nothing"""
    PAST = auto()
    """we used to, previously: tells of what was once so"""
    FOREIGN = auto()
    """something other than Python code, such as another language or a commit message"""
    IN_IT = auto()
    """stands behind a place, in languages that say where after what"""
    AND = auto()
    OR = auto()
    NOISE = auto()
    """says nothing that a rule depends on"""


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language.

    Attributes:
        marks: for each mark the words and phrases that mean it, separated by commas.
        terms: for each term the words and phrases that mean it, separated by commas; the term itself is an English
            word, and what phrases and checks are written in.
        spaced: whether words stand apart. Where they do not, words are found inside a run of characters.
        vague: words that praise and say nothing that anybody could check, separated by commas.
    """

    name: str
    marks: Mapping[Mark, str]
    terms: Mapping[str, str]
    spaced: bool = True
    vague: str = ""


Entry = Mark | str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every known word, found by how it begins.

    Attributes:
        words: for the first word of a phrase, the following words and the meaning, longest first.
        runs: for the first character of a phrase in an unspaced language, the phrase and its meaning, longest first.
    """

    words: Mapping[str, tuple[tuple[tuple[str, ...], Entry], ...]]
    runs: Mapping[str, tuple[tuple[str, Entry], ...]]


def languages() -> Iterator[Language]:
    """Every language there is a file for."""
    for name in shelf.modules("lawful.language.languages"):
        language = importlib.import_module(name).LANGUAGE
        assert isinstance(language, Language)
        yield language


@cache
def vague_words() -> re.Pattern[str]:
    """Any word that praises and says nothing that anybody could check."""
    words = []
    for language in languages():
        edge = r"\b" if language.spaced else ""
        words += [rf"{edge}{re.escape(word.strip())}{edge}" for word in language.vague.split(",") if word.strip()]
    return re.compile("|".join(words) or r"(?!)", re.IGNORECASE)


@cache
def lexicon() -> Lexicon:
    """The words of all languages in one table."""
    words: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    runs: dict[str, list[tuple[str, Entry]]] = {}
    for language in languages():
        meanings: list[tuple[Entry, str]] = [*language.marks.items(), *language.terms.items()]
        for meaning, phrases in meanings:
            for phrase in map(str.strip, phrases.split(",")):
                if language.spaced:
                    first, *rest = phrase.split()
                    words.setdefault(first, []).append((tuple(rest), meaning))
                else:
                    runs.setdefault(phrase[0], []).append((phrase, meaning))
    return Lexicon(
        {first: tuple(sorted(found, key=lambda each: -len(each[0]))) for first, found in words.items()},
        {first: tuple(sorted(found, key=lambda each: -len(each[0]))) for first, found in runs.items()},
    )
