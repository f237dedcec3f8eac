"""Whether a test checks one thing."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, about_tests, limits, parameters, requires
from lawful.syntax import cst, descendants
from lawful.syntax.testing import is_test, is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_TWO = "def test_a():\n    assert a\n    assert b"


class MaxAsserts(Check):
    """Flags tests with more `assert` statements and assertion methods of unittest than the limit."""

    @parameters
    class Params:
        """The largest number of assertions that is allowed."""

        max: int = 1

    id = "max-asserts"
    phrases = (
        about_tests(limits("assertion", "assert", allows=("test function statement method case",))),
        about_tests(requires("single-assertion", allows=("test function method case",), max=1)),
    )
    asks = (
        ("One assertion per test.", {"max": 1}),
        ("At most 3 assertions per test", {"max": 3}),
        ("Each test must have exactly one assert", {"max": 1}),
        ("Tests must not have more than 5 asserts", {"max": 5}),
    )
    ignores = (
        "Every test must have at least one assertion.",
        "Do not weaken assertions.",
        "Prefer one test file per module.",
    )
    valid = (
        Valid("def test_a():\n    assert a and b", path="test_a.py"),
        Valid("def check():\n    assert a\n    assert b", path="test_a.py"),
        Valid(_TWO, path="src/app.py"),
        Valid(_TWO, {"max": 2}, "test_a.py"),
    )
    invalid = (
        Invalid(_TWO, path="test_a.py"),
        Invalid(
            "class TestA:\n    def test_a(self):\n        self.assertTrue(a)\n        self.assertEqual(a, b)",
            line=2,
            path="tests/a.py",
        ),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A test with many assertions in it."""
        found = sum(isinstance(each, ast.Assert) or _is_method_of_self(each) for each in ast.walk(node))
        return bool(node.name.startswith("test") and found > self.params.max)

    @classmethod
    def conflict(cls, params: Params, other: Params) -> str | None:
        """Two limits."""
        return f"{params.max} or {other.max} assertions" if params.max != other.max else None

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A test."""
        if not is_test_file(site.module.source.path) or not is_test(node, site):
            return
        own = descendants(node, into=(cst.FunctionDef, cst.ClassDef, cst.Lambda))
        found = sum(isinstance(each, cst.Assert) or is_assert_method(each) for each in own)
        if found > self.params.max:
            yield Finding(node, f"`{node.name.value}` has {found} assertions; the limit is {self.params.max}")


def is_assert_method(node: cst.CSTNode) -> bool:
    """Whether an expression is a call like `self.assertEqual(a, b)`."""
    return (
        isinstance(node, cst.Call)
        and isinstance(node.func, cst.Attribute)
        and isinstance(node.func.value, cst.Name)
        and node.func.value.value == "self"
        and node.func.attr.value.startswith("assert")
    )


def _is_method_of_self(node: ast.AST) -> bool:
    function = node.func if isinstance(node, ast.Call) else None
    return isinstance(function, ast.Attribute) and function.attr.startswith("assert")
