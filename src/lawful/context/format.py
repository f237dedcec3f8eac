"""What a kind of context file is: where its files stand and how one is read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from lawful.context import frontmatter, markdown
from lawful.context.scope import Scope, matches
from lawful.project import parent
from lawful.violation import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.context.directive import Directive
    from lawful.context.frontmatter import Frontmatter


class Format(ABC):  # each part has a sensible default, but no format is without a name and files
    """A kind of context file; a subclass stands in a file of its own in `lawful.formats`.

    Attributes:
        name: what the format is called in messages.
        files: globs, relative to the root, of the files that are of this kind.
        precedence: the rank among formats whose files govern the same folder; the lowest is cited first.
        holders: folders made for such files, each with its `/`; a file in one governs what is around the folder.
        imports: over how many hops `@path` imports are followed; 0 where the assistant knows none.
        tolerant: whether it makes sense of any text, and so reads files whose name says nothing.
    """

    name: ClassVar[str]
    files: ClassVar[tuple[str, ...]]
    precedence: ClassVar[int]
    holders: ClassVar[tuple[str, ...]] = ()
    imports: ClassVar[int] = 0
    tolerant: ClassVar[bool] = False

    def claims(self, path: str) -> bool:
        """Whether a path relative to the root is a file of this kind."""
        return any(matches(glob, path) for glob in self.files)

    def base(self, path: str) -> str:
        """The folder that a file of this kind governs: the one around it, or around the folder for such files."""
        for holder in self.holders:
            before, found, _ = f"/{path}".partition(f"/{holder}")
            if found:
                return before.strip("/")
        return parent(path)

    def read(self, text: str, path: str, warn: list[Problem], *, base: str) -> Iterator[Directive]:
        """The statements of one file, in order.

        Args:
            text: the decoded text.
            path: the file, relative to the root.
            warn: receives what was odd about the file.
            base: the folder that the file governs.
        """
        return self.statements(text, path, Scope(base), warn)

    def statements(self, text: str, path: str, scope: Scope, warn: list[Problem]) -> Iterator[Directive]:
        """The statements of a text; Markdown unless a format reads something else."""
        return markdown.statements(text, path, scope, warn=warn)


class HeadedFormat(Format):
    """Markdown with settings at its head that say for which paths it holds."""

    def statements(self, text: str, path: str, scope: Scope, warn: list[Problem]) -> Iterator[Directive]:
        """The statements below the head, with the scope that the head gives them."""
        head = frontmatter.read(text)
        warn += [Problem(path, each.line, None, each.kind, each.message) for each in head.oddities]
        activation = self.activation(head, path, warn)
        narrowed = scope.narrowed(activation.globs)
        for directive in markdown.statements(head.body, path, narrowed, first_line=head.first_line, warn=warn):
            yield replace(directive, inactive=activation.inactive) if activation.inactive else directive

    @abstractmethod
    def activation(self, head: Frontmatter, path: str, warn: list[Problem]) -> Activation:
        """For which paths the file holds.

        Args:
            head: its settings.
            path: the file, relative to the root.
            warn: receives what its assistant would stumble over.
        """


@dataclass(frozen=True, slots=True)
class Activation:
    """For which paths a file holds.

    Attributes:
        globs: globs of which one must match; empty for every path.
        inactive: why it holds for no path by itself, if it does not.
    """

    globs: tuple[str, ...] = ()
    inactive: str | None = None
