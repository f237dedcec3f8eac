"""Checks held to their own examples, for whoever writes checks.

::

    import pytest
    from lawful import testing

    @pytest.mark.parametrize("case", testing.cases(testing.local_checks("tools/checks")), ids=str)
    def test_our_checks(case):
        case.run()

`lawful test-checks` does the same without pytest.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, fields
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from lawful import loading, plugins
from lawful.context import Directive, Scope, markdown
from lawful.language import Strength
from lawful.project import Project
from lawful.rules import Binding, Check, Invalid, RuffCheck, Rule, RuleSet, Valid
from lawful.rules.interpreter import interpret
from lawful.source import Source
from lawful.validator import Validator, fix
from lawful.violation import Applicability, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_ANY_FIX = frozenset({Applicability.SAFE, Applicability.UNSAFE})
_LONGEST = 150
"""Characters of a message that people read in one go."""


class CaseError(AssertionError):
    """A check does not do what one of its examples says."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that a check says of itself.

    Attributes:
        check: the check.
        kind: which of its rows the example is from: `asks`, `ignores`, `valid`, `invalid`; or `standard` for what every
            check is held to.
        number: which one of them.
        among: the checks that may hear the sentences of an example, the check among them.
    """

    check: type[Check]
    kind: str
    number: int
    among: Sequence[type[Check]]

    def __str__(self) -> str:
        return f"{self.check.id}-{self.kind}-{self.number}"

    @property
    def example(self) -> object:
        """The sentence or the code."""
        return (
            _STANDARD[self.number].__doc__ if self.kind == "standard" else getattr(self.check, self.kind)[self.number]
        )

    def run(self) -> None:
        """Try it.

        Raises:
            CaseError: it is not so.
        """
        if self.kind == "standard":
            _STANDARD[self.number](self.check)
        else:
            _KINDS[self.kind](self, self.example)


def cases(checks: Iterable[type[Check]], among: Iterable[type[Check]] = ()) -> list[Case]:
    """Everything that checks say of themselves, as cases to be run one by one.

    Args:
        checks: the checks.
        among: other checks that listen for sentences, beside those that need no project.

    Raises:
        PluginError: two checks have the same id.
    """
    checks = tuple(checks)
    everybody = plugins.distinct(dict.fromkeys((*loading.checks(), *checks, *among)))
    rows = [(check, kind, len(getattr(check, kind))) for check in checks for kind in _KINDS]
    rows += [(check, "standard", len(_STANDARD)) for check in checks]
    return [Case(check, kind, number, everybody) for check, kind, count in rows for number in range(count)]


def local_checks(path: loading.PathLike) -> tuple[type[Check], ...]:
    """The checks in a folder; their code is run.

    Raises:
        UsageError: there is no such folder.
        PluginError: they cannot be loaded.
    """
    folder = Path(path)
    return plugins.Folder.of(Project(folder.parent), folder.name).checks()


def _heard(sentence: str, among: Sequence[type[Check]]) -> dict[str, Check]:
    """The checks that hear a sentence, by their ids."""
    directive = Directive(sentence, Place("CLAUDE.md", 1))
    if "<!--" in sentence:
        (directive,) = markdown.statements(f"- {sentence}", "CLAUDE.md", Scope())
    (rule,) = interpret([directive], among)
    if rule.problem is not None:
        raise CaseError(f"{sentence!r}: {rule.problem.message}")
    return {type(binding.check).id: binding.check for binding in rule.bindings}


def _asks(case: Case, example: object) -> None:
    assert isinstance(example, (str, tuple))
    sentence, params = (example, None) if isinstance(example, str) else example
    found = _heard(sentence, case.among)
    if list(found) != [case.check.id]:
        raise CaseError(
            f"{sentence!r} should be heard by {case.check.id} alone; heard by: {', '.join(found) or 'none'}"
        )
    if params is not None and found[case.check.id].params != case.check.make_params(params):
        raise CaseError(f"{sentence!r} is heard with {found[case.check.id].params}, and not with {params}")


def _ignores(case: Case, example: object) -> None:
    if case.check.id in _heard(str(example), case.among):
        raise CaseError(f"{example!r} should not be heard by {case.check.id}")


def _valid(case: Case, example: object) -> None:
    example = Valid(example) if isinstance(example, str) else example
    assert isinstance(example, Valid)
    found = _lines(case.check, example)
    if found:
        raise CaseError(f"nothing should be found in this code, and was, on {_said(found)}:\n{example.code}")


def _invalid(case: Case, example: object) -> None:
    assert isinstance(example, Invalid)
    found = _lines(case.check, example)
    if found != [example.line]:
        raise CaseError(f"something should be found on line {example.line}, and was on {_said(found)}:\n{example.code}")
    if example.fixed is not None:
        _fixed(case.check, example)


def _fixed(check: type[Check], example: Invalid) -> None:
    validator = _validator(check, example.params)
    fixed = fix(validator, Source(example.code, example.path), _ANY_FIX)
    if fixed.source.text != example.fixed:
        raise CaseError(f"the fix makes this:\n{fixed.source.text}\nand should make this:\n{example.fixed}")
    if not fixed.settled or fixed.checked.violations:
        raise CaseError(f"the fix does not cure this code for good:\n{example.code}")


def _lines(check: type[Check], example: Valid | Invalid) -> list[int]:
    """The lines of code on which a check finds something."""
    checked = _validator(check, example.params).check(Source(example.code, example.path))
    if checked.problems:
        raise CaseError(f"{checked.problems[0].message}:\n{example.code}")
    return [each.span.line for each in checked.violations]


def _said(lines: Sequence[int]) -> str:
    return f"line {', '.join(map(str, lines))}" if lines else "no line"


def _validator(check: type[Check], params: Mapping[str, object]) -> Validator:
    directive = Directive("the rule", Place("CLAUDE.md", 1))
    binding = Binding(check(params), Scope(), Severity.ERROR)
    return Validator(RuleSet((Rule(directive, Strength.MUST, (binding,)),)))


_KINDS: dict[str, Callable[[Case, object], None]] = {
    "asks": _asks,
    "ignores": _ignores,
    "valid": _valid,
    "invalid": _invalid,
}


def _says_what_it_flags(check: type[Check]) -> None:
    """The first line of its docstring says what it flags."""
    if not re.fullmatch(r"Flags .{10,120}\.", check.summary()):
        raise CaseError(f"the docstring should begin `Flags ... .` in one line, not {check.summary()!r}")


def _has_examples(check: type[Check]) -> None:
    """It has examples of every kind."""
    for kind in _KINDS:
        if not getattr(check, kind):
            raise CaseError(f"{check.id} has no example under `{kind}`")


def _visits_something(check: type[Check]) -> None:
    """It visits some kind of node."""
    if not issubclass(check, RuffCheck) and not any(True for _ in check(check.invalid[0].params).visits()):
        raise CaseError(f"{check.id} has no `visit_` method, so it can find nothing")


def _has_python_examples(check: type[Check]) -> None:
    """The code of its examples is Python."""
    for example in chain(check.valid, check.invalid):
        code = example if isinstance(example, str) else example.code
        try:
            ast.parse(code)
        except SyntaxError as error:
            raise CaseError(f"this example is no Python ({error}):\n{code}") from error


def _has_parameters_with_defaults(check: type[Check]) -> None:
    """Its parameters have defaults, are explained, and can be compared."""
    if check().params != check.Params() or not check.Params.__doc__:
        raise CaseError(f"the parameters of {check.id} need defaults and a docstring")
    for example in check.invalid:
        if len({check(example.params).params, check(example.params).params}) != 1:
            raise CaseError(f"the same parameters of {check.id} should be equal, and have the same hash")
        unknown = example.params.keys() - {each.name for each in fields(check.Params)}
        if unknown:
            raise CaseError(f"{check.id} has no parameter {', '.join(sorted(unknown))}")


def _says_it_in_a_line(check: type[Check]) -> None:
    """Its messages say what is wrong in one line, without a full stop."""
    for example in check.invalid:
        for violation in _validator(check, example.params).check(Source(example.code, example.path)).violations:
            said = violation.message
            if "\n" in said or said.endswith(".") or not 0 < len(said) < _LONGEST:
                raise CaseError(f"a message is one line of less than {_LONGEST} characters, no full stop: {said!r}")


_STANDARD: tuple[Callable[[type[Check]], None], ...] = (
    _says_what_it_flags,
    _has_examples,
    _visits_something,
    _has_python_examples,
    _has_parameters_with_defaults,
    _says_it_in_a_line,
)


def failures(found: Iterable[Case]) -> Iterator[tuple[Case, str]]:
    """The cases that are not so, each with what is wrong; a check that crashes is one, too."""
    for case in found:
        try:
            case.run()
        except CaseError as error:
            yield case, str(error)
        except Exception as error:  # noqa: BLE001  # a check may fail in any way, and the other cases must go on
            yield case, f"it crashed: {type(error).__name__}: {error}"
