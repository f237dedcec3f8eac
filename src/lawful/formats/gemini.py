"""Gemini CLI: `GEMINI.md`, in the root and below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.context.format import Format
from lawful.context.reader import Choice, Reader
from lawful.context.settings import file_names

if TYPE_CHECKING:
    from lawful.context.settings import Settings

_SETTINGS = ".gemini/settings.json"


class Gemini(Format):
    """Markdown; every file governs its own folder and what is below it."""

    name = "gemini"
    files = ("**/GEMINI.md",)
    precedence = 6
    imports = 5


class GeminiCli(Reader):
    """Reads the files of all folders; `context.fileName` in its settings names them otherwise."""

    name = "gemini"
    title = "Gemini CLI"
    rows = (("**/GEMINI.md",),)
    user = (".gemini/GEMINI.md",)

    def choice(self, settings: Settings) -> Choice:
        """The files of the names that the settings give, or else GEMINI.md."""
        named = settings.json(_SETTINGS, "context", "fileName") or settings.json(_SETTINGS, "contextFileName")
        rows = tuple((f"**/{name}",) for name in file_names(named))
        return Choice(rows or self.rows)
