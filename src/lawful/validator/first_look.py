"""The first look: which checks may find anything in a file, told at a tenth of the cost of a LibCST tree.

It is sound: a check that it clears would find nothing. Each check says what code in which it finds something
cannot be without; see `lawful.rules.Check`. Whatever goes wrong in a look clears nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lawful.syntax.outline import is_builtin, kinds, parts

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterable, Sequence

    from lawful.rules import Check
    from lawful.syntax import Outline

    Look = Callable[[Any], bool]


class _Name(NamedTuple):
    """A name that matters to a check, which is known by its number."""

    check: int
    text: str
    words: frozenset[str]
    builtin: bool
    resolved: bool


class FirstLook:
    """What a file must hold to break what some checks ask for, each known by its number among them."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self._looks = [(check.look_file, list(_looks(check))) for check in checks]
        self._silent: set[int] = set()
        """The checks that find things whatever names a file mentions."""
        self._said: dict[str, list[_Name]] = {}
        """The names that matter to checks, by a part of them."""
        for at, check in enumerate(checks):
            if check.mentions is None and check.refers_to is None:
                self._silent.add(at)
            for names, resolved in ((check.mentions, False), (check.refers_to, True)):
                for name in names or ():
                    self._add(at, name, resolved=resolved)

    def _add(self, at: int, name: str, *, resolved: bool) -> None:
        """Note that a name matters to a check."""
        words = parts(name)
        if words:
            named = _Name(at, name, words, is_builtin(name), resolved)
            self._said.setdefault(max(words, key=len), []).append(named)
        else:
            self._silent.add(at)

    def suspects(self, outline: Outline) -> list[int]:
        """The checks that may find something in a file."""
        mentioned = set(self._silent)
        referred: dict[int, list[str]] = {}
        for name in (name for word in self._said.keys() & outline.said for name in self._said[word]):
            if outline.says(name.words, bare=name.builtin):
                if name.resolved:
                    referred.setdefault(name.check, []).append(name.text)
                else:
                    mentioned.add(name.check)
        due = sorted(mentioned | referred.keys())
        return [at for at in due if self._may(at, () if at in mentioned else referred[at], outline)]

    def _may(self, at: int, names: Sequence[str], outline: Outline) -> bool:
        """Whether a check may find something; a look that fails proves nothing, and the check will tell why.

        Args:
            at: the check.
            names: the names that the file says and to one of which it must refer, if it must to any.
            outline: the file.
        """
        look_file, looks = self._looks[at]
        try:
            shown = any(_any(look, outline.of_kind(kind)) for kind, look in looks)
            return shown and (not names or outline.names.refer_to(names)) and look_file(outline)
        except Exception:  # noqa: BLE001  # a plug-in may fail in any way
            return True


def _looks(check: Check) -> Iterable[tuple[type[ast.AST], Look | None]]:
    """The kinds of nodes that a check looks at, with what it says of each if it says anything."""
    for name, _ in check.visits():
        for kind in kinds(name):
            yield kind, getattr(check, f"look_{name}", None)


def _any(look: Look | None, nodes: Sequence[ast.AST]) -> bool:
    return bool(nodes) if look is None else any(map(look, nodes))
