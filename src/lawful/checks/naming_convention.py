"""Whether things are named in the agreed style."""

from __future__ import annotations

import ast
import builtins
from itertools import chain
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, names_styles, parameters, requires
from lawful.rules.naming import CLASSES
from lawful.source import Span
from lawful.syntax import cst, descendants
from lawful.syntax.kinds import base_names, is_kind
from lawful.syntax.outline import bound_by
from lawful.syntax.public import is_dunder, is_method, is_nested
from lawful.syntax.signature import parameters_of
from lawful.syntax.stdlib import members

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lawful.syntax import Outline, Site

_STYLES: Mapping[str, Callable[[str], bool]] = {
    "snake_case": lambda name: name == name.lower(),
    "PascalCase": lambda name: "_" not in name and name[0] == name[0].upper() and not name[0].isdigit(),
    "camelCase": lambda name: "_" not in name and name[0] == name[0].lower(),
    "UPPER_CASE": lambda name: name == name.upper() and not name[0].isdigit(),
}
"""What a name without the underscores around it is like. Scripts without capitals are in every style."""
_FUNCTIONS = {"functions": "snake_case"}
_SNAKE = {"styles": (("function", "snake_case"), ("variable", "snake_case"))}
_ALL = {"styles": (("class", "PascalCase"), ("constant", "UPPER_CASE"))}
_OBJECT_METHODS = frozenset(dir(object))
_OVERRIDE = frozenset({"typing.override", "typing_extensions.override"})
_CLASS_MAKERS = frozenset(
    {"collections.namedtuple", "builtins.type", "types.new_class", "enum.Enum", "enum.IntEnum", "enum.StrEnum"}
    | {"enum.Flag", "enum.IntFlag", "dataclasses.make_dataclass"}
)
_DISPATCHED = {
    "ast.NodeVisitor": ("visit_",),
    "ast.NodeTransformer": ("visit_",),
    "http.server.BaseHTTPRequestHandler": ("do_",),
    "http.server.SimpleHTTPRequestHandler": ("do_",),
    "cmd.Cmd": ("do_", "help_", "complete_"),
}
"""Base classes that find methods by their names, and how the names they look for begin."""
_NARROWER = {"method": "function", "parameter": "variable"}
"""Kinds that are held to the style of another kind where they have none of their own."""
_VALUES = frozenset({"variable", "parameter", "constant", "enum member"})


class NamingConvention(Check):
    """Flags names that are not in the style agreed for their kind; names in dunders and given names are left alone."""

    @parameters
    class Params:
        """Pairs of a kind (function, method, variable, parameter, class, constant, module ...) and a style."""

        styles: tuple[tuple[str, str], ...] = ()

    id = "naming-convention"
    phrases = (
        names_styles(),
        requires(
            "pep8 name",
            allows=("standard follow guide adhere",),
            styles=(("class", "PascalCase"), ("function", "snake_case"), ("variable", "snake_case")),
        ),
    )
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
        (
            "Follow PEP 8 naming conventions",
            {"styles": (("class", "PascalCase"), ("function", "snake_case"), ("variable", "snake_case"))},
        ),
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

    def look_file(self, outline: Outline) -> bool:
        """Something may be named in another style."""
        named = _defined_in(outline)
        if not _VALUES.isdisjoint(self._styles):
            named = chain(named, _bound_in(outline, constants="constant" in self._styles))
        return any(not self._fits_as(kind, name) for kind, name in named)

    def _fits_as(self, kind: str, name: str) -> bool:
        """Whether a name may stand for something of a kind."""
        style = self._styles.get(kind) or self._styles.get(_NARROWER.get(kind, ""))
        return style is None or is_dunder(name) or _fits(name, style)

    def __init__(self, params: dict[str, object] | None = None) -> None:
        super().__init__(params)
        self._styles = dict(self.params.styles)

    @classmethod
    def conflict(cls, params: Params, other: Params) -> str | None:
        """Two styles for one kind of thing."""
        styles = dict(other.styles)
        pairs = ((kind, style, styles[kind]) for kind, style in params.styles if styles.get(kind, style) != style)
        return next((f"{first} or {second} for a {kind}" for kind, first, second in pairs), None)

    @classmethod
    def left_beside(cls, params: Params, nearer: Params) -> Params | None:
        """The kinds of which the nearer rule does not speak."""
        taken = dict(nearer.styles)
        left = tuple(pair for pair in params.styles if pair[0] not in taken)
        return cls.Params(left) if left else None

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The name of the file itself."""
        del node
        name = site.module.source.path.rsplit("/", 1)[-1].removesuffix(".pyi").removesuffix(".py")
        if not name.startswith("__") and not name.startswith("<"):
            yield from self._named("module", name, Span(1, 1, 1, 1))

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class."""
        kinds = (kind for kind in CLASSES if kind in self._styles and (kind == "class" or is_kind(node, kind, site)))
        yield from self._named(next(kinds, "class"), node.name.value, node)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function or method, and its parameters."""
        if not _is_given(node, site):
            yield from self._named("method" if is_method(site) else "function", node.name.value, node)
            for each in parameters_of(node.params):
                yield from self._named("parameter", each.name.value, node)

    def visit_Lambda(self, node: cst.Lambda, site: Site) -> Iterator[Finding]:
        """The parameters of a lambda."""
        del site
        for each in parameters_of(node.params):
            yield from self._named("parameter", each.name.value, each.name)

    def visit_Assign(self, node: cst.Assign, site: Site) -> Iterator[Finding]:
        """The names that an assignment binds."""
        for target in node.targets:
            for name in _names(target.target):
                yield from self._bound(name, node.value, site, constant=_is_literal(node.value))

    def visit_AnnAssign(self, node: cst.AnnAssign, site: Site) -> Iterator[Finding]:
        """The name that an annotated assignment binds; `Final` makes it a constant, `TypeAlias` a type."""
        annotation = node.annotation.annotation
        base = annotation.value if isinstance(annotation, cst.Subscript) else annotation
        types = {name.removeprefix("typing.").removeprefix("typing_extensions.") for name in site.resolve(base)}
        for name in _names(node.target) if "TypeAlias" not in types else ():
            literal = node.value is not None and _is_literal(node.value)
            final = "Final" in types
            yield from self._bound(name, node.value, site, constant=final or literal, final=final)

    def visit_For(self, node: cst.For, site: Site) -> Iterator[Finding]:
        """The names that a loop binds."""
        del site
        for name in _names(node.target):
            yield from self._named("variable", name.value, name)

    def visit_CompFor(self, node: cst.CompFor, site: Site) -> Iterator[Finding]:
        """The names that a comprehension binds."""
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

    def visit_MatchAs(self, node: cst.MatchAs, site: Site) -> Iterator[Finding]:
        """The name that a pattern binds."""
        del site
        if node.name:
            yield from self._named("variable", node.name.value, node.name)

    def visit_MatchStar(self, node: cst.MatchStar, site: Site) -> Iterator[Finding]:
        """The name that the rest of a sequence is bound to."""
        del site
        if node.name:
            yield from self._named("variable", node.name.value, node.name)

    def visit_MatchMapping(self, node: cst.MatchMapping, site: Site) -> Iterator[Finding]:
        """The name that the rest of a mapping is bound to."""
        del site
        if node.rest:
            yield from self._named("variable", node.rest.value, node.rest)

    def _bound(
        self, name: cst.Name, value: cst.BaseExpression | None, site: Site, *, constant: bool, final: bool = False
    ) -> Iterator[Finding]:
        in_function = is_nested(site)
        if name.value in site.module.names.borrowed and not site.definitions:
            return  # what stands in for an import is named like it
        owner = site.definitions[-1] if site.definitions else None
        if "enum member" in self._styles and isinstance(owner, cst.ClassDef) and is_kind(owner, "enum", site):
            yield from self._named("enum member", name.value, name)
            return
        if "constant" in self._styles and (final or (constant and not site.definitions)):
            yield from self._named("constant", name.value, name)
            return
        # Outside functions, names in capitals are meant as constants, whatever made their values.
        meant_constant = (final or not in_function) and value is not None and _fits(name.value, "UPPER_CASE")
        if not meant_constant and not _names_a_type(name.value, value, site):
            yield from self._named("variable", name.value, name)

    def _named(self, kind: str, name: str, where: cst.CSTNode | Span) -> Iterator[Finding]:
        style = self._styles.get(kind) or self._styles.get(_NARROWER.get(kind, ""))
        if style is not None and not is_dunder(name) and not _fits(name, style):
            yield Finding(where, f"{kind} `{name}` is not in {style}")


def _fits(name: str, style: str) -> bool:
    bare = name.strip("_")
    return not bare or (name.isidentifier() and _STYLES[style](bare))


def _names(target: cst.CSTNode) -> Iterator[cst.Name]:
    if isinstance(target, cst.Name):
        yield target
    elif isinstance(target, (cst.Tuple, cst.List, cst.Element, cst.StarredElement)):
        yield from (
            node for node in descendants(target, into=(cst.Attribute, cst.Subscript)) if isinstance(node, cst.Name)
        )


def _is_literal(node: cst.BaseExpression) -> bool:
    """Whether a value is written out: a number, a string, or a collection of such."""
    written = (cst.BaseNumber, cst.SimpleString, cst.ConcatenatedString, cst.UnaryOperation)
    collected = (cst.Tuple, cst.List, cst.Dict, cst.Set, cst.Element, cst.DictElement)
    return all(
        each.value in {"True", "False", "None"} if isinstance(each, cst.Name) else isinstance(each, written + collected)
        for each in (node, *descendants(node))
    )


def _names_a_type(name: str, value: cst.BaseExpression | None, site: Site) -> bool:
    """Whether a name stands for a type: a class or type variable made by a call, another name of one, or an alias."""
    if isinstance(value, cst.Call):
        made = site.resolve(value.func)
        return any(each.startswith(("typing.", "typing_extensions.")) for each in made) or bool(made & _CLASS_MAKERS)
    if not _fits(name, "PascalCase"):
        return False
    if isinstance(value, cst.Name):
        return _fits(value.value, "PascalCase")
    if isinstance(value, cst.Attribute):
        return _fits(value.attr.value, "PascalCase")
    union = isinstance(value, cst.BinaryOperation) and isinstance(value.operator, cst.BitOr)
    return (union or isinstance(value, cst.Subscript)) and not site.definitions


def _is_given(node: cst.FunctionDef, site: Site) -> bool:
    """Whether a method overrides one of a base class that is not of the project's making, which chose its name."""
    owner = site.definitions[-1] if site.definitions else None
    if not isinstance(owner, cst.ClassDef):
        return False
    if any(site.resolve(each.decorator) & _OVERRIDE for each in node.decorators):
        return True
    name = node.name.value
    return any(
        name in _members(base) or any(name.startswith(prefix) for prefix in _DISPATCHED.get(base, ()))
        for base in base_names(owner, site)
    )


def _members(qualified: str) -> frozenset[str]:
    """The names that a class of the standard library defines, if it is one."""
    module, _, name = qualified.rpartition(".")
    if module == "builtins":
        return frozenset(dir(getattr(builtins, name, object))) - _OBJECT_METHODS
    return members(module, name)


def _defined_in(outline: Outline) -> Iterator[tuple[str, str]]:
    """The names of modules, classes and functions, and the kinds of thing that they may be given to."""
    name = outline.source.path.rsplit("/", 1)[-1].removesuffix(".pyi").removesuffix(".py")
    if not name.startswith(("__", "<")):
        yield "module", name
    for node, around in outline.definitions:
        if isinstance(node, ast.ClassDef):
            yield from ((kind, node.name) for kind in (CLASSES if node.bases or node.keywords else ("class",)))
        else:
            yield "method" if around and isinstance(around[-1], ast.ClassDef) else "function", node.name


def _bound_in(outline: Outline, *, constants: bool) -> Iterator[tuple[str, str]]:
    """The names of values, and the kinds of thing that they may be given to."""
    for each in outline.of_kind(ast.arg):
        yield "parameter", each.arg
    yield from _assigned_in(outline, constants=constants)
    names = chain.from_iterable(map(bound_by, _targets(outline)))
    handlers = (each.name for each in outline.of_kind(ast.ExceptHandler) if each.name)
    patterns = (each.name for each in outline.of_kind(ast.MatchAs, ast.MatchStar) if each.name)
    rest = (each.rest for each in outline.of_kind(ast.MatchMapping) if each.rest)
    yield from (("variable", name) for name in chain(names, handlers, patterns, rest))


def _targets(outline: Outline) -> Iterator[ast.expr]:
    """What is bound by anything but assignments."""
    yield from (each.target for each in outline.of_kind(ast.For, ast.AsyncFor, ast.comprehension, ast.NamedExpr))
    yield from (each.optional_vars for each in outline.of_kind(ast.withitem) if each.optional_vars)


def _assigned_in(outline: Outline, *, constants: bool) -> Iterator[tuple[str, str]]:
    final = "Final" in outline.said
    for node, around in outline.statements:
        if not isinstance(node, (ast.Assign, ast.AnnAssign)):
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for name in chain.from_iterable(map(bound_by, targets)):
            if around and isinstance(around[-1], ast.ClassDef):
                yield "enum member", name
            may_be_final = final and isinstance(node, ast.AnnAssign)
            if constants and (may_be_final or (not around and _may_be_literal(node.value))):
                yield "constant", name
            in_function = any(not isinstance(each, ast.ClassDef) for each in around)
            if in_function or node.value is None or not _fits(name, "UPPER_CASE"):
                yield "variable", name


def _may_be_literal(node: ast.expr | None) -> bool:
    return isinstance(node, (ast.Constant, ast.UnaryOp, ast.Tuple, ast.List, ast.Dict, ast.Set))
