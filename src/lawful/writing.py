"""The front door for having code written: the assistant joined with the providers.

It stands apart from `lawful.api` because checking code needs nothing of what talking to a model needs.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawful import assistant
from lawful.api import PathLike, formats, load
from lawful.errors import UsageError
from lawful.project import Project
from lawful.providers.registry import provider
from lawful.rules import RuleSet

if TYPE_CHECKING:
    from collections.abc import Callable

GENERATED = "generated.py"
"""The file that written code is for when nobody names one."""


class Assistant(assistant.Assistant):
    """Writes code under a rule set.

    Args:
        rules: the rules, or the root of the project whose context files state them.
        model: who writes: `provider:model`, or a provider.
        max_attempts: how often it may be asked for one task.
        on_attempt: told of every attempt as soon as it has been judged.

    Raises:
        UsageError: the model is not named rightly, or a context file could not be read.
        KeyMissingError: the provider needs a key and its variable holds none.
    """

    def __init__(
        self,
        rules: RuleSet | PathLike,
        *,
        model: str | assistant.Provider,
        max_attempts: int = assistant.MAX_ATTEMPTS,
        on_attempt: Callable[[assistant.Attempt], None] | None = None,
    ) -> None:
        super().__init__(
            rules if isinstance(rules, RuleSet) else load(rules),
            provider(model) if isinstance(model, str) else model,
            max_attempts=max_attempts,
            on_attempt=on_attempt,
        )


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
