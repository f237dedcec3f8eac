"""Whether a Flask application is made by a function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, requires
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class NoModuleApp(Check):
    """Flags Flask applications that are made at the level of a module, and not in a factory function."""

    id = "no-module-app"
    phrases = (
        requires(
            "app-factory", "flask factory", "`create_app`", "`create_app()`",
            allows=("app-factory flask factory function pattern app application `create_app` `create_app()` flask's",),
        ),
    )  # fmt: skip
    asks = (
        "Use Flask factory pattern",
        "Use the application factory pattern",
        "Create the Flask app in `create_app()`",
        "Use an app factory",
    )
    ignores = (
        "Use a factory for services.",
        "Use Flask.",
        "Never use the app factory.",
        "Test factories go in tests/.",
    )
    valid = (
        "from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    return app",
        "from factory import create_app\napp = create_app()",
        "app = Flask(__name__)",
    )
    invalid = (
        Invalid("from flask import Flask\napp = Flask(__name__)", line=2),
        Invalid("import flask as f\nif x:\n    app: f.Flask = f.Flask('a')", line=3),
    )

    refers_to = ("flask.Flask", "flask.app.Flask")

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call that makes an application."""
        inside = any(isinstance(each, (cst.FunctionDef, cst.Lambda)) for each in site.ancestors)
        if not inside and site.resolve(node.func) & {"flask.Flask", "flask.app.Flask"}:
            yield Finding(node, "this application is made when the module is imported; make it in a factory function")
