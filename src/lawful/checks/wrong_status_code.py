"""Whether answers carry the status that they should."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, forbids, parameters, requires, spoken
from lawful.syntax import cst
from lawful.syntax.arguments import given
from lawful.syntax.literals import literal
from lawful.syntax.routes import routes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_ERRORS = frozenset(
    """
    fastapi.HTTPException fastapi.exceptions.HTTPException starlette.exceptions.HTTPException flask.abort
    werkzeug.exceptions.abort
    """.split()
)
"""What answers with an error, its status first."""
_RESPONSES = {
    **{
        f"{module}.{name}": 1
        for module in ("fastapi", "fastapi.responses", "starlette.responses")
        for name in ("Response", "JSONResponse", "ORJSONResponse", "PlainTextResponse", "HTMLResponse")
    },
    "rest_framework.response.Response": 1,
    "django.http.HttpResponse": None,
    "django.http.JsonResponse": None,
}
"""What makes an answer, and where the status stands among its arguments if it needs no name."""
_REGISTERED = frozenset(int(status) for status in HTTPStatus)
_FIRST_ERROR = 400
_NAMED = {"named": True}
_WORDS = (
    "status-code use return proper correct correctly meaningful specific right standard suitable error response",
    "endpoint api route every define explicit descriptive valid exception set success http accurate constant semantic",
)


class WrongStatusCode(Check):
    """Flags errors that are answered with a status of success, and statuses that HTTP does not know.

    It looks at FastAPI, Starlette, Flask and Django, where statuses are written out.
    """

    @parameters
    class Params:
        """Whether statuses must be named constants, such as `status.HTTP_404_NOT_FOUND` or `HTTPStatus.NOT_FOUND`."""

        named: bool = False

    id = "wrong-status-code"
    phrases = (
        requires(
            "status-code constant", "`HTTPStatus`", "`http.HTTPStatus`", "`fastapi.status`", "`status.HTTP_200_OK`",
            "status-code named", "`status` status-code",
            allows=(*_WORDS, "`HTTPStatus` `http.HTTPStatus` `fastapi.status` `status` named module enum number magic"),
            named=True,
        ),
        forbids(
            "magic status-code", "hardcode status-code", "numeric status-code", "raw status-code", "number status-code",
            allows=(*_WORDS, "literal integer number magic hardcode numeric"),
            named=True,
        ),
        spoken(requires("status-code", "http semantic", allows=_WORDS)),
    )  # fmt: skip
    asks = (
        "Use meaningful HTTP status codes.",
        "Return proper status codes from all endpoints",
        "구체적인 HTTP 상태 코드 사용",
        ("Use `HTTPStatus` constants for status codes", _NAMED),
    )
    ignores = (
        "Document the status codes.",
        "Check the status code of each response in tests.",
        "Never return status 500.",
        "Log the HTTP status code.",
    )
    valid = (
        "from fastapi import HTTPException\nraise HTTPException(status_code=404)\nHTTPException(code)",
        "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef f():\n    return {'errors': []}",
        "from flask import abort\nabort(404)\nabort(response)\nother.abort(200)",
        Valid("from http import HTTPStatus\nfrom flask import abort\nabort(HTTPStatus.NOT_FOUND)", _NAMED),
    )
    invalid = (
        Invalid("from fastapi import HTTPException as E\nraise E(status_code=200, detail='no')", line=2),
        Invalid("from starlette.responses import JSONResponse\nJSONResponse({}, status_code=299)", line=2),
        Invalid(
            "from fastapi import APIRouter\nr = APIRouter()\n@r.get('/')\ndef f():\n    return {'error': 'none'}",
            line=5,
        ),
        Invalid("from flask import abort\nabort(404)", line=2, params=_NAMED),
    )

    mentions = ("fastapi", "starlette", "flask", "werkzeug", "django", "rest_framework")

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call that makes an answer."""
        names = site.resolve(node.func)
        error = bool(names & _ERRORS)
        response = next(iter(sorted(names & _RESPONSES.keys())), None)
        if not error and response is None and not self._is_route(node, site):
            return
        position = 0 if error else _RESPONSES.get(response or "")
        value = given(node, "status_code", position) or given(node, "status")
        if not isinstance(value, cst.Integer):
            return
        status = value.evaluated_value
        if status not in _REGISTERED:
            yield Finding(node, f"HTTP knows no status {status}")
        elif error and status < _FIRST_ERROR:
            yield Finding(node, f"an error is answered with {status}, which says that all went well")
        elif self.params.named:
            yield Finding(node, f"the status {status} is a bare number; write `HTTPStatus.{HTTPStatus(status).name}`")

    def visit_Return(self, node: cst.Return, site: Site) -> Iterator[Finding]:
        """An error that an endpoint returns as if it were a result."""
        function = site.definitions[-1] if site.definitions else None
        if not isinstance(node.value, cst.Dict) or not isinstance(function, cst.FunctionDef):
            return
        keys = [literal(each.key) for each in node.value.elements if isinstance(each, cst.DictElement)]
        if "error" in keys and any(not _sets_status(each) for each in routes(function, site)):
            around = [parameter.name.value for parameter in function.params.params]
            if "response" not in around:
                yield Finding(node, "an error is returned with the status of success; raise an `HTTPException`")

    def _is_route(self, node: cst.Call, site: Site) -> bool:
        parent = site.parent
        function = site.ancestors[-2] if isinstance(parent, cst.Decorator) and len(site.ancestors) > 1 else None
        return isinstance(function, cst.FunctionDef) and any(each is node for each in routes(function, site))


def _sets_status(route: cst.Call) -> bool:
    return any(each.star or (each.keyword and each.keyword.value == "status_code") for each in route.args)
