"""Hostile code ends as an error with a place, soon; real code is never refused."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

import click
import libcst
import pytest
import rich
from hypothesis import given
from hypothesis import strategies as st

from lawful import api
from lawful.context import Directive
from lawful.errors import SourceError
from lawful.rules import RuleSet
from lawful.rules.interpreter import interpret
from lawful.source import Source
from lawful.syntax import Module
from lawful.syntax.guard import CONTAINED, ORDINARY, LimitError, too_deep
from lawful.validator import Validator, task
from lawful.violation import Place

RULES = RuleSet(
    interpret(
        [Directive(text, Place("CLAUDE.md", 1)) for text in ("Never use `eval`.", "No print statements.")],
        api.checks(),
    )
)


def nested(opening: str, inside: str, closing: str, times: int) -> str:
    return opening * times + inside + closing * times


def matching(pattern: str) -> str:
    return f"match x:\n    case {pattern}:\n        pass\n"


TOO_DEEP = {
    "nested brackets": nested("(", "x", ")", 5000),
    "nested lists": nested("[", "", "]", 200),
    "nested dictionaries": nested("{1: ", "x", "}", 200),
    "nested calls": nested("f(", "x", ")", 200),
    "nested subscripts": nested("a[", "x", "]", 200),
    "brackets that are never closed": "(" * 100_000,
    "a chain of sums": "+".join("x" * 20_000),
    "a chain of attributes": "x" + ".y" * 20_000,
    "a chain of calls": "f" + "()" * 20_000,
    "a chain of subscripts": "f" + "[0]" * 20_000,
    "a chain of signs": "-" * 20_000 + "x",
    "a chain of powers": "**".join("x" * 20_000),
    "a chain of `not`": "not " * 20_000 + "x",
    "a chain of `await`": "await " * 20_000 + "x",
    "a chain of `and`": " and ".join("x" * 20_000),
    "a chain of conditions": "x if y else " * 20_000 + "z",
    "a chain of lambdas": "lambda: " * 20_000 + "x",
    "a chain of lambdas with commas": "lambda a, b: " * 20_000 + "x",
    "a chain of lambdas with commas and `in`": "lambda a=x in y, b=0: " * 20_000 + "x",
    "a chain of loops in a comprehension": "[x " + "for a, b in c " * 20_000 + "]",
    "a chain of conditions in a comprehension": "[x for x in y " + "if x " * 20_000 + "]",
    "a chain over several lines": "(" + "\n+".join("x" * 20_000) + ")",
    "a chain over continued lines": "\\\n+".join("x" * 20_000),
    "a chain of strings": "'a' " * 200_000,
    "a chain of strings over lines": "(" + "'a'\n" * 200_000 + ")",
    "a chain in each of many brackets": "(" * 80 + "x" + ("+1" * 100 + ")") * 80,
    "a chain of calls in each of many calls": nested("f()()()()()()()()(", "x", ")", 80) + "." + "x." * 900 + "y",
    "a chain in an f-string": "f'{" + "+".join("x" * 20_000) + "}'",
    "a chain in a format": "f'{x:{" + "+".join("x" * 20_000) + "}}'",
    "a chain in an f-string in an f-string": "f'{f\"{" + "+".join("x" * 20_000) + "}\"}'",
    "a chain behind what looks like a comment": "f'{'#'}{" + "+".join("x" * 20_000) + "}'",
    "a chain behind a number sign in a format": "f'{x:#x}{" + "+".join("x" * 20_000) + "}'",
    "a chain in a raw f-string": "rf'\\N{" + "+".join("x" * 20_000) + "}'",
    "a chain in a t-string": "t'{" + "+".join("x" * 20_000) + "}'",
    "nested f-strings": nested('f"{', "x", '}"', 300),
    "nested formats": 'f"' + nested("{x:", "", "}", 300) + '"',
    "nested blocks": "".join(" " * depth + "if x:\n" for depth in range(200)) + " " * 200 + "x",
    "a chain of `elif`": "if x:\n    y\n" + "elif x:\n    y\n" * 20_000,
    "blocks in chains of `elif`": "".join(
        " " * depth + "if x: y\n" + (" " * depth + "elif x: y\n") * 20 + " " * depth + "else:\n" for depth in range(90)
    )
    + " " * 90
    + "x",
    "nested list patterns": matching(nested("[", "x", "]", 30)),
    "nested bracket patterns": matching(nested("(", "x", ")", 30)),
    "nested mapping patterns": matching(nested("{1: ", "x", "}", 15)),
    "nested class patterns": matching(nested("A(b=", "x", ")", 30)),
    "nested patterns on a continued line": "match x:\n    \\\n  case "
    + nested("{1: ", "x", "}", 15)
    + ":\n        pass",
    "nested patterns behind tabs": "match x:\n\tcase\t" + nested("[", "x", "]", 30) + ":\n\t\tpass",
    "nested annotations": "x: " + nested("A[", "int", "]", 200),
    "nested types": "type X = " + nested("A[", "int", "]", 200),
}


@pytest.mark.parametrize("name", TOO_DEEP)
def test_code_that_is_too_deep_is_not_parsed_here_and_has_a_place(name: str) -> None:
    with pytest.raises(LimitError, match="not parsed") as raised:
        Module.parse(Source(TOO_DEEP[name], "deep.py"))
    assert raised.value.path == "deep.py"
    assert 1 <= (raised.value.line or 0) <= TOO_DEEP[name].count("\n") + 1
    assert (raised.value.column or 0) >= 1


NO_PYTHON = {
    "a null character": ("x = 1\n\0", 2),
    "a null character in a string": ("x = 1\n\ny = '\0'", 3),
    "half of a surrogate pair": ("x = 1\ny = '\ud800'", 2),
    "half of a surrogate pair in a comment": ("x = 1\n\n# \udfff", 3),
    "a null character between lone carriage returns": ("x = 1\ry\r\0", 3),
    "an unfinished string": ("x = 1\ny = 'a", 2),
    "an unfinished bracket": ("x = (", 1),
    "an unfinished f-string": ("x = 1\ny = f'{", 2),
    "a bracket too many": ("x = 1\n)", 2),
    "a wrong indentation": ("if x:\n    y\n  z", 3),
    "mixed tabs and spaces": ("if x:\n        y\n\tz\n    w", 3),
    "an escape that names no character": ("x = 1\ny = '\\N{no such name}'", 2),
    "bytes outside ASCII": ("x = b'é'", 1),
    "strings mixed with bytes": ("x = 1\ny = 'a' b'b'", 2),
    "an assignment to a call": ("\nf() = 1", 2),
    "Python 2": ("x = 1\nprint 'x'", 2),
    "prose": ("Sure! Here is the code you asked for:", 1),
    "a fence": ("```python\nx = 1\n```", 1),
    "a form feed instead of an indentation": ("def f():\n    \fx = 1", 2),
    "newer syntax beside a mistake": ("type X = int\n\nf() = 1", 3),
}


@pytest.mark.parametrize("name", NO_PYTHON)
def test_code_that_is_no_python_is_refused_with_its_line(name: str) -> None:
    code, line = NO_PYTHON[name]
    with pytest.raises(SourceError) as raised:
        Module.parse(Source(code))
    assert raised.value.line == line
    (problem,) = Validator(RuleSet()).check(Source(code)).problems
    assert (problem.kind, problem.line) == ("syntax-error", line)


def test_what_only_the_compiler_of_python_refuses_has_its_line_too() -> None:
    with pytest.raises(SourceError, match="must be last") as raised:
        Module.parse(Source("\n\ntry:\n    f()\nexcept:\n    g()\nexcept A:\n    h()"))
    assert (raised.value.line or 0) > 1


FINE = {
    "nothing": "",
    "a comment": "# x",
    "a line end": "\n",
    "a huge line": "x = [" + "1, " * 20_000 + "]",
    "many statements": "x = y + z\n" * 3000,
    "many statements on a line": "x;" * 3000,
    "many arguments": "f(" + "a.b(c), " * 3000 + ")",
    "many items with lambdas": "x = [" + "lambda a, b: a + b, " * 1000 + "]",
    "many entries": "x = {" + "'a': b.c(d), " * 2000 + "}",
    "many context managers": "with " + ", ".join("x" * 1000) + ": pass",
    "many decorators": "@a\n" * 1000 + "def f(): ...",
    "a table of strings": "x = (" + "'a'\n" * (ORDINARY.strings - 1) + ")",
    "a table of f-strings": "x = (" + "f'{a}'\n" * (ORDINARY.strings - 1) + ")",
    "a long text in an f-string": "f'''" + "a.b-c=d: e\n" * 20_000 + "{x}'''",
    "doubled braces in an f-string": "f'" + "{{" * 5000 + "'",
    "brackets in strings in brackets": "f('(((', " + '"[[["' + ", '''{{{''')",
    "the deepest brackets": nested("(", "x", ")", ORDINARY.brackets),
    "the deepest chain": "x = a" + ".b" * (ORDINARY.depth - 4),
    "the deepest pattern": matching(nested("[", "x", "]", ORDINARY.pattern)),
    "the deepest blocks": "".join(" " * depth + "if x:\n" for depth in range(ORDINARY.indent - 1))
    + " " * (ORDINARY.indent - 1)
    + "x",
    "`case` as a name": "case = (((((((((x)))))))))\ncase.x = [[[[[[[[[1]]]]]]]]]",
    "deep code behind a pattern": "match x:\n    case y if (((((((((y))))))))): pass\n    case y: (((((((((y)))))))))",
    "form feeds": "\fx = 1\n\f\n\fdef f():\n    y\n\f    z\n    \f\n    w =\f1\f\n",
    "lone carriage returns": "x = 1\rif x:\r    y\r",
    "mixed line ends": "x = 1\r\nif x:\r    y\n\r\n",
    "a byte-order mark": "\ufeffx = 1",
    "separators that end no line": "x = '\x0b\x1c\x1d\x1e\x85\u2028\u2029'",
    "generics": "type X[T: int, *Ts, **P] = A[T]\ndef f[T = int](x: T) -> T: ...\nclass A[T]: ...",
    "f-strings as of Python 3.12": "f'{d['a']}' f\"{\n1 # x\n}\" f'{'\\n'.join(x)}'",
    "t-strings": "t'{x}'",
    "exceptions without brackets": "try: f()\nexcept A, B: g()",
    "a string with escapes that Python does not know": "x = '\\d'",
    "quotes in quotes": r"""x = '\'' "\"" '' ""  '"' "'" '''a'b''c''' r'\\' r'\\n'""",
    "continued lines": "x = 1 + \\\n    2\nif x: \\\n    y",
}


@pytest.mark.parametrize("name", FINE)
def test_code_that_is_large_or_odd_but_fine_is_parsed(name: str) -> None:
    module = Module.parse(Source(FINE[name]))
    assert all(module.span(node) for node in module.tree.body)


DEEP = {
    "a long text": "x = '" + "(" * 1_000_000 + "'",
    "a long comment": "# " + "(" * 1_000_000,
    "a long docstring": "'''" + "[{(\n" * 100_000 + "'''",
    "thousands of lines": "value = other  # and a comment of some length\n" * 7000,
    "nested dictionaries": nested("{1: ", "x", "}", 150),
    "nested f-strings": nested('f"{', "x", '}"', 80),
    "a long sum": "x = " + "+".join("x" * 2000),
    "a long chain of calls": "f" + ".g()" * 300,
    "a long table of strings": "x = (" + "'a'\n" * (CONTAINED.strings - 1) + ")",
    "many `elif`": "if x:\n    y\n" + "elif x:\n    y\n" * 400,
    "nested patterns": matching(nested("[", "x", "]", 12)),
    "nested mapping patterns": matching(nested("{1: ", "x", "}", 6)),
    "nested blocks": "".join(" " * depth + "if x:\n" for depth in range(98)) + " " * 98 + "x",
}


@pytest.mark.parametrize("name", DEEP)
def test_code_that_is_too_deep_for_this_process_is_checked_in_another(name: str) -> None:
    (found,) = (checked := Validator(RULES).check(Source(f"eval(x)\n{DEEP[name]}"))).violations
    assert (found.span.line, checked.problems) == (1, ())


def test_what_is_found_in_another_process_is_what_would_be_found_here() -> None:
    code = "def f(x):\n    print(x)\n    return eval(x)\n"
    here = Validator(RULES).check(Source(code, "a.py"))
    there = Validator(RULES).check(Source(code + "# " + "x" * ORDINARY.characters, "a.py"))
    assert len(here.violations) == 2
    assert there.violations[:2] == here.violations


DEADLY = {
    "nested lists": nested("[", "", "]", 5000),
    "nested brackets that Python itself refuses": nested("(", "x", ")", 500),
    "a chain of attributes": "x" + ".y" * 20_000,
    "unary operators that take gigabytes": "-" * 7900 + "x",
    "conditions that take gigabytes": "x if y else " * 3900 + "z",
    "lambdas that Python itself refuses": "lambda: " * 3900 + "x",
    "mapping patterns that take for ever": matching(nested("{1: ", "x", "}", 14)),
    "more code than is ever read": "x = 1\n" * 2_800_000,
}


@pytest.mark.parametrize("name", DEADLY)
def test_deadly_code_ends_as_an_error_with_a_place(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task, "SECONDS", 2.0)
    (problem,) = Validator(RULES).check(Source(f"eval(x)\n{DEADLY[name]}", "deadly.py")).problems
    assert problem.path == "deadly.py"
    assert problem.kind in {"syntax-error", "worker-died"}
    assert problem.line == {"more code than is ever read": 1, "mapping patterns that take for ever": 3}.get(name, 2)


def files_of(folder: str) -> list[Path]:
    return sorted(Path(folder).rglob("*.py"))


REAL = {
    "rich": files_of(str(Path(rich.__file__).parent)),
    "click": files_of(str(Path(click.__file__).parent)),
    "libcst": files_of(str(Path(libcst.__file__).parent)),
    "the standard library": sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))
    + files_of(sysconfig.get_path("stdlib") + "/encodings")
    + files_of(sysconfig.get_path("stdlib") + "/pydoc_data"),
}


@pytest.mark.parametrize("name", REAL)
def test_real_code_is_never_too_deep(name: str) -> None:
    assert len(REAL[name]) > 15
    for path in REAL[name]:
        source = Source.of_python(path.read_bytes(), path.name)
        assert too_deep(source.text.replace("\r\n", "\n"), CONTAINED) is None, path


def test_the_longest_tables_of_the_standard_library_are_parsed() -> None:
    for name in ("encodings/cp437.py", "pydoc_data/topics.py"):
        path = Path(sysconfig.get_path("stdlib")) / name
        source = Source.of_python(path.read_bytes(), name)
        assert Module.parse(source, limits=CONTAINED).tree.body
        assert Validator(RuleSet(), looks=False).check(source).problems == ()


def test_the_place_of_the_refusal_is_where_the_limit_is_passed() -> None:
    assert too_deep("x = 1\n" + "(" * (ORDINARY.brackets + 1)) == (
        2,
        ORDINARY.brackets + 1,
        "brackets nested more than 25 deep",
    )


def test_the_recursion_limit_is_what_it_was() -> None:
    before = sys.getrecursionlimit()
    module = Module.parse(Source("x = a" + ".b" * (ORDINARY.depth - 20)))
    assert module.span(module.tree).line == 1
    assert sys.getrecursionlimit() == before


@given(st.text())
def test_any_text_is_looked_at(text: str) -> None:
    found = too_deep(text)
    assert found is None or (found[0] >= 1 and found[1] >= 1)


TOKENS = st.sampled_from(
    [
        *"()[]{},:;=.+-*#\\'\"\n\t \f",
        *("\r", "\r\n", "f'", 'f"', "'''", '"""', "rf'", "b'", "{{", "}}", "!r", ":=", "->"),
        *" if | else | for | in |lambda |not | and |await |yield |match x:|case |def f(|class A|x|1|é|😀".split("|"),
    ]
)


@given(st.lists(TOKENS, max_size=60).map("".join))
def test_any_row_of_tokens_is_parsed_or_refused_with_a_line(text: str) -> None:
    module: Module | None = None
    line: int | None = None
    try:
        module = Module.parse(Source(text))
    except SourceError as error:
        line = error.line
    assert module is not None or 1 <= (line or 0) <= len(Source(text).lines) + 1
