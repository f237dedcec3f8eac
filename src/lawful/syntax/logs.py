"""Recognising what code writes to a log."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.syntax.lazy import cst
from lawful.syntax.literals import dotted

if TYPE_CHECKING:
    from lawful.syntax.site import Site

LEVELS = frozenset({"debug", "info", "warning", "warn", "error", "critical", "fatal", "exception", "log"})
_MAKERS = frozenset(
    """
    logging.getLogger logging.Logger structlog.get_logger structlog.getLogger structlog.stdlib.get_logger
    celery.utils.log.get_task_logger
    """.split()
)


def may_log(call: ast.Call) -> bool:
    """Whether a call may write to a log, as Python's own tree tells."""
    method = call.func
    return isinstance(method, ast.Name) or (isinstance(method, ast.Attribute) and method.attr in LEVELS)


def log_level(call: cst.Call, site: Site) -> str | None:
    """The method by which a call writes to a log, if it does: a function of `logging` or a method of a logger.

    A logger is what such a maker returned, and what carries the name of one: its type is seldom written out.
    """
    method = call.func
    if isinstance(method, cst.Name):
        found = {name.rpartition(".")[2] for name in site.resolve(method) if name.startswith("logging.")}
        return min(found & LEVELS, default=None)
    if not isinstance(method, cst.Attribute) or method.attr.value not in LEVELS:
        return None
    return method.attr.value if _is_logger(method.value, site) else None


def _is_logger(node: cst.BaseExpression, site: Site) -> bool:
    if isinstance(node, cst.Call):
        return bool(site.resolve(node.func) & _MAKERS)
    stands_for = site.resolve(node)
    if stands_for:
        return any(name == "logging" or _is_logger_name(name) for name in stands_for)
    makers = site.module.names.makers(node)
    if makers is not None:
        return bool(makers & _MAKERS)
    return isinstance(node, (cst.Name, cst.Attribute)) and _is_logger_name(dotted(node))


def _is_logger_name(name: str) -> bool:
    last = name.rpartition(".")[2].lower().strip("_")
    return last in {"log", "logger"} or last.endswith(("_log", "_logger"))
