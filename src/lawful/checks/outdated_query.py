"""Whether SQLAlchemy is asked as its second version has it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, requires, spoken, where
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules import Demand
    from lawful.syntax import Site

_WORDS = "sqlalchemy orm api style syntax query legacy old 1.x 2.0 session select modern call pattern"


def _names_query(demand: Demand) -> bool:
    """Whether the method or the class is named: what goes by other words for queries, such as SQL, is not meant."""
    named = [token for item in (*demand.stated, *demand.over) for token in item if "query" in token.text.lower()]
    return any(token.code or "legacy" in demand.said for token in named)


class OutdatedQuery(Check):
    """Flags `session.query(...)` of SQLAlchemy, for which `select()` is there since its second version."""

    id = "outdated-query"
    phrases = (
        where(
            _names_query,
            forbids(
                "`session.query`", "`session.query(...)`", "`Session.query`", "`db.session.query`", "legacy query",
                "`query`", "`Query`",
                allows=(_WORDS, "`select()`"),
            ),
        ),
        forbids("legacy sqlalchemy", allows=(_WORDS,)),
        spoken(requires("sqlalchemy 2.0 style", "sqlalchemy 2.0 syntax", "sqlalchemy 2.0 api", allows=(_WORDS,))),
    )  # fmt: skip
    asks = (
        "Never use `session.query()`.",
        "Use `select()` instead of `session.query`",
        "Use SQLAlchemy 2.0 style",
        "No legacy Query API",
    )
    ignores = (
        "SQLAlchemy 2.0",
        "Use SQLAlchemy for all queries.",
        "Never query in a loop.",
        "No legacy SQL",
    )
    valid = (
        "from sqlalchemy import select\nsession.execute(select(User))",
        "import sqlalchemy\nclient.query('x')\nsession.query",
        "session.query('x')",
    )
    invalid = (
        Invalid("from sqlalchemy.orm import Session\n\ndef f(session: Session):\n    session.query(User)", line=4),
        Invalid("from flask_sqlalchemy import SQLAlchemy as S\ndb = S()\nusers = db.session.query(User).all()", line=3),
    )

    def look_Call(self, node: ast.Call) -> bool:
        """A call of `query`."""
        return isinstance(node.func, ast.Attribute) and node.func.attr == "query"

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A query; a session is known by its name, in a file that has to do with SQLAlchemy."""
        function = node.func
        if not isinstance(function, cst.Attribute) or function.attr.value != "query":
            return
        owner = function.value
        name = owner.attr if isinstance(owner, cst.Attribute) else owner
        modules = {each.partition(".")[0] for each in site.module.names.imported}
        is_session = isinstance(name, cst.Name) and name.value.lower().endswith("session")
        if is_session and modules & {"sqlalchemy", "flask_sqlalchemy", "sqlmodel"}:
            yield Finding(node, "`session.query` is of SQLAlchemy's first version; execute a `select()`")
