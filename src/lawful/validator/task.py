"""What a worker is asked, on this machine or another: bytes and rules go there, findings come back, never a tree."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from lawful._version import __version__
from lawful.errors import LawfulError, SourceError
from lawful.rules.ruff_check import RuffCheck
from lawful.source import Source
from lawful.syntax.guard import CONTAINED, ORDINARY, too_deep
from lawful.syntax.outline import plain
from lawful.validator.delegate import delegated
from lawful.validator.engine import CheckedFile, Validator
from lawful.validator.fixing import fix
from lawful.violation import Applicability, Problem
from lawful.workers.messages import WorkerError
from lawful.workers.process import inside, limited

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lawful.rules import EnforcedRule
    from lawful.validator.delegate import Delegated

SECONDS = 10.0
"""How much processor time a file may take in a process that may be killed for it, however short it is."""
_SECONDS_PER_MEGABYTE = 40.0
"""How much more a long one may take; real code takes a tenth of it."""
_MOST = 300.0
"""How much any may take."""


class VersionError(LawfulError):
    """A worker runs another version of lawful than whoever asks it."""


@dataclass(frozen=True, eq=False)
class Orders:
    """How files are checked that the same rules govern.

    Attributes:
        rules: the rules.
        root: the root of the project.
        suppressible: whether suppressions in the code count.
        fixes: which kinds of fixes are applied.
        seconds: how much processor time a file may take, however short it is, where it can be limited.
    """

    rules: tuple[EnforcedRule, ...]
    root: str | None = None
    suppressible: bool = True
    fixes: frozenset[Applicability] = frozenset()
    seconds: float = field(default_factory=lambda: SECONDS)

    def for_path(self, path: str) -> tuple[EnforcedRule, ...]:
        """The rules, which are the same for every path they are sent with."""
        del path
        return self.rules

    @cached_property
    def validator(self) -> Validator:
        """What holds code to the rules in this process."""
        limits = CONTAINED if inside() else ORDINARY
        return Validator(self, suppressible=self.suppressible, root=self.root, limits=limits)

    @cached_property
    def delegates(self) -> bool:
        """Whether some of the rules are left to ruff."""
        return any(isinstance(each.check, RuffCheck) for each in self.rules)

    @cached_property
    def sealed(self) -> bytes:
        """The same as bytes, by which a worker knows again what it has unpacked already.

        Raises:
            WorkerError: a check is of a class that no other process can find.
        """
        try:
            fields = (self.rules, self.root, self.suppressible, self.fixes, self.seconds)
            return pickle.dumps((__version__, fields), pickle.HIGHEST_PROTOCOL)
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            raise WorkerError(f"cannot be told the rules: {error}") from error


@dataclass(frozen=True, slots=True)
class File:
    """One file to be checked: its path, what is in it, and how."""

    path: str
    data: bytes
    orders: Orders


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file.

    Attributes:
        checked: what was found.
        lines: the text of each line on which a violation stands.
        before: its text, if fixes have changed it.
        after: its text after the fixes.
        applied: how many violations they cured.
    """

    checked: CheckedFile
    lines: Mapping[int, str] = field(default_factory=dict)
    before: Source | None = None
    after: Source | None = None
    applied: int = 0


@lru_cache(maxsize=256)
def _unsealed(sealed: bytes) -> Orders:
    version, fields = pickle.loads(sealed)  # noqa: S301  # from whoever asks, who may have anything done here
    if version != __version__:
        raise VersionError(f"lawful {version} asks, and lawful {__version__} is installed where the work is done")
    return Orders(*fields)


def check_sent(files: Sequence[tuple[str, bytes, bytes]]) -> list[FileResult]:
    """Check some files in the process to which they were sent.

    Args:
        files: for each its path, what is in it, and sealed orders.

    Raises:
        VersionError: another version of lawful asks for it.
    """
    return check_files([File(path, data, _unsealed(sealed)) for path, data, sealed in files])


def check_files(files: Sequence[File]) -> list[FileResult]:
    """Check some files, and fix them if that is asked for."""
    found: dict[str, Delegated] = {}
    for orders in {id(each.orders): each.orders for each in files}.values():
        sources = [source for each in files if each.orders is orders and (source := _decoded(each))]
        answers = delegated(sources, orders.rules, orders.root) if orders.delegates else ()
        found |= zip((each.path for each in sources), answers, strict=False)
    return [check_file(each, found.get(each.path)) for each in files]


def _decoded(file: File) -> Source | None:
    try:
        return Source.of_python(file.data, file.path)
    except SourceError:
        return None  # which is told when the file is checked


def check_file(file: File, found: Delegated | None = None) -> FileResult:
    """Check one file, and fix it if that is asked for.

    Args:
        file: the file.
        found: what ruff has found in it, if it was asked already.
    """
    orders = file.orders
    with limited(_seconds(orders, len(file.data))):
        try:
            source = Source.of_python(file.data, file.path)
        except SourceError as error:
            problem = Problem(file.path, error.line, error.column, "undecodable", error.reason)
            return FileResult(CheckedFile(file.path, (), (problem,), len(orders.rules)))
        if not orders.fixes:
            return _result(orders.validator.check(source, found), source)
        fixed = fix(orders.validator, source, orders.fixes, found)
        checked = fixed.checked
        if not fixed.settled:
            message = "the fixes undo one another; some were left out"
            unsettled = Problem(file.path, None, None, "fixes-unsettled", message)
            checked = replace(checked, problems=(*checked.problems, unsettled))
        result = _result(checked, fixed.source)
        if fixed.source is source:
            return result
        return replace(result, before=source, after=fixed.source, applied=len(fixed.applied))


def check_text(sealed: bytes, text: str, path: str) -> CheckedFile:
    """Hold one text to rules in the process to which it was sent.

    Raises:
        VersionError: another version of lawful asks for it.
    """
    orders = _unsealed(sealed)
    with limited(_seconds(orders, len(text))):
        return orders.validator.check(Source(text, path))


def unfinished(file: File, why: str) -> FileResult:
    """What is known of a file whose worker did not come back: where it stops being ordinary, if it does."""
    try:
        text = Source.of_python(file.data, file.path).text
        line, column, reason = too_deep(plain(text)[0]) or (None, None, "")
    except SourceError:
        line, column, reason = None, None, ""
    message = (
        f"{reason}; the worker process that tried {why}" if reason else f"the worker process that checked it {why}"
    )
    problem = Problem(file.path, line, column, "worker-died", f"not checked: {message}")
    return FileResult(CheckedFile(file.path, (), (problem,), len(file.orders.rules)))


def _result(checked: CheckedFile, source: Source) -> FileResult:
    return FileResult(checked, {each.span.line: source.line(each.span.line) for each in checked.violations})


def _seconds(orders: Orders, length: int) -> float:
    return min(orders.seconds + _SECONDS_PER_MEGABYTE * length / 1024**2, _MOST)
