"""The guarded loop: ask, extract, check, fix, and ask again with what is still broken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lawful.assistant import prompt as prompts
from lawful.assistant.extraction import extract
from lawful.assistant.generation import Attempt, Generation
from lawful.assistant.provider import Stop
from lawful.errors import ProviderError, UsageError
from lawful.source import Source
from lawful.validator import NotChecked, Report, Validator, fix
from lawful.violation import Citation, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from lawful.assistant.provider import Completion, Prompt, Provider
    from lawful.rules import RuleSet

MAX_ATTEMPTS = 3
"""How often a model is asked before the generation ends as not lawful."""
_HOPELESS = frozenset({Stop.REFUSAL, Stop.FILTER})
"""Ways for an answer to end after which asking the same again is a waste of money."""


class Assistant:
    """Writes code under a rule set with the help of a provider.

    Args:
        rules: the rules; context files that could not be read make it refuse to work, since what they demand is
            not known.
        provider: who answers.
        max_attempts: how often it may be asked for one task, at least once.
        on_attempt: told of every attempt as soon as it has been judged.
    """

    def __init__(
        self,
        rules: RuleSet,
        provider: Provider,
        *,
        max_attempts: int = MAX_ATTEMPTS,
        on_attempt: Callable[[Attempt], None] | None = None,
    ) -> None:
        if max_attempts < 1:
            raise UsageError("max_attempts must be at least 1")
        if rules.problems:
            raise UsageError(f"nothing was written: a context file could not be read: {rules.problems[0]}")
        self.rules = rules
        self.provider = provider
        self.max_attempts = max_attempts
        self._on_attempt = on_attempt
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
        system = prompts.system(path, self.rules.narrowed(path).rules)
        prompt = prompts.first(system, task)
        attempts: list[Attempt] = []
        failure: str | None = None
        while len(attempts) < self.max_attempts:
            try:
                completion = self.provider.complete(prompt)
            except ProviderError as error:
                if not attempts:
                    raise
                failure = str(error)
                break
            attempt = self._judged(len(attempts) + 1, prompt, completion, path)
            attempts.append(attempt)
            if self._on_attempt:
                self._on_attempt(attempt)
            if attempt.lawful or completion.stop in _HOPELESS:
                break
            prompt = prompts.again(
                system,
                task,
                code=attempt.code,
                said=completion.text,
                violations=attempt.violations,
                problems=attempt.problems,
            )
        generation = Generation(task, path, self.provider.name, tuple(attempts), Report(), failure)
        return self._reported(generation)

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
