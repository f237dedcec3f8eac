"""Gemini CLI: `GEMINI.md`, in the root and below."""

from __future__ import annotations

from lawful.context.format import Format


class Gemini(Format):
    """Markdown; every file governs its own folder and what is below it."""

    name = "gemini"
    files = ("**/GEMINI.md",)
    precedence = 6
    imports = 5
