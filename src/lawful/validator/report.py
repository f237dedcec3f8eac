"""What one run found, and what it did not look at."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from lawful.errors import UsageError
from lawful.violation import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lawful.context.view import View
    from lawful.rules import Conflict, RuleSet
    from lawful.rules.weakening import Comparison
    from lawful.validator.answers import Answer
    from lawful.violation import Citation, Defect, Problem, Violation

LAWFUL = 0
UNLAWFUL = 1
FAILED = 2
ANSWERS = ("violated", "lawful", "not_applicable", "not_checked")
"""What may become of a rule in a file."""


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A rule that nothing held code to, and why."""

    rule: Citation
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """Violations, plus what was not checked.

    Attributes:
        violations: where code breaks rules, in order of path and place.
        problems: files that could not be read or parsed, and checks that failed.
        not_checked: the rules that nothing held code to.
        files: how many files were checked.
        rules: how many rules are enforced somewhere in the project.
        fixed: how many violations fixes have cured in this run.
        warnings: suppressions that suppress nothing, and whatever else is worth a look but fails no run.
        unchanged: how many violations were left out because they stand on lines that have not changed.
        excluded: how many files were not checked because the project's settings exclude them.
        answers: what became of each rule.
        comparison: where the rules come from a revision, what the working tree would make of them.
        shard: which of how many parts of the files this is, if not all.
        text: what fixes have made of a text that came instead of a file, where that was asked for.
    """

    violations: tuple[Violation, ...] = ()
    problems: tuple[Problem, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    files: int = 0
    rules: int = 0
    fixed: int = 0
    warnings: tuple[Problem, ...] = ()
    unchanged: int = 0
    excluded: int = 0
    answers: tuple[Answer, ...] = ()
    comparison: Comparison | None = None
    shard: tuple[int, int] | None = None
    text: str | None = None

    @property
    def total(self) -> dict[str, int]:
        """How often each of the four answers was given, over all rules and files."""
        return {name: sum(getattr(each, name) for each in self.answers) for name in ANSWERS}

    @property
    def lawful(self) -> bool:
        """Whether everything was looked at and nothing breaks a rule but what a baseline knows."""
        return self.exit_status == LAWFUL

    @property
    def exit_status(self) -> int:
        """0 lawful, 1 violations that no baseline knows, 2 the run itself failed."""
        if self.problems:
            return FAILED
        return UNLAWFUL if any(not each.known for each in self.violations) else LAWFUL


@dataclass(frozen=True, slots=True)
class Size:
    """How much of the context files one assistant reads.

    Attributes:
        name: the assistant.
        files: how many files it reads.
        characters: how long they are together.
        limits: what it says about how much it reads, in words.
    """

    name: str
    files: int
    characters: int
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """The state of the context files themselves.

    Attributes:
        defects: what is wrong, in order of place.
        files: how many context files there are.
        directives: how many directives are in them.
        sizes: how much of them each assistant reads that reads any.
    """

    defects: tuple[Defect, ...] = ()
    files: int = 0
    directives: int = 0
    sizes: tuple[Size, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many defects are of one severity."""
        return sum(each.severity is severity for each in self.defects)

    @property
    def exit_status(self) -> int:
        """0 if nothing is an error, else 1."""
        return UNLAWFUL if self.count(Severity.ERROR) else LAWFUL


def _plain(text: str, role: str) -> str:
    del role
    return text


class Excerpt:
    """Those lines of a text that are worth showing."""

    def __init__(self, lines: Mapping[int, str]) -> None:
        self._lines = lines

    def line(self, number: int) -> str:
        """The text of one 1-based line, empty where it is not known."""
        return self._lines.get(number, "")


class Renderer(ABC):
    """One output format; a subclass stands in a file of its own in `lawful.reports`.

    Attributes:
        name: what it is called on the command line.
    """

    name: ClassVar[str]

    def __init__(self, paint: Callable[[str, str], str] | None = None) -> None:
        """Make a renderer.

        Args:
            paint: gives a text the look of a role (`error`, `warning`, `path`, `dim`, `good`, `strong`); without it
                the output is plain.
        """
        self.paint = paint or _plain

    @abstractmethod
    def report(self, report: Report, sources: Mapping[str, Excerpt]) -> str:
        """What a run found, ending with a line end.

        Args:
            report: the report.
            sources: for each path with violations the lines on which they stand.
        """

    @abstractmethod
    def audit(self, audit: Audit) -> str:
        """What is wrong with the context files, ending with a line end."""

    def rules(
        self, rules: RuleSet, conflicts: Sequence[Conflict] = (), view: View | None = None, path: str | None = None
    ) -> str:
        """Every directive and what holds it, ending with a line end.

        Args:
            rules: the rules.
            conflicts: the rules that cannot both hold, where that was asked.
            view: the assistant whose rules they are, where that was asked, with what it misses.
            path: the file whose rules they are, where that was asked.

        Raises:
            UsageError: the format is none for rules.
        """
        del rules, conflicts, view, path
        raise UsageError(f"rules cannot be shown as {self.name}")
