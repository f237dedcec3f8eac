"""The front door for having code written: the assistant joined with the providers.

It stands apart from `lawful.api` because checking code needs nothing of what talking to a model needs.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

from lawful import assistant
from lawful.api import PathLike, formats, load
from lawful.errors import UsageError
from lawful.project import Project
from lawful.providers.registry import chain
from lawful.rules import RuleSet

if TYPE_CHECKING:
    from lawful.providers.budget import Budget

GENERATED = "generated.py"
"""The file that written code is for when nobody names one."""


class Assistant(assistant.Assistant):
    """Writes code under a rule set.

    Args:
        rules: the rules, or the root of the project whose context files state them.
        model: who writes: `provider:model`, several of which each is asked when those before it do not answer, or a
            provider.
        root: the project whose settings say what may be sent to whom; by default that of the rules or, where those are
            a rule set, the current folder. A provider that is given has its own.
        budget: what may be spent; a provider that is given has its own.
        options: `max_attempts`, `on_attempt`, `hear` and `effort`, as the assistant takes them.

    Raises:
        UsageError: the model is not named rightly, or a context file or the settings could not be read.
        KeyMissingError: the provider needs a key and its variable holds none.
    """

    def __init__(
        self,
        rules: RuleSet | PathLike,
        *,
        model: str | Sequence[str] | assistant.Provider,
        root: PathLike | None = None,
        budget: Budget | None = None,
        **options: Unpack[assistant.Options],
    ) -> None:
        where = root if root is not None else "." if isinstance(rules, RuleSet) else rules
        super().__init__(
            rules if isinstance(rules, RuleSet) else load(rules), answering(model, where, budget=budget), **options
        )


def answering(
    model: str | Sequence[str] | assistant.Provider, root: PathLike, *, budget: Budget | None = None
) -> assistant.Provider:
    """Who answers, by name or as given."""
    if isinstance(model, str):
        return chain([model], root=root, budget=budget)
    if isinstance(model, Sequence):
        return chain(model, root=root, budget=budget)
    return model


@dataclass(frozen=True, slots=True)
class Target:
    """Where written code goes.

    Attributes:
        project: the project.
        path: the file that the code is for, relative to the root; it decides the rules that apply.
        out: the file to write, relative to the root, or None to write none.
    """

    project: Project
    path: str
    out: str | None

    @classmethod
    def of(cls, root: PathLike, *, out: PathLike | None, path: str | None, replace: bool) -> Target:
        """Work out where code goes, before anything is paid for it.

        Args:
            root: the project's root.
            out: the file to write, relative to the current folder.
            path: the file that the code is for, relative to the root; by default the file to write.
            replace: whether a file that exists may be replaced.

        Raises:
            UsageError: a file lies outside the root or cannot be written, is a context file, or exists and may not be
                replaced.
        """
        project = Project(root)
        written = project.output(out) if out is not None else None
        if written is not None:
            if any(kind.claims(written) for kind in formats()):
                raise UsageError(f"{out} is a context file; a model does not write the rules it works under")
            if (project.root / written).exists() and not replace:
                raise UsageError(f"{out} exists; say --force to replace it")
        inside = posixpath.normpath(path) if path else written or GENERATED
        if inside.startswith(("../", "/")) or inside == "..":
            raise UsageError(f"{path} lies outside the root {project.root}")
        return cls(project, inside, written)

    def write(self, code: str) -> None:
        """Write the file, if there is one to write.

        Raises:
            UnreadableError: it cannot be written.
        """
        if self.out is not None:
            self.project.write(self.out, code.encode())
