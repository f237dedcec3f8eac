"""`@path` imports: what is followed, from where, how far, and what is only an `@`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import lawful
from lawful.context.imports import references
from projects import project

if TYPE_CHECKING:
    from pathlib import Path

RULE = "- Never use `eval`.\n"


def cited(root: Path, path: str = "a.py") -> list[str]:
    return [str(rule.citation.source) for rule in lawful.load(root).for_path(path)]


def warned(root: Path) -> list[tuple[str, int | None, str]]:
    return [(each.path, each.line, each.message) for each in lawful.load(root).warnings if each.kind == "import"]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("@docs/rules.md", ["docs/rules.md"]),
        ("See @README and (@docs/a.md).", ["README", "docs/a.md)."]),
        ("- @./a.md\n- @../b.md\n- @~/c.md", ["./a.md", "../b.md", "~/c.md"]),
        ("mail me@example.org", []),
        ("`@a.md` and ``@b.md``", []),
        ("```\n@a.md\n```\n\n    @b.md\n", []),
        ("x <!-- @a.md --> ~~@b.md~~ @c.md", ["c.md"]),
        ("# Title @a.md", ["a.md"]),
    ],
)
def test_where_an_at_sign_names_a_file(text: str, paths: list[str]) -> None:
    assert [each.path for each in references(text)] == paths


def test_an_imported_file_governs_what_the_importing_one_does_and_is_cited_itself(tmp_path: Path) -> None:
    project(tmp_path, {"web/CLAUDE.md": "@../docs/rules.md\n", "docs/rules.md": f"# Rules\n{RULE}"})
    assert cited(tmp_path, "web/a.py") == ["docs/rules.md:2"]
    assert cited(tmp_path, "a.py") == []


def test_imports_are_relative_to_the_file_that_imports(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": "@docs/a.md", "docs/a.md": "@b.md", "docs/b.md": RULE, "b.md": "- No print.\n"})
    assert cited(tmp_path) == ["docs/b.md:1"]


def test_a_file_that_is_imported_and_found_is_read_once(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": "@AGENTS.md\n", "AGENTS.md": RULE})
    rules = lawful.load(tmp_path)
    assert [str(rule.directive.place) for rule in rules.rules] == ["AGENTS.md:1"]
    assert cited(tmp_path) == ["AGENTS.md:1"]


@pytest.mark.parametrize(
    "files",
    [
        {"CLAUDE.md": "@a.md", "a.md": f"@b.md\n\n{RULE}", "b.md": "@a.md @CLAUDE.md"},
        {"CLAUDE.md": f"@CLAUDE.md\n\n{RULE}"},
        {"CLAUDE.md": "@a.md @b.md", "a.md": "@c.md", "b.md": "@c.md", "c.md": RULE},
    ],
)
def test_circles_and_diamonds_end_and_give_each_rule_once(tmp_path: Path, files: dict[str, str]) -> None:
    project(tmp_path, files)
    assert len(cited(tmp_path)) == 1


def test_four_hops_are_followed_and_the_fifth_is_named(tmp_path: Path) -> None:
    chain = {f"{number}.md": f"@{number + 1}.md\n" for number in range(1, 6)}
    project(tmp_path, {"CLAUDE.md": "@1.md\n", **chain, "4.md": f"@5.md\n\n{RULE}", "5.md": "- No print.\n"})
    assert cited(tmp_path) == ["4.md:3"]
    assert warned(tmp_path) == [("4.md", 1, "@5.md is more than 4 imports away and was not read")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@docs/none.md", "does not exist"),
        ("@../outside.md", "lies outside the project and was not read"),
        ("@/etc/hosts", "lies outside the project and was not read"),
        ("@~/rules.md", "lies outside the project and was not read"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "outside.md").write_text(RULE, encoding="utf-8")
    root = project(tmp_path / "project", {"CLAUDE.md": f"# Title\n\n{text}\n"})
    assert warned(root) == [("CLAUDE.md", 3, f"{text} {message}")]
    assert cited(root) == []


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text(RULE, encoding="utf-8")
    root = project(tmp_path / "project", {"CLAUDE.md": "@link.md\n"})
    (root / "link.md").symlink_to(tmp_path / "outside.md")
    assert cited(root) == []
    assert "outside the root" in warned(root)[0][2]


def test_binary_files_are_not_read(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": "@logo.md\n", "logo.md": bytes(range(32)) * 20})
    assert "no text" in warned(tmp_path)[0][2]


@pytest.mark.parametrize(
    "text", ["Use @dataclass.", "Ask @team/backend.", "@pytest.fixture functions", "@property", f"@{'a' * 5000}"]
)
def test_a_decorator_or_a_team_is_no_missing_file(tmp_path: Path, text: str) -> None:
    project(tmp_path, {"CLAUDE.md": text})
    assert warned(tmp_path) == []


def test_assistants_without_imports_follow_none(tmp_path: Path) -> None:
    project(tmp_path, {"AGENTS.md": "@rules.md\n", "rules.md": RULE})
    assert cited(tmp_path) == []
