"""What each coding assistant sees of a project's context files, and what it misses."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from lawful import api, view
from lawful.errors import UsageError
from projects import lawful, project

if TYPE_CHECKING:
    from pathlib import Path

RULE = "- Never use `eval`.\n"
FILES = {
    "CLAUDE.md": RULE,
    ".claude/rules/a.md": RULE,
    "AGENTS.md": RULE,
    "pkg/AGENTS.md": RULE,
    "pkg/CLAUDE.md": RULE,
    "GEMINI.md": RULE,
    ".cursorrules": RULE,
    ".cursor/rules/a.mdc": RULE,
    ".github/copilot-instructions.md": RULE,
    ".windsurfrules": RULE,
    ".clinerules": RULE,
    ".roo/rules/a.md": RULE,
    ".roorules": RULE,
    ".kiro/steering/a.md": RULE,
    ".continue/rules/a.md": RULE,
    ".junie/guidelines.md": RULE,
    ".amazonq/rules/a.md": RULE,
    ".aider.conf.yml": "read: CONVENTIONS.md\n",
    "CONVENTIONS.md": RULE,
    "a.py": "",
}


def seen(root: Path, assistant: str) -> list[str]:
    rules, _ = view(root, assistant)
    return sorted({str(rule.directive.place) for rule in rules.rules})


def missed(root: Path, assistant: str) -> dict[tuple[str, int | None], tuple[str, int]]:
    _, found = view(root, assistant)
    return {(each.path, each.line): (each.kind, each.directives) for each in found.missed}


@pytest.mark.parametrize(
    ("assistant", "paths"),
    [
        ("claude", ["CLAUDE.md", "pkg/CLAUDE.md", ".claude/rules/a.md"]),
        ("codex", ["AGENTS.md", "pkg/AGENTS.md"]),
        ("cursor", [".cursor/rules/a.mdc", ".cursorrules", "AGENTS.md", "pkg/AGENTS.md"]),
        ("copilot", [".github/copilot-instructions.md", "AGENTS.md", "CLAUDE.md", ".claude/rules/a.md"]),
        ("gemini", ["GEMINI.md"]),
        ("windsurf", [".windsurfrules", "AGENTS.md", "pkg/AGENTS.md"]),
        ("cline", [".clinerules", ".cursorrules", ".windsurfrules", "AGENTS.md"]),
        ("roo", [".roo/rules/a.md"]),
        ("kiro", [".kiro/steering/a.md", "AGENTS.md", "pkg/AGENTS.md"]),
        ("continue", [".continue/rules/a.md"]),
        ("junie", ["AGENTS.md"]),
        ("zed", [".cursorrules"]),
        ("amazonq", [".amazonq/rules/a.md"]),
        ("aider", ["CONVENTIONS.md"]),
    ],
)
def test_each_assistant_reads_its_own_files(tmp_path: Path, assistant: str, paths: list[str]) -> None:
    project(tmp_path, FILES)
    assert seen(tmp_path, assistant) == sorted(f"{path}:1" for path in paths)


def test_every_assistant_is_tried() -> None:
    assert {each.name for each in api.readers()} == {
        "aider", "amazonq", "claude", "cline", "codex", "continue", "copilot", "cursor", "gemini", "junie", "kiro",
        "roo", "windsurf", "zed",
    }  # fmt: skip


def test_an_unknown_assistant_is_a_mistake_that_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no assistant is called clod; there are aider, .*claude"):
        view(tmp_path, "clod")


class TestWhatIsMissed:
    @pytest.mark.parametrize(
        ("assistant", "files", "place", "kind"),
        [
            ("claude", {"AGENTS.md": RULE}, ("AGENTS.md", None), ("not-read", 1)),
            (
                "codex",
                {"AGENTS.md": RULE, "AGENTS.override.md": RULE},
                ("AGENTS.md", None),
                ("hidden", 1),
            ),
            ("zed", {"CLAUDE.md": RULE, ".rules": RULE}, ("CLAUDE.md", None), ("hidden", 1)),
            ("junie", {".junie/AGENTS.md": RULE, "AGENTS.md": RULE * 2}, ("AGENTS.md", None), ("hidden", 2)),
            ("roo", {".roo/rules/a.txt": RULE, ".roorules": RULE}, (".roorules", None), ("hidden", 1)),
            ("cursor", {".cursor/rules/a.md": RULE}, (".cursor/rules/a.md", None), ("not-read", 1)),
            (
                "cursor",
                {".cursor/rules/a.mdc": f"---\nalwaysApply: false\n---\n{RULE}"},
                (".cursor/rules/a.mdc", None),
                ("inactive", 1),
            ),
            (
                "cursor",
                {".cursor/rules/a.mdc": f"---\nglobs: *.ts\n---\n{RULE}"},
                (".cursor/rules/a.mdc", 2),
                ("dead-glob", 1),
            ),
            (
                "claude",
                {".claude/rules/a.md": f"---\npaths: a.py, *.ts\n---\n{RULE}"},
                (".claude/rules/a.md", 2),
                ("dead-glob", 0),
            ),
            ("claude", {".claude/rules/a.txt": RULE}, (".claude/rules/a.txt", None), ("not-read", 1)),
            ("claude", {"CLAUDE.md": f"{RULE}@docs/gone.md\n"}, ("CLAUDE.md", 2), ("import", 0)),
            ("codex", {"AGENTS.md": f"{RULE}See @docs/style.md\n"}, ("AGENTS.md", 2), ("import", 0)),
            ("claude", {"CLAUDE.md": RULE * 201}, ("CLAUDE.md", None), ("long", 0)),
            ("claude", {"CLAUDE.md": RULE + "x" * (4 << 20)}, ("CLAUDE.md", None), ("too-long", 1)),
            ("windsurf", {".windsurfrules": RULE * 700}, (".windsurfrules", 601), ("too-long", 100)),
            ("codex", {"AGENTS.md": RULE * 2000}, ("AGENTS.md", 1639), ("too-long", 362)),
            (
                "codex",
                {"AGENTS.md": RULE * 1600, "pkg/AGENTS.md": RULE * 100},
                ("pkg/AGENTS.md", 39),
                ("too-long", 62),
            ),
            (
                "codex",
                {"AGENTS.md": RULE * 1700, "pkg/AGENTS.md": RULE * 100},
                ("pkg/AGENTS.md", 1),
                ("too-long", 100),
            ),
            ("claude", {"CLAUDE.md": " \n"}, ("CLAUDE.md", None), ("empty", 0)),
            (
                "claude",
                {"CLAUDE.local.md": RULE, ".gitignore": "CLAUDE.local.md\n"},
                ("CLAUDE.local.md", None),
                ("ignored-by-git", 0),
            ),
        ],
    )
    def test_it_is_said_with_its_place_and_how_much_is_lost(
        self,
        tmp_path: Path,
        assistant: str,
        files: dict[str, str],
        place: tuple[str, int | None],
        kind: tuple[str, int],
    ) -> None:
        project(tmp_path, {"a.py": "", **files})
        assert missed(tmp_path, assistant)[place] == kind

    def test_what_is_beyond_a_limit_is_not_seen(self, tmp_path: Path) -> None:
        project(tmp_path, {"AGENTS.md": RULE * 2000})
        rules, _ = view(tmp_path, "codex")
        assert len(rules.rules) == 1638
        assert (32 << 10) // len(RULE) == 1638

    def test_a_cut_in_the_middle_of_a_character_loses_only_its_line(self, tmp_path: Path) -> None:
        project(tmp_path, {"AGENTS.md": "- 禁止使用 `eval`。\n" * 3000})
        rules, found = view(tmp_path, "codex")
        assert [rules.rules[-1].directive.place.line + 1] == [each.line for each in found.missed]

    def test_a_glob_for_the_root_that_was_meant_for_all_folders_says_so(self, tmp_path: Path) -> None:
        project(tmp_path, {".cursor/rules/a.mdc": f"---\nglobs: *.py\n---\n{RULE}", "src/a.py": ""})
        _, found = view(tmp_path, "cursor")
        assert [each.reason for each in found.missed] == ["`*.py` matches no file here; did you mean `**/*.py`?"]

    def test_a_file_that_is_imported_is_not_missed(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": "@AGENTS.md\n", "AGENTS.md": RULE})
        assert seen(tmp_path, "claude") == ["AGENTS.md:1"]
        assert missed(tmp_path, "claude") == {}

    def test_what_another_assistant_reads_is_none_of_its_troubles(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": f"{RULE}@docs/gone.md\n", "AGENTS.md": RULE})
        assert missed(tmp_path, "codex") == {("CLAUDE.md", None): ("not-read", 2)}


class TestSettings:
    def test_claude_leaves_out_what_its_settings_exclude(self, tmp_path: Path) -> None:
        settings = {"claudeMdExcludes": ["**/vendored/**"]}
        project(
            tmp_path, {".claude/settings.json": json.dumps(settings), "vendored/CLAUDE.md": RULE, "own/CLAUDE.md": RULE}
        )
        rules = api.load(tmp_path)
        assert [str(rule.directive.place) for rule in rules.rules] == ["own/CLAUDE.md:1"]
        assert [(each.path, each.kind) for each in rules.warnings] == [("vendored/CLAUDE.md", "excluded-by-settings")]
        assert missed(tmp_path, "claude") == {("vendored/CLAUDE.md", None): ("excluded-by-settings", 0)}

    def test_a_folder_of_rules_can_be_excluded_by_its_own_path(self, tmp_path: Path) -> None:
        settings = {"claudeMdExcludes": [(tmp_path.resolve() / ".claude/rules").as_posix()]}
        project(
            tmp_path, {".claude/settings.json": json.dumps(settings), ".claude/rules/a.md": RULE, "CLAUDE.md": RULE}
        )
        assert seen(tmp_path, "claude") == ["CLAUDE.md:1"]

    def test_what_another_assistant_reads_is_read_though_claude_excludes_it(self, tmp_path: Path) -> None:
        settings = {"claudeMdExcludes": ["**/CLAUDE.md"]}
        project(tmp_path, {".claude/settings.json": json.dumps(settings), "CLAUDE.md": RULE})
        assert [str(rule.directive.place) for rule in api.load(tmp_path).rules] == ["CLAUDE.md:1"]
        assert seen(tmp_path, "copilot") == ["CLAUDE.md:1"]

    def test_personal_settings_count_only_when_asked_for(self, tmp_path: Path) -> None:
        project(
            tmp_path,
            {
                ".claude/settings.local.json": '{"claudeMdExcludes": ["**/own/**"]}',
                ".gitignore": ".claude/settings.local.json\n",
                "own/CLAUDE.md": RULE,
            },
        )
        assert len(api.load(tmp_path).rules) == 1
        assert len(api.load(tmp_path, also=["local"]).rules) == 0

    @pytest.mark.parametrize(
        "text", ['{"context": {"fileName": ["TEAM.md"]}}', '{"contextFileName": "TEAM.md", /* old */ }']
    )
    def test_gemini_reads_the_files_that_its_settings_name(self, tmp_path: Path, text: str) -> None:
        project(tmp_path, {".gemini/settings.json": text, "TEAM.md": RULE, "GEMINI.md": RULE})
        assert seen(tmp_path, "gemini") == ["TEAM.md:1"]
        assert "TEAM.md" in {rule.directive.place.path for rule in api.load(tmp_path).rules}

    def test_codex_has_other_names_and_another_budget_if_its_settings_say_so(self, tmp_path: Path) -> None:
        settings = 'project_doc_fallback_filenames = ["TEAM.md", "../x.md"]\nproject_doc_max_bytes = 40\n'
        project(tmp_path, {".codex/config.toml": settings, "TEAM.md": RULE * 3})
        assert seen(tmp_path, "codex") == ["TEAM.md:1", "TEAM.md:2"]

    def test_copilot_reads_nested_files_if_its_settings_say_so(self, tmp_path: Path) -> None:
        project(tmp_path, {"pkg/AGENTS.md": RULE})
        assert seen(tmp_path, "copilot") == []
        project(tmp_path, {".vscode/settings.json": '{"chat.useNestedAgentsMdFiles": true} // yes'})
        assert seen(tmp_path, "copilot") == ["pkg/AGENTS.md:1"]

    @pytest.mark.parametrize(
        "text", ["{", "[]", "null", '{"context": 3}', '{"context": {"fileName": {"a": 1}}}', "\xff"]
    )
    def test_broken_settings_are_named_and_say_nothing(self, tmp_path: Path, text: str) -> None:
        project(tmp_path, {".gemini/settings.json": text.encode("latin-1"), "GEMINI.md": RULE})
        assert seen(tmp_path, "gemini") == ["GEMINI.md:1"]
        broken = text in {"{", "\xff"}
        assert [each.kind for each in api.load(tmp_path).warnings] == ["settings-unreadable"] * broken

    def test_aider_reads_what_its_settings_list(self, tmp_path: Path) -> None:
        project(
            tmp_path,
            {
                ".aider.conf.yml": "model: x\nread:\n  - docs/a.md\n  - src/a.py\n  - gone.md\n",
                "docs/a.md": RULE,
                "src/a.py": "# Never use eval.\n",
            },
        )
        assert seen(tmp_path, "aider") == ["docs/a.md:1"]
        assert missed(tmp_path, "aider") == {(".aider.conf.yml", 2): ("import", 0)}


class TestWhatIsReadOnlyWhenAskedFor:
    def test_what_git_ignores(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.local.md": RULE, ".gitignore": "*.local.md\n"})
        assert api.load(tmp_path).rules == ()
        assert len(api.load(tmp_path, also=["local"]).rules) == 1

    def test_the_folders_above_with_the_nearest_in_force(self, tmp_path: Path) -> None:
        project(
            tmp_path,
            {
                "outer/CLAUDE.md": "- Line length: 70.\n",
                "outer/AGENTS.md": RULE,
                "outer/repo/.git/config": "",
                "outer/repo/AGENTS.md": "- Line length: 80.\n",
                "outer/repo/pkg/a.py": "",
            },
        )
        root = tmp_path / "outer/repo/pkg"
        assert api.load(root).rules == ()
        rules = api.load(root, also=["above"])
        found = {str(rule.directive.place) for rule in rules.rules if str(rule.directive.place).count("../") < 3}
        assert found == {"../AGENTS.md:1", "../../CLAUDE.md:1"}  # of those above the repository only Claude's
        lengths = [each for each in rules.for_path("a.py") if each.check.id == "max-line-length"]
        assert [str(each.citation.source) for each in lengths] == ["../AGENTS.md:1"]

    def test_those_in_a_home_which_stand_farthest_away(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        project(
            tmp_path,
            {
                "home/.claude/CLAUDE.md": "- Line length: 70.\n@extra.md\n",
                "home/.claude/extra.md": RULE,
                "home/.claude/rules/deep/a.md": "- No print.\n",
                "repo/CLAUDE.md": "- Line length: 80.\n",
            },
        )
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
        assert len(api.load(tmp_path / "repo").rules) == 1
        rules = api.load(tmp_path / "repo", also=["user"])
        assert {str(each.citation.source) for each in rules.for_path("a.py")} == {
            "CLAUDE.md:1", "~/.claude/extra.md:1", "~/.claude/rules/deep/a.md:1",
        }  # fmt: skip

    def test_something_unknown_is_a_mistake(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="local, above, user, managed"):
            api.load(tmp_path, also=["everything"])


class TestLinks:
    def test_a_linked_file_is_one_rule_with_two_places(self, tmp_path: Path) -> None:
        project(tmp_path, {"AGENTS.md": RULE})
        (tmp_path / "CLAUDE.md").symlink_to("AGENTS.md")
        (rule,) = api.load(tmp_path).for_path("a.py")
        assert [str(rule.citation.source), *map(str, rule.citation.also)] == ["CLAUDE.md:1", "AGENTS.md:1"]

    def test_a_linked_folder_of_rules_is_read(self, tmp_path: Path) -> None:
        project(tmp_path, {"shared/python/a.md": RULE, ".claude/rules/.keep": ""})
        (tmp_path / ".claude/rules/team").symlink_to(tmp_path / "shared")
        assert seen(tmp_path, "claude") == [".claude/rules/team/python/a.md:1"]

    def test_a_linked_folder_outside_the_root_is_named_and_not_read(self, tmp_path: Path) -> None:
        project(tmp_path, {"outside/a.md": RULE, "root/.claude/rules/.keep": ""})
        (tmp_path / "root/.claude/rules/team").symlink_to(tmp_path / "outside")
        rules = api.load(tmp_path / "root")
        assert (rules.rules, [each.path for each in rules.problems]) == ((), [".claude/rules/team"])

    def test_links_in_a_circle_end(self, tmp_path: Path) -> None:
        project(tmp_path, {".claude/rules/a.md": RULE})
        (tmp_path / ".claude/rules/self").symlink_to(tmp_path / ".claude/rules")
        (tmp_path / ".claude/rules/up").symlink_to(tmp_path)
        (tmp_path / ".claude/rules/loop").symlink_to("loop")
        (rule,) = api.load(tmp_path).for_path("x.py")
        assert str(rule.citation.source) == ".claude/rules/a.md:1"


class TestTheRoot:
    @pytest.mark.parametrize("marker", [".git/HEAD", ".git"])
    def test_it_is_that_of_the_repository_around_the_current_folder(self, tmp_path: Path, marker: str) -> None:
        project(tmp_path, {marker: "", "CLAUDE.md": RULE, "src/a.py": "eval('1')\n", "other/b.py": "eval('1')\n"})
        run = lawful("check", "--format", "json", cwd=tmp_path / "src")
        assert [each["path"] for each in json.loads(run.stdout)["violations"]] == ["src/a.py"]
        run = lawful("rules", cwd=tmp_path / "src")
        assert "CLAUDE.md" in run.stdout

    def test_without_a_repository_it_is_the_current_folder(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": RULE, "src/a.py": "eval('1')\n"})
        assert lawful("check", cwd=tmp_path / "src").returncode == 0
        assert lawful("check", cwd=tmp_path).returncode == 1


class TestTheCommand:
    def test_text_says_what_is_missed_and_what_cannot_be_seen(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": RULE, ".cursorrules": RULE})
        run = lawful("rules", "--as", "cursor", "--root", tmp_path)
        assert "What Cursor misses\n  CLAUDE.md (1 directive): Cursor does not read it" in run.stdout
        assert "What cannot be seen from here: the team's rules in Cursor's dashboard" in run.stdout
        assert (run.returncode, run.stderr) == (0, "")

    def test_json_holds_the_same(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": RULE, ".cursorrules": RULE})
        found = json.loads(lawful("rules", "--as", "cursor", "--root", tmp_path, "--format", "json").stdout)
        assert (found["assistant"], [each["source"]["path"] for each in found["directives"]]) == (
            "cursor",
            [".cursorrules"],
        )
        assert found["missed"] == [
            {
                "path": "CLAUDE.md",
                "line": None,
                "kind": "not-read",
                "reason": "Cursor does not read it",
                "directives": 1,
            }
        ]

    def test_it_can_be_asked_for_one_path(self, tmp_path: Path) -> None:
        project(tmp_path, {"AGENTS.md": RULE, "pkg/AGENTS.md": "- No print.\n", "pkg/a.py": ""})
        run = lawful("rules", "--as", "codex", "--for", "a.py", "--root", tmp_path)
        assert "No print" not in run.stdout.split("What Codex misses")[0]

    def test_named_files_are_no_matter_of_an_assistant(self, tmp_path: Path) -> None:
        project(tmp_path, {"a.md": RULE})
        run = lawful("rules", "--as", "codex", "--rules", tmp_path / "a.md", "--root", tmp_path)
        assert (run.returncode, run.stdout) == (2, "")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_settings_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    project(tmp_path, {".gemini/settings.json": "{}"})
    (tmp_path / ".gemini/settings.json").chmod(0)
    assert [each.kind for each in api.load(tmp_path).warnings] == ["settings-unreadable"]
