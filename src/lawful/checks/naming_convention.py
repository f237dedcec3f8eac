"""Whether things are named in the agreed style."""

from __future__ import annotations

import builtins
import re
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, names_styles, parameters
from lawful.source import Span
from lawful.syntax import cst, descendants
from lawful.syntax.stdlib import members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_STYLES = {
    "snake_case": re.compile(r"_*[^\W\dA-Z_][^\WA-Z]*|_+|_*\d*"),
    "PascalCase": re.compile(r"_*[A-Z][^\W_]*"),
    "camelCase": re.compile(r"_*[^\W\dA-Z_][^\W_]*"),
    "UPPER_CASE": re.compile(r"_*[^\W\da-z_][^\Wa-z]*"),
}
_FUNCTIONS = {"functions": "snake_case"}
_SNAKE = {"styles": (("function", "snake_case"), ("variable", "snake_case"))}
_ALL = {"styles": (("class", "PascalCase"), ("constant", "UPPER_CASE"))}
_OBJECT_METHODS = frozenset(dir(object))


class NamingConvention(Check):
    """Flags names that are not in the style agreed for their kind; names in dunders and given names are left alone."""

    @parameters
    class Params:
        """Pairs of a kind (function, variable, class, constant, module) and a style."""

        styles: tuple[tuple[str, str], ...] = ()

    id = "naming-convention"
    phrases = (names_styles(),)
    asks = (
        (
            "Use snake_case for functions and variables.",
            {"styles": (("function", "snake_case"), ("variable", "snake_case"))},
        ),
        ("Classes: PascalCase", {"styles": (("class", "PascalCase"),)}),
        (
            "Functions in snake_case, classes in PascalCase, constants in UPPER_CASE.",
            {"styles": (("class", "PascalCase"), ("constant", "UPPER_CASE"), ("function", "snake_case"))},
        ),
        ("Name constants in UPPER_SNAKE_CASE", {"styles": (("constant", "UPPER_CASE"),)}),
    )
    ignores = ("Use descriptive names.", "JSON keys are in camelCase.", "Never abbreviate variable names.")
    valid = (
        Valid("def load_file(): ...\nrow_count = 1\n_ = 2", _SNAKE),
        Valid("class HttpClient: ...\nclass _Private: ...\nMAX_SIZE = 3\n__all__ = []", _ALL),
        Valid("import unittest\nclass T(unittest.TestCase):\n    def setUp(self): ...", _SNAKE),
        Valid("logger = make()", _ALL),
    )
    invalid = (
        Invalid("def loadFile(): ...", params=_SNAKE),
        Invalid("x = 1\nrowCount = f()", line=2, params=_SNAKE),
        Invalid("class http_client: ...", params=_ALL),
        Invalid("from typing import Final\nmax_size: Final = 3", line=2, params=_ALL),
    )

    def __init__(self, params: dict[str, object] | None = None) -> None:
        super().__init__(params)
        self._styles = dict(self.params.styles)

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The name of the file itself."""
        del node
        name = site.module.source.path.rsplit("/", 1)[-1].removesuffix(".pyi").removesuffix(".py")
        if not name.startswith("__") and not name.startswith("<"):
            yield from self._named("module", name, Span(1, 1, 1, 1))

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class."""
        del site
        yield from self._named("class", node.name.value, node)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function or method, and its parameters."""
        if not _is_given(node.name.value, site):
            yield from self._named("function", node.name.value, node)
            for each in _parameters(node.params):
                yield from self._named("variable", each.name.value, node)

    def visit_Assign(self, node: cst.Assign, site: Site) -> Iterator[Finding]:
        """The names that an assignment binds."""
        for target in node.targets:
            for name in _names(target.target):
                yield from self._bound(name, node.value, site, constant=_is_literal(node.value))

    def visit_AnnAssign(self, node: cst.AnnAssign, site: Site) -> Iterator[Finding]:
        """The name that an annotated assignment binds; `Final` makes it a constant."""
        annotation = node.annotation.annotation
        base = annotation.value if isinstance(annotation, cst.Subscript) else annotation
        final = bool(site.resolve(base) & {"typing.Final", "typing_extensions.Final"})
        for name in _names(node.target):
            literal = node.value is not None and _is_literal(node.value)
            yield from self._bound(name, node.value, site, constant=final or literal, final=final)

    def visit_For(self, node: cst.For, site: Site) -> Iterator[Finding]:
        """The names that a loop binds."""
        del site
        for name in _names(node.target):
            yield from self._named("variable", name.value, name)

    def visit_AsName(self, node: cst.AsName, site: Site) -> Iterator[Finding]:
        """The names that `with` and `except` bind; import aliases follow what they import."""
        if not isinstance(site.parent, cst.ImportAlias):
            for name in _names(node.name):
                yield from self._named("variable", name.value, name)

    def visit_NamedExpr(self, node: cst.NamedExpr, site: Site) -> Iterator[Finding]:
        """The name that `:=` binds."""
        del site
        for name in _names(node.target):
            yield from self._named("variable", name.value, name)

    def _bound(
        self, name: cst.Name, value: cst.BaseExpression | None, site: Site, *, constant: bool, final: bool = False
    ) -> Iterator[Finding]:
        around = site.definitions
        made_constant = value is not None and not around and _STYLES["UPPER_CASE"].fullmatch(name.value)
        if final or (constant and not around):
            yield from self._named("constant", name.value, name)
        elif not made_constant and not _may_name_a_class(value, site):
            yield from self._named("variable", name.value, name)

    def _named(self, kind: str, name: str, where: cst.CSTNode | Span) -> Iterator[Finding]:
        style = self._styles.get(kind)
        if style is None or (name.startswith("__") and name.endswith("__")):
            return
        if not _STYLES[style].fullmatch(name):
            yield Finding(where, f"{kind} `{name}` is not in {style}")


def _parameters(params: cst.Parameters) -> Iterator[cst.Param]:
    yield from (*params.posonly_params, *params.params, *params.kwonly_params)
    for each in (params.star_arg, params.star_kwarg):
        if isinstance(each, cst.Param):
            yield each


def _names(target: cst.CSTNode) -> Iterator[cst.Name]:
    if isinstance(target, cst.Name):
        yield target
    elif isinstance(target, (cst.Tuple, cst.List, cst.Element, cst.StarredElement)):
        yield from (
            node for node in descendants(target, into=(cst.Attribute, cst.Subscript)) if isinstance(node, cst.Name)
        )


def _is_literal(node: cst.BaseExpression) -> bool:
    """Whether a value is written out: a number, a string, or a collection of such."""
    kinds = (cst.BaseNumber, cst.BaseString, cst.Tuple, cst.List, cst.Dict, cst.Set, cst.UnaryOperation)
    if isinstance(node, cst.Name):
        return node.value in {"True", "False", "None"}
    return isinstance(node, kinds) and not any(
        isinstance(each, (cst.Call, cst.FormattedString)) for each in descendants(node)
    )


def _may_name_a_class(value: cst.BaseExpression | None, site: Site) -> bool:
    """Type aliases, type variables and classes made by a call are named like classes."""
    if isinstance(value, cst.Call):
        made = site.resolve(value.func)
        return any(name.startswith(("typing.", "typing_extensions.")) for name in made) or bool(
            made & {"collections.namedtuple", "builtins.type", "enum.Enum"}
        )
    return isinstance(value, (cst.Subscript, cst.BinaryOperation)) and not site.definitions


def _is_given(name: str, site: Site) -> bool:
    """Whether a method overrides one of a base class of the standard library, which chose its name."""
    around = site.definitions
    owner = around[-1] if around else None
    if not isinstance(owner, cst.ClassDef):
        return False
    return any(name in _members(base) for argument in owner.bases for base in site.resolve(argument.value))


def _members(qualified: str) -> frozenset[str]:
    """The names that a class of the standard library defines, if it is one."""
    module, _, name = qualified.rpartition(".")
    if module == "builtins":
        return frozenset(dir(getattr(builtins, name, object))) - _OBJECT_METHODS
    return members(module, name)
