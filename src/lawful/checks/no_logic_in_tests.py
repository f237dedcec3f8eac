"""Whether tests run straight from their first line to their last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, about_tests, forbids, parameters
from lawful.syntax import cst
from lawful.syntax.testing import is_test, is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lawful.syntax import Outline, Site

_IF, _FOR, _WHILE = {"kinds": ("if",)}, {"kinds": ("for",)}, {"kinds": ("while",)}
_LOOPS = {"kinds": ("for", "while")}
_WHEN: dict[str, Mapping[str, object]] = {
    "conditional": _IF, "branching": _IF, "branch": _IF, "if": _IF, "loop": _LOOPS, "for": _FOR, "while": _WHILE,
    "try": {"kinds": ("try",)}, "try/except": {"kinds": ("try",)},
}  # fmt: skip


class NoLogicInTests(Check):
    """Flags conditions, loops or handlers in test functions, whichever of them are meant."""

    @parameters
    class Params:
        """The statements that are meant: if, for, while, try."""

        kinds: tuple[str, ...] = ("if", "for", "while")

    id = "no-logic-in-tests"
    phrases = (
        about_tests(forbids("logic", "control flow", allows=("test complex body",), kinds=("if", "for", "while"))),
        about_tests(
            forbids(
                "conditional",
                "branching",
                "branch",
                "loop",
                *(f"`{keyword}`" for keyword in ("if", "for", "while", "try", "try/except")),
                allows=("test logic control flow statement block body", "`else`", "`except`"),
                when=_WHEN,
                kinds=(),
            )
        ),
    )
    asks = (
        ("No logic in tests.", {"kinds": ("if", "for", "while")}),
        ("Tests must not contain loops", _LOOPS),
        ("Avoid `if` statements in tests.", {"kinds": ("if",)}),
        ("No loops or conditional logic in test functions", {"kinds": ("if", "for", "while")}),
    )
    ignores = (
        "No loops.",
        "Keep business logic out of views.",
        "Loop over all tests before the release.",
        "No business logic in tests.",
    )
    valid = (
        Valid("def test_a():\n    assert all(x for x in y if x)", path="test_a.py"),
        Valid("def helper():\n    if a:\n        b()", path="test_a.py"),
        Valid("def test_a():\n    def inner():\n        if a:\n            b()\n    inner()", path="test_a.py"),
        Valid("def test_a():\n    for x in y: ...", {"kinds": ("if",)}, path="test_a.py"),
    )
    invalid = (
        Invalid("def test_a():\n    if a:\n        assert b", line=2, path="test_a.py"),
        Invalid(
            "class TestA:\n    def test_a(self):\n        for a in b:\n            assert a", line=3, path="test_a.py"
        ),
        Invalid("def test_a():\n    with a:\n        while b: ...", line=3, path="tests/a.py"),
        Invalid("def test_a():\n    try: ...\n    finally: ...", line=2, params={"kinds": ("try",)}, path="test_a.py"),
    )

    def look_file(self, outline: Outline) -> bool:
        """It is a file with tests."""
        return is_test_file(outline.source.path)

    def visit_If(self, node: cst.If, site: Site) -> Iterator[Finding]:
        """A condition; an `elif` belongs to the `if` before it."""
        if not (isinstance(site.parent, cst.If) and site.parent.orelse is node):
            yield from self._statement("if", node, site)

    def visit_For(self, node: cst.For, site: Site) -> Iterator[Finding]:
        """A loop."""
        yield from self._statement("for", node, site)

    def visit_While(self, node: cst.While, site: Site) -> Iterator[Finding]:
        """A loop."""
        yield from self._statement("while", node, site)

    def visit_Try(self, node: cst.Try, site: Site) -> Iterator[Finding]:
        """A `try`."""
        yield from self._statement("try", node, site)

    def _statement(self, kind: str, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        around = site.definitions
        if kind not in self.params.kinds or not is_test_file(site.module.source.path) or not around:
            return
        function = around[-1]
        if isinstance(function, cst.FunctionDef) and is_test(function, site, around[:-1]):
            yield Finding(node, f"a test should not need `{kind}`; write one test for each case, or parametrize it")
