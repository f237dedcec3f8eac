"""Hearing demands that quote code: a decorator, a base class, a keyword.

The quoted names become parameters, whatever they are. As everywhere, all other words must be known: needed, allowed or,
where a phrase takes nouns, what the demand is made of: in "parsers must extend `BaseParser`", the parsers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawful.language import Token
from lawful.language.lexicon import lexicon
from lawful.regex import regex
from lawful.rules.demand import Kind
from lawful.rules.phrase import Heard, Params, Phrase, Wording, sides

if TYPE_CHECKING:
    from lawful.rules.demand import Demand
    from lawful.rules.phrase import Items

Meant = Callable[[Token], str | None]
"""Gives the name that a token quotes, if it is one of those that are meant."""

_MAX_NOUN = 2
"""Words of a kind of definition; longer ones are no kind but a description."""
_HUMPS = regex(r"(?:[A-Z][a-z0-9]+){2,}")
_WORD = regex(r"[A-Za-z]{3,}")

NOUNS = frozenset(
    """
    parser normalizer enricher formatter visualizer service repository handler controller serializer validator
    factory manager client adapter view viewset form middleware exporter importer loader provider strategy listener
    plugin widget processor gateway presenter mapper builder converter transformer resolver scraper crawler spider
    dto renderer worker scheduler consumer producer publisher subscriber interactor usecase fetcher extractor
    activity agent command event job task tool schema viewset workflow
    """.split()
)
"""Nouns with which names of classes end."""
FRAMEWORKS = frozenset(
    "temporal celery django flask fastapi pytest pydantic sqlalchemy langgraph langchain airflow prefect".split()
)
"""What names of definitions do not say, though people do: a Temporal workflow is a workflow."""
TOPICS = NOUNS - frozenset("workflow task command event job tool agent activity client view form schema plugin".split())
"""Those of which a heading surely speaks of classes: below "Parsers" it is parsers that implement `parse()`."""


@dataclass(frozen=True, slots=True)
class _Quoting:
    """The names that are meant, what must be said besides, and the parameters that receive names and nouns."""

    meant: Meant
    param: str
    wording: Wording
    nouns: str | None = None
    any_noun: bool = True

    def match(self, items: Items, demand: Demand) -> Params | None:
        """The parameters that the items of a demand give, if nothing else is said in them."""
        names = [name for item in items for token in item if (name := self.meant(token)) is not None]
        if bool(names) != bool(self.param):
            return None
        words = [tuple(token for token in item if self.meant(token) is None) for item in items]
        known = tuple(tuple(token for token in item if self.wording.knows(token)) for item in words)
        params = self.wording.match(known, demand.topic)
        others = [[token for token in item if not self.wording.knows(token)] for item in words]
        any_noun = self.any_noun and self.wording.needs != ("",)
        nouns = [noun(other, any_noun=any_noun) or _of_base(other, names) for other in others if other]
        if self.nouns and not nouns and not demand.include:
            nouns = [_singular(topic) for topic in demand.topic & TOPICS]
            nouns = nouns if len(nouns) == 1 else []
        if params is None or bool(nouns) != bool(self.nouns) or not all(nouns):
            return None
        found = {self.param: tuple(dict.fromkeys(names)), **params} if self.param else dict(params)
        return {**found, self.nouns: tuple(dict.fromkeys(nouns))} if self.nouns else found

    def phrase(self, kind: Kind, *, over: bool) -> Phrase:
        """The phrase that hears it in demands of a kind."""

        def hear(demand: Demand) -> Heard | None:
            for items in sides(demand, kind, over=over):
                params = self.match(items, demand)
                if params is not None:
                    return Heard(params, frozenset(items))
            return None

        return Phrase(hear, open=True, needs=self.wording.needs)


def requires_code(
    meant: Meant,
    param: str,
    *needs: str,
    allows: tuple[str, ...] = (),
    when: Mapping[str, Params] | None = None,
    nouns: str | None = None,
    params: Params | None = None,
) -> Phrase:
    """Hears that something named in code is required.

    Args:
        meant: which names are meant.
        param: the parameter that receives them.
        needs: ways to say what is meant; the words of one of them must all be said. An empty one needs no words.
        allows: words that may also be said, one or several to a text.
        when: words that may also be said, with the parameters they set.
        nouns: the parameter that receives what the demand is made of, which must be said then.
        params: the parameters the phrase sets.
    """
    wording = Wording(needs, allows, params or {}, when or {})
    return _Quoting(meant, param, wording, nouns).phrase(Kind.REQUIRE, over=False)


def requires_of_kind(
    *needs: str, nouns: str, allows: tuple[str, ...] = (), when: Mapping[str, Params] | None = None
) -> Phrase:
    """Hears that something is required of definitions of a kind, which a noun names: "all services need docstrings".

    Args:
        needs: ways to say what is required; the words of one of them must all be said.
        nouns: the parameter that receives the kinds, as names of them end.
        allows: words that may also be said, one or several to a text.
        when: words that may also be said, with the parameters they set.
    """
    wording = Wording(needs, allows, {}, when or {})
    return _Quoting(lambda _: None, "", wording, nouns, any_noun=False).phrase(Kind.REQUIRE, over=False)


def forbids_code(
    meant: Meant,
    param: str,
    *needs: str,
    allows: tuple[str, ...] = (),
    when: Mapping[str, Params] | None = None,
) -> Phrase:
    """Hears that something named in code is forbidden, or that something else is preferred over it."""
    return _Quoting(meant, param, Wording(needs, allows, {}, when or {})).phrase(Kind.FORBID, over=True)


def decorator(token: Token) -> str | None:
    """A decorator: `@app.get("/")` is `app.get`."""
    name = token.text.removeprefix("@").partition("(")[0]
    return name if token.code and token.text.startswith("@") and _is_dotted(name) else None


def name_of_code(token: Token) -> str | None:
    """A dotted name that is written as code."""
    name = token.text.removeprefix("@").removesuffix("()")
    return name if token.code and _is_dotted(name) else None


def class_name(token: Token) -> str | None:
    """A class: a name in capitals and small letters, as code or with more than one capital."""
    name = token.text.removesuffix("()")
    last = name.rpartition(".")[2]
    looks = last[:1].isupper() and last != last.upper()
    return name if _is_dotted(name) and looks and (token.code or _HUMPS.fullmatch(last)) else None


def method_name(token: Token) -> str | None:
    """A method: `parse()`, or `__str__` as code."""
    name = token.text.removesuffix("()")
    is_call = token.code and (name != token.text or re.fullmatch(r"__[a-z]+__", name))
    return name if is_call and name.isidentifier() else None


def parameter_name(token: Token) -> str | None:
    """A parameter: `trace_id`, as code or with an underscore; a trailing `=` is no part of it."""
    name = token.text.removesuffix("=")
    written = token.code or "_" in name
    return name if written and name.isidentifier() and name.islower() else None


def _is_dotted(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("."))


def noun(words: list[Token], *, any_noun: bool = False) -> str:
    """Words as the end of a class name: `native tools` is `NativeTool`. Empty if they are no short English noun.

    Args:
        words: the words.
        any_noun: whether any plural will do; else it must be a noun of which programs are made.
    """
    known = _singular(_word(words[-1])).lower() in NOUNS
    if words[0].text.lower() in FRAMEWORKS:
        return noun(words[1:]) if known and len(words) > 1 else ""  # only the framework knows what others are
    fit = [
        word
        for word in words
        if _WORD.fullmatch(_word(word))
        and not word.code
        and (word.text not in lexicon().words or word.term in NOUNS or (known and word is words[-1]))
    ]
    if fit != words or len(words) > _MAX_NOUN or not (known or (any_noun and re.search("[^s]s$", words[-1].text))):
        return ""
    return "".join(_singular(_word(word)) for word in words)


def _word(token: Token) -> str:
    """A noun in English, whatever the language it was said in."""
    return token.term if token.term in NOUNS and not token.text.isascii() else token.text


def _of_base(words: list[Token], names: list[str]) -> str:
    """The kind that a class such as `BaseNativeTool` is the base of, if what it is said of ends with the same noun."""
    last = _singular(_word(words[-1])) if words[-1].term in NOUNS else ""
    kinds = [name.rpartition(".")[2].removeprefix("Base").removeprefix("Abstract") for name in names]
    return kinds[0] if last and len(kinds) == 1 and kinds[0].endswith(last) and kinds[0] != names[0] else ""


def _singular(word: str) -> str:
    for plural, singular in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("ss", "ss"), ("s", "")):
        if word.endswith(plural):
            word = word[: -len(plural)] + singular
            break
    return word[:1].upper() + word[1:]
