"""Names and strings that are written out."""

from __future__ import annotations

import unicodedata
import warnings

from lawful.syntax.lazy import cst


def dotted(node: cst.CSTNode) -> str:
    """The dotted name that an import writes out."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    return as_said(".".join([node.value if isinstance(node, cst.Name) else "", *reversed(parts)]))


def as_said(name: str) -> str:
    """A name as Python reads it: letters that are variants of others are those others."""
    return name if name.isascii() else unicodedata.normalize("NFKC", name)


def literal(node: cst.CSTNode) -> str | None:
    """The value of a plain string literal, or None for anything else."""
    parts: list[str | None] = []
    # A table of strings is a concatenation as deep as it is long.
    while isinstance(node, cst.ConcatenatedString):
        parts.append(literal(node.left))
        node = node.right
    value = _evaluated(node) if isinstance(node, cst.SimpleString) else None
    parts.append(value if isinstance(value, str) else None)
    return None if None in parts else "".join(filter(None, parts))


def _evaluated(node: cst.SimpleString) -> str | bytes | None:
    if "\\" not in node.value and node.value.isascii():
        return node.evaluated_value
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # escapes that Python does not know
            return node.evaluated_value
    except (SyntaxError, ValueError):  # Python, which refuses such escapes, may not know other syntax of the file
        return None
