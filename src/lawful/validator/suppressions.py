"""`# lawful: ignore` comments: a person's decision that a line is right as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lawful.syntax import Module
    from lawful.violation import Violation

_COMMENT = re.compile(r"#\s*lawful:\s*ignore(?:\s*\[(?P<checks>[^\]]*)\])?(?=\s|$)", re.IGNORECASE)


class Suppressions:
    """The suppressions of one file.

    Only comments count, and only on the line that is reported; the words in a string suppress nothing. A suppression
    may follow another comment on its line. `# lawful: ignore` silences every rule there, `# lawful: ignore[check-id]`
    the checks it names.
    """

    def __init__(self, module: Module) -> None:
        self._checks: dict[int, frozenset[str] | None] = {}
        if "lawful:" not in module.source.text.lower():
            return  # the usual case, and looking for comments costs a walk
        for span, comment in module.comments:
            for found in _COMMENT.finditer(comment):
                named = found["checks"]
                earlier = self._checks.get(span.line, frozenset())
                if named is None or earlier is None:
                    self._checks[span.line] = None
                else:
                    self._checks[span.line] = earlier | {each.strip() for each in named.split(",")}

    def apply(self, violations: Iterable[Violation]) -> list[Violation]:
        """The violations that nobody has suppressed."""
        return [violation for violation in violations if not self._suppressed(violation)]

    def _suppressed(self, violation: Violation) -> bool:
        if violation.span.line not in self._checks:
            return False
        checks = self._checks[violation.span.line]
        return checks is None or violation.check in checks
