"""What one assistant sees of the context files of a project, and what it misses."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lawful.context.discovery import load
from lawful.context.format import format_of
from lawful.context.hygiene import dead_globs, empty
from lawful.context.reader import Excess
from lawful.context.scope import matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lawful.context.directive import ContextFile
    from lawful.context.discovery import Loaded
    from lawful.context.format import Format
    from lawful.context.reader import Limit, Reader
    from lawful.project import Project
    from lawful.violation import Problem


@dataclass(frozen=True, slots=True)
class Missed:
    """Something in a context file that an assistant does not see, or sees otherwise than its author may think.

    Attributes:
        path: the file.
        line: the 1-based line, or None where the whole file is meant.
        kind: what is the matter, in one word.
        reason: the same for people.
        directives: how many directives are missed over it.
    """

    path: str
    line: int | None
    kind: str
    reason: str
    directives: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """What one assistant sees.

    Attributes:
        reader: the assistant.
        files: the files it reads, with the directives that it sees.
        problems: those of them that could not be read.
        missed: what it misses, in order of place.
    """

    reader: Reader
    files: tuple[ContextFile, ...]
    problems: tuple[Problem, ...]
    missed: tuple[Missed, ...]


def view(
    project: Project, formats: Iterable[Format], readers: Sequence[Reader], reader: Reader, *, also: Iterable[str] = ()
) -> View:
    """See the context files of a project as one assistant does.

    Args:
        project: where they stand.
        formats: the kinds of context file there are.
        readers: all assistants.
        reader: the one of them.
        also: which files that differ between machines to read too.
    """
    formats, also = tuple(formats), tuple(also)
    everything = load(project, formats, readers, also=also)
    choice = everything.choices[reader.name]
    chosen = choice.chosen(everything.paths, lambda path: format_of(path, formats).base(path))
    own = load(project, formats, (reader,), also=also, only=lambda path: path in chosen and chosen[path] is None)
    missed = [*_unread(everything, own, chosen, reader)]
    files = []
    for file in own.files:
        if file.unheeded:
            missed.append(Missed(file.path, None, "not-heeded", file.unheeded, len(file.directives)))
            continue
        kept, lost = within_limits(file, own.files, choice.limits, reader)
        files.append(kept)
        missed += [*lost, *_odd(kept, project, formats, reader)]
    missed.sort(key=lambda each: (each.path, each.line or 0))
    return View(reader, tuple(files), own.problems, tuple(missed))


def _unread(everything: Loaded, own: Loaded, chosen: dict[str, str | None], reader: Reader) -> Iterator[Missed]:
    """The context files that are meant for others, or that another file hides."""
    seen = {file.path for file in own.files}
    directives = Counter({file.path: len(file.directives) for file in everything.files})
    for path in everything.paths:
        if path in seen:
            continue
        hidden = chosen.get(path)
        if hidden:
            yield Missed(path, None, "hidden", f"{reader.title} reads {hidden} instead", directives[path])
        elif path not in chosen:
            yield Missed(path, None, "not-read", f"{reader.title} does not read it", directives[path])


def within_limits(
    file: ContextFile, files: Iterable[ContextFile], limits: Iterable[Limit], reader: Reader
) -> tuple[ContextFile, list[Missed]]:
    """What of a file lies within the limits of an assistant, and what does not.

    Args:
        file: the file.
        files: all files that the assistant reads.
        limits: how much it reads.
        reader: the assistant.
    """
    missed = []
    for limit in (each for each in limits if matches(each.files, file.path)):
        used = sum(limit.measure.of(each.text) for each in files if limit.shared and _above(each, file))
        if limit.measure.of(file.text) + used <= limit.size:
            continue
        kept = file if limit.excess is Excess.ADVISED else _cut(file, limit, used)
        line, reason = _excess(file, limit, used, reader)
        kind = "long" if limit.excess is Excess.ADVISED else "too-long"
        missed.append(Missed(file.path, line, kind, reason, len(file.directives) - len(kept.directives)))
        file = kept
    return file, missed


def _above(other: ContextFile, file: ContextFile) -> bool:
    """Whether another file is read before one because its folder lies above."""
    return other.base != file.base and (not other.base or file.base.startswith(f"{other.base}/"))


def _cut(file: ContextFile, limit: Limit, used: int) -> ContextFile:
    line = 1 if limit.excess is Excess.SKIPPED else limit.cut_line(file.text, used)
    return replace(file, directives=tuple(each for each in file.directives if each.place.line < line))


def _excess(file: ContextFile, limit: Limit, used: int, reader: Reader) -> tuple[int | None, str]:
    size = limit.measure.of(file.text)
    if limit.excess is Excess.SKIPPED:
        return None, f"is longer than the {limit} that {reader.title} reads of a file, and is skipped"
    if limit.excess is Excess.ADVISED:
        return None, f"has {size:,} {limit.measure.value}; {reader.title} follows files of up to {limit} best"
    before = " together with the files of the folders above" if limit.shared else ""
    return limit.cut_line(file.text, used), f"from here on it is beyond the {limit} that {reader.title} reads{before}"


def _odd(file: ContextFile, project: Project, formats: Sequence[Format], reader: Reader) -> Iterator[Missed]:
    """What of a file that is read does not work as its author may think."""
    for warning in file.warnings:
        yield Missed(file.path, warning.line, warning.kind, warning.message)
    inactive = [each for each in file.directives if each.inactive]
    if inactive:
        yield Missed(file.path, None, "inactive", inactive[0].inactive or "", len(inactive))
    yield from (Missed(file.path, None, each.kind, each.message) for each in empty(file))
    dead = [*dead_globs(file, project.files)]
    for each in dead:
        lost = len(file.directives) if len(dead) == len(file.globs) else 0
        yield Missed(file.path, each.line, each.kind, each.message, lost)
    kind = format_of(file.path, formats)
    if not kind.imports and not file.imported:
        for reference in kind.references(file.text, file.path):
            if reference.is_path:
                reason = f"{reference} is not followed: {reader.title} knows no imports here"
                yield Missed(file.path, reference.line, "import", reason)
