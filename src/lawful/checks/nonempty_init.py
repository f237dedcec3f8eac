"""Whether `__init__.py` only makes a folder a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Demand, Finding, Heard, Invalid, Kind, Phrase, Valid, parameters
from lawful.syntax import cst
from lawful.syntax.literals import dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_NAME = "__init__.py"
_EMPTY = frozenset({"empty", "blank"})
_LOGIC = frozenset({"logic", "business", "implementation", "business logic", "functionality"})
_REEXPORTS = frozenset({"re", "export", "reexport", "re-export", "import", "__all__", "import/export"})
_BESIDE = frozenset("file keep leave should contain module package minimal put place content".split())


def _hear(demand: Demand) -> Heard | None:
    """Nothing at all in it, or nothing but imports."""
    terms = [token for token in demand.terms if token.text != _NAME]
    said = {token.term or "" for token in terms}
    named = len(terms) < len(demand.terms)
    within = demand.include == (f"**/{_NAME}",)
    if demand.kind is Kind.REQUIRE and (named or within) and said & _EMPTY and said <= _EMPTY | _BESIDE:
        return Heard({"imports": False}, frozenset(demand.items))
    if demand.kind is Kind.REQUIRE and demand.only and (named or within) and said & _REEXPORTS:
        return Heard({"imports": True}, frozenset(demand.items)) if said <= _REEXPORTS | _BESIDE else None
    if demand.kind is Kind.FORBID and (within or named) and said & _LOGIC and said <= _LOGIC | _BESIDE:
        return Heard({"imports": True}, frozenset(demand.items))
    return None


class NonemptyInit(Check):
    """Flags statements in `__init__.py` besides a docstring and, where they are allowed, imports and their lists."""

    @parameters
    class Params:
        """Whether imports, `__all__` and `__version__` may stand there."""

        imports: bool = False

    id = "nonempty-init"
    phrases = (Phrase(_hear),)
    asks = (
        "Keep `__init__.py` files empty",
        ("No logic in `__init__.py`", {"imports": True}),
        ("`__init__.py` files should only contain imports", {"imports": True}),
        "`__init__.py` must be empty",
    )
    ignores = (
        "Define `__all__` in `__init__.py`",
        "Every package needs an `__init__.py`.",
        "No wildcard imports except in `__init__.py`",
        "Keep functions empty.",
    )
    valid = (
        Valid("def f(): ...", path="app/main.py"),
        Valid('"""A package."""\n', path="app/__init__.py"),
        Valid("from .a import b\n__all__ = ['b']\n__version__ = '1'", {"imports": True}, "app/__init__.py"),
        Valid("try:\n    import a\nexcept ImportError:\n    import b as a", {"imports": True}, "app/__init__.py"),
    )
    invalid = (
        Invalid("from .a import b", path="app/__init__.py"),
        Invalid("from .a import b\ndef f(): ...", line=2, params={"imports": True}, path="app/__init__.py"),
        Invalid('"""A package."""\nx = 1', line=2, path="app/__init__.py"),
    )

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The statements of the file."""
        if site.module.source.path.rpartition("/")[2] != _NAME:
            return
        for each in node.body:
            if not self._may_stand(each):
                wanted = "nothing but imports" if self.params.imports else "nothing"
                yield Finding(each, f"`{_NAME}` should hold {wanted}; move this to a module of its own")

    def _may_stand(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.SimpleStatementLine):
            return all(self._is_plain(each) for each in node.body)
        blocks = [node.body, *(each.body for each in node.handlers)] if isinstance(node, cst.Try) else []
        inside = [each for block in blocks for each in block.body]
        return self.params.imports and bool(inside) and all(map(self._may_stand, inside))

    def _is_plain(self, node: cst.BaseSmallStatement) -> bool:
        if isinstance(node, cst.Expr):
            return isinstance(node.value, (cst.SimpleString, cst.ConcatenatedString))
        if isinstance(node, (cst.Import, cst.ImportFrom, cst.Pass)):
            return self.params.imports or isinstance(node, cst.Pass)
        targets = [each.target for each in node.targets] if isinstance(node, cst.Assign) else []
        return self.params.imports and bool(targets) and all(dotted(each).startswith("__") for each in targets)
