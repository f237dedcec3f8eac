"""Aider: the files that `read:` in `.aider.conf.yml` names."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lawful.context import frontmatter, markdown
from lawful.context.format import Format
from lawful.context.imports import Reference
from lawful.context.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lawful.context.directive import Directive
    from lawful.context.scope import Scope
    from lawful.violation import Problem

_CONFIG = ".aider.conf.yml"
_PROSE = frozenset({"", ".md", ".txt", ".rst", ".markdown"})


class Aider(Format):
    """Settings that name files; what is no prose among them, such as a module to look at, holds no directives."""

    name = "aider"
    files = (_CONFIG,)
    precedence = 15
    imports = 1

    def statements(
        self, text: str, path: str, scope: Scope, first_line: int, warn: list[Problem]
    ) -> Iterable[Directive]:
        """None in the settings themselves; Markdown in the files that they name."""
        if path.endswith(_CONFIG):
            return ()
        return markdown.statements(text, path, scope, first_line=first_line, warn=warn)

    def may_import(self, data: bytes) -> bool:
        """Whether there is a `read` among the settings."""
        return b"read" in data

    def references(self, text: str, path: str) -> Iterator[Reference]:
        """The files that `read` names in the settings."""
        if not path.endswith(_CONFIG):
            return
        found = frontmatter.settings_of(text.splitlines()).get("read")
        names = found.value if found else None
        for name in names if isinstance(names, tuple) else [str(names or "")]:
            if found and name and PurePosixPath(name).suffix.lower() in _PROSE:
                yield Reference(name, found.line, "read: ")


class AiderReader(Reader):
    """Reads what its settings name, and nothing by itself."""

    name = "aider"
    title = "Aider"
    rows = ((_CONFIG,),)
    user = (_CONFIG,)
    elsewhere = "files named with --read"
