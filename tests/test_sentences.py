"""Sentences as teams write them, and the checks that hold code to them; more than the few that each check shows."""

from __future__ import annotations

import pytest

from lawful import api
from lawful.context import Directive
from lawful.rules import interpret
from lawful.violation import Place


def held(text: str, *, headings: tuple[str, ...] = (), leads: tuple[str, ...] = ()) -> dict[str, str]:
    """The checks that hold a sentence, with their parameters in words."""
    directive = Directive(text, Place("CLAUDE.md", 1), headings=headings, leads=leads)
    (rule,) = interpret([directive], api.checks())
    return {each.check.id: each.check.describe(each.check.params) for each in rule.bindings}


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("Document all public APIs", "public"),
        ("Document every public function and class.", "kinds: function, class, public"),
        ("All public functions must be documented with docstrings", "kinds: function, public"),
        ("All functions must have docstrings except private ones", "kinds: function, public"),
        ("Docstrings on all classes except private classes", "kinds: class, public"),
        ("Document all workflows and activities using descriptive docstrings.", "nouns: Workflow, Activity"),
        ("All service classes must have docstrings", "kinds: class, nouns: Service"),
        ("Every test must have a docstring.", "kinds: test"),
        ("All API endpoints must have docstrings", "kinds: endpoint"),
        (
            "Write clear docstrings for all public functions, classes, and modules.",
            "kinds: function, class, module, public",
        ),
    ],
)
def test_docstrings_are_asked_for(text: str, params: str) -> None:
    assert held(text) == {"missing-docstrings": params}


@pytest.mark.parametrize(
    "text",
    [
        "Document complex functions.",
        "Document functions with comments.",
        "Document the architecture.",
        "Docstrings need summaries.",
        "Keep docstrings short.",
        "Write docs for all features",
        "Update docs when the API changes",
    ],
)
def test_no_docstrings_are_asked_for(text: str) -> None:
    assert held(text, headings=("Documentation",)) == {}


def test_documentation_that_settings_require_is_docstrings() -> None:
    assert held("require docs: true", headings=("general", "documentation")) == {"missing-docstrings": ""}
    assert held("docs: true", headings=("general", "documentation")) == {}
