"""How people ask for a check, in the vocabulary of demands and so in every language.

A phrase hears a demand when the demand is of its kind, names what the phrase needs, and says nothing that the phrase
does not know. The last part is what keeps a sentence about printing secrets from becoming a ban of `print`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import takewhile

from lawful.context.scope import TESTS
from lawful.language import Token, lex
from lawful.rules.demand import CODE, Demand, Kind

Params = Mapping[str, object]
Items = tuple[tuple[Token, ...], ...]
"""The terms of a demand, in the groups that "and", "or" and commas make."""


_GENERIC = frozenset(
    {"call", "statement", "clause", "block", "expression", "directly", "function", "keyword", "construct", "feature"}
)
"""Words that may stand beside any name without changing what is asked."""


_KINDS_OF_NAMES = frozenset({"function", "method", "class", "module", "variable", "name"})

_TEXTS = frozenset({"documentation", "docstring", "comment", "doc", "readme", "text", "prose"})
"""What headings and labels name that are about texts and not about code."""

_ADDING = frozenset({"add", "write", "use", "include"})
"""Verbs of demands that are about putting something there."""
_USES = frozenset({"use", "using", "call", "pass"})
"""Verbs of demands that are about the use of things."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a phrase made of (a part of) a demand.

    Attributes:
        params: the parameters of the check.
        items: the groups of terms that the phrase accounts for.
        qualifying: groups that only say of what the thing is asked, and so belong to every thing that is asked.
        elsewhere: whether the place that the demand names is where the thing belongs, so that all others are meant.
        spared: globs of places that are not meant either then.
    """

    params: Params
    items: frozenset[tuple[Token, ...]]
    qualifying: frozenset[tuple[Token, ...]] = frozenset()
    elsewhere: bool = False
    spared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to ask for a check.

    Attributes:
        hear: what it makes of a demand, if anything.
        open: whether it accepts names it does not know beforehand; such a phrase only gets what no other phrase heard.
        spares: words for what the check leaves alone anyway, so that a demand may except them.
        needs: ways to name what it is about, of which a demand must say all words of one; empty if it hears others too.
        decides: the conditions that its check can decide, see `lawful.rules.conditions`.
        beside: whether it also hears what another phrase has heard, because the same words ask for more than one thing.
    """

    hear: Callable[[Demand], Heard | None]
    open: bool = False
    spares: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    decides: frozenset[str] = frozenset()
    beside: bool = False

    @property
    def wants(self) -> tuple[frozenset[str], ...]:
        """The terms of which a demand must name all of one set to be heard; empty if nothing is known of that."""
        wanted = tuple(_terms(each) for each in self.needs)
        return wanted if all(wanted) else ()

    def knows(self, unless: Iterable[Token]) -> bool:
        """Whether all that a demand leaves out is left alone by the check."""
        known = _words(self.spares) | {*" ".join(self.spares).split()}
        named = {token.term or token.text for token in unless if token.term or token.number is not None}
        # In "except private functions" the second word only repeats what the demand is about.
        return named <= known or bool(named & known and named <= known | _KINDS_OF_NAMES)


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that must be said, words that may be, and what saying them means."""

    needs: tuple[str, ...]
    allows: tuple[str, ...]
    params: Params
    when: Mapping[str, Params] = field(default_factory=dict)
    spares: Mapping[str, Params] = field(default_factory=dict)
    """Words that may be said of what is left out, with the parameters they set."""
    additive: bool = False
    """Whether a word said of one group only widens what is meant by the others."""

    def match(self, items: Items, topic: frozenset[str] = frozenset(), also: Collection[str] = ()) -> Params | None:
        """The parameters that the words give, if they ask for the check and for nothing else.

        Args:
            items: the words, in groups.
            topic: words of what they stand under.
            also: words said of several groups, of which this is one.
        """
        terms = _of(items)
        # Whoever names the thing in two ways asks for it twice: "no `typing.Any` and no `Any`".
        allowed = _words((*self.needs, *self.allows)) | set(self.when) | _GENERIC
        for alternative in self.needs:
            needed = _terms(alternative)
            if needed <= terms | topic and terms - needed <= allowed:
                # In "type hints and return types" the first stands for itself, and the second does not limit it.
                alone = (
                    self.additive
                    and len(items) > 1
                    and any(needed <= _of([item]) and not _of([item]) & set(self.when) for item in items)
                )
                params = dict(self.params)
                for word, meaning in self.when.items():
                    said = word in terms and not alone
                    if said or word in also or (word in topic and word not in needed):
                        _merge(params, meaning)
                return params
        return None

    @property
    def known(self) -> frozenset[str]:
        """The terms that must or may be said."""
        return _words((*self.needs, *self.allows)) | self.when.keys() | _GENERIC

    def knows(self, token: Token) -> bool:
        """Whether a word is one of those that must or may be said."""
        return token.term in self.known

    def hearing(self, kind: Kind, *, over: bool) -> Callable[[Demand], Heard | None]:
        """A phrase's ear: the whole of a demand or, failing that, one of its items."""

        def hear(demand: Demand) -> Heard | None:
            if kind is Kind.REQUIRE and demand.number is not None:
                return None  # the number limits what is required, and nothing here can tell how
            for items in sides(demand, kind, over=over):
                qualifying, shared = self._shared(items, demand)
                # A whole of which another check has heard a part already shares what was said with that part.
                whole = self.match(items, demand.topic, shared if len(items) < len(demand.stated) else ())
                if whole is not None:
                    return Heard({**whole, **self._spared(demand)}, frozenset(items))
                for item in items:
                    part = self.match((item,), also=shared)
                    if part is not None and item not in qualifying:
                        return Heard({**part, **self._spared(demand)}, frozenset({item}), qualifying)
            return None

        return hear

    def _spared(self, demand: Demand) -> dict[str, object]:
        said = {token.term or token.text for token in demand.unless}
        return {key: value for word, params in self.spares.items() if word in said for key, value in params.items()}

    def _shared(self, items: Items, demand: Demand) -> tuple[frozenset[tuple[Token, ...]], set[str]]:
        """The groups that qualify all others, and the words that are said of all groups.

        What is said of the last is said of all: "docstrings and type hints on public functions". So are the subject
        and what stands alone: "public functions and classes need docstrings and type hints".
        """
        said = set(self.when) | _words(self.allows)
        asking = [_terms(alternative) for alternative in self.needs]
        qualifying = frozenset(
            item for item in items if (named := _of([item])) <= said and not any(needed <= named for needed in asking)
        )
        subject = takewhile(lambda token: token.term in said, demand.stated[0] if demand.stated else ())
        return qualifying, _of([*items[-1:], *qualifying, tuple(subject)]) & set(self.when)


def _merge(params: dict[str, object], more: Params) -> None:
    """Later words replace a value and add to a tuple."""
    for key, value in more.items():
        old = params.get(key)
        both = isinstance(old, tuple) and isinstance(value, tuple)
        params[key] = tuple(dict.fromkeys((*old, *value))) if both else value  # type: ignore[misc]


@cache
def _terms(text: str) -> frozenset[str]:
    return frozenset(token.term for token in lex(text) if token.term and token.mark is None)


@cache
def _words(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(term for text in texts for term in _terms(text))


def sides(demand: Demand, *kinds: Kind, over: bool) -> tuple[Items, ...]:
    """The groups of terms of a demand to which a phrase of these kinds may apply."""
    sides = []
    if demand.kind in kinds:
        sides.append(demand.items)
    if over and demand.kind is Kind.PREFER:
        sides.append(demand.over)
    return tuple(sides)


def _of(items: Iterable[tuple[Token, ...]]) -> set[str]:
    return {token.term for item in items for token in item if token.term}


def forbids(
    *needs: str,
    allows: tuple[str, ...] = (),
    when: Mapping[str, Params] | None = None,
    spares: tuple[str, ...] | Mapping[str, Params] = (),
    additive: bool = False,
    **params: object,
) -> Phrase:
    """Hears that something is forbidden, or that something else is preferred over it.

    Args:
        needs: ways to name the thing; the words of one of them must all be said.
        allows: words that may also be said, one or several to a text.
        when: words that may also be said, with the parameters they set.
        spares: words for what the check leaves alone anyway, or with the parameters that make it do so; a demand may
            except them.
        additive: whether a word of `when` in one group only widens what the others mean: "in code or comments".
        params: the parameters the phrase sets.
    """
    wording = Wording(needs, allows, params, when or {}, _with_params(spares), additive=additive)
    return Phrase(wording.hearing(Kind.FORBID, over=True), spares=tuple(spares), needs=needs)


def _with_params(spares: tuple[str, ...] | Mapping[str, Params]) -> Mapping[str, Params]:
    return spares if isinstance(spares, Mapping) else {word: {} for word in spares}


def requires(
    *needs: str,
    allows: tuple[str, ...] = (),
    when: Mapping[str, Params] | None = None,
    over: tuple[str, ...] = (),
    spares: tuple[str, ...] | Mapping[str, Params] = (),
    **params: object,
) -> Phrase:
    """Hears that something is required; see `forbids` for the arguments.

    It is also required where it is preferred over what `over` names, which must be the opposite and nothing besides.
    """
    wording = Wording(needs, allows, params, when or {}, _with_params(spares), additive=True)
    required = wording.hearing(Kind.REQUIRE, over=False)
    if not over:
        return Phrase(required, spares=tuple(spares), needs=needs)
    preferred = prefers(*needs, allows=allows, over=over, **params).hear
    return Phrase(lambda demand: required(demand) or preferred(demand), spares=tuple(spares), needs=needs)


def prefers(*needs: str, allows: tuple[str, ...] = (), over: tuple[str, ...] = (), **params: object) -> Phrase:
    """Hears that something is preferred over something else, of which nothing but the words of `over` is said."""
    wording = Wording(needs, allows, params)

    def hear(demand: Demand) -> Heard | None:
        if demand.kind is not Kind.PREFER or not _of(demand.over) <= _words((*allows, *over)) | _GENERIC:
            return None
        matched = wording.match(demand.items, demand.topic)
        return None if matched is None else Heard(matched, frozenset((*demand.items, *demand.over)))

    return Phrase(hear, needs=needs)


def where(holds: Callable[[Demand], bool], phrase: Phrase) -> Phrase:
    """Hears what a phrase hears, where something holds for the demand."""
    return replace(phrase, hear=lambda demand: phrase.hear(demand) if holds(demand) else None)


def beside(phrase: Phrase) -> Phrase:
    """Hears what a phrase hears, also where another has heard it: "a Google-style docstring for each" asks for both."""
    return replace(phrase, beside=True)


def spoken(phrase: Phrase) -> Phrase:
    """Hears what a phrase hears, where a verb says that it is wanted: "Tests: pytest" may only tell what there is."""
    return where(lambda demand: demand.is_spoken, phrase)


def wanted(phrase: Phrase) -> Phrase:
    """Hears what a phrase hears, where it must be there; "only add it to functions" says where it may be."""
    return where(lambda demand: not (demand.only and demand.verbs and demand.verbs <= _ADDING), phrase)


def outright(phrase: Phrase) -> Phrase:
    """Hears what a phrase hears, where all of the thing is meant.

    "Prefer clear names over comments" leaves it to judgement how many are too many, and "no comments like this one"
    tells by an example which are.
    """
    return where(lambda demand: demand.kind is not Kind.PREFER and not demand.exampled, phrase)


def of_definitions(phrase: Phrase) -> Phrase:
    """Hears what a phrase hears, where it is about how things are made, and not about how they are used."""
    return where(lambda demand: not demand.verbs & _USES, phrase)


def of_code(phrase: Phrase) -> Phrase:
    """Hears what a phrase hears, where what it stands under is not about texts: "Documentation" has lines as well."""
    return where(lambda demand: demand.topic.isdisjoint(_TEXTS) or CODE in demand.topic, phrase)


def deciding(phrase: Phrase, *conditions: str) -> Phrase:
    """Hears what a phrase hears, also under conditions that its check decides, or that change nothing for it."""
    return replace(phrase, decides=phrase.decides | frozenset(conditions))


def placed(phrase: Phrase) -> Phrase:
    """Hears what a phrase hears, where it is asked of a place."""
    return where(lambda demand: bool(demand.include or demand.within), phrase)


def about_tests(phrase: Phrase) -> Phrase:
    """Hears what a phrase hears, where tests are spoken of."""
    spoken_of = said_with("test", phrase)

    def hear(demand: Demand) -> Heard | None:
        within = set(TESTS) <= {*demand.include, *demand.within}
        return (phrase if within else spoken_of).hear(demand)

    return replace(phrase, hear=hear)


def replaced_by(word: str, phrase: Phrase) -> Phrase:
    """Hears what a phrase hears, where nothing is preferred over it but what a word names."""

    def hear(demand: Demand) -> Heard | None:
        return None if demand.kind is Kind.PREFER and word not in demand.said else phrase.hear(demand)

    return replace(phrase, hear=hear)


def said_with(word: str, phrase: Phrase) -> Phrase:
    """Hears what a phrase hears, where a word is said along with it, on whichever side."""

    def hear(demand: Demand) -> Heard | None:
        said = {*_of(demand.stated), *_of(demand.over), *demand.topic}
        return phrase.hear(demand) if word in said else None

    return replace(phrase, hear=hear)


def prefers_to(
    better: str,
    *worse: str,
    allows: tuple[str, ...] = (),
    when: Mapping[str, Params] | None = None,
    **params: object,
) -> Phrase:
    """Hears that one thing is preferred over another that is not forbidden otherwise.

    Args:
        better: how the thing that is preferred is named.
        worse: ways to name what it is preferred over.
        allows: words that may also be said of either.
        when: words that may also be said of what it is preferred over, with the parameters they set.
        params: the parameters the phrase sets.
    """
    preferred, replaced = Wording((better,), allows, {}), Wording(worse, allows, params, when or {})

    def hear(demand: Demand) -> Heard | None:
        if demand.kind is not Kind.PREFER or preferred.match(demand.items) is None:
            return None
        matched = replaced.match(demand.over)
        return None if matched is None else Heard(matched, frozenset(demand.over))

    return Phrase(hear, needs=(better,))


def limits(*needs: str, allows: tuple[str, ...] = (), param: str = "max", **params: object) -> Phrase:
    """Hears that something may not exceed a number, which becomes the parameter `param`."""
    wording = Wording(needs, (*allows, "length", "keep"), params)

    def hear(demand: Demand) -> Heard | None:
        if demand.kind is not Kind.LIMIT or demand.number is None:
            return None
        matched = wording.match(demand.items, demand.topic)
        return None if matched is None else Heard({**matched, param: demand.number}, frozenset(demand.items))

    return Phrase(hear, needs=needs)


def names_styles() -> Phrase:
    """Hears how things are to be named; gives `styles`, pairs of a kind of thing and a style."""
    from lawful.rules.naming import hear

    return Phrase(hear)
