"""The front door for having a model propose checks for sentences that nobody understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawful import api, loading
from lawful.assistant.compiler import Compiled, compile_rules
from lawful.project import Project
from lawful.providers.registry import provider
from lawful.rules.lock import NAME, key, write_lock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.assistant import Provider
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


def compile(  # noqa: A001  # the command's name
    root: api.PathLike = ".", *, model: str | Provider, rules: Sequence[api.PathLike] = ()
) -> Compilation:
    """Have a model decide about every rule that nothing holds, and write the lock file.

    No call is made for what the lock file decides already. A decision whose directive is gone is dropped.

    Args:
        root: the project's root.
        model: who proposes: `provider:model`, or a provider.
        rules: context files to read instead of looking for any.

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
    questions = tuple(api.open_questions(rule_set))
    asked = provider(model) if isinstance(model, str) else model
    compiled = compile_rules(questions, asked, api.checks()) if questions else Compiled((), (), ())
    if compiled.decisions or dropped:
        project.write(NAME, write_lock([*kept, *compiled.decisions]).encode())
    return Compilation(kept, dropped, compiled)
