"""The walk: every node of a tree is shown once to all checks that ask for its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from lawful.errors import SourceError
from lawful.source import Edit, Source, Span
from lawful.syntax import Module, Outline, Site, children, cst
from lawful.syntax.guard import ORDINARY, LimitError
from lawful.syntax.outline import without_collector
from lawful.validator.delegate import DelegateError, delegated
from lawful.validator.first_look import FirstLook
from lawful.validator.suppressions import Suppressions, may_suppress
from lawful.violation import Fix, Problem, Violation
from lawful.workers.messages import WorkerError

if TYPE_CHECKING:
    from lawful.rules import EnforcedRule, Finding, NodeFix
    from lawful.syntax.guard import Limits
    from lawful.validator.delegate import Delegated
    from lawful.violation import Place

Visit = Callable[["cst.CSTNode", Site], Iterable["Finding"]]
Visits = Mapping[str, Sequence[tuple["EnforcedRule", Visit]]]
"""For each kind of node what looks at it, and for which rule."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What holding one file to its rules gave.

    Attributes:
        path: the file, relative to the root.
        violations: where it breaks a rule, in order.
        problems: what kept some or all checks from looking; while there are any, the file has not passed.
        rules: how many rules it was held to.
        warnings: suppressions that suppress nothing.
    """

    path: str
    violations: tuple[Violation, ...] = ()
    problems: tuple[Problem, ...] = ()
    rules: int = 0
    warnings: tuple[Problem, ...] = ()


class Governing(Protocol):
    """What knows the rules for a path, such as a rule set."""

    def for_path(self, path: str) -> tuple[EnforcedRule, ...]:
        """What the code of one path is held to."""


class Validator:
    """Holds code to a rule set; keeps nothing of one file for the next.

    Args:
        rules: the rules.
        suppressible: whether suppressions in the code count. They are a person's decision: code that nobody has
            reviewed cannot excuse itself.
        root: the root of the project, in which ruff looks for the modules that belong to it.
        looks: whether a first look may spare files the full one; it changes no verdict.
        limits: how far code may go that is parsed in this process.
    """

    def __init__(
        self,
        rules: Governing,
        *,
        suppressible: bool = True,
        root: str | None = None,
        looks: bool = True,
        limits: Limits = ORDINARY,
    ) -> None:
        self._rules = rules
        self._limits = limits
        self._root = root
        self._suppressible = suppressible
        self._looks = looks
        self._plans: dict[int, _Plan] = {}

    def check(self, source: Source, found: Delegated | None = None) -> CheckedFile:
        """Hold one text to the rules that govern its path.

        Code that does not parse is a problem, never a pass, also where no rule governs it. A check that crashes is a
        problem too, and the other checks go on.

        Args:
            source: the text.
            found: what ruff has found in it, if it was asked already.
        """
        plan = self._plan(source.path)
        # A tree is freed when nothing refers to it; the garbage collector would only walk it again and again.
        with without_collector():
            return self._check(source, plan, found)

    def _check(self, source: Source, plan: _Plan, found: Delegated | None) -> CheckedFile:
        excused = self._suppressible and may_suppress(source)
        try:
            outline = self._outline(source)
            suspects = plan.everything if outline is None else plan.look.suspects(outline)
            module = Module.parse(source, outline, self._limits) if outline is None or suspects or excused else None
            if found is None:
                (found,) = delegated([source], plan.rules, self._root)
            checked = _Run(source, module, plan.rules, found).result(plan.visits(suspects))
            if module is None or not excused:
                return replace(checked, violations=_told_once(checked.violations))
            left, unused = Suppressions(module).apply(checked.violations)
            return replace(checked, violations=_told_once(left), warnings=tuple(unused))
        except LimitError as error:
            return self._contained(source, plan, error)
        except SourceError as error:
            problem = Problem(source.path, error.line, error.column, "syntax-error", error.reason)
            return CheckedFile(source.path, (), (problem,), len(plan.rules))

    def _outline(self, source: Source) -> Outline | None:
        most = self._limits.looked_at
        if len(source.text) > most:
            raise LimitError(f"not parsed: more than {most:,} characters", path=source.path, line=1)
        return Outline.of(source) if self._looks else None

    def _contained(self, source: Source, plan: _Plan, error: LimitError) -> CheckedFile:
        """Check code that goes beyond the limits where nothing is lost if it ends the process."""
        problem = Problem(source.path, error.line, error.column, "syntax-error", error.reason)
        if self._limits is ORDINARY:
            from lawful.validator.containment import contained
            from lawful.validator.task import Orders, check_text

            orders = Orders(plan.rules, self._root, self._suppressible)
            try:
                return contained(check_text, orders.sealed, source.text, source.path)
            except WorkerError as died:
                message = f"{error.reason}; the worker process that tried {died}"
                problem = replace(problem, kind="worker-died", message=message)
        return CheckedFile(source.path, (), (problem,), len(plan.rules))

    def _plan(self, path: str) -> _Plan:
        rules = self._rules.for_path(path)
        if id(rules) not in self._plans:
            self._plans[id(rules)] = _Plan(rules)
        return self._plans[id(rules)]


class _Plan:
    """How code is held to some rules; made once for every set of them."""

    def __init__(self, rules: tuple[EnforcedRule, ...]) -> None:
        self.rules = rules
        self.everything = range(len(rules))
        self.look = FirstLook([rule.check for rule in rules])
        self._visits = [[(kind, (rule, visit)) for kind, visit in rule.check.visits()] for rule in rules]

    def visits(self, suspects: Iterable[int]) -> Visits:
        """The visits that some of the rules ask for, by their numbers."""
        due: dict[str, list[tuple[EnforcedRule, Visit]]] = {}
        for at in suspects:
            for kind, visit in self._visits[at]:
                due.setdefault(kind, []).append(visit)
        return due


class _Run:
    """One file being checked; without a tree where nothing but ruff is to look at it."""

    def __init__(
        self, source: Source, module: Module | None, rules: tuple[EnforcedRule, ...], found: Delegated
    ) -> None:
        self._source = source
        self._module = module
        self._found = found
        self._rules = rules
        self._broken: dict[str, Problem] = {}

    def result(self, visits: Visits) -> CheckedFile:
        first: dict[tuple[int, int], Violation] = {}
        found = () if self._module is None else self._findings(self._module, visits)
        for rule, finding in chain(found, self._delegated()):
            violation = self._violation(rule, finding)
            key = (id(rule), violation.span.line)
            # Several hits of one rule on a line are one violation: the first in the text.
            if key not in first or violation.span < first[key].span:
                first[key] = violation
        violations = sorted(first.values(), key=lambda violation: violation.order)
        return CheckedFile(self._source.path, tuple(violations), tuple(self._broken.values()), len(self._rules))

    def _delegated(self) -> Iterable[tuple[EnforcedRule, Finding]]:
        """What was found for the rules that are left to ruff."""
        if isinstance(self._found, DelegateError):
            self._broken["ruff"] = Problem(self._source.path, None, None, "delegate-failed", str(self._found))
            return ()
        return self._found

    def _findings(self, module: Module, visits: Visits) -> Iterator[tuple[EnforcedRule, Finding]]:
        ancestors: list[cst.CSTNode] = []
        site = Site(module, ancestors)
        module.around = ancestors
        # A node is followed on the stack by None, which ends it.
        stack: list[cst.CSTNode | None] = [module.tree]
        while stack:
            node = stack.pop()
            if node is None:
                ancestors.pop()
                continue
            for rule, visit in visits.get(type(node).__name__, ()):
                yield from self._visit(rule, visit, node, site)
            below = children(node)
            if below:
                ancestors.append(node)
                stack.append(None)
                below.reverse()
                stack += below

    def _visit(
        self, rule: EnforcedRule, visit: Visit, node: cst.CSTNode, site: Site
    ) -> Iterator[tuple[EnforcedRule, Finding]]:
        check = type(rule.check).id
        if check in self._broken:
            return
        try:
            for finding in visit(node, site):
                yield rule, finding
        except Exception as error:  # noqa: BLE001  # a plug-in may fail in any way, and the other checks must go on
            span = self._span(node)
            self._broken[check] = Problem(
                self._source.path,
                span.line,
                span.column,
                "check-crashed",
                f"the check {check} failed here and did not finish the file: {type(error).__name__}: {error}",
                check,
            )

    def _violation(self, rule: EnforcedRule, finding: Finding) -> Violation:
        return Violation(
            path=self._source.path,
            span=self._span(finding.where),
            check=type(rule.check).id,
            message=finding.message,
            severity=rule.severity,
            rule=rule.citation,
            fix=self._fix(finding.fix) if finding.fix else None,
        )

    def _fix(self, fix: NodeFix) -> Fix:
        return Fix(fix.applicability, tuple(Edit(self._span(edit.where), edit.text) for edit in fix.edits))

    def _span(self, where: cst.CSTNode | Span) -> Span:
        if isinstance(where, Span):
            return where
        assert self._module  # nodes come of its tree
        return self._module.span(where)


def _told_once(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    """One violation for each rule and line; what several checks of a rule say of a line is said together."""
    first: dict[tuple[Place, str, int], Violation] = {}
    for each in violations:
        key = (each.rule.source, each.rule.text, each.span.line)
        told = first.get(key)
        if told is None:
            first[key] = each
        elif told.message != each.message:
            first[key] = replace(told, message=f"{told.message}; also: {each.message}", fix=told.fix or each.fix)
    return tuple(first.values())
