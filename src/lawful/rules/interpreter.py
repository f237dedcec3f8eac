"""Binding directives to the checks that hear them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.language import Strength
from lawful.rules.reader import read
from lawful.rules.rule import Binding, Rule
from lawful.violation import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lawful.context import Directive
    from lawful.language import Token
    from lawful.rules.check import Check
    from lawful.rules.demand import Demand
    from lawful.rules.phrase import Phrase


_APART = 4
"""How many words an alternative may have that is not understood; a longer one is a sentence of its own."""

_SMALL_PART = 6
"""How many words of a directive may be left that no check understands, while others are enforced. What is said in a
sentence of which most is unknown may not mean what it means alone."""


def interpret(directives: Iterable[Directive], checks: Sequence[type[Check]]) -> list[Rule]:
    """Make a rule of every directive; none is dropped.

    A demand is first offered to the phrases that know exactly what they listen for. What none of them heard goes to
    the open ones, which take any name of an API.
    """
    asked = [(phrase, check) for check in checks for phrase in check.phrases]
    ordered = sorted(asked, key=lambda pair: pair[0].open)
    return [_rule(directive, ordered) for directive in directives]


def _rule(directive: Directive, asked: Sequence[tuple[Phrase, type[Check]]]) -> Rule:
    reading = read(directive)
    if directive.inactive is not None:
        return Rule(directive, reading.strength, (), directive.inactive)
    bindings: list[Binding] = []
    unheard: list[str] = []
    for demand in reading.demands:
        found, left = _bindings(demand, directive, asked)
        bindings = _without_covered([*bindings, *found])
        unheard += left
    reason = reading.reason
    if sum(len(words.split()) for words in unheard) > _SMALL_PART:
        bindings = []
    excepted = next((each.unless for each in reading.demands if each.unless), None)
    if excepted and not bindings:
        reason = f"nothing here can decide the condition '{' '.join(token.text for token in excepted)}'"
    elif reading.demands and not bindings:
        reason = "no check understands it"
    elif unheard:
        reason = f"only in part: no check understands '{', '.join(unheard)}'"
    return Rule(directive, reading.strength, tuple(bindings), reason)


def _bindings(
    demand: Demand, directive: Directive, asked: Sequence[tuple[Phrase, type[Check]]]
) -> tuple[list[Binding], list[str]]:
    """The checks that hold code to a demand, and the words that no check accounts for."""
    severity = Severity.WARNING if demand.strength is Strength.SHOULD else Severity.ERROR
    scope = directive.scope.narrowed(demand.include, demand.exclude)
    bindings: list[Binding] = []
    left = demand
    qualifying: set[tuple[Token, ...]] = set()
    by_name = True
    for phrase, check in asked:
        heard = phrase.hear(left) if phrase.knows(left.unless) else None
        if heard is None:
            continue
        binding = Binding(check(heard.params), scope, severity)
        if all(binding.key != other.key for other in bindings):
            bindings.append(binding)
        by_name = by_name and phrase.open
        qualifying |= heard.qualifying
        left = left.without(heard.items)
        if not left.items and not left.over:
            break
    unheard = [item for item in left.over or left.items if item not in qualifying]
    if unheard and (demand.joined or not by_name or not all(_stands_apart(item) for item in unheard)):
        bindings = []
    return bindings, [" ".join(token.text for token in item) for item in unheard]


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
