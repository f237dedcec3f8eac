"""Whether values get into SQL as parameters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Finding, Invalid, forbids, requires
from lawful.syntax import cst
from lawful.syntax.literals import literal
from lawful.syntax.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_SQL = regex(
    r"\s*(?:SELECT\s.*\bFROM\s|INSERT\s+INTO\s|DELETE\s+FROM\s|UPDATE\s.*\bSET\s|REPLACE\s+INTO\s|WITH\s.*\bSELECT\s"
    r"|(?:DROP|CREATE|ALTER|TRUNCATE)\s+(?:TABLE|DATABASE|INDEX|VIEW|USER|SCHEMA)\s)",
    re.DOTALL,
)
_EXECUTING = frozenset({"execute", "executemany", "executescript", "exec_driver_sql", "fetch", "fetchrow", "fetchval"})
_SQL_START = regex(r"\s*(?:SELECT|INSERT|DELETE|UPDATE|REPLACE|WITH|DROP|CREATE|ALTER|TRUNCATE)\s", re.IGNORECASE)
_KEYWORDS = "SELECT INSERT DELETE UPDATE REPLACE WITH DROP CREATE ALTER TRUNCATE".split()


class NoSqlFormatting(Check):
    """Flags SQL that is put together of values: f-strings, `%`, `+` and `.format`.

    Constants in upper case, such as the name of a table, and what is named `placeholders` may be part of it.
    """

    id = "no-sql-formatting"
    phrases = (
        requires(
            "parameterized sql-query", "parameterized statement", "bound-parameter sql-query",
            allows=("parameterized sql-query sql-injection statement database prepared bound-parameter access",),
            over=(
                "string", "format",
                "string format concatenation interpolation string-format f-string sql-query raw concatenate",
            ),
        ),
        forbids(
            "f-string sql-query", "string format sql-query", "string concatenation sql-query", "sql-injection",
            "concatenate sql-query", "interpolate sql-query", "string-format sql-query",
            "string building sql-query",
            allows=(
                "string", "building build construct f-string string format concatenation interpolation user input",
                "value variable",
            ),
        ),
    )  # fmt: skip
    asks = (
        "Use parameterized queries to prevent SQL injection.",
        "Never build SQL queries with f-strings or string concatenation.",
        "No string formatting in SQL queries",
        "Prefer parameterized queries over string concatenation.",
    )
    ignores = (
        "Write SQL keywords in upper case.",
        "Use parametrized tests.",
        "Optimize SQL queries.",
        "Prefer f-strings over string concatenation.",
    )
    valid = (
        "cursor.execute('SELECT * FROM users WHERE id = %s', (user_id,))",
        "cursor.execute(f'SELECT * FROM {TABLE} WHERE id IN ({placeholders})', ids)",
        "message = f'Select {name} from the list'\nlogger.info(f'delete from cart: {item}')",
        "cursor.execute('SELECT 1 ' + 'FROM users')\nrun.execute(f'{command}')",
    )
    invalid = (
        Invalid("cursor.execute(f'SELECT * FROM users WHERE id = {user_id}')"),
        Invalid("query = 'SELECT * FROM users WHERE id = %s' % user_id\ncursor.execute(query)"),
        Invalid("db.execute(\n    'DELETE FROM users WHERE id = ' + user_id\n)", line=2),
        Invalid("q = 'UPDATE users SET name = {}'.format(name)"),
    )

    def look_file(self, outline: Outline) -> bool:
        """A text begins like SQL, or like the first word of it."""
        return any(map(_may_begin_sql, outline.texts))

    def visit_FormattedString(self, node: cst.FormattedString, site: Site) -> Iterator[Finding]:
        """An f-string."""
        if not isinstance(site.parent, cst.ConcatenatedString):
            yield from self._made(node, node, site)

    def visit_ConcatenatedString(self, node: cst.ConcatenatedString, site: Site) -> Iterator[Finding]:
        """Strings that stand side by side."""
        if not isinstance(site.parent, cst.ConcatenatedString):
            yield from self._made(node, node, site)

    def visit_BinaryOperation(self, node: cst.BinaryOperation, site: Site) -> Iterator[Finding]:
        """`"..." % values` and `"..." + value`, at the outermost of several."""
        inner = isinstance(site.parent, cst.BinaryOperation) and isinstance(site.parent.operator, cst.Add)
        if isinstance(node.operator, (cst.Modulo, cst.Add)) and not inner:
            yield from self._made(node, node, site)

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """`"...".format(values)`."""
        if isinstance(node.func, cst.Attribute) and node.func.attr.value == "format" and node.args:
            yield from self._made(node, node.func.value, site)

    def _made(self, node: cst.BaseExpression, text: cst.BaseExpression, site: Site) -> Iterator[Finding]:
        pieces = _pieces(text)
        values = [piece for piece in pieces if not isinstance(piece, str)]
        if isinstance(node, cst.Call):
            values += [each.value for each in node.args]
        sql = "?".join(_joined(pieces))
        is_sql = _SQL.match(sql) or (_SQL_START.match(sql) and (_is_executed(site) or _is_named_sql(site)))
        if is_sql and any(not _is_harmless(value) for value in values):
            yield Finding(node, "values are put into this SQL as text; pass them as parameters")


def _pieces(node: cst.BaseExpression) -> list[str | cst.BaseExpression]:
    """The text and the values that a string is put together from, in order."""
    found: list[str | cst.BaseExpression] = []
    stack: list[cst.CSTNode] = [node]
    while stack:
        each = stack.pop()
        if isinstance(each, cst.BinaryOperation) and isinstance(each.operator, (cst.Add, cst.Modulo)):
            if isinstance(each.operator, cst.Add) or literal(each.left) is not None:
                stack += [each.right, each.left]
            else:
                stack.append(each.left)
        elif isinstance(each, cst.ConcatenatedString):
            stack += [each.right, each.left]
        elif isinstance(each, cst.FormattedString):
            stack += reversed(each.parts)
        elif isinstance(each, cst.FormattedStringText):
            found.append(each.value)
        elif isinstance(each, cst.FormattedStringExpression):
            found.append(each.expression)
        elif isinstance(each, cst.BaseExpression):
            text = literal(each)
            found.append(each if text is None else text)
    return found


def _joined(pieces: list[str | cst.BaseExpression]) -> Iterator[str]:
    """The runs of text between values."""
    run = ""
    for piece in pieces:
        if isinstance(piece, str):
            run += piece
        else:
            yield run
            run = ""
    yield run


def _is_harmless(node: cst.BaseExpression) -> bool:
    """Whether a value is a constant by its name, or makes room for parameters."""
    if isinstance(node, (cst.Name, cst.Attribute)):
        name = node.value if isinstance(node, cst.Name) else node.attr.value
        return name.isupper() or name.endswith(("placeholder", "placeholders"))
    return isinstance(node, (cst.Integer, cst.SimpleString))


def _is_named_sql(site: Site) -> bool:
    """Whether the text is assigned to a name that says it is SQL."""
    targets = site.parent.targets if isinstance(site.parent, cst.Assign) else ()
    last = [words(each.target.value)[-1:] for each in targets if isinstance(each.target, cst.Name)]
    return any(word in (["sql"], ["query"], ["stmt"], ["statement"]) for word in last)


def _is_executed(site: Site) -> bool:
    """Whether the text is what a call like `cursor.execute` is given first."""
    around = site.ancestors[-2] if len(site.ancestors) > 1 else None
    if not isinstance(site.parent, cst.Arg) or not isinstance(around, cst.Call) or around.args[0] is not site.parent:
        return False
    return isinstance(around.func, cst.Attribute) and around.func.attr.value in _EXECUTING


def _may_begin_sql(text: str) -> bool:
    """Whether a text begins with a word of SQL, or with a part of one that the next text may complete."""
    begin = text.lstrip()[:20].upper()
    return bool(begin) and any(begin.startswith(word) or word.startswith(begin) for word in _KEYWORDS)
