"""Importing code from bytes that were read before, so that what is run is what was looked at.

Nothing is written beside it, and nothing compiled earlier is taken for it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.abc import ExecutionLoader, MetaPathFinder
from importlib.util import decode_source, spec_from_loader
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType


@dataclass(frozen=True)
class Code:
    """A package, as it was read.

    Attributes:
        package: its name; under one name there is only one code.
        folder: the folder where its files stand, for tracebacks.
        modules: for each module, by its name in the package, its file and what it holds.
    """

    package: str
    folder: str
    modules: Mapping[str, tuple[str, bytes]]

    def install(self) -> None:
        """Let its modules be imported."""
        if not any(isinstance(finder, _Finder) and finder.code.package == self.package for finder in sys.meta_path):
            sys.meta_path.append(_Finder(self))


class _Finder(MetaPathFinder):
    """Finds the modules of one package."""

    def __init__(self, code: Code) -> None:
        self.code = code
        package, folder, modules = code.package, code.folder, code.modules
        self._files = {package: (f"{folder}/__init__.py", b"")}
        self._packages = {package}
        for name, found in modules.items():
            parts = [package, *name.split(".")]
            if parts[-1] == "__init__":
                parts.pop()
                self._packages.add(".".join(parts))
            for end in range(1, len(parts)):
                self._packages.add(".".join(parts[:end]))
                self._files.setdefault(".".join(parts[:end]), (f"{folder}/__init__.py", b""))
            self._files[".".join(parts)] = found

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module comes from, if it is one of the package."""
        del path, target
        if fullname not in self._files:
            return None
        loader = _Loader(self.code, *self._files[fullname])
        spec = spec_from_loader(fullname, loader, is_package=fullname in self._packages)
        if spec is not None and spec.submodule_search_locations:
            spec.submodule_search_locations = []  # or others would look for its modules in the folder itself
        return spec


class _Loader(ExecutionLoader):
    """Loads one module.

    Attributes:
        code: the package that it belongs to.
    """

    def __init__(self, code: Code, path: str, source: bytes) -> None:
        self.code = code
        self._path = path
        self._source = source

    def get_filename(self, fullname: str) -> str:
        """The file of the module."""
        del fullname
        return self._path

    def get_source(self, fullname: str) -> str:
        """What that file held when it was read."""
        del fullname
        return decode_source(self._source)
