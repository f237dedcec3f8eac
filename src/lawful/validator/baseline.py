"""A baseline: the violations that old code has, so that only new ones fail a run.

A violation is known by its file, its check, the words of its rule and the text of the line it stands on, never by the
number of the line. Where the same line stands several times, as many are known as there were.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from lawful.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lawful.validator.report import Excerpt
    from lawful.violation import Violation

VERSION = 1
_KEYS = ("path", "check", "rule", "line")
_Known = tuple[str, str, str, str]


def write_baseline(violations: Iterable[Violation], sources: Mapping[str, Excerpt]) -> str:
    """A baseline of all these violations, sorted, for people to review and commit.

    Args:
        violations: the violations.
        sources: for each path with violations the lines on which they stand.
    """
    counted = Counter(_known(each, sources) for each in violations)
    entries = [{**dict(zip(_KEYS, known, strict=True)), "count": counted[known]} for known in sorted(counted)]
    return json.dumps({"version": VERSION, "violations": entries}, indent=1, ensure_ascii=False) + "\n"


def marked(violations: Iterable[Violation], sources: Mapping[str, Excerpt], baseline: str) -> list[Violation]:
    """The violations, with those marked that a baseline knows.

    Args:
        violations: the violations, in order.
        sources: for each path with violations the lines on which they stand.
        baseline: the text of the baseline.

    Raises:
        UsageError: it is no baseline.
    """
    left = _read(baseline)
    found = []
    for violation in violations:
        known = _known(violation, sources)
        if left[known] > 0:
            left[known] -= 1
            found.append(replace(violation, known=True))
        else:
            found.append(violation)
    return found


def _read(text: str) -> Counter[_Known]:
    try:
        data = json.loads(text)
        if data["version"] != VERSION:
            raise UsageError(f"the baseline has version {data['version']!r}; this lawful reads version {VERSION}")
        return Counter({(str(e["path"]), str(e["check"]), str(e["rule"]), str(e["line"])): int(e["count"])
                        for e in data["violations"]})  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError(f"this is no baseline ({error}); write one with --write-baseline") from error


def _known(violation: Violation, sources: Mapping[str, Excerpt]) -> _Known:
    source = sources.get(violation.path)
    line = source.line(violation.span.line).strip() if source is not None else ""
    return violation.path, violation.check, violation.rule.text, line.encode("utf-8", "replace").decode()
