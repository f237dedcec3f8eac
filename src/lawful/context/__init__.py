"""Reading context files: which there are, what they demand, where each demand stands and which paths it governs."""

from lawful.context.directive import ContextFile, Directive
from lawful.context.discovery import Also, Folder, Loaded, load
from lawful.context.format import Format
from lawful.context.reader import Reader
from lawful.context.scope import Scope

__all__ = [
    "Also",
    "ContextFile",
    "Directive",
    "Folder",
    "Format",
    "Loaded",
    "Reader",
    "Scope",
    "load",
]
