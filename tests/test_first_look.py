"""The first look clears no check that would find something."""

from __future__ import annotations

import textwrap
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawful import api
from lawful.context import Directive, Scope
from lawful.language import Strength
from lawful.rules import Binding, Check, Rule, RuleSet
from lawful.source import Source
from lawful.syntax import Outline
from lawful.syntax.outline import kinds
from lawful.validator import CheckedFile, Validator
from lawful.validator.first_look import FirstLook
from lawful.violation import Place, Severity
from samples import CAMPAIGN, FILES, sources

if TYPE_CHECKING:
    from pathlib import Path


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


def both(source: Source, rules: RuleSet) -> tuple[CheckedFile, CheckedFile]:
    """What is found with and without the first look."""
    return Validator(rules).check(source), Validator(rules, looks=False).check(source)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_real_code_breaks_the_same_rules_with_the_first_look_and_without(path: Path) -> None:
    for source in sources(path):
        quick, full = both(source, every_rule())
        assert quick == full


def test_the_sample_is_broad_enough_to_mean_something() -> None:
    assert len(FILES) >= 15
    found = Validator(every_rule()).check(sources(FILES[0])[0])
    assert len({each.check for each in found.violations}) > 10


WRAPPERS = (
    "{}",
    "def f(x, *, y=None):\n{}",
    "async def test_it(self) -> None:\n{}",
    "class TestThat(Base):\n{}",
    "if TYPE_CHECKING:\n{}",
    "try:\n{}\nexcept (ValueError, Exception) as e:\n    raise X\nfinally:\n    pass",
    "@decorated(1)\nclass _A:\n    def __init__(self, a, b=[]):\n    {}",
    "for i in range(len(x)):\n{}\nelse:\n    pass",
)
SNIPPETS = sorted(
    {each.code for kind in api.checks() for each in kind.invalid}
    | {each if isinstance(each, str) else each.code for kind in api.checks() for each in kind.valid}
)
PIECES = st.tuples(st.sampled_from(WRAPPERS), st.sampled_from(SNIPPETS))


def made(pieces: list[tuple[str, str]]) -> str:
    """Code in which examples of checks stand in one another's places."""
    indented = ((wrapper, textwrap.indent(code, "    ") if wrapper != "{}" else code) for wrapper, code in pieces)
    return "\n".join(wrapper.replace("{}", code) for wrapper, code in indented) + "\n"


@settings(max_examples=2000 if CAMPAIGN else 12, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=3), st.sampled_from(["src/a.py", "tests/test_a.py", "src/__init__.py"]))
def test_generated_code_breaks_the_same_rules_with_the_first_look_and_without(
    pieces: list[tuple[str, str]], path: str
) -> None:
    quick, full = both(Source(made(pieces), path), every_rule())
    assert quick == full


@pytest.mark.parametrize("check", api.checks(), ids=lambda check: check.id)
def test_no_look_fails(check: type[Check]) -> None:
    outlines = [Outline.of(each) for path in FILES[:5] for each in sources(path)]
    for example in check.invalid:
        instance = check(example.params)
        for outline in (*outlines, Outline.of(Source(example.code, example.path))):
            assert outline is not None
            instance.look_file(outline)
            for name, _ in instance.visits():
                look = getattr(instance, f"look_{name}", None)
                nodes = [node for kind in kinds(name) for node in outline.of_kind(kind)]
                assert look is None or all(isinstance(look(node), bool) for node in nodes)


BUILT_IN = {
    "itself": "print(1)",
    "another name": "p = print\np(1)",
    "its module": "import builtins\nbuiltins.print(1)",
    "its module by another name": "from builtins import print as p\np(1)",
    "everything of its module": "from builtins import *\nprint(1)",
    "getattr": "import builtins\ngetattr(builtins, 'print')(1)",
    "the name that modules have for it": "__builtins__.print(1)",
    "the dictionary of its module": "import builtins\nbuiltins.__dict__['print'](1)",
    "an import by name": "__import__('builtins').print(1)",
    "the table of modules": "import sys\nsys.modules['builtins'].print(1)",
}


@pytest.mark.parametrize("way", BUILT_IN)
def test_a_built_in_is_found_however_it_is_reached(way: str) -> None:
    (kind,) = (each for each in api.checks() if each.id == "no-print")
    quick, full = both(Source(BUILT_IN[way]), rule_set(kind()))
    assert quick == full
    assert len(quick.violations) == 1


def test_a_method_named_like_a_built_in_is_none() -> None:
    (kind,) = (each for each in api.checks() if each.id == "no-print")
    outline = Outline.of(Source("console.print(1)"))
    assert outline is not None
    assert FirstLook([kind()]).suspects(outline) == []


HIDDEN = {
    "an alias": "import os as o\no.system('ls')",
    "a name of its own": "from os import system as s\ns('ls')",
    "a star import": "from os import *\nsystem('ls')",
    "an assignment": "import os\nrun = os.system\nrun('ls')",
    "getattr": "import os\ngetattr(os, 'system')('ls')",
    "getattr with escapes": "import os\ngetattr(os, '\\x73ystem')('ls')",
    "getattr with strings in a row": "import os\ngetattr(os, 'sys' 'tem')('ls')",
    "an import by name": "import importlib\nimportlib.import_module('os').system('ls')",
    "an import by name with escapes": "import importlib\nimportlib.import_module('\\u006fs').system('ls')",
    "an import by name in pieces": "__import__('o' 's').system('ls')",
    "the table of modules": "import sys\nsys.modules['os'].system('ls')",
    "a dictionary": "import os\nvars(os)['system']('ls')",
    "continued lines": "import os\nos \\\n  . \\\n  system('ls')",
    "newer syntax": "import os\ntype X = int\nos.system('ls')",
    "another encoding": "# -*- coding: latin-1 -*-\n# \xe9\nimport os\nos.system('ls')",
    "an f-string": "import os\nx = f'{os.system(\"ls\")}'",
    "a decorator": "import os\n@os.system\ndef f(): ...",
    "a default": "import os\ndef f(x=os.system): ...",
    "other letters": "import os\nos.\uff53ystem('ls')",
    "an alias in other letters": "import \uff4fs as o\n\uff4f.system('ls')",
    "a pattern": "import os\nmatch x:\n    case os.system: ...",
}


@pytest.mark.parametrize("way", HIDDEN)
def test_a_forbidden_name_is_found_however_it_is_reached(way: str) -> None:
    (kind,) = (each for each in api.checks() if each.id == "forbidden-call")
    quick, full = both(Source(HIDDEN[way]), rule_set(kind({"names": ("os.system",)})))
    assert quick == full
    assert len(quick.violations) == 1


def test_a_file_that_mentions_no_forbidden_name_is_cleared() -> None:
    (kind,) = (each for each in api.checks() if each.id == "forbidden-call")
    look = FirstLook([kind({"names": ("os.system",)}), kind({"names": ("os.getcwd", "eval")})])
    outline = Outline.of(Source("import os\nprint(os.getcwd())"))
    assert outline is not None
    assert look.suspects(outline) == [1]


def test_a_name_in_capitals_that_is_only_declared_is_looked_at() -> None:
    (kind,) = (each for each in api.checks() if each.id == "naming-convention")
    quick, full = both(Source("OPTIONS: int\n"), rule_set(kind({"styles": (("variable", "snake_case"),)})))
    assert quick == full
    assert len(quick.violations) == 1
