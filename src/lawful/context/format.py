"""What a kind of context file is: what its files are called and how one is read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from lawful.context import frontmatter, markdown
from lawful.context.directive import ContextFile
from lawful.context.imports import Reference, references
from lawful.context.scope import Scope, matches
from lawful.project import parent
from lawful.violation import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lawful.context.directive import Directive
    from lawful.context.frontmatter import Frontmatter

_ALIKE = 0.75
"""How much alike two settings are of which one is probably meant for the other; 1 is the same."""


@dataclass(frozen=True, slots=True)
class Activation:
    """For which paths a file holds.

    Attributes:
        globs: globs of which one must match; empty for every path.
        inactive: why it holds for no path by itself, if it does not.
        unheeded: why its own assistant does not heed it, although lawful does.
    """

    globs: tuple[str, ...] = ()
    inactive: str | None = None
    unheeded: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A context file without its head.

    Attributes:
        body: the text below the head.
        first_line: the line of the file at which the body begins.
        activation: for which paths the head says that it holds.
        globs_line: the line on which the head names the globs.
    """

    body: str
    first_line: int = 1
    activation: Activation = Activation()
    globs_line: int = 1


class Format(ABC):  # each part has a sensible default, but no format is without a name and files
    """A kind of context file; a subclass stands in a file of its own in `lawful.formats`.

    Attributes:
        name: what the format is called in messages.
        files: globs, relative to the root, of the files that are of this kind.
        precedence: the rank among formats whose files govern the same folder; the lowest is cited first.
        holders: folders made for such files, each with its `/`; a file in one governs what is around the folder.
        imports: over how many hops the files that one names are followed; 0 where the assistant knows no imports.
        distance: how much farther (or, if negative, nearer) than others in its folder a file counts in a conflict.
        tolerant: whether it makes sense of any text, and so reads files whose name says nothing.
    """

    name: ClassVar[str]
    files: ClassVar[tuple[str, ...]]
    precedence: ClassVar[int]
    holders: ClassVar[tuple[str, ...]] = ()
    imports: ClassVar[int] = 0
    distance: ClassVar[float] = 0
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

    def read(self, text: str, path: str, scope: Scope) -> ContextFile:
        """Read one file.

        Args:
            text: the decoded text.
            path: the file, as it is shown: relative to the root where it stands in it.
            scope: the folder that the file governs.
        """
        warnings: list[Problem] = []
        opened = self.opened(text, path, warnings)
        activation = opened.activation
        found = self.statements(opened.body, path, scope.narrowed(activation.globs), opened.first_line, warnings)
        directives = tuple(
            replace(each, inactive=activation.inactive) if activation.inactive else each for each in found
        )
        globs = tuple((glob, opened.globs_line) for glob in activation.globs)
        return ContextFile(
            path,
            self.name,
            directives,
            tuple(warnings),
            text,
            globs,
            scope.base,
            speaks=bool(opened.body.strip()),
            unheeded=activation.unheeded,
        )

    def opened(self, text: str, path: str, warn: list[Problem]) -> Opened:
        """The text without its head, and what the head says; no file has a head unless a format says so."""
        del path, warn
        return Opened(text)

    def statements(
        self, text: str, path: str, scope: Scope, first_line: int, warn: list[Problem]
    ) -> Iterable[Directive]:
        """The statements of a text, in order; Markdown unless a format reads something else.

        Args:
            text: the text below the head.
            path: the file, as it is shown.
            scope: the paths that the file governs.
            first_line: the line of the file at which the text begins.
            warn: receives what was odd about the text.
        """
        return markdown.statements(text, path, scope, first_line=first_line, warn=warn)

    def may_import(self, data: bytes) -> bool:
        """Whether a file with these bytes may name others; it is asked before anything is made of them."""
        return self.imports > 0 and b"@" in data

    def references(self, text: str, path: str) -> Iterator[Reference]:
        """The other files that a file names, in order: each `@path`, unless a format has another way."""
        del path
        return references(text)


def _alike(key: str, keys: Sequence[str]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(key, keys, 1, _ALIKE)), None)


def format_of(path: str, formats: Sequence[Format]) -> Format:
    """The format of a file by its path relative to the root; the most tolerant one where the path says nothing.

    Of several that claim it, the one whose files govern most: `.junie/AGENTS.md` is Junie's, and not the file of a
    folder that happens to be called so.
    """
    claiming = [each for each in formats if each.claims(path)]
    if claiming:
        return min(claiming, key=lambda each: len(each.base(path)))
    return max(formats, key=lambda each: each.tolerant)


class HeadedFormat(Format):
    """Markdown with settings at its head that say for which paths it holds.

    Attributes:
        keys: the settings there are.
    """

    keys: ClassVar[tuple[str, ...]]

    def opened(self, text: str, path: str, warn: list[Problem]) -> Opened:
        """The text below the head, and for which paths the head says that it holds."""
        head = frontmatter.read(text)
        warn += [Problem(path, each.line, None, each.kind, each.message) for each in head.oddities]
        for key, each in head.settings.items():
            meant = _alike(key, self.keys) if key not in self.keys else None
            if meant:
                message = f"`{key}` is no setting here; did you mean `{meant}`?"
                warn.append(Problem(path, each.line, None, "frontmatter-key", message))
        activation = self.activation(head, path, warn)
        named = (each.line for key, each in head.settings.items() if head.globs(key) == activation.globs)
        return Opened(head.body, head.first_line, activation, next(named, 1))

    @abstractmethod
    def activation(self, head: Frontmatter, path: str, warn: list[Problem]) -> Activation:
        """For which paths the file holds.

        Args:
            head: its settings.
            path: the file, as it is shown.
            warn: receives what its assistant would stumble over.
        """
