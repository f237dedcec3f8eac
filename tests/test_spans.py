"""The marks of Markdown inside a line are found by Markdown's rules, and in one pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawful.language import lex
from lawful.language.spans import code_spans, without_emphasis


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("use `a` and `b`", ["a", "b"]),
        ("use ``a ` b``", ["a ` b"]),
        ("a ` b", []),
        ("`a `` b`", ["a `` b"]),
        ("``a` b`", [" b"]),
        ("```a``` b", ["a"]),
    ],
)
def test_a_code_span_ends_at_a_run_of_backticks_as_long_as_its_first(text: str, inside: list[str]) -> None:
    assert [text[span.inner : span.inner_end] for span in code_spans(text)] == inside


@pytest.mark.parametrize(
    ("dressed", "plain"),
    [
        ("**Never** use *this*", "Never use this"),
        ("***both** and one*", "both and one"),
        ("_underlined_ and __twice__", "underlined and twice"),
        ("**禁止**使用", "禁止使用"),
        ("keep snake_case_names and 2*3*4", "keep snake_case_names and 2*3*4"),
        ("keep **/*.py and src/*/a*.py", "keep **/*.py and src/*/a*.py"),
        ("keep *args and **kwargs", "keep *args and **kwargs"),
        ("a * b * c", "a * b * c"),
        ("**open", "**open"),
        ("*a _b* c_", "a _b c_"),
    ],
)
def test_stars_are_dropped_only_where_markdown_takes_them_for_emphasis(dressed: str, plain: str) -> None:
    assert without_emphasis(dressed) == plain


@given(st.text(alphabet="ab *_`/.-禁\n", max_size=40))
def test_only_stars_and_underscores_are_ever_dropped(text: str) -> None:
    kept = without_emphasis(text)
    assert kept.translate({ord("*"): None, ord("_"): None}) == text.translate({ord("*"): None, ord("_"): None})


@given(st.text(alphabet="ab`", max_size=40))
def test_code_spans_stand_in_order_and_apart(text: str) -> None:
    at = 0
    for span in code_spans(text):
        assert at <= span.start < span.inner < span.inner_end < span.end
        assert text[span.start : span.inner] == text[span.inner_end : span.end]
        at = span.end


@given(st.text(max_size=60))
def test_any_text_has_tokens(text: str) -> None:
    lex(text)


def test_a_number_too_long_to_be_one_is_a_word() -> None:
    (token,) = lex("9" * 5000)
    assert token.number is None


HOSTILE = [
    "-",
    "_",
    ".",
    "`",
    "*",
    "[",
    "<",
    "(",
    "~",
    "a-",
    "*a_ ",
    "_a ",
    "**a ",
    "` `` ",
    "...",
    "<a ",
    "[a](",
    "a/",
    "1",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_lexing_any_text_ends(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    lex.__wrapped__(text)
