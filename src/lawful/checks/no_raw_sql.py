"""Whether databases are asked without SQL in strings."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Finding, Invalid, forbids
from lawful.syntax import cst
from lawful.syntax.literals import literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_SQL = regex(
    r"\s*(?:SELECT\s.*\bFROM\s|SELECT\s+[\d*]"
    r"|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s"
    r"|WITH\s+\w+\s+AS\s|CREATE\s|ALTER\s|DROP\s)",
    re.IGNORECASE | re.DOTALL,
)
_METHODS = frozenset(
    {"execute", "executemany", "executescript", "raw", "fetch", "fetchrow", "fetchval", "scalar", "scalars"}
)
_TEXT = frozenset(
    {"sqlalchemy.text", "sqlalchemy.sql.text", "sqlalchemy.sql.expression.text", "django.db.models.expressions.RawSQL"}
)


class NoRawSql(Check):
    """Flags SQL that is written in a string and handed to a database."""

    id = "no-raw-sql"
    phrases = (
        forbids(
            "raw-sql",
            "raw query",
            "`text()`",
            allows=("query string ORM statement raw-sql database sqlalchemy django",),
        ),
    )
    asks = (
        "Never write raw SQL.",
        "Use the ORM instead of raw SQL",
        "No raw SQL queries",
        "Avoid raw SQL strings",
    )
    ignores = (
        "Never log raw SQL.",
        "Raw SQL is allowed in migrations.",
        "Use parameterized queries.",
        "Raw data is never changed.",
    )
    valid = (
        "session.execute(select(User))",
        "queue.execute('select the best')",
        "log.info('SELECT 1')",
        "cursor.execute(QUERY)",
    )
    invalid = (
        Invalid("cursor.execute('SELECT * FROM users')"),
        Invalid("User.objects.raw(f'select * from {table}')"),
        Invalid("from sqlalchemy import text as t\nsession.execute(t('DELETE FROM users'))", line=2),
        Invalid('async def f(db):\n    await db.fetch("""\n        SELECT 1\n    """)', line=2),
    )

    def look_Call(self, node: ast.Call) -> bool:
        """A call that is given SQL."""
        return bool(node.args) and bool(_SQL.match(_start(node.args[0])))

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call that is given SQL."""
        if not node.args or not _SQL.match(_beginning(node.args[0].value)):
            return
        by_method = isinstance(node.func, cst.Attribute) and node.func.attr.value in _METHODS
        if by_method or site.resolve(node.func) & _TEXT:
            yield Finding(node, "this is SQL in a string; build the query with the ORM")


def _beginning(node: cst.BaseExpression) -> str:
    """The text with which a string begins, as far as it is written out."""
    while isinstance(node, (cst.ConcatenatedString, cst.BinaryOperation)):
        node = node.left
    if isinstance(node, cst.FormattedString):
        first = node.parts[0] if node.parts else None
        return first.value if isinstance(first, cst.FormattedStringText) else ""
    return literal(node) or ""


def _start(node: ast.expr) -> str:
    """The first text of an expression of Python's own tree."""
    while isinstance(node, ast.BinOp):
        node = node.left
    if isinstance(node, ast.JoinedStr):
        node = node.values[0] if node.values else node
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
