"""A check of listed names, each with what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from lawful.rules.check import Finding
from lawful.rules.reference_check import ReferenceCheck
from lawful.syntax import References

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from lawful.syntax import Site, cst


class ListedCheck(ReferenceCheck):
    """Flags every reference to one of the names it lists.

    Attributes:
        listed: the dotted names, each with what is wrong with it and what to do.
    """

    listed: ClassVar[Mapping[str, str]]
    _references: ClassVar[References]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls._references = References(cls.listed)

    @property
    def refers_to(self) -> Collection[str]:
        """The listed names."""
        return self.listed.keys()

    def reference(self, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        """What the node refers to."""
        for name in self._references.at(node, site)[:1]:
            yield Finding(node, f"`{name.removeprefix('builtins.')}` {self.listed[name]}")
