"""Whether tests use the real thing."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, where
from lawful.syntax import cst
from lawful.syntax.imports import imported, within
from lawful.syntax.outline import parameters_of as parameters_in
from lawful.syntax.signature import parameters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules import Demand
    from lawful.syntax import Site

_MODULES = ("unittest.mock", "mock", "pytest_mock")


def _is_of_doubles(demand: Demand) -> bool:
    """Whether no tests are set against others: which are to be written is no matter of code."""
    return "test" not in {token.term for group in demand.over for token in group}


class NoMocks(Check):
    """Flags imports of mocking libraries and tests that take the `mocker` fixture."""

    id = "no-mocks"
    phrases = (
        where(
            _is_of_doubles,
            forbids(
                "mock",
                "mocking",
                "mocked",
                allows=("patch patching patches `unittest.mock` object library test mock mocking monkeypatch stub",),
            ),
        ),
    )
    asks = ("No mocks in tests.", "Never mock.", "Do not mock or patch", "Avoid mocks")
    ignores = (
        "Mock external services.",
        "Never mock users.",
        "Do not mock the database.",
        "Favor integration tests over unit tests and mocking.",
    )
    valid = ("import pytest", "from mocking_bird import Mock", "def test_a(tmp_path): ...")
    invalid = (
        Invalid("from unittest import mock"),
        Invalid("from unittest.mock import patch"),
        Invalid("import mock"),
        Invalid("def test_a(mocker): ..."),
    )

    def look_Import(self, node: ast.Import) -> bool:
        """A mocking library."""
        return any("mock" in each.name for each in node.names)

    def look_ImportFrom(self, node: ast.ImportFrom) -> bool:
        """The same."""
        return "mock" in (node.module or "") or any(each.name == "mock" for each in node.names)

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A function that takes a mocker."""
        return any(each.arg == "mocker" for each in parameters_in(node.args))

    def visit_Import(self, node: cst.Import, site: Site) -> Iterator[Finding]:
        """`import mock`."""
        yield from self._imports(node, site)

    def visit_ImportFrom(self, node: cst.ImportFrom, site: Site) -> Iterator[Finding]:
        """`from unittest import mock`."""
        yield from self._imports(node, site)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A test that has a mocker handed to it."""
        del site
        if any(each.name.value == "mocker" for each in parameters_of(node.params)):
            yield Finding(node, f"`{node.name.value}` takes a mocker; test against the real thing")

    def _imports(self, node: cst.Import | cst.ImportFrom, site: Site) -> Iterator[Finding]:
        if any(within(imported(node, site), module) for module in _MODULES):
            yield Finding(node, "this imports a mocking library; test against the real thing")
