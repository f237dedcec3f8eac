"""Where the rules come from that code is held to: the working tree, or a revision before the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.context import Also
from lawful.errors import UsageError
from lawful.loading import PathLike, Terms, context_of, memory_of, rules_of
from lawful.plugins import code_of
from lawful.rules import read_settings
from lawful.violation import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lawful.project import Project
    from lawful.rules.weakening import Comparison

PYTHON = (".py", ".pyi")


class Judge:
    """The rules of a project, and what a change would make of them.

    Attributes:
        rules: the rules.
        hidden: files that would be checked but for ignore files that have changed since.
    """

    def __init__(
        self,
        project: Project,
        revision: str | None,
        *,
        named: Sequence[PathLike],
        also: Iterable[str],
        local_checks: bool | None,
        cache: bool = False,
    ) -> None:
        """Read the rules.

        Args:
            project: the project whose code is checked.
            revision: the revision of git that the rules come from; without one, the working tree.
            named: context files to read instead of looking for any.
            also: context files that are not the same on every machine, to be read too; see `lawful.load`.
            local_checks: whether to run the code of checks that the project brings; see `lawful.load`.
            cache: whether what earlier runs have understood of context files counts, and this one is remembered.

        Raises:
            UsageError: there is no such revision, or what is no part of one is asked for with it.
            ContextError: one of the named context files cannot be read.
            PluginError: checks cannot be loaded.
        """
        self._project = project
        self._revision = revision
        self._also = tuple(also)
        if revision is not None and (named or Also.ABOVE in self._also):
            raise UsageError(
                "the rules of a revision are read from it; neither --rules nor --also above goes with that"
            )
        self._home = project if revision is None else _revision(project, revision)
        self._terms = Terms.of(self._home, local_checks)
        self._memory = memory_of(self._home, self._terms) if cache else None
        self.rules = rules_of(self._terms, context_of(self._home, self._terms, named, self._also), self._memory)
        self.hidden = frozenset() if revision is None else self._hidden()

    def remember(self) -> None:
        """Have later runs know what this one has understood of context files."""
        if self._memory:
            self._memory.save()

    def _hidden(self) -> frozenset[str]:
        gone = {path for path in self._home.files if path.endswith(PYTHON)} - {*self._project.files}
        return frozenset(path for path in gone if self._project.has(path))

    def comparison(self) -> Comparison | None:
        """What the working tree would make of the rules of a revision; None if they are its own."""
        if self._revision is None:
            return None
        # Not with its own checks: code that is being judged is not run.
        from lawful.rules.weakening import compare

        terms = Terms.without_code(self._project, self._terms.others)
        offered = rules_of(terms, context_of(self._project, terms, (), self._also))
        paths = [path for path in (*self._project.files, *self.hidden) if path.endswith(PYTHON)]
        return compare(self._revision, self.rules, offered, paths, self.hidden)

    def changed_checks(self) -> Iterator[Problem]:
        """The folders with checks that the working tree changes, adds, or names no more."""
        if self._revision is None:
            return
        before, after = self._terms.settings.checks, read_settings(self._project)[0].checks
        for path in dict.fromkeys((*before, *after)):
            was = code_of(self._home, path) if path in before else None
            if was != (code_of(self._project, path) if path in after else None):
                message = "the working tree changes these checks; code is held to those of the revision"
                yield Problem(path, None, None, "checks-changed", message)


def _revision(project: Project, revision: str) -> Project:
    from lawful.project.revision import Revision  # with what talks to git

    return Revision(project.root, revision)
