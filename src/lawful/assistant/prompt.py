"""What the model is told: the rules that govern the file, the task, and what its last attempt broke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.assistant.provider import Message, Prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.assistant.generation import Attempt
    from lawful.rules import Rule
    from lawful.violation import Problem

_ROLE = """\
You write Python for a team that has written down how its code must be. Write the file that the task asks for.

Answer with exactly one fenced code block, marked as python, that holds the complete file: no second block, no
placeholders, nothing left out. What you write is checked by a program before anybody sees it, and code that breaks one
of the enforced rules is sent back to you.
"""


def system(rules: Sequence[Rule]) -> str:
    """The part of the prompt that is the same for every attempt and every task under the same rules: role and rules.

    It comes first and holds nothing else, so that providers can keep it in their caches.
    """
    enforced = [_listed(rule) for rule in rules if rule.bindings]
    others = [_listed(rule) for rule in rules if not rule.bindings]
    parts = [_ROLE]
    if enforced:
        parts.append("Enforced rules, each with the place where it is written:\n" + "\n".join(enforced))
    if others:
        parts.append("What else the team's files say; follow what applies:\n" + "\n".join(others))
    return "\n\n".join(parts)


def _listed(rule: Rule) -> str:
    # A heading may forbid what stands below it, or name the place where it holds.
    said = (*rule.directive.headings[1:], *rule.directive.leads, rule.directive.text)
    return f"- {' > '.join(part.removesuffix(':') for part in said)} [{rule.directive.place}]"


def first(system_text: str, task: str, path: str, files: tuple[str, ...]) -> Prompt:
    """The prompt of the first attempt.

    Args:
        system_text: the part that stays the same.
        task: the task.
        path: the file that the code is for.
        files: the files of the project that the prompt holds something of.
    """
    text = f"The file is `{path}`.\n\nTask: {task}"
    return Prompt(system=system_text, messages=(Message(role="user", text=text),), files=files)


def again(first_prompt: Prompt, attempt: Attempt) -> Prompt:
    """The prompt of a later attempt.

    It holds the last attempt only: earlier ones would cost tokens and show the model more of what not to do.

    Args:
        first_prompt: the prompt of the first attempt.
        attempt: the last attempt; what the model said is shown where no code could be taken from it.
    """
    said = attempt.completion.text
    before = f"```python\n{attempt.code}```" if attempt.code is not None else said or "(nothing)"
    parts = [
        f"- line {each.span.line}: {each.message} (rule at {each.rule.source}: {each.rule.text})"
        for each in attempt.violations
    ]
    parts += [f"- {problem}" for problem in attempt.problems]
    text = (
        "This cannot be accepted yet:\n"
        + "\n".join(parts)
        + "\n\nMend it without breaking any other rule, and answer with "
        "exactly one fenced code block that holds the complete file."
    )
    turns = (Message(role="assistant", text=before), Message(role="user", text=text))
    return first_prompt.model_copy(update={"messages": (*first_prompt.messages, *turns)})


def located(problem: Problem) -> str:
    """A problem in words for the model."""
    return f"line {problem.line}: {problem.message}" if problem.line else problem.message
