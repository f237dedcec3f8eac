"""What the standard library defines, read from its source and never imported.

Importing a module runs it; `import antigravity` opens a browser. Code under check must not decide what is run.
"""

from __future__ import annotations

import ast
import sys
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

_MAX_HOPS = 10


@cache
def is_module(name: str) -> bool:
    """Whether a dotted name is a module of the standard library."""
    if name.partition(".")[0] not in sys.stdlib_module_names:
        return False
    return "." not in name or name == "os.path" or _origin(name) is not None


@cache
def members(module: str, name: str, hops: int = _MAX_HOPS) -> frozenset[str]:
    """The names that a class of the standard library and its base classes define.

    Empty for what is no such class, or is written in C.
    """
    tree = _tree(module)
    if tree is None or not hops:
        return frozenset()
    for node in ast.walk(tree):  # some modules import what they define only when it is asked for
        if isinstance(node, ast.ClassDef) and node.name == name:
            own = {each.name for each in node.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))}
            inherited = [_base(each, module, hops) for each in node.bases]
            return frozenset(own).union(*inherited)
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    return members(_absolute(node, module), alias.name, hops - 1)
    return frozenset()


def _base(node: ast.expr, module: str, hops: int) -> frozenset[str]:
    if isinstance(node, ast.Name):
        return members(module, node.id, hops - 1)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return members(node.value.id, node.attr, hops - 1)
    return frozenset()


def _absolute(node: ast.ImportFrom, module: str) -> str:
    if not node.level:
        return node.module or ""
    origin = _origin(module)
    is_package = origin is not None and origin.name == "__init__.py"
    package = module.split(".")[: len(module.split(".")) - node.level + is_package]
    return ".".join([*package, *([node.module] if node.module else [])])


@cache
def _tree(module: str) -> ast.Module | None:
    origin = _origin(module) if module.partition(".")[0] in sys.stdlib_module_names else None
    if origin is None or origin.suffix != ".py":
        return None
    return ast.parse(origin.read_bytes())


@cache
def _origin(module: str) -> Path | None:
    """The file of a module, found as an import would find it."""
    path: list[str] | None = None
    origin: str | None = None
    parts = module.split(".")
    for end in range(1, len(parts) + 1):
        spec = PathFinder.find_spec(".".join(parts[:end]), path)
        if spec is None:
            return None
        origin = spec.origin
        path = list(spec.submodule_search_locations or ())
    return Path(origin) if origin else None


def in_namesake(name: str) -> str | None:
    """What a name means that leaves out a class called like its module: `datetime.now` is `datetime.datetime.now`."""
    module, _, attribute = name.rpartition(".")
    return f"{module}.{module}.{attribute}" if module == "datetime" else None
