"""Whether log messages are put together only when they are written."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, requires
from lawful.syntax import cst
from lawful.syntax.arguments import given
from lawful.syntax.literals import literal
from lawful.syntax.logs import log_level, may_log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class NoEagerLogFormatting(Check):
    """Flags log messages that are formatted before they are handed over: f-strings, `%`, `format` and `+`."""

    id = "no-eager-log-formatting"
    phrases = (
        forbids(
            "f-string logging",
            "string-format logging",
            "f-string logger",
            "eager logging",
            allows=(
                "f-string string-format logging message call formatting format eager `str.format` `.format()` lazy",
            ),
        ),
        requires(
            "lazy logging",
            "lazy formatting logging",
            "`%s` logging",
            "`%` logging",
            "%-formatting logging",
            allows=(
                "lazy % formatting format style logging message call string-format interpolation parameter `%`",
                "`%s` `logger.info` placeholder",
            ),
            over=("f-string string-format format `.format()` `str.format` logging message call",),
        ),
    )
    asks = (
        "Never use f-strings in logging calls.",
        "Use lazy logging.",
        "Use lazy `%s` formatting in logging calls, not f-strings.",
        "Prefer lazy % formatting over f-strings in logging.",
    )
    ignores = (
        "Use f-strings for string formatting.",
        "Use f-strings in log messages.",
        "Never use f-strings.",
        "Log messages must be formatted as key=value.",
    )
    valid = (
        "import logging\nlogging.info('%s logged in', user)\nlogger.debug('plain', extra={'a': f'{b}'})",
        "logger.info('a' 'b')\nlogger.info(f'plain')\nlogger.info('a' + 'b')",
        "math.log(f'{x}')\nraise ValueError(f'{x}')\ncatalog.info(f'{x}')",
        "logger.info(message % values)\nlogger.log(f'{level}', 'x')",
    )
    invalid = (
        Invalid("logger.info(f'{user} logged in')"),
        Invalid("import logging as l\n\nl.log(l.INFO, 'user %s' % user)", line=3),
        Invalid(
            "from logging import getLogger\nx = getLogger(__name__)\nx.error('{}'.format(user), exc_info=True)", line=3
        ),
        Invalid("self.logger.warning('user ' + user)"),
    )

    def look_Call(self, node: ast.Call) -> bool:
        """It may write something formatted to a log."""
        given = (*node.args, *(each.value for each in node.keywords))
        return may_log(node) and any(map(_may_be_formatted, given))

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call that logs."""
        level = log_level(node, site) if node.args else None
        if level is None:
            return
        message = given(node, "msg", 1 if level == "log" else 0)
        if message is not None and (how := _formatted(message)):
            yield Finding(
                node, f"{how} formats this message even if nobody reads it; pass the values: `'... %s', value`"
            )


def _formatted(node: cst.BaseExpression) -> str | None:
    """How a text is put together from values, if it is."""
    if isinstance(node, cst.FormattedString):
        return "an f-string" if any(isinstance(each, cst.FormattedStringExpression) for each in node.parts) else None
    if isinstance(node, cst.ConcatenatedString):
        return _formatted(node.left) or _formatted(node.right)
    if isinstance(node, cst.BinaryOperation):
        if isinstance(node.operator, cst.Modulo):
            return "`%`" if _is_text(node.left) else None
        texts = [_is_text(node.left), _is_text(node.right)]
        return "`+`" if isinstance(node.operator, cst.Add) and any(texts) and not all(texts) else None
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        return "`format`" if node.func.attr.value == "format" and _is_text(node.func.value) else None
    return None


def _is_text(node: cst.BaseExpression) -> bool:
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
        return _is_text(node.left) and literal(node.right) is not None  # as far as one looks
    return literal(node) is not None


def _may_be_formatted(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    formats = isinstance(called, ast.Attribute) and called.attr == "format"
    return formats or isinstance(node, (ast.JoinedStr, ast.BinOp, ast.Dict))
