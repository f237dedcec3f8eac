"""What the names in a file stand for.

In each snippet the arguments of `ask` are what is asked for; the expected answer is what each of them stands for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawful.errors import SourceError
from lawful.source import Source
from lawful.syntax import Module, cst, descendants
from lawful.syntax.guard import CONTAINED
from lawful.syntax.literals import literal

if TYPE_CHECKING:
    from collections.abc import Iterator


def asked(module: Module) -> Iterator[cst.BaseExpression]:
    for node in descendants(module.tree):
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "ask":
            yield from (argument.value for argument in node.args)


def answers(code: str) -> list[str]:
    module = Module.parse(Source(code))
    return [" | ".join(sorted(module.names.resolve(node))) or "-" for node in asked(module)]


TABLE = {
    "a built-in": ("ask(print)", "builtins.print"),
    "an unknown name": ("ask(prinz)", "-"),
    "a module": ("import os\nask(os, os.system)", "os", "os.system"),
    "a module imported under another name": ("import os.path as p\nask(p, p.join)", "os.path", "os.path.join"),
    "a submodule imported whole": ("import os.path\nask(os, os.path.join)", "os", "os.path.join"),
    "a name from a module": ("from os import system as s\nask(s)", "os.system"),
    "a name from the project": ("from .os import system\nask(system)", ".os.system"),
    "an assignment": ("import os\no = os\np = o\nask(p.path)", "os.path"),
    "parts of a tuple": ("import os, sys\n(a, [b]), c = (os, [sys]), 1\nask(a, b, c)", "os", "sys", "-"),
    "parts of what is not written out": ("import os\na, b = f(os)\nask(a, b)", "-", "-"),
    "parts with a star": ("import os\na, *b = os, os\nask(a, b)", "-", "-"),
    "a walrus": ("import os\nask((o := os))\nask(o)", "os", "os"),
    "either of two": ("import os, sys\nask(os if x else sys, os or sys)", "os | sys", "os | sys"),
    "a name of getattr": ("import os\nask(getattr(os, 'path'), getattr(os, x))", "os.path", "-"),
    "an imported module": ("import importlib as i\nask(i.import_module('a.b'), i.import_module('.a'))", "a.b", "-"),
    "the top of an imported module": ("ask(__import__('a.b'), __import__('a.b', fromlist=['c']))", "a", "a.b"),
    "the dictionary of a module": ("import os\nask(vars(os)['a'], os.__dict__['b'], os['c'])", "os.a", "os.b", "-"),
    "the table of modules": ("import sys\nask(sys.modules['os'].path)", "os.path"),
    "an element of something": ("import os\nask([os][0], {1: os}[1], (lambda: os)())", "-", "-", "-"),
    "a star of the standard library": (
        "from os import *\nask(walk, print, _x)",
        "os.walk",
        "builtins.print | os.print",
        "-",
    ),
    "a star from elsewhere": ("from x import *\nask(walk, print)", "-", "builtins.print"),
    "a star after a definition": ("def walk(): ...\nfrom os import *\nask(walk)", "os.walk"),
    "a definition after a star": ("from os import *\ndef walk(): ...\nask(walk)", "-"),
    "a parameter": ("import os\ndef f(os, *print, **eval): ask(os, print, eval)", "-", "-", "-"),
    "a default value": ("import os\ndef f(os=ask(os)): ...", "os"),
    "a decorator": ("import os\n@ask(os)\ndef os(): ...", "os"),
    "an annotation": ("import os\ndef f(os: ask(os)) -> ask(os): ...", "os", "os"),
    "a local name before it is bound": ("import os\ndef f():\n    ask(os)\n    os = 1", "-"),
    "a name of the function around": ("import os\ndef f(os):\n    def g(): ask(os)", "-"),
    "a name bound in the function around, below": ("def f():\n    def g(): ask(os)\n    import os", "os"),
    "the module as a function finds it": ("def f(): ask(os)\nimport os", "os"),
    "the module as a method finds it": ("class A:\n    def f(self): ask(os)\nimport os", "os"),
    "the module as a lambda in a list finds it": ("x = [lambda: ask(os) for y in z]\nimport os", "os"),
    "a class body": ("import os\nclass A:\n    os = 1\n    ask(os)\n    def f(self): ask(os)", "-", "os"),
    "a class body before it binds": ("import os\nclass A:\n    ask(os)\n    os = 1", "os"),
    "a comprehension in a class": ("import os\nclass A:\n    os = 1\n    x = [ask(os) for y in ask(os)]", "os", "-"),
    "a comprehension": ("import os\n[ask(os) for os in x]\nask(os)", "-", "os"),
    "nested comprehensions": ("import os\n[ask(os) for a in x for os in a if ask(os)]", "-", "-"),
    "a walrus in a comprehension": ("import os\n[(os := y) for y in z]\nask(os)", "os"),
    "a generic function": ("import os\ndef f[os](x: ask(os)): ask(os)\nask(os)", "-", "-", "os"),
    "a generic class": ("import os\nclass A[os](ask(os)): x = ask(os)\nask(os)", "-", "-", "os"),
    "a type alias": ("import os\ntype T[os] = ask(os)\ntype os = 1\nask(os)", "-", "-"),
    "a name before and after it is bound": ("ask(print)\nprint = 1\nask(print)", "builtins.print", "-"),
    "a deleted name": ("print = 1\ndel print\nask(print)", "builtins.print"),
    "a name deleted with others": ("print = x = 1\ndel (x, [print])\nask(print)", "builtins.print"),
    "a name that may be deleted": ("import os\nif x: del os\nask(os)", "os"),
    "one branch": ("if x: print = 1\nask(print)", "builtins.print"),
    "the other branch": ("if x: print = 1\nelse: ask(print)", "builtins.print"),
    "both branches": ("if x: import a as m\nelse: import b as m\nask(m)", "a | b"),
    "every branch": ("if x: print = 1\nelif y: print = 2\nelse: print = 3\nask(print)", "-"),
    "a branch that leaves": (
        "def f():\n    global p\n    if x:\n        import os as p\n        return\n    ask(p)",
        "os",
    ),
    "a branch that raises": ("if x:\n    import os as p\n    raise E\nask(p)", "-"),
    "a loop": ("for print in x: ask(print)\nask(print)", "-", "builtins.print"),
    "a loop that is left": ("while x:\n    import os\n    break\nask(os)", "os"),
    "a loop's branch that goes on": ("for x in y:\n    if x:\n        import os\n        continue\n    ask(os)", "os"),
    "a loop that binds at its end": (
        "for x in y:\n    ask(print, os)\n    import os\n    print = 1",
        "builtins.print",
        "os",
    ),
    "a loop that binds at its begin": ("for x in y:\n    p = 1\n    ask(p)\n    import os as p", "-"),
    "a loop within a loop": ("for x in y:\n    for z in x: ask(p)\n    import os as p", "os"),
    "a loop of its own": ("for x in y: ask(p)\nfor x in y: import os as p", "-"),
    "a fallback import": ("try: import a as m\nexcept E: import b as m\nask(m)", "a | b"),
    "an import that may have failed": ("try: import os\nexcept E: ask(os)\nask(os)", "os", "os"),
    "a caught error": ("try: f()\nexcept E as print: ask(print)\nask(print)", "-", "builtins.print"),
    "a caught group": ("try: f()\nexcept* E as print: ask(print)\nask(print)", "-", "builtins.print"),
    "a match with a case for the rest": ("match x:\n case 1: import a as m\n case _: import b as m\nask(m)", "a | b"),
    "a match without": ("match x:\n case 1: print = 1\n case 2: print = 2\nask(print)", "builtins.print"),
    "a match with a guarded rest": (
        "match x:\n case 1: print = 1\n case _ if y: print = 2\nask(print)",
        "builtins.print",
    ),
    "a captured name": ("match x:\n case A(b=print, c=[*eval]): ask(print, eval)", "-", "-"),
    "another case": ("match x:\n case print: pass\n case _: ask(print)", "builtins.print"),
    "with": ("with f() as (print, eval): ask(print, eval)", "-", "-"),
    "a global name": ("import os\ndef f(os):\n    def g():\n        global os\n        ask(os)", "os"),
    "a global name bound in the function": (
        "def f():\n    global print\n    ask(print)\n    print = 1\n    ask(print)",
        "builtins.print",
        "-",
    ),
    "a global name bound in a function called who knows when": (
        "def f():\n    global p\n    import os as p\nask(p)",
        "os",
    ),
    "a nonlocal name": ("def f(print):\n    def g():\n        nonlocal print\n        ask(print)", "-"),
    "a nonlocal name bound below": (
        "def f():\n    def g():\n        nonlocal print\n        ask(print)\n    print = 1",
        "-",
    ),
    "an annotated name": ("import os\nos: int\nask(os)\ndef f():\n    os: int\n    ask(os)", "os", "-"),
    "an augmented name": ("import os\nos += 1\nask(os)", "-"),
    "the built-ins as they are in CPython": (
        "ask(__builtins__.eval, __builtins__['eval'])",
        "builtins.eval",
        "builtins.eval",
    ),
    "the module of built-ins without its import": ("ask(builtins.eval)", "-"),
    "names that lead to one another": (
        "def f():\n    ask(a)\n    ask(b)\na = b\nb = a\nb = c\nimport os as c",
        "-",
        "-",
    ),
    "names that lead to one another and out": (
        "import os\nb = os\ndef f(): ask(a, b)\ndef g():\n    global a\n    a = b\ndef h():\n    global b\n    b = a",
        "os",
        "os",
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_a_name_stands_for(name: str) -> None:
    code, *expected = TABLE[name]
    assert answers(code) == expected


def test_only_names_of_variables_are_read() -> None:
    module = Module.parse(Source("import a as b\nc.d = e(f=g)\ndef h(i: j, *k) -> l: ...\nm: n = o\nfor p in q: del r"))
    read = {
        node.value
        for node in descendants(module.tree)
        if isinstance(node, cst.Name) and module.names.is_read(node)
    }  # fmt: skip
    assert read == set("cegjlnoq")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'a'", "a"),
        ("'a' \"b\" '''c'''", "abc"),
        ("r'\\n'", "\\n"),
        ("'\\d'", "\\d"),
        ("'a' f'b'", None),
        ("b'a'", None),
        ("f'a'", None),
        ("1", None),
        ("a", None),
    ],
)
def test_a_literal_is_the_value_of_plain_strings_only(text: str, value: str | None) -> None:
    assert literal(cst.parse_expression(text)) == value


def test_thousands_of_strings_are_one_literal() -> None:
    module = Module.parse(Source("ask(" + "'a'\n" * 2500 + ")"), limits=CONTAINED)
    assert [literal(node) for node in asked(module)] == ["a" * 2500]


HOSTILE = {
    "assignments in a row": "import os\n" + "os = os\n" * 3000 + "ask(os.path)\n",
    "assignments that may happen": "import os\n" + "if x: os = os\n" * 800 + "ask(os.path)\n",
    "names that all depend on one another": "def f(): ask(os.path)\nimport os\n" + "if x: os = os or os\n" * 800,
    "attributes of attributes": "import os\n" + "os = os.path\n" * 2000 + "ask(print)\n",
    "functions in functions": "".join(" " * n + "def f(os):\n" for n in range(90)) + " " * 90 + "ask(print)",
    "a long chain": "ask(" + "a." * 900 + "b)",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_following_names_ends_through(name: str) -> None:
    module = Module.parse(Source(HOSTILE[name]), limits=CONTAINED)
    for node in descendants(module.tree):
        if isinstance(node, (cst.Name, cst.Attribute)):
            module.names.resolve(node)


def test_an_import_is_found_behind_any_number_of_rebindings() -> None:
    code = "from builtins import eval as e\n" + "if x: e = None\n" * 1000 + "ask(e)"
    assert answers(code) == ["builtins.eval"]


PIECES = st.sampled_from(
    "import os|from os import *|os = os.path|print = os|del os|if x:|else:|while x:|try:|except E as os:|finally:|"
    "def f(os=print):|class A(os):|global os|nonlocal os|return os|break|continue|with os as print:|lambda os: print|"
    "[os for os in print]|(os := print)|match os:|case print:|case _:|type os = print|pass|for os in print:".split("|")
)


@given(st.lists(st.tuples(st.integers(0, 4), PIECES), max_size=14))
def test_any_code_that_parses_can_be_resolved(lines: list[tuple[int, str]]) -> None:
    try:
        module = Module.parse(Source("\n".join(" " * depth + piece for depth, piece in lines)))
    except SourceError:
        return
    for node in descendants(module.tree):
        assert all(isinstance(name, str) for name in module.names.resolve(node))
