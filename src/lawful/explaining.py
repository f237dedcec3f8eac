"""The whole story of a check, or of a directive: what is understood, what holds it, and why nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful import api
from lawful.errors import UsageError
from lawful.regex import regex
from lawful.rules import RuffCheck, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lawful.rules import Binding, Check, Invalid, Rule, RuleSet, Valid

_PLACE = regex(r"(?P<path>.+):(?P<line>\d+)")


def explain(what: str, rules: RuleSet | None = None, checks: Sequence[type[Check]] | None = None) -> str:
    """Explain a check or the directives of a line, as Markdown that reads well as text.

    Args:
        what: the id of a check, or a context file and a line: `CLAUDE.md:12`.
        rules: the rule set in which to look for a line.
        checks: the checks there are; without them, those that need no project.

    Raises:
        UsageError: there is no such check, or no directive at that line.
    """
    place = _PLACE.fullmatch(what)
    if place and rules is not None:
        found = [each for each in rules.rules if each.directive.place.path == place["path"]]
        at = max(
            (each.directive.place.line for each in found if each.directive.place.line <= int(place["line"])), default=0
        )
        said = ["\n".join(directive(each)) for each in found if each.directive.place.line == at]
        if not said:
            known = ", ".join(dict.fromkeys(each.directive.place.path for each in rules.rules)) or "none"
            raise UsageError(f"no directive stands at {what}; context files with directives: {known}")
        before = "" if at == int(place["line"]) else "No directive begins in that line; before it stands:\n\n"
        return before + "\n\n".join(said) + "\n"
    known_check = next((each for each in checks or api.checks() if each.id == what), None)
    if known_check is None:
        raise UsageError(f"{what} is no check, nor a line such as CLAUDE.md:12; `lawful explain` lists the checks")
    return "\n".join(check(known_check)) + "\n"


def overview(checks: Sequence[type[Check]] | None = None) -> str:
    """Every check in a line."""
    checks = checks or api.checks()
    width = max(len(each.id) for each in checks)
    return "".join(f"{each.id:{width}}  {each.summary()}\n" for each in checks)


def directive(rule: Rule) -> Iterator[str]:
    """What is understood of one directive, and what holds it."""
    said = rule.directive
    yield f"{said.place}"
    yield f"  {said.text}"
    if said.headings:
        yield f"  under: {' > '.join(said.headings)}"
    if said.leads:
        yield f"  introduced by: {' > '.join(said.leads)}"
    yield f"  strength: {rule.strength.value}"
    folder = f"what is in {said.scope.base}/" if said.scope.base else "the whole project"
    globs = "".join(f", only {' or '.join(group)}" for group in said.scope.include)
    yield f"  its file governs: {folder}{globs}"
    for pin in said.pins:
        yield f"  pinned by a comment: {pin}"
    if rule.status is Status.UNENFORCED:
        yield f"  not enforced: {rule.reason}"
        return
    for binding in rule.bindings:
        yield from _held(binding)
    if rule.reason:
        yield f"  but {rule.reason}"


def _held(binding: Binding) -> Iterator[str]:
    check = binding.check
    said = check.describe(check.params)
    by = "left to ruff, by" if isinstance(check, RuffCheck) else "held by"
    scope = binding.scope
    only = "".join(f", only in {' or '.join(group)}" for group in scope.include)
    but = f", except in {', '.join(scope.exclude)}" if scope.exclude else ""
    yield f"  {by} {check.id}{f' ({said})' if said else ''}, as {_article(binding.severity.value)}{only}{but}"
    yield f"    {check.summary()}"


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def check(kind: type[Check]) -> Iterator[str]:
    """What one check says of itself."""
    yield f"## {kind.id}\n"
    yield f"{kind.summary()}{' It has a fix.' if kind.fixes() else ''}\n"
    if kind.Params.__doc__ and kind.Params.__dataclass_fields__:
        names = ", ".join(f"`{name}`" for name in kind.Params.__dataclass_fields__)
        yield f"Parameters: {names}. {kind.Params.__doc__}\n"
    yield "Asked for by:\n"
    yield from (f"- {sentence if isinstance(sentence, str) else sentence[0]}" for sentence in kind.asks)
    yield "\nNot by:\n"
    yield from (f"- {sentence}" for sentence in kind.ignores)
    yield "\nFine:\n"
    yield from _block("\n\n".join(_shown(example) for example in kind.valid))
    yield "\nNot fine:\n"
    yield from _block("\n\n".join(_shown(example) for example in kind.invalid))


def _shown(example: Valid | Invalid | str) -> str:
    """The code of an example, and the parameters it is judged by."""
    if isinstance(example, str):
        return example
    params = ", ".join(f"{key}={value!r}" for key, value in example.params.items())
    return f"{f'# with {params}' + chr(10) if params else ''}{example.code.rstrip()}"


def _block(code: str) -> Iterator[str]:
    """A fenced block."""
    yield "```python"
    yield code
    yield "```"
