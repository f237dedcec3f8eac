"""Walking a LibCST tree over the fields that hold code, without recursion.

Whitespace, commas, brackets and operators without operands are left out: they are most of the nodes of a tree and
no check asks for them in passing.
"""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import TYPE_CHECKING

from lawful.syntax.lazy import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAYOUT = frozenset(
    {
        "leading_lines", "lines_after_decorators", "header", "footer", "lpar", "rpar", "lbracket", "rbracket",
        "lbrace", "rbrace", "comma", "semicolon", "equal", "dot", "colon", "first_colon", "second_colon", "indent",
        "separator", "start", "end", "leading_whitespace", "trailing_whitespace", "trailing_comma", "posonly_ind",
    }
)  # fmt: skip
"""Fields that hold nothing but how the code is laid out."""
_WORDLESS = frozenset(
    {
        "relative", "encoding", "default_indent", "default_newline", "has_trailing_newline", "prefix", "conversion",
        "operator", "asynchronous", "star",
    }
)  # fmt: skip
"""Fields that mean something and hold no code of their own."""


@cache
def meaningful_fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    """The fields of a kind of node that say what the code means, whatever its layout."""
    names = (field.name for field in dataclasses.fields(kind))
    return tuple(name for name in names if name not in _LAYOUT and not name.startswith("whitespace"))


@cache
def _fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    return tuple(name for name in meaningful_fields(kind) if name not in _WORDLESS)


@cache
def _is_node(kind: type) -> bool:
    """Whether things of a kind are nodes; asking each of them by `isinstance` takes many times as long."""
    return issubclass(kind, cst.CSTNode)


def children(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The nodes directly below a node that hold code, in the order of their fields."""
    found: list[cst.CSTNode] = []
    for name in _fields(type(node)):
        value = getattr(node, name)
        kind = value.__class__
        if kind is list or kind is tuple:
            found += value  # of nodes, in every field that holds code
        elif _is_node(kind):
            found.append(value)
    return found


def descendants(
    node: cst.CSTNode, *, into: type[cst.CSTNode] | tuple[type[cst.CSTNode], ...] = ()
) -> Iterator[cst.CSTNode]:
    """Every node below `node` that holds code, parents before children, siblings in order.

    Args:
        node: where to begin; it is not itself among them.
        into: kinds that are yielded but not entered, such as nested functions.
    """
    stack = children(node)[::-1]
    while stack:
        current = stack.pop()
        yield current
        if not isinstance(current, into):
            stack += children(current)[::-1]
