"""Whether code uses a decorator that it must not use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, forbids, forbids_code, parameters
from lawful.rules.quoting import decorator, name_of_code
from lawful.syntax import cst
from lawful.syntax.kinds import stands_for
from lawful.syntax.testing import in_pytestmark

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lawful.syntax import Site

_ASYNCIO = {"names": ("pytest.mark.asyncio",)}
_WORDS = "decorator marker mark decorate method class test"


class ForbiddenDecorator(Check):
    """Flags the use of a forbidden decorator; for marks of pytest, in `pytestmark` as well."""

    @parameters
    class Params:
        """The decorators, by the names that people give them, with or without the module."""

        names: tuple[str, ...] = ()

    id = "forbidden-decorator"
    phrases = (
        forbids_code(decorator, "names", "", allows=(_WORDS,)),
        *(
            forbids(mark, f"`pytest.mark.{mark}`", allows=(_WORDS, "pytest"), names=(f"pytest.mark.{mark}",))
            for mark in ("skipif", "xfail")
        ),
        forbids_code(name_of_code, "names", "decorator", "decorate", allows=(_WORDS,)),
    )
    asks = (
        ("Do NOT use `@pytest.mark.asyncio`.", {"names": ("pytest.mark.asyncio",)}),
        ("No `@staticmethod` or `@classmethod`", {"names": ("staticmethod", "classmethod")}),
        ("Avoid the `lru_cache` decorator", {"names": ("lru_cache",)}),
        ("Use module-level functions instead of `@staticmethod`", {"names": ("staticmethod",)}),
    )
    ignores = (
        "`@pytest.mark.asyncio` is not needed.",
        "Always use `@override`.",
        "Never mention `@alice` in comments.",
        "Do not use `@property` for expensive work.",
    )
    valid = (
        Valid("import pytest\n@pytest.mark.anyio\nasync def test_a(): ...", _ASYNCIO),
        Valid(
            "class A:\n    def staticmethod(self): ...\n    @property\n    def b(self): ...",
            {"names": ("staticmethod",)},
        ),
        Valid("from .cache import lru_cache\n@cache\ndef f(): ...", {"names": ("functools.lru_cache",)}),
    )
    invalid = (
        Invalid("from pytest import mark as m\n\n@m.asyncio\nasync def test_a(): ...", line=3, params=_ASYNCIO),
        Invalid("import pytest\npytestmark = [pytest.mark.asyncio]", line=2, params=_ASYNCIO),
        Invalid("class A:\n    @staticmethod\n    def f(): ...", line=2, params={"names": ("staticmethod",)}),
        Invalid(
            "import functools as ft\n@ft.lru_cache(maxsize=9)\ndef f(): ...", line=2, params={"names": ("lru_cache",)}
        ),
    )

    @property
    def mentions(self) -> Collection[str]:
        """The decorators."""
        return frozenset(self.params.names)

    def visit_Decorator(self, node: cst.Decorator, site: Site) -> Iterator[Finding]:
        """A decorator of a function or class."""
        yield from self._named(node.decorator, site)

    def visit_Assign(self, node: cst.Assign, site: Site) -> Iterator[Finding]:
        """Marks for all tests of a file or class."""
        for mark in in_pytestmark(node) or ():
            yield from self._named(mark, site)

    def _named(self, node: cst.BaseExpression, site: Site) -> Iterator[Finding]:
        for name in self.params.names:
            if stands_for(node, name, site):
                yield Finding(node, f"the decorator `{name}` is forbidden here")
                return
