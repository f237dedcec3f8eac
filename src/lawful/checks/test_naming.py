"""Whether tests are named as agreed."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Demand, Finding, Heard, Invalid, Kind, Phrase, Valid, parameters
from lawful.source import Span
from lawful.syntax import cst, descendants
from lawful.syntax.testing import is_test, is_test_class, is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.language import Token
    from lawful.syntax import Outline, Site

_DEFAULT = {"files": ("test_*.py",), "functions": ("test_*",)}
_NAME = regex(r"[A-Za-z_*]*(?:test|Test)[\w*]*(?:\.py)?")
_PLACEHOLDER = regex(
    r"""
    <[^<>]*> | \{[^{}]*\} | \[[^\[\]]*\]
  | (?<=[a-z_])(?:Something|Foo|Bar|Baz|Feature|(?:Class|Module|Function|Method)?Name)(?![a-z])
  | (?<![A-Za-z])(?:something|foo|bar|baz|feature|(?:class|module|function|method)_name|[A-Z])(?![A-Za-z])
    """,
    re.VERBOSE,
)
"""What stands for any name."""
_WORDS = frozenset(
    """
    test name ordinary regular function method file class module prefix prefixed suffix suffixed start begin end ending
    starting beginning descriptive format convention naming scheme
    """.split()
)
_EXEMPT = frozenset({"__init__.py", "conftest.py"})


def _pattern(token: Token, *, at_end: bool) -> str | None:
    """The names that a token allows: `test_<what>` is `test_*`, and so is a prefix `test_`."""
    text = _PLACEHOLDER.sub("*", token.text.removesuffix("()"))
    if not token.code or not _NAME.fullmatch(text):
        return None
    if "*" in text or text.endswith(".py"):
        return text
    return f"*{text}" if at_end else f"{text}*"


def _kind(pattern: str, item: tuple[Token, ...]) -> str | None:
    """What a pattern is for: files, functions or classes; None where it cannot be told."""
    said = {token.term for token in item} | {word for token in item for word in token.text.lower().split()}
    if pattern.endswith(".py") or said & {"file", "files", "module", "modules"}:
        return "files"
    if said & {"class", "classes"}:
        return None if said & {"function", "functions"} else "classes"
    return "functions" if said & {"function", "functions", "method", "methods"} or pattern.endswith("_*") else None


def _hear(demand: Demand) -> Heard | None:
    found: dict[str, tuple[str, ...]] = {}
    for item in demand.items if demand.kind is Kind.REQUIRE else ():
        said = {token.term for token in item}
        patterns = [(token, _pattern(token, at_end=bool(said & {"suffix", "end", "ending"}))) for token in item]
        rest = {token.term for token, pattern in patterns if pattern is None}
        if not rest <= _WORDS:
            return None
        for _, pattern in patterns:
            kind = pattern and _kind(pattern, item)
            if pattern and not kind:
                return None
            if pattern and kind:
                name = pattern if kind != "files" or pattern.endswith(".py") else f"{pattern}.py"
                found[kind] = (*found.get(kind, ()), name)
    return Heard(found, frozenset(demand.items)) if found else None


class TestNaming(Check):
    """Flags tests, and files and classes with tests, whose names do not follow the agreed patterns."""

    @parameters
    class Params:
        """Patterns for the names of files, functions and classes; any name that fits one of them is fine."""

        files: tuple[str, ...] = ()
        functions: tuple[str, ...] = ()
        classes: tuple[str, ...] = ()

    id = "test-naming"
    phrases = (Phrase(_hear),)
    asks = (
        ("Name tests `test_*.py` and test functions `test_*`.", _DEFAULT),
        ("Test files must be named `*_test.py`", {"files": ("*_test.py",)}),
        ("Name test functions and methods `test_<action>_<expected_result>`.", {"functions": ("test_*_*",)}),
        ("Test classes: `Test*`", {"classes": ("Test*",)}),
    )
    ignores = (
        "Name migration test files `test_<revision>.py`.",
        "Run `test_api.py` before you push.",
        "Tests for `Agent` go in `TestAgent`.",
        "Give tests descriptive names.",
    )
    valid = (
        Valid("import pytest\n@pytest.fixture\ndef user(): ...\ndef test_a(user): ...", _DEFAULT, "tests/test_a.py"),
        Valid("def check(a):\n    assert a\ndef test_a():\n    check(1)", _DEFAULT, "test_a.py"),
        Valid("def build(): ...", _DEFAULT, "tests/factories.py"),
        Valid("def testing(): ...\ndef loginTest():\n    assert a", _DEFAULT, "src/app.py"),
    )
    invalid = (
        Invalid("def test_a(): ...", params=_DEFAULT, path="tests/login.py"),
        Invalid("def testLogin(): ...", params=_DEFAULT, path="tests/test_login.py"),
        Invalid("def login_works():\n    assert login()", params=_DEFAULT, path="tests/test_login.py"),
        Invalid(
            "class LoginTests:\n    def test_a(self): ...",
            params={"classes": ("Test*",)},
            path="tests/test_login.py",
        ),
    )

    def look_file(self, outline: Outline) -> bool:
        """It is a file with tests."""
        return is_test_file(outline.source.path)

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The name of the file, where it holds tests."""
        path = site.module.source.path
        name = path.rpartition("/")[2]
        tests = self.params.files and is_test_file(path) and name not in _EXEMPT and _holds_tests(node, site)
        if tests and not _fits(name, self.params.files):
            yield Finding(Span(1, 1, 1, 1), f"a file with tests is named {_either(self.params.files)}, not `{name}`")

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class with tests."""
        methods = [each for each in node.body.body if isinstance(each, cst.FunctionDef)]
        tests = not site.definitions and any(each.name.value.startswith("test_") for each in methods)
        classes = self.params.classes
        if classes and tests and is_test_file(site.module.source.path) and not _fits(node.name.value, classes):
            yield Finding(node, f"a class with tests is named {_either(classes)}, not `{node.name.value}`")

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A test; one whose name hides it from pytest is known by what it asserts, and that nobody calls it."""
        if not self.params.functions or not is_test_file(site.module.source.path):
            return
        name = node.name.value
        if not _fits(name, self.params.functions) and (is_test(node, site) or _is_meant_as_test(node, site)):
            yield Finding(node, f"a test is named {_either(self.params.functions)}, not `{name}`")


def _fits(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _either(patterns: tuple[str, ...]) -> str:
    return " or ".join(f"`{pattern}`" for pattern in patterns)


def _holds_tests(tree: cst.Module, site: Site) -> bool:
    for node in tree.body:
        if isinstance(node, cst.FunctionDef) and is_test(node, site):
            return True
        if isinstance(node, cst.ClassDef) and is_test_class(node, site):
            methods = [each for each in node.body.body if isinstance(each, cst.FunctionDef)]
            if any(each.name.value.startswith("test") for each in methods):
                return True
    return False


def _is_meant_as_test(node: cst.FunctionDef, site: Site) -> bool:
    """Whether a function of a file with tests, not decorated and used by nothing in it, asserts something."""
    file = site.module.source.path.rpartition("/")[2]
    name = node.name.value
    if site.definitions or node.decorators or name.startswith("_") or not re.match("test_|.*_test[.]py", file):
        return False
    asserts = any(isinstance(each, cst.Assert) for each in descendants(node, into=(cst.FunctionDef, cst.ClassDef)))
    return asserts and site.module.mentioned[name] == 1
