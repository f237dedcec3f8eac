"""Which functions answer requests: the path operations of FastAPI."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.syntax.lazy import cst
from lawful.syntax.literals import literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax.site import Site

METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "trace"})
_MAKERS = frozenset(
    {"fastapi.FastAPI", "fastapi.APIRouter", "fastapi.applications.FastAPI", "fastapi.routing.APIRouter"}
)


def routes(node: cst.FunctionDef, site: Site) -> Iterator[cst.Call]:
    """The decorators that make a function a path operation: `@router.get("/items")`."""
    for each in node.decorators:
        call = each.decorator
        if (
            isinstance(call, cst.Call)
            and isinstance(call.func, cst.Attribute)
            and call.func.attr.value in METHODS | {"api_route"}
            and _takes_routes(call, call.func.value, site)
        ):
            yield call


def may_route(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function may be a path operation, as Python's own tree tells."""
    calls = (each.func for each in node.decorator_list if isinstance(each, ast.Call))
    return any(isinstance(each, ast.Attribute) and each.attr in METHODS | {"api_route"} for each in calls)


def makers(node: cst.CSTNode, site: Site) -> frozenset[str]:
    """What made an app or a router: `fastapi.FastAPI` or `fastapi.APIRouter`, if this file shows it."""
    values = site.module.names.assigned(node)
    calls = [site.resolve(each.func) for each in values if isinstance(each, cst.Call)]
    return frozenset[str]().union(*calls) & _MAKERS


def _takes_routes(call: cst.Call, owner: cst.BaseExpression, site: Site) -> bool:
    if makers(owner, site):
        return True
    # A router from elsewhere is known by what it is given, in a file that has to do with FastAPI.
    path = literal(call.args[0].value) if call.args else None
    fastapi = any(name.partition(".")[0] == "fastapi" for name in site.module.names.imported)
    return fastapi and path is not None and path[:1] in {"", "/"} and bool(site.resolve(owner))
