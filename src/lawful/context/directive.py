"""What reading a context file gives: its directives and what was wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lawful.context.scope import Scope

if TYPE_CHECKING:
    from lawful.violation import Place, Problem


@dataclass(frozen=True, slots=True)
class Directive:
    """One demand found in a context file, or a statement that may be one.

    Attributes:
        text: the words as they were written, on one line, without the marker of their bullet.
        place: the context file and the first line of the bullet, table row, sentence or JSON string.
        column: the 1-based column at which the words begin on the line where they begin.
        headings: the headings above it, outermost first.
        leads: what introduces the list it stands in (`Never use:`), outermost first.
        illustrated: whether code follows it, which shows what it means.
        scope: the paths that the context file gives it.
        inactive: why the context file does not hold for any path by itself, if it does not.
        pins: what a comment beside it says exactly of how code is held to it, see `lawful.rules.pin`.
        block: the line at which its paragraph, or the text of its bullet, begins; 0 where it stands for itself.
    """

    text: str
    place: Place
    column: int = 1
    headings: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    illustrated: bool = False
    scope: Scope = field(default_factory=Scope)
    inactive: str | None = None
    pins: tuple[str, ...] = ()
    block: int = 0


@dataclass(frozen=True, slots=True)
class ContextFile:
    """A context file that was read.

    Attributes:
        path: where it stands, relative to the root.
        format: the name of its format.
        directives: what it says, in order.
        warnings: what was odd about it; nothing was lost over it.
        text: its text, decoded.
        globs: the globs of its head that say for which paths it holds, relative to `base`, each with its line.
        base: the folder that it governs, relative to the root.
        imported: whether another context file made it one.
        speaks: whether there is anything in it but settings.
        unheeded: why its own assistant does not heed it, although lawful does.
    """

    path: str
    format: str
    directives: tuple[Directive, ...] = ()
    warnings: tuple[Problem, ...] = ()
    text: str = field(default="", repr=False)
    globs: tuple[tuple[str, int], ...] = ()
    base: str = ""
    imported: bool = False
    speaks: bool = True
    unheeded: str | None = None
