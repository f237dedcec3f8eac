"""What is not loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("anthropic", "openai", "libcst", "rich", "pydantic", "markdown_it", "genai_prices", "tenacity", "httpx2")


def loaded_by(code: str) -> set[str]:
    """The heavy modules that a fresh interpreter has loaded after running some code."""
    probe = f"{code}\nimport sys\nprint('loaded:', *(name for name in {HEAVY!r} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return set(run.stdout.rpartition("loaded:")[2].split())


HELP = "import contextlib, lawful.cli\nlawful.cli.cli.main(['--help'], standalone_mode=False)"


@pytest.mark.parametrize(
    "code",
    ["import lawful", "import lawful\nlawful.UsageError", HELP],
    ids=["import lawful", "an error", "lawful --help"],
)
def test_nothing_heavy_is_loaded(code: str) -> None:
    assert loaded_by(code) == set()


def test_checking_code_loads_no_sdk_and_nothing_of_what_talking_to_a_model_needs() -> None:
    code = "import lawful\nlawful.check_code('x =', lawful.RuleSet())"
    assert loaded_by(code) == {"libcst"}


def test_code_that_can_break_no_rule_needs_no_tree() -> None:
    code = "import lawful\nassert not lawful.check_code('x = 1', lawful.RuleSet()).problems"
    assert loaded_by(code) == set()


def test_all_checks_are_known_before_a_tree_is_needed() -> None:
    code = "from lawful import api\nassert api.checks() and api.formats() and api.readers()"
    assert loaded_by(code) == set()


def test_a_scripted_model_needs_no_sdk() -> None:
    code = "import lawful\nlawful.Assistant(lawful.RuleSet(), model=lawful.Scripted(['```\\nx = 1\\n```'])).write('x')"
    assert not loaded_by(code) & {"anthropic", "openai", "genai_prices", "httpx2", "tenacity"}


def test_looking_for_checks_of_other_packages_costs_next_to_nothing() -> None:
    code = "import lawful.loading, sys\nlawful.loading.checks()\nprint('importlib.metadata' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
