"""A check of everything that code refers to by name, however it is reached."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from lawful.rules.check import Check, Finding
from lawful.syntax import cst  # noqa: TC001  # as in every check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class ReferenceCheck(Check):
    """Looks at every node that may refer to something: names, attributes, `getattr` and dictionaries of modules."""

    def visit_Name(self, node: cst.Name, site: Site) -> Iterator[Finding]:
        """A name; what an assignment binds is looked at where it is assigned, not where it is used."""
        return self.reference(node, site)

    def visit_Attribute(self, node: cst.Attribute, site: Site) -> Iterator[Finding]:
        """Something reached through its module."""
        return self.reference(node, site)

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """Something reached with `getattr`."""
        return self.reference(node, site)

    def visit_Subscript(self, node: cst.Subscript, site: Site) -> Iterator[Finding]:
        """Something reached through the dictionary of its module."""
        return self.reference(node, site)

    @abstractmethod
    def reference(self, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        """What is found at one of these nodes."""
