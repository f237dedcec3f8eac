"""Whether tests get what they need from fixtures."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, about_tests, forbids, requires, said_with, spoken
from lawful.syntax import cst
from lawful.syntax.testing import is_test_class, is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_METHODS = frozenset(
    """
    setUp tearDown setUpClass tearDownClass asyncSetUp asyncTearDown setup_method teardown_method setup_class
    teardown_class
    """.split()
)
_FUNCTIONS = frozenset(
    """
    setUpModule tearDownModule setup_module teardown_module setup_function teardown_function
    """.split()
)
_WORDS = "method function test class unittest style setup teardown `setUp` `tearDown` `setUp()` `tearDown()` xunit"


class NoSetupMethods(Check):
    """Flags `setUp`, `setup_method` and their kin in tests, where fixtures do their work."""

    id = "no-setup-methods"
    phrases = (
        said_with("fixture", forbids("setup", "teardown", "`setUp`", "helper method", allows=(_WORDS,))),
        forbids("`setUp`", "`tearDown`", allows=(_WORDS, "`setUp` `tearDown`")),
        about_tests(
            forbids("setup method", "`setUp`", "`setUp()`", "`setup_method`", "teardown method", allows=(_WORDS,))
        ),
        spoken(requires("fixture setup", "fixture teardown", allows=(_WORDS, "fixture pytest `pytest.fixture`"))),
    )
    asks = (
        "Prefer fixtures over setup/teardown methods",
        "Use pytest fixtures instead of `setUp` and `tearDown`",
        "No setup methods in tests",
        "Use fixtures, not setUp/tearDown",
    )
    ignores = (
        "Document the environment setup.",
        "Use fixtures for data.",
        "No setup needed.",
        "Never edit `setup.py`.",
    )
    valid = (
        Valid("class Machine:\n    def setup_method(self): ...", path="src/machine.py"),
        Valid("class TestA:\n    def test_setup(self): ...\n    def setUpBridge(self): ...", path="test_a.py"),
        Valid("def setup_method(): ...", path="test_a.py"),
    )
    invalid = (
        Invalid("class TestA:\n    def setup_method(self): ...", line=2, path="test_a.py"),
        Invalid("import unittest\nclass A(unittest.TestCase):\n    def setUp(self): ...", line=3, path="tests/a.py"),
        Invalid("def teardown_module(module): ...", path="test_a.py"),
    )

    def look_file(self, outline: Outline) -> bool:
        """It is a file with tests."""
        return is_test_file(outline.source.path)

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Such a function."""
        return node.name in _METHODS or node.name in _FUNCTIONS

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A method of a class with tests, or a function of a file with tests."""
        around = site.definitions
        in_class = len(around) == 1 and isinstance(around[0], cst.ClassDef) and is_test_class(around[0], site)
        names = _METHODS if in_class else _FUNCTIONS if not around else frozenset()
        if node.name.value in names and is_test_file(site.module.source.path):
            yield Finding(node, f"`{node.name.value}` prepares tests behind their backs; make it a fixture")
