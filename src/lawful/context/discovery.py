"""Finding and reading context files."""

from __future__ import annotations

import codecs
import os
import posixpath
import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lawful.context.directive import ContextFile
from lawful.context.format import format_of
from lawful.context.scope import Scope, alternatives, covers, matches
from lawful.context.settings import Settings
from lawful.errors import ContextError, UsageError
from lawful.project import Project, UnreadableError, is_repository, read_bytes
from lawful.regex import regex
from lawful.source import line_at
from lawful.store import digest
from lawful.violation import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from lawful.context.format import Format
    from lawful.context.imports import Reference
    from lawful.context.reader import Choice, Reader

# The longer marks begin like shorter ones.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MAX_CONTEXT = 4 * 1024 * 1024
"""The largest context file that is read, in bytes; Claude Code skips larger ones too."""
_NOISE = regex(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_WILD = regex(r"[*?\[{\\]")
_FARTHEST = 1000
"""How far away the files in a person's home stand: farther than any folder above the root."""


class Also(StrEnum):
    """Context files that are not the same on every machine, and so are read only when asked for."""

    LOCAL = "local"
    """files of the project that git ignores, such as `CLAUDE.local.md`"""
    ABOVE = "above"
    """files in the folders above the root"""
    USER = "user"
    """files in a person's home"""
    MANAGED = "managed"
    """files that an organisation has put on the machine"""


@dataclass(frozen=True, slots=True)
class _Found:
    """A context file to be read: by whom, as what, where it stands and what it governs."""

    reader: _Reader
    kind: Format
    path: str
    scope: Scope

    def taken(self) -> bytes | UnreadableError:
        """Its bytes, or why it has none."""
        try:
            return self.reader.project.read(self.path)
        except UnreadableError as error:
            return error


class Folder:
    """The context files that govern one folder; what is in them is made out when it is first asked for.

    Their bytes are taken at once, so that a rule set is of one moment, whatever happens to the files afterwards; what
    they import is taken when they are read, or by `settle`.

    Attributes:
        base: the folder, relative to the root; empty for the root.
    """

    def __init__(self, base: str, found: Sequence[_Found], noted: Sequence[ContextFile] = ()) -> None:
        """Make one of files that were found.

        Args:
            base: the folder.
            found: the files to read.
            noted: files that are not read, with the reason among their warnings.
        """
        self.base = base
        # The files of higher precedence come first, and those outside the root in the order of their distance.
        self._found = sorted(found, key=lambda each: each.kind.precedence)
        self._noted = noted
        self._data = [each.taken() for each in self._found]

    @property
    def given(self) -> str:
        """All that is read out of, but for imports; what is the same only for the same files with the same bytes."""
        taken = zip(self._found, self._data, strict=True)
        files = [
            (
                each.reader.shown,
                each.path,
                each.kind.name,
                each.scope,
                data.reason if isinstance(data, UnreadableError) else digest(data),
            )
            for each, data in taken
        ]
        return repr((files, self._noted))

    @property
    def imported(self) -> tuple[tuple[int, str, str], ...]:
        """What there was wherever something to import was looked for: who looked, at which path, and what it found."""
        asked = ((number, each.asked.get(self.base, {})) for number, each in enumerate(self._readers))
        return tuple((number, path, there) for number, found in asked for path, there in found.items())

    def has_still(self, imported: Iterable[tuple[int, str, str]]) -> bool:
        """Whether there still is what there was wherever something to import was looked for."""
        readers = self._readers
        return all(number < len(readers) and readers[number].at(path) == there for number, path, there in imported)

    @property
    def _readers(self) -> list[_Reader]:
        return list(dict.fromkeys(each.reader for each in self._found))

    def settle(self) -> None:
        """Read the files now if they may import others, which belong to the same moment."""
        taken = zip(self._found, self._data, strict=True)
        if any(isinstance(data, bytes) and each.kind.may_import(data) for each, data in taken):
            self._read  # noqa: B018  # it is kept

    @cached_property
    def _read(self) -> tuple[tuple[ContextFile, ...], tuple[Problem, ...]]:
        files: list[ContextFile] = []
        problems: list[Problem] = []
        for each, data in zip(self._found, self._data, strict=True):
            try:
                if isinstance(data, UnreadableError):
                    raise data
                files += each.reader.read(each.kind, each.path, data, each.scope)
            except UnreadableError as error:
                path = f"{each.reader.shown}{each.path}"
                problems.append(Problem(path, None, None, "context-unreadable", error.reason))
        return (*files, *self._noted), tuple(problems)

    @property
    def files(self) -> tuple[ContextFile, ...]:
        """The files, those of higher precedence first."""
        return self._read[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The files that could not be read."""
        return self._read[1]


@dataclass(frozen=True)
class Loaded:
    """The context files of a project.

    Attributes:
        folders: the folders that context files govern, in order.
        unlisted: the folders that could not be looked into.
        warnings: what was odd about the settings of assistants.
        choices: for each assistant, by its name, which files it reads in this project.
        paths: the context files of the root, whether they were read or not, relative to it.
    """

    folders: tuple[Folder, ...]
    unlisted: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    choices: Mapping[str, Choice] = field(default_factory=dict)
    paths: tuple[str, ...] = ()

    @cached_property
    def files(self) -> tuple[ContextFile, ...]:
        """All files that were read."""
        return tuple(file for folder in self.folders for file in folder.files)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """All files that could not be read, and folders that could not be looked into."""
        return (*self.unlisted, *(problem for folder in self.folders for problem in folder.problems))


def load(
    project: Project,
    formats: Iterable[Format],
    readers: Iterable[Reader] = (),
    *,
    named: Sequence[str | os.PathLike[str]] = (),
    also: Iterable[str] = (),
    only: Callable[[str], bool] | None = None,
    excluded: Sequence[str] = (),
) -> Loaded:
    """Read the context files of a project.

    Args:
        project: where to look.
        formats: the kinds of context file to look for.
        readers: the assistants, whose settings in the project name more files or leave some out.
        named: files to read instead of looking for any; each governs the whole project.
        also: which files that differ between machines to read too, see `Also`.
        only: whether to read a file of the root; all that are context files without it.
        excluded: globs of files of the root that the project does not want to be read.

    Raises:
        ContextError: a named file could not be read.
        UsageError: `also` names something unknown.
    """
    formats = tuple(formats)
    also = _also(also)
    if named:
        reader = _Reader(project)
        return Loaded((Folder("", (), [file for path in named for file in _named(reader, formats, Path(path))]),))
    settings = Settings(project, personal=Also.LOCAL in also)
    readers = tuple(readers)
    choices = {each.name: each.choice(settings) for each in readers}
    search = _Search(project, formats, choices, also, excluded)
    search.outside(readers)
    search.inside(only)
    return Loaded(
        tuple(search.folders()), tuple(search.problems), tuple(settings.problems), choices, tuple(search.paths)
    )


def _also(names: Iterable[str]) -> frozenset[Also]:
    try:
        return frozenset(Also(name) for name in names)
    except ValueError as error:
        raise UsageError(f"{error}; there are {', '.join(Also)}") from error


class _Search:
    """Looks for the context files of a project."""

    def __init__(
        self,
        project: Project,
        formats: tuple[Format, ...],
        choices: dict[str, Choice],
        also: frozenset[Also],
        excluded: Sequence[str],
    ) -> None:
        self._project = project
        self._excluded = excluded
        self._formats = formats
        self._choices = choices
        self._also = also
        self._seen: set[Path] = set()
        self._found: dict[str, list[_Found]] = {}
        self._noted: dict[str, list[ContextFile]] = {}
        self.paths: list[str] = []
        self.problems: list[Problem] = []

    def folders(self) -> Iterator[Folder]:
        """What was found, by the folder that it governs."""
        for base in sorted({*self._found, *self._noted}):
            yield Folder(base, self._found.get(base, ()), self._noted.get(base, ()))

    def inside(self, only: Callable[[str], bool] | None) -> None:
        """Read the files of the root."""
        self.problems += [
            Problem(folder, None, None, "folder-unreadable", "cannot be listed; context files in it were not read")
            for folder in self._project.unlisted
        ]
        self.problems += [
            Problem(path, None, None, "context-unreadable", "is no regular file, or a link that leads nowhere")
            for path in self._project.odd
            if any(kind.claims(path) for kind in self._formats)
        ]
        reader = _Reader(self._project)
        found, ignored = self._candidates()
        self.paths = [*found, *ignored]
        for path in (*found, *(ignored if Also.LOCAL in self._also else ())):
            if only is not None and not only(path):
                continue
            kind = format_of(path, self._formats)
            excluding = self._excluding(path)
            if excluding:
                message = f"the settings of {excluding} leave it out, so lawful did not read it"
                self._note(kind, path, "excluded-by-settings", message)
            else:
                self._find(_Found(reader, kind, path, Scope(kind.base(path), distance=kind.distance)))
        if Also.LOCAL not in self._also:
            for path in ignored if only is None else filter(only, ignored):
                message = "git ignores this file, so lawful did not read it; have it read with --also local or --rules"
                self._note(format_of(path, self._formats), path, "ignored-by-git", message)

    def outside(self, readers: Sequence[Reader]) -> None:
        """Read the files outside the root that were asked for, the farthest first."""
        if Also.MANAGED in self._also:
            for path in (Path(path) for reader in readers for path in reader.managed):
                self._read_folder(path.parent, f"{path.parent.as_posix()}/", -_FARTHEST, [path.name])
        if Also.USER in self._also:
            self._read_folder(Path.home(), "~/", _FARTHEST, [glob for each in readers for glob in each.user])
        if Also.ABOVE in self._also:
            root = self._project.root
            repository = next((each for each in (root, *root.parents) if is_repository(each)), root)
            for distance, folder in reversed([*enumerate(root.parents, start=1)]):
                within = folder.is_relative_to(repository)
                rows = [row for each in readers if within or each.boundless for row in self._choices[each.name].rows]
                globs = [glob.removeprefix("**/") for row in rows for glob in row if glob.startswith("**/")]
                self._read_folder(folder, "../" * distance, distance, globs)

    def _read_folder(self, folder: Path, shown: str, distance: int, globs: Iterable[str]) -> None:
        """Read context files of a folder outside the root, which govern all of the root."""
        found = dict.fromkeys(path for glob in globs for path in _expanded(folder, glob))
        if not found:
            return
        reader = _Reader(Project(folder), shown)
        for path in found:
            real = (folder / path).resolve()
            if real not in self._seen and not real.is_relative_to(self._project.root):
                self._seen.add(real)
                kind = format_of(path, self._formats)
                self._find(_Found(reader, kind, path, Scope(distance=distance)))

    def _find(self, found: _Found) -> None:
        self._found.setdefault(found.scope.base, []).append(found)

    def _note(self, kind: Format, path: str, problem: str, message: str) -> None:
        warning = Problem(path, None, None, problem, message)
        self._noted.setdefault(kind.base(path), []).append(ContextFile(path, kind.name, warnings=(warning,)))

    def _candidates(self) -> tuple[list[str], list[str]]:
        """The context files of the root, and those in it that assistants read although git ignores them."""
        globs = [glob for kind in self._formats for glob in kind.files]
        globs += [glob for choice in self._choices.values() for row in choice.rows for glob in row]
        # Most files of a project can be told by their names alone to be no context file.
        named = re.compile("|".join(dict.fromkeys(name for glob in globs for name in _names(glob))) or r"(?!)")
        paths = [
            path
            for path in (*self._project.files, *self._linked())
            if named.fullmatch(path, path.rfind("/") + 1)
            and (
                any(kind.claims(path) for kind in self._formats)
                or any(choice.reads(path) for choice in self._choices.values())
            )
        ]
        literal = dict.fromkeys(path for kind in self._formats for glob in kind.files if (path := _in_root(glob)))
        files = frozenset(self._project.files)
        elsewhere = [path for path in literal if path not in files]
        for path in elsewhere:
            holds_some = any(each.startswith(f"{path}/") for each in paths)
            if path.endswith(".md") and not holds_some and self._project.has_folder(path):
                self._note(format_of(path, self._formats), path, "folder", "is a folder, so nothing was read from it")
        return paths, [path for path in elsewhere if self._project.has(path)]

    def _linked(self) -> Iterator[str]:
        """The files in linked folders that lie in a folder made for context files; a link in one is not followed."""
        holders = {f"/{holder}" for kind in self._formats for holder in kind.holders}
        for link, target in self._project.links:
            if not any(holder in f"/{link}/" for holder in holders):
                continue
            if target is None:
                message = "is a link to a folder outside the root; what is in it was not read"
                self.problems.append(Problem(link, None, None, "context-unreadable", message))
            elif not target or f"{link}/".startswith(f"{target}/"):
                self._note(format_of(f"{link}/x.md", self._formats), link, "link", "leads to a folder that holds it")
            else:
                yield from (f"{link}/{path[len(target) + 1 :]}" for path in self._project.select(target))

    def _excluding(self, path: str) -> str | None:
        """Whose settings leave a file out: the project's own, or those of an assistant, if no other one reads it."""
        if any(covers(glob, path) for glob in self._excluded):
            return "lawful"
        if not any(choice.excluded for choice in self._choices.values()):
            return None
        excluding = None
        for name, choice in self._choices.items():
            if any(_leaves_out(glob, self._project.root / path) for glob in choice.excluded):
                excluding = excluding or (name if choice.reads(path) else None)
            elif choice.reads(path):
                return None
        return excluding


def _names(glob: str) -> Iterator[str]:
    """Regular expressions for all names that the files may have of which a glob speaks."""
    for each in alternatives(glob):
        name = each.rpartition("/")[2]
        yield (
            ".*".join(re.escape(part) for part in name.split("*")) if not _WILD.search(name.replace("*", "")) else ".*"
        )


def _in_root(glob: str) -> str | None:
    """The one file in the root of which a glob speaks, if it speaks of one."""
    path = glob.removeprefix("**/")
    return None if _WILD.search(path) else path


def _leaves_out(glob: str, path: Path) -> bool:
    """Whether a glob for absolute paths means a file, a folder above it, or what it is a link to."""
    return any(
        matches(glob, each.as_posix().lstrip("/"))
        for start in {path, path.resolve()}
        for each in (start, *start.parents)
        if each.name
    )


def _expanded(folder: Path, glob: str) -> list[str]:
    """The files below a folder that a glob finds, relative to it; what cannot be listed holds none."""
    try:
        return sorted(each.relative_to(folder).as_posix() for each in folder.glob(glob) if each.is_file())
    except OSError:
        return []


def _named(reader: _Reader, formats: Sequence[Format], path: Path) -> list[ContextFile]:
    root = reader.project.root
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  # a link is read as what it names
    inside = absolute.is_relative_to(root)
    shown = absolute.relative_to(root).as_posix() if inside else path.as_posix()
    known = any(each.claims(shown) for each in formats)
    kind = format_of(shown if known else absolute.name, formats)
    try:
        return reader.read(kind, shown, read_bytes(path, shown), Scope())
    except UnreadableError as error:
        raise ContextError(f"{error.reason}; it was named as a context file", path=shown) from error


class _Reader:
    """Reads context files and what they import, each once for every folder that it governs.

    Attributes:
        project: the folder in which the files stand, and out of which no import leads.
        shown: what comes before their paths where they are shown.
        asked: for each folder the paths at which something to import was looked for, with what there was.
    """

    def __init__(self, project: Project, shown: str = "") -> None:
        self.project = project
        self.shown = shown
        self._done: set[tuple[str, str]] = set()
        self.asked: dict[str, dict[str, str]] = {}

    def read(self, kind: Format, path: str, data: bytes, scope: Scope, *, hops: int = 0) -> list[ContextFile]:
        """Read one file and what it imports.

        Args:
            kind: its format.
            path: where it stands, relative to the folder.
            data: its bytes.
            scope: the folder that it governs.
            hops: over how many imports it was reached.

        Raises:
            UnreadableError: it is no text.
        """
        if (path, scope.base) in self._done:
            return []  # it was imported before
        self._done.add((path, scope.base))
        if len(data) > MAX_CONTEXT:
            raise UnreadableError(f"is larger than {MAX_CONTEXT >> 20} MiB and was not read", path=path)
        text, bad_line = decode(data)
        if _is_noise(text):
            raise UnreadableError("is no text in UTF-8 or UTF-16 and was not read", path=path)
        file = replace(kind.read(text, f"{self.shown}{path}", scope), imported=hops > 0)
        # Whether an assistant would find an imported file by itself does not matter.
        warnings = [each for each in file.warnings if not hops or each.kind != "ignored-by-assistant"]
        if bad_line:
            message = "is not in the encoding of the file here; what could be decoded was read"
            warnings.append(Problem(file.path, bad_line, None, "undecodable", message))
        imported = self._imported(kind, path, text, scope, hops, warnings) if kind.imports else []
        if not file.directives and not imported and file.speaks:
            warnings.append(
                Problem(file.path, None, None, "no-directives", "has text but no statement was found in it")
            )
        return [replace(file, warnings=tuple(warnings)), *imported]

    def _imported(
        self, kind: Format, path: str, text: str, scope: Scope, hops: int, warnings: list[Problem]
    ) -> list[ContextFile]:
        files: list[ContextFile] = []
        for reference in kind.references(text, path):
            target, reason = self._target(path, reference, self.asked.setdefault(scope.base, {}))
            if (target, scope.base) in self._done:
                continue  # it was read before, perhaps by an import of the same
            if target is not None and hops >= kind.imports:
                target, reason = None, f"is more than {kind.imports} imports away and was not read"
            if target is not None:
                try:
                    files += self.read(kind, target, self.project.read(target), scope, hops=hops + 1)
                except UnreadableError as error:
                    reason = error.reason
            if reason is not None:
                message = f"{reference} {reason}"
                warnings.append(Problem(f"{self.shown}{path}", reference.line, None, "import", message))
        return files

    def at(self, path: str) -> str:
        """What there is at a path relative to the root, as far as imports are concerned."""
        try:
            return digest(self.project.read(path)).hex()
        except UnreadableError as error:
            return f"{error.reason} {self.project.has_folder(path)} {os.path.lexists(self.project.root / path)}"

    def _target(self, path: str, reference: Reference, asked: dict[str, str]) -> tuple[str | None, str | None]:
        """The file that a reference names, relative to the root, or why none was read; nothing for a mere `@`."""
        inside = f"{self.project.root.as_posix()}/"
        for candidate in (each.removeprefix(inside) for each in reference.candidates):
            if candidate.startswith(("~", "/")):
                return None, "lies outside the project and was not read" if reference.is_path else None
            joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), candidate))
            if joined.startswith("../") or joined == "..":
                return None, "lies outside the project and was not read" if reference.is_path else None
            asked.setdefault(joined, self.at(joined))
            if self.project.has(joined):
                return joined, None
            if self.project.has_folder(joined):
                return None, "is a folder and was not read"
            if reference.is_path and os.path.lexists(self.project.root / joined):
                return None, "is no regular file and was not read"
        return None, "does not exist" if reference.is_path else None


def decode(data: bytes) -> tuple[str, int | None]:
    """The text of a context file and the first line that cannot be decoded, if there is one.

    The text is UTF-8 unless a byte-order mark says otherwise.
    """
    codec = next((codec for mark, codec in _MARKS if data.startswith(mark)), "utf-8-sig")
    try:
        return data.decode(codec), None
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(codec, errors="replace")
        return data.decode(codec, errors="replace"), line_at(before, len(before))


def _is_noise(text: str) -> bool:
    """Whether so much of a text is no text that it must be something else."""
    return len(_NOISE.findall(text)) * 3 > len(text)
