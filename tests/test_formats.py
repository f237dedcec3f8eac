"""Each kind of context file holds for the paths for which its assistant reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import lawful
from projects import project

if TYPE_CHECKING:
    from pathlib import Path

RULE = "- Never use `eval`.\n"


def governed(root: Path, *paths: str) -> list[bool]:
    rules = lawful.load(root)
    return [bool(rules.for_path(path)) for path in paths]


class TestWhatEachFileGoverns:
    @pytest.mark.parametrize(
        "name",
        [
            "CLAUDE.md",
            ".claude/CLAUDE.md",
            ".claude/rules/python.md",
            ".claude/rules/deep/er.md",
            "AGENTS.md",
            "GEMINI.md",
            ".cursorrules",
            ".cursor/rules/python.mdc",
            ".cursor/rules/deep/er.mdc",
            ".github/copilot-instructions.md",
            ".windsurfrules",
            ".windsurf/rules/a.md",
            ".devin/rules/a.md",
            ".clinerules",
            ".clinerules/a.txt",
            ".roo/rules/a.md",
            ".roo/rules-code/a.md",
            ".roorules",
            ".kiro/steering/a.md",
            ".continue/rules/a.md",
            ".junie/guidelines.md",
            ".junie/AGENTS.md",
            ".amazonq/rules/a.md",
            ".rules",
        ],
    )
    def test_a_file_of_the_root_governs_everything(self, tmp_path: Path, name: str) -> None:
        project(tmp_path, {name: RULE})
        assert governed(tmp_path, "a.py", "src/b.py") == [True, True]

    @pytest.mark.parametrize(
        "name",
        [
            "CLAUDE.md",
            ".claude/CLAUDE.md",
            ".claude/rules/python.md",
            "AGENTS.md",
            "GEMINI.md",
            ".cursorrules",
            ".cursor/rules/a.mdc",
            "rules/a.mdc",
        ],
    )
    def test_a_nested_file_governs_its_folder(self, tmp_path: Path, name: str) -> None:
        project(tmp_path, {f"web/{name}": RULE})
        assert governed(tmp_path, "web/a.py", "web/deep/a.py", "a.py", "website/a.py") == [True, True, False, False]


class TestCursor:
    @pytest.mark.parametrize(
        ("head", "paths"),
        [
            ("alwaysApply: true\nglobs: *.js", [True, True, True]),
            ("alwaysApply: false\nglobs: **/*.pyi, src/**/*.py", [False, True, False]),
            ("globs: *.py", [True, False, True]),
            ("globs: src/**", [False, True, False]),
            ("description: Python style", [True, True, True]),
            ("alwaysApply: false", [False, False, False]),
            ("description:\nglobs:\nalwaysApply: false", [False, False, False]),
        ],
    )
    def test_the_four_types_of_rule(self, tmp_path: Path, head: str, paths: list[bool]) -> None:
        project(tmp_path, {".cursor/rules/a.mdc": f"---\n{head}\n---\n{RULE}"})
        assert governed(tmp_path, "a.py", "src/b.py", "test_c.py") == paths

    def test_a_manual_rule_is_listed_with_the_reason_why_it_is_not_enforced(self, tmp_path: Path) -> None:
        project(tmp_path, {".cursor/rules/a.mdc": f"---\nalwaysApply: false\n---\n{RULE}"})
        (rule,) = lawful.load(tmp_path).rules
        assert rule.reason == "the rule is a manual one: it holds only when somebody names it"
        assert rule.directive.place.line == 4

    def test_globs_of_a_nested_folder_are_relative_to_it(self, tmp_path: Path) -> None:
        project(tmp_path, {"web/.cursor/rules/a.mdc": f"---\nglobs: src/*.py\n---\n{RULE}"})
        assert governed(tmp_path, "web/src/a.py", "src/a.py") == [True, False]

    @pytest.mark.parametrize(
        ("name", "text", "kind"),
        [
            (".cursor/rules/a.mdc", "---\nalwaysApply: true\nglobs: x\n---\n", "globs-ignored"),
            (".cursor/rules/a.mdc", '---\nalwaysApply: "true"\n---\n', "frontmatter-type"),
            (".cursor/rules/a.md", "", "ignored-by-assistant"),
            ("rules/a.mdc", "", "ignored-by-assistant"),
            ("web/.cursorrules", "", "ignored-by-assistant"),
            (".claude/rules/a.md", "---\nglobs: x\n---\n", "frontmatter-key"),
            (".github/instructions/a.instructions.md", "---\napplyTo: [a, b]\n---\n", "frontmatter-type"),
        ],
    )
    def test_what_its_assistant_would_stumble_over_is_said(
        self, tmp_path: Path, name: str, text: str, kind: str
    ) -> None:
        project(tmp_path, {name: text + RULE})
        assert kind in [warning.kind for warning in lawful.load(tmp_path).warnings]


class TestClaudeRules:
    @pytest.mark.parametrize(
        ("head", "paths"),
        [
            ("", [True, True]),
            ("---\npaths: src/**\n---\n", [False, True]),
            ('---\npaths:\n  - "*.py"\n---\n', [True, False]),
            ("---\npaths: a.py, src/**\n---\n", [True, True]),
            ("---\npaths: []\n---\n", [False, False]),
            ("---\nglobs: src/**\n---\n", [False, True]),
            ("---\npaths: photos [2024/**, src/**\n---\n", [False, True]),
        ],
    )
    def test_paths_limit_a_file(self, tmp_path: Path, head: str, paths: list[bool]) -> None:
        project(tmp_path, {".claude/rules/a.md": head + RULE})
        assert governed(tmp_path, "a.py", "src/b.py") == paths


@pytest.mark.parametrize(
    ("name", "head", "paths"),
    [
        (".windsurf/rules/a.md", "trigger: always_on", [True, True]),
        (".windsurf/rules/a.md", "trigger: glob\nglobs: src/**", [False, True]),
        (".windsurf/rules/a.md", "trigger: glob", [False, False]),
        (".windsurf/rules/a.md", "trigger: manual", [False, False]),
        (".windsurf/rules/a.md", "trigger: model_decision\ndescription: x", [True, True]),
        (".clinerules/a.md", "paths:\n  - src/**", [False, True]),
        (".clinerules/a.md", "paths: []", [False, False]),
        (".clinerules/a.md", "other: x", [True, True]),
        (".kiro/steering/a.md", "inclusion: always", [True, True]),
        (".kiro/steering/a.md", 'inclusion: fileMatch\nfileMatchPattern: ["src/**"]', [False, True]),
        (".kiro/steering/a.md", "inclusion: manual", [False, False]),
        (".kiro/steering/a.md", "inclusion: auto\nname: x\ndescription: y", [True, True]),
        (".continue/rules/a.md", "globs: src/**", [False, True]),
        (".continue/rules/a.md", "alwaysApply: true\nglobs: src/**", [True, True]),
        (".continue/rules/a.md", "name: x", [True, True]),
    ],
)
def test_the_heads_of_other_assistants(tmp_path: Path, name: str, head: str, paths: list[bool]) -> None:
    project(tmp_path, {name: f"---\n{head}\n---\n{RULE}"})
    assert governed(tmp_path, "a.py", "src/b.py") == paths


class TestCopilotInstructions:
    @pytest.mark.parametrize(
        ("head", "paths"),
        [
            ('---\napplyTo: "**/*.py"\n---\n', [True, True]),
            ("---\napplyTo: src/**,lib/**\n---\n", [False, True]),
            ("---\napplyTo: '*'\n---\n", [True, True]),
            ("---\ndescription: x\n---\n", [False, False]),
            ("", [False, False]),
        ],
    )
    def test_apply_to_limits_a_file_and_none_means_by_hand(self, tmp_path: Path, head: str, paths: list[bool]) -> None:
        project(tmp_path, {".github/instructions/a.instructions.md": head + RULE})
        assert governed(tmp_path, "a.py", "src/b.py") == paths


def test_a_place_in_the_sentence_only_narrows_the_globs_of_the_file(tmp_path: Path) -> None:
    project(tmp_path, {".cursor/rules/a.mdc": "---\nglobs: src/**\n---\n- Never use `eval` in tests.\n"})
    assert governed(tmp_path, "src/test_a.py", "src/a.py", "tests/a.py") == [True, False, False]


def test_the_same_rule_in_many_files_is_one_and_cites_the_one_of_the_highest_precedence(tmp_path: Path) -> None:
    project(tmp_path, {"AGENTS.md": RULE, "CLAUDE.md": RULE, ".cursorrules": RULE, "GEMINI.md": RULE})
    (rule,) = lawful.load(tmp_path).for_path("a.py")
    assert str(rule.citation.source) == "CLAUDE.md:1"
    assert [place.path for place in rule.citation.also] == ["AGENTS.md", ".cursorrules", "GEMINI.md"]


def test_a_nearer_statement_is_cited_before_one_of_higher_precedence(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": RULE, "web/AGENTS.md": RULE})
    (rule,) = lawful.load(tmp_path).for_path("web/a.py")
    assert str(rule.citation.source) == "web/AGENTS.md:1"
