"""Docstrings: where they stand, what they say and which sections they have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.syntax.lazy import cst

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEADINGS: Mapping[str, str] = {
    "args": "Args|Arguments|Parameters|Params|Keyword Args",
    "returns": "Returns?|Yields?",
    "raises": "Raises",
    "examples": "Examples?",
    "attributes": "Attributes",
    "types": "Types",
}
_FIELDS: Mapping[str, str] = {
    "args": r"param|parameter|arg|argument|key|keyword",
    "returns": "returns?|rtype|yields?",
    "raises": "raises?|except|exception",
    "attributes": "ivar|cvar|var",
    "types": "type|rtype|vartype",
}
SECTIONS = {
    name: regex(
        rf"^[ \t]*(?:{heading}):[ \t]*$"  # Google
        rf"|^[ \t]*(?:{heading})[ \t]*\r?\n[ \t]*-{{3,}}[ \t]*$"  # NumPy
        + (rf"|^[ \t]*[:@](?:{_FIELDS[name]})\b[^:\n]*:" if name in _FIELDS else r"|^[ \t]*(?:>>>|\.\. code-block)"),
        re.MULTILINE,
    )
    for name, heading in _HEADINGS.items()
}
"""What tells each section, in the layouts of Google, NumPy and Sphinx."""


def docstring(node: cst.Module | cst.ClassDef | cst.FunctionDef) -> cst.SimpleString | cst.ConcatenatedString | None:
    """The string that documents a module, class or function."""
    body = node.body if isinstance(node, cst.Module) else node.body.body
    first = body[0] if body else None
    if isinstance(first, cst.SimpleStatementLine):
        first = first.body[0]
    value = first.value if isinstance(first, cst.Expr) else None
    return value if isinstance(value, (cst.SimpleString, cst.ConcatenatedString)) else None


def sections(text: str) -> set[str]:
    """The sections that a docstring has: args, returns, raises, examples, attributes, types."""
    return {name for name, sign in SECTIONS.items() if sign.search(text)}
