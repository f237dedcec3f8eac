"""Whether code matches a pattern where it has to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Finding, Invalid, PatternCheck, Valid
from lawful.source import Span
from lawful.syntax import cst, descendants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules.check import Visit
    from lawful.syntax import Site
    from lawful.syntax.pattern import Pattern

_LOGGER = {"pattern": "logging.getLogger(__name__)"}
_SUPER = {"pattern": "super().setUp(...)", "inside": ("def setUp(...): ...",)}


class RequiredPattern(PatternCheck):
    """Flags a file, or every piece of code of a kind, in which nothing matches a pattern pinned to a directive."""

    id = "required-pattern"
    phrases = ()
    asks = (
        ('Every module has a logger. <!-- lawful: require "logging.getLogger(__name__)" -->', _LOGGER),
        ("`setUp` calls its base. <!-- lawful: require 'super().setUp(...)' inside 'def setUp(...): ...' -->", _SUPER),
    )
    ignores = ("Every module has a logger.",)
    valid = (
        Valid("from logging import getLogger\nlog = getLogger(__name__)", _LOGGER),
        Valid("class T:\n    def setUp(self):\n        super().setUp()\n        self.x = 1", _SUPER),
        Valid("x = 1", _SUPER),
        Valid("", _LOGGER),
    )
    invalid = (
        Invalid("import logging\nlog = logging.getLogger('x')", params=_LOGGER),
        Invalid("class T:\n    def setUp(self):\n        self.x = 1", line=2, params=_SUPER),
    )

    def visits(self) -> Iterator[tuple[str, Visit]]:
        """The kinds of nodes around which the pattern is required; the whole file if there are none."""
        if not self.inside:
            yield "Module", self.file
        for kind in self.inside[0].kinds if self.inside else ():
            yield kind, self.part

    def file(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The file as a whole; an empty one needs nothing."""
        if node.body and not self._below(node, site):
            yield Finding(Span(1, 1, 1, 1), self._message("this file"))

    def part(self, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        """A piece of code in which the pattern is required."""
        around: Pattern = self.inside[0]
        for where, _ in around.matches(node, site):
            if not self._below(node, site):
                yield Finding(where, self._message("this"))
            return

    def _below(self, node: cst.CSTNode, site: Site) -> bool:
        return any(True for each in (node, *descendants(node)) for _ in self.pattern.matches(each, site))

    def _message(self, what: str) -> str:
        return self.params.message or f"{what} lacks `{self.shown}`"
