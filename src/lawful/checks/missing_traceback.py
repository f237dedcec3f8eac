"""Whether what is logged of an exception says where it came from."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, forbids, requires, spoken
from lawful.syntax import cst
from lawful.syntax.arguments import given, is_open
from lawful.syntax.logs import log_level, may_log
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class MissingTraceback(Check):
    """Flags `logger.error` in a handler without the traceback: `logger.exception`, or `exc_info`."""

    id = "missing-traceback"
    phrases = (
        forbids(
            "`logger.error` except-clause",
            "`logging.error` except-clause",
            allows=("except-clause", "`logger.error` `logging.error`", "exception"),
        ),
        requires(
            "`logger.exception` except-clause",
            "`logging.exception` except-clause",
            "`exc_info=True` except-clause",
            "`logger.exception` exception logging",
            "`logging.exception` exception logging",
            "`exc_info=True` exception logging",
            "`exc_info=True` error logging",
            "`exc_info` error logging",
            "traceback exception logging",
            "stack trace exception logging",
            "`exc_info` exception logging",
            "stack trace error logging",
            "traceback error logging",
            allows=(
                "except-clause exception logging error traceback stack trace full unexpected caught inside true",
                "`exc_info=True` `exc_info` `logger.exception` `logger.error`",
            ),
        ),
        spoken(
            requires(
                "traceback logging",
                "`exc_info` logging",
                "`exc_info=True` logging",
                allows=("contextual information context message error exception full relevant",),
            )
        ),
    )
    asks = (
        "Always use `logger.exception()` in except blocks.",
        "Log exceptions with `exc_info=True`.",
        "Use `logger.exception` instead of `logger.error` in except blocks",
        "Log exceptions with a full traceback.",
    )
    ignores = (
        "Log errors.",
        "Never use `logger.error`.",
        "Never log stack traces of exceptions.",
        "Use `logger.exception` sparingly.",
    )
    valid = (
        "try:\n    f()\nexcept E:\n    logger.exception('f failed')",
        "try:\n    f()\nexcept E as e:\n    logger.error('f failed', exc_info=True)\n    log.warning('x')",
        "logger.error('x')\ntry:\n    logger.error('x')\nexcept E:\n    def g():\n        logger.error('x')",
        "try:\n    f()\nexcept E as e:\n    logger.error('f failed', exc_info=e)\n    report.error('x')",
    )
    invalid = (
        Invalid(
            "import logging\nlog = logging.getLogger()\ntry:\n    f()\nexcept E:\n    log.error('f failed')",
            line=6,
            fixed="import logging\nlog = logging.getLogger()\ntry:\n    f()\nexcept E:\n    log.exception('f failed')",
        ),
        Invalid("try:\n    f()\nexcept E as e:\n    if x:\n        self.logger.error('f: %s', e)", line=5),
        Invalid("try:\n    f()\nexcept E:\n    logger.critical('x', exc_info=False)", line=4),
    )

    mentions = ("error", "critical", "fatal")

    def look_Call(self, node: ast.Call) -> bool:
        """It may write to a log."""
        return may_log(node)

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call that logs an error."""
        level = log_level(node, site)
        if level not in {"error", "critical", "fatal"} or not _in_handler(site) or is_open(node):
            return
        info = given(node, "exc_info")
        if info is not None and not (isinstance(info, cst.Name) and info.value in {"False", "None"}):
            return
        fix = None
        if level == "error" and info is None and isinstance(node.func, cst.Attribute):
            known = _is_of_logging(node.func.value, site)
            fix = NodeFix(
                (NodeEdit(node.func.attr, "exception"),), Applicability.SAFE if known else Applicability.UNSAFE
            )
        yield Finding(
            node, "this leaves out where the exception came from; use `exception`, or pass `exc_info=True`", fix
        )


def _in_handler(site: Site) -> bool:
    """Whether the node stands in a handler, and not in a function within it."""
    for outer in reversed(site.ancestors):
        if isinstance(outer, (cst.ExceptHandler, cst.ExceptStarHandler)):
            return True
        if isinstance(outer, (cst.FunctionDef, cst.ClassDef, cst.Lambda)):
            return False
    return False


def _is_of_logging(node: cst.BaseExpression, site: Site) -> bool:
    """Whether a logger is certainly one of the standard library, which has `exception`."""
    return "logging" in site.resolve(node) or site.module.names.makers(node) == frozenset({"logging.getLogger"})
