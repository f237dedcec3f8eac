"""Asking a model to say in our own vocabulary what a directive demands that nobody understood.

A model proposes pins, never code that is run, with snippets that must pass and snippets that must fail. A proposal is
kept only if the validator agrees with all of its snippets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from lawful.assistant.provider import Completion, Message, Prompt
from lawful.assistant.structured import AnswerError, parsed, schema_of
from lawful.context import Directive, Scope
from lawful.errors import ProviderError
from lawful.language import Strength
from lawful.rules import Binding, Decision, Rule, RuleSet
from lawful.rules.pin import PinError, pins
from lawful.source import Source
from lawful.validator import Validator
from lawful.violation import Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lawful.assistant.provider import Provider
    from lawful.rules import Check
    from lawful.rules.pin import Pin

BATCH = 8
"""Directives in one prompt: few enough to be answered with care, many enough to pay for the vocabulary once."""
_LEAST = 2
"""Snippets of each kind that a proposal needs."""

_SYSTEM = """\
You turn rules that a team wrote for its coding assistants into checks on Python code. You answer with one JSON object
and nothing else:

{"decisions": [{"directive": 1, "pins": ["..."], "reason": null, "passing": ["...", "..."], "failing": ["...", "..."]}]}

One decision for each directive, by its number. `pins` say what holds code to it, in the notation below. If no pin can
hold it, because it is about people, process, taste or another language, or because only judgement could tell, leave
`pins` empty and say why in `reason`. A pin that is stricter or laxer than the words is worse than none. `passing` are
at least two snippets of Python that keep the directive, `failing` at least two that break it; make them as alike as
they can be, so that they show where the line runs. Whoever reads the snippets holds them to the pins, and a proposal
that does not agree with its own snippets is thrown away.

A pin is one of:
    forbid "PATTERN" CLAUSES
    require "PATTERN" CLAUSES
    CHECK PARAMETER=VALUE ... CLAUSES
with any of these clauses: inside "PATTERN", not inside "PATTERN", where $X =~ "REGEX", where $X !~ "REGEX",
in GLOB, GLOB, except in GLOB, say "MESSAGE".

A pattern is Python with holes, as Semgrep has them: $X is any expression or name, the same wherever it is repeated; ...
and $...ARGS any number of arguments, elements or statements; "..." any string. Names in it mean what they resolve to.
Regular expressions are in RE2's syntax. `require` without `inside` wants a match in every file; with it, in every match
of `inside`.

The checks there are:
"""


class _Proposal(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    directive: int
    pins: tuple[str, ...] = ()
    reason: str | None = None
    passing: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    decisions: tuple[_Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Compiled:
    """What came of asking.

    Attributes:
        decisions: what was decided, in the order of the rules.
        undecided: the rules of which every proposal was thrown away, each with the reason for the last.
        completions: what the model answered.
        failure: why asking ended before its time, if it did.
    """

    decisions: tuple[Decision, ...]
    undecided: tuple[tuple[Rule, str], ...]
    completions: tuple[Completion, ...]
    failure: str | None = None


def compile_rules(
    rules: Sequence[Rule], provider: Provider, checks: Sequence[type[Check]], *, attempts: int = 2
) -> Compiled:
    """Have a model decide about rules that nothing holds.

    Args:
        rules: the rules.
        provider: who proposes.
        checks: the checks there are.
        attempts: how often a directive is asked for at most.

    Raises:
        ProviderError: the provider never answered. If it fails later, `failure` says so, and what was paid for is kept.
    """
    decisions: dict[int, Decision] = {}
    left = dict(enumerate(rules, start=1))
    faults: dict[int, str] = {}
    completions: list[Completion] = []
    failure: str | None = None
    for _ in range(attempts):
        asked = [number for number in left if number not in decisions]
        for batch in (asked[start : start + BATCH] for start in range(0, len(asked), BATCH)):
            try:
                completion = provider.complete(_prompt({each: left[each] for each in batch}, checks, faults))
            except ProviderError as error:
                if not completions:
                    raise
                failure = str(error)
                break
            completions.append(completion)
            for number, found in _read(completion, {each: left[each] for each in batch}, checks, provider.name):
                if isinstance(found, Decision):
                    decisions[number] = found
                else:
                    faults[number] = found
        if failure:
            break
    undecided = tuple(
        (rule, faults.get(number, "nobody was asked")) for number, rule in left.items() if number not in decisions
    )
    kept = tuple(decisions[number] for number in sorted(decisions))
    return Compiled(kept, undecided, tuple(completions), failure)


def _read(
    completion: Completion, rules: dict[int, Rule], checks: Sequence[type[Check]], by: str
) -> Iterator[tuple[int, Decision | str]]:
    """For each of the rules what was decided, or why nothing was."""
    fault = "the answer says nothing about it"
    proposals: tuple[_Proposal, ...] = ()
    try:
        proposals = parsed(completion, _Answer).decisions
    except AnswerError as error:
        fault = str(error)
    about = {proposal.directive: proposal for proposal in proposals}
    for number, rule in rules.items():
        yield number, _judged(about[number], rule, checks, completion.provider or by) if number in about else fault


def questions(rules: Sequence[Rule], checks: Sequence[type[Check]]) -> list[Prompt]:
    """What a provider would be asked first about rules that nothing holds."""
    numbered = list(enumerate(rules, start=1))
    batches = (dict(numbered[start : start + BATCH]) for start in range(0, len(numbered), BATCH))
    return [_prompt(batch, checks, {}) for batch in batches]


def _prompt(rules: dict[int, Rule], checks: Sequence[type[Check]], faults: dict[int, str]) -> Prompt:
    return Prompt(
        system=_system(checks),
        messages=(_question(rules, faults),),
        files=tuple(dict.fromkeys(rule.directive.place.path for rule in rules.values())),
        answer_schema=schema_of(_Answer),
    )


def _system(checks: Sequence[type[Check]]) -> str:
    lines = []
    for check in checks:
        if check.phrases:
            names = ", ".join(each for each in check.Params.__dataclass_fields__)
            lines.append(f"- {check.id}{f' ({names})' if names else ''}: {check.summary()}")
    return _SYSTEM + "\n".join(lines) + "\n"


def _question(rules: dict[int, Rule], faults: dict[int, str]) -> Message:
    lines = []
    for number, rule in rules.items():
        said = rule.directive
        under = f" (under: {' > '.join((*said.headings, *said.leads))})" if said.headings or said.leads else ""
        lines.append(f"{number}. {said.text}{under}")
        if number in faults:
            lines.append(f"   Your last proposal was thrown away: {faults[number]}")
    return Message(role="user", text="Decide about these directives:\n\n" + "\n".join(lines))


def _judged(proposal: _Proposal, rule: Rule, checks: Sequence[type[Check]], by: str) -> Decision | str:
    """The decision that a proposal makes, or why it is thrown away."""
    text = rule.directive.text
    if not proposal.pins:
        return Decision(text, reason=proposal.reason, by=by) if proposal.reason else "it has neither pins nor a reason"
    if min(len(proposal.passing), len(proposal.failing)) < _LEAST:
        return f"it needs at least {_LEAST} passing and {_LEAST} failing snippets"
    try:
        found = [pin for each in proposal.pins for pin in pins(each, checks)]
    except PinError as error:
        return str(error)
    if any(pin.check is None for pin in found):
        return "`off` is for people; leave the pins empty and say why"
    fault = next(_disagreements(proposal, found), None)
    if fault is not None:
        return fault
    return Decision(text, proposal.pins, by=by, passing=proposal.passing, failing=proposal.failing)


def _disagreements(proposal: _Proposal, found: Sequence[Pin]) -> Iterator[str]:
    """Where the validator does not agree with the snippets."""
    directive = Directive("the proposal", Place("proposal", 1))
    bindings = tuple(Binding(pin.check, Scope(), Severity.ERROR) for pin in found if pin.check is not None)
    validator = Validator(RuleSet([Rule(directive, Strength.MUST, bindings)]))
    for kind, snippets, wanted in (("passing", proposal.passing, False), ("failing", proposal.failing, True)):
        for number, snippet in enumerate(snippets, start=1):
            checked = validator.check(Source(snippet, "snippet.py"))
            if checked.problems:
                yield f"{kind} snippet {number} cannot be checked: {checked.problems[0].message}"
            elif bool(checked.violations) is not wanted:
                yield f"{kind} snippet {number} {'passes' if wanted else 'fails'} under the pins"
