"""Whether code uses a construct that it must not use."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, forbids, parameters
from lawful.syntax import cst
from lawful.syntax.kinds import is_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules import Phrase
    from lawful.rules.check import Visit
    from lawful.syntax import Site

_FORMS = frozenset(
    {f"{module}.{name}" for module in ("typing", "typing_extensions") for name in ("Generic", "Protocol")} | {"abc.ABC"}
)
"""Base classes that only say of what form a class is."""
_NAMES = {
    "lambda": "a lambda",
    "ternary": "a conditional expression",
    "nested ternary": "a conditional expression inside another",
    "walrus": "an assignment expression (`:=`)",
    "match": "a `match` statement",
    "del": "a `del` statement",
    "nested function": "a function inside a function",
    "nested class": "a class inside a class",
    "nested comprehension": "a comprehension with several loops or inside another",
    "multiple inheritance": "a class with several base classes",
    "loop else": "the `else` of a loop",
}
_MORE = ("expression operator statement function call construct syntax keyword definition block inline",)


def _forbids(construct: str, *needs: str, allows: str = "") -> Phrase:
    return forbids(*needs, allows=(*_MORE, allows), constructs=(construct,))


_COMPREHENSIONS = ("ListComp", "SetComp", "DictComp", "GeneratorExp")
_AT = {
    "Lambda": ("lambda",),
    "IfExp": ("ternary", "nested ternary"),
    "NamedExpr": ("walrus",),
    "Match": ("match",),
    "Del": ("del",),
    "For": ("loop else",),
    "While": ("loop else",),
    "FunctionDef": ("nested function",),
    "ClassDef": ("nested class", "multiple inheritance"),
    **dict.fromkeys(_COMPREHENSIONS, ("nested comprehension",)),
}
"""Where each construct is looked for."""


class ForbiddenSyntax(Check):
    """Flags constructs of the language that a project goes without, such as lambdas or nested functions."""

    @parameters
    class Params:
        """The constructs."""

        constructs: tuple[str, ...] = ()

    id = "forbidden-syntax"
    phrases = (
        _forbids("nested ternary", "nested ternary"),
        _forbids("ternary", "ternary"),
        _forbids("lambda", "lambda"),
        _forbids("walrus", "walrus", "`:=`", "assignment expression", allows="walrus `:=`"),
        _forbids("match", "match-statement", "`match`/`case`", "`match`", allows="case"),
        _forbids("del", "`del`", "`del` statement"),
        _forbids("nested function", "nested function", "function nested", "closure nested", allows="def"),
        _forbids("nested class", "nested class", "inner class"),
        _forbids("nested comprehension", "nested comprehension", allows="deeply list"),
        _forbids("multiple inheritance", "multiple inheritance", allows="class"),
        _forbids("loop else", "`for`/`else`", "`while`/`else`", "loop else", allows="`for...else`"),
    )
    asks = (
        ("Avoid lambda expressions", {"constructs": ("lambda",)}),
        ("Never use nested functions.", {"constructs": ("nested function",)}),
        ("Do not use the walrus operator (`:=`)", {"constructs": ("walrus",)}),
        ("No nested ternaries", {"constructs": ("nested ternary",)}),
    )
    ignores = (
        "Avoid deeply nested code.",
        "Avoid complex lambda expressions.",
        "Do not assign lambdas to names.",
        "Deploy to AWS Lambda without layers.",
    )
    valid = (
        Valid("def f(): ...\nx = [f for f in y if f]", {"constructs": ("lambda", "nested comprehension", "ternary")}),
        Valid("x = a if b else c\ny = f(a if b else c) if d else e", {"constructs": ("walrus", "match")}),
        Valid(
            "from abc import ABC\nfrom enum import Enum\nclass A(str, Enum): ...\nclass B(C, ABC): ...",
            {"constructs": ("multiple inheritance",)},
        ),
        Valid(
            "class A:\n    def f(self):\n        class B:\n            def g(self): ...",
            {"constructs": ("nested function",)},
        ),
    )
    invalid = (
        Invalid("x = sorted(y, key=lambda z: z.a)", params={"constructs": ("lambda",)}),
        Invalid("def f():\n    if a:\n        async def g(): ...", 3, params={"constructs": ("nested function",)}),
        Invalid("x = a if b else (c if d else e)", params={"constructs": ("nested ternary",)}),
        Invalid("class A(B, C, metaclass=M): ...", params={"constructs": ("multiple inheritance",)}),
    )

    def visits(self) -> Iterator[tuple[str, Visit]]:
        """Only what may be one of the forbidden constructs."""
        wanted = {*self.params.constructs}
        return ((kind, visit) for kind, visit in super().visits() if not wanted.isdisjoint(_AT[kind]))

    def look_For(self, node: ast.For | ast.AsyncFor) -> bool:
        """A loop with an `else`."""
        return bool(node.orelse)

    def look_While(self, node: ast.While) -> bool:
        """A loop with an `else`."""
        return bool(node.orelse)

    def look_ListComp(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> bool:
        """A comprehension with another in it, or with several loops."""
        return len(node.generators) > 1 or _holds(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp))

    look_SetComp = look_DictComp = look_GeneratorExp = look_ListComp

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A function with another in it."""
        return _holds(node, (ast.FunctionDef, ast.AsyncFunctionDef))

    def look_ClassDef(self, node: ast.ClassDef) -> bool:
        """A class with another in it, or with several bases."""
        return len(node.bases) > 1 or _holds(node, ast.ClassDef)

    def visit_Lambda(self, node: cst.Lambda, site: Site) -> Iterator[Finding]:
        """A lambda."""
        del site
        yield from self._found("lambda", node)

    def visit_IfExp(self, node: cst.IfExp, site: Site) -> Iterator[Finding]:
        """A conditional expression."""
        yield from self._found("ternary", node)
        yield from self._found("nested ternary", node, such=isinstance(site.parent, cst.IfExp))

    def visit_NamedExpr(self, node: cst.NamedExpr, site: Site) -> Iterator[Finding]:
        """An assignment expression."""
        del site
        yield from self._found("walrus", node)

    def visit_Match(self, node: cst.Match, site: Site) -> Iterator[Finding]:
        """A `match` statement."""
        del site
        yield from self._found("match", node)

    def visit_Del(self, node: cst.Del, site: Site) -> Iterator[Finding]:
        """A `del` statement."""
        del site
        yield from self._found("del", node)

    def visit_For(self, node: cst.For, site: Site) -> Iterator[Finding]:
        """A loop."""
        del site
        yield from self._found("loop else", node.orelse or node, such=node.orelse is not None)

    def visit_While(self, node: cst.While, site: Site) -> Iterator[Finding]:
        """A loop."""
        del site
        yield from self._found("loop else", node.orelse or node, such=node.orelse is not None)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function; methods of a class in a function are not nested in it."""
        around = site.definitions
        yield from self._found("nested function", node, such=bool(around) and isinstance(around[-1], cst.FunctionDef))

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class; `ABC`, `Generic[T]` and `Protocol` only say more about it, and an enum also names its type."""
        around = site.definitions
        yield from self._found("nested class", node, such=bool(around) and isinstance(around[-1], cst.ClassDef))
        bases = [each for each in node.bases if not each.star and not _is_form(each.value, site)]
        yield from self._found("multiple inheritance", node, such=len(bases) > 1 and not is_kind(node, "enum", site))

    def visit_ListComp(self, node: cst.ListComp, site: Site) -> Iterator[Finding]:
        """A comprehension."""
        return self._comprehension(node, site)

    def visit_SetComp(self, node: cst.SetComp, site: Site) -> Iterator[Finding]:
        """A comprehension."""
        return self._comprehension(node, site)

    def visit_DictComp(self, node: cst.DictComp, site: Site) -> Iterator[Finding]:
        """A comprehension."""
        return self._comprehension(node, site)

    def visit_GeneratorExp(self, node: cst.GeneratorExp, site: Site) -> Iterator[Finding]:
        """A generator expression."""
        return self._comprehension(node, site)

    def _comprehension(self, node: cst.BaseComp, site: Site) -> Iterator[Finding]:
        inside = any(
            isinstance(each, cst.BaseComp) for each in site.ancestors if not isinstance(each, cst.BaseStatement)
        )
        several = node.for_in.inner_for_in is not None
        yield from self._found("nested comprehension", node, such=inside or several)

    def _found(self, construct: str, node: cst.CSTNode, *, such: bool = True) -> Iterator[Finding]:
        if such and construct in self.params.constructs:
            yield Finding(node, f"this is {_NAMES[construct]}, which is forbidden here; write it another way")


def _is_form(node: cst.BaseExpression, site: Site) -> bool:
    base = node.value if isinstance(node, cst.Subscript) else node
    return bool(site.resolve(base) & _FORMS)


def _holds(node: ast.AST, kinds: type[ast.AST] | tuple[type[ast.AST], ...]) -> bool:
    return any(isinstance(each, kinds) for each in ast.walk(node) if each is not node)
