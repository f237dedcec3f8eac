"""Code that nobody would write, and bytes that are no code, end as violations or as errors with a place.

`make fuzz` runs the same for longer; LAWFUL_FUZZ says how many examples of each kind.
"""

from __future__ import annotations

import ast
import os
import warnings
from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lawful import api
from lawful.context import Directive
from lawful.language import Strength
from lawful.rules import Binding, Rule, RuleSet
from lawful.rules.ruff_check import RuffCheck
from lawful.source import Source
from lawful.validator import CheckedFile, Validator, fix
from lawful.validator.task import File, Orders, check_file
from lawful.violation import Applicability, Place, Severity

EXAMPLES = int(os.environ.get("LAWFUL_FUZZ", "40"))
TRIES = (ast.Try, ast.TryStar)
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
fuzzed = settings(
    max_examples=EXAMPLES,
    deadline=None,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
    derandomize=EXAMPLES < 100,
)

CHECKS = [check for check in api.checks() if not issubclass(check, RuffCheck)]


@cache
def rules() -> RuleSet:
    """Every check at once, as in its first example of what is wrong."""
    found = []
    for number, check in enumerate(CHECKS):
        directive = Directive(check.id, Place("CLAUDE.md", number + 1))
        binding = Binding(check(check.invalid[0].params), directive.scope, Severity.ERROR)
        found.append(Rule(directive, Strength.MUST, (binding,)))
    return RuleSet(found)


@cache
def validator() -> Validator:
    return Validator(rules())


@cache
def orders() -> Orders:
    every = frozenset({Applicability.SAFE, Applicability.UNSAFE})
    return Orders(rules().for_path("fuzz.py"), fixes=every)


def named(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The same, with a name that does not tell all that it is made of, which Hypothesis would spell out."""

    @st.composite
    def drawn(draw: st.DrawFn) -> str:
        return draw(strategy)

    return drawn()


def joined(*parts: st.SearchStrategy[str] | str) -> st.SearchStrategy[str]:
    return st.tuples(*(st.just(each) if isinstance(each, str) else each for each in parts)).map("".join)


def listed(each: st.SearchStrategy[str], separator: str = ", ", least: int = 0) -> st.SearchStrategy[str]:
    return st.lists(each, min_size=least, max_size=3).map(separator.join)


NAMES = st.sampled_from(
    "x y self cls _ __all__ os path eval exec print open logging logger requests json pickle typing Any List Optional "
    "TODO é ｅval 变量 type match case None True datetime random subprocess session Base pytest mock".split()
)
ATOMS = st.one_of(
    NAMES,
    st.sampled_from(
        [
            "0",
            "1_0",
            "0x_ff",
            "1e5",
            "2j",
            "''",
            "'a'",
            '"b"',
            "b'c'",
            "r'\\d'",
            "u'd'",
            "'''e\nf'''",
            "...",
            "()",
            "[]",
            "{}",
            "f'{x}'",
            "f'{x!r:>{y}}'",
            "f''",
            "'a' f'{x}'",
            "'\\N{DASH}'",
            "'%s'",
            "'select * from t where x = '",
            "'\\\n'",
        ]
    ),
)


def deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    keywords = joined(NAMES.filter(str.isidentifier), "=", inner)
    loops = joined(" for ", NAMES, " in ", inner)
    return st.one_of(
        joined("(", inner, ")"),
        joined(inner, ".", NAMES),
        joined(inner, "[", listed(st.one_of(inner, joined(inner, ":", inner), st.just("::")), least=1), "]"),
        joined(inner, "(", listed(st.one_of(inner, keywords, joined("*", inner), joined("**", inner))), ")"),
        joined(
            inner,
            st.sampled_from(
                " + | - | ** | // | @ | % | << | and | or | in | not in | is | is not | == | < ".split("|")
            ),
            inner,
        ),
        joined(st.sampled_from(["not ", "-", "~", "await ", "*"]), inner),
        joined(inner, " if ", inner, " else ", inner),
        joined("lambda ", listed(NAMES), ": ", inner),
        joined("[", listed(inner), "]"),
        joined("{", listed(joined(inner, ": ", inner)), "}"),
        joined("{", listed(inner, least=1), "}"),
        joined("[", inner, loops, "]"),
        joined("{", inner, ": ", inner, loops, " if ", inner, "}"),
        joined("(", inner, " async", loops, ")"),
        joined("(", NAMES, " := ", inner, ")"),
        joined("(yield ", inner, ")"),
        joined("f'{", inner.filter(lambda text: not set(text) & set("'\\\n#{")), "=}'"),
    )


EXPRESSIONS = named(st.recursive(ATOMS, deeper, max_leaves=8))
PATTERNS = st.recursive(
    st.sampled_from(["x", "_", "1", "'a'", "None", "os.path", "-1", "*_", "**y"]),
    lambda inner: st.one_of(
        joined("[", listed(inner), "]"),
        joined("(", inner, " | ", inner, ")"),
        joined("{'a': ", inner, ", **rest}"),
        joined("A(", inner, ", b=", inner, ")"),
        joined(inner, " as z"),
    ),
    max_leaves=5,
)
PARAMETERS = listed(
    st.one_of(
        NAMES,
        joined(NAMES, "=", EXPRESSIONS),
        joined(NAMES, ": ", EXPRESSIONS, " = ", EXPRESSIONS),
        st.sampled_from(["/", "*", "*args", "**kw"]),
    )
)
COMMENTS = st.sampled_from(
    [
        "",
        "",
        "",
        "  # why",
        "  # lawful: ignore",
        "  # lawful: ignore[no-print] x",
        "  # type: ignore",
        "  # TODO",
        "  # x = 1",
        "\f",
        "  # é",
    ]
)
SIMPLE = st.one_of(
    EXPRESSIONS,
    joined(EXPRESSIONS, st.sampled_from([" = ", " += ", ": int = ", " = y = ", ": "]), EXPRESSIONS),
    st.sampled_from(
        [
            "pass",
            "return",
            "break",
            "continue",
            "raise",
            "global x",
            "nonlocal x",
            "import os",
            "import os.path as p",
            "from . import x",
            "from x import *",
            "from __future__ import annotations",
            "from typing import (List,\n  Dict,)",
            "del x",
            "'''doc'''",
            "type X[T] = T",
        ]
    ),
    joined("return ", EXPRESSIONS),
    joined("raise ", EXPRESSIONS, " from ", EXPRESSIONS),
    joined("assert ", EXPRESSIONS, ", ", EXPRESSIONS),
    joined("from ", NAMES, " import ", NAMES, " as ", NAMES),
)
LINES = joined(st.lists(SIMPLE, min_size=1, max_size=2).map("; ".join), COMMENTS)


def indented(body: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in body.split("\n"))


def blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.one_of(inner, listed(inner, "\n", least=1)).map(indented)
    head = st.one_of(
        joined("if ", EXPRESSIONS),
        joined("while ", EXPRESSIONS),
        joined(st.sampled_from(["for ", "async for "]), NAMES, " in ", EXPRESSIONS),
        joined(st.sampled_from(["with ", "async with "]), EXPRESSIONS, " as ", NAMES),
        joined(
            st.sampled_from(["def ", "async def ", "@x\ndef ", "@property\ndef "]),
            NAMES,
            "(",
            PARAMETERS,
            ")",
            st.sampled_from(["", " -> int", " -> 'List[int]'"]),
        ),
        joined("class ", NAMES, st.sampled_from(["", "(Base)", "(Exception, metaclass=M)", "[T]", "()"])),
    )
    return st.one_of(
        joined(head, ":", COMMENTS, "\n", body),
        joined("if ", EXPRESSIONS, ":\n", body, "elif ", EXPRESSIONS, ":\n", body, "else:\n", body),
        joined(
            "try:\n",
            body,
            st.sampled_from(
                ["except:\n", "except Exception:\n", "except (A, B) as e:\n", "except* A:\n", "finally:\n"]
            ),
            body,
        ),
        joined(
            "match ",
            EXPRESSIONS,
            ":\n",
            joined("case ", PATTERNS, st.sampled_from(["", " if x"]), ":\n", body).map(indented),
        ),
    )


STATEMENTS = st.recursive(named(LINES), blocks, max_leaves=6)
PROGRAMS = named(st.lists(STATEMENTS, max_size=6).map("\n".join))
SNIPPETS = sorted(
    {each if isinstance(each, str) else each.code for check in CHECKS for each in (*check.valid, *check.invalid)}
)
HEADS = st.sampled_from(
    [
        b"",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"# coding: latin-1\n",
        b"#!x\n# -*- coding: utf-16 -*-\n",
        b"# coding: rot13\n",
        b"# coding: gb18030\n",
        b"# coding: nonsense\n",
        b"\xef\xbb\xbf# coding: ascii\n",
        b"\n# coding: utf-7\n",
    ]
)


def python_accepts(text: str) -> bool:
    """Whether Python parses a text; of clauses of `try` in the wrong order it complains only later."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    bare = ([each.type is None for each in node.handlers[:-1]] for node in ast.walk(tree) if isinstance(node, TRIES))
    return not any(map(any, bare))


def orderly(checked: CheckedFile, text: str) -> None:
    """Whatever was found has a place in the text, and no check has crashed."""
    lines = len(Source(text).lines)
    assert [each for each in checked.problems if each.kind not in {"syntax-error", "undecodable"}] == []
    assert all(1 <= (each.line or 0) <= lines + 1 for each in checked.problems)
    assert all(1 <= each.span.line <= each.span.end_line <= lines for each in checked.violations)


@fuzzed
@given(PROGRAMS)
@example("type A[A] = '\\x'")
def test_any_program_is_checked_and_what_python_accepts_is_no_error(text: str) -> None:
    checked = validator().check(Source(text, "fuzz.py"))
    orderly(checked, text)
    if python_accepts(text):
        assert checked.problems == ()


@fuzzed
@given(PROGRAMS, st.sampled_from(["\r\n", "\r", "\n"]))
def test_fixes_of_any_program_leave_a_program(text: str, newline: str) -> None:
    source = Source(text.replace("\n", newline), "fuzz.py")
    fixed = fix(validator(), source, frozenset({Applicability.SAFE, Applicability.UNSAFE}))
    if not validator().check(source).problems:
        assert validator().check(fixed.source).problems == ()


@fuzzed
@given(st.sampled_from(SNIPPETS), st.sampled_from(SNIPPETS), st.data())
def test_code_that_is_cut_and_pasted_is_checked(first: str, second: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(first))] * 2)))
    at = data.draw(st.integers(0, len(second)))
    text = second[:at] + first[start:end] + second[at:]
    checked = validator().check(Source(text, "fuzz.py"))
    orderly(checked, text)
    if python_accepts(text):
        assert checked.problems == ()


@fuzzed
@given(
    HEADS,
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")),
        PROGRAMS.map(str.encode),
    ),
)
def test_any_bytes_are_checked(head: bytes, body: bytes) -> None:
    result = check_file(File("fuzz.py", head + body, orders()))
    assert all(each.kind in {"syntax-error", "undecodable", "fixes-unsettled"} for each in result.checked.problems)
