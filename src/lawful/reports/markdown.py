"""A page of coverage in Markdown, for a team's wiki: what holds each directive, or why nothing does."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from lawful.errors import UsageError
from lawful.rules import Status
from lawful.validator import Renderer
from lawful.validator.shown import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lawful.context.view import View
    from lawful.rules import Conflict, Rule, RuleSet
    from lawful.validator import Audit, Excerpt, Report

_SPECIAL = str.maketrans({"|": r"\|", "<": "&lt;", ">": "&gt;"})


class Markdown(Renderer):
    """A table for each context file, and the sum on top."""

    name = "markdown"

    def report(self, report: Report, sources: Mapping[str, Excerpt]) -> str:
        """Not made for this."""
        del report, sources
        raise UsageError("a report cannot be shown as markdown")

    def audit(self, audit: Audit) -> str:
        """Not made for this."""
        del audit
        raise UsageError("an audit cannot be shown as markdown")

    def rules(
        self, rules: RuleSet, conflicts: Sequence[Conflict] = (), view: View | None = None, path: str | None = None
    ) -> str:
        """Every directive in the table of its file, the conflicts, and what an assistant misses."""
        del path
        return "\n".join([*_head(rules), *_tables(rules), *_conflicts(conflicts), *_missed(view)]).rstrip() + "\n"


def _head(rules: RuleSet) -> Iterator[str]:
    counts = Counter(rule.status for rule in rules.rules)
    said = ", ".join(f"{counts[status]} {status.value}" for status in Status)
    yield "# What holds our rules\n"
    yield f"{len(rules.rules)} directives: {said}.\n"
    yield from (f"- **not read**: {_cell(str(each))}" for each in rules.problems)


def _tables(rules: RuleSet) -> Iterator[str]:
    for path, group in groupby(rules.rules, key=lambda rule: rule.directive.place.path):
        yield f"## {_cell(path)}\n"
        yield "| line | directive | held by |"
        yield "| ---: | --- | --- |"
        for rule in group:
            yield f"| {rule.directive.place.line} | {_cell(rule.directive.text)} | {_holder(rule)} |"
        yield ""


def _holder(rule: Rule) -> str:
    parts = []
    for binding in rule.bindings:
        said = binding.check.describe(binding.check.params)
        parts.append(f"`{binding.check.id}`{f' ({_cell(said)})' if said else ''}, {binding.severity.value}")
    if rule.reason:
        parts.append(f"*{_cell(rule.reason)}*")
    return "<br>".join(parts)


def _conflicts(conflicts: Sequence[Conflict]) -> Iterator[str]:
    if conflicts:
        yield "## Conflicts\n"
    for each in conflicts:
        outcome = "the first is nearer and holds" if each.settled else "both are checked"
        places = f"{each.kept.directive.place} and {each.other.directive.place}"
        yield f"- {_cell(places)}: {_cell(each.reason)}; {outcome}"


def _missed(view: View | None) -> Iterator[str]:
    if view is None or not view.missed:
        return
    yield f"## What {view.reader.title} misses\n"
    for each in view.missed:
        place = each.path if each.line is None else f"{each.path}:{each.line}"
        yield f"- {_cell(place)}: {_cell(each.reason)}"


def _cell(text: str) -> str:
    """A text that stays in its cell and makes no markup but its own code spans."""
    return visible(text).translate(_SPECIAL)
