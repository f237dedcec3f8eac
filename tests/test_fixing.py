"""Fixes change what they say and nothing else; suppressions silence what they say and nothing else."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawful import api
from lawful.context import Directive, Scope
from lawful.errors import FixError, SourceError
from lawful.language import Strength
from lawful.rules import Binding, Check, Finding, Invalid, NodeEdit, NodeFix, RuffCheck, Rule, RuleSet
from lawful.rules.interpreter import interpret
from lawful.source import Edit, Source, Span
from lawful.syntax import Module, cst
from lawful.validator import Fixed, Validator, fix
from lawful.violation import Applicability, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lawful.syntax import Site


def rules_of(*checks: Check) -> RuleSet:
    directive = Directive("the rule", Place("CLAUDE.md", 1))
    return RuleSet(
        tuple(Rule(directive, Strength.MUST, (Binding(check, Scope(), Severity.ERROR),)) for check in checks)
    )


def stated(*sentences: str) -> Validator:
    directives = [Directive(text, Place("CLAUDE.md", line)) for line, text in enumerate(sentences, start=1)]
    return Validator(RuleSet(tuple(interpret(directives, api.checks()))))


BARE = stated("No bare except.")


def renaming(replace: Callable[[str], str | None], applicability: Applicability = Applicability.SAFE) -> Validator:
    """Holds code to a rule whose fix replaces names."""

    class Renaming(Check):
        """Flags names."""

        id: ClassVar[str] = "renaming"

        def visit_Name(self, node: cst.Name, site: Site) -> Iterator[Finding]:
            del site
            text = replace(node.value)
            if text is not None:
                yield Finding(node, "a name", NodeFix((NodeEdit(node, text),), applicability))

    return Validator(rules_of(Renaming()))


class TestAFix:
    def test_changes_only_what_its_edit_covers(self) -> None:
        before = "# äöü\r\ntry:\r\n\tf( 1,2 )   \r\nexcept :  # why\r\n\tg()\n\n\n# end"
        after = fix(BARE, Source(before)).source.text
        assert after == before.replace("except :", "except BaseException :")

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
    @pytest.mark.parametrize("indent", ["\t", "  ", "    "], ids=["tab", "two", "four"])
    @pytest.mark.parametrize("last", [True, False], ids=["ended", "open"])
    def test_keeps_every_other_byte(self, end: str, indent: str, *, last: bool) -> None:
        before = end.join(["try:", f"{indent}f()", "except:", f"{indent}g()"]) + end * last
        source = Source.of_python(before.encode(), "a.py")
        after = fix(BARE, source).source
        assert source.encode(after.text) == before.replace("except:", "except BaseException:").encode()

    @pytest.mark.parametrize(
        ("head", "encoding"),
        [
            (b"", "utf-8"),
            (b"\xef\xbb\xbf", "utf-8"),
            (b"# -*- coding: latin-1 -*-\n", "latin-1"),
            (b"#!/bin/python\n# vim: set fileencoding=cp1252 :\n", "cp1252"),
            (b"\xef\xbb\xbf# coding: utf-8\r\n", "utf-8"),
            (b"# coding: utf-16-le-is-not-allowed-here\n", ""),
        ],
        ids=["plain", "bom", "latin-1", "cp1252", "bom-and-cookie", "unknown"],
    )
    def test_keeps_the_encoding_and_the_byte_order_mark(self, head: bytes, encoding: str) -> None:
        if not encoding:
            with pytest.raises(SourceError):
                Source.of_python(head, "a.py")
            return
        body = "x = 'é'\ntry: f()\nexcept: g('ü')\n"
        source = Source.of_python(head + body.encode(encoding), "a.py")
        after = fix(BARE, source).source
        assert (after.encoding, after.bom) == (source.encoding, source.bom)
        wanted = head + body.replace("except:", "except BaseException:").encode(encoding)
        assert after.encode(after.text) == wanted

    def test_keeps_form_feeds(self) -> None:
        before = "\ftry:\n    f()\n\f\n\fexcept:\n \f    g()\n"
        assert fix(BARE, Source(before)).source.text == before.replace("except:", "except BaseException:")

    def test_is_idempotent_and_settles(self) -> None:
        once = fix(BARE, Source("try: f()\nexcept: g()\n"))
        again = fix(BARE, once.source)
        assert once.settled
        assert again.settled
        assert again.source is once.source
        assert again.applied == ()

    def test_leaves_code_without_violations_the_same_object(self) -> None:
        source = Source("x = 1\n")
        assert fix(BARE, source) == Fixed(source, BARE.check(source))

    def test_leaves_code_that_does_not_parse_alone(self) -> None:
        source = Source("try: f()\nexcept: g(\n")
        fixed = fix(BARE, source)
        assert fixed.source is source
        assert [problem.kind for problem in fixed.checked.problems] == ["syntax-error"]

    def test_is_applied_to_every_violation_at_once(self) -> None:
        fixed = fix(BARE, Source("try: f()\nexcept: g()\n" * 30))
        assert fixed.source.text.count("except BaseException:") == 30
        assert len(fixed.applied) == 30
        assert fixed.checked.violations == ()

    def test_is_not_applied_where_it_is_suppressed(self) -> None:
        source = Source("try: f()\nexcept: g()  # lawful: ignore\n")
        assert fix(BARE, source).source is source

    def test_is_not_applied_unless_it_is_as_applicable_as_asked_for(self) -> None:
        source = Source("BaseException = 1\ntry: f()\nexcept: g()\n")
        assert fix(BARE, source).source is source
        unsafe = fix(BARE, source, frozenset({Applicability.SAFE, Applicability.UNSAFE}))
        assert unsafe.source.text == source.text.replace("except:", "except BaseException:")

    def test_for_display_is_never_safe(self) -> None:
        validator = renaming(lambda name: "b" if name == "a" else None, Applicability.DISPLAY)
        source = Source("a")
        assert fix(validator, source).source is source

    def test_that_breaks_the_code_is_taken_back(self) -> None:
        source = Source("a = 1\n")
        fixed = fix(renaming(lambda name: "b c" if name == "a" else None), source)
        assert fixed.source is source
        assert fixed.applied == ()
        assert not fixed.settled

    def test_that_changes_nothing_ends(self) -> None:
        source = Source("a = 1\n")
        fixed = fix(renaming(lambda name: "a" if name == "a" else None), source)
        assert fixed.source is source
        assert not fixed.settled

    def test_that_undoes_another_ends(self) -> None:
        fixed = fix(renaming({"a": "b", "b": "a"}.get), Source("a = 1\n"))
        assert not fixed.settled

    def test_that_grows_without_end_ends(self) -> None:
        fixed = fix(renaming(lambda name: name + "a"), Source("a = 1\n"))
        assert not fixed.settled
        assert len(fixed.source.text) < 100

    def test_may_uncover_work_for_the_next_pass(self) -> None:
        fixed = fix(renaming({"a": "b", "b": "c", "c": "d"}.get), Source("a = 1\n"))
        assert fixed.source.text == "d = 1\n"
        assert fixed.settled
        assert len(fixed.applied) == 3

    def test_of_several_hits_on_a_line_comes_one_after_the_other(self) -> None:
        fixed = fix(renaming({"a": "b"}.get), Source("a + a + a\n"))
        assert fixed.source.text == "b + b + b\n"
        assert fixed.settled


class Overlapping(Check):
    """Flags sums; their fixes contain one another."""

    id: ClassVar[str] = "overlapping"

    def visit_BinaryOperation(self, node: cst.BinaryOperation, site: Site) -> Iterator[Finding]:
        left, right = site.module.text(node.left), site.module.text(node.right)
        yield Finding(node, "a sum", NodeFix((NodeEdit(node, f"add({left}, {right})"),)))


class Importing(Check):
    """Flags numbers; every fix adds the same import."""

    id: ClassVar[str] = "importing"

    def visit_Integer(self, node: cst.Integer, site: Site) -> Iterator[Finding]:
        del site
        here = Span(1, 1, 1, 1)
        yield Finding(node, "a number", NodeFix((NodeEdit(here, "import n\n"), NodeEdit(node, f"n.n{node.value}"))))


class TestFixesTogether:
    def test_are_not_made_in_one_pass_where_they_overlap(self) -> None:
        fixed = fix(Validator(rules_of(Overlapping())), Source("(\n  1 +\n  (2 +\n   3))\n"))
        assert fixed.settled
        assert re.sub(r"\s", "", fixed.source.text) == "(add(1,add(2,3)))"

    def test_make_an_edit_that_they_share_once(self) -> None:
        fixed = fix(Validator(rules_of(Importing())), Source("x = 1\ny = 2\n"))
        assert fixed.source.text == "import n\nx = n.n1\ny = n.n2\n"

    def test_of_different_checks_that_touch_take_turns(self) -> None:
        fixed = fix(Validator(rules_of(Importing(), Overlapping())), Source("x = 1 + 2\n"))
        assert fixed.settled
        assert "add(n.n1, n.n2)" in fixed.source.text


EXAMPLES = [
    pytest.param(check, example, id=f"{check.id}-{number}")
    for check in api.checks()
    for number, example in enumerate(check.invalid)
    if example.fixed is not None
]


@pytest.mark.parametrize(("check", "example"), EXAMPLES)
@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["crlf", "cr"])
def test_every_fix_works_alike_whatever_ends_the_lines(check: type[Check], example: object, end: str) -> None:
    code, wanted = (getattr(example, name).replace("\n", end) for name in ("code", "fixed"))
    params = getattr(example, "params")  # noqa: B009  # examples of all checks have them
    every = frozenset({Applicability.SAFE, Applicability.UNSAFE})
    path = getattr(example, "path")  # noqa: B009  # as above
    assert fix(Validator(rules_of(check(params))), Source(code, path), every).source.text == wanted


OWN_FIXES = [
    each
    for check in api.checks()
    if not issubclass(check, RuffCheck)
    for each in check.invalid
    if each.fixed is not None
]
OF_CHECK = {id(each): check for check in api.checks() for each in check.invalid}
NEUTRAL = st.sampled_from(
    [
        "zz = 1  # é",
        "def zf(za, zb=1):\n    # why\n    return za\n",
        "class Z:\n\tzy = 2\n",
        "if zz:\n    pass\nelse:\n    zf()",
        "zz = (\n    1,  # one\n    2,\n)",
        "zs = f'{zz!r:>{zz}}' 'ü' \\\n    '😀'",
        "match zz:\n    case [1, *_]:\n        zf(zz)",
        "\f\nzz += 1",
    ]
)


def statements_of(text: str) -> list[str]:
    return [ast.dump(each) for each in ast.parse(text).body]


@given(st.lists(NEUTRAL, max_size=3), st.sampled_from(OWN_FIXES), st.lists(NEUTRAL, max_size=3))
def test_a_fix_leaves_the_tree_as_it_was_outside_of_what_it_cures(
    before: list[str], example: Invalid, after: list[str]
) -> None:
    before = before if "__future__" not in str(example.fixed) and '"""' not in example.code[:3] else []
    code, wanted = (
        "\n".join([*before, text.rstrip("\n"), *after]) + "\n" for text in (example.code, str(example.fixed))
    )
    validator = Validator(rules_of(OF_CHECK[id(example)](example.params)))
    fixed = fix(validator, Source(code, example.path), frozenset({Applicability.SAFE, Applicability.UNSAFE}))
    assert statements_of(fixed.source.text) == statements_of(wanted)
    assert [each.fix for each in fixed.checked.violations if each.fix] == []
    assert fixed.settled


CONTEXTS = [
    "{}",
    "if x:\n    {}\n",
    "# é\r\n\r\n{}",
    "'''\nexcept:\n'''\n{}\nx = 1",
    "class A:\n\tdef f(self):\n\t\t{}\n",
]


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_fix_touches_nothing_around_its_violation(context: str) -> None:
    indent = re.search(r"[ \t]*(?=\{)", context)
    assert indent
    before = context.replace("{}", f"try: f()\n{indent[0]}except: g()")
    assert fix(BARE, Source(before)).source.text == before.replace("except: g", "except BaseException: g")


PRINT = stated("Never use `print`.", "Never use `eval`.", "Lines must not exceed 70 characters.")
SILENT = [
    "print(1)  # lawful: ignore",
    "print(1)  # lawful: ignore why",
    "print(1)  # lawful: ignore[no-print]",
    "print(1)  # lawful: ignore[no-print] why",
    "print(1)  # lawful: ignore[forbidden-call, no-print]",
    "print(1)  # lawful: ignore[forbidden-call,no-print]",
    "print(1)  # lawful: ignore[forbidden-call] # lawful: ignore[no-print]",
    "print(1)  # noqa # lawful: ignore",
    "print(1)  # type: ignore[x] # lawful: ignore[no-print]",
    "print(1)  # why # lawful: ignore[no-print] why",
    "print(1)  #lawful:ignore",
    "print(1)\t#  Lawful:  Ignore",
    "print(  # lawful: ignore\n    1)",
    "print(1); print(2)  # lawful: ignore",
]
LOUD = [
    "print(1)",
    "print(1)  # noqa",
    "print(1)  # noqa: T201",
    "print(1)  # type: ignore",
    "print(1)  # pragma: no cover",
    "print(1)  # ignore",
    "print(1)  # lawful",
    "print(1)  # lawful: ignored",
    "print(1)  # lawful: ignore-me",
    "print(1)  # lawful: ignore[]",
    "print(1)  # lawful: ignore[forbidden-call]",
    "print(1)  # lawful: ignore[no-print",
    "print(1)  # lawful: ignore[no-prints]",
    "print(1)  # do not write `lawful: ignore`",
    "print(1)  # unlawful: ignore",
    "print('# lawful: ignore')",
    "print(f'# lawful: ignore')",
    "print('''\n# lawful: ignore''')",
    "# lawful: ignore\nprint(1)",
    "print(1)\n# lawful: ignore",
    "print(\n    1)  # lawful: ignore",
    "'''# lawful: ignore'''; print(1)",
]


@pytest.mark.parametrize("code", SILENT)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_suppression_silences_its_line(code: str, end: str) -> None:
    assert PRINT.check(Source(code.replace("\n", end))).violations == ()


@pytest.mark.parametrize("code", LOUD)
def test_nothing_else_does(code: str) -> None:
    assert [violation.check for violation in PRINT.check(Source(code)).violations] == ["no-print"]


def test_a_suppression_by_name_leaves_the_other_rules_of_the_line() -> None:
    checked = PRINT.check(Source("print(eval(1))  # lawful: ignore[no-print]"))
    assert [violation.check for violation in checked.violations] == ["forbidden-call"]


def test_several_hits_of_a_rule_on_a_line_are_one_violation_the_first() -> None:
    (violation,) = stated("Never use `print`.").check(Source("x; print(1); print(print(2))")).violations
    assert violation.span == Span(1, 4, 1, 9)


def test_hits_of_several_checks_of_one_rule_on_a_line_are_one_violation_that_says_all() -> None:
    validator = stated("Functions must have docstrings and type hints.", "Use `pathlib`, never `os.path`.")
    checked = validator.check(Source("import os\nx = os.path.join('a')\n\ndef f(a):\n    return a\n"))
    assert [(each.span.line, each.rule.source.line) for each in checked.violations] == [(2, 2), (4, 1)]
    assert "docstring" in checked.violations[1].message
    assert "type annotation" in checked.violations[1].message


def test_a_check_of_a_rule_is_still_heard_where_another_one_is_suppressed() -> None:
    validator = stated("Functions must have docstrings and type hints.")
    (violation,) = validator.check(Source("def f(a):  # lawful: ignore[missing-docstrings]\n    return a\n")).violations
    assert violation.check == "missing-type-hints"


def test_hits_of_several_rules_on_a_line_are_several_violations_in_order() -> None:
    checked = PRINT.check(Source("eval(print(1))" + " " * 70))
    assert [(each.check, each.rule.source.line) for each in checked.violations] == [
        ("forbidden-call", 2),
        ("no-print", 1),
        ("max-line-length", 3),
    ]


class TestEdits:
    def test_are_made_in_the_order_of_the_text(self) -> None:
        edits = [Edit(Span(2, 1, 2, 2), "B"), Edit(Span(1, 1, 1, 2), "A")]
        assert Source("a\r\nb").edited(edits) == "A\r\nB"

    def test_may_stand_side_by_side(self) -> None:
        assert Source("ab").edited([Edit(Span(1, 1, 1, 2), "x"), Edit(Span(1, 2, 1, 3), "y")]) == "xy"

    @pytest.mark.parametrize(
        "span", [Span(1, 4, 1, 5), Span(3, 1, 3, 1), Span(0, 1, 1, 1), Span(1, 2, 1, 1), Span(1, 0, 1, 1)]
    )
    def test_outside_the_text_are_refused(self, span: Span) -> None:
        with pytest.raises(FixError):
            Source("a\nb").edited([Edit(span, "x")])

    def test_that_overlap_are_refused(self) -> None:
        with pytest.raises(FixError, match="overlap"):
            Source("abc").edited([Edit(Span(1, 1, 1, 3), "x"), Edit(Span(1, 2, 1, 4), "y")])


TEXT = st.text(st.sampled_from("ab é😀\t\f\n\r\x0b\u2028'#:()"), max_size=40)


def span_between(source: Source, start: int, end: int) -> Span:
    """The span of two offsets, found by counting and not by what is under test."""
    places = []
    for offset in (start, end):
        lines = re.split(r"\r\n|\n|\r", source.text[:offset])
        places += [len(lines), len(lines[-1]) + 1]
    return Span(*places)


@given(TEXT, st.data())
def test_an_edit_replaces_its_stretch_and_nothing_else(text: str, data: st.DataObject) -> None:
    source = Source(text)
    places = [at for at in range(len(text) + 1) if text[max(at - 1, 0) : at + 1] != "\r\n"]  # not within a line end
    start, end = sorted((data.draw(st.sampled_from(places)), data.draw(st.sampled_from(places))))
    new = data.draw(TEXT)
    span = span_between(source, start, end)
    assert source.slice(span) == text[start:end]
    assert source.edited([Edit(span, new)]) == text[:start] + new + text[end:]


@given(TEXT, st.lists(st.integers(0, 40), max_size=8), TEXT)
def test_edits_that_do_not_overlap_are_as_good_as_one_after_the_other(text: str, cuts: list[int], new: str) -> None:
    source = Source(text)
    places = sorted({at for at in cuts if at <= len(text) and text[max(at - 1, 0) : at + 1] != "\r\n"})
    pairs = list(zip(places[::2], places[1::2], strict=False))
    expected = text
    for start, end in reversed(pairs):
        expected = expected[:start] + new + expected[end:]
    assert source.edited(Edit(span_between(source, *pair), new) for pair in pairs) == expected


@given(TEXT)
def test_the_lines_of_a_text_are_the_text(text: str) -> None:
    source = Source(text)
    assert source.lines == tuple(re.split(r"\r\n|\n|\r", source.text))
    assert len(source.lines) == len(source.line_starts)
    assert all(source.offset(number, 1) == start for number, start in enumerate(source.line_starts, start=1))


EVERYTHING = Validator(
    rules_of(*(check(check.invalid[0].params) for check in api.checks() if not issubclass(check, RuffCheck)))
)
PIECES = st.sampled_from(
    [
        *"()[]{},:;=.*#\\'\"\n\t \f",
        *"print|eval|x|1|def f(|class A:|lambda |import os|from os import *|return |try:|except:|:=|é|😀".split("|"),
        *"if x:|else:|match x:|case _:|for x in y:|global x|del x|async |await |yield |f'|'''|    ".split("|"),
        *("\r", "\r\n", "\n    ", "\n\t", " # lawful: ignore\n", "@x\n"),
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join), TEXT))
def test_any_text_ends_as_violations_or_problems(text: str) -> None:
    source = Source(text)
    checked = EVERYTHING.check(source)
    assert all(problem.kind == "syntax-error" and problem.line for problem in checked.problems)
    for violation in checked.violations:
        assert source.slice(violation.span) is not None
        for edit in violation.fix.edits if violation.fix else ():
            assert source.edited([edit]) is not None


STATEMENTS = st.sampled_from(
    "print(1)|eval(x)|x = eval|import requests|from os import *|def f(x=[]): return x|def g(a, b): pass|class a: pass|"
    "try: f()\nexcept: g()|if x:\n    return 1\nelse:\n    y|lambda x={}: x|subprocess.run('x', shell=True)".split("|")
)


@given(st.lists(STATEMENTS, max_size=8))
def test_fixing_any_code_settles_and_leaves_code_that_parses(statements: list[str]) -> None:
    source = Source("\n".join(statements) + "\n")
    fixed = fix(EVERYTHING, source)
    assert fixed.settled
    assert fixed.checked.problems == ()
    assert Module.parse(fixed.source).tree is not None
    assert fix(EVERYTHING, fixed.source).source is fixed.source
