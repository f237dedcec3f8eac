"""What in a Markdown text is a statement, and on which line and column it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawful.context import Directive, Scope
from lawful.context.markdown import statements
from lawful.context.sentences import sentences

if TYPE_CHECKING:
    from lawful.violation import Problem

Expected = list[tuple[int, int, str]]


def read(text: str) -> list[Directive]:
    return list(statements(text, "CLAUDE.md", Scope()))


def placed(text: str) -> Expected:
    return [(each.place.line, each.column, each.text) for each in read(text)]


CASES: dict[str, tuple[str, Expected]] = {
    # Files that wrap all of their Markdown in a fence
    "a wrapper": ("# Title\n```markdown\n- a\n```\n", [(3, 3, "a")]),
    "a wrapper with code in it": (
        "```md\n- a\n```python\nnever()\n```\n- b\n```\n",
        [(2, 3, "a"), (6, 3, "b")],
    ),
    "a wrapper that is never closed": ("```markdown\n- a\n```python\nnever()\n```\n", [(2, 3, "a")]),
    "a Markdown fence below text is an example": ("Text\n\n```markdown\n- a\n```", [(1, 1, "Text")]),
    # Lines that end a sentence without a full stop
    "a line that ends with a colon": ("Do this:\nfirst one", [(1, 1, "Do this:"), (2, 1, "first one")]),
    "Chinese lines": ("新建工作流\n在 WORKFLOWS 中注册", [(1, 1, "新建工作流"), (2, 1, "在 WORKFLOWS 中注册")]),
    # Bullets
    "a bullet": ("- Never use eval.", [(1, 3, "Never use eval.")]),
    "every sign of a bullet": ("* a\n\n+ b\n\n1. c\n\n2) d", [(1, 3, "a"), (3, 3, "b"), (5, 4, "c"), (7, 4, "d")]),
    "a wide bullet": ("-    Never use eval.", [(1, 6, "Never use eval.")]),
    "a bullet below its sign": ("-\n  Never use eval.", [(1, 3, "Never use eval.")]),
    "a bullet in a bullet on one line": ("- - Never use eval.", [(1, 5, "Never use eval.")]),
    "a number that is also the text": ("1. 1. 1", [(1, 7, "1")]),
    "a hard-wrapped bullet": (
        "Text\n\n- Never use eval\n  or exec.\n- Next",
        [(1, 1, "Text"), (3, 3, "Never use eval or exec."), (5, 3, "Next")],
    ),
    "a lazily wrapped bullet": ("- Never use eval\nor exec.", [(1, 3, "Never use eval or exec.")]),
    "two sentences in a wrapped bullet cite its first line": (
        "- Never use eval. It is\n  slow. Use ast.",
        [(1, 3, "Never use eval."), (1, 19, "It is slow."), (1, 9, "Use ast.")],
    ),
    "a later paragraph of a bullet stands for itself": (
        "- Never use eval.\n\n  Use ast.",
        [(1, 3, "Never use eval."), (3, 3, "Use ast.")],
    ),
    "a task": ("- [ ] Never use eval.\n- [x] Use ast.", [(1, 7, "Never use eval."), (2, 7, "Use ast.")]),
    "no task outside a list": ("[x] marks a cell.", [(1, 1, "[x] marks a cell.")]),
    "a bullet that is only a link": (
        "- [eval](https://x.org/eval)\n- <https://x.org>\n- @docs/a.md\n- b",
        [(4, 3, "b")],
    ),
    "a link in a sentence": ("- See [eval](x).", [(1, 3, "See [eval](x).")]),
    "a struck-out bullet": ("- ~~Never use eval.~~\n- Use ast.", [(2, 3, "Use ast.")]),
    "struck-out words": ("- ~~Never~~ use eval.", [(1, 13, "use eval.")]),
    "struck-out lines": ("~~Never use\neval.~~ Use ast.", [(2, 9, "Use ast.")]),
    "tildes in code strike nothing out": ("- Use `~~`. Not `~~`.", [(1, 3, "Use `~~`."), (1, 13, "Not `~~`.")]),
    "tildes that close nothing": ("- Use ~~ eval ~~ or", [(1, 3, "Use ~~ eval ~~ or")]),
    # Tables
    "rows of a table": (
        "| What | Rule |\n|---|---|\n| eval | Never |\n| x |  |",
        [(3, 3, "eval: Never"), (4, 3, "x")],
    ),
    "a row of three cells": ("|a|b|c|\n|-|-|-|\n|x|y|z|", [(3, 2, "x | y | z")]),
    "a row whose first cell says nothing": ("|a|b|\n|-|-|\n| ~~b~~ | b |", [(3, 11, "b")]),
    "a bar in a cell": ("|a|b|\n|-|-|\n| x \\| y | z |", [(3, 3, "x | y: z")]),
    "two tables": ("|a|\n|-|\n|b|\n\nText\n\n|c|\n|-|\n|d|", [(3, 2, "b"), (5, 1, "Text"), (9, 2, "d")]),
    # Paragraphs
    "sentences of a paragraph": (
        "Never use eval. Use ast.\nIt is fine.",
        [(1, 1, "Never use eval."), (1, 17, "Use ast."), (2, 1, "It is fine.")],
    ),
    "a wrapped sentence": ("This goes\non and on.", [(1, 1, "This goes on and on.")]),
    "a line that begins a new demand": (
        "Use type hints\nNever use eval\nand so on",
        [(1, 1, "Use type hints"), (2, 1, "Never use eval and so on")],
    ),
    "a line that begins with a label": ("Style\nNames: short", [(1, 1, "Style"), (2, 1, "Names: short")]),
    "words without letters": ("---\n\n***\n\n!!! ... ???", []),
    "an indented paragraph": ("  Never use eval.", [(1, 3, "Never use eval.")]),
    "a block quote": ("> Never use eval.\n> Use ast.", [(1, 3, "Never use eval."), (2, 3, "Use ast.")]),
    "a lazy block quote": ("> This goes\non. Use ast.", [(1, 3, "This goes on."), (2, 5, "Use ast.")]),
    "a highlighted quote": ("> [!IMPORTANT]\n> Never use eval.", [(2, 3, "Never use eval.")]),
    "a footnote": ("Text[^1].\n\n[^1]: Never use eval.", [(1, 1, "Text[^1]."), (3, 7, "Never use eval.")]),
    "link targets": ("[a]: https://x.org\n[b]: docs/b.md 'B'\n\nText", [(4, 1, "Text")]),
    "no link target": ("[Note]: Never use eval.", [(1, 1, "[Note]: Never use eval.")]),
    # Headings
    "a heading that names a topic": ("# Error handling\n\nText", [(3, 1, "Text")]),
    "a heading that demands": ("## Never use eval ##", [(1, 4, "Never use eval")]),
    "a heading with number signs": ("# # Never use eval", [(1, 3, "# Never use eval")]),
    "an underlined heading": ("Never use eval\n===\n\nText", [(1, 1, "Never use eval"), (4, 1, "Text")]),
    "prose with a line below": (
        "Never use eval. Use ast.\n---\nText",
        [(1, 1, "Never use eval."), (1, 17, "Use ast."), (3, 1, "Text")],
    ),
    "a line across the page at the top": ("---\n\nNever use eval.\n\n---", [(3, 1, "Never use eval.")]),
    "settings at the top": ("---\nscope: x\n---\n- a", [(2, 1, "scope: x"), (4, 3, "a")]),
    # Code
    "fenced code": ("```python\nNever use eval.\n```\nText", [(4, 1, "Text")]),
    "code with tildes": ("~~~\nNever use eval.\n~~~\nText", [(4, 1, "Text")]),
    "code that is never closed": ("Text\n```\nNever use eval.", [(1, 1, "Text")]),
    "code in a bullet": ("- Text\n  ```\n  Never use eval.\n  ```\n- More", [(1, 3, "Text"), (5, 3, "More")]),
    "indented code": ("Text\n\n    Never use eval.", [(1, 1, "Text")]),
    "code in a sentence": ("Never use `a. B`. Use `c`.", [(1, 1, "Never use `a. B`."), (1, 19, "Use `c`.")]),
    # HTML
    "a comment in a line": ("Use <!-- never --> ast.", [(1, 1, "Use ast.")]),
    "a comment in a wrapped bullet": ("- Use <!-- never\n  use --> ast.", [(1, 3, "Use ast.")]),
    "a comment of its own": ("<!-- Never use eval. -->\nText", [(2, 1, "Text")]),
    "a comment of many lines": ("<!--\n- Never use eval.\n\n- Never use exec.\n-->\n- Text", [(6, 3, "Text")]),
    "text behind a comment": ("<!-- a\nb --> Use ast.", [(2, 7, "Use ast.")]),
    "a comment in a bullet": ("- <!-- a\n\n  b -->\n- Text", [(4, 3, "Text")]),
    "a comment in code is code": (
        "Use `<!--` here. Never use eval.\n\nMore -->",
        [(1, 1, "Use `<!--` here."), (1, 18, "Never use eval."), (3, 1, "More -->")],
    ),
    "a comment in a table": ("|a|b|\n|-|-|\n| <!-- Use --> x | Use |", [(3, 16, "x: Use")]),
    "a tag around a line": (
        "<IMPORTANT>Never use eval.</IMPORTANT>",
        [(1, 1, "<IMPORTANT>Never use eval.</IMPORTANT>")],
    ),
    "tags on lines of their own": (
        '<rules>\n<rule id="1" />\n- Never use eval.\n</rules>\nText',
        [(3, 3, "Never use eval."), (5, 1, "Text")],
    ),
    "tags with Windows line ends": ("<rules>\r\nNever use eval.\r\n</rules>\r\n", [(2, 1, "Never use eval.")]),
    "a bullet below a tag": ("<div>Text\n- Never use eval.\n</div>", [(1, 1, "<div>Text"), (2, 3, "Never use eval.")]),
    "tags that fold": (
        "<details>\n<summary>Style</summary>\n\n- Never use eval.\n\n</details>",
        [(2, 1, "<summary>Style</summary>"), (4, 3, "Never use eval.")],
    ),
    # Characters
    "Windows line ends": ("- a\r\n\r\n- b\r\n", [(1, 3, "a"), (3, 3, "b")]),
    "old line ends": ("- a\r- b\r", [(1, 3, "a"), (2, 3, "b")]),
    "mixed line ends": ("- a\r\n- b\r- c\n- d", [(1, 3, "a"), (2, 3, "b"), (3, 3, "c"), (4, 3, "d")]),
    "tabs": ("-\tNever use eval.\n\t- Use\tast.", [(1, 3, "Never use eval."), (2, 4, "Use ast.")]),
    "no-break spaces": ("-\u00a0a\n- Never\u00a0use eval.", [(1, 3, "a"), (2, 3, "Never use eval.")]),
    "an indent of no-break spaces": (
        "- a\n\u00a0\u00a0- b\n\u00a0\u00a0\u00a0\u00a0c",
        [(1, 3, "a"), (2, 5, "b c")],
    ),
    "a line of no-break spaces": ("\u00a0\nNever use eval.", [(2, 1, "Never use eval.")]),
    "prose indented with no-break spaces": ("\u00a0\u00a0\u00a0\u00a0Never use eval.", [(1, 5, "Never use eval.")]),
    "an ideographic indent": ("\u3000\u3000禁止使用。必须测试。", [(1, 3, "禁止使用。"), (1, 8, "必须测试。")]),
    "Chinese": ("- 禁止使用 eval。使用 ast。", [(1, 3, "禁止使用 eval。"), (1, 13, "使用 ast。")]),
    "smart quotes": ("“Never use eval.” Use ast.", [(1, 1, "“Never use eval.”"), (1, 19, "Use ast.")]),
    "an emoji": ("- 🚫 Never use eval. ✅ Use ast.", [(1, 3, "🚫 Never use eval."), (1, 21, "✅ Use ast.")]),
    "a form feed": ("\fNever use eval.\fUse ast.", [(1, 2, "Never use eval."), (1, 18, "Use ast.")]),
    "a line separator ends no line": ("a\u2028b\n\nc", [(1, 1, "a b"), (3, 1, "c")]),
    "a NUL": ("- Never\0use eval.\n\0\n- Use ast.", [(1, 3, "Never use eval."), (3, 3, "Use ast.")]),
    "combining characters": ("- ne\u0301ver. Use ast.", [(1, 3, "ne\u0301ver."), (1, 11, "Use ast.")]),
    "nothing": ("", []),
    "blanks": (" \n\t\n\u00a0", []),
    # Depths
    "bullets nested too deep": ("- " * 100 + "Never use eval.", [(1, 201, "Never use eval.")]),
    "quotes nested too deep": ("> " * 100 + "Never use eval.\n\nText", [(1, 201, "Never use eval."), (3, 1, "Text")]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_every_statement_has_its_place(text: str, expected: Expected) -> None:
    assert placed(text) == expected


def test_a_text_that_begins_further_down_is_cited_there() -> None:
    (directive,) = statements("\n- a", "CLAUDE.md", Scope(), first_line=10)
    assert directive.place.line == 11


class TestWhatStandsAbove:
    def test_headings_are_given_from_the_outside_in(self) -> None:
        first, second, third = read("# A\n## B\n- x\n### C\n- y\n## D\n- z")
        assert (first.headings, second.headings, third.headings) == (("A", "B"), ("A", "B", "C"), ("A", "D"))

    def test_a_heading_that_demands_stands_above_what_follows_but_not_above_itself(self) -> None:
        heading, bullet = read("# Never use eval\n- x")
        assert (heading.headings, bullet.headings) == ((), ("Never use eval",))

    def test_prose_or_settings_with_a_line_below_are_no_heading(self) -> None:
        assert read("Never use eval. Use it.\n---\n- x")[-1].headings == ()
        assert read("---\ndescription: rules for tests\nglobs: x\n---\n- x")[-1].headings == ()
        assert read("---\nfor: tests\n---\n- x")[-1].headings == ()

    @pytest.mark.parametrize(
        "lead", ["Never use:", "**Never use:**", "**Never use**:", "_Never use:_ ", "禁止使用：", "> Never use:"]
    )
    def test_a_sentence_with_a_colon_introduces_the_list_below_it(self, lead: str) -> None:
        assert read(f"{lead}\n\n- eval")[-1].leads == (lead.strip("> "),)

    def test_a_bullet_introduces_the_bullets_below_it(self) -> None:
        outer, inner, innermost, after = read("- Never\n  - use\n    1. eval\n- x")
        assert (outer.leads, inner.leads, innermost.leads) == ((), ("Never",), ("Never", "use"))
        assert after.leads == ()

    def test_a_paragraph_in_a_bullet_introduces_only_with_a_colon(self) -> None:
        assert read("- Never\n\n  Text.\n\n  - eval")[-1].leads == ()

    @pytest.mark.parametrize("between", ["Text.", "# Topic", "```\ncode\n```", "***", "|a|\n|-|\n|b|", "- x\n\nText."])
    def test_what_stands_between_ends_the_introduction(self, between: str) -> None:
        assert read(f"Never use:\n\n{between}\n\n* eval")[-1].leads == ()

    @pytest.mark.parametrize(
        ("text", "illustrated"),
        [
            ("Use type hints:\n\n```\ncode\n```", True),
            ("Use type hints:\n\n    code", True),
            ("## Use type hints\n```\ncode\n```", True),
            ("- Use type hints:\n  ```\n  code\n  ```", True),
            ("Use type hints:\n\nText.\n\n```\ncode\n```", False),
            ("Use type hints:\n\n- in code\n\n```\ncode\n```", False),
        ],
    )
    def test_code_right_below_illustrates_what_is_said(self, text: str, *, illustrated: bool) -> None:
        assert read(text)[0].illustrated is illustrated

    def test_a_comment_ends_the_introduction_only_if_it_comes_first(self) -> None:
        assert read("Never use: <!-- x -->\n- eval")[-1].leads == ("Never use:",)


def test_a_comment_that_is_never_closed_is_reported() -> None:
    warnings: list[Problem] = []
    found = list(statements("Text\n\n<!-- a\n\n- Never use eval.", "CLAUDE.md", Scope(), warn=warnings, first_line=5))
    assert [each.text for each in found] == ["Text"]
    assert [(each.line, each.kind) for each in warnings] == [(7, "comment-unclosed")]


SENTENCES: dict[str, tuple[str, list[str]]] = {
    "two sentences": ("One. Two.", ["One.", "Two."]),
    "all ends of a sentence": ("One! Two? Three. Four", ["One!", "Two?", "Three.", "Four"]),
    "no capital, no sentence": ("One. two.", ["One. two."]),
    "abbreviations": (
        "Use e.g. Ruff, i.e. A linter, vs. Others, etc. And so on.",
        ["Use e.g. Ruff, i.e. A linter, vs. Others, etc. And so on."],
    ),
    "abbreviations before numbers": (
        "At most no. 5. Say no. Then max. 3.",
        ["At most no. 5.", "Say no.", "Then max. 3."],
    ),
    "an ellipsis in a sentence": ("One... two.", ["One... two."]),
    "initials": ("Ask J. Doe. Then go.", ["Ask J. Doe.", "Then go."]),
    "decimals and versions": ("Use 3.12 or 4.0. Not 2.7.", ["Use 3.12 or 4.0.", "Not 2.7."]),
    "file names": ("Edit a.py. Read README.md. Done.", ["Edit a.py.", "Read README.md.", "Done."]),
    "names with dots": ("Use os.path.join. Not +.", ["Use os.path.join.", "Not +."]),
    "code": ("Use `a. B` and ``c ` d. E``. F.", ["Use `a. B` and ``c ` d. E``.", "F."]),
    "code over two lines": ("Use `a\nNever b` here.", ["Use `a\nNever b` here."]),
    "Chinese": ("一。二！三？四", ["一。", "二！", "三？", "四"]),
    "Chinese in brackets": ("「一。」二", ["「一。」", "二"]),
    "an ellipsis": ("One... Two. Three", ["One...", "Two.", "Three"]),
    "quotes": ('Say "no." Then go. (Or not.) Done.', ['Say "no."', "Then go.", "(Or not.)", "Done."]),
    "curly quotes": ("Say “no.” “Yes.” Done.", ["Say “no.”", "“Yes.”", "Done."]),
    "emphasis": ("**One.** *Two.* _Three._ Four.", ["**One.**", "*Two.*", "_Three._", "Four."]),
    "a sentence that begins with code": ("One. `two` is next.", ["One.", "`two` is next."]),
    "a number": ("One. 2 is next.", ["One.", "2 is next."]),
    "many stops": ("One?!?! Two.", ["One?!?!", "Two."]),
    "a new line with a small letter": ("Use a\nnever b", ["Use a\nnever b"]),
    "a new line with a demand": ("Use a\nNever b", ["Use a", "Never b"]),
    "a new line with an emphasised demand": ("Use a\n**Never** b", ["Use a", "**Never** b"]),
    "a new line without a demand": ("Use a\nNames b", ["Use a\nNames b"]),
    "only signs": ("... !!! ---", []),
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    found = list(sentences(text))
    assert [sentence for _, sentence in found] == expected
    assert all(text.startswith(sentence, begin) for begin, sentence in found)


MARKUP = st.lists(
    st.sampled_from(
        [
            *("Never", "use", "eval", "a", ". ", "\n", "\n\n", "\r\n", "\t", "- ", "  ", "    ", "# ", "> ", "1. "),
            *("```", "`", "**", "*", "_", "~~", "<!--", "-->", "<b>", "</b>", "[", "]", "(", ")", ":", "===", "---"),
            *("|", "| x ", "\u00a0", "\u3000", "禁止", "。", "\f", "\0", "[ ] ", "[^1]: ", "\\", "🚫"),
        ]
    ),
    max_size=40,
).map("".join)


@given(st.one_of(MARKUP, st.text(max_size=80)))
def test_the_words_of_a_statement_stand_where_it_says(text: str) -> None:
    rows = ["".join(" " if each == "\0" else each for each in row) for row in _lines(text)]
    for directive in read(text):
        word = directive.text.split()[0]
        candidates = rows[directive.place.line - 1 :]
        assert candidates, directive
        assert any(row[directive.column - 1 :].startswith(word) for row in candidates), (directive, rows)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@given(st.lists(st.sampled_from(["- ", "> ", "1. "]), max_size=200).map("".join))
def test_nesting_loses_nothing(markers: str) -> None:
    assert any("Never use eval" in each.text for each in read(f"{markers}\nText\n\n{markers.strip()} Never use eval"))


HOSTILE = {
    "sentences on one line": "A. ",
    "sentences without spaces": "Never use a. Use b.",
    "bullets": "- Never use eval\n",
    "paragraphs": "Use x\n\n",
    "lines of a paragraph": "Use x\n",
    "headings": "# Never use eval\n",
    "struck": "~~a ",
    "comments": "<!--",
    "comment lines": "<!--\n",
    "tags": "<a />",
    "links": "[a](b",
    "references": "[a]: /b\n",
    "tables": "|a|b|\n|-|-|\n",
    "rows": "|",
    "fences": "```\n",
    "stops": "...",
    **{sign: sign for sign in ">-[*_`~<(!#|\"'./\\&=+:{\u00a0"},
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_reading_any_text_ends(unit: str) -> None:
    read(unit * (60_000 // len(unit)) + "x")
