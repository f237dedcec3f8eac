"""Whether definitions are documented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, parameters, requires
from lawful.source import Span
from lawful.syntax import cst
from lawful.syntax.literals import literal
from lawful.syntax.public import is_dunder, is_method, is_public

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lawful.syntax import Site

_UNDOCUMENTED = frozenset(
    {"typing.overload", "typing_extensions.overload", "typing.override", "typing_extensions.override"}
)


class MissingDocstrings(Check):
    """Flags functions, classes or modules without a docstring; overload stubs and property setters need none."""

    @parameters
    class Params:
        """Which kinds of definition are meant, and whether only public ones; without a kind, all public ones are."""

        kinds: tuple[str, ...] = ()
        public: bool = False

    id = "missing-docstrings"
    phrases = (
        requires(
            "docstring",
            allows=(
                "signature",
                "definition",
                "descriptive",
                "comprehensive",
                "api",
                "documentation",
                "PEP 257",
                "interface",
                "object",
                "meaningful",
            ),
            when={
                "public": {"public": True},
                "function": {"kinds": ("function",)},
                "method": {"kinds": ("method",)},
                "class": {"kinds": ("class",)},
                "module": {"kinds": ("module",)},
                "file": {"kinds": ("module",)},
            },
        ),
    )
    asks = (
        ("Use docstrings for all public classes and functions", {"kinds": ("function", "class"), "public": True}),
        (
            "Write clear docstrings for all public functions, classes, and modules.",
            {"kinds": ("function", "class", "module"), "public": True},
        ),
        "Docstrings are required.",
        ("Every module must have a docstring", {"kinds": ("module",)}),
    )
    ignores = (
        "No docstrings in tests.",
        "Use Google style docstrings.",
        "Docstrings may be omitted.",
        "Keep docstrings short.",
    )
    valid = (
        '"""Module."""\nclass A:\n    """Class."""\n    def m(self):\n        """Method."""',
        Valid('def f():\n    """F."""\n    def inner(): ...\ndef _g(): ...', {"kinds": ("function",), "public": True}),
        Valid("class _A:\n    def m(self): ...", {"kinds": ("function", "class"), "public": True}),
        Valid("from typing import overload\n@overload\ndef f(x: int) -> int: ...", {"kinds": ("function",)}),
    )
    invalid = (
        Invalid("def f(): ...", params={"kinds": ("function",)}),
        Invalid("class A: ...", params={"kinds": ("class",)}),
        Invalid("x = 1", params={"kinds": ("module",)}),
        Invalid('class A:\n    """A."""\n    def m(self): ...', line=3, params={"kinds": ("function",)}),
    )

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The file as a whole; an empty one documents nothing."""
        name = site.module.source.path.rpartition("/")[2].removesuffix(".py")
        private = self._only_public and name.startswith("_") and not is_dunder(name)
        if self._meant("module") and node.body and not private and not _documented(node.body):
            yield Finding(Span(1, 1, 1, 1), "the module has no docstring; say in one line what it is for")

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class."""
        if self._meant("class") and self._counts(node.name.value, site) and not _documented(node.body.body):
            yield Finding(node, f"class `{node.name.value}` has no docstring")

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function or method."""
        meant = self._meant("function") or (self._meant("method") and is_method(site))
        if (
            meant
            and self._counts(node.name.value, site)
            and not is_dunder(node.name.value)
            and not _documented(node.body.body)
            and not any(_needs_none(each, site) for each in node.decorators)
        ):
            yield Finding(node, f"`{node.name.value}` has no docstring")

    def _meant(self, kind: str) -> bool:
        return not self.params.kinds or kind in self.params.kinds

    @property
    def _only_public(self) -> bool:
        return self.params.public or not self.params.kinds

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
