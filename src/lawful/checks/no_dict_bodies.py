"""Whether endpoints take and return models."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, forbids, parameters, prefers, requires
from lawful.syntax import cst, descendants
from lawful.syntax.arguments import given, is_none
from lawful.syntax.routes import may_route, routes
from lawful.syntax.signature import passed_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_APP = "from fastapi import FastAPI\napp = FastAPI()\n"
_DICTS = frozenset({"builtins.dict", "typing.Dict", "typing.Mapping", "collections.abc.Mapping", "typing.Any"})
_WORDS = (
    "pydantic model schema `BaseModel` endpoint api fastapi validation data define input output type body",
    "serialization handle structured consistent basemodel payload http route all request response request-body format",
    "response-body",
)
_PARTS = {
    "request": {"parts": ("request",)}, "request-body": {"parts": ("request",)},
    "response": {"parts": ("response",)}, "response-body": {"parts": ("response",)},
}  # fmt: skip


class NoDictBodies(Check):
    """Flags endpoints of FastAPI that take their body as a dictionary, or return one that no model describes."""

    @parameters
    class Params:
        """Which parts are meant: request, response; both if none is named."""

        parts: tuple[str, ...] = ()

    id = "no-dict-bodies"
    phrases = (
        requires(
            "pydantic request", "pydantic response", "pydantic request-body", "pydantic response-body",
            "`BaseModel` request", "`BaseModel` response", "model request-body", "model response-body",
            allows=_WORDS, when=_PARTS,
        ),
        forbids(
            "raw dict endpoint", "return dict endpoint", "raw dict api", "raw dict response", "unstructured dict",
            "return raw dict", "plain dict endpoint",
            allows=(*_WORDS, "raw dict return plain unstructured untyped"),
            when=_PARTS,
        ),
        prefers(
            "pydantic model", "pydantic schema", "pydantic",
            allows=_WORDS, over=("raw dict plain untyped unstructured dictionary dictionaries",),
        ),
    )  # fmt: skip
    asks = (
        ("Use Pydantic models for request and response bodies", {"parts": ("request", "response")}),
        "Prefer Pydantic models over raw dictionaries for input validation",
        ("Use Pydantic schemas for all API responses", {"parts": ("response",)}),
        "Never return raw dicts from endpoints",
    )
    ignores = (
        "Use Pydantic for settings.",
        "Return a dict.",
        "Use models for database tables.",
        "Validate requests.",
    )
    valid = (
        f"{_APP}@app.post('/')\ndef f(body: Item, n: int) -> Out:\n    return {{'a': 1}}",
        f"{_APP}@app.get('/', response_model=Out)\ndef f():\n    return {{'a': 1}}",
        f"{_APP}@app.get('/')\ndef f(user: dict = Depends(u)) -> Out: ...",
        Valid("def f(body: dict) -> dict:\n    return {'a': 1}"),
    )
    invalid = (
        Invalid("from fastapi import FastAPI\napp = FastAPI()\n@app.post('/')\ndef f(body: dict) -> Out: ...", line=4),
        Invalid(
            "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef f() -> dict[str, int]:\n    return x",
            line=4,
        ),
        Invalid(
            "from fastapi import APIRouter\nr = APIRouter()\n@r.get('/')\nasync def f():\n    return {'a': 1}",
            line=4,
            params={"parts": ("response",)},
        ),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """It may be an endpoint."""
        return may_route(node)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """An endpoint."""
        for route in routes(node, site):
            if self._means("request"):
                for each in passed_parameters(node, site):
                    # A default may say that it comes from elsewhere: `Depends`, `Header`.
                    if each.default is None and each.annotation and _is_dict(each.annotation.annotation, site):
                        yield Finding(node, f"`{each.name.value}` is a dictionary; let a model say what the body holds")
            if self._means("response") and _returns_dict(node, route, site):
                yield Finding(node, f"`{node.name.value}` returns a dictionary; let a model say what the answer holds")

    def _means(self, part: str) -> bool:
        return not self.params.parts or part in self.params.parts


def _returns_dict(node: cst.FunctionDef, route: cst.Call, site: Site) -> bool:
    model = given(route, "response_model")
    if model is not None and not is_none(model):
        return _is_dict(model, site)
    if node.returns is not None:
        return _is_dict(node.returns.annotation, site)
    if given(route, "response_class") is not None or any(each.star for each in route.args):
        return False
    nested = (cst.FunctionDef, cst.Lambda, cst.ClassDef)
    returns = (each for each in descendants(node.body, into=nested) if isinstance(each, cst.Return))
    return any(isinstance(each.value, cst.Dict) for each in returns)


def _is_dict(node: cst.BaseExpression, site: Site) -> bool:
    named = node.value if isinstance(node, cst.Subscript) else node
    return bool(site.resolve(named) & _DICTS)
