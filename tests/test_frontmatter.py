"""The heads of rule files are read as the assistants read them, which is not as YAML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawful.context.frontmatter import read, split_globs


class TestValues:
    @pytest.mark.parametrize(
        ("line", "globs"),
        [
            ("globs: **/*.py", ("**/*.py",)),
            ("globs: *", ("*",)),
            ("globs: src/**/*.py, tests/*.py", ("src/**/*.py", "tests/*.py")),
            ('globs: "src/**/*.py"', ("src/**/*.py",)),
            ("globs: 'a.py','b.py'", ("a.py", "b.py")),
            ('globs: ["a.py", "b.py"]', ("a.py", "b.py")),
            ("globs: [a.py, src/*.{ts,tsx}]", ("a.py", "src/*.{ts,tsx}")),
            ("globs: src/*.{ts,tsx}, lib/*.py", ("src/*.{ts,tsx}", "lib/*.py")),
            ("globs:\n  - a.py\n  - 'b.py'", ("a.py", "b.py")),
            ("globs:\n- a.py", ("a.py",)),
            ("globs: *.py # all of it", ("*.py",)),
            ("globs: src/#x.py", ("src/#x.py",)),
            ("globs:", None),
            ("globs: null", None),
            ("globs: ''", None),
            ("globs: []", ()),
            ("other: x", None),
        ],
    )
    def test_globs_may_be_written_in_any_way(self, line: str, globs: tuple[str, ...] | None) -> None:
        assert read(f"---\n{line}\n---\nbody").globs("globs") == globs

    @pytest.mark.parametrize(
        ("value", "flag"),
        [
            ("true", True),
            ("True", True),
            ('"true"', True),
            ("false", False),
            ("no", False),
            ("", None),
            ("maybe", None),
        ],
    )
    def test_flags_may_be_text(self, value: str, flag: bool | None) -> None:
        assert read(f"---\nalwaysApply: {value}\n---\n").flag("alwaysApply") is flag

    @pytest.mark.parametrize("value", ["Rules: the good ones", "@file and `code`", 'say "hi"', "a, b", "*star"])
    def test_a_description_may_hold_anything_and_costs_no_other_setting(self, value: str) -> None:
        head = read(f"---\ndescription: {value}\nglobs: *.py\n---\nbody")
        assert head.text("description") == value
        assert head.globs("globs") == ("*.py",)

    def test_a_long_description_may_go_on_on_the_next_line(self) -> None:
        head = read("---\ndescription: >-\n  one\n  two\nglobs: *.py\n---\n")
        assert head.text("description") == "one two"
        assert head.globs("globs") == ("*.py",)

    def test_of_a_key_that_is_written_twice_the_last_counts(self) -> None:
        head = read("---\nglobs: a\nglobs: b\n---\n")
        assert head.globs("globs") == ("b",)
        assert [(each.line, each.kind) for each in head.oddities] == [(3, "frontmatter-duplicate")]

    def test_unknown_keys_are_kept(self) -> None:
        assert read("---\nmy-key: 1\n---\n").text("my-key") == "1"


class TestWhereTheBodyBegins:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_it_keeps_its_lines(self, end: str) -> None:
        head = read(end.join(["---", "globs: *.py", "---", "", "- Rule", ""]))
        assert head.first_line == 4
        assert head.body == end.join(["", "- Rule", ""])

    @pytest.mark.parametrize(
        "text", ["---\n\nSome text\n\n---\nmore", "---\nSome text\n---\n", "---", "----\nglobs: x\n---\n"]
    )
    def test_a_line_across_the_page_is_no_head(self, text: str) -> None:
        head = read(text)
        assert (head.present, head.body, head.first_line) == (False, text, 1)

    def test_a_head_that_is_never_closed_is_text_and_that_is_said(self) -> None:
        head = read("---\nglobs: *.py\n- Rule")
        assert head.body == "---\nglobs: *.py\n- Rule"
        assert [(each.line, each.kind) for each in head.oddities] == [(1, "frontmatter-unclosed")]

    @pytest.mark.parametrize("before", ["\n", "<!-- note -->\n"])
    def test_a_head_that_does_not_come_first_is_text_and_that_is_said(self, before: str) -> None:
        head = read(f"{before}---\nglobs: *.py\n---\n")
        assert not head.present
        assert [(each.line, each.kind) for each in head.oddities] == [(2, "frontmatter-misplaced")]

    def test_an_empty_head_is_a_head(self) -> None:
        assert read("---\n---\nbody").present

    @given(st.text(alphabet="-\n\r: ab*,{}[]\"'#>|\t", max_size=80))
    def test_nothing_is_lost_and_nothing_raises(self, text: str) -> None:
        head = read(text)
        assert text.endswith(head.body)
        if not head.present:
            assert head.body == text


@given(st.text(alphabet="a,{}[]\"' *", max_size=40))
def test_globs_are_split_without_an_error(text: str) -> None:
    assert all(split_globs(text))
