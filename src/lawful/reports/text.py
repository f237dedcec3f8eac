"""Text for people: the line of code, a caret under the fault, and the rule with the place where it is written."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from lawful.rules import Status
from lawful.rules.weakening import Change
from lawful.validator import Renderer
from lawful.validator.shown import counted, visible, width
from lawful.violation import Applicability, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lawful.context.view import View
    from lawful.rules import Conflict, Rule, RuleSet
    from lawful.rules.weakening import Comparison
    from lawful.validator import Audit, Excerpt, Report, Size
    from lawful.violation import Defect, Violation

_WIDEST = 160
"""Characters of a source line that are shown; a caret beyond them is left out."""
_NO_FILE = "No context file was found: lawful reads CLAUDE.md, AGENTS.md, .cursorrules and their kin."
_HOW = {
    Applicability.SAFE: "run with --fix",
    Applicability.UNSAFE: "look at it with --unsafe-fixes --diff",
    Applicability.DISPLAY: "--fix leaves it to you",
}
_WOULD = {Change.REMOVED: "remove", Change.NARROWED: "narrow", Change.SOFTENED: "soften", Change.CHANGED: "change"}
_ROLES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "dim"}


class Text(Renderer):
    """The same on a terminal and in a file, but for colours.

    Whatever comes from code or context files is shown without its control characters: an escape sequence in a file
    must not reach the terminal.
    """

    name = "text"

    def report(self, report: Report, sources: Mapping[str, Excerpt]) -> str:
        """Violations with their code, then errors, then the sum of it."""
        blocks = [
            "\n".join(self._violation(each, sources.get(each.path))) for each in report.violations if not each.known
        ]
        blocks += [self.paint("error", "error") + f": {visible(str(each))}" for each in report.problems]
        blocks += self._comparison(report.comparison)
        return "\n\n".join([*blocks, f"{self._answers(report)}{self._summary(report)}"]) + "\n"

    def _comparison(self, comparison: Comparison | None) -> Iterator[str]:
        """What the working tree would make of the rules that are held."""
        if comparison is None or not (comparison.weakened or comparison.added):
            return
        lines = [self.paint(f"The rules are those of {visible(comparison.revision)}; the working tree would", "strong")]
        for each in comparison.weakened:
            instead = "" if each.now is None else f"; there it is: {each.now.text} ({each.now.source})"
            said = f"{each.rule.text} ({each.rule.source}), for {counted(each.files, 'file')}{instead}"
            lines.append(f"  {self.paint(_WOULD[each.change], 'warning')}: {visible(said)}")
        lines += [f"  add, not held yet: {visible(f'{each.text} ({each.source})')}" for each in comparison.added]
        yield "\n".join(lines)

    def _answers(self, report: Report) -> str:
        """How often each of the four answers was given."""
        if not (report.answers and report.files):
            return ""
        said = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in report.total.items())
        return self.paint(f"Each rule for each file: {said}.", "dim") + "\n"

    def _violation(self, violation: Violation, source: Excerpt | None) -> Iterator[str]:
        span = violation.span
        place = self.paint(f"{visible(violation.path)}:{span.line}:{span.column}", "path")
        severity = self.paint(violation.severity.value, violation.severity.value)
        yield f"{place}: {severity}: {visible(violation.message)} {self.paint(f'[{violation.check}]', 'dim')}"
        if source is not None:
            yield from self._excerpt(violation, source.line(span.line))
        also = "".join(f", also {visible(str(each))}" for each in violation.rule.also)
        cited = self.paint(f"({visible(str(violation.rule.source))}{also})", "path")
        yield f"  rule: {visible(violation.rule.text)} {cited}"
        if violation.fix:
            how = _HOW[violation.fix.applicability]
            yield f"  {self.paint(f'fix ({violation.fix.applicability.value}): {how}', 'dim')}"

    def _excerpt(self, violation: Violation, line: str) -> Iterator[str]:
        span = violation.span
        number = str(span.line)
        yield f"  {number} | {visible(line[:_WIDEST])}{' ...' if len(line) > _WIDEST else ''}"
        end = span.end_column if span.end_line == span.line else len(line) + 1
        if line and span.column <= min(len(line), _WIDEST):
            before = width(visible(line[: span.column - 1]))
            under = width(visible(line[span.column - 1 : min(end, _WIDEST + 1) - 1]))
            carets = self.paint("^" * max(under, 1), violation.severity.value)
            yield f"  {' ' * len(number)} | {' ' * before}{carets}"

    def _summary(self, report: Report) -> str:
        fixed = f"{counted(report.fixed, 'violation')} fixed. " if report.fixed else ""
        held = f"{counted(report.files, 'file')} held to {counted(report.rules, 'rule')}"
        left = len(report.not_checked)
        unenforced = f"; {counted(left, 'directive')} not (fully) enforced, see `lawful rules`" if left else ""
        new = [each for each in report.violations if not each.known]
        if len(new) < len(report.violations):
            known = counted(len(report.violations) - len(new), "violation")
            unenforced = f"; {known} in the baseline{unenforced}"
        if report.excluded:
            unenforced = f"; {counted(report.excluded, 'file')} excluded{unenforced}"
        if report.unchanged:
            unenforced = f"; {counted(report.unchanged, 'violation')} on lines that have not changed{unenforced}"
        if report.lawful:
            verdict = self.paint("Lawful" if report.files else "Nothing to check", "good")
        else:
            found = [counted(len(new), "violation")] if new else []
            failed = [counted(len(report.problems), "error")] if report.problems else []
            verdict = self.paint(" and ".join([*found, *failed]), "error")
        none = " No rule is enforced here: add a context file, or name one with --rules." if not report.rules else ""
        return f"{fixed}{verdict}: {held}{unenforced}.{none}"

    def audit(self, audit: Audit) -> str:
        """The defects of each context file, how much each assistant reads, and the sum of it."""
        blocks = []
        for path, group in groupby(audit.defects, key=lambda each: each.path):
            blocks.append("\n".join([self.paint(visible(path), "strong"), *(self._defect(each) for each in group)]))
        if audit.sizes:
            blocks.append("\n".join([self.paint("What assistants read", "strong"), *map(_size, audit.sizes)]))
        found = [counted(audit.count(each), each.value) for each in Severity if audit.count(each)]
        role = "error" if audit.exit_status else "good"
        verdict = self.paint(", ".join(found) if found else "Healthy", role)
        read = f"{counted(audit.files, 'context file')} with {counted(audit.directives, 'directive')}"
        return "\n\n".join([*blocks, f"{verdict}: {read}." if audit.files else _NO_FILE]) + "\n"

    def _defect(self, defect: Defect) -> str:
        place = ":".join(str(part) for part in (defect.line, defect.column) if part is not None)
        severity = self.paint(defect.severity.value, _ROLES[defect.severity])
        kind = self.paint(f"[{defect.kind}]", "dim")
        return f"  {place:>6}  {severity}: {visible(defect.message)} {kind}"

    def rules(
        self, rules: RuleSet, conflicts: Sequence[Conflict] = (), view: View | None = None, path: str | None = None
    ) -> str:
        """The directives of each context file, what holds each, which cannot both hold, and what is missed."""
        blocks = []
        for (file, why), group in groupby(rules.rules, key=lambda rule: _group(rule, path)):
            title = self.paint(visible(file), "strong") + (self.paint(f"  {visible(why)}", "dim") if why else "")
            blocks.append("\n".join([title, *(self._rule(rule) for rule in group)]))
        blocks += [self.paint("error", "error") + f": {visible(str(each))}" for each in rules.problems]
        blocks += [self._conflict(each) for each in conflicts]
        enforced = sum(rule.status is not Status.UNENFORCED for rule in rules.rules)
        total = f"{counted(len(rules.rules), 'directive')}: {enforced} enforced, {len(rules.rules) - enforced} not."
        if not rules.rules and not rules.problems:
            total = _NO_FILE if view is None else f"{view.reader.title} finds no directive here."
        if view is not None:
            blocks += self._missed(view)
        return "\n\n".join([*blocks, total]) + "\n"

    def _missed(self, view: View) -> Iterator[str]:
        """What an assistant misses of each file, and what else it follows."""
        lines = []
        for each in view.missed:
            place = visible(each.path if each.line is None else f"{each.path}:{each.line}")
            lost = f" ({counted(each.directives, 'directive')})" if each.directives else ""
            lines.append(f"  {self.paint(place, 'path')}{lost}: {visible(each.reason)}")
        if lines:
            yield "\n".join([self.paint(f"What {view.reader.title} misses", "strong"), *lines])
        if view.reader.elsewhere:
            yield self.paint(f"What cannot be seen from here: {view.reader.elsewhere}.", "dim")

    def _conflict(self, conflict: Conflict) -> str:
        kept, other = conflict.kept.directive, conflict.other.directive
        outcome = (
            f"{kept.place} is nearer and holds" if conflict.settled else "both are checked, as they stand equally near"
        )
        said = f"{kept.place} ({kept.text}) and {other.place} ({other.text}): {conflict.reason}; {outcome}"
        return f"{self.paint('conflict', 'warning')}: {visible(said)}"

    def _rule(self, rule: Rule) -> str:
        mark = self.paint("+", "good") if rule.bindings else self.paint("-", "dim")
        head = f"  {mark} {rule.directive.place.line:>4}  {visible(rule.directive.text)}"
        lines = []
        for binding in rule.bindings:
            said = binding.check.describe(binding.check.params)
            where = binding.scope
            place = "".join(
                [
                    f" in {where.base}/" if where.base else "",
                    "".join(f" only in {', '.join(group)}" for group in where.include),
                    f" except in {', '.join(where.exclude)}" if where.exclude else "",
                ]
            )
            check = self.paint(binding.check.id, "good")
            lines.append(f"{binding.severity.value} by {check}{f' ({said})' if said else ''}{place}")
        if rule.reason:
            lines.append(self.paint(rule.reason, "dim"))
        return "\n".join([head, *(f"          {visible(line, escapes=True)}" for line in lines)])


def _group(rule: Rule, path: str | None) -> tuple[str, str]:
    """The file of a rule, and why it governs a path, where that was asked."""
    return rule.directive.place.path, "" if path is None else rule.directive.scope.why(path)


def _size(size: Size) -> str:
    limits = f"; limits: {', '.join(size.limits)}" if size.limits else ""
    return f"  {size.name}: {counted(size.files, 'file')}, {size.characters:,} characters{limits}"
