"""Which paths a directive governs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

TESTS = ("**/tests/**", "**/test_*.py", "**/*_test.py")
"""What "tests" means where a directive speaks of them."""
MAX_ALTERNATIVES = 1000
"""How many patterns the braces of one glob may stand for; beyond that they are taken literally."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Paths below one folder, narrowed by globs.

    Attributes:
        base: the folder, relative to the root; empty for the root.
        include: globs of which one must match, relative to `base`; empty for every path.
        exclude: globs of which none may match.
    """

    base: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def governs(self, path: str) -> bool:
        """Whether a path relative to the root is governed."""
        if self.base:
            if not path.startswith(f"{self.base}/"):
                return False
            path = path[len(self.base) + 1 :]
        if self.include and not any(matches(glob, path) for glob in self.include):
            return False
        return not any(matches(glob, path) for glob in self.exclude)

    def narrowed(self, include: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> Scope:
        """The paths of this scope that further globs leave; a second set of includes replaces the first."""
        return Scope(self.base, include or self.include, (*self.exclude, *exclude))


def matches(glob: str, path: str) -> bool:
    """Whether a glob matches a path.

    `*` stays within one folder, `**` as a whole segment crosses any number of them, `{a,b}` is either, and a pattern
    that ends with `/` means everything below a folder of that name, wherever it stands. A bracket or brace that is
    never closed matches nothing. Takes time proportional to the lengths of both, whatever they hold.
    """
    parts = path.split("/")
    return any(_matches(segments, parts) for segments in _compiled(glob))


Segments = tuple[re.Pattern[str] | None, ...]
"""The parts of a glob between its slashes; None for `**`."""


def _matches(segments: Segments, parts: list[str]) -> bool:
    # Only the last `**` met can need another try, as with `*` in a single name.
    at = position = 0
    retry: tuple[int, int] | None = None
    while position < len(parts):
        segment = segments[at] if at < len(segments) else _NOTHING
        if segment is None:
            retry = (at, position)
            at += 1
        elif segment.fullmatch(parts[position]):
            at += 1
            position += 1
        elif retry:
            retry = (retry[0], retry[1] + 1)
            at, position = retry[0] + 1, retry[1]
        else:
            return False
    return at == len(segments) or (at == len(segments) - 1 and segments[at] is None and retry is not None)


_NOTHING = re.compile(r"(?!)")


@lru_cache(maxsize=4096)
def _compiled(glob: str) -> tuple[Segments, ...]:
    glob = glob.replace("\\", "/") if "/" not in glob and "\\" in glob else glob
    glob = glob.removeprefix("./")
    if glob.endswith("/"):
        glob = f"{glob}**" if glob.startswith(("/", "**/")) else f"**/{glob}**"
    return tuple(
        tuple(None if part == "**" else _segment(part) for part in each.removeprefix("/").split("/"))
        for each in _expanded(glob)
    )


def _expanded(glob: str) -> list[str]:
    """The globs that one with braces stands for; itself where they would be too many."""
    done: list[str] = []
    waiting = [glob]
    while waiting:
        each = waiting.pop()
        group = re.search(r"\{([^{}]*)\}", each)
        if group is None:
            done.append(each)
        else:
            waiting += [each[: group.start()] + choice + each[group.end() :] for choice in group[1].split(",")][::-1]
        if len(done) + len(waiting) > MAX_ALTERNATIVES:
            return [glob]
    return done


def _segment(part: str) -> re.Pattern[str]:
    pieces = re.split(r"\*+", part)
    expressions = [
        "".join(_character(each) for each in re.findall(r"\\.|\[!?\]?[^\]]*\]|.", piece)) for piece in pieces
    ]
    if len(expressions) == 1:
        expression = expressions[0]
    else:
        # Each star takes as little as it can and never gives back: linear, and right for all but the last.
        middle = "".join(f"(?>.*?{each})" for each in expressions[1:-1])
        expression = f"{expressions[0]}{middle}.*{expressions[-1]}"
    try:
        return re.compile(expression, re.DOTALL)
    except re.error:
        return _NOTHING


def _character(glob: str) -> str:
    if glob == "?":
        return "."
    if glob.startswith("[") and len(glob) > 2:  # noqa: PLR2004  # an empty class is no class
        inner = glob[1:-1]
        negated = inner.startswith("!")
        return f"[{'^' * negated}{re.escape(inner[negated:]).replace(chr(92) + '-', '-')}]"
    if glob in "[{":
        return "(?!)"
    return re.escape(glob[-1])
