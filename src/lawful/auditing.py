"""The health of the context files themselves: what nobody sees, what leads nowhere, what cannot hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lawful import api, loading
from lawful.context import hygiene
from lawful.context.format import format_of
from lawful.context.view import within_limits
from lawful.language import vague_words
from lawful.project import Project
from lawful.regex import regex
from lawful.rules import Status
from lawful.validator import Audit, Size
from lawful.violation import Defect, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lawful.context import ContextFile, Loaded, Reader
    from lawful.rules import Rule, RuleSet
    from lawful.violation import Problem

_ERRORS = frozenset(
    {
        "contradiction", "context-unreadable", "folder-unreadable", "frontmatter-unclosed", "hidden-text", "import",
        "settings-unreadable", "too-long", "comment-unclosed", "pin-unreadable", "lock-unreadable", "checks-not-loaded",
    }
)  # fmt: skip
_NOTES = frozenset(
    {"empty", "excluded-by-settings", "ignored-by-git", "no-directives", "overruled", "repeated", "vague"}
)
_CONCRETE = regex(r"[`\d\"“]|\w\(|\w/\w|\w\.\w|[a-z]_[a-z]|[a-z][A-Z]")
"""What makes a directive more than an appeal: a name, a number, a path."""
_MOST_WORDS = 14
"""How long an appeal is at most; what is longer explains itself."""
_LEAST_WORDS = 3
"""How long a statement is at least that somebody can be said to repeat."""


def audit(root: api.PathLike = ".", *, also: Iterable[str] = ()) -> Audit:
    """Look over the context files of a project.

    Args:
        root: the project's root.
        also: context files that are not the same on every machine, to be looked over too; see `lawful.load`.

    Raises:
        UsageError: the root is no folder, or `also` names something unknown.
    """
    project = Project(root)
    terms = loading.Terms.of(project)
    loaded = loading.context_of(project, terms, also=also)
    rules = loading.rules_of(terms, loaded)
    files = {file.path: file for file in loaded.files}
    defects = [_defect(each) for each in (*rules.problems, *rules.warnings)]
    defects += [_defect(each) for file in files.values() for each in hygiene.defects(file, project)]
    defects += [_defect(each) for each in hygiene.misspelt(project.files, api.formats())]
    defects += [*_contradictions(rules, project), *_repeats(rules, project), *_vague(rules)]
    sizes = []
    for reader in api.readers():
        read = _read_by(reader, loaded)
        defects += _excesses(reader, read, loaded)
        if read:
            limits = tuple(f"{each} {each.excess.value}" for each in loaded.choices[reader.name].limits)
            sizes.append(Size(reader.title, len(read), sum(len(file.text) for file in read), limits))
    defects = sorted(dict.fromkeys(defects), key=lambda each: (each.path, each.line or 0, each.column or 0, each.kind))
    return Audit(tuple(defects), len(files), len(rules.rules), tuple(sizes))


def _defect(problem: Problem) -> Defect:
    return Defect(problem.path, problem.line, problem.column, problem.kind, problem.message, _severity(problem.kind))


def _severity(kind: str) -> Severity:
    if kind in _ERRORS:
        return Severity.ERROR
    return Severity.NOTE if kind in _NOTES else Severity.WARNING


def _contradictions(rules: RuleSet, project: Project) -> Iterator[Defect]:
    """Rules that cannot both hold: an error where both are checked, worth a note where the nearer one holds."""
    bases = {rule.directive.scope.base for rule in rules.rules}
    paths = [path for path in project.files if path.endswith(api.PYTHON)]
    paths += [f"{base}/module.py".lstrip("/") for base in sorted(bases)]
    for each in rules.contradictions(paths):
        kept, other = each.kept.directive.place, each.other.directive.place
        kind = "overruled" if each.settled else "contradiction"
        outcome = f"{kept} is nearer and holds where both apply" if each.settled else "both are checked; drop one"
        message = f"contradicts {kept} ({each.reason}); {outcome}"
        yield Defect(other.path, other.line, None, kind, message, _severity(kind), (kept,))


def _repeats(rules: RuleSet, project: Project) -> Iterator[Defect]:
    """Directives that another file, which governs the same paths, states already."""
    stated: dict[object, list[Rule]] = {}
    for rule in rules.rules:
        words = re.findall(r"\w+", rule.directive.text.casefold())
        if len(words) >= _LEAST_WORDS and not rule.directive.text.rstrip("*_ ").endswith(":"):
            stated.setdefault(tuple(words), []).append(rule)
        for binding in rule.bindings:
            stated.setdefault(binding.key, []).append(rule)
    for group in stated.values():
        files: dict[tuple[str, str], Rule] = {}
        for rule in group:
            first = next((each for each in files.values() if _repeated(rule, each, project)), None)
            files.setdefault((rule.directive.place.path, rule.directive.scope.base), rule)
            if first is not None:
                place, also = rule.directive.place, first.directive.place
                message = f"says what {also} says already; assistants that read both pay for it twice"
                yield Defect(place.path, place.line, None, "repeated", message, Severity.NOTE, (also,))


def _repeated(rule: Rule, other: Rule, project: Project) -> bool:
    """Whether two rules that say the same stand in two files of which one governs what the other does."""
    here, there = rule.directive, other.directive
    if here.place.path == there.place.path or not here.scope.meets(there.scope):
        return False
    return (project.root / here.place.path).resolve() != (project.root / there.place.path).resolve()


def _vague(rules: RuleSet) -> Iterator[Defect]:
    """Directives that praise and name nothing: nobody can tell whether they are kept."""
    words = vague_words()
    for rule in rules.rules:
        text, place = rule.directive.text, rule.directive.place
        if text.rstrip("*_ ").endswith((":", "\uff1a")):
            continue  # it introduces what follows
        if rule.status is not Status.UNENFORCED or _CONCRETE.search(text) or len(text.split()) > _MOST_WORDS:
            continue
        found = words.search(text)
        if found:
            message = f"nobody can tell whether this is kept: say what '{found.group()}' means here"
            yield Defect(place.path, place.line, None, "vague", message, Severity.NOTE)


def _read_by(reader: Reader, loaded: Loaded) -> list[ContextFile]:
    """The files that an assistant reads, each once."""
    kinds = api.formats()
    chosen = loaded.choices[reader.name].chosen(loaded.paths, lambda path: format_of(path, kinds).base(path))
    return [*{file.path: file for file in loaded.files if chosen.get(file.path, file.path) is None}.values()]


def _excesses(reader: Reader, files: list[ContextFile], loaded: Loaded) -> Iterator[Defect]:
    """What is longer than an assistant reads, or is advised to."""
    for file in files:
        _, missed = within_limits(file, files, loaded.choices[reader.name].limits, reader)
        for each in missed:
            yield Defect(file.path, each.line, None, each.kind, each.reason, _severity(each.kind))
