"""Whether the routes of a Flask application are grouped in blueprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, requires
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_METHODS = frozenset({"route", "get", "post", "put", "patch", "delete"})
_FLASK = frozenset({"flask.Flask", "flask.app.Flask"})


class NoAppRoutes(Check):
    """Flags routes that are set on a Flask application itself, and not on a blueprint."""

    id = "no-app-routes"
    phrases = (
        requires(
            "blueprint",
            allows=(
                "blueprint flask endpoint organize organise organization route group structure modular modularity view",
                "related large application app separate feature module split code `Blueprint` pattern into",
            ),
        ),
    )
    asks = (
        "Organize routes using Blueprints",
        "Use Flask Blueprints for modular structure",
        "Group related routes in blueprints",
        "Use blueprints",
    )
    ignores = (
        "Register the blueprint in `app.py`.",
        "Never use blueprints.",
        "Test the blueprints.",
        "Blueprints are optional.",
    )
    valid = (
        "from flask import Blueprint\nbp = Blueprint('a', __name__)\n@bp.route('/')\ndef f(): ...",
        "app = Flask(__name__)\n@app.route('/')\ndef f(): ...",
        "from flask import Flask\napp = Flask(__name__)\n@app.errorhandler(404)\ndef f(e): ...",
    )
    invalid = (
        Invalid("from flask import Flask\napp = Flask(__name__)\n@app.route('/')\ndef f(): ...", line=4),
        Invalid(
            "import flask\ndef make():\n    a = flask.Flask('a')\n    @a.get('/')\n    def f(): ...\n    return a",
            line=5,
        ),
    )

    refers_to = tuple(_FLASK)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function that is set on an application."""
        for each in node.decorators:
            call = each.decorator
            if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Attribute):
                continue
            makers = site.module.names.makers(call.func.value)
            if call.func.attr.value in _METHODS and makers and makers <= _FLASK:
                yield Finding(node, f"`{node.name.value}` is a route of the application itself; set it on a blueprint")
                return
