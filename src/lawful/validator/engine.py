"""The walk: every node of a tree is shown once to all checks that ask for its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from lawful.errors import SourceError
from lawful.source import Edit, Source, Span
from lawful.syntax import Module, Site, children, cst
from lawful.validator.delegate import DelegateError, delegated
from lawful.validator.suppressions import Suppressions
from lawful.violation import Fix, Problem, Violation

if TYPE_CHECKING:
    from lawful.rules import EnforcedRule, Finding, NodeFix, RuleSet

Visit = Callable[["cst.CSTNode", Site], Iterable["Finding"]]


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


class Validator:
    """Holds code to a rule set; keeps nothing of one file for the next.

    Args:
        rules: the rules.
        suppressible: whether suppressions in the code count. They are a person's decision: code that nobody has
            reviewed cannot excuse itself.
        root: the root of the project, in which ruff looks for the modules that belong to it.
    """

    def __init__(self, rules: RuleSet, *, suppressible: bool = True, root: str | None = None) -> None:
        self._rules = rules
        self._root = root
        self._suppressible = suppressible
        self._plans: dict[int, dict[str, list[tuple[EnforcedRule, Visit]]]] = {}

    def check(self, source: Source) -> CheckedFile:
        """Hold one text to the rules that govern its path.

        Code that does not parse is a problem, never a pass, also where no rule governs it. A check that crashes is a
        problem too, and the other checks go on.
        """
        rules = self._rules.for_path(source.path)
        try:
            module = Module.parse(source)
            checked = _Run(module, rules, self._plan(rules), self._root).result()
            if not self._suppressible:
                return checked
            left, unused = Suppressions(module).apply(checked.violations)
            return replace(checked, violations=tuple(left), warnings=tuple(unused))
        except SourceError as error:
            problem = Problem(source.path, error.line, error.column, "syntax-error", error.reason)
            return CheckedFile(source.path, (), (problem,), len(rules))

    def _plan(self, rules: tuple[EnforcedRule, ...]) -> dict[str, list[tuple[EnforcedRule, Visit]]]:
        """Which visits each kind of node is due; made once for every set of rules."""
        if id(rules) not in self._plans:
            plan: dict[str, list[tuple[EnforcedRule, Visit]]] = {}
            for rule in rules:
                for kind, visit in rule.check.visits():
                    plan.setdefault(kind, []).append((rule, visit))
            self._plans[id(rules)] = plan
        return self._plans[id(rules)]


class _Run:
    """One file being checked."""

    def __init__(
        self,
        module: Module,
        rules: tuple[EnforcedRule, ...],
        plan: dict[str, list[tuple[EnforcedRule, Visit]]],
        root: str | None,
    ) -> None:
        self._module = module
        self._root = root
        self._rules = rules
        self._plan = plan
        self._broken: dict[str, Problem] = {}

    def result(self) -> CheckedFile:
        path = self._module.source.path
        first: dict[tuple[int, int], Violation] = {}
        for rule, finding in chain(self._findings(), self._delegated()):
            violation = self._violation(rule, finding)
            key = (id(rule), violation.span.line)
            # Several hits of one rule on a line are one violation: the first in the text.
            if key not in first or violation.span < first[key].span:
                first[key] = violation
        found = sorted(first.values(), key=lambda violation: violation.order)
        return CheckedFile(path, tuple(found), tuple(self._broken.values()), len(self._rules))

    def _delegated(self) -> Iterator[tuple[EnforcedRule, Finding]]:
        """What is found for the rules that are left to ruff."""
        try:
            yield from delegated(self._module.source, self._rules, self._root)
        except DelegateError as error:
            path = self._module.source.path
            self._broken["ruff"] = Problem(path, None, None, "delegate-failed", str(error))

    def _findings(self) -> Iterator[tuple[EnforcedRule, Finding]]:
        ancestors: list[cst.CSTNode] = []
        site = Site(self._module, ancestors)
        # A node is followed on the stack by None, which ends it.
        stack: list[cst.CSTNode | None] = [self._module.tree]
        while stack:
            node = stack.pop()
            if node is None:
                ancestors.pop()
                continue
            for rule, visit in self._plan.get(type(node).__name__, ()):
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
            span = self._module.span(node)
            self._broken[check] = Problem(
                self._module.source.path,
                span.line,
                span.column,
                "check-crashed",
                f"the check {check} failed here and did not finish the file: {type(error).__name__}: {error}",
            )

    def _violation(self, rule: EnforcedRule, finding: Finding) -> Violation:
        return Violation(
            path=self._module.source.path,
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
        return where if isinstance(where, Span) else self._module.span(where)
