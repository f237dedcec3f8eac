"""The whole story of a check or of a directive, and the page of coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lawful import api
from projects import lawful, project

if TYPE_CHECKING:
    from pathlib import Path

RULES = """\
# House rules

## Safety

- Never use `eval` | `exec`.
- Be kind.
- Anything. <!-- lawful: max-function-lines max=40 in src/** -->
"""


def test_a_directive_is_explained_with_all_that_is_understood(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": RULES})
    run = lawful("explain", "CLAUDE.md:5", "--root", tmp_path)
    assert run.stdout == (
        "CLAUDE.md:5\n"
        "  Never use `eval` | `exec`.\n"
        "  under: House rules > Safety\n"
        "  strength: must\n"
        "  its file governs: the whole project\n"
        "  held by forbidden-call (names: eval, exec), as an error\n"
        "    Flags every reference to a forbidden function, through whatever import, alias or assignment it is "
        "reached.\n"
    )


def test_one_that_nothing_holds_says_why(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": RULES})
    assert "  not enforced: " in lawful("explain", "CLAUDE.md:6", "--root", tmp_path).stdout


def test_a_pin_is_shown_with_its_scope(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": RULES})
    out = lawful("explain", "CLAUDE.md:7", "--root", tmp_path).stdout
    assert "  pinned by a comment: max-function-lines max=40 in src/**\n" in out
    assert "  held by max-function-lines (max: 40), as an error, only in src/**\n" in out


@pytest.mark.parametrize("check", [each.id for each in api.checks()])
def test_every_check_can_be_explained(check: str) -> None:
    from lawful.explaining import explain

    assert explain(check).startswith(f"## {check}\n")


def test_without_a_name_every_check_is_listed() -> None:
    lines = lawful("explain").stdout.splitlines()
    assert len(lines) == len(api.checks())
    assert any(line.startswith("no-print ") for line in lines)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("no-sense", "no-sense is no check, nor a line such as CLAUDE.md:12"),
        ("AGENTS.md:1", "no directive stands at AGENTS.md:1; context files with directives: CLAUDE.md"),
    ],
)
def test_what_is_not_there_is_a_mistake(tmp_path: Path, what: str, said: str) -> None:
    project(tmp_path, {"CLAUDE.md": RULES})
    run = lawful("explain", what, "--root", tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert said in run.stderr


def test_the_page_of_coverage_is_markdown(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": RULES})
    run = lawful("rules", "--format", "markdown", "--root", tmp_path)
    assert "3 directives: 2 enforced, 0 delegated, 1 unenforced." in run.stdout
    assert "| 5 | Never use `eval` \\| `exec`. | `forbidden-call` (names: eval, exec), error |" in run.stdout
