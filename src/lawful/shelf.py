"""Shelves: folders in which every file is one plug-in.

Dropping a file into a shelf is all it takes to add a plug-in. A file that cannot be imported is fatal: silently
going on with fewer checks would turn unchecked code into passed code.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

T = TypeVar("T")


@cache
def modules(package: str) -> tuple[str, ...]:
    """The full names of the modules on a shelf, sorted."""
    path = importlib.import_module(package).__path__
    return tuple(sorted(f"{package}.{found.name}" for found in pkgutil.iter_modules(path)))


def classes(package: str, base: type[T]) -> Iterator[type[T]]:
    """The concrete subclasses of `base` that the modules of a shelf define themselves.

    Classes that a module only imports belong to somebody else and are left out.
    """
    for name in modules(package):
        yield from classes_of(importlib.import_module(name), base)


def classes_of(module: ModuleType, base: type[T]) -> Iterator[type[T]]:
    """The concrete subclasses of `base` that one module defines itself."""
    for member in vars(module).values():
        if (
            isinstance(member, type)
            and issubclass(member, base)
            and member.__module__ == module.__name__
            and not inspect.isabstract(member)
        ):
            yield member
