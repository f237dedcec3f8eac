"""What the names of a file may stand for, told without a tree: all that they do stand for, and little more."""

from __future__ import annotations

import ast
import re
import textwrap
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawful.source import Source, Span
from lawful.syntax import Module, Outline, cst, descendants
from samples import CAMPAIGN, FILES, sources

if TYPE_CHECKING:
    from pathlib import Path

EXPRESSIONS = (cst.Name, cst.Attribute, cst.Call, cst.Subscript, cst.IfExp, cst.BooleanOperation, cst.NamedExpr)


def place(node: ast.expr, lines: list[bytes]) -> Span:
    """Where an expression of Python's own tree stands."""
    line, end_line = node.lineno, node.end_lineno or node.lineno
    first, last = lines[line - 1][: node.col_offset], lines[end_line - 1][: node.end_col_offset]
    return Span(line, len(first.decode()) + 1, end_line, len(last.decode()) + 1)


def missed(source: Source) -> list[str]:
    """What something in a file stands for, and of which the outline denies that it may."""
    outline = Outline.of(source)
    if outline is None:
        return []
    module = Module.parse(source, outline)
    found = {each: module.names.resolve(each) for each in descendants(module.tree) if isinstance(each, EXPRESSIONS)}
    denied = [name for name in sorted(frozenset().union(*found.values())) if not outline.names.refer_to([name])]
    lines = [line.encode() for line in outline.text.split("\n")]
    nodes = outline.of_kind(ast.Name, ast.Attribute, ast.Call, ast.Subscript)
    twins = {(type(each).__name__, place(each, lines)): each for each in nodes}
    for node, names in found.items():
        # What stands in brackets has none: LibCST counts them in.
        twin = twins.get((type(node).__name__, module.span(node))) if names else None
        denied += [
            f"{name} at {module.span(node)}" for name in names if twin and not outline.names.may_be(twin, [name])
        ]
    return denied


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_whatever_names_stand_for_in_real_code_is_what_they_may_stand_for(path: Path) -> None:
    for source in sources(path)[:1]:
        assert missed(source) == []


STATEMENTS = """
{e}
{n} = {e}
{n}, [{n}, *y] = {e}, [{e}, z]
{n}: {e} = {e}
{n}: {e}
{n} += {e}
del {n}
import os as {n}
import os.path, builtins, sys
from builtins import eval as {n}
from .x import system as {n}
from os import *
from os import system
global {n}
nonlocal {n}
return
""".split("\n")[1:-1]
BLOCKS = """
if {e}:\n{b}\nelif {e}:\n{b}\nelse:\n{b}
for {n} in {e}:\n{b}\nelse:\n{b}
while {e}:\n{b}
with {e} as {n}:\n{b}
try:\n{b}\nexcept {e} as {n}:\n{b}\nelse:\n{b}\nfinally:\n{b}
try:\n{b}\nexcept ImportError:\n{b}
@{n}\ndef {n}({n}={e}, *, y: {e} = 1) -> {e}:\n{b}
async def y({n}=1):\n{b}
class {n}({e}, metaclass={n}):\n{b}
match {e}:\n    case {n}:\n    {b}
match {e}:\n    case [{n}.a, *y] | {{1: {n}, **z}}:\n    {b}\n    case _:\n    {b}
""".split("\n")[1:-1]
EXPRESSIONS_OF = """
{n}
{n}
{n}.system
({e}).system
getattr({e}, 'system')
({e})({e}, 'system')
vars({e})['print']
sys.modules['os']
{n}['system',]
__import__('os')
__builtins__.eval
(lambda {n}={e}, *y: {e})
[{e} for {n} in ({e}) if ({e})]
{{{e}: {e} for x in {e} for {n} in {e}}}
({n} := ({e}))
(({e}) if y else ({e}) or ({e}))
f'{{{n}}}'
""".split("\n")[1:-1]


@st.composite
def blocks(draw: st.DrawFn, depth: int = 3) -> str:
    """Statements in which a few names are bound and read in every way."""

    def fill(template: str, depth: int) -> str:
        return (
            re.sub(r"\{([neb])\}", lambda hole: filled(hole[1], depth), template).replace("{{", "{").replace("}}", "}")
        )

    def filled(kind: str, depth: int) -> str:
        if kind == "n":
            return draw(st.sampled_from(["print", "os", "x", "eval"]))
        if kind == "e":
            return fill(draw(st.sampled_from(EXPRESSIONS_OF if depth > 0 else EXPRESSIONS_OF[:3])), depth - 1)
        return textwrap.indent(draw(blocks(depth - 1)), "    ")

    lines = draw(st.integers(1, 3))
    kinds = STATEMENTS + BLOCKS * (depth > 0)
    return "\n".join(fill(draw(st.sampled_from(kinds)).replace("\\n", "\n"), depth) for _ in range(lines))


@settings(max_examples=20_000 if CAMPAIGN else 150, deadline=None)
@given(blocks())
def test_whatever_names_stand_for_in_generated_code_is_what_they_may_stand_for(code: str) -> None:
    assert missed(Source(code)) == []


SPARED = {
    "an attribute of another module": ("import os, platform\nos.getcwd()\nplatform.system()", "os.system"),
    "a method of an object": ("import os\nos.getcwd()\ndef f(self):\n    self.system()", "os.system"),
    "an import above": ("if x:\n    from rich import print\n    print(1)", "builtins.print"),
    "a definition for functions": ("def f():\n    print(1)\ndef print(x): ...", "builtins.print"),
    "a parameter": ("def f(print):\n    print(1)\n    return lambda: print(2)", "builtins.print"),
    "a local name": ("def f():\n    print = g()\n    print(1)", "builtins.print"),
    "a variable of a comprehension": ("[print(1) for print in x]", "builtins.print"),
    "a captured name": ("def f(x):\n    match x:\n        case [print]: print(1)", "builtins.print"),
    "a name that is only bound": ("print = 1", "builtins.print"),
    "a module of the project": ("from .os import system\nsystem('ls')", "os.system"),
    "getattr of something else": ("import os\nos.a\ngetattr(x, 'system')('ls')", "os.system"),
    "a name that grows": ("import os\nx = os\nwhile x:\n    x = x.parent\ny.system()", "os.system"),
}


@pytest.mark.parametrize("way", SPARED)
def test_what_only_looks_like_a_name_is_not_it(way: str) -> None:
    code, name = SPARED[way]
    outline = Outline.of(Source(code))
    assert outline is not None
    assert not outline.refers_to([name])


SUSPECTED = {
    "a built-in before it is bound": "print(1)\nprint = 2",
    "a name that is bound in one arm": "if x:\n    print = 1\nprint(1)",
    "a name that is deleted": "print = 1\ndel print\nprint(1)",
    "a name of a class in its methods": "class A:\n    print = 1\n    def f(self): print(1)",
    "a name of a class in a comprehension": "class A:\n    print = 1\n    x = [print for _ in y]",
    "a global name": "def f():\n    global print\n    print = 1\n    print(1)",
    "a default": "def f(print=print): ...",
    "a decorator": "@print\ndef print(x): ...",
    "the first iterable of a comprehension": "[1 for print in print]",
    "what is added to": "print += 1",
    "a name of a handler": "try: ...\nexcept E as print: ...\nprint(1)",
}


@pytest.mark.parametrize("way", SUSPECTED)
def test_a_name_that_is_not_surely_bound_may_be_a_built_in(way: str) -> None:
    outline = Outline.of(Source(SUSPECTED[way]))
    assert outline is not None
    assert outline.refers_to(["builtins.print"])


def test_names_that_lead_to_one_another_without_end_may_be_anything() -> None:
    rounds = "\n".join(f"x{at} = x{at + 1}.a or x{at - 1}.b or os" for at in range(1, 40))
    outline = Outline.of(Source(f"import os\n{rounds}\nx1.system"))
    assert outline is not None
    assert outline.refers_to(["os.system"])
