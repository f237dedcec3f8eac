"""What is wrong with a context file as such, whatever it demands: hidden text, dead globs, broken links."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lawful.context import markdown
from lawful.context.scope import broken, matches
from lawful.context.unseen import unseen
from lawful.regex import regex
from lawful.source import Source
from lawful.violation import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lawful.context.directive import ContextFile
    from lawful.context.format import Format
    from lawful.project import Project

_LINK = regex(r"\[[^\[\]]*+\]\(\s*+(?:<(?P<quoted>[^<>\n]++)>|(?P<bare>[^\s()<>]++))[^()\n]*+\)")
_WIDEST = 80
"""Characters of a glob that are shown."""
_SCHEME = regex(r"(?!mdc:)[A-Za-z][A-Za-z0-9+.-]*:")
_TOOLS = regex(
    r"\s*+(?:lawful|markdownlint|prettier|textlint|vale|cspell|spell-checker|toc|doctoc|omit|include|begin|end|start"
    r"|stop|todo|fixme|generated|auto-?generated)\b",
    re.IGNORECASE,
)
"""What a comment begins with that is meant for a tool or for the author."""


_ORDER = regex(
    r"\b(?:ignore|disregard|forget|override|bypass|disable|execute|upload|download|exfiltrate|send|post|delete|fetch"
    r"|pretend|curl|wget|do not (?:tell|mention)|without telling)\b",
    re.IGNORECASE,
)
"""Words with which somebody gives orders that a team should see."""


def defects(file: ContextFile, project: Project) -> Iterator[Problem]:
    """What is wrong with one file, of whatever kind.

    Args:
        file: the file.
        project: the project it belongs to; its other files tell which links and globs lead nowhere.
    """
    yield from empty(file)
    yield from hidden_text(file)
    yield from hidden_demands(file)
    yield from broken_links(file, project)
    yield from dead_globs(file, project.files)


def empty(file: ContextFile) -> Iterator[Problem]:
    """Whether a file that was read says nothing at all."""
    if not file.speaks and not any(each.kind in {"ignored-by-git", "excluded-by-settings"} for each in file.warnings):
        yield Problem(file.path, None, None, "empty", "is empty and says nothing")


def hidden_text(file: ContextFile) -> Iterator[Problem]:
    """Characters that a person does not see and an assistant reads."""
    source = Source(file.text)
    for found in unseen(source.text):
        line = bisect_right(source.line_starts, found.offset)
        yield Problem(file.path, line, found.offset - source.line_starts[line - 1] + 1, "hidden-text", found.message)


def hidden_demands(file: ContextFile) -> Iterator[Problem]:
    """Comments that demand something: a person who reads the rendered page does not see them, most assistants do."""
    for line, text in markdown.comments(file.text):
        said = markdown.first_demand(text) or (" ".join(text.split()) if _ORDER.search(text) else None)
        if said and not _TOOLS.match(text):
            message = f"a comment demands something that a reader of the page does not see: '{said[:120]}'"
            yield Problem(file.path, line, None, "hidden-demand", message)


def broken_links(file: ContextFile, project: Project) -> Iterator[Problem]:
    """Links to files of the project that are not there."""
    if "](" not in file.text or file.path.startswith(("~", "../", "/")):
        return
    for line, text in markdown.texts(file.text):
        for found in _LINK.finditer(text):
            target = found["quoted"] or found["bare"]
            if not _SCHEME.match(target) and not target.startswith(("#", "//")) and not _leads(target, file, project):
                yield Problem(file.path, line, None, "broken-link", f"the link to {target} leads to no file")


def _leads(target: str, file: ContextFile, project: Project) -> bool:
    """Whether a link leads to something in the project, or out of it, where nobody looks."""
    path = unquote(target.removeprefix("mdc:").partition("#")[0].partition("?")[0])
    from_root = target.startswith(("mdc:", "/"))
    joined = posixpath.normpath(posixpath.join("" if from_root else posixpath.dirname(file.path), path.lstrip("/")))
    return joined == ".." or joined.startswith("../") or project.has(joined) or project.has_folder(joined)


def dead_globs(file: ContextFile, paths: Sequence[str]) -> Iterator[Problem]:
    """Globs at the head of a file that match no file of the project.

    Args:
        file: the file.
        paths: the files of the project, relative to its root, sorted.
    """
    for glob, line in file.globs:
        if not _alive(glob, file.base, paths):
            deeper = f"**/{glob}"
            meant = f"; did you mean `{deeper}`?" if "/" not in glob and _alive(deeper, file.base, paths) else ""
            shown = glob if len(glob) <= _WIDEST else f"{glob[:_WIDEST]}..."
            why = f": {fault}" if (fault := broken(glob)) else meant
            yield Problem(file.path, line, None, "dead-glob", f"`{shown}` matches no file here{why}")


def _alive(glob: str, base: str, paths: Sequence[str]) -> bool:
    """Whether a glob matches any file below a folder."""
    prefix = f"{base}/" if base else ""
    at = bisect_left(paths, prefix)
    while at < len(paths) and paths[at].startswith(prefix):
        if matches(glob, paths[at][len(prefix) :]):
            return True
        at += 1
    return False


def misspelt(paths: Sequence[str], formats: Iterable[Format]) -> Iterator[Problem]:
    """Files whose names are those of context files but for capitals, which assistants do not find on most systems."""
    globs = [glob for kind in formats for glob in kind.files if not set("*{[") & set(glob.rpartition("/")[2])]
    names = {name.casefold(): name for glob in globs if (name := glob.rpartition("/")[2])}
    for path in paths:
        name = path.rpartition("/")[2]
        right = names.get(name.casefold(), name)
        if right != name:
            message = f"assistants look for {right}, and find {name} only where capitals do not count"
            yield Problem(path, None, None, "misspelt", message)
