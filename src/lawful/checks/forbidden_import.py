"""Whether code imports a module that it must not import."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, forbids_api, names_library, parameters, places_purpose
from lawful.rules.api_names import is_module_name
from lawful.rules.purposes import serves
from lawful.syntax import References, cst
from lawful.syntax.imports import imported, within
from lawful.syntax.literals import literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from lawful.syntax import Outline, Site

_REQUESTS = {"modules": ("requests",)}
_OS_PATH = {"modules": ("os.path",)}
_IMPORTERS = frozenset({"builtins.__import__", "importlib.import_module", "importlib.__import__"})


class ForbiddenImport(Check):
    """Flags every import of a forbidden module or of what is in it, and its use where no import names it."""

    @parameters
    class Params:
        """The modules, by dotted name; what is below them is forbidden too. What to use instead, if that was said."""

        modules: tuple[str, ...] = ()
        instead: str | None = None

    id = "forbidden-import"
    phrases = (
        forbids_api(
            is_module_name,
            param="modules",
            allows=(
                "import",
                "module",
                "package",
                "new",
                "third-party",
                "external",
                "add",
                "HTTP client",
                "standard library",
            ),
            serves=serves,
        ),
        names_library(),
        places_purpose(),
    )
    asks = (
        ("Never import `requests`.", {"modules": ("requests",)}),
        ("Use `pathlib` instead of `os.path`.", {"modules": ("os.path",), "instead": "pathlib"}),
        ("Prefer httpx over requests.", {"modules": ("requests",), "instead": "httpx"}),
        ("Use `freezegun` to mock time", {"modules": ("time_machine",), "instead": "freezegun"}),
    )
    ignores = (
        "Import `requests` at the top.",
        "Avoid time pressure.",
        "We use FastAPI.",
        "Use Typer for the admin scripts.",
    )
    valid = (
        Valid("import requests_mock", _REQUESTS),
        Valid("from .requests import get", _REQUESTS),
        Valid("import os\nos.getcwd()", _OS_PATH),
    )
    invalid = (
        Invalid("import requests", params=_REQUESTS),
        Invalid("from requests.adapters import HTTPAdapter", params=_REQUESTS),
        Invalid("import importlib\nimportlib.import_module('requests')", line=2, params=_REQUESTS),
        Invalid("import os\nos.path.join('a', 'b')", line=2, params=_OS_PATH),
    )

    @property
    def mentions(self) -> Collection[str]:
        """The last words of the modules; what stands before them a relative import need not say."""
        return frozenset(module.rpartition(".")[2] for module in self.params.modules)

    def look_file(self, outline: Outline) -> bool:
        """One of them is imported, perhaps by its name in a string, or is mentioned as part of its package."""
        modules = self.params.modules
        if not outline.said.isdisjoint(("import_module", "__import__")):
            return True
        whole = {alias.name for each in outline.of_kind(ast.Import) for alias in each.names}
        for each in outline.of_kind(ast.ImportFrom):
            if not each.level:
                whole |= {each.module, *(f"{each.module}.{alias.name}" for alias in each.names)}
        named = any(f"{name}.".startswith(f"{module}.") for name in whole for module in modules)
        return named or outline.refers_to(module for module in modules if "." in module)

    def __init__(self, params: dict[str, object] | None = None) -> None:
        super().__init__(params)
        self._submodules = References(module for module in self.params.modules if "." in module)

    def visit_Import(self, node: cst.Import, site: Site) -> Iterator[Finding]:
        """`import a, b.c`."""
        yield from self._findings(node, imported(node, site))

    def visit_ImportFrom(self, node: cst.ImportFrom, site: Site) -> Iterator[Finding]:
        """`from a import b`, where `b` may be a module itself."""
        yield from self._findings(node, imported(node, site))

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """An import by a call with a literal name, or a module reached with `getattr`."""
        name = literal(node.args[0].value) if node.args else None
        if name and site.resolve(node.func) & _IMPORTERS:
            package = literal(node.args[1].value) if len(node.args) > 1 else None
            yield from self._findings(node, [f"{package}{name}" if package and name.startswith(".") else name])
        yield from self._uses(node, site)

    def visit_Name(self, node: cst.Name, site: Site) -> Iterator[Finding]:
        """A module reached through an import with `*` of the package that holds it."""
        return self._uses(node, site)

    def visit_Attribute(self, node: cst.Attribute, site: Site) -> Iterator[Finding]:
        """A module reached through the package that holds it: `os.path` after `import os`."""
        return self._uses(node, site)

    def visit_Subscript(self, node: cst.Subscript, site: Site) -> Iterator[Finding]:
        """A module reached through the dictionary of the package that holds it."""
        return self._uses(node, site)

    def _uses(self, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        names = site.module.names
        # What is imported by its own name is flagged there.
        known = names.imported if isinstance(node, cst.Name) else names.opened
        for module in self._submodules.at(node, site):
            if not within(known, module):
                yield self._finding(node, module)

    def _findings(self, node: cst.CSTNode, names: Iterable[str]) -> Iterator[Finding]:
        module = next((module for name in names for module in self.params.modules if within([name], module)), None)
        if module is not None:
            yield self._finding(node, module)

    def _finding(self, node: cst.CSTNode, module: str) -> Finding:
        instead = f"; use {self.params.instead} instead" if self.params.instead else ""
        return Finding(node, f"`{module}` must not be imported here{instead}")
