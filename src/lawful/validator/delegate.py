"""Running ruff for the rules that are left to it: once for many files, since starting it takes longer than its work.

The texts are laid out in a folder of their own, each apart from the others, so that no file decides what is found in
another, and that nothing of the project but its packages and modules is seen.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lawful.errors import LawfulError
from lawful.rules.check import Finding, NodeEdit, NodeFix
from lawful.rules.ruff_check import NOT_INSTALLED, RuffCheck, executable
from lawful.source import Span
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lawful.rules import EnforcedRule
    from lawful.rules.ruff_check import RuffSettings
    from lawful.source import Source

_SECONDS = 60
"""How long ruff may take at once; it takes milliseconds for a file."""
_NAME = re.compile(r"[\w.\- ]{1,200}")
"""Names of files and folders that are the same everywhere."""
_APPLICABILITY = {
    "safe": Applicability.SAFE,
    "unsafe": Applicability.UNSAFE,
    "display": Applicability.DISPLAY,
}


class DelegateError(LawfulError):
    """Ruff could not be run, or its answer could not be read."""


Delegated = list[tuple["EnforcedRule", Finding]] | DelegateError
"""What was found in one text, or why nothing was."""


def delegated(sources: Sequence[Source], rules: Sequence[EnforcedRule], root: str | None = None) -> list[Delegated]:
    """What ruff finds in some texts for the rules that are left to it, text by text.

    Args:
        sources: the texts.
        rules: all rules that govern their paths.
        root: the root of the project, in which ruff looks for the modules that belong to it.
    """
    asked = [(rule, rule.check.ruff) for rule in rules if isinstance(rule.check, RuffCheck)]
    if not asked:
        return [[] for _ in sources]
    try:
        return [*_found(sources, asked, root)]
    except DelegateError as error:
        if len(sources) == 1:
            return [error]
        # It may be for one of them.
        return [found for each in sources for found in delegated([each], rules, root)]


def _found(
    sources: Sequence[Source], asked: Sequence[tuple[EnforcedRule, RuffSettings]], root: str | None
) -> list[list[tuple[EnforcedRule, Finding]]]:
    found: list[list[tuple[EnforcedRule, Finding]]] = [[] for _ in sources]
    groups: defaultdict[tuple[tuple[str, ...], bool], list[tuple[EnforcedRule, RuffSettings]]] = defaultdict(list)
    for rule, settings in asked:
        if settings.select:
            groups[settings.config, settings.preview].append((rule, settings))
            continue
        for at, finding in _formatted(sources, settings, root):
            found[at].append((rule, finding))
    for (config, preview), group in groups.items():
        select = sorted({code for _, settings in group for code in settings.select})
        for at, each in _linted(sources, select, config, preview=preview, root=root):
            code = str(each.get("code") or "")
            found[at] += [(rule, _finding(each)) for rule, settings in group if code.startswith(settings.select)]
    return found


def _linted(
    sources: Sequence[Source], select: Sequence[str], config: Sequence[str], *, preview: bool, root: str | None
) -> list[tuple[int, dict[str, Any]]]:
    """What ruff says against the texts, each time with the number of the text."""
    roots = [root, f"{root}/src"] if root else []
    places = [f"src={json.dumps(roots)}"] if roots else []
    settings = [part for each in (*config, *places) for part in ("--config", each)]
    arguments = ["check", "--output-format", "json", "--select", ",".join(select), "--ignore-noqa", "--no-cache"]
    with _laid_out(sources, root) as paths:
        output = _run(paths, [*arguments, *(["--preview"] if preview else []), *settings], accepted=(0, 1))
    numbers = {str(path): at for at, path in enumerate(paths)}
    try:
        return [(numbers[each["filename"]], each) for each in json.loads(output)]
    except (ValueError, KeyError, TypeError) as error:
        raise DelegateError(f"ruff gave no answer that can be read: {type(error).__name__}: {error}") from error


def _formatted(sources: Sequence[Source], settings: RuffSettings, root: str | None) -> Iterator[tuple[int, Finding]]:
    """The texts that ruff's formatter would write otherwise, by their numbers; the fix is what it writes."""
    config = [part for each in settings.config for part in ("--config", each)]
    with _laid_out(sources, root) as paths:
        _run(paths, ["format", "--no-cache", *config], accepted=(0,))
        texts = [path.read_bytes().decode("utf-8", "replace") for path in paths]
    for at, (source, text) in enumerate(zip(sources, texts, strict=True)):
        if text != source.text:
            last = len(source.lines)
            whole = Span(1, 1, last, len(source.line(last)) + 1)
            fix = NodeFix((NodeEdit(whole, text),))
            yield at, Finding(Span(1, 1, 1, 1), "the formatter would write this file otherwise", fix)


@contextmanager
def _laid_out(sources: Sequence[Source], root: str | None) -> Iterator[list[Path]]:
    """Files that hold some texts, each in a folder of its own, at its path in the project.

    Raises:
        DelegateError: they cannot be written.
    """
    from tempfile import TemporaryDirectory

    try:
        with TemporaryDirectory(prefix="lawful-") as folder:
            top = Path(folder).resolve()
            yield [_written(source, top / f"{at}", root) for at, source in enumerate(sources)]
    except OSError as error:
        raise DelegateError(f"ruff could not be given the code: {error}") from error


def _written(source: Source, folder: Path, root: str | None) -> Path:
    """The file for one text; the packages around it are packages there too."""
    *around, name = source.path.split("/")
    if not all(_NAME.fullmatch(each) and each.strip(".") for each in (*around, name)):
        around, name = [], "code.py"
    path = folder.joinpath(*around, name if name.endswith((".py", ".pyi")) else f"{name}.py")
    path.parent.mkdir(parents=True)
    for depth in range(1, len(around) + 1):
        marker = "/".join((*around[:depth], "__init__.py"))
        if root and Path(root, marker).is_file():
            (folder / marker).touch()
    path.write_bytes(source.text.encode("utf-8", "surrogatepass"))
    return path


def _run(paths: Sequence[Path], arguments: Sequence[str], accepted: Sequence[int]) -> str:
    program = executable()
    if program is None:
        raise DelegateError(NOT_INSTALLED)
    import subprocess

    try:
        done = subprocess.run(  # noqa: S603  # ruff of our own environment
            [program, *arguments, "--isolated", "--", *map(str, paths)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DelegateError(f"ruff could not be run: {error}") from error
    if done.returncode not in accepted:
        raise DelegateError(f"ruff failed: {done.stderr.decode(errors='replace').strip()[:300]}")
    return done.stdout.decode("utf-8", "replace")


def _finding(found: dict[str, Any]) -> Finding:
    message = str(found.get("message") or "").rstrip(".")
    fix = found.get("fix")
    edits = tuple(NodeEdit(_span(each), str(each["content"])) for each in fix["edits"]) if fix else ()
    applicability = _APPLICABILITY.get(str(fix.get("applicability"))) if fix else None
    code = found.get("code")
    return Finding(
        _span(found), f"{message} (ruff {code})", NodeFix(edits, applicability) if edits and applicability else None
    )


def _span(found: dict[str, Any]) -> Span:
    start, end = found["location"], found["end_location"]
    return Span(start["row"], start["column"], end["row"], end["column"])
