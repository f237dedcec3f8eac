"""Whether code relies on statements that Python may leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.context.scope import TESTS, matches
from lawful.rules import Check, Finding, Invalid, Valid, forbids
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_TESTS = (*TESTS, "**/test/**", "**/conftest.py")


class NoAssert(Check):
    """Flags `assert` outside tests, which are made of it."""

    id = "no-assert"
    phrases = (
        forbids(
            "assert", "`assert`", "assertion runtime", "assertion validation",
            allows=("assert `assert` statement runtime validation validate input data check user control flow error",
                    "assertion handling"),
        ),
    )  # fmt: skip
    asks = (
        "Never use `assert` outside tests.",
        "Do not use assert statements in production code.",
        "Don't use `assert` for runtime validation",
        "No asserts",
    )
    ignores = (
        "Use plain `assert` in tests.",
        "Never assert on log messages.",
        "Don't add obvious `assert` descriptions",
        "Use assert statements directly, not self.assertEqual",
    )
    valid = (
        "if not x:\n    raise ValueError(x)",
        "self.assertTrue(x)\ntext = 'assert x'",
        Valid("assert f() == 1", path="tests/test_f.py"),
        Valid("assert f() == 1", path="src/conftest.py"),
    )
    invalid = (Invalid("assert x"), Invalid("def f(x):\n    if x: assert x > 1, 'x'", line=2))

    def look_file(self, outline: Outline) -> bool:
        """It is no file with tests."""
        return not any(matches(glob, outline.source.path) for glob in _TESTS)

    def visit_Assert(self, node: cst.Assert, site: Site) -> Iterator[Finding]:
        """The statement."""
        if not any(matches(glob, site.module.source.path) for glob in _TESTS):
            yield Finding(node, "`assert` is left out when Python optimizes; raise an exception")
