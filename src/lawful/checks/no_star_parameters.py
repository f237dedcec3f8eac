"""Whether functions say what they take."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, forbids, parameters
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_WHEN = {"*args": {"kinds": ("*",)}, "**kwargs": {"kinds": ("**",)}, "kwargs": {"kinds": ("**",)}}
_WORDS = "parameter function signature public api method definition take accept"
_ARGS = {"kinds": ("*",)}


class NoStarParameters(Check):
    """Flags functions that take any number of arguments by `*args` or `**kwargs`, whichever is meant."""

    @parameters
    class Params:
        """The kinds that are meant: `*`, `**`."""

        kinds: tuple[str, ...] = ("*", "**")

    id = "no-star-parameters"
    phrases = (forbids("`*args`", "`**kwargs`", "kwargs", allows=(_WORDS,), when=_WHEN, kinds=()),)
    asks = (
        ("Avoid `*args` and `**kwargs`.", {"kinds": ("*", "**")}),
        ("No `**kwargs`", {"kinds": ("**",)}),
        ("Functions must not take `*args`", _ARGS),
        ("Use explicit parameters instead of `**kwargs`", {"kinds": ("**",)}),
    )
    ignores = (
        "Document `**kwargs`.",
        "Annotate `*args` and `**kwargs`.",
        "Never log `**kwargs`.",
        "`**kwargs` may be used in decorators.",
    )
    valid = ("def f(a, *, b): ...", "f(*a, **b)", Valid("def f(**options): ...", _ARGS), "g = lambda a: a")
    invalid = (
        Invalid("def f(*args): ..."),
        Invalid("class A:\n    async def f(self, **options): ...", line=2),
        Invalid("def f(a, *args: int): ...", params=_ARGS),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A function that takes any."""
        return node.args.vararg is not None or node.args.kwarg is not None

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function or method."""
        del site
        found = [
            f"{kind}{parameter.name.value}"
            for kind, parameter in (("*", node.params.star_arg), ("**", node.params.star_kwarg))
            if isinstance(parameter, cst.Param) and kind in self.params.kinds
        ]
        if found:
            yield Finding(node, f"`{node.name.value}` takes `{'` and `'.join(found)}`; name what it takes")
