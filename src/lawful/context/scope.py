"""Which paths a directive governs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from lawful.project.globs import Segments, fits, literal, segments
from lawful.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

TESTS = ("**/tests/**", "**/test_*.py", "**/*_test.py")
"""What "tests" means where a directive speaks of them."""
MAX_ALTERNATIVES = 1000
"""How many patterns the braces of one glob may stand for; beyond that it matches nothing."""
_GLUED = regex(r"(?<![^/])\*\*(?=[^/*])")
"""`**.py`, which people write for `**/*.py`."""
_BRACES = regex(r"(?<!\\)\{([^{}]*)\}")
_BRACE = regex(r"(?<!\\)\{")


@dataclass(frozen=True, slots=True)
class Scope:
    """Paths below one folder, narrowed by globs.

    Attributes:
        base: the folder, relative to the root; empty for the root.
        include: groups of globs, relative to `base`; one of each group must match. Empty for every path.
        exclude: globs of which none may match.
        distance: how much farther than its folder the file that says so is: positive outside the root, negative
            where its word counts before that of others in the folder.
    """

    base: str = ""
    include: tuple[tuple[str, ...], ...] = ()
    exclude: tuple[str, ...] = ()
    distance: float = 0

    @property
    def nearness(self) -> float:
        """How near the file that gives this scope stands to the code that it governs: the higher, the nearer."""
        return (self.base.count("/") + 1 if self.base else 0) - self.distance

    @property
    def limited(self) -> bool:
        """Whether it leaves out anything in its folder."""
        return bool(self.include or self.exclude)

    @property
    def words(self) -> tuple[str, ...]:
        """Texts of which a path holds one if any of the globs matches it; an empty one where that is not known."""
        globs = (*(glob for group in self.include for glob in group), *self.exclude)
        return tuple(text for glob in globs for text, _ in _compiled(glob))

    def governs(self, path: str) -> bool:
        """Whether a path relative to the root is governed."""
        if self.base:
            if not path.startswith(f"{self.base}/"):
                return False
            path = path[len(self.base) + 1 :]
        for group in self.include:
            if not _any_fits(group, path):
                return False
        return not _any_fits(self.exclude, path)

    def why(self, path: str) -> str:
        """Why a path that is governed is governed, for people."""
        folder = f"it governs {self.base}/" if self.base else "it governs the whole project"
        if self.distance > 0:
            folder = "it stands outside the project and governs all of it"
        inner = path[len(self.base) + 1 :] if self.base else path
        globs = [next(glob for glob in group if matches(glob, inner)) for group in self.include]
        return folder + "".join(f", and {glob} matches" for glob in globs)

    def meets(self, other: Scope) -> bool:
        """Whether one of two scopes lies in the folder of the other."""
        inner, outer = (self.base, other.base) if len(self.base) > len(other.base) else (other.base, self.base)
        return not outer or inner == outer or inner.startswith(f"{outer}/")

    def narrowed(self, include: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> Scope:
        """The paths of this scope of which a further glob includes, if there are any, and none excludes."""
        groups = (*self.include, include) if include else self.include
        return replace(self, include=groups, exclude=(*self.exclude, *exclude))


def matches(glob: str, path: str) -> bool:
    """Whether a glob matches a path.

    `*` stays within one folder, `**` as a whole segment crosses any number of them, `{a,b}` is either, and a pattern
    that ends with `/` means everything below a folder of that name, wherever it stands. A bracket or brace that is
    never closed matches nothing. No glob takes long, whatever it holds.
    """
    return _any_fits((glob,), path)


def _any_fits(globs: Iterable[str], path: str) -> bool:
    """Whether one of some globs matches a path; a loop, since every file is asked about by every scope."""
    for glob in globs:
        for text, each in _compiled(glob):
            if text in path and fits(each, path.split("/")):
                return True
    return False


def covers(glob: str, path: str) -> bool:
    """Whether a glob matches a path or a folder above it."""
    return matches(glob, path) or matches(f"{glob}/**", path)


@lru_cache(maxsize=4096)
def _compiled(glob: str) -> tuple[tuple[str, Segments], ...]:
    """The patterns that a glob stands for, each with a text without which no path matches it."""
    glob = glob.replace("\\", "/") if "/" not in glob and "\\" in glob else glob
    glob = glob.removeprefix("./")
    glob = _GLUED.sub("**/*", glob)
    if glob.endswith("/"):
        glob = f"{glob}**" if glob.startswith(("/", "**/")) else f"**/{glob}**"
    patterns = [each.removeprefix("/") for each in alternatives(glob)]
    return tuple((literal(each), segments(each)) for each in patterns)


def broken(glob: str) -> str | None:
    """Why a glob can match nothing, if it cannot."""
    if not alternatives(glob):
        unclosed = glob.count("{") != glob.count("}")
        return "a brace is never closed" if unclosed else f"its braces stand for over {MAX_ALTERNATIVES} globs"
    closed = re.sub(r"\\.|\[[^\]]+\]", "", glob)
    return "a bracket is never closed" if "[" in closed else None


def alternatives(glob: str) -> list[str]:
    """The globs that one with braces stands for; none where they would be too many or a brace is never closed."""
    done: list[str] = []
    waiting = [glob]
    steps = 0
    while waiting:
        each = waiting.pop()
        group = _BRACES.search(each)
        if group is not None:
            waiting += [each[: group.start()] + choice + each[group.end() :] for choice in group[1].split(",")][::-1]
        elif _BRACE.search(each) is None:
            done.append(each)
        steps += 1
        if len(done) + len(waiting) > MAX_ALTERNATIVES or steps > 2 * MAX_ALTERNATIVES:
            return []
    return done
