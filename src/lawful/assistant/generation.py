"""What writing code gave: every attempt, the outcome, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from lawful.assistant.provider import Usage
from lawful.errors import NotLawfulError

if TYPE_CHECKING:
    from lawful.assistant.provider import Completion, Prompt
    from lawful.validator import Report
    from lawful.violation import Violation


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try.

    Attributes:
        number: which try it was, from 1.
        prompt: what the model was asked.
        completion: what it answered.
        written: the code as the model wrote it, or None if the answer had none.
        code: the code after safe fixes.
        fixed: the violations that the fixes cured.
        violations: the rules that the code still breaks.
        problems: why the code, or some of it, could not be judged.
        note: what was decided about the answer, if anything.
    """

    number: int
    prompt: Prompt
    completion: Completion
    written: str | None = None
    code: str | None = None
    fixed: tuple[Violation, ...] = ()
    violations: tuple[Violation, ...] = ()
    problems: tuple[str, ...] = ()
    note: str | None = None

    @property
    def lawful(self) -> bool:
        """Whether there is code and it breaks no enforced rule."""
        return self.code is not None and not self.violations and not self.problems

    @property
    def badness(self) -> tuple[bool, bool, int]:
        """A key by which the better of two attempts comes first."""
        return (self.code is None, bool(self.problems), len(self.violations))


@dataclass(frozen=True, slots=True)
class Generation:
    """All attempts at one task, and how they ended.

    Attributes:
        task: what was asked for.
        path: the file that the code is for, relative to the root.
        model: who was asked, `provider:model`.
        attempts: every attempt, in order.
        report: what holding the code of the best attempt to its rules gave, and which rules nothing holds.
        failure: why the attempts ended before their number was used up, if they did.
        out_of_budget: whether they did because too little of the budget was left.
    """

    task: str
    path: str
    model: str
    attempts: tuple[Attempt, ...]
    report: Report
    failure: str | None = None
    out_of_budget: bool = False

    @property
    def best(self) -> Attempt:
        """The lawful attempt or, without one, the one that comes nearest."""
        return min(self.attempts, key=lambda attempt: attempt.badness)

    @property
    def lawful(self) -> bool:
        """Whether the code breaks no enforced rule."""
        return self.best.lawful

    @property
    def code(self) -> str | None:
        """The code of the best attempt; whether it is lawful is another question (`lawful`, `lawful_code`)."""
        return self.best.code

    @property
    def lawful_code(self) -> str:
        """The code, if it is lawful.

        Raises:
            NotLawfulError: no attempt was; the message says what is left to mend.
        """
        if self.best.lawful and self.best.code is not None:
            return self.best.code
        raise NotLawfulError(f"no lawful code after {len(self.attempts)} attempts: {'; '.join(self.left_to_mend)}")

    @property
    def left_to_mend(self) -> tuple[str, ...]:
        """What keeps the best attempt from being lawful, a line each."""
        best = self.best
        broken = (f"line {each.span.line}: {each.message} ({each.rule.source})" for each in best.violations)
        return (*best.problems, *broken)

    @property
    def usage(self) -> Usage | None:
        """The tokens of all attempts, or None if the provider does not count them."""
        total = Usage()
        for attempt in self.attempts:
            if attempt.completion.usage is None:
                return None
            total += attempt.completion.usage
        return total

    @property
    def cost(self) -> Decimal | None:
        """The price of all attempts in US dollars, or None if that of any is unknown."""
        total = Decimal(0)
        for attempt in self.attempts:
            if attempt.completion.cost is None:
                return None
            total += attempt.completion.cost
        return total
