"""`# lawful: ignore` comments: a person's decision that a line, or a file, is right as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.violation import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lawful.source import Source, Span
    from lawful.syntax import Module
    from lawful.violation import Violation

_COMMENT = regex(r"#\s*lawful:\s*ignore(?P<file>-file)?(?:\s*\[(?P<checks>[^\]]*)\])?(?=\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Suppression:
    """One comment: its place, the line it is about (None for the file), and the checks it names (None for all)."""

    span: Span
    line: int | None
    checks: frozenset[str] | None

    def covers(self, violation: Violation) -> bool:
        """Whether a violation is one that it is about."""
        here = self.line is None or self.line == violation.span.line
        return here and (self.checks is None or violation.check in self.checks)


def may_suppress(source: Source) -> bool:
    """Whether a text may hold suppressions; usually not, and looking for comments costs a tree."""
    return "lawful:" in source.text.lower()


class Suppressions:
    """The suppressions of one file.

    Only comments count; the words in a string suppress nothing. A suppression may follow another comment on its line.
    `# lawful: ignore` silences every rule on the line that is reported, `# lawful: ignore[check-id]` the checks it
    names, and `# lawful: ignore-file` does the same for the whole file, wherever it stands.
    """

    def __init__(self, module: Module) -> None:
        self._path = module.source.path
        self._found: list[_Suppression] = []
        for span, comment in module.comments:
            for found in _COMMENT.finditer(comment):
                named = found["checks"]
                checks = None if named is None else frozenset(each.strip() for each in named.split(","))
                self._found.append(_Suppression(span, None if found["file"] else span.line, checks))

    def apply(self, violations: Iterable[Violation]) -> tuple[list[Violation], list[Problem]]:
        """The violations that nobody has suppressed, and the suppressions that suppress nothing."""
        left = []
        used: set[_Suppression] = set()
        for violation in violations:
            covering = [each for each in self._found if each.covers(violation)]
            used.update(covering)
            if not covering:
                left.append(violation)
        return left, [self._unused(each) for each in self._found if each not in used]

    def _unused(self, suppression: _Suppression) -> Problem:
        what = "this file" if suppression.line is None else "this line"
        which = f" of {', '.join(sorted(suppression.checks))}" if suppression.checks else ""
        message = f"nothing{which} is reported for {what}; drop the suppression"
        return Problem(self._path, suppression.span.line, suppression.span.column, "unused-suppression", message)
