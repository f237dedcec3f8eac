"""The cases in `tests/checks/*.md`, each a rule in words and code with the lines marked that break it.

In these files a block quote holds a rule as it would stand in CLAUDE.md, for the code below it up to the next one. The
sentence before a block of code says what the block shows. `# ✗` at the end of a line marks a line on which a violation
starts; the mark is taken off before the code is checked, so that it changes nothing. The pictures `␍`, `␉`, `␌`, `␠`
and the like stand for the control characters they show. `path=` behind the language names the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from lawful import api
from lawful.context import Directive
from lawful.rules import RuleSet
from lawful.rules.interpreter import interpret
from lawful.source import Source
from lawful.validator import Validator
from lawful.violation import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "checks"
MARK = re.compile(r"(?: {2})?# ✗(?=[\r\n]|\Z)")
PICTURES = {picture: picture - 0x2400 for picture in range(0x2400, 0x2421)}


@dataclass(frozen=True)
class Case:
    check: str
    line: int
    sentence: str
    rule: str
    code: str
    path: str

    @property
    def source(self) -> Source:
        return Source(MARK.sub("", self.marked), self.path)

    @property
    def marked(self) -> str:
        return self.code.translate(PICTURES)

    @property
    def expected(self) -> list[int]:
        return [number for number, line in enumerate(Source(self.marked).lines, start=1) if MARK.search(line)]


def cases_in(file: Path) -> Iterator[Case]:
    rule = sentence = ""
    in_quote = False
    for token in MarkdownIt("commonmark").parse(file.read_text("utf-8")):
        if token.type in {"blockquote_open", "blockquote_close"}:
            in_quote = token.type == "blockquote_open"
        elif token.type == "inline" and in_quote:
            rule = token.content
        elif token.type == "inline":
            sentence = token.content.replace("\n", " ")
        elif token.type == "fence":
            assert token.map
            language, *words = token.info.split()
            assert language == "python", f"{file.name}:{token.map[0] + 1}"
            options = dict(word.split("=", 1) for word in words)
            yield Case(file.stem, token.map[0] + 1, sentence, rule, token.content, options.get("path", "example.py"))


@cache
def validator(check: str, rule: str) -> Validator:
    rules = interpret([Directive(rule, Place("CLAUDE.md", 1))], api.checks())
    assert [type(binding.check).id for each in rules for binding in each.bindings] == [check], rule
    return Validator(RuleSet(tuple(rules)))


CASES = [case for file in sorted(FOLDER.glob("*.md")) for case in cases_in(file)]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.check}:{case.line} {case.sentence}") for case in CASES])
def test_a_check_flags_the_marked_lines_and_no_others(case: Case) -> None:
    checked = validator(case.check, case.rule).check(case.source)
    assert checked.problems == ()
    assert [each.span.line for each in checked.violations] == case.expected


@pytest.mark.parametrize("check", sorted({case.check for case in CASES}))
def test_the_cases_of_a_check_show_what_it_leaves_alone_as_fully_as_what_it_flags(check: str) -> None:
    own = [case for case in CASES if case.check == check]
    lines = sum(bool(line.strip()) for case in own for line in case.source.lines)
    assert sum(not case.expected for case in own) * 3 >= len(own)
    assert sum(len(case.expected) for case in own) * 2 <= lines


def test_no_two_cases_of_a_check_say_the_same_of_the_same_rule() -> None:
    named = [(case.check, case.rule, case.sentence) for case in CASES]
    assert len(set(named)) == len(named)
