"""Whether reading over HTTP changes nothing."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Finding, Invalid, forbids, requires
from lawful.syntax import cst, descendants
from lawful.syntax.literals import literal
from lawful.syntax.routes import may_route, routes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules import Demand
    from lawful.rules.phrase import Heard
    from lawful.syntax import Site

_DEED = regex(r"/(?:create|delete|update|remove|add|insert|edit|save)(?=[/_-]|\Z)", re.IGNORECASE)
_CHANGES = forbids(
    "endpoint modify", "request modify", "endpoint change", "request change", "endpoint mutate", "request mutate",
    "route modify", "modify state", "change state", "side effect", "mutate state", "modify data", "change data",
    allows=("endpoint request route handler state data database side effect modify change mutate write server",),
)  # fmt: skip


_METHODS = requires(
    "http method",
    "http verb",
    "http semantics",
    "rest method",
    allows=(
        "http method verb semantics semantic correct correctly proper standard operation rest restful right",
        "endpoint api follow crud meaning suitable follow request",
    ),
)


def _hear_get(demand: Demand) -> Heard | None:
    return _CHANGES.hear(demand) if "get" in demand.verbs else None


def _hear_methods(demand: Demand) -> Heard | None:
    """Methods that are spoken of here, and not only in a heading."""
    return _METHODS.hear(demand) if {"http", "rest"} & {token.term for token in demand.terms} else None


class UnsafeGet(Check):
    """Flags endpoints for GET that commit to a database, or whose path names a deed such as `/users/delete`."""

    id = "unsafe-get"
    phrases = (
        replace(_CHANGES, hear=_hear_get),
        replace(_METHODS, hear=_hear_methods),
    )
    asks = (
        "Use HTTP semantics correctly.",
        "Use proper HTTP methods for CRUD operations",
        "GET endpoints must not modify state.",
        "Use the correct HTTP verbs",
    )
    ignores = (
        "Get the state before you change it.",
        "Never change state in constructors.",
        "Use HTTP for requests.",
        "Document the HTTP methods.",
    )
    valid = (
        "from fastapi import FastAPI\napp = FastAPI()\n@app.post('/create')\nasync def f(db):\n    await db.commit()",
        "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/updates')\ndef f(db):\n    return db.all()",
        "client.get('/delete')\ndef f(db):\n    db.commit()",
    )
    invalid = (
        Invalid(
            "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\nasync def f(db):\n    await db.commit()",
            line=4,
        ),
        Invalid("import fastapi\nr = fastapi.APIRouter()\n@r.get('/users/{id}/delete')\ndef f(id): ...", line=4),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """It may be an endpoint."""
        return may_route(node)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """An endpoint."""
        for call in routes(node, site):
            if not isinstance(call.func, cst.Attribute) or call.func.attr.value != "get":
                continue
            path = literal(call.args[0].value) if call.args else None
            if path and (found := _DEED.search(path)):
                yield Finding(node, f"GET only reads, and `{found[0]}` does something; answer another method here")
            elif any(_commits(each) for each in descendants(node.body)):
                yield Finding(node, f"GET only reads, and `{node.name.value}` commits; answer another method here")


def _commits(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "commit"
