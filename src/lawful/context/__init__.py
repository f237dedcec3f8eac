"""Reading context files: which there are, what they demand, where each demand stands and which paths it governs."""

from lawful.context.directive import ContextFile, Directive
from lawful.context.discovery import load
from lawful.context.format import Format
from lawful.context.scope import Scope

__all__ = ["ContextFile", "Directive", "Format", "Scope", "load"]
