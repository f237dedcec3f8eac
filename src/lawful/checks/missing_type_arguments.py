"""Whether generic types say what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, forbids, parameters, requires
from lawful.syntax import cst, descendants
from lawful.syntax.annotations import is_in_annotation, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lawful.syntax import Site

_GENERIC = {
    **{f"builtins.{name}": name for name in ("list", "dict", "set", "frozenset", "tuple")},
    **{f"typing.{name}": name.lower() for name in ("List", "Dict", "Set", "FrozenSet", "Tuple", "Type")},
}
_PAIR = {"types": ("list", "dict")}


class MissingTypeArguments(Check):
    """Flags collections in annotations that do not say what is in them: `list` for `list[str]`."""

    @parameters
    class Params:
        """The types that are meant, all if empty; whether only those of return values are."""

        types: tuple[str, ...] = ()
        returns: bool = False

    id = "missing-type-arguments"
    phrases = (
        forbids(
            "bare dict return",
            "bare list return",
            "bare generic",
            "bare list",
            "bare dict",
            "raw dict type-hint",
            "unparameterized generic",
            "untyped dict",
            "untyped list",
            allows=("type type-hint collection generic builtin bare container unparameterized annotate annotation",),
            when={"list": {"types": ("list",)}, "dict": {"types": ("dict",)}, "return": {"returns": True}},
            types=(),
        ),
        requires(
            "dict return type-hint",
            "list return type-hint",
            allows=("specific concrete precise element type value",),
            when={"list": {"types": ("list",)}, "dict": {"types": ("dict",)}},
            types=(),
            returns=True,
        ),
        requires(
            "list type argument",
            "dict type argument",
            "list type parameter",
            "dict type parameter",
            allows=("type generic argument parameter type-hint all container collection specify annotation list dict",),
            when={"list": {"types": ("list",)}, "dict": {"types": ("dict",)}},
            types=(),
        ),
        requires(
            "generic type argument",
            "generic type parameter",
            "collection type argument",
            "parameterized generic",
            allows=("type generic argument parameter type-hint all container collection specify",),
        ),
    )
    asks = (
        ("Never use bare `list` or `dict` annotations", _PAIR),
        ("Avoid bare `dict` types", {"types": ("dict",)}),
        ("`dict` and `list` annotations must have type arguments.", {"types": ("list", "dict")}),
        ("Generic types must have type arguments", {"types": ()}),
    )
    ignores = (
        "Use `TypedDict` instead of `dict[str, Any]`",
        "Return a list of dicts.",
        "No bare except.",
        "Never return a bare `list` from an endpoint.",
    )
    valid = (
        "def f(x: list[int]) -> dict[str, tuple[int, ...]]: ...",
        "x = list()\ny: C[int] = C()\nz: type | None = None",
        "class list: ...\nx: list = list()",
        Valid("def f(x: list): ...", {"types": ("dict",)}),
    )
    invalid = (
        Invalid("def f(x: list): ..."),
        Invalid("def f() -> dict | None: ..."),
        Invalid("from typing import Dict as D\nx: D = {}", line=2),
        Invalid("x: list[dict] = []", params=_PAIR),
    )

    def visit_SimpleString(self, node: cst.SimpleString, site: Site) -> Iterator[Finding]:
        """A type in quotes."""
        tree = quoted(node, site)
        if tree is None or (self.params.returns and not _is_returned(site)):
            return
        filled = {id(each.value) for each in descendants(tree) if isinstance(each, cst.Subscript)}
        for each in descendants(tree):
            if isinstance(each, cst.Name) and id(each) not in filled:
                for finding in self._named(node, site.module.names.at_end(each.value)):
                    yield finding
                    return

    def visit_Name(self, node: cst.Name, site: Site) -> Iterator[Finding]:
        """A name in an annotation."""
        return self._type(node, site)

    def visit_Attribute(self, node: cst.Attribute, site: Site) -> Iterator[Finding]:
        """A type reached through its module."""
        return self._type(node, site)

    def _type(self, node: cst.BaseExpression, site: Site) -> Iterator[Finding]:
        outer = site.parent
        if (isinstance(outer, cst.Subscript) and outer.value is node) or not is_in_annotation(site):
            return
        if isinstance(node, cst.Name) and not site.is_read(node):
            return
        if not self.params.returns or _is_returned(site):
            yield from self._named(node, site.resolve(node, follow=False))

    def _named(self, node: cst.BaseExpression, names: Iterable[str]) -> Iterator[Finding]:
        for name in names:
            kind = _GENERIC.get(name)
            if kind and (not self.params.types or kind in self.params.types):
                yield Finding(node, f"`{name.rpartition('.')[2]}` does not say what is in it; give it type arguments")


def _is_returned(site: Site) -> bool:
    """Whether the visited part of an annotation tells what a function returns."""
    around = zip(site.ancestors, site.ancestors[1:], strict=False)
    return any(isinstance(outer, cst.FunctionDef) and outer.returns is inner for outer, inner in around)
