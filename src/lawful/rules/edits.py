"""Edits that the fixes of several checks are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules.check import NodeEdit
from lawful.source import Span
from lawful.syntax import cst

if TYPE_CHECKING:
    from lawful.syntax import Site


def pass_argument(call: cst.Call, name: str, value: str, site: Site) -> NodeEdit | None:
    """Pass a keyword argument in a call that does not, or passes another value.

    None where that could not be read well: a call over several lines, or one that ends with a comma.
    """
    given = next((each for each in call.args if each.keyword and each.keyword.value == name), None)
    if given is not None:
        return NodeEdit(given.value, value)
    text = site.module.text(call)
    last = call.args[-1] if call.args else None
    if (last and isinstance(last.comma, cst.Comma)) or "\n" in text or "\r" in text or not text.endswith(")"):
        return None
    if isinstance(last and last.value, cst.GeneratorExp) and not text.endswith("))"):
        return None
    end = site.module.span(call)
    at = Span(end.end_line, end.end_column - 1, end.end_line, end.end_column - 1)
    return NodeEdit(at, f"{', ' if last else ''}{name}={value}")
