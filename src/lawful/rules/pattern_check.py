"""Checks whose question is a code pattern, given with the rule."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lawful.rules.check import Check
from lawful.syntax.pattern import Pattern, PatternError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lawful.syntax import Site, cst
    from lawful.syntax.pattern import Binding


@dataclass(frozen=True, slots=True)
class PatternParams:
    """The pattern, patterns around what matches (`inside`, `not_inside`), and what its holes must look like (`where`).

    `where` has a hole, `=~` or `!~`, and a regular expression in RE2's syntax for each condition. `message` is what to
    say of a violation.
    """

    pattern: str = "pass"
    inside: tuple[str, ...] = ()
    not_inside: tuple[str, ...] = ()
    where: tuple[tuple[str, str, str], ...] = ()
    message: str | None = None


class PatternCheck(Check):
    """Compiles the patterns and conditions of its parameters; see `lawful.syntax.pattern`."""

    Params = PatternParams

    def __init__(self, params: Mapping[str, object] | None = None) -> None:
        """Make a check.

        Raises:
            PatternError: a pattern or a regular expression cannot be compiled, or a condition names no hole.
        """
        super().__init__(params)
        self.shown = " ".join(str(self.params.pattern).split())
        self.pattern = Pattern(self.params.pattern)
        self.inside = tuple(map(Pattern, self.params.inside))
        self.not_inside = tuple(map(Pattern, self.params.not_inside))
        holes = frozenset().union(self.pattern.holes, *(each.holes for each in self.inside))
        for hole, _, expression in self.params.where:
            if hole not in holes:
                raise PatternError(f"${hole} is no hole of the pattern")
            _compiled(expression)

    @cached_property
    def _conditions(self) -> tuple[tuple[str, bool, Any], ...]:
        return tuple((hole, sign == "=~", _compiled(expression)) for hole, sign, expression in self.params.where)

    def found(self, node: cst.CSTNode, site: Site) -> Iterator[cst.CSTNode]:
        """Where a match begins at a node, if there is one that keeps all conditions."""
        for where, bound in self.pattern.matches(node, site):
            if self._holds(bound, site):
                yield where
                return

    def _holds(self, bound: Binding, site: Site) -> bool:
        around = [*reversed(site.ancestors)]
        if any(_surrounded(each, around, site, bound) is not None for each in self.not_inside):
            return False
        for each in self.inside:
            wider = _surrounded(each, around, site, bound)
            if wider is None:
                return False
            bound = wider
        return all(
            bool(expression.search(site.module.text(bound[hole]))) is wanted
            for hole, wanted, expression in self._conditions
            if hole in bound
        )


def _surrounded(pattern: Pattern, around: list[cst.CSTNode], site: Site, bound: Binding) -> Binding | None:
    """What the holes stand for when one of the nodes around matches."""
    return next((found for node in around for _, found in pattern.matches(node, site, bound)), None)


def _compiled(expression: str) -> Any:  # noqa: ANN401  # the library has no types
    """A regular expression whose search takes linear time, whatever it is: it comes from a context file."""
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(expression, options)
    except re2.error as error:
        reason = error.args[0].decode(errors="replace") if isinstance(error.args[0], bytes) else error
        raise PatternError(f"`{expression}` is no regular expression in RE2's syntax: {reason}") from error
