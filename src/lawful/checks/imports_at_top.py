"""Whether imports stand at the top of the file."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, requires
from lawful.syntax import cst
from lawful.syntax.outline import is_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lawful.syntax import Outline, Site


class ImportsAtTop(Check):
    """Flags imports inside functions and classes, and imports below other code.

    Imports under a `try`, an `if TYPE_CHECKING` or another check of the environment before other code are at the top;
    so are those behind the docstring, dunder names and `sys.path` changes that have to come first.
    """

    id = "imports-at-top"
    phrases = (
        requires(
            "import top file",
            "import top",
            "import start",
            allows=("file module standard section level place go belong",),
            over=("function inside method body local inline nested lazy",),
        ),
        forbids(
            "import function",
            "inline import",
            "local import",
            "lazy import",
            "import nested",
            "function-level import",
            "import function-level",
            allows=("function method class nested scope inside body inline local",),
        ),
    )
    asks = (
        "All imports at the top of the file.",
        "Always place imports at the top of the file",
        "No imports inside functions.",
        "Avoid inline imports",
    )
    ignores = ("Sort imports.", "Import only what you need.", "Put the summary at the top of the file.")
    valid = (
        '"""Doc."""\nfrom __future__ import annotations\n__all__ = []\nimport os',
        "try:\n    import ujson as json\nexcept ImportError:\n    import json\nimport os",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import os",
    )
    invalid = (
        Invalid("def f():\n    import os", line=2),
        Invalid("x = 1\nimport os", line=2),
        Invalid("class A:\n    from os import path", line=2),
        Invalid("import sys\nx = 1\nif sys.version_info > (3, 12):\n    import os", line=4),
    )

    def look_file(self, outline: Outline) -> bool:
        """There are imports below other code, or in definitions."""
        top = 0
        for statement in outline.tree.body:
            if not _is_at_top(statement):
                break
            top += _imports_in(statement)
        return _imports_in(outline.tree) > top

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The statements of the file, in order."""
        del site
        code_before = False
        for statement in node.body:
            if code_before:
                yield from self._imports(
                    [statement], "this import stands below other code; move it to the top of the file"
                )
            code_before = code_before or not _belongs_to_top(statement)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """The body of a function; what is nested in it is visited by itself."""
        del site
        yield from self._imports(node.body.body, "this import stands inside a function; move it to the top of the file")

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """The body of a class."""
        del site
        yield from self._imports(node.body.body, "this import stands inside a class; move it to the top of the file")

    def _imports(self, statements: Sequence[cst.CSTNode], message: str) -> Iterator[Finding]:
        for node in _within(statements):
            if isinstance(node, (cst.Import, cst.ImportFrom)):
                yield Finding(node, message)


def _within(statements: Sequence[cst.CSTNode]) -> Iterator[cst.CSTNode]:
    """The small statements in some statements and their blocks, but not in nested functions and classes."""
    waiting = list(statements)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
            continue
        if isinstance(node, (cst.SimpleStatementLine, cst.SimpleStatementSuite)):
            yield from node.body
        elif isinstance(node, (cst.BaseSuite, cst.BaseCompoundStatement, cst.Else, cst.Finally, cst.ExceptHandler)):
            waiting += _blocks(node)


def _blocks(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for name in ("body", "orelse", "handlers", "finalbody", "cases"):
        value = getattr(node, name, None)
        if isinstance(value, cst.CSTNode):
            yield value
        elif isinstance(value, (list, tuple)):
            yield from value


def _belongs_to_top(statement: cst.CSTNode) -> bool:
    """Whether imports may follow a statement: docstrings, dunder names, other imports and checks around imports."""
    if isinstance(statement, cst.SimpleStatementLine):
        return all(_is_prelude(each) for each in statement.body)
    if isinstance(statement, (cst.If, cst.Try, cst.With)):
        inside = list(_within([statement]))
        return all(_is_prelude(each) or isinstance(each, (cst.Assign, cst.Pass, cst.Raise)) for each in inside)
    return False


def _is_prelude(node: cst.CSTNode) -> bool:
    if isinstance(node, (cst.Import, cst.ImportFrom)):
        return True
    if isinstance(node, cst.Expr):
        return isinstance(node.value, cst.BaseString) or _prepares_imports(node.value)
    targets = [each.target for each in node.targets] if isinstance(node, cst.Assign) else []
    return bool(targets) and all(isinstance(each, cst.Name) and each.value.startswith("__") for each in targets)


def _prepares_imports(node: cst.BaseExpression) -> bool:
    """Whether a call may do so, as `sys.path.insert` and `warnings.filterwarnings` do."""
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute)


def _imports_in(node: ast.AST) -> int:
    return sum(isinstance(each, (ast.Import, ast.ImportFrom)) for each in ast.walk(node))


def _is_at_top(node: ast.stmt) -> bool:
    """Whether a statement surely belongs to the top of a file, as Python's own tree tells."""
    if isinstance(node, ast.Assign):
        return all(isinstance(each, ast.Name) and each.id.startswith("__") for each in node.targets)
    if isinstance(node, (ast.If, ast.Try, ast.With)):
        return all(map(_may_stand_in_top, (each for each in ast.walk(node) if isinstance(each, ast.stmt))))
    return isinstance(node, (ast.Import, ast.ImportFrom)) or (isinstance(node, ast.Expr) and is_text(node.value))


def _may_stand_in_top(node: ast.stmt) -> bool:
    blocks = (ast.If, ast.Try, ast.With)
    return isinstance(node, (ast.Import, ast.ImportFrom, ast.Assign, ast.Pass, ast.Raise, *blocks))
