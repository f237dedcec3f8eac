"""Finding the places where code refers to things by name, through whatever import, alias or detour they are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.syntax.lazy import cst
from lawful.syntax.literals import as_said, literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lawful.syntax.site import Site


class References:
    """Tells which of some dotted names a node refers to; what is reached by an assignment counts where it is assigned.

    It is meant to be asked at every `Name`, `Attribute`, `Call` and `Subscript`.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        self._ends = frozenset(name.rpartition(".")[2] for name in self.names)

    def at(self, node: cst.CSTNode, site: Site) -> list[str]:
        """The names that the node refers to, in alphabetical order; usually none."""
        return sorted(site.resolve(node, follow=False) & self.names) if self._may_refer(node, site) else []

    def _may_refer(self, node: cst.CSTNode, site: Site) -> bool:
        """A cheap look at what the node says, before it is resolved."""
        if isinstance(node, cst.Name):
            return site.is_read(node)
        if isinstance(node, cst.Attribute):
            return as_said(node.attr.value) in self._ends
        if isinstance(node, cst.Call):  # getattr(module, "name")
            return len(node.args) > 1 and literal(node.args[1].value) in self._ends
        if isinstance(node, cst.Subscript):  # vars(module)["name"]
            index = node.slice[0].slice
            return isinstance(index, cst.Index) and literal(index.value) in self._ends
        return False
