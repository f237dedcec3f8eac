"""SARIF 2.1.0, which code hosts and editors show as annotations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from lawful._version import __version__
from lawful.validator import Renderer
from lawful.validator.report import ANSWERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lawful.rules.weakening import Comparison
    from lawful.source import Span
    from lawful.validator import Audit, Excerpt, NotChecked, Report
    from lawful.violation import Defect, Fix, Place, Problem, Violation

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class Sarif(Renderer):
    """One log with one run. Each rule that was broken is a related location of the result, the context file's line."""

    name = "sarif"

    def report(self, report: Report, sources: Mapping[str, Excerpt]) -> str:
        """Violations as results; what kept the run from looking, and what is not checked, as notifications of the tool.

        How often each of the four answers was given is a property of the run.
        """
        del sources
        notes = [*(_notification(each, "warning") for each in report.warnings), *map(_unchecked, report.not_checked)]
        notes += _compared(report.comparison)
        answers = [
            {"text": each.rule.text, "place": str(each.rule.source)}
            | {name: getattr(each, name) for name in ANSWERS}
            | {"why": dict(each.why)}
            for each in report.answers
        ]
        properties = {"answers": report.total, "rules": answers}
        return _log([_violation(each) for each in report.violations], report.problems, notes, properties)

    def audit(self, audit: Audit) -> str:
        """Defects as results."""
        return _log([_defect(each) for each in audit.defects], ())


def _log(
    results: list[dict[str, Any]],
    problems: Iterable[Problem],
    notes: Iterable[dict[str, Any]] = (),
    properties: dict[str, Any] | None = None,
) -> str:
    errors = [_notification(each, "error") for each in problems]
    run = {
        "tool": {
            "driver": {
                "name": "lawful",
                "version": __version__,
                "rules": [{"id": each} for each in sorted({each["ruleId"] for each in results})],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not errors, "toolExecutionNotifications": [*errors, *notes]}],
        "results": results,
        **({"properties": properties} if properties is not None else {}),
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _violation(violation: Violation) -> dict[str, Any]:
    rule = violation.rule
    result = {
        "ruleId": violation.check,
        "level": violation.severity.value,
        "message": {"text": f"{violation.message} (rule: {rule.text}, {rule.source})"},
        "locations": [_location(violation.path, _region(violation.span))],
        "relatedLocations": [
            {**_location(each.path, {"startLine": each.line}), "message": {"text": "the rule"}}
            for each in (rule.source, *rule.also)
        ],
    }
    if violation.known:
        result["baselineState"] = "unchanged"
    if violation.fix:
        result["fixes"] = [_fix(violation.path, violation.fix)]
    return result


def _defect(defect: Defect) -> dict[str, Any]:
    start = {"startLine": defect.line or 1, **({"startColumn": defect.column} if defect.column else {})}
    return {
        "ruleId": defect.kind,
        "level": defect.severity.value,
        "message": {"text": defect.message},
        "locations": [_location(defect.path, start)],
        "relatedLocations": [_place(each) for each in defect.also],
    }


def _place(place: Place) -> dict[str, Any]:
    return _location(place.path, {"startLine": place.line})


def _location(path: str, region: dict[str, Any]) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(path), "region": region}}


def _artifact(path: str) -> dict[str, Any]:
    return {"uri": quote(path), "uriBaseId": "%SRCROOT%"}


def _region(span: Span) -> dict[str, Any]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _fix(path: str, fix: Fix) -> dict[str, Any]:
    edits = [{"deletedRegion": _region(each.span), "insertedContent": {"text": each.text}} for each in fix.edits]
    return {
        "description": {"text": f"a {fix.applicability.value} fix"},
        "artifactChanges": [{"artifactLocation": _artifact(path), "replacements": edits}],
    }


def _unchecked(rule: NotChecked) -> dict[str, Any]:
    return {
        "level": "note",
        "descriptor": {"id": "not-checked"},
        "message": {"text": f"{rule.rule.text}: {rule.reason}"},
        "locations": [_place(rule.rule.source)],
    }


def _compared(comparison: Comparison | None) -> Iterator[dict[str, Any]]:
    for weakened in comparison.weakened if comparison is not None else ():
        yield {
            "level": "warning",
            "descriptor": {"id": "rule-weakened"},
            "message": {"text": f"the working tree would weaken this rule ({weakened.change}): {weakened.rule.text}"},
            "locations": [_place(weakened.rule.source)],
        }
    for added in comparison.added if comparison is not None else ():
        yield {
            "level": "note",
            "descriptor": {"id": "rule-added"},
            "message": {"text": f"the working tree would add this rule, which is not held yet: {added.text}"},
            "locations": [_place(added.source)],
        }


def _notification(problem: Problem, level: str) -> dict[str, Any]:
    region = {"startLine": problem.line or 1, **({"startColumn": problem.column} if problem.column else {})}
    return {
        "level": level,
        "descriptor": {"id": problem.kind},
        "message": {"text": problem.message},
        "locations": [_location(problem.path, region)],
    }
