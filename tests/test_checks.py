"""Every check is held to its own examples and to the written standard for checks."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from lawful import api
from lawful.context import Directive, Scope, markdown
from lawful.language import Strength
from lawful.rules import Binding, Check, Invalid, RuffCheck, Rule, RuleSet, Valid, interpret
from lawful.source import Source
from lawful.validator import Validator, fix
from lawful.violation import Applicability, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECKS = api.checks()


def rule_set(check: type[Check], params: Mapping[str, object]) -> RuleSet:
    directive = Directive("the rule", Place("CLAUDE.md", 1))
    return RuleSet((Rule(directive, Strength.MUST, (Binding(check(params), Scope(), Severity.ERROR),)),))


def examples(kind: str) -> list[object]:
    return [
        pytest.param(check, each if not isinstance(each, str) else Valid(each), id=f"{check.id}-{number}")
        for check in CHECKS
        for number, each in enumerate(getattr(check, kind))
    ]


def sentences(kind: str) -> list[object]:
    return [
        pytest.param(check, each, id=f"{check.id}-{number}")
        for check in CHECKS
        for number, each in enumerate(getattr(check, kind))
    ]


def heard(sentence: str) -> dict[str, Check]:
    directive = Directive(sentence, Place("CLAUDE.md", 1))
    if "<!--" in sentence:
        (directive,) = markdown.statements(f"- {sentence}", "CLAUDE.md", Scope())
    (rule,) = interpret([directive], CHECKS)
    return {type(binding.check).id: binding.check for binding in rule.bindings}


@pytest.mark.parametrize(("check", "sentence"), sentences("asks"))
def test_a_check_hears_the_sentences_that_ask_for_it(
    check: type[Check], sentence: str | tuple[str, dict[str, object]]
) -> None:
    text, params = (sentence, None) if isinstance(sentence, str) else sentence
    bound = heard(text)
    assert list(bound) == [check.id]
    if params is not None:
        assert bound[check.id].params == check.make_params(params)


@pytest.mark.parametrize(("check", "sentence"), sentences("ignores"))
def test_a_check_does_not_hear_other_sentences(check: type[Check], sentence: str) -> None:
    assert check.id not in heard(sentence)


@pytest.mark.parametrize(("check", "example"), examples("valid"))
def test_a_check_finds_nothing_in_valid_code(check: type[Check], example: Valid) -> None:
    checked = Validator(rule_set(check, example.params)).check(Source(example.code, example.path))
    assert checked.problems == ()
    assert [(each.span.line, each.message) for each in checked.violations] == []


@pytest.mark.parametrize(("check", "example"), examples("invalid"))
def test_a_check_finds_invalid_code_where_it_stands(check: type[Check], example: Invalid) -> None:
    checked = Validator(rule_set(check, example.params)).check(Source(example.code, example.path))
    assert checked.problems == ()
    assert [each.span.line for each in checked.violations] == [example.line]


ANY = frozenset({Applicability.SAFE, Applicability.UNSAFE})
FIXABLE = [each for each in examples("invalid") if each.values[1].fixed is not None]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("check", "example"), FIXABLE)
def test_a_fix_makes_of_invalid_code_what_its_example_says_and_settles(check: type[Check], example: Invalid) -> None:
    validator = Validator(rule_set(check, example.params))
    fixed = fix(validator, Source(example.code, example.path), ANY)
    assert fixed.source.text == example.fixed
    assert fixed.settled
    assert fixed.checked.violations == ()
    assert fix(validator, fixed.source, ANY).source is fixed.source


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
class TestTheStandardForChecks:
    def test_its_id_is_kebab_case_and_the_same_words_as_its_class_and_file(self, check: type[Check]) -> None:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", check.id)
        assert check.__name__ == "".join(word.title() for word in check.id.split("-"))
        assert check.__module__ == f"lawful.checks.{check.id.replace('-', '_')}"

    def test_its_id_is_its_own(self, check: type[Check]) -> None:
        assert [each for each in CHECKS if each.id == check.id] == [check]

    def test_it_says_in_one_line_what_it_flags(self, check: type[Check]) -> None:
        assert re.fullmatch(r"Flags .{10,120}\.", check.summary())

    def test_it_has_examples_of_every_kind_and_no_more_than_explain_it(self, check: type[Check]) -> None:
        for kind in ("asks", "ignores", "valid", "invalid"):
            assert 1 <= len(getattr(check, kind)) <= 4, kind

    def test_it_visits_something(self, check: type[Check]) -> None:
        assert issubclass(check, RuffCheck) or [*check(check.invalid[0].params).visits()]

    def test_its_examples_are_python(self, check: type[Check]) -> None:
        for example in (*check.valid, *check.invalid):
            ast.parse(example if isinstance(example, str) else example.code)

    def test_its_parameters_have_defaults_and_are_explained(self, check: type[Check]) -> None:
        assert check().params == check.Params()
        assert check.Params.__doc__

    def test_rules_with_the_same_parameters_are_the_same_rule(self, check: type[Check]) -> None:
        for example in check.invalid:
            assert len({check(example.params).params, check(example.params).params}) == 1

    def test_its_messages_say_what_is_wrong_in_a_line(self, check: type[Check]) -> None:
        for example in check.invalid:
            checked = Validator(rule_set(check, example.params)).check(Source(example.code, example.path))
            assert checked.violations
            for violation in checked.violations:
                assert "\n" not in violation.message
                assert not violation.message.endswith(".")
                assert len(violation.message) < 150
