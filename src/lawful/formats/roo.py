"""Roo Code: `.roo/rules`, or `.roorules` where there is no such folder, and the same for single modes."""

from __future__ import annotations

from lawful.context.format import Format
from lawful.context.reader import Reader


class Roo(Format):
    """Markdown or text without a head; rules of a mode are taken to hold like the others."""

    name = "roo"
    files = (".roo/rules/**/*.md", ".roo/rules/**/*.txt", ".roo/rules-*/**/*.md", ".roo/rules-*/**/*.txt", ".roorules*")
    precedence = 9
    holders = (".roo/",)


class RooCode(Reader):
    """Reads the folder of its rules, or the file if there is no such folder; of a mode, only what is for that mode."""

    name = "roo"
    title = "Roo Code"
    rows = ((".roo/rules/**/*.{md,txt}", ".roorules"), (".roo/rules-*/**/*.{md,txt}", ".roorules-*"))
    elsewhere = "which mode it is in"
