"""The reports of all shards of a project as one; nothing that one of them says is lost, and none may be missing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lawful.errors import UsageError
from lawful.validator.report import ANSWERS, FAILED, LAWFUL, UNLAWFUL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_OF_THE_RULES = ("rules", "not_checked")
"""Numbers that every shard gives alike."""


def merge(reports: Mapping[str, str]) -> dict[str, Any]:
    """One report, as `lawful check --format json` prints it, of those of all shards.

    Args:
        reports: for each name of a report its text.

    Raises:
        UsageError: one is no report of a shard, they are not of the same shards, or one is missing or there twice.
    """
    read = [_read(name, text) for name, text in reports.items()]
    _complete([each["shard"] for each in read])
    read.sort(key=lambda each: int(each["shard"]["number"]))
    violations = sorted(_all(read, "violations"), key=_place)
    errors, warnings, unheld = (_distinct(_all(read, name)) for name in ("errors", "warnings", "not_checked"))
    answers = _answers(read)
    summary: dict[str, Any] = {}
    for name in dict.fromkeys(name for each in read for name in each["summary"]):
        values = [each["summary"].get(name, 0) for each in read]
        if name != "answers":
            summary[name] = max(values) if name in _OF_THE_RULES else sum(values)
    summary |= {"violations": len(violations), "errors": len(errors), "not_checked": len(unheld)}
    summary["answers"] = {name: sum(each[name] for each in answers) for name in ANSWERS}
    found = {
        "version": 1,
        "violations": violations,
        "errors": errors,
        "warnings": warnings,
        "not_checked": unheld,
        "answers": answers,
        "summary": summary,
    }
    summary["lawful"] = status(found) == LAWFUL
    return found


def status(report: Mapping[str, Any]) -> int:
    """0 lawful, 1 violations that no baseline knows, 2 a run itself failed."""
    if report["errors"]:
        return FAILED
    return UNLAWFUL if any(not each.get("known") for each in report["violations"]) else LAWFUL


def _read(name: str, text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not _is_of_shard(found):
        message = f"{name} is no report of a shard; write one with lawful check --shard 1/2 --format json"
        raise UsageError(message)
    return found


def _is_of_shard(found: Mapping[str, Any]) -> bool:
    shard, summary = found.get("shard"), found.get("summary")
    lists = (found.get(name) for name in ("violations", "errors", "warnings", "not_checked", "answers"))
    numbered = isinstance(shard, dict) and all(isinstance(shard.get(name), int) for name in ("number", "of"))
    return found.get("version") == 1 and numbered and isinstance(summary, dict) and all(map(_is_rows, lists))


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _complete(shards: Sequence[Mapping[str, int]]) -> None:
    """Refuse reports that are not those of all shards, each once."""
    parts = {each["of"] for each in shards}
    if len(parts) != 1:
        raise UsageError(
            f"the reports are of shards of {', '.join(map(str, sorted(parts)))}; merge those of one number"
        )
    of = parts.pop()
    numbers = sorted(each["number"] for each in shards)
    missing = sorted(set(range(1, of + 1)) - set(numbers))
    if missing:
        raise UsageError(f"the report of shard {missing[0]}/{of} is missing; what it checks would pass unchecked")
    if len(numbers) != of:
        raise UsageError(f"there are {len(numbers)} reports of {of} shards; one of them is there twice")


def _all(reports: Iterable[Mapping[str, Any]], name: str) -> list[dict[str, Any]]:
    return [each for report in reports for each in report[name]]


def _distinct(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each once: what is wrong with context files every shard says."""
    return list({json.dumps(each, sort_keys=True): each for each in found}.values())


def _place(violation: Mapping[str, Any]) -> tuple[Any, ...]:
    rule = violation["rule"]["source"]
    span = (violation[name] for name in ("line", "column", "end_line", "end_column"))
    return (violation["path"], *span, violation["check"], rule["path"], rule["line"])


def _answers(reports: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The answers for each rule, added up."""
    found: dict[str, dict[str, Any]] = {}
    for answer in _all(reports, "answers"):
        key = json.dumps(answer["rule"], sort_keys=True)
        if key not in found:
            found[key] = {**answer, "why": dict(answer["why"])}
            continue
        for name in ANSWERS:
            found[key][name] += answer[name]
        for reason, files in answer["why"].items():
            found[key]["why"][reason] = found[key]["why"].get(reason, 0) + files
    return list(found.values())
