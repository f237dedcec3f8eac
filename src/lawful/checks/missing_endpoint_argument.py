"""Whether endpoints declare what their decorators are to say."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, parameters, requires, said_with
from lawful.syntax import cst
from lawful.syntax.routes import may_route, routes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules import Demand
    from lawful.rules.phrase import Heard
    from lawful.syntax import Site

_ARGUMENTS = {
    "response_model": "response_model", "`response_model=`": "response_model", "status_code": "status_code",
    "`status_code=`": "status_code", "`tags`": "tags", "tag": "tags", "`summary`": "summary", "summary": "summary",
    "operation_id": "operation_id", "`responses`": "responses",
}  # fmt: skip
_WHEN = {said.strip("`"): {"names": (name,)} for said, name in _ARGUMENTS.items()}
_SPOKEN = {"status-code": {"names": ("status_code",)}, "response-model": {"names": ("response_model",)}}
_WORDS = (
    "endpoint fastapi api route decorator parameter every declare define specify explicit operation openapi "
    "declares defines"
)
_DECLARED = requires("status code", "response model", allows=(_WORDS,), when=_SPOKEN)
_DECLARING = frozenset({"specify", "define"})
_MODEL = {"names": ("response_model",)}


def _hear_declared(demand: Demand) -> Heard | None:
    """A status or a model that is to be declared; which status an endpoint answers with is another matter."""
    declaring = "declare" in demand.verbs or not _DECLARING.isdisjoint(token.term for token in demand.terms)
    return _DECLARED.hear(demand) if declaring else None


class MissingEndpointArgument(Check):
    """Flags path operations of FastAPI whose decorator lacks an argument; a return type stands for a response model."""

    @parameters
    class Params:
        """The arguments that every decorator must have: response_model, status_code, tags, summary ..."""

        names: tuple[str, ...] = ()

    id = "missing-endpoint-argument"
    phrases = (
        said_with("endpoint", requires(*_ARGUMENTS, allows=(_WORDS,), when=_WHEN)),
        said_with("endpoint", replace(_DECLARED, hear=_hear_declared)),
        requires("response_model", allows=(_WORDS,), when=_WHEN),
        requires(
            "define response model",
            "declare response model",
            "endpoint response model",
            allows=(_WORDS,),
            names=("response_model",),
        ),
    )
    asks = (
        ("All endpoints must declare a `response_model`.", _MODEL),
        ("Every route needs `response_model` and `status_code`", {"names": ("response_model", "status_code")}),
        ("Define explicit response models.", _MODEL),
        ("Always specify `response_model`", _MODEL),
    )
    ignores = (
        "All API endpoints must return appropriate HTTP status codes",
        "Return a response model from services.",
        "Never set `response_model`.",
        "Document the status codes.",
    )
    valid = (
        Valid("from fastapi import APIRouter\nr = APIRouter()\n@r.get('/', response_model=A)\ndef f(): ...", _MODEL),
        Valid("from fastapi import APIRouter\nr = APIRouter()\n@r.get('/')\ndef f() -> A: ...", _MODEL),
        Valid("from fastapi import APIRouter\nr = APIRouter()\n@r.get('/', **options)\ndef f(): ...", _MODEL),
        Valid("@r.get('/')\ndef f(): ...", _MODEL),
    )
    invalid = (
        Invalid("from fastapi import APIRouter\nr = APIRouter()\n@r.get('/')\ndef f(): ...", line=4, params=_MODEL),
        Invalid(
            "from fastapi import APIRouter\nr = APIRouter()\n@r.post('/')\ndef f() -> A: ...",
            line=4,
            params={"names": ("status_code",)},
        ),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """It may be an endpoint."""
        return may_route(node)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A path operation."""
        for call in routes(node, site):
            given = {each.keyword.value for each in call.args if each.keyword}
            if any(each.star == "**" for each in call.args):
                continue
            if node.returns is not None or given & {"response_class", "include_in_schema"}:
                given.add("response_model")
            missing = [name for name in self.params.names if name not in given]
            if missing:
                yield Finding(node, f"the endpoint `{node.name.value}` does not declare `{'`, `'.join(missing)}`")
                return
