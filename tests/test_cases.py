"""The projects in `tests/cases/*.md`: context files and sources, with the lines marked that break a rule.

Below each heading stands one project. A fenced block is a file of it; the path stands behind the language. `# ✗ 3` at
the end of a line says that a violation starts there which cites line 3 of the project's context file, and
`# ✗ 3 AGENTS.md:5` that there are two, the second of a rule in another file. `# ✗ syntax-error` says that the file
cannot be checked for that reason. The marks are taken off before the project is written. The pictures `␍`, `␉`, `␌` and
the like stand for the control characters they show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from lawful import api
from projects import project

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "cases"
MARK = re.compile(r"(?:  )?# ✗((?: [\w./-]+(?::\d+)?)+)(?=[\r\n]|\Z)")
PICTURES = {picture: picture - 0x2400 for picture in range(0x2400, 0x2421)}
Expected = set[tuple[str, int, str]]


@dataclass
class Case:
    file: str
    line: int
    title: str
    files: dict[str, str] = field(default_factory=dict)

    @property
    def contents(self) -> dict[str, str]:
        return {path: MARK.sub("", text) for path, text in self.files.items()}

    @property
    def expected(self) -> Expected:
        return {
            (path, number, f"{self.context}:{cited}" if cited.isdecimal() else cited)
            for path, text in self.files.items()
            for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1)
            for mark in MARK.finditer(line)
            for cited in mark[1].split()
        }

    @property
    def context(self) -> str:
        return next(path for path in self.files if not path.endswith(".py"))


def cases_in(file: Path) -> Iterator[Case]:
    case: Case | None = None
    tokens = MarkdownIt("commonmark").parse(file.read_text("utf-8"))
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before and before.type == "heading_open" and before.tag == "h2":
            if case:
                yield case
            case = Case(file.stem, (token.map or [0])[0] + 1, token.content)
        elif token.type == "fence" and case:
            path = token.info.split()[1]
            assert path not in case.files, f"{file.name}:{case.line}"
            case.files[path] = token.content.translate(PICTURES)
    if case:
        yield case


CASES = [case for file in sorted(FOLDER.glob("*.md")) for case in cases_in(file)]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.file}:{case.line} {case.title}") for case in CASES])
def test_a_project_breaks_its_rules_on_the_marked_lines_and_on_no_others(case: Case, tmp_path: Path) -> None:
    report = api.check(root=project(tmp_path, case.contents)).report
    found: Expected = {
        (each.path, each.span.line, f"{each.rule.source.path}:{each.rule.source.line}") for each in report.violations
    }
    found |= {(each.path, each.line or 1, each.kind) for each in report.problems}
    assert found == case.expected


def test_the_projects_show_what_is_lawful_as_fully_as_what_is_not() -> None:
    files = [text for case in CASES for path, text in case.contents.items() if path.endswith(".py")]
    unmarked = [path for case in CASES for path, text in case.files.items() if path.endswith(".py") and "✗" not in text]
    marked = sum(len(case.expected) for case in CASES)
    assert len(unmarked) * 4 >= len(files)
    assert marked * 3 <= sum(len(text.splitlines()) for text in files)


def test_no_two_projects_of_a_file_have_the_same_title() -> None:
    named = [(case.file, case.title) for case in CASES]
    assert len(set(named)) == len(named)
