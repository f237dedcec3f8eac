"""Whether tests are written for pytest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Demand, Finding, Heard, Invalid, Kind, Phrase, forbids, requires, spoken
from lawful.syntax import cst
from lawful.syntax.imports import imported, within
from lawful.syntax.testing import TEST_CASES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_TESTS = "test unit integration end-to-end e2e functional async backend case suite framework library tool all"
_MESSAGE = "tests are written for pytest here, not for unittest"


def _hear_how(demand: Demand) -> Heard | None:
    """With what tests are to be written, whatever they are for: "write tests for all parsers using pytest"."""
    named = [token.term for token in demand.terms]
    written = "using" in demand.verbs and demand.verbs & {"write", "add", "create"} and "test" in named
    how = "pytest" in named[-1:] and not any(token.code for token in demand.terms[:-1])
    return Heard({}, frozenset(demand.items)) if demand.kind is Kind.REQUIRE and written and how else None


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
        Phrase(_hear_how, open=True),
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
        yield from self._imports(node, site)

    def visit_ImportFrom(self, node: cst.ImportFrom, site: Site) -> Iterator[Finding]:
        """`from unittest import TestCase`."""
        yield from self._imports(node, site)

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A test case."""
        if any(site.resolve(each.value) & TEST_CASES for each in node.bases):
            yield Finding(node, f"`{node.name.value}` is a test case of unittest; write test functions for pytest")

    def _imports(self, node: cst.Import | cst.ImportFrom, site: Site) -> Iterator[Finding]:
        names = imported(node, site)
        names = names[
            isinstance(node, cst.ImportFrom) and len(names) > 1 :
        ]  # `from unittest import mock` takes no more than that
        if any(within([name], "unittest") and not within([name], "unittest.mock") for name in names):
            yield Finding(node, _MESSAGE)
