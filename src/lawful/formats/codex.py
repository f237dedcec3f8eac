"""Codex: AGENTS.md, and AGENTS.override.md in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.context.format import Format
from lawful.context.reader import Choice, Excess, Limit, Measure, Reader
from lawful.context.settings import file_names

if TYPE_CHECKING:
    from lawful.context.settings import Settings

_CONFIG = ".codex/config.toml"
_BUDGET = 32 * 1024


class CodexOverride(Format):
    """Markdown that stands in for the AGENTS.md beside it, for Codex alone; both are read here, as others read that."""

    name = "codex"
    files = ("**/AGENTS.override.md",)
    precedence = 2
    distance = -0.5


class Codex(Reader):
    """Reads one file a folder, from the root down to where it was started, until its budget is spent.

    `project_doc_fallback_filenames` and `project_doc_max_bytes` in `.codex/config.toml` are heeded.
    """

    name = "codex"
    title = "Codex"
    rows = (("**/AGENTS.override.md", "**/AGENTS.md"),)
    limits = (Limit(_BUDGET, Measure.BYTES, Excess.CUT, shared=True),)
    user = (".codex/AGENTS.override.md", ".codex/AGENTS.md")
    elsewhere = "where it is started: it reads a nested AGENTS.md only when started in its folder or below"

    def choice(self, settings: Settings) -> Choice:
        """One file a folder, and what the settings say of names and budget."""
        names = file_names(settings.toml(_CONFIG, "project_doc_fallback_filenames"))
        size = settings.toml(_CONFIG, "project_doc_max_bytes")
        budget = size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else _BUDGET
        limits = (Limit(budget, Measure.BYTES, Excess.CUT, shared=True),)
        return Choice(((*self.rows[0], *(f"**/{name}" for name in names)),), (), limits)
