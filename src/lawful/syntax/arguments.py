"""What a call passes, as far as it is written out."""

from __future__ import annotations

from lawful.syntax.lazy import cst
from lawful.syntax.literals import literal


def given(call: cst.Call, name: str, position: int | None = None) -> cst.BaseExpression | None:
    """What is passed for a parameter, by keyword, in a dictionary that is written out, or at its position."""
    for at, each in enumerate(call.args):
        if each.star == "*":
            position = None
        if (each.keyword and each.keyword.value == name) or (not each.keyword and not each.star and at == position):
            return each.value
        if each.star == "**" and isinstance(each.value, cst.Dict):
            pairs = (pair for pair in each.value.elements if isinstance(pair, cst.DictElement))
            found = next((pair.value for pair in pairs if literal(pair.key) == name), None)
            if found is not None:
                return found
    return None


def is_open(call: cst.Call) -> bool:
    """Whether a call passes arguments that are not written out: `*args`, `**options`."""
    return any(each.star and not isinstance(each.value, cst.Dict) for each in call.args)


def is_false(node: cst.CSTNode | None) -> bool:
    """Whether a value is written out as false."""
    return isinstance(node, cst.Name) and node.value == "False"


def is_none(node: cst.CSTNode | None) -> bool:
    """Whether a value is written out as None."""
    return isinstance(node, cst.Name) and node.value == "None"
