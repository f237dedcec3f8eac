"""The first look: which checks may find anything in a file, told at a tenth of the cost of a LibCST tree.

It is sound: a check that it clears would find nothing. Each check says what code in which it finds something
cannot be without; see `lawful.rules.Check`. Whatever goes wrong in a look clears nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lawful.syntax.outline import is_builtin, kinds, parts

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterable, Sequence

    from lawful.rules import Check
    from lawful.syntax import Outline

    Look = Callable[[Any], bool]


class FirstLook:
    """What a file must hold to break what some checks ask for, each known by its number among them."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self._looks = [(check.look_file, list(_looks(check))) for check in checks]
        self._silent = {at for at, check in enumerate(checks) if check.mentions is None}
        """The checks that find things whatever names a file mentions."""
        self._mentioned: dict[str, list[tuple[int, frozenset[str], bool]]] = {}
        """For one part of each name what else must be said, and the check to which the name matters."""
        for at, check in enumerate(checks):
            for name in check.mentions or ():
                words = parts(name)
                if words:
                    self._mentioned.setdefault(max(words, key=len), []).append((at, words, is_builtin(name)))
                else:
                    self._silent.add(at)

    def suspects(self, outline: Outline) -> list[int]:
        """The checks that may find something in a file."""
        said = outline.said
        mentioned = {
            at
            for word in self._mentioned.keys() & said
            for at, words, bare in self._mentioned[word]
            if outline.says(words, bare=bare)
        }
        return [at for at in sorted(self._silent | mentioned) if self._may(at, outline)]

    def _may(self, at: int, outline: Outline) -> bool:
        """Whether a check may find something; a look that fails proves nothing, and the check will tell why."""
        look_file, looks = self._looks[at]
        try:
            return any(_any(look, outline.of_kind(kind)) for kind, look in looks) and look_file(outline)
        except Exception:  # noqa: BLE001  # a plug-in may fail in any way
            return True


def _looks(check: Check) -> Iterable[tuple[type[ast.AST], Look | None]]:
    """The kinds of nodes that a check looks at, with what it says of each if it says anything."""
    for name, _ in check.visits():
        for kind in kinds(name):
            yield kind, getattr(check, f"look_{name}", None)


def _any(look: Look | None, nodes: Sequence[ast.AST]) -> bool:
    return bool(nodes) if look is None else any(map(look, nodes))
