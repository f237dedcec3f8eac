"""Code patterns and pins: what a team writes beside a directive, and what it finds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lawful
from lawful import api
from lawful.context import Scope, markdown
from lawful.rules.interpreter import interpret
from lawful.rules.pin import PinError, pins
from lawful.source import Source
from lawful.syntax import Module, Site, descendants
from lawful.syntax.pattern import Pattern, PatternError
from projects import lawful as command
from projects import project

if TYPE_CHECKING:
    from pathlib import Path


def lines(pattern: str, code: str) -> list[int]:
    module = Module.parse(Source(code))
    site = Site(module)
    compiled = Pattern(pattern)
    found = {
        module.span(where).line
        for node in (module.tree, *descendants(module.tree))
        if type(node).__name__ in compiled.kinds
        for where, _ in compiled.matches(node, site)
    }
    return sorted(found)


@pytest.mark.parametrize(
    ("pattern", "code", "expected"),
    [
        # names are what they resolve to
        ("eval(...)", "eval('1')\nmodel.eval()\nfrom builtins import eval as e\ne(1)", [1, 4]),
        ("eval(...)", "def f(eval):\n    eval(1)", []),
        ("requests.get(...)", "import requests as r\nr.get(u)\nfrom requests import get\nget(u)", [2, 4]),
        ("requests.get(...)", "requests = Mine()\nrequests.get(u)", [2]),
        ("requests.get(...)", "import mine as requests\nrequests.get(u)", []),
        ("self.db", "class A:\n    def f(self):\n        return self.db", [3]),
        # holes
        ("$X == $X", "a == a\na == b\nf(x) == f( x )", [1, 3]),
        ("$X == None", "a == None\nb is None", [1]),
        ("$M.objects.$F(...)", "User.objects.all()\nuser.objects\na.b.objects.get(1)", [1, 3]),
        ("$_ + $_", "a + b", [1]),
        ("print($X)", "print(1)\nprint(1, 2)\nprint()", [1]),
        # arguments
        ("f(...)", "f()\nf(1, *a, k=2, **b)", [1, 2]),
        ("f(1, ...)", "f(1)\nf(1, 2)\nf(2, 1)", [1, 2]),
        ("f(..., 1)", "f(1)\nf(2, 1)\nf(1, 2)", [1, 2]),
        ("f(..., $X, ..., $X, ...)", "f(1, 2, 1)\nf(1, 2, 3)", [1]),
        ("f(a=1, b=2)", "f(b=2, a=1)\nf(a=1)\nf(a=1, b=2, c=3)", [1]),
        ("f(..., a=1, ...)", "f(2, b=3, a=1)\nf(a=2)", [1]),
        ("f($...ARGS)", "f(1, 2)", [1]),
        ("f()", "f()\nf(1)", [1]),
        # strings
        ('f("...")', "f('x')\nf(b'x')\nf(f'{y}')\nf('a' 'b')\nf(y)", [1, 2, 3, 4]),
        ('f("x")', "f('x')\nf('y')", [1]),
        ('"secret"', "x = 'secret'\n'''secret'''", [1, 2]),
        # layout plays no part
        ("f(1, 2)", "(f)((1),\n  2,  # two\n)", [1]),
        ("[$X, ...]", "[1]\n[]\n[1, 2]", [1, 3]),
        ('{..., "k": $V, ...}', "{'a': 1, 'k': 2}\n{'a': 1}", [1]),
        # statements
        ("return None", "def f():\n    return None\ndef g():\n    return", [2]),
        ("raise Exception(...)", "raise Exception('x')\nraise ValueError", [1]),
        ("assert $X, ...", "assert a, 'why'", [1]),
        ("import $X", "import os\nfrom os import path", [1]),
        ("from $M import *", "from os import *", [1]),
        ("$X = input(...)", "x = input()\nprint(input())", [1]),
        ("if $X: ...", "if a:\n    b\n    c", [1]),
        ("with open(...) as $F: ...", "with open(p) as f: pass\nwith lock: pass", [1]),
        ("while True: ...", "while True:\n    pass\nwhile x:\n    pass", [1]),
        ("def $F(...): ...", "def f(a, *, b: int = 1) -> int:\n    return a\nx = 1", [1]),
        ("def $F(self, ...): ...", "class A:\n    def f(self, x): ...\n    def g(x): ...", [2]),
        ("async def $F(...): ...", "async def f(): ...\ndef g(): ...", [1]),
        ("@app.get(...)\ndef $F(...): ...", "@other\n@app.get('/')\ndef f(): ...\ndef g(): ...", [3]),
        ("class $C: ...", "class A(B, metaclass=M):\n    x = 1", [1]),
        ("class $C(Base): ...", "class A(Base): ...\nclass B(Base, C): ...\nclass D: ...", [1]),
        ("class $C(..., Base, ...): ...", "class A(X, Base, Y): ...", [1]),
        ("try: ...\nexcept $E: pass", "try:\n    x\nexcept ValueError:\n    pass", [1]),
        # runs of statements
        ("$L.acquire()\n...\n$L.release()", "a.acquire()\nwork()\na.release()\nb.acquire()\na.release()", [1]),
        ("$X = $Y\nreturn $X", "def f():\n    a = g()\n    return a", [2]),
    ],
)
def test_a_pattern_finds_what_is_meant(pattern: str, code: str, expected: list[int]) -> None:
    assert lines(pattern, code) == expected


@pytest.mark.parametrize(
    "pattern", ["", "  ", "$", "$x", "f(", "$X", "...", "x = = y", "a" * 3000, "def f(): $", "(" * 990 + ")" * 990]
)
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        Pattern(pattern)


def test_a_pattern_that_would_take_for_ever_is_stopped() -> None:
    pattern = f"f({', '.join(f'..., ${hole}' for hole in 'ABCDEFGHIJKL')}, ..., 99)"
    with pytest.raises(PatternError, match="too many steps"):
        lines(pattern, f"f({', '.join(map(str, range(60)))})")


@given(st.text(max_size=40))
def test_any_text_is_a_pattern_or_refused(text: str) -> None:
    try:
        lines(text, "x = f(1, a=2)\n")
    except PatternError:
        return


@given(st.sampled_from(["f(1, x=2)", "a.b(c)[d]", "x = [1, *y]", "def f(a, b=1):\n    return a", "{'a': 1, **b}"]))
def test_code_without_holes_is_a_pattern_of_itself(code: str) -> None:
    assert 1 in lines(code, code)


def bound(bullet: str) -> list[tuple[str, object, tuple[tuple[str, ...], ...], tuple[str, ...], str]]:
    (directive,) = markdown.statements(bullet, "CLAUDE.md", Scope())
    (rule,) = interpret([directive], api.checks())
    assert rule.problem is None
    return [
        (each.check.id, each.check.params, each.scope.include, each.scope.exclude, each.severity.value)
        for each in rule.bindings
    ]


class TestPins:
    @pytest.mark.parametrize(
        ("pin", "check", "params", "include", "exclude", "severity"),
        [
            ('forbid "$M.objects.$F(...)"', "forbidden-pattern", {"pattern": "$M.objects.$F(...)"}, (), (), "error"),
            ("max-function-lines max=40", "max-function-lines", {"max": 40}, (), (), "error"),
            ("no-print in a/**, b/** except in a/c", "no-print", {}, (("a/**", "b/**"),), ("a/c",), "error"),
            ("forbidden-call names=x,a.b as warning", "forbidden-call", {"names": ("x", "a.b")}, (), (), "warning"),
            (
                "naming-convention styles=class:PascalCase",
                "naming-convention",
                {"styles": (("class", "PascalCase"),)},
                (),
                (),
                "error",
            ),
            (
                "require 'a(...)' inside 'def f(): ...' where $X =~ '^x' say 'no'".replace("a(...)", "a($X)"),
                "required-pattern",
                {"pattern": "a($X)", "inside": ("def f(): ...",), "where": (("X", "=~", "^x"),), "message": "no"},
                (),
                (),
                "error",
            ),
        ],
    )  # fmt: skip
    def test_one_says_exactly_what_holds(
        self,
        pin: str,
        check: str,
        params: dict[str, object],
        include: tuple[tuple[str, ...], ...],
        exclude: tuple[str, ...],
        severity: str,
    ) -> None:
        (found,) = bound(f"- Whatever the words are. <!-- lawful: {pin} -->")
        wanted = next(each for each in api.checks() if each.id == check).make_params(params)
        assert found == (check, wanted, include, exclude, severity)

    @pytest.mark.parametrize(
        "text",
        [
            "- Be kind. <!-- lawful: no-print -->",
            "- Be kind.\n  <!-- lawful: no-print -->",
            "- Be kind.\n\n  <!-- lawful: no-print -->",
            "Be kind.\n<!-- lawful: no-print -->\n",
            "Be kind.\n\n<!--\nlawful: no-print\n-->\n",
            "| a | b |\n|---|---|\n| Be | kind <!-- lawful: no-print --> |",
            "# Kindness\n\n- Be kind. <!--lawful:no-print-->",
        ],
    )
    def test_it_may_stand_wherever_it_belongs_to_one_directive(self, text: str) -> None:
        assert [each[0] for each in bound(text)] == ["no-print"]

    def test_it_belongs_to_the_sentence_before_it(self) -> None:
        text = "- Never use eval. <!-- lawful: no-print --> Be kind. <!-- lawful: no-comments -->"
        found = [*markdown.statements(text, "CLAUDE.md", Scope())]
        assert [(each.text, each.pins) for each in found] == [
            ("Never use eval.", ("no-print",)),
            ("Be kind.", ("no-comments",)),
        ]

    def test_several_hold_together(self) -> None:
        assert [each[0] for each in bound("- Be kind. <!-- lawful: no-print; no-comments -->")] == [
            "no-print",
            "no-comments",
        ]

    def test_soft_words_make_warnings(self) -> None:
        assert [each[4] for each in bound("- Prefer kindness. <!-- lawful: no-print -->")] == ["warning"]

    def test_one_switches_a_directive_off(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": "- Never use `eval`. <!-- lawful: off 'only in reviews' -->\n"})
        (rule,) = lawful.load(tmp_path).rules
        assert (rule.bindings, rule.reason) == ((), "switched off here: only in reviews")

    @pytest.mark.parametrize(
        ("pin", "reason"),
        [
            ("frobnicate", "`frobnicate` is no check"),
            ("forbid", "a pattern is missing at the end"),
            ("forbid eval", "a pattern stands in quotes: eval"),
            ('forbid "f("', "`f(` is no Python with holes"),
            ('forbid "f(', "a quote is never closed"),
            ("max-function-lines max=many", "`max` of max-function-lines is a number, not `many`"),
            ("max-function-lines min=1", "max-function-lines has no parameter `min`; there are max"),
            ("no-print on src", "`on` is no clause"),
            ("no-print except src", "`in` is missing before `src`"),
            ("no-print as fatal", "an error or a warning, not `fatal`"),
            ('forbid "f($X)" where $Y =~ "a"', "$Y is no hole of the pattern"),
            ('forbid "f($X)" where $X =~ "(?=a)"', "no regular expression in RE2's syntax"),
            ('forbid "f($X)" where $X like "a"', "write `where $X =~"),
        ],
    )
    def test_a_broken_one_says_what_to_write_and_nothing_passes(self, tmp_path: Path, pin: str, reason: str) -> None:
        with pytest.raises(PinError) as raised:
            list(pins(pin, api.checks()))
        assert reason in str(raised.value)
        project(tmp_path, {"CLAUDE.md": f"# Rules\n\n- Be kind. <!-- lawful: {pin} -->\n", "a.py": "x = 1\n"})
        run = command("check", "--root", tmp_path, "--format", "json")
        assert run.returncode == 2
        (error,) = json.loads(run.stdout)["errors"]
        assert (error["path"], error["line"], error["kind"]) == ("CLAUDE.md", 3, "pin-unreadable")

    def test_one_beside_nothing_is_named(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": "<!-- lawful: no-print -->\n\n- Be kind.\n"})
        rules = lawful.load(tmp_path)
        assert [(each.line, each.kind) for each in rules.warnings] == [(1, "pin-alone")]
        assert [rule.bindings for rule in rules.rules] == [()]

    @given(st.text(max_size=60))
    def test_any_text_is_a_pin_or_refused(self, text: str) -> None:
        try:
            list(pins(text, api.checks()))
        except PinError:
            return


def test_a_pinned_pattern_holds_a_project_and_cites_the_line(tmp_path: Path) -> None:
    project(
        tmp_path,
        {
            "CLAUDE.md": (
                "# Layers\n\n- Views never touch the ORM. "
                '<!-- lawful: forbid "$M.objects.$F(...)" in app/views/** say "ask a service instead" -->\n'
            ),
            "app/views/users.py": "users = User.objects.all()\n",
            "app/services/users.py": "users = User.objects.all()\n",
        },
    )
    run = command("check", "--root", tmp_path, "--format", "json")
    (found,) = json.loads(run.stdout)["violations"]
    assert (found["path"], found["line"], found["message"]) == ("app/views/users.py", 1, "ask a service instead")
    assert found["rule"]["source"] == {"path": "CLAUDE.md", "line": 3}
    assert found["rule"]["text"] == "Views never touch the ORM."
