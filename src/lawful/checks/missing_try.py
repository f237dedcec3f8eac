"""Whether functions of a kind catch what may go wrong in them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, parameters, requires
from lawful.rules.quoting import requires_of_kind
from lawful.syntax import cst, descendants
from lawful.syntax.bodies import says_nothing, statements
from lawful.syntax.kinds import is_called, is_declared
from lawful.syntax.routes import routes
from lawful.syntax.testing import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_WORDS = ("try-except wrap proper block error handle body logic inside wrapped catch exception",)
_ACTIVITIES = {"nouns": ("Activity",)}
_ENDPOINTS = {"endpoints": True}


class MissingTry(Check):
    """Flags functions of a kind that have no `try` with an `except`."""

    @parameters
    class Params:
        """The functions: by the end of their name or by what a decorator declares them to be; or all endpoints."""

        nouns: tuple[str, ...] = ()
        endpoints: bool = False

    id = "missing-try"
    phrases = (
        requires("endpoint try-except", allows=(*_WORDS, "fastapi api"), endpoints=True),
        requires_of_kind("try-except", "`try`/`except`", nouns="nouns", allows=_WORDS),
    )
    asks = (
        ("Always wrap activities with proper try-except blocks.", _ACTIVITIES),
        ("Handlers must use try/except", {"nouns": ("Handler",)}),
        ("Wrap all endpoints in try/except blocks", _ENDPOINTS),
    )
    ignores = (
        "Wrap risky code in try-except blocks.",
        "Never use try/except in handlers.",
        "Handle errors in activities.",
        "Use try-except blocks.",
    )
    valid = (
        Valid("@activity.defn\nasync def pay():\n    try:\n        f()\n    except E:\n        raise", _ACTIVITIES),
        Valid("def get_activity():\n    return 1\nactivity = 1\n@activity.defn\ndef f(): ...", _ACTIVITIES),
        Valid("@activity.defn\ndef f():\n    return 1", _ACTIVITIES, "tests/test_a.py"),
    )
    invalid = (
        Invalid("from temporalio import activity\n@activity.defn\ndef pay():\n    f()", line=3, params=_ACTIVITIES),
        Invalid(
            "def mail_handler(x):\n    try:\n        f()\n    finally:\n        g()", params={"nouns": ("Handler",)}
        ),
        Invalid(
            "from fastapi import APIRouter\nr = APIRouter()\n@r.get('/')\ndef f():\n    return g()",
            line=4,
            params=_ENDPOINTS,
        ),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A function without handlers."""
        return not any(isinstance(each, ast.ExceptHandler) for each in ast.walk(node))

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function or method."""
        if (
            is_test_file(site.module.source.path)
            or all(map(says_nothing, statements(node.body.body)))
            or not self._is_meant(node, site)
        ):
            return
        if not any(isinstance(each, (cst.Try, cst.TryStar)) and each.handlers for each in descendants(node.body)):
            yield Finding(node, f"`{node.name.value}` catches nothing that may go wrong in it; wrap it in `try`")

    def _is_meant(self, node: cst.FunctionDef, site: Site) -> bool:
        if self.params.endpoints and any(routes(node, site)):
            return True
        if any(isinstance(each, cst.FunctionDef) for each in site.definitions):
            return False
        return any(is_called(node, noun) or is_declared(node, noun) for noun in self.params.nouns)
