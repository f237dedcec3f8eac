"""Whether tests are written for pytest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, requires, spoken
from lawful.syntax import cst
from lawful.syntax.literals import dotted
from lawful.syntax.testing import TEST_CASES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lawful.syntax import Site

_TESTS = "test unit integration end-to-end e2e functional async backend case suite framework library tool all"
_MESSAGE = "tests are written for pytest here, not for unittest"


class NoUnittest(Check):
    """Flags imports of unittest and classes that derive from its test cases; `unittest.mock` is left alone."""

    id = "no-unittest"
    phrases = (
        forbids(
            "unittest",
            "TestCase",
            "`unittest.TestCase`",
            allows=(_TESTS, "unittest pytest style class based subclass inherit extend `TestCase` `unittest.TestCase`"),
        ),
        spoken(requires("pytest", allows=(_TESTS, "style asyncio cov plugin"))),
        requires("pytest test framework", "pytest testing_framework", allows=(_TESTS,)),
    )
    asks = (
        "Use `pytest`, not `unittest`.",
        "Use pytest as the test framework.",
        "Write all tests as `pytest` style functions, not unittest classes",
        "使用 `pytest` 编写单元测试",
    )
    ignores = (
        "Run `pytest` before you commit.",
        "Tests: `pytest`",
        "Use pytest fixtures for shared data.",
        "Never use `unittest.mock`.",
    )
    valid = (
        "from unittest import mock\nfrom unittest.mock import patch\nimport unittest.mock",
        "from .unittest import TestCase\nclass A(TestCase): ...",
        "class TestCase: ...\nclass A(TestCase): ...",
    )
    invalid = (
        Invalid("import unittest"),
        Invalid("from unittest import TestCase as Base, mock"),
        Invalid("from tests import base\nfrom unittest.case import TestCase", line=2),
        Invalid("def f():\n    m = __import__('unittest')\n    class A(m.TestCase): ...", line=3),
    )

    mentions = ("unittest",)

    def visit_Import(self, node: cst.Import, site: Site) -> Iterator[Finding]:
        """`import unittest`."""
        del site
        yield from self._modules(node, [dotted(each.name) for each in node.names])

    def visit_ImportFrom(self, node: cst.ImportFrom, site: Site) -> Iterator[Finding]:
        """`from unittest import TestCase`."""
        del site
        if node.module is not None and not node.relative:
            module = dotted(node.module)
            names = [] if isinstance(node.names, cst.ImportStar) else node.names
            yield from self._modules(node, [f"{module}.{dotted(each.name)}" for each in names] or [module])

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A test case."""
        if any(site.resolve(each.value) & TEST_CASES for each in node.bases):
            yield Finding(node, f"`{node.name.value}` is a test case of unittest; write test functions for pytest")

    def _modules(self, node: cst.CSTNode, names: Iterable[str]) -> Iterator[Finding]:
        if any(f"{name}.".startswith("unittest.") and not f"{name}.".startswith("unittest.mock.") for name in names):
            yield Finding(node, _MESSAGE)
