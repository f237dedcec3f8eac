"""The front door for having a model propose checks for sentences that nobody understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawful import api, loading
from lawful.assistant.compiler import Compiled, compile_rules, questions
from lawful.project import Project
from lawful.rules.lock import NAME, key, write_lock
from lawful.writing import answering

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.assistant import Prompt, Provider
    from lawful.providers.budget import Budget
    from lawful.rules import Decision, Rule


@dataclass(frozen=True, slots=True)
class Compilation:
    """What became of the lock file.

    Attributes:
        kept: the decisions that were there and still have their directive.
        dropped: those whose directive is gone.
        compiled: what was decided anew, and what was not.
    """

    kept: tuple[Decision, ...]
    dropped: tuple[Decision, ...]
    compiled: Compiled


def open_rules(root: api.PathLike = ".", *, rules: Sequence[api.PathLike] = ()) -> tuple[Rule, ...]:
    """The rules of a project that nothing holds and about which nobody has decided anything.

    Raises:
        UsageError: the root is no folder.
        ContextError: one of the named files cannot be read.
    """
    return tuple(api.open_questions(api.load(root, rules=rules)))


def prompts(rules: Sequence[Rule]) -> list[Prompt]:
    """What a model would be asked first about rules that nothing holds."""
    return questions(rules, api.checks())


def compile(  # noqa: A001  # the command's name
    root: api.PathLike = ".",
    *,
    model: str | Sequence[str] | Provider,
    rules: Sequence[api.PathLike] = (),
    budget: Budget | None = None,
) -> Compilation:
    """Have a model decide about every rule that nothing holds, and write the lock file.

    No call is made for what the lock file decides already. A decision whose directive is gone is dropped.

    Args:
        root: the project's root.
        model: who proposes: `provider:model`, several of which each is asked when those before it do not answer, or a
            provider.
        rules: context files to read instead of looking for any.
        budget: what may be spent; a provider that is given has its own.

    Raises:
        UsageError: the root is no folder, or the model is not named rightly.
        ContextError: one of the named files cannot be read.
        LockError: the lock file cannot be read, and so is not written over.
        ProviderError: the provider gave no answer.
        UnreadableError: the lock file cannot be written.
    """
    project = Project(root)
    rule_set = api.load(root, rules=rules)
    decided = loading.locked(project)
    said = {key(rule.directive.text) for rule in rule_set.rules}
    kept = tuple(each for words, each in decided.items() if words in said)
    dropped = tuple(each for words, each in decided.items() if words not in said)
    asked = tuple(api.open_questions(rule_set))
    compiled = Compiled((), (), ())
    if asked:
        compiled = compile_rules(asked, answering(model, root, budget=budget), api.checks())
    if compiled.decisions or dropped:
        project.write(NAME, write_lock([*kept, *compiled.decisions]).encode())
    return Compilation(kept, dropped, compiled)
