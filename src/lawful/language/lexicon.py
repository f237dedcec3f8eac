"""What words can mean to a reader of rules, and the table of all the words known."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from lawful import shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


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
        verbs: for marks the verbs that carry them, and prepositions, where it matters which: for each, an English word
            too, the words and phrases that mean it, separated by commas. They do not stand among `marks` as well.
        spaced: whether words stand apart. Where they do not, words are found inside a run of characters.
        letters: the first and last of characters that only this one of several unspaced languages has; a text with one
            of them is in it, and its words come before those that others write alike.
        vague: words that praise and say nothing that anybody could check, separated by commas.
    """

    name: str
    marks: Mapping[Mark, str]
    terms: Mapping[str, str]
    verbs: Mapping[Mark, Mapping[str, str]] = field(default_factory=dict)
    spaced: bool = True
    letters: str = ""
    vague: str = ""


class Verb(NamedTuple):
    """A mark with the verb that carries it."""

    mark: Mark
    term: str


Entry = Mark | Verb | str
"""What a word means: something about the demand, or what the demand is of."""


Runs = Mapping[str, tuple[tuple[str, Entry], ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every known word, found by how it begins.

    Attributes:
        words: for the first word of a phrase, the following words and the meaning, longest first.
        runs: for the first character of a phrase in an unspaced language, the phrase and its meaning, longest first.
        own_runs: the same for texts in which one of some characters stands.
    """

    words: Mapping[str, tuple[tuple[tuple[str, ...], Entry], ...]]
    runs: Runs
    own_runs: tuple[tuple[re.Pattern[str], Runs], ...]

    def runs_of(self, text: str) -> Runs:
        """The phrases of unspaced languages as a text means them."""
        return next((runs for letters, runs in self.own_runs if letters.search(text)), self.runs)


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
    unspaced = [language for language in languages() if not language.spaced]
    for language in languages():
        for meaning, phrase in _phrases(language) if language.spaced else ():
            first, *rest = phrase.split()
            words.setdefault(first, []).append((tuple(rest), meaning))
    return Lexicon(
        {first: tuple(sorted(found, key=lambda each: -len(each[0]))) for first, found in words.items()},
        _runs(unspaced),
        tuple(
            (re.compile(f"[{language.letters}]"), _runs(sorted(unspaced, key=lambda each: each is not language)))
            for language in unspaced
            if language.letters
        ),
    )


def _runs(unspaced: Iterable[Language]) -> Runs:
    """The phrases of unspaced languages, those of the first before what others write alike."""
    runs: dict[str, list[tuple[str, Entry]]] = {}
    for language in unspaced:
        for meaning, phrase in _phrases(language):
            runs.setdefault(phrase[0], []).append((phrase, meaning))
    return {first: tuple(sorted(found, key=lambda each: -len(each[0]))) for first, found in runs.items()}


def _phrases(language: Language) -> Iterator[tuple[Entry, str]]:
    """The words and phrases of a language with what they mean; what says how comes before what says of what."""
    verbs = ((Verb(mark, term), said) for mark, verbs in language.verbs.items() for term, said in verbs.items())
    meanings: list[tuple[Entry, str]] = [*language.marks.items(), *verbs, *language.terms.items()]
    for meaning, phrases in meanings:
        yield from ((meaning, phrase.strip()) for phrase in phrases.split(","))
