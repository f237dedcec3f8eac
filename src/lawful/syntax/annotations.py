"""Types in annotations, also where they stand in quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.errors import SourceError
from lawful.source import Source
from lawful.syntax.lazy import cst
from lawful.syntax.literals import dotted, literal
from lawful.syntax.module import Module
from lawful.syntax.walk import descendants

if TYPE_CHECKING:
    from lawful.syntax.site import Site

_NO_TYPES = frozenset(
    {"typing.Literal", "typing_extensions.Literal", "typing.Annotated", "typing_extensions.Annotated"}
)
_LONGEST = 1000
"""Characters of an annotation in quotes that is read."""


def is_in_annotation(site: Site) -> bool:
    """Whether the visited node is (part of) a type in an annotation; what `Literal` and calls are given is none."""
    for outer in reversed(site.ancestors):
        if isinstance(outer, cst.Annotation):
            return True
        if isinstance(outer, (cst.Call, cst.Lambda, cst.BaseStatement)):
            return False
        if isinstance(outer, cst.Subscript) and site.resolve(outer.value) & _NO_TYPES:
            return False
    return False


def quoted(node: cst.SimpleString, site: Site) -> cst.Module | None:
    """The tree of a type in quotes, if the visited string is one."""
    text = literal(node) if is_in_annotation(site) else None
    if not text or len(text) > _LONGEST:
        return None
    try:
        return Module.parse(Source(text)).tree
    except SourceError:
        return None


def quoted_names(node: cst.SimpleString, site: Site) -> frozenset[str]:
    """The dotted names that a type in quotes stands for or is made of."""
    tree = quoted(node, site)
    if tree is None:
        return frozenset()
    written = {dotted(each) for each in descendants(tree) if isinstance(each, (cst.Name, cst.Attribute))}
    return frozenset[str]().union(*(site.module.names.at_end(name) for name in written if not name.startswith(".")))
