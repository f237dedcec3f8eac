"""The first look: which checks may find anything in a file, told at a tenth of the cost of a LibCST tree.

It is sound: a check that it clears would find nothing. Each check says what code in which it finds something
cannot be without; see `lawful.rules.Check`. Whatever goes wrong in a look clears nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lawful.syntax.outline import SPEAKING, as_spoken, kinds, nodes, spoken

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Sequence

    from lawful.rules import Check
    from lawful.syntax import Outline


class FirstLook:
    """What a file must hold to break what some checks ask for, each known by its number among them."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self._sources = [(at, check.look_source) for at, check in enumerate(checks)]
        self._looks: dict[type[ast.AST], list[tuple[int, Callable[[Any], bool]]]] = {}
        self._words: dict[str, list[int]] = {}
        self._silent: set[int] = set()
        """The checks that find things where none of certain words is said."""
        for at, check in enumerate(checks):
            self._add(at, check)

    def _add(self, at: int, check: Check) -> None:
        words = check.words
        if words is None:
            self._silent.add(at)
        for word in words or ():
            self._words.setdefault(as_spoken(word), []).append(at)
        for name, _ in check.visits():
            look = getattr(check, f"look_{name}", _is_there)
            for kind in kinds(name):
                self._looks.setdefault(kind, []).append((at, look))

    def suspects(self, outline: Outline) -> list[int]:
        """The checks that may find something in a file."""
        impossible = {at for at, look in self._sources if not _may(look, outline.source)}
        seen, said = self._seen(outline.tree, impossible)
        worded = self._silent.union(*(self._words[word] for word in said))
        return sorted((seen & worded) - impossible)

    def _seen(self, tree: ast.Module, known: set[int]) -> tuple[set[int], set[str]]:
        """The checks that may find something at a node, beside those known already; and what words are said."""
        seen = set(known)
        said: set[str] = set()
        words, looks = self._words, self._looks
        for node in nodes(tree):
            kind = node.__class__
            if kind in looks:
                for at, look in looks[kind]:
                    if at not in seen and (look is _is_there or _may(look, node)):
                        seen.add(at)
            if kind in SPEAKING:
                said.update(word for word in spoken(node) if word in words)
        return seen, said


def _is_there(node: ast.AST) -> bool:
    """The look of a check that says nothing of what it visits."""
    del node
    return True


def _may(look: Callable[[Any], bool], what: object) -> bool:
    """What a look says; one that fails proves nothing, and the check itself will tell what is wrong."""
    try:
        return look(what)
    except Exception:  # noqa: BLE001  # a plug-in may fail in any way
        return True
