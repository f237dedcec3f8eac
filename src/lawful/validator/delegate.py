"""Running ruff for the rules that are left to it."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from lawful.errors import LawfulError
from lawful.rules.check import Finding, NodeEdit, NodeFix
from lawful.rules.ruff_check import NOT_INSTALLED, RuffCheck, executable
from lawful.source import Span
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lawful.rules import EnforcedRule
    from lawful.rules.ruff_check import RuffSettings
    from lawful.source import Source

_SECONDS = 60
"""How long ruff may take for one file; it takes milliseconds."""
_APPLICABILITY = {
    "safe": Applicability.SAFE,
    "unsafe": Applicability.UNSAFE,
    "display": Applicability.DISPLAY,
}


class DelegateError(LawfulError):
    """Ruff could not be run, or its answer could not be read."""


def delegated(
    source: Source, rules: Sequence[EnforcedRule], root: str | None = None
) -> Iterator[tuple[EnforcedRule, Finding]]:
    """What ruff finds in a text for the rules that are left to it.

    Args:
        source: the text.
        rules: all rules that govern its path.
        root: the root of the project, in which ruff looks for the modules that belong to it.

    Raises:
        DelegateError: ruff could not be run, or its answer could not be read.
    """
    groups: defaultdict[tuple[tuple[str, ...], bool], list[tuple[EnforcedRule, RuffSettings]]] = defaultdict(list)
    for rule in rules:
        if isinstance(rule.check, RuffCheck):
            settings = rule.check.ruff
            if settings.select:
                groups[settings.config, settings.preview].append((rule, settings))
            else:
                yield from ((rule, finding) for finding in _formatted(source, settings))
    for (config, preview), group in groups.items():
        select = sorted({code for _, settings in group for code in settings.select})
        for found in _linted(source, select, config, preview=preview, root=root):
            code = str(found.get("code") or "")
            for rule, settings in group:
                if code.startswith(settings.select):
                    yield rule, _finding(found)


def _linted(
    source: Source, select: Sequence[str], config: Sequence[str], *, preview: bool, root: str | None
) -> list[dict[str, Any]]:
    roots = [root, f"{root}/src"] if root else []
    places = [f"src={json.dumps(roots)}"] if roots else []
    settings = [part for each in (*config, *places) for part in ("--config", each)]
    arguments = ["check", "--output-format", "json", "--select", ",".join(select), "--ignore-noqa", "--no-cache"]
    output = _run(source, [*arguments, *(["--preview"] if preview else []), *settings], accepted=(0, 1))
    try:
        found = json.loads(output)
    except ValueError as error:
        raise DelegateError(f"ruff answered no JSON: {error}") from error
    return [each for each in found if isinstance(each, dict)]


def _formatted(source: Source, settings: RuffSettings) -> Iterator[Finding]:
    """Whether the text is as ruff's formatter writes it; the fix is what it writes."""
    config = [part for each in settings.config for part in ("--config", each)]
    text = _run(source, ["format", "--no-cache", *config], accepted=(0,))
    if text != source.text:
        last = len(source.lines)
        whole = Span(1, 1, last, len(source.line(last)) + 1)
        fix = NodeFix((NodeEdit(whole, text),))
        yield Finding(Span(1, 1, 1, 1), "the formatter would write this file otherwise", fix)


def _run(source: Source, arguments: Sequence[str], accepted: Sequence[int]) -> str:
    program = executable()
    if program is None:
        raise DelegateError(NOT_INSTALLED)
    import subprocess

    name = source.path if source.path.endswith((".py", ".pyi")) else f"{source.path}.py"
    try:
        done = subprocess.run(  # noqa: S603  # ruff of our own environment; the code goes to its standard input
            [program, *arguments, "--isolated", "--stdin-filename", name, "-"],
            input=source.text.encode("utf-8", "surrogatepass"),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DelegateError(f"ruff could not be run: {error}") from error
    if done.returncode not in accepted:
        raise DelegateError(f"ruff failed: {done.stderr.decode(errors='replace').strip()[:300]}")
    return done.stdout.decode("utf-8", "replace")


def _finding(found: dict[str, Any]) -> Finding:
    message = str(found.get("message") or "").rstrip(".")
    fix = found.get("fix")
    edits = tuple(NodeEdit(_span(each), str(each["content"])) for each in fix["edits"]) if fix else ()
    applicability = _APPLICABILITY.get(str(fix.get("applicability"))) if fix else None
    code = found.get("code")
    return Finding(
        _span(found), f"{message} (ruff {code})", NodeFix(edits, applicability) if edits and applicability else None
    )


def _span(found: dict[str, Any]) -> Span:
    start, end = found["location"], found["end_location"]
    return Span(start["row"], start["column"], end["row"], end["column"])
