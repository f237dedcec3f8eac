"""One JSON object, for programs; its keys are a contract."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from lawful.validator import Renderer
from lawful.validator.report import ANSWERS
from lawful.violation import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lawful.context import Scope
    from lawful.context.view import View
    from lawful.rules import Conflict, Rule, RuleSet
    from lawful.rules.weakening import Comparison
    from lawful.source import Edit
    from lawful.validator import Answer, Audit, Excerpt, Report
    from lawful.violation import Citation, Place, Problem, Violation

VERSION = 1


class Json(Renderer):
    """Lines and columns are 1-based, columns count characters, and paths are relative to the root with `/`."""

    name = "json"

    def report(self, report: Report, sources: Mapping[str, Excerpt]) -> str:
        """Violations, errors, what was not checked, and a summary."""
        del sources
        return _dumped(
            {
                "version": VERSION,
                "violations": [_violation(each) for each in report.violations],
                "errors": [_problem(each) for each in report.problems],
                "warnings": [_problem(each) for each in report.warnings],
                "not_checked": [{"rule": _citation(each.rule), "reason": each.reason} for each in report.not_checked],
                "answers": [_answer(each) for each in report.answers],
                **({"rules_from": _comparison(report.comparison)} if report.comparison is not None else {}),
                **({"shard": {"number": report.shard[0], "of": report.shard[1]}} if report.shard else {}),
                **({"text": report.text} if report.text is not None else {}),
                "summary": {
                    "lawful": report.lawful,
                    "files": report.files,
                    **({"excluded": report.excluded} if report.excluded else {}),
                    "rules": report.rules,
                    "violations": len(report.violations),
                    **({"known": known} if (known := sum(each.known for each in report.violations)) else {}),
                    "fixed": report.fixed,
                    "errors": len(report.problems),
                    "not_checked": len(report.not_checked),
                    "answers": report.total,
                    **({"unchanged": report.unchanged} if report.unchanged else {}),
                },
            }
        )

    def audit(self, audit: Audit) -> str:
        """What is wrong with the context files, and how much of them each assistant reads."""
        return _dumped(
            {
                "version": VERSION,
                "defects": [dataclasses.asdict(each) for each in audit.defects],
                "sizes": [dataclasses.asdict(each) for each in audit.sizes],
                "summary": {
                    "files": audit.files,
                    "directives": audit.directives,
                    **{f"{each.value}s": audit.count(each) for each in Severity},
                },
            }
        )

    def rules(
        self, rules: RuleSet, conflicts: Sequence[Conflict] = (), view: View | None = None, path: str | None = None
    ) -> str:
        """Every directive, what was wrong with context files, and the conflicts if there are any."""
        found: dict[str, Any] = {
            "version": VERSION,
            "directives": [
                _rule(each) | ({} if path is None else {"applies": each.directive.scope.why(path)})
                for each in rules.rules
            ],
            "errors": [_problem(each) for each in rules.problems],
            "warnings": [_problem(each) for each in rules.warnings],
        }
        if view is not None:
            found["assistant"] = view.reader.name
            found["missed"] = [dataclasses.asdict(each) for each in view.missed]
        if conflicts:
            found["conflicts"] = [_conflict(each) for each in conflicts]
        return _dumped(found)


def _dumped(data: dict[str, Any]) -> str:
    # ASCII, so that it survives every terminal and every encoding of a pipe.
    return json.dumps(data, indent=2) + "\n"


def _violation(violation: Violation) -> dict[str, Any]:
    fix = violation.fix
    return {
        "path": violation.path,
        **dataclasses.asdict(violation.span),
        "check": violation.check,
        "message": violation.message,
        "severity": violation.severity.value,
        "rule": {**_citation(violation.rule), "also": [_place(each) for each in violation.rule.also]},
        "fix": {"applicability": fix.applicability.value, "edits": [_edit(each) for each in fix.edits]}
        if fix
        else None,
        **({"known": True} if violation.known else {}),
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {**dataclasses.asdict(edit.span), "text": edit.text}


def _citation(citation: Citation) -> dict[str, Any]:
    return {"text": citation.text, "source": _place(citation.source)}


def _place(place: Place) -> dict[str, Any]:
    return {"path": place.path, "line": place.line}


def _problem(problem: Problem) -> dict[str, Any]:
    return dataclasses.asdict(problem)


def _answer(answer: Answer) -> dict[str, Any]:
    counts = {name: getattr(answer, name) for name in ANSWERS}
    return {"rule": _citation(answer.rule), **counts, "why": dict(answer.why)}


def _comparison(comparison: Comparison) -> dict[str, Any]:
    weakened = [
        {
            "rule": _citation(each.rule),
            "change": each.change.value,
            "files": each.files,
            "now": None if each.now is None else _citation(each.now),
        }
        for each in comparison.weakened
    ]
    return {
        "revision": comparison.revision,
        "weakened": weakened,
        "added": [_citation(each) for each in comparison.added],
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "kept": _place(conflict.kept.directive.place),
        "other": _place(conflict.other.directive.place),
        "reason": conflict.reason,
        "settled": conflict.settled,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "text": rule.directive.text,
        "source": _place(rule.directive.place),
        "strength": rule.strength.value,
        "status": rule.status.value,
        "reason": rule.reason,
        "checks": [
            {
                "check": binding.check.id,
                "params": dataclasses.asdict(binding.check.params),
                "scope": _scope(binding.scope),
            }
            for binding in rule.bindings
        ],
        "scope": _scope(rule.directive.scope),
    }


def _scope(scope: Scope) -> dict[str, Any]:
    return {"base": scope.base, "include": [list(group) for group in scope.include], "exclude": list(scope.exclude)}
