"""Whether functions are annotated."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Heard, Invalid, Phrase, Valid, forbids, parameters, requires, wanted
from lawful.syntax import cst
from lawful.syntax.outline import Definition, parameters_of
from lawful.syntax.outline import is_public as in_public
from lawful.syntax.public import is_public
from lawful.syntax.signature import passed_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lawful.rules import Demand
    from lawful.syntax import Outline, Site

_STATIC = ("builtins.staticmethod",)


def _of_types(phrase: Phrase) -> Phrase:
    """Hears what a phrase hears, where types are spoken of and not values: "functions must have a return type"."""

    def hear(demand: Demand) -> Heard | None:
        return phrase.hear(demand) if any("type" in token.text.lower() for token in demand.terms) else None

    return replace(phrase, hear=hear)


class MissingTypeHints(Check):
    """Flags functions whose parameters or return value have no annotation; `self` and `cls` need none."""

    @parameters
    class Params:
        """Whether only public functions are meant, and whether only parameters or only return values."""

        public: bool = False
        parts: tuple[str, ...] = ()

    id = "missing-type-hints"
    phrases = (
        _of_types(requires("function return", "method return", allows=("function method declare",), parts=("return",))),
        forbids(
            "untyped function",
            "unannotated function",
            "untyped method",
            allows=("function method untyped unannotated parameter",),
            when={"public": {"public": True}},
        ),
        wanted(
            requires(
                "type-hint",
                allows=(
                    "function",
                    "method",
                    "signature",
                    "definition",
                    "PEP 484",
                    "full",
                    "complete",
                    "api",
                    "declaration",
                    "class",
                    "input",
                    "type",
                    "value",
                ),
                when={
                    "public": {"public": True},
                    "parameter": {"parts": ("parameters",)},
                    "return": {"parts": ("return",)},
                },
                spares={"private": {"public": True}, "internal": {"public": True}, "self cls `self` `cls`": {}},
            )
        ),
    )
    asks = (
        "Use type hints for all function signatures",
        ("All public functions must have type hints.", {"public": True}),
        ("Type hints: required for function parameters and return types", {"parts": ("parameters", "return")}),
        "Never write functions without type annotations.",
    )
    ignores = (
        "No type hints in tests.",
        "Type hints are optional.",
        "Use modern type hints like `list[str]`.",
        "Keep type hints simple.",
    )
    valid = (
        "def f(a: int, *args: int, b: str = '', **kwargs: int) -> None: ...",
        "class A:\n    def m(self) -> None: ...\n    @classmethod\n    def c(cls) -> None: ...",
        "f = lambda x: x",
        Valid("def _f(x): ...\ndef g() -> None:\n    def h(x): ...", {"public": True}),
    )
    invalid = (
        Invalid("def f(a) -> None: ..."),
        Invalid("def f(a: int): ..."),
        Invalid("class A:\n    def m(self, *args) -> None: ...", line=2),
        Invalid("@staticmethod\ndef f(self) -> None: ...", line=2),
    )

    def look_file(self, outline: Outline) -> bool:
        """Something that counts has no annotation."""
        functions = [(node, around) for node, around in outline.definitions if not isinstance(node, ast.ClassDef)]
        if not outline.refers_to(_STATIC):
            return any(self._may_lack(node, around, static=False) for node, around in functions)
        may_be = outline.names.may_be
        return any(
            self._may_lack(node, around, static=any(may_be(each, _STATIC) for each in node.decorator_list))
            for node, around in functions
        )

    def _may_lack(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, around: Sequence[Definition], *, static: bool
    ) -> bool:
        if self.params.public and not in_public(node.name, around):
            return False
        parts = self.params.parts or ("parameters", "return")
        if "return" in parts and node.returns is None:
            return True
        bare = [each for each in parameters_of(node.args) if each.annotation is None]
        in_class = bool(around) and isinstance(around[-1], ast.ClassDef)
        own = [*node.args.posonlyargs, *node.args.args][: in_class and not static]
        return "parameters" in parts and any(each not in own for each in bare)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function or method."""
        if self.params.public and not is_public(node.name.value, site):
            return
        parts = self.params.parts or ("parameters", "return")
        passed = passed_parameters(node, site) if "parameters" in parts else []
        missing = [f"`{each.star}{each.name.value}`" for each in passed if each.annotation is None]
        if "return" in parts and node.returns is None:
            missing.append("the return value")
        if missing:
            yield Finding(node, f"`{node.name.value}` has no type annotation for {', '.join(missing)}")
