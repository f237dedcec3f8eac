"""Whether modules say what they export."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, requires
from lawful.source import Span
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site


class MissingAll(Check):
    """Flags modules without `__all__` that define anything public."""

    id = "missing-all"
    phrases = (
        requires(
            "`__all__`",
            allows=("module file package public define defined export list name explicit api `__init__.py`",),
        ),
    )
    asks = (
        "Every module must define `__all__`.",
        "Use `__all__` to define public exports",
        "Declare `__all__` in all modules",
        "Always define `__all__`",
    )
    ignores = ("Never use `__all__`.", "Keep `__all__` sorted.", "Public functions need docstrings.")
    valid = (
        "__all__ = ['f']\ndef f(): ...",
        "def _f(): ...",
        "__all__: list[str] = []\nx = 1",
        '"""Text."""',
    )
    invalid = (
        Invalid("def f(): ..."),
        Invalid("X = 1\nif x:\n    pass"),
        Invalid('"""Text."""\n\n\nclass A: ...\nx.__all__ = 1'),
    )

    def look_file(self, outline: Outline) -> bool:
        """No statement of the module binds `__all__`."""
        return not any(isinstance(each, ast.Assign) and _binds_all(each) for each in outline.tree.body)

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The names a module binds; what it only imports is exported elsewhere."""
        events = site.module.names.module.events
        public = [name for name in events if not name.startswith("_") and name != "*"]
        defined = [name for name in public if name not in site.module.names.borrowed]
        if "__all__" not in events and defined and node.body:
            yield Finding(Span(1, 1, 1, 1), "this module does not say what it exports; define `__all__`")


def _binds_all(node: ast.Assign) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "__all__" for each in node.targets)
