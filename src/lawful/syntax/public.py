"""What a module offers to others: names without a leading underscore, outside functions and private classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.syntax.lazy import cst

if TYPE_CHECKING:
    from lawful.syntax.site import Site


def is_dunder(name: str) -> bool:
    """Whether Python gave the name its meaning: `__init__`."""
    return name.startswith("__") and name.endswith("__")


def is_nested(site: Site) -> bool:
    """Whether the visited node stands inside a function."""
    return any(isinstance(node, cst.FunctionDef) for node in site.definitions)


def is_method(site: Site) -> bool:
    """Whether the visited node stands directly in a class."""
    around = site.definitions
    return bool(around) and isinstance(around[-1], cst.ClassDef)


def is_public(name: str, site: Site) -> bool:
    """Whether a definition can be reached from outside by names without a leading underscore."""
    names = (name, *(node.name.value for node in site.definitions))
    return not is_nested(site) and all(is_dunder(each) or not each.startswith("_") for each in names)
