"""What a call passes, as far as it is written out."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.syntax.lazy import cst
from lawful.syntax.literals import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.syntax.site import Site


def given(
    call: cst.Call, name: str, position: int | None = None, *, site: Site | None = None
) -> cst.BaseExpression | None:
    """What is passed for a parameter, by keyword, in a dictionary that is written out, or at its position.

    Args:
        call: the call.
        name: the parameter.
        position: its place among the arguments, if it may be given without its name.
        site: where the call stands, to find a dictionary that was written out before.
    """
    for at, each in enumerate(call.args):
        if each.star == "*":
            position = None
        if (each.keyword and each.keyword.value == name) or (not each.keyword and not each.star and at == position):
            return each.value
        for options in values(each.value, site) if each.star == "**" else ():
            if isinstance(options, cst.Dict):
                pairs = (pair for pair in options.elements if isinstance(pair, cst.DictElement))
                found = next((pair.value for pair in pairs if literal(pair.key) == name), None)
                if found is not None:
                    return found
    return None


def values(node: cst.CSTNode, site: Site | None) -> Sequence[cst.CSTNode]:
    """What an expression may be: of a name, all that this file may have bound to it where it is read."""
    if site is None or not isinstance(node, cst.Name):
        return (node,)
    return site.module.names.assigned(node) or (node,)


def is_open(call: cst.Call) -> bool:
    """Whether a call passes arguments that are not written out: `*args`, `**options`."""
    return any(each.star and not isinstance(each.value, cst.Dict) for each in call.args)


def is_false(node: cst.CSTNode | None, site: Site | None = None) -> bool:
    """Whether a value is written out as false, there or, with `site`, where it was given its name."""
    return node is not None and any(isinstance(each, cst.Name) and each.value == "False" for each in values(node, site))


def is_none(node: cst.CSTNode | None) -> bool:
    """Whether a value is written out as None."""
    return isinstance(node, cst.Name) and node.value == "None"


def may_lack(call: ast.Call, name: str, position: int | None = None) -> bool:
    """Whether a call may pass nothing, or None, for a parameter, as Python's own tree tells."""
    passed = [each.value for each in call.keywords if each.arg == name]
    passed += call.args[position : position + 1] if position is not None else []
    hidden = any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords)
    return hidden or not passed or any(isinstance(each, ast.Constant) and each.value is None for each in passed)
