"""Whether endpoints are coroutines."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, requires
from lawful.source import Span
from lawful.syntax import cst
from lawful.syntax.routes import may_route, routes
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class SyncEndpoint(Check):
    """Flags path operations of FastAPI that are not `async def`."""

    id = "sync-endpoint"
    phrases = (
        requires(
            "endpoint `async def`",
            "endpoint async",
            "endpoint `async`",
            "endpoint `async/await`",
            allows=("fastapi api async await def `async def` `async` handler function method http",),
        ),
    )
    asks = (
        "All endpoints must be `async def`.",
        "Use async functions for all FastAPI endpoints",
        "모든 엔드포인트는 `async def` 사용",
        "Route handlers should be async",
    )
    ignores = (
        "Use async endpoints when the underlying operation is asynchronous.",
        "Async endpoints are allowed.",
        "Document all endpoints.",
        "Never make endpoints async.",
    )
    valid = (
        "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\nasync def f(): ...",
        "app = Flask()\n@app.get('/')\ndef f(): ...",
        "from fastapi import FastAPI\ndef f(): ...",
        "from fastapi import FastAPI\nclient = Client()\n@client.get('/')\ndef f(): ...",
    )
    invalid = (
        Invalid(
            "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef f(): ...",
            line=4,
            fixed="from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\nasync def f(): ...",
        ),
        Invalid(
            "import fastapi\nfrom .api import router\n\n@router.post('/items')\ndef f(): ...",
            line=5,
            fixed="import fastapi\nfrom .api import router\n\n@router.post('/items')\nasync def f(): ...",
        ),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """It may be an endpoint."""
        return isinstance(node, ast.FunctionDef) and may_route(node)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A path operation."""
        if node.asynchronous is None and any(routes(node, site)):
            at = site.module.span(node)
            start = Span(at.line, at.column, at.line, at.column)
            fix = NodeFix((NodeEdit(start, "async "),), Applicability.UNSAFE)
            yield Finding(node, f"the endpoint `{node.name.value}` is not `async def`", fix)
