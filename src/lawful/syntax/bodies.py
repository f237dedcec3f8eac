"""What the bodies of definitions and statements consist of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.syntax.lazy import cst

if TYPE_CHECKING:
    from collections.abc import Iterable


def statements(body: Iterable[cst.CSTNode]) -> list[cst.CSTNode]:
    """The statements of a body, also those that share a line."""
    found: list[cst.CSTNode] = []
    for line in body:
        found += line.body if isinstance(line, cst.SimpleStatementLine) else (line,)
    return found


def says_nothing(statement: cst.CSTNode) -> bool:
    """Whether a statement does nothing: `pass`, an ellipsis, a string."""
    value = statement.value if isinstance(statement, cst.Expr) else None
    return isinstance(statement, cst.Pass) or isinstance(value, (cst.Ellipsis, cst.SimpleString))


def assigned(statement: cst.CSTNode) -> tuple[cst.BaseAssignTargetExpression, cst.BaseExpression] | None:
    """The only target of an assignment and its value, with or without an annotation."""
    if isinstance(statement, cst.Assign) and len(statement.targets) == 1:
        return statement.targets[0].target, statement.value
    if isinstance(statement, cst.AnnAssign) and statement.value is not None:
        return statement.target, statement.value
    return None
