"""Whether tests check anything."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Finding, Invalid, Valid, about_tests, forbids, requires
from lawful.syntax import cst, descendants
from lawful.syntax.testing import is_test, is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_CHECKS = regex(
    r"assert|raises|warns|expect|should|check|verif|fail|valid|ensure|compare|match|snapshot|must|test|deprecated_call",
    re.IGNORECASE,
)
"""What the names of things that check are like; a test that calls one is believed to check something."""


class MissingAssert(Check):
    """Flags tests that neither assert anything nor call what by its name may do so."""

    id = "missing-assert"
    phrases = (
        about_tests(
            requires(
                "some-assertion",
                "assertion",
                "assert something",
                allows=("test function method case clear meaningful something assert",),
            )
        ),
        forbids("assertion-free test", "assertionless test"),
    )
    asks = (
        "Every test must have at least one assertion.",
        "No tests without assertions.",
        "Tests must contain assertions",
        "Each test has at least one assert",
    )
    ignores = (
        "One assertion per test.",
        "Do not weaken assertions to make tests pass.",
        "Use `assert` in tests.",
        "Assertions belong in tests.",
    )
    valid = (
        Valid("def test_a():\n    assert f()", path="test_a.py"),
        Valid("def test_a():\n    with pytest.raises(E):\n        f()", path="test_a.py"),
        Valid("def test_a(page):\n    check_page(page)", path="test_a.py"),
        Valid("@pytest.fixture\ndef test_data():\n    return 1", path="src/app.py"),
    )
    invalid = (
        Invalid("def test_a():\n    f()", path="test_a.py"),
        Invalid("class TestA:\n    async def test_a(self):\n        x = await f()", line=2, path="tests/a.py"),
    )

    def look_file(self, outline: Outline) -> bool:
        """It is a file with tests."""
        return is_test_file(outline.source.path)

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A test without an assertion."""
        inside = (each for statement in node.body for each in ast.walk(statement))
        return node.name.startswith("test") and not any(map(_asserts, inside))

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A test."""
        if not is_test_file(site.module.source.path) or not is_test(node, site):
            return
        if not any(isinstance(each, (cst.Assert, cst.Raise)) or _may_check(each) for each in descendants(node.body)):
            yield Finding(node, f"`{node.name.value}` asserts nothing; say what it expects")


def _may_check(node: cst.CSTNode) -> bool:
    named = node.attr if isinstance(node, cst.Attribute) else node
    return isinstance(named, cst.Name) and bool(_CHECKS.search(named.value))


def _asserts(node: ast.AST) -> bool:
    """The same of a node of Python's own tree, as far as it tells."""
    named = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return isinstance(node, (ast.Assert, ast.Raise)) or bool(_CHECKS.search(named))
