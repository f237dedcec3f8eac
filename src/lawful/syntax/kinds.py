"""What kind of thing a definition is: by what it derives from, by what decorates it, and by its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lawful.syntax.lazy import cst
from lawful.syntax.literals import dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax.site import Site

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def bases(node: cst.ClassDef, site: Site) -> Iterator[cst.BaseExpression]:
    """The base classes of a class as they are written, and those of its bases that stand in the same file."""
    waiting = [node]
    seen: list[cst.ClassDef] = []
    while waiting:
        current = waiting.pop()
        seen.append(current)
        for argument in current.bases:
            yield argument.value
            local = site.module.names.classes(argument.value)
            waiting += [each for each in local if each not in seen and each not in waiting]


def base_names(node: cst.ClassDef, site: Site) -> frozenset[str]:
    """The dotted names of the base classes of a class, and of those of its bases that stand in the same file."""
    return frozenset[str]().union(*(site.resolve(base) for base in bases(node, site)))


def stands_for(node: cst.CSTNode, name: str, site: Site) -> bool:
    """Whether an expression is what people call `name`, who seldom say the module that it is from.

    What is defined in the file itself, and so has no dotted name, is known by how it is written.
    """
    if isinstance(node, (cst.Call, cst.Subscript)):
        return stands_for(node.func if isinstance(node, cst.Call) else node.value, name, site)
    resolved = site.resolve(node)
    if resolved:
        return any(each == name or each.endswith(f".{name}") for each in resolved)
    written = dotted(node)
    return written == name or written.endswith(f".{name}")


def is_named(node: cst.CSTNode) -> bool:
    """Whether an expression only names something, or calls what is so named."""
    while isinstance(node, (cst.Call, cst.Attribute)):
        node = node.func if isinstance(node, cst.Call) else node.value
    return isinstance(node, cst.Name)


def is_called(node: cst.ClassDef | cst.FunctionDef, noun: str) -> bool:
    """Whether the name of a definition ends with a noun: `CsvParser` and `csv_parser` with `Parser`."""
    name = node.name.value
    if isinstance(node, cst.ClassDef):
        return name.endswith(noun) and name.strip("_") not in {noun, f"Base{noun}", f"Abstract{noun}"}
    return name.endswith(f"_{_HUMP.sub('_', noun).lower()}")
