"""Binding directives to the checks that hear them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from lawful.language import Strength
from lawful.rules.demand import Kind
from lawful.rules.exceptions import exceptions
from lawful.rules.lock import NAME as LOCK
from lawful.rules.lock import Decided, key
from lawful.rules.pin import PinError, UnknownCheckError, pins
from lawful.rules.places import place
from lawful.rules.reader import read
from lawful.rules.ruff_check import NOT_INSTALLED, RuffCheck, executable
from lawful.rules.rule import Binding, Rule
from lawful.violation import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lawful.context import Directive
    from lawful.language import Token
    from lawful.rules.check import Check
    from lawful.rules.demand import Demand
    from lawful.rules.exceptions import Excepted
    from lawful.rules.phrase import Phrase


_APART = 4
"""How many words an alternative may have that is not understood; a longer one is a sentence of its own."""

_SMALL_PART = 6
"""How many words of a directive may be left that no check understands, while others are enforced. What is said in a
sentence of which most is unknown may not mean what it means alone."""


def interpret(
    directives: Iterable[Directive], checks: Sequence[type[Check]], decided: Decided | None = None
) -> list[Rule]:
    """Make a rule of every directive; none is dropped.

    A demand is first offered to the phrases that know exactly what they listen for. What none of them heard goes to
    the open ones, which take any name of an API. Pins come before all phrases, the lock file after them.
    """
    phrases = _phrases(tuple(checks))
    decided = decided or Decided()
    known: dict[object, Rule] = {}
    rules = []
    directives = tuple(directives)
    stated = exceptions(directives)
    for number, each in enumerate(directives):
        if number in stated.limited and not each.pins:
            rules.append(_limiting(each, directives[stated.limited[number]]))
            continue
        excepted = stated.excepted.get(number, ())
        # The same words in the same place mean the same; only where they stand differs.
        alike = (each.text, each.headings, each.leads, each.illustrated, each.scope, each.inactive, each.pins, excepted)
        if alike not in known:
            known[alike] = _interpreted(each, phrases, checks, decided, excepted)
        rule = known[alike]
        rules.append(rule if rule.directive is each or rule.problem else replace(rule, directive=each))
    return rules


class _Phrases:
    """The phrases of all checks, found by the words that they need."""

    def __init__(self, checks: Sequence[type[Check]]) -> None:
        asked = [(phrase, check) for check in checks for phrase in check.phrases]
        self._all = sorted(asked, key=lambda pair: pair[0].open)
        self._always: list[int] = []
        self._by_term: dict[str, list[int]] = {}
        for number, (phrase, _) in enumerate(self._all):
            if not phrase.wants:
                self._always.append(number)
            for wanted in phrase.wants:
                self._by_term.setdefault(min(wanted), []).append(number)

    def about(self, demand: Demand) -> list[tuple[Phrase, type[Check]]]:
        """Those that may hear a demand: the exact ones first, then those that take any name."""
        said = demand.said | {token.term for item in (*demand.stated, *demand.over) for token in item if token.term}
        found = {number for term in said for number in self._by_term.get(term, ())}
        return [self._all[number] for number in sorted({*self._always, *found})]


@lru_cache(maxsize=4)
def _phrases(checks: tuple[type[Check], ...]) -> _Phrases:
    """The phrases of some checks; every folder with context files asks for the same ones."""
    return _Phrases(checks)


def _limiting(directive: Directive, limited: Directive) -> Rule:
    """The rule of a directive that only says what another one leaves out."""
    reason = f"it limits the directive in line {limited.place.line}, and is held with it"
    return Rule(directive, Strength.MAY, (), directive.inactive or reason, limiting=True)


def _interpreted(
    directive: Directive, asked: _Phrases, checks: Sequence[type[Check]], decided: Decided, excepted: Excepted
) -> Rule:
    words = key(directive.text)
    if directive.pins:
        return _pinned(directive, checks, directive.pins, "its comment for lawful", decided)
    if words in decided.pinned:
        rule = _pinned(directive, checks, (decided.pinned[words],), "its pin in pyproject.toml", decided)
        return replace(rule, locked=True)
    rule = _rule(directive, asked, excepted)
    decision = decided.locked.get(words)
    if rule.bindings or decision is None or directive.inactive is not None:
        return rule
    if not decision.pins:
        return replace(rule, reason=f"decided in {LOCK}: {decision.reason}", locked=True)
    return replace(_pinned(directive, checks, decision.pins, f"its entry in {LOCK}", decided), locked=True)


def _pinned(
    directive: Directive, checks: Sequence[type[Check]], texts: Sequence[str], source: str, decided: Decided
) -> Rule:
    """The rule that pins make of a directive, whatever its words are."""
    strength = read(directive).strength
    if directive.inactive is not None:
        return Rule(directive, strength, (), directive.inactive)
    usual = Severity.WARNING if strength is Strength.SHOULD else Severity.ERROR
    bindings: list[Binding] = []
    reason = None
    try:
        for pin in (each for text in texts for each in pins(text, checks)):
            scope = directive.scope.narrowed(pin.include, pin.exclude)
            if pin.check is None:
                reason = f"switched off here: {pin.reason}"
            else:
                bindings.append(Binding(pin.check, scope, pin.severity or usual))
    except PinError as error:
        if decided.incomplete and isinstance(error, UnknownCheckError):
            return Rule(directive, strength, (), f"{source} names a check that was left out", locked=True)
        place = directive.place
        problem = Problem(place.path, place.line, None, "pin-unreadable", f"{source}: {error}")
        return Rule(directive, strength, (), f"{source} cannot be read", problem)
    return _present(Rule(directive, strength, tuple(bindings), reason))


def _rule(directive: Directive, asked: _Phrases, excepted: Excepted) -> Rule:
    reading = read(directive, excepted)
    if directive.inactive is not None:
        return Rule(directive, reading.strength, (), directive.inactive)
    bindings: list[Binding] = []
    unheard: list[str] = []
    understood = True
    for demand in reading.demands:
        # "Do not use it for large files; use that" wants that for large files, too.
        by_name = understood or not demand.counters or demand.kind is Kind.FORBID
        found, left = _bindings(demand, directive, asked, by_name=by_name)
        understood = bool(found) and not left
        bindings = _without_covered([*bindings, *found])
        unheard += left
    reason = reading.reason
    if sum(len(words.split()) for words in unheard) > _SMALL_PART:
        bindings = []
    unless = next((each.unless for each in reading.demands if each.unless), None)
    if unless and not bindings:
        reason = f"nothing here can decide the condition '{' '.join(token.text for token in unless)}'"
    elif reading.demands and not bindings:
        reason = "no check understands it"
    elif unheard or (bindings and reading.granted):
        said = [f"no check understands '{', '.join(unheard)}'"] if unheard else []
        granted = [f"'{words}' is for a person to grant, with a suppression" for words in reading.granted]
        reason = f"only in part: {'; '.join((*said, *granted))}"
    return _present(Rule(directive, reading.strength, tuple(bindings), reason))


def _present(rule: Rule) -> Rule:
    """The rule without what is left to a program that is not there."""
    missing = [each for each in rule.bindings if isinstance(each.check, RuffCheck)]
    if not missing or executable() is not None:
        return rule
    kept = tuple(each for each in rule.bindings if each not in missing)
    return replace(rule, bindings=kept, reason=f"only in part: {NOT_INSTALLED}" if kept else NOT_INSTALLED)


def _bindings(
    demand: Demand, directive: Directive, phrases: _Phrases, *, by_name: bool
) -> tuple[list[Binding], list[str]]:
    """The checks that hold code to a demand, and the words that no check accounts for.

    Args:
        demand: the demand.
        directive: where it stands.
        phrases: what listens.
        by_name: whether names alone say what is demanded, whatever the names are.
    """
    severity = Severity.WARNING if demand.strength is Strength.SHOULD else Severity.ERROR
    bindings: list[Binding] = []
    left = demand
    qualifying: set[tuple[Token, ...]] = set()
    only_names = True
    asked = [(phrase, check) for phrase, check in phrases.about(demand) if by_name or not phrase.open]
    if len(demand.over or demand.items) > 1:
        # What one check hears whole is not for others to hear in parts: "print or log passwords" bans no `print`.
        asked = [(phrase, check) for phrase, check in asked if not phrase.open and _hears_all(phrase, demand)] or asked
    for phrase, check in asked:
        rest = demand if phrase.beside else left
        if not rest.items and not rest.over:
            continue
        heard = phrase.hear(rest) if phrase.knows(rest.unless) and rest.conditions <= phrase.decides else None
        if heard is None:
            continue
        places = ((), (*demand.include, *heard.spared)) if heard.elsewhere else (demand.include, demand.exclude)
        scope = directive.scope.narrowed(demand.within).narrowed(*places)
        binding = Binding(check(heard.params), scope, severity)
        if all(binding.key != other.key for other in bindings):
            bindings.append(binding)
        only_names = only_names and phrase.open
        qualifying |= heard.qualifying
        left = left.without(heard.items)
    unheard = [item for item in left.over or left.items if item not in qualifying]
    if any(place(token) for item in unheard for token in item):
        bindings = []  # it is limited to a place in a way that is not understood
    if unheard and (demand.joined or not only_names or not all(_stands_apart(item) for item in unheard)):
        bindings = []
    return bindings, [" ".join(token.text for token in item) for item in unheard]


def _hears_all(phrase: Phrase, demand: Demand) -> bool:
    heard = phrase.hear(demand)
    return heard is not None and not heard.qualifying and heard.items.issuperset(demand.over or demand.items)


def _without_covered(bindings: list[Binding]) -> list[Binding]:
    """The bindings that find something of their own: "use f-strings, never `.format()`" asks for one thing twice."""
    kept: list[Binding] = []
    for new in bindings:
        if not any(_covers(old, new) for old in kept):
            kept = [old for old in kept if not _covers(new, old)] + [new]
    return kept


def _covers(binding: Binding, other: Binding) -> bool:
    same = type(binding.check) is type(other.check) and binding.scope == other.scope
    return (
        same and binding.severity == other.severity and binding.check.covers(binding.check.params, other.check.params)
    )


def _stands_apart(item: tuple[Token, ...]) -> bool:
    """Whether an item that no check understands leaves those beside it as they are.

    Names in an alternative stand for themselves: "never use `eval`, or anything like it". But in "no prints and logs
    in one file", "do not print or log passwords" and "do not run `python` or `pip`" a word is meant of all items.
    """
    return len(item) <= _APART and (len(item) == 1 or not any(token.code for token in item))
