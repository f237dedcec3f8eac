"""Cursor's `.cursorrules`: Markdown, plain prose or JSON, in the root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.context import json_text, markdown
from lawful.context.format import Format
from lawful.regex import regex
from lawful.source import Source, line_at
from lawful.violation import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lawful.context.directive import Directive
    from lawful.context.scope import Scope

_JSON = regex(r"\s*+(?:\{(?![{%])|\[\s*+(?:\[\s*+)?[\"{])")
"""How JSON begins, as against a link, a task or a template."""


class CursorRules(Format):
    """Whatever people put there; JSON is read as JSON, everything else as Markdown, which plain prose is too."""

    name = "cursorrules"
    files = ("**/.cursorrules",)
    precedence = 4
    tolerant = True

    def statements(
        self, text: str, path: str, scope: Scope, first_line: int, warn: list[Problem]
    ) -> Iterable[Directive]:
        """The strings of JSON, else sentences; broken JSON is read as text, with a warning that says where."""
        if scope.base:
            message = "Cursor reads .cursorrules only in the root; lawful holds this folder to it all the same"
            warn.append(Problem(path, None, None, "ignored-by-assistant", message))
        if not _JSON.match(text):
            return markdown.statements(text, path, scope, first_line=first_line, warn=warn)
        try:
            value = json_text.parse(text)
            found = [*json_text.statements(text, path, scope)]
        except json_text.JsonError as error:
            line = line_at(text, error.offset)
            column = error.offset - Source(text).line_starts[line - 1] + 1
            message = f"looks like JSON but is not ({error.reason}); it was read as text"
            warn.append(Problem(path, line, column, "invalid-json", message))
            return json_text.fragments(text, path, scope)
        pattern = json_text.first_key(value, "pattern")
        if pattern is not None:
            message = "lawful runs no regular expression of a rule: such rules are about an assistant's answers"
            warn.append(Problem(path, line_at(text, pattern), None, "pattern-not-run", message))
        return found
