"""The guarded loop: ask, extract, check, fix, and ask again with what is still broken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict, Unpack

from lawful.assistant import prompt as prompts
from lawful.assistant.extraction import extract
from lawful.assistant.generation import Attempt, Generation
from lawful.assistant.provider import Stop
from lawful.errors import BudgetError, ProviderError, UsageError
from lawful.source import Source
from lawful.validator import NotChecked, Report, Validator, fix
from lawful.violation import Citation, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from lawful.assistant.provider import Completion, Hear, Prompt, Provider
    from lawful.rules import RuleSet

MAX_ATTEMPTS = 3
"""How often a model is asked before the generation ends as not lawful."""
_HOPELESS = frozenset({Stop.REFUSAL, Stop.FILTER})
"""Ways for an answer to end after which asking the same again is a waste of money."""

_BROKEN = frozenset({Stop.CUT, Stop.MALFORMED})
"""Ways for an answer to end that leave nothing to mend: the same is asked again."""


class Options(TypedDict, total=False):
    """How an assistant works.

    Attributes:
        max_attempts: how often the provider may be asked for one task, at least once.
        on_attempt: told of every attempt as soon as it has been judged.
        hear: told of each piece of an answer as it comes.
        effort: how much the model is to reason, such as `low`; without it that is left to the provider.
    """

    max_attempts: int
    on_attempt: Callable[[Attempt], None] | None
    hear: Hear | None
    effort: str | None


class Assistant:
    """Writes code under a rule set with the help of a provider.

    Args:
        rules: the rules; context files that could not be read make it refuse to work, since what they demand is
            not known.
        provider: who answers.
        options: `max_attempts`, `on_attempt`, `hear`, `effort`; see `Options`.
    """

    def __init__(self, rules: RuleSet, provider: Provider, **options: Unpack[Options]) -> None:
        max_attempts = options.get("max_attempts", MAX_ATTEMPTS)
        if max_attempts < 1:
            raise UsageError("max_attempts must be at least 1")
        if rules.problems:
            raise UsageError(f"nothing was written: a context file could not be read: {rules.problems[0]}")
        self.rules = rules
        self.provider = provider
        self.max_attempts = max_attempts
        self._on_attempt = options.get("on_attempt")
        self._hear = options.get("hear")
        self._effort = options.get("effort")
        self._validator = Validator(rules, suppressible=False)

    def write(self, task: str, *, path: str = "generated.py") -> Generation:
        """Have code written for a task.

        Args:
            task: what the code should do.
            path: the file the code is for, relative to the root; it decides which rules apply.

        Returns:
            The generation. Code that breaks an enforced rule is never called lawful: look at `lawful`, or take
            `lawful_code`.

        Raises:
            ProviderError: the provider never answered. If it fails after it has answered once, the generation says so
                in `failure` and keeps what was paid for.
        """
        steps = self._steps(task, path)
        try:
            prompt = next(steps)
            while True:
                try:
                    answer: Completion | ProviderError = self._ask(prompt)
                except ProviderError as error:
                    answer = error
                prompt = steps.send(answer)
        except StopIteration as done:
            return _generation(done)

    async def awrite(self, task: str, *, path: str = "generated.py") -> Generation:
        """Have code written for a task, as `write` does, without blocking while the provider answers."""
        steps = self._steps(task, path)
        try:
            prompt = next(steps)
            while True:
                try:
                    answer: Completion | ProviderError = await self.provider.acomplete(prompt, self._hear)
                except ProviderError as error:
                    answer = error
                prompt = steps.send(answer)
        except StopIteration as done:
            return _generation(done)

    def first_prompt(self, task: str, *, path: str = "generated.py") -> Prompt:
        """What the provider would be asked first."""
        return next(self._steps(task, path))

    def _ask(self, prompt: Prompt) -> Completion:
        return self.provider.complete(prompt, self._hear) if self._hear else self.provider.complete(prompt)

    def _steps(self, task: str, path: str) -> Generator[Prompt, Completion | ProviderError, Generation]:
        """The loop without its calls: yields what to ask, and is sent what came of it."""
        rules = self.rules.narrowed(path).rules
        system = prompts.system(rules)
        files = tuple(dict.fromkeys([path, *(rule.directive.place.path for rule in rules)]))
        asked = prompts.first(system, task, path, files).model_copy(update={"effort": self._effort})
        prompt = asked
        attempts: list[Attempt] = []
        failure: ProviderError | None = None
        while len(attempts) < self.max_attempts:
            answer = yield prompt
            if isinstance(answer, ProviderError):
                if not attempts:
                    raise answer
                failure = answer
                break
            attempt = self._judged(len(attempts) + 1, prompt, answer, path)
            attempts.append(attempt)
            if self._on_attempt:
                self._on_attempt(attempt)
            if attempt.lawful or answer.stop in _HOPELESS:
                break
            if answer.stop not in _BROKEN:
                prompt = prompts.again(asked, attempt)
        ended = (str(failure) if failure else None, isinstance(failure, BudgetError))
        return self._reported(Generation(task, path, self.provider.name, tuple(attempts), Report(), *ended))

    def _judged(self, number: int, prompt: Prompt, completion: Completion, path: str) -> Attempt:
        extracted = extract(completion)
        if extracted.code is None:
            return Attempt(number, prompt, completion, problems=(extracted.problem or "the answer had no code",))
        fixed = fix(self._validator, Source(extracted.code, path))
        return Attempt(
            number,
            prompt,
            completion,
            written=extracted.code,
            code=fixed.source.text,
            fixed=fixed.applied,
            violations=fixed.checked.violations,
            problems=tuple(prompts.located(problem) for problem in fixed.checked.problems),
            note=extracted.note,
        )

    def _reported(self, generation: Generation) -> Generation:
        """The generation with the report on its best attempt."""
        best = generation.best
        path = generation.path
        report = Report(
            violations=best.violations,
            problems=tuple(Problem(path, None, None, "not-accepted", problem) for problem in best.problems),
            not_checked=tuple(
                NotChecked(Citation(rule.directive.text, rule.directive.place), rule.reason)
                for rule in self.rules.governing(path)
                if rule.reason is not None
            ),
            files=1 if best.code is not None else 0,
            rules=len(self.rules.for_path(path)),
            fixed=len(best.fixed),
        )
        return replace(generation, report=report)


def _generation(done: StopIteration) -> Generation:
    assert isinstance(done.value, Generation)
    return done.value
