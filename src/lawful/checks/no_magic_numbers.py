"""Whether numbers have names."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, requires
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_PLAIN = frozenset({"0", "1", "2", "0.0", "1.0", "2.0", "0.5", "10", "100"})
"""Numbers that say themselves what they are: nothing, one, a pair, a half, a digit, a per cent."""


class NoMagicNumbers(Check):
    """Flags numbers that functions compare or calculate with; assertions, and small and round ones, are left alone."""

    id = "no-magic-numbers"
    phrases = (
        forbids(
            "magic-number",
            allows=("magic-number string constant literal value hardcoded",),
            spares=("0 1 -1 2 test",),
        ),
        requires("magic-number constant", "magic-number name", allows=("replace extract with named constant name",)),
    )
    asks = (
        "No magic numbers.",
        "Avoid magic numbers except 0 and 1",
        "Use named constants instead of magic numbers",
        "避免魔法数字",
    )
    ignores = ("Use constants.", "Never hardcode secrets.", "Avoid magic methods.", "Number your commits.")
    valid = (
        "TIMEOUT = 30 * 60\nif x > 7:\n    pass",
        "def f(x, y=30):\n    limit = 42\n    return x > 0, x % 2 == 1, x[3], x / 100, g(7, n=8)",
        "def f(x):\n    assert x == 42\n    return x - 1",
        "def f():\n    LIMIT = 60 * 24\n    return LIMIT",
    )
    invalid = (
        Invalid("def f(x):\n    return x * 1.08", line=2),
        Invalid("def f(x):\n    if 18 <= x:\n        pass", line=2),
        Invalid("class A:\n    def f(self):\n        self.x += -273.15", line=3),
        Invalid("def f(x):\n    while len(x) != 42: x.pop()", line=2),
    )

    def look_file(self, outline: Outline) -> bool:
        """Something is calculated or compared with a number that is not plain."""
        return any(_is_number(each, outline) for each in _operands(outline))

    def visit_Integer(self, node: cst.Integer, site: Site) -> Iterator[Finding]:
        """A whole number."""
        return self._number(node, site)

    def visit_Float(self, node: cst.Float, site: Site) -> Iterator[Finding]:
        """A number with a point."""
        return self._number(node, site)

    def _number(self, node: cst.Integer | cst.Float, site: Site) -> Iterator[Finding]:
        if node.value not in _PLAIN and _is_calculated_with(site):
            yield Finding(node, f"{node.value} does not say what it is; give it a name")


def _is_calculated_with(site: Site) -> bool:
    """Whether a number is an operand in a function, and not what a constant is made of."""
    around = [each for each in reversed(site.ancestors) if not isinstance(each, cst.UnaryOperation)]
    if not around or not isinstance(
        around[0], (cst.BinaryOperation, cst.Comparison, cst.ComparisonTarget, cst.AugAssign)
    ):
        return False
    for outer in around:
        if isinstance(
            outer, (cst.Assert, cst.Param, cst.Index, cst.Slice, cst.Annotation, cst.Decorator, cst.ClassDef)
        ):
            return False
        if isinstance(outer, cst.Assign) and isinstance(outer.targets[0].target, cst.Name):
            return not outer.targets[0].target.value.isupper() and _in_function(site)
        if isinstance(outer, cst.FunctionDef):
            return True
    return False


def _in_function(site: Site) -> bool:
    return bool(site.definitions) and isinstance(site.definitions[-1], cst.FunctionDef)


def _operands(outline: Outline) -> Iterator[ast.expr]:
    """What is calculated or compared with."""
    for each in outline.of_kind(ast.BinOp):
        yield from (each.left, each.right)
    for compared in outline.of_kind(ast.Compare):
        yield from (compared.left, *compared.comparators)
    yield from (each.value for each in outline.of_kind(ast.AugAssign))


def _is_number(node: ast.expr, outline: Outline) -> bool:
    """Whether an operand is a number that is not plain."""
    while isinstance(node, ast.UnaryOp):
        node = node.operand
    value = node.value if isinstance(node, ast.Constant) else None
    return isinstance(value, (int, float)) and not isinstance(value, bool) and outline.written(node) not in _PLAIN
