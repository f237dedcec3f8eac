"""Whether tests are plain functions."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, about_tests, forbids
from lawful.syntax import cst
from lawful.syntax.testing import is_test_class, is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site


class NoTestClasses(Check):
    """Flags classes that hold tests, where tests are to be plain functions."""

    id = "no-test-classes"
    phrases = (
        forbids("test class", allows=("test", "based", "group", "grouping")),
        about_tests(forbids("class", "test class", "class-based test", allows=("test", "based", "pytest", "plain"))),
    )
    asks = (
        "No test classes.",
        "Write tests as functions, not classes",
        "Prefer plain test functions over test classes",
        "Avoid classes in tests",
    )
    ignores = (
        "Do not test private classes.",
        "Group tests in classes.",
        "No classes.",
        "Write tests for functions and classes.",
    )
    valid = (
        Valid("def test_a(): ...\nclass TestData:\n    x = 1", path="test_a.py"),
        Valid("class TestRunner:\n    def test_all(self): ...", path="src/runner.py"),
    )
    invalid = (
        Invalid("class TestA:\n    def test_a(self): ...", path="test_a.py"),
        Invalid(
            "import unittest\nclass A(unittest.TestCase):\n    async def test_a(self): ...", line=2, path="tests/a.py"
        ),
    )

    def look_file(self, outline: Outline) -> bool:
        """It is a file with tests."""
        return is_test_file(outline.source.path)

    def look_ClassDef(self, node: ast.ClassDef) -> bool:
        """A class with tests."""
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        return any(isinstance(each, functions) and each.name.startswith("test") for each in node.body)

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class with tests."""
        if site.definitions or not is_test_file(site.module.source.path) or not is_test_class(node, site):
            return
        if any(isinstance(each, cst.FunctionDef) and each.name.value.startswith("test") for each in node.body.body):
            yield Finding(node, f"`{node.name.value}` holds tests; write them as functions of the module")
