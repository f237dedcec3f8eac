"""Where a walk stands: the node's surroundings and the answers that checks ask of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.syntax.lazy import cst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.syntax.module import Module


class Site:
    """The place of the node being visited; one object that moves along with the walk.

    Attributes:
        module: the file.
        ancestors: the nodes around the visited one, outermost first.
    """

    __slots__ = ("ancestors", "module")

    def __init__(self, module: Module, ancestors: Sequence[cst.CSTNode] = ()) -> None:
        self.module = module
        self.ancestors = ancestors

    @property
    def parent(self) -> cst.CSTNode | None:
        """The node directly around the visited one."""
        return self.ancestors[-1] if self.ancestors else None

    @property
    def definitions(self) -> list[cst.FunctionDef | cst.ClassDef]:
        """The functions and classes around the visited node, outermost first."""
        return [node for node in self.ancestors if isinstance(node, (cst.FunctionDef, cst.ClassDef))]

    def resolve(self, node: cst.CSTNode, *, follow: bool = True) -> frozenset[str]:
        """The dotted names an expression may stand for (see `lawful.syntax.names`)."""
        return self.module.names.resolve(node, follow=follow)

    def is_read(self, node: cst.CSTNode) -> bool:
        """Whether a `Name` node reads a variable."""
        return self.module.names.is_read(node)
