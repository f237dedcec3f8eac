"""What import statements bring in, by its full name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.syntax.lazy import cst
from lawful.syntax.literals import dotted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lawful.syntax.site import Site


def imported(node: cst.Import | cst.ImportFrom, site: Site) -> list[str]:
    """The dotted names of the modules that an import statement names, and of what it takes from them.

    A relative import is resolved by the path of its file, without a leading `src`; one that leaves the project, or
    stands outside any package, begins with a dot.
    """
    if isinstance(node, cst.Import):
        return [dotted(alias.name) for alias in node.names]
    module = _module(node, site.module.source.path)
    names = () if isinstance(node.names, cst.ImportStar) else node.names
    return [module, *(f"{module}.{dotted(alias.name)}" for alias in names)]


def within(names: Iterable[str], module: str) -> bool:
    """Whether one of some dotted names is a module, or something in it."""
    return any(name == module or name.startswith(f"{module}.") for name in names)


def _module(node: cst.ImportFrom, path: str) -> str:
    named = dotted(node.module) if node.module else ""
    level = len(node.relative)
    if not level:
        return named
    package = path.split("/")[:-1]
    package = package[1:] if package[:1] == ["src"] else package
    around = package[: len(package) - level + 1]
    if not around or level > len(package):
        return "." * level + named
    return ".".join([*around, *([named] if named else [])])
