"""Whether tests use plain `assert`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, forbids
from lawful.syntax import cst
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_METHODS = (
    "assertEqual assertEquals assertNotEqual assertTrue assertFalse assertIs assertIsNot assertIsNone assertIsNotNone"
    " assertIn assertNotIn assertIsInstance assertNotIsInstance assertGreater assertGreaterEqual assertLess"
    " assertLessEqual assertAlmostEqual assertNotAlmostEqual assertRegex"
    " assertNotRegex assertCountEqual assertListEqual assertDictEqual assertSetEqual assertTupleEqual"
    " assertMultiLineEqual assertSequenceEqual"
)  # fmt: skip
_OPERATORS = {
    "assertEqual": "==", "assertEquals": "==", "assertNotEqual": "!=", "assertIs": "is", "assertIsNot": "is not",
    "assertIn": "in", "assertNotIn": "not in", "assertGreater": ">", "assertGreaterEqual": ">=", "assertLess": "<",
    "assertLessEqual": "<=",
}  # fmt: skip
_SINGLE = {
    "assertTrue": "{}",
    "assertFalse": "not {}",
    "assertIsNone": "{} is None",
    "assertIsNotNone": "{} is not None",
}
_SAID = " ".join(f"`self.{name}` `{name}` `self.{name}()` `{name}()`" for name in _METHODS.split())
_SIMPLE = "Name Attribute Call Subscript Integer Float SimpleString List Dict Set Tuple".split()
"""Kinds of expression that need no parentheses beside an operator."""


class NoAssertMethods(Check):
    """Flags assertion methods of unittest such as `self.assertEqual`, where plain `assert` is to be used."""

    id = "no-assert-methods"
    phrases = (
        forbids(
            "assert method",
            "`self.assert*`",
            "self.assert",
            "unittest assertion",
            "assertion method",
            *(f"`self.{name}`" for name in _METHODS.split()),
            *(f"`{name}`" for name in _METHODS.split()),
            allows=(_SAID, "unittest style method test assertion plain `self.assert*` `self.assertX`"),
        ),
    )
    asks = (
        "Use assert statements directly, not self.assertEqual",
        "Use plain `assert` instead of `self.assert*`",
        "Avoid unittest assertion methods",
        "No `assertEqual` or `assertTrue`",
    )
    ignores = (
        "Never assert in production code.",
        "Use `self.assertEqual` for comparisons.",
        "Do not weaken assertions.",
        "Use `assert_never` at the end.",
    )
    valid = (
        "def test_a():\n    assert a == b",
        "mock.assert_called_once()",
        "def assertEqual(a, b): ...\nassertEqual(1, 1)",
        "class A(TestCase):\n    def test_a(self):\n        with self.assertRaises(E): ...",
    )
    invalid = (
        Invalid(
            "class A(TestCase):\n    def test_a(self):\n        self.assertEqual(f(1), b)",
            line=3,
            fixed="class A(TestCase):\n    def test_a(self):\n        assert f(1) == b",
        ),
        Invalid(
            "class A(TestCase):\n    def test_a(self):\n        self.assertIsNone(a or b, 'why')",
            line=3,
            fixed="class A(TestCase):\n    def test_a(self):\n        assert (a or b) is None, 'why'",
        ),
    )

    def look_Call(self, node: ast.Call) -> bool:
        """A call of such a method."""
        return isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS.split()

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call of an assertion method on `self`."""
        function = node.func
        if not (isinstance(function, cst.Attribute) and function.attr.value in _METHODS.split()):
            return
        if isinstance(function.value, cst.Name) and function.value.value == "self":
            yield Finding(node, f"`self.{function.attr.value}` is used; write a plain `assert`", _fix(node, site))


def _fix(node: cst.Call, site: Site) -> NodeFix | None:
    assert isinstance(node.func, cst.Attribute)
    name = node.func.attr.value
    count = 1 if name in _SINGLE else 2
    plain = all(each.keyword is None and not each.star for each in node.args)
    text = site.module.text(node)
    if name not in {*_OPERATORS, *_SINGLE} or not plain or not isinstance(site.parent, cst.Expr) or "#" in text:
        return None
    if not count <= len(node.args) <= count + 1 or "\n" in text:
        return None
    sides = [_operand(each.value, site) for each in node.args[:count]]
    if name == "assertTrue" and isinstance(node.args[0].value, (cst.Comparison, cst.BooleanOperation)):
        condition = site.module.text(node.args[0].value)
    else:
        condition = _SINGLE[name].format(*sides) if name in _SINGLE else f" {_OPERATORS[name]} ".join(sides)
    message = "".join(f", {_operand(each.value, site)}" for each in node.args[count:])
    return NodeFix((NodeEdit(node, f"assert {condition}{message}"),), Applicability.UNSAFE)


def _operand(node: cst.BaseExpression, site: Site) -> str:
    """The text of an expression, in parentheses where it may need them; those it has are not part of it."""
    text = site.module.text(node)
    return text if type(node).__name__ in _SIMPLE and not isinstance(node, cst.Tuple) else f"({text})"
