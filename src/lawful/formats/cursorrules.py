"""Cursor's `.cursorrules`: Markdown, plain prose or JSON, in the root."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lawful.context import json_text, markdown
from lawful.context.format import Format
from lawful.violation import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.context.directive import Directive
    from lawful.context.scope import Scope


class CursorRules(Format):
    """Whatever people put there; JSON is read as JSON, everything else as Markdown, which plain prose is too."""

    name = "cursorrules"
    files = ("**/.cursorrules",)
    precedence = 4
    tolerant = True

    def statements(self, text: str, path: str, scope: Scope, warn: list[Problem]) -> Iterator[Directive]:
        """The strings of JSON, else sentences; broken JSON is read line by line, with a warning that says where."""
        if scope.base:
            message = "Cursor reads .cursorrules only in the root; lawful holds this folder to it all the same"
            warn.append(Problem(path, None, None, "ignored-by-assistant", message))
        if not text.lstrip().startswith(("{", "[")):
            return markdown.statements(text, path, scope)
        try:
            return iter([*json_text.statements(text, path, scope)])
        except json_text.JsonError as error:
            before = re.split(r"\r\n|\n|\r", text[: error.offset])
            if text.lstrip().startswith("{") or '"' in text.partition("\n")[0]:
                warn.append(
                    Problem(
                        path,
                        len(before),
                        len(before[-1]) + 1,
                        "invalid-json",
                        f"looks like JSON but is not ({error.reason}); it was read line by line as text",
                    )
                )
                # One statement a line, without the signs of JSON around it.
                return _lines(text, path, scope)
            return markdown.statements(text, path, scope)


def _lines(text: str, path: str, scope: Scope) -> Iterator[Directive]:
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        said = re.sub(r'^[\s\[\]{}",]+|[\s\[\]{}",]+$', "", line).replace('": "', ": ").replace('":', ":")
        yield from markdown.statements(said, path, scope, first_line=number)
