"""Every check is held to its own examples and to the written standard for checks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from lawful import api, testing

if TYPE_CHECKING:
    from lawful.rules import Check

CHECKS = api.own_checks()


@pytest.mark.parametrize("case", testing.cases(CHECKS), ids=str)
def test_a_check_does_what_its_examples_say(case: testing.Case) -> None:
    case.run()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
class TestTheStandardForChecksThatComeWithLawful:
    def test_its_id_is_kebab_case_and_the_same_words_as_its_class_and_file(self, check: type[Check]) -> None:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", check.id)
        assert check.__name__ == "".join(word.title() for word in check.id.split("-"))
        assert check.__module__ == f"lawful.checks.{check.id.replace('-', '_')}"

    def test_it_has_no_more_examples_than_explain_it(self, check: type[Check]) -> None:
        for kind in ("asks", "ignores", "valid", "invalid"):
            assert 1 <= len(getattr(check, kind)) <= 4, kind
