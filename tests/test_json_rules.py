"""`.cursorrules` written as JSON: its strings and settings are statements, and what is no JSON loses nothing."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawful.context import Directive, Scope
from lawful.context.json_text import JsonError, Scalar, Value, fragments, parse
from lawful.formats.cursorrules import CursorRules

if TYPE_CHECKING:
    from lawful.violation import Problem


def read(text: str) -> tuple[list[Directive], list[Problem]]:
    warnings: list[Problem] = []
    return list(CursorRules().statements(text, ".cursorrules", Scope(), 1, warnings)), warnings


def placed(text: str) -> list[tuple[int, int, str]]:
    directives, warnings = read(text)
    assert not warnings
    return [(each.place.line, each.column, each.text) for each in directives]


def said(text: str) -> list[str]:
    return [text for _, _, text in placed(text)]


class TestShapes:
    def test_a_list_of_rules(self) -> None:
        text = '{\n  "rules": [\n    "Never use eval.",\n    "Use ast. Always."\n  ]\n}'
        assert placed(text) == [(3, 6, "Never use eval."), (4, 6, "Use ast. Always.")]

    def test_a_list_without_an_object_around_it(self) -> None:
        assert placed('["Never use eval.",\r\n"Use ast."]') == [(1, 3, "Never use eval."), (2, 2, "Use ast.")]

    def test_rules_with_a_name_a_pattern_and_a_message(self) -> None:
        text = '{"rules": [{"name": "no-eval", "pattern": "eval\\\\(", "message": "Never use eval."}]}'
        directives, warnings = read(text)
        assert [each.text for each in directives] == ["Never use eval."]
        assert [(each.line, each.kind) for each in warnings] == [(1, "pattern-not-run")]

    def test_groups_that_can_be_switched_off(self) -> None:
        text = """{"rules": {
            "style": {"description": "Keep it short.", "enabled": true, "rules": ["Use ast."], "examples": ["x"]},
            "old": {"enabled": false, "rules": ["Never use eval."]}
        }}"""
        assert said(text) == ["Keep it short.", "Use ast."]

    def test_rules_for_each_language(self) -> None:
        text = """{"version": "1.0", "languages": {"python": {"rules": [
            {"id": "P1", "level": "error", "description": "Never use eval."}
        ]}}}"""
        (directive,) = read(text)[0]
        assert (directive.text, directive.headings) == ("Never use eval.", ("languages", "python", "rules"))

    def test_a_tree_of_settings(self) -> None:
        text = """{"general": {"coding_style": {"max_line_length": 120, "type-hints": true, "indent": "4 spaces"},
            "naming_conventions": {"functions": "snake_case", "other": null, "more": " "}}}"""
        directives, _ = read(text)
        assert [each.text for each in directives] == [
            "max line length: 120",
            "type hints: true",
            "indent: 4 spaces",
            "functions: snake_case",
        ]
        assert directives[0].headings == ("general", "coding style")

    def test_a_rule_that_is_only_a_name(self) -> None:
        assert said('[{"name": "Never use eval"}, {"title": "Use ast", "enabled": false}]') == ["Never use eval"]

    def test_lists_in_lists(self) -> None:
        assert said('[["Never use eval."], [["Use ast."]]]') == ["Never use eval.", "Use ast."]

    def test_one_string_over_several_lines_cites_its_first(self) -> None:
        assert placed('{"rules": [\n"Never use\n eval.", "b"]}') == [(2, 2, "Never use eval."), (3, 11, "b")]

    @pytest.mark.parametrize("text", ["{}", "[{}]", '{"rules": []}', '{"version": 1}', '[""]'])
    def test_nothing_said_is_nothing_found(self, text: str) -> None:
        assert placed(text) == []


class TestStrings:
    def test_escapes_are_read(self) -> None:
        assert said('["Never use \\u0065val\\n\\tor \\"exec\\"."]') == ['Never use eval or "exec".']

    def test_pairs_of_surrogates_are_characters_and_halves_are_not(self) -> None:
        assert said('["\\ud83d\\udeab eval", "\\ud83d eval"]') == ["🚫 eval", "\ufffd eval"]
        for text in said('["\\ud83d eval", "\\udeab"]'):
            text.encode()

    def test_keys_may_be_escaped_too(self) -> None:
        assert said('{"max\\u005fline": 3}') == ["max line: 3"]

    def test_numbers_stay_as_they_are_written(self) -> None:
        assert said('{"a": 1e5, "b": 1.50, "c": -0, "d": 1e999}') == ["a: 1e5", "b: 1.50", "c: -0", "d: 1e999"]

    def test_an_endless_number_is_a_number(self) -> None:
        assert said(f'{{"a": {"9" * 5000}}}') == [f"a: {'9' * 5000}"]


class TestByHand:
    def test_a_comma_too_many(self) -> None:
        assert said('{"rules": ["Never use eval.",],}') == ["Never use eval."]

    def test_comments(self) -> None:
        assert said('{ // note\n "a": /* x\n y */ "b" }') == ["a: b"]

    def test_an_indent_of_no_break_spaces(self) -> None:
        assert placed('{\n\u00a0\u00a0"a": "b"\n}') == [(2, 4, "a: b")]


BROKEN: dict[str, tuple[str, list[tuple[int, int, str]], tuple[int, int]]] = {
    "a wrong escape": (
        '{"rules": [\n  "Never use \\beval\\d.",\n  "Use ast."\n]}',
        [(1, 3, "rules:"), (2, 4, "Never use \\beval\\d."), (3, 4, "Use ast.")],
        (2, 20),
    ),
    "a missing comma": (
        '{"rules": ["Never use eval." "Use ast."]}',
        [(1, 3, "rules:"), (1, 13, "Never use eval."), (1, 31, "Use ast.")],
        (1, 30),
    ),
    "a string that is never closed": (
        '{"a": "Never use eval.,\n "b": "Use ast."}',
        [(1, 3, "a: Never use eval.,"), (2, 3, "b: Use ast.")],
        (2, 3),
    ),
    "a bracket that is never closed": (
        '{"rules": ["Never use eval."',
        [(1, 3, "rules:"), (1, 13, "Never use eval.")],
        (1, 29),
    ),
    "keys without quotes": (
        '{rules: [\n"Never use eval."], max: 3}',
        [(1, 2, "rules"), (2, 2, "Never use eval."), (2, 21, "max: 3")],
        (1, 2),
    ),
    "settings": (
        '{"max": 100 "description": "Use ast.", "on": true "off"',
        [(1, 3, "max: 100"), (1, 14, "Use ast."), (1, 41, "on: true"), (1, 52, "off")],
        (1, 13),
    ),
    "text that follows": (
        '{"a": "b"}\n\nNever use eval, exec. Use\nast.',
        [(1, 3, "a: b"), (3, 1, "Never use eval, exec."), (3, 23, "Use ast.")],
        (1, 11),
    ),
    "a key without a value": ('{"a": "b", "Never use eval":', [(1, 3, "a: b"), (1, 13, "Never use eval:")], (1, 29)),
}


@pytest.mark.parametrize(("text", "expected", "place"), BROKEN.values(), ids=BROKEN)
def test_broken_json_is_read_as_text_and_says_where_it_broke(
    text: str, expected: list[tuple[int, int, str]], place: tuple[int, int]
) -> None:
    directives, warnings = read(text)
    assert [(each.place.line, each.column, each.text) for each in directives] == expected
    assert [(each.line, each.column, each.kind) for each in warnings] == [(*place, "invalid-json")]


@pytest.mark.parametrize(
    "text",
    [
        "[eval](docs/eval.md) is banned.",
        '[x "y"](z) is banned.',
        "[ ] Never use eval.",
        "[[eval]] is banned.",
        "{{ team }} never uses eval.",
        "{% if x %} Never use eval.",
        '"Never use eval."',
        "Never use {eval}.",
    ],
)
def test_text_that_only_looks_like_json_is_markdown(text: str) -> None:
    directives, warnings = read(text)
    assert [each.text for each in directives] == [text]
    assert not warnings


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(st.characters(exclude_categories=["Cs"])),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4),
    ),
    max_leaves=12,
)


def plain(value: Value) -> object:
    if isinstance(value.data, Scalar):
        return json.loads(value.data.text)
    if not isinstance(value.data, list):
        return value.data
    return [plain(each) if isinstance(each, Value) else (each[1], plain(each[2])) for each in value.data]


def paired(value: object) -> object:
    if isinstance(value, dict):
        return [(key, paired(each)) for key, each in value.items()]
    return [paired(each) for each in value] if isinstance(value, list) else value


@given(VALUES, st.sampled_from([None, 2]), st.booleans())
def test_json_means_what_it_means_to_the_standard_library(value: object, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert plain(parse(text)) == paired(value)


@given(st.text(alphabet='{}[]",:\\ab1 \n\r/*', max_size=60))
def test_any_text_is_json_or_says_where_it_is_not(text: str) -> None:
    offset = 0
    try:
        parse(text)
    except JsonError as error:
        offset = error.offset
    assert 0 <= offset <= len(text)


@given(st.text(alphabet='{}[]",: ab1.N\n\r', max_size=80))
def test_no_word_of_broken_json_is_lost(text: str) -> None:
    found = " ".join(each.text for each in fragments(text, ".cursorrules", Scope()))
    assert re.findall(r"\w", found) == re.findall(r"\w", text)


@pytest.mark.parametrize(
    "bomb", ["[" * 100_000, '{"a":' * 100_000, "[" * 100_000 + "]" * 100_000, '["' + "[" * 100_000]
)
def test_depths_are_refused_and_not_fallen_into(bomb: str) -> None:
    with pytest.raises(JsonError):
        parse(bomb)
    read(bomb)


def test_text_below_too_many_levels_is_not_lost() -> None:
    directives, warnings = read("[" * 60 + '"Never use eval."' + "]" * 60)
    assert [each.text for each in directives] in (["Never use eval."], ["[" * 60 + '"Never use eval."' + "]" * 60])
    assert len(warnings) <= 1
    (directive,) = read('{"a":' * 60 + '"Never use eval."' + "}" * 60)[0][-1:]
    assert directive.text == "a: Never use eval."


LARGE = {
    "many rules": '{"rules": [' + ",\n".join(['"Never use eval."'] * 60_000) + "]}",
    "many settings": "{" + ",".join(f'"key_{each}": {each}' for each in range(60_000)) + "}",
    "one long string": '["' + "Never use eval. " * 100_000 + '"]',
    "many blanks": '["a"' + " " * 1_000_000 + "x]",
    "many broken rules": '{"rules": [' + "\n".join(['"Never use eval."'] * 60_000),
    "many open strings": '{"a": ' + '"\\' * 200_000,
    "many open comments": "{" + "/*" * 300_000,
    "many open brackets": '["a", ' + "{[" * 100_000,
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_reading_any_text_ends(text: str) -> None:
    read(text)
