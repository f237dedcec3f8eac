"""Whether tests say what kind of test they are."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, about_tests, requires
from lawful.syntax import cst
from lawful.syntax.testing import is_test, is_test_file, marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_BUILT_IN = frozenset(
    """
    parametrize skip skipif xfail usefixtures filterwarnings asyncio anyio trio timeout flaky django_db
    """.split()
)
"""Marks that say how a test is run, and not what kind of test it is."""


class MissingTestMarker(Check):
    """Flags tests that neither they, their class nor their file marks with a marker of the project."""

    id = "missing-test-marker"
    phrases = (
        about_tests(
            requires(
                "marker",
                "marked",
                allows=(
                    "test pytest function module category marker marked marks module-level exactly declare single",
                ),
            )
        ),
    )
    asks = (
        "Every test must have a pytest marker.",
        "All tests must be marked",
        "Each test module needs a marker",
    )
    ignores = (
        "Integration tests use `@pytest.mark.integration`.",
        "Use markers to select tests.",
        "Tests may have markers.",
        "Register markers in `pyproject.toml`.",
    )
    valid = (
        Valid("import pytest\n@pytest.mark.unit\ndef test_a(): ...", path="test_a.py"),
        Valid("import pytest as p\npytestmark = [p.mark.unit]\ndef test_a(): ...", path="test_a.py"),
        Valid("from helpers import MARKS, slow\n@slow\ndef test_a(): ...", path="test_a.py"),
        Valid("def test_a(): ...", path="src/app.py"),
    )
    invalid = (
        Invalid("def test_a(): ...", path="test_a.py"),
        Invalid(
            "import pytest\nclass TestA:\n    @pytest.mark.skip\n    def test_a(self): ...", line=4, path="tests/a.py"
        ),
    )

    def look_file(self, outline: Outline) -> bool:
        """It is a file with tests."""
        return is_test_file(outline.source.path)

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A test."""
        return node.name.startswith("test")

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A test."""
        if not is_test_file(site.module.source.path) or not is_test(node, site):
            return
        found = marks(node, site)
        if found is not None and not any(_may_tell(each, site) for each in found):
            yield Finding(node, f"`{node.name.value}` has no marker that says what kind of test it is")


def _may_tell(mark: cst.BaseExpression, site: Site) -> bool:
    """Whether a mark is one of the project's, or something that may hold one."""
    names = site.resolve(mark.func if isinstance(mark, cst.Call) else mark)
    if not names:
        return not isinstance(mark, (cst.Name, cst.Attribute, cst.Call))
    return not all(_is_plain(name) for name in names)


def _is_plain(name: str) -> bool:
    """Whether a decorator surely is no marker of the project."""
    built_in = name.startswith("pytest.mark.") and name.rpartition(".")[2] in _BUILT_IN
    return built_in or name.startswith(("unittest.", "builtins.", "functools.", "hypothesis."))
