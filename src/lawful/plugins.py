"""Checks from outside: from installed packages, and from folders of the project that is checked.

What is installed has been let in by whoever installed it. What a repository brings is code of that repository: it is
run only if somebody has allowed exactly that code, and never because a file of the repository says so.
"""

from __future__ import annotations

import importlib
import os
import posixpath
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from lawful import shelf
from lawful.errors import PluginError, UsageError
from lawful.project import UnreadableError, read_bytes
from lawful.regex import regex
from lawful.rules import Check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from lawful.importing import Code
    from lawful.project import Project

GROUP = "lawful.checks"
"""The group of entry points under which a package names its checks: a class, or a module or package of them."""
_ID = regex(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
_ENVIRONMENT = frozenset({"site-packages", "dist-packages"})
_OUTSIDE: dict[str, str] = {}
"""The modules of checks from outside, each with its file or what it is known by."""
_ROWS = ("phrases", "asks", "ignores", "valid", "invalid")


def installed(root: Path) -> Iterator[type[Check]]:
    """The checks of installed packages, by the names of their entry points.

    What lies in the project itself is not installed, but for an environment there: whoever may edit the project may not
    by that have code run.

    Args:
        root: the root of the project.

    Raises:
        PluginError: one cannot be loaded.
    """
    places = [place for place in sys.path if place and not _belongs_to(Path(place), root)]
    if not any(map(_announces, places)):
        return  # the usual case, and `importlib.metadata` costs more than all the rest of a short run
    from importlib.metadata import distributions

    found = {
        (point.name, point.value): point
        for distribution in distributions(path=places)
        for point in distribution.entry_points
        if point.group == GROUP
    }
    for _, point in sorted(found.items()):
        try:
            loaded = point.load()
            named = [*_classes(loaded)]
        except (Exception, SystemExit) as error:
            raise _unloaded(error, point.value) from error
        if not named:
            raise PluginError(f"the entry point {point.name} of {GROUP} names no check", path=point.value)
        yield from (_vetted(each, point.value) for each in named)


def _belongs_to(place: Path, root: Path) -> bool:
    """Whether a folder of modules is the current one, or a project's own."""
    real = place.resolve()
    if real == Path.cwd():
        return True
    return real.is_relative_to(root) and not _ENVIRONMENT & {*real.relative_to(root).parts}


def _announces(place: str) -> bool:
    """Whether any package in a folder of installed ones may have checks."""
    try:
        with os.scandir(place) as found:
            infos = [entry.path for entry in found if entry.name.endswith((".dist-info", ".egg-info"))]
    except NotADirectoryError:
        return True  # an archive, into which only `importlib.metadata` looks
    except OSError:
        return False
    return any(f"[{GROUP}]".encode() in _text(f"{info}/entry_points.txt") for info in infos)


def _text(path: str) -> bytes:
    try:
        return read_bytes(path, path)
    except UnreadableError:
        return b""


def _classes(loaded: object) -> Iterator[type[Check]]:
    if isinstance(loaded, type) and issubclass(loaded, Check):
        yield loaded
    elif isinstance(loaded, ModuleType):
        yield from shelf.classes_of(loaded, Check)
        if hasattr(loaded, "__path__"):
            yield from shelf.classes(loaded.__name__, Check)


@dataclass(frozen=True)
class Folder:
    """The code of checks in a folder of a project.

    Attributes:
        path: the folder, relative to the root.
        root: the root, for the names of files in tracebacks.
        sources: for each Python file in it, relative to it, what it holds.
    """

    path: str
    root: str
    sources: Mapping[str, bytes]

    @classmethod
    def of(cls, project: Project, path: str) -> Folder:
        """Read a folder.

        Raises:
            PluginError: there is no such folder, it holds no Python file, or one cannot be read.
        """
        path = posixpath.normpath(path)
        if not project.has_folder(path):
            raise PluginError("is no folder of the project; checks are named by the folder that holds them", path=path)
        files = [each for each in project.select(path) if each.endswith(".py")]
        if not files:
            raise PluginError("holds no Python file, so there are no checks in it", path=path)
        try:
            return cls(path, str(project.root), {each: project.read(each) for each in sorted(files)})
        except UnreadableError as error:
            raise PluginError(error.reason, path=error.path) from error

    @cached_property
    def digest(self) -> str:
        """What is the same only for the same code in the same files."""
        import hashlib  # as for `_code`

        found = hashlib.sha256(repr((self.path, sorted(self.sources.items()))).encode())
        return found.hexdigest()

    @property
    def package(self) -> str:
        """The name under which its code is imported."""
        return f"lawful_checks_{self.digest[:16]}"

    def checks(self) -> tuple[type[Check], ...]:
        """Run its code and take the checks it defines.

        Every file that does not begin with `_` may define checks; the others, and folders, are for them to import
        from, relatively.

        Raises:
            PluginError: a file cannot be run, a check lacks something, or there is none.
        """
        self._code.install()
        found = []
        for path in self.sources:
            name = path.removeprefix(f"{self.path}/").removesuffix(".py")
            if "/" in name or name.startswith("_"):
                continue
            try:
                module = importlib.import_module(f"{self.package}.{name}")
            except (Exception, SystemExit) as error:
                raise _unloaded(error, path, self) from error
            found += [_vetted(each, path) for each in shelf.classes_of(module, Check)]
        if not found:
            raise PluginError("no file in this folder defines a check", path=self.path)
        return tuple(found)

    @property
    def _code(self) -> Code:
        """The package that its files are."""
        from lawful.importing import Code  # costs what projects without checks of their own need not pay

        modules = {}
        for path, data in self.sources.items():
            parts = path.removeprefix(f"{self.path}/").removesuffix(".py").split("/")
            modules[".".join(parts)] = (f"{self.root}/{path}", data)
        return Code(self.package, f"{self.root}/{self.path}", modules)

    def where(self, traceback: TracebackType | None) -> tuple[str, int] | None:
        """The last line of its code that a traceback leads through: the file, relative to the root, and the line."""
        found = None
        while traceback is not None:
            path = traceback.tb_frame.f_code.co_filename.removeprefix(f"{self.root}/")
            if path in self.sources:
                found = (path, traceback.tb_lineno)
            traceback = traceback.tb_next
        return found


def code_of(project: Project, path: str) -> str | None:
    """What is the same only for the same checks in a folder; None where there are none that can be read."""
    try:
        return Folder.of(project, path).digest
    except PluginError:
        return None


def _unloaded(error: BaseException, path: str, folder: Folder | None = None) -> PluginError:
    """Why code could not be run, with the line at which it failed."""
    place = folder.where(error.__traceback__) if folder is not None else None
    line = None
    if isinstance(error, SyntaxError) and error.filename:
        line = error.lineno
        path = error.filename.removeprefix(f"{folder.root}/") if folder is not None else path
    elif place is not None:
        path, line = place
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    return PluginError(f"the checks cannot be loaded: {type(error).__name__}: {said}", path=path, line=line)


def _vetted(check: type[Check], path: str) -> type[Check]:
    """A check that says everything that one must say."""
    name = getattr(check, "id", None)
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise PluginError(f"the id of {check.__name__} is {name!r}; it has to be kebab-case: `no-print`", path=path)
    for row in _ROWS:
        if not isinstance(getattr(check, row, None), tuple):
            raise PluginError(f"{check.__name__} has no `{row}`, or it is no tuple", path=path)
    _OUTSIDE[check.__module__] = path
    return check


def blamed(error: Exception) -> PluginError | None:
    """An error that a check from outside is to blame for, with the line of its code; None if it is none."""
    found = None
    traceback = error.__traceback__
    while traceback is not None:
        module = traceback.tb_frame.f_globals.get("__name__")
        if module in _OUTSIDE:
            message = f"a check failed while sentences were read: {type(error).__name__}: {error}"
            found = PluginError(message, path=_OUTSIDE[module], line=traceback.tb_lineno)
        traceback = traceback.tb_next
    return found


def distinct(checks: Iterable[type[Check]]) -> tuple[type[Check], ...]:
    """The checks, sorted by id.

    Raises:
        PluginError: two have the same id.
    """
    found: dict[str, type[Check]] = {}
    for check in checks:
        other = found.setdefault(check.id, check)
        if other is not check:
            message = f"the id {check.id} is that of {other.__module__}.{other.__name__}, too; ids are used once"
            raise PluginError(message, path=f"{check.__module__}.{check.__name__}")
    return tuple(found[name] for name in sorted(found))


def trusted_file() -> Path:
    """The file in which a person lists the code of checks that they allow to be run."""
    if os.name == "nt":
        return Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming")) / "lawful" / "trusted"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "lawful" / "trusted"


def trusted(folders: Sequence[Folder], root: Path) -> bool:
    """Whether a person has allowed all this code to be run.

    A list that lies in the project itself counts for nothing.

    Raises:
        UsageError: the list cannot be read.
    """
    file = trusted_file()
    if file.resolve().is_relative_to(root) or not file.exists():
        return False
    try:
        lines = read_bytes(file, str(file)).decode("utf-8", "replace").splitlines()
    except UnreadableError as error:
        raise UsageError(str(error)) from error
    allowed = {line.split(maxsplit=1)[0] for line in lines if line.strip() and not line.startswith("#")}
    return all(folder.digest in allowed for folder in folders)


def trust(folders: Sequence[Folder], root: Path) -> Path:
    """Add code to the list of what may be run.

    Returns:
        The list.

    Raises:
        UsageError: it lies in the project, or cannot be written.
    """
    file = trusted_file()
    if file.resolve().is_relative_to(root):
        raise UsageError(f"{file} lies in the project itself, so it cannot say what is trusted there")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as stream:
            stream.writelines(f"{folder.digest}  {root.as_posix()}/{folder.path}\n" for folder in folders)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from error
    return file
