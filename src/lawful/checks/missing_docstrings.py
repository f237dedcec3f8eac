"""Whether definitions are documented."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import (
    Check,
    Finding,
    Invalid,
    Valid,
    about_tests,
    beside,
    parameters,
    requires,
    requires_of_kind,
    wanted,
    where,
)
from lawful.source import Span
from lawful.syntax import cst
from lawful.syntax.kinds import is_called, is_declared
from lawful.syntax.literals import literal
from lawful.syntax.outline import Definition, docstring_of
from lawful.syntax.outline import is_public as in_public
from lawful.syntax.public import is_dunder, is_method, is_public
from lawful.syntax.routes import may_route, routes
from lawful.syntax.testing import is_test

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lawful.rules import Demand
    from lawful.syntax import Outline, Site

_UNDOCUMENTED = frozenset(
    {"typing.overload", "typing_extensions.overload", "typing.override", "typing_extensions.override"}
)


_DOCUMENTED = tuple(f"document {what}" for what in ("public", "function", "method", "class", "module"))
_LAYOUTS = tuple(f"{layout} docstring" for layout in ("google", "numpy", "sphinx", "restructuredtext", "rest"))
_WORDS = """
    signature definition descriptive comprehensive api documentation interface object meaningful document informative
    brief entity start record describe purpose
"""
_KINDS: Mapping[str, Mapping[str, object]] = {
    "public": {"public": True},
    "function": {"kinds": ("function",)},
    "method": {"kinds": ("method",)},
    "class": {"kinds": ("class",)},
    "module": {"kinds": ("module",)},
    "file": {"kinds": ("module",)},
    "endpoint": {"kinds": ("endpoint",)},
}
_SPARES: Mapping[str, Mapping[str, object]] = {
    "private": {"public": True},
    "internal": {"public": True},
    "dunder setter overload `__init__`": {},
}


def _is_wanted(demand: Demand) -> bool:
    """Whether docstrings are wanted; "follow the docstring style" says how they look."""
    return not demand.verbs or not demand.verbs <= {"follow"} or "pep257" in demand.said


def _says_of_what(demand: Demand) -> bool:
    """Whether it is said what is to be documented; "Google-style docstrings" alone says how they look."""
    return not demand.said.isdisjoint(_KINDS)


class MissingDocstrings(Check):
    """Flags functions, classes or modules without a docstring; overload stubs and property setters need none."""

    @parameters
    class Params:
        """Which kinds of definition are meant, and whether only public ones; without a kind, all public ones are.

        Nouns limit it to functions and classes that are named or declared to be such things, such as a service.
        """

        kinds: tuple[str, ...] = ()
        public: bool = False
        nouns: tuple[str, ...] = ()

    id = "missing-docstrings"
    phrases = (
        about_tests(requires("docstring", allows=(_WORDS, "function test"), kinds=("test",))),
        where(
            _is_wanted,
            wanted(requires("docstring", *_DOCUMENTED, allows=(_WORDS, "PEP 257"), when=_KINDS, spares=_SPARES)),
        ),
        beside(
            where(
                _says_of_what,
                requires(*_LAYOUTS, allows=(_WORDS, "style format convention layout"), when=_KINDS, spares=_SPARES),
            )
        ),
        requires_of_kind("docstring", "document", nouns="nouns", allows=(_WORDS,), when=_KINDS),
        where(lambda demand: "insist" in demand.verbs, requires("doc documentation", allows=("doc documentation",))),
        requires("pep257", allows=("documentation docstring style follow convention compliance compliant",)),
    )
    asks = (
        ("Use docstrings for all public classes and functions", {"kinds": ("function", "class"), "public": True}),
        "Docstrings are required.",
        ("Every module must have a docstring", {"kinds": ("module",)}),
        ("Document all services with docstrings", {"nouns": ("Service",)}),
    )
    ignores = (
        "No docstrings in tests.",
        "Use Google style docstrings.",
        "Document complex functions.",
        "Follow the existing docstring style.",
    )
    valid = (
        '"""Module."""\nclass A:\n    """Class."""\n    def m(self):\n        """Method."""',
        Valid('def f():\n    """F."""\n    def inner(): ...\ndef _g(): ...', {"kinds": ("function",), "public": True}),
        Valid("from typing import overload\n@overload\ndef f(x: int) -> int: ...", {"kinds": ("function",)}),
        Valid("class PayHandler: ...\ndef get_service(): ...", {"nouns": ("Service",)}),
    )
    invalid = (
        Invalid("def f(): ...", params={"kinds": ("function",)}),
        Invalid("x = 1", params={"kinds": ("module",)}),
        Invalid('class A:\n    """A."""\n    def m(self): ...', line=3, params={"kinds": ("function",)}),
        Invalid("@workflow.defn(name='a')\nclass Pay: ...", line=2, params={"nouns": ("Workflow",)}),
    )

    def look_file(self, outline: Outline) -> bool:
        """Something that counts has no docstring."""
        module = self._meant("module") and not self.params.nouns and outline.tree.body
        if module and not (docstring_of(outline.tree) or "").strip():
            return True
        return any(self._may_lack(node, around) for node, around in outline.definitions)

    def _may_lack(self, node: Definition, around: Sequence[Definition]) -> bool:
        """Whether a definition that counts has no docstring; some decorators would make it need none."""
        if (docstring_of(node) or "").strip() or (self._only_public and not in_public(node.name, around)):
            return False
        if isinstance(node, ast.ClassDef):
            return self._meant("class")
        kinds = self.params.kinds
        special = ("test" in kinds and node.name.startswith("test")) or ("endpoint" in kinds and may_route(node))
        meant = special or self._meant("function") or self._meant("method")
        return meant and not is_dunder(node.name) and not any(map(_sets_property, node.decorator_list))

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The file as a whole; an empty one documents nothing."""
        name = site.module.source.path.rpartition("/")[2].removesuffix(".py")
        private = self._only_public and name.startswith("_") and not is_dunder(name)
        meant = self._meant("module") and not self.params.nouns
        if meant and node.body and not private and not _documented(node.body):
            yield Finding(Span(1, 1, 1, 1), "the module has no docstring; say in one line what it is for")

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class."""
        meant = self._meant("class") and self._is_named(node) and self._counts(node.name.value, site)
        if meant and not _documented(node.body.body):
            yield Finding(node, f"class `{node.name.value}` has no docstring")

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function or method."""
        meant = (
            self._meant("function")
            or (self._meant("method") and is_method(site))
            or ("test" in self.params.kinds and is_test(node, site))
            or ("endpoint" in self.params.kinds and any(routes(node, site)))
        )
        if (
            meant
            and self._is_named(node)
            and self._counts(node.name.value, site)
            and not is_dunder(node.name.value)
            and not _documented(node.body.body)
            and not any(_needs_none(each, site) for each in node.decorators)
        ):
            yield Finding(node, f"`{node.name.value}` has no docstring")

    def _is_named(self, node: cst.FunctionDef | cst.ClassDef) -> bool:
        nouns = self.params.nouns
        return not nouns or any(is_called(node, noun) or is_declared(node, noun) for noun in nouns)

    def _meant(self, kind: str) -> bool:
        return not self.params.kinds or kind in self.params.kinds

    @property
    def _only_public(self) -> bool:
        return self.params.public or not (self.params.kinds or self.params.nouns)

    def _counts(self, name: str, site: Site) -> bool:
        return not self._only_public or is_public(name, site)


def _documented(body: Sequence[cst.CSTNode]) -> bool:
    """Whether a body begins with a string that says something."""
    first = body[0] if body else None
    if isinstance(first, cst.SimpleStatementLine):
        first = first.body[0]
    return isinstance(first, cst.Expr) and bool((literal(first.value) or "").strip())


def _needs_none(decorator: cst.Decorator, site: Site) -> bool:
    node = decorator.decorator
    if isinstance(node, cst.Attribute) and node.attr.value in {"setter", "deleter"}:
        return True
    return bool(site.resolve(node) & _UNDOCUMENTED)


def _sets_property(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Attribute) and decorator.attr in {"setter", "deleter"}
