"""The first look clears no check that would find something.

`LAWFUL_CAMPAIGN=1` compares all packages of the environment instead of a sample; `make campaign` runs it.
"""

from __future__ import annotations

import os
import sysconfig
from functools import cache
from pathlib import Path

import pytest

from lawful import api
from lawful.context import Directive, Scope
from lawful.errors import SourceError
from lawful.language import Strength
from lawful.rules import Binding, Check, Rule, RuleSet
from lawful.source import Source
from lawful.syntax import Outline
from lawful.validator import CheckedFile, Validator
from lawful.violation import Place, Severity

PACKAGES = ("click", "rich", "httpx", "fastapi", "pydantic", "libcst", "hypothesis", "anyio", "_pytest", "mypy", "yaml")
CAMPAIGN = bool(os.environ.get("LAWFUL_CAMPAIGN"))


def rule_set(*checks: Check) -> RuleSet:
    bindings = [(Binding(check, Scope(), Severity.ERROR),) for check in checks]
    return RuleSet(
        Rule(Directive(f"rule {at}", Place("CLAUDE.md", at)), Strength.MUST, each)
        for at, each in enumerate(bindings, start=1)
    )


@cache
def every_rule() -> RuleSet:
    """Every check, once with each of the parameters that its examples have."""
    checks: dict[object, Check] = {}
    for kind in api.checks():
        for params in ({}, *(each.params for each in kind.invalid)):
            check = kind(params)
            if [*check.visits()]:  # what is left to ruff needs no tree
                checks[kind.id, check.params] = check
    return rule_set(*checks.values())


def real_files() -> list[Path]:
    """Python files of the packages in the environment: all in a campaign, otherwise some small ones."""
    packages = Path(sysconfig.get_path("purelib"))
    if CAMPAIGN:
        return sorted(packages.rglob("*.py"))
    files = [path for name in PACKAGES for path in sorted((packages / name).rglob("*.py"))]
    return [path for path in files if 2_000 < path.stat().st_size < 9_000][::12]


FILES = real_files()


def both(source: Source, rules: RuleSet) -> tuple[CheckedFile, CheckedFile]:
    """What is found with and without the first look."""
    return Validator(rules).check(source), Validator(rules, looks=False).check(source)


def sources(path: Path) -> list[Source]:
    """A file as what it is, and as a test."""
    try:
        source = Source.of_python(path.read_bytes(), path.name)
    except SourceError:
        return []
    return [source, Source(source.text, f"tests/test_{path.name}")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_real_code_breaks_the_same_rules_with_the_first_look_and_without(path: Path) -> None:
    for source in sources(path):
        quick, full = both(source, every_rule())
        assert quick == full


def test_the_sample_is_broad_enough_to_mean_something() -> None:
    assert len(FILES) >= 15
    found = Validator(every_rule()).check(sources(FILES[0])[0])
    assert len({each.check for each in found.violations}) > 10


@pytest.mark.parametrize("check", api.checks(), ids=lambda check: check.id)
def test_no_look_fails_on_any_of_its_own_examples(check: type[Check]) -> None:
    for example in check.invalid:
        instance = check(example.params)
        outline = Outline.of(Source(example.code, example.path))
        assert outline is not None
        assert instance.look_source(outline.source)
