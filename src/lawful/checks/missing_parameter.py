"""Whether functions of a kind take the parameters they must take."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, parameters, requires_code
from lawful.rules.quoting import parameter_name
from lawful.syntax import cst
from lawful.syntax.kinds import is_called
from lawful.syntax.outline import parameters_of as parameters_in
from lawful.syntax.routes import routes
from lawful.syntax.signature import parameters_of
from lawful.syntax.testing import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_TRACE = {"names": ("trace_id",), "nouns": ("Tool",)}
_VERBS = ("accept", "take", "receive")
_WORDS = "parameter accept accepts take takes receive receives function method"


class MissingParameter(Check):
    """Flags functions of a kind that do not take a parameter they must take."""

    @parameters
    class Params:
        """The parameters; how the names of the functions end, or whether endpoints are meant."""

        names: tuple[str, ...] = ()
        nouns: tuple[str, ...] = ()
        endpoints: bool = False

    id = "missing-parameter"
    phrases = (
        requires_code(
            parameter_name,
            "names",
            *(f"{verb} endpoint" for verb in _VERBS),
            allows=(_WORDS, "fastapi"),
            params={"endpoints": True},
        ),
        requires_code(parameter_name, "names", *_VERBS, allows=(_WORDS,), nouns="nouns"),
    )
    asks = (
        ("All tools must accept a `trace_id` parameter.", _TRACE),
        ("Handlers take a `context` parameter", {"names": ("context",), "nouns": ("Handler",)}),
        ("All endpoints must take a `request` parameter", {"names": ("request",), "endpoints": True}),
    )
    ignores = (
        "Pass the `source` parameter to the normalizer.",
        "Tools may accept a `trace_id` parameter.",
        "Functions must not take `**kwargs`.",
        "The `timeout` parameter is required.",
    )
    valid = (
        Valid("def search_tool(query, *, trace_id): ...", _TRACE),
        Valid("def search_tool(**options): ...\ndef tool(): ...", _TRACE),
        Valid("class SearchTool: ...\ndef toolbox(): ...", _TRACE),
        Valid("def register_tool(tool): ...\ndef get_search_tool(): ...", _TRACE),
    )
    invalid = (
        Invalid("def search_tool(query): ...", params=_TRACE),
        Invalid("class A:\n    async def search_tool(self, query, traceid): ...", line=2, params=_TRACE),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A function that does not take all of them."""
        return not {each.arg for each in parameters_in(node.args)}.issuperset(self.params.names)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function or method."""
        if is_test_file(site.module.source.path):
            return
        endpoint = self.params.endpoints and any(routes(node, site))
        if not endpoint and not any(is_called(node, noun) for noun in self.params.nouns):
            return
        taken = {each.name.value for each in parameters_of(node.params)}
        missing = [name for name in self.params.names if name not in taken]
        if missing and node.params.star_kwarg is None:
            yield Finding(node, f"`{node.name.value}` does not take `{'`, `'.join(missing)}`")
