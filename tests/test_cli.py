"""The command line as a contract: what it prints where, its JSON and its exit statuses, run as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from inline_snapshot import snapshot

from projects import lawful, project

if TYPE_CHECKING:
    from llmock.pytest_plugin import LLMock

FILES = {
    "CLAUDE.md": "# Rules\n\n- Never use `eval`.\n- Use specific exceptions instead of bare except.\n- Be kind.\n",
    ".cursorrules": "Never use `eval`.\n",
    "src/a.py": "x = eval('1')\n",
    "src/b.py": "try:\n    x = 1\nexcept:\n    x = 2\n",
    "src/c.py": "x = 1\n",
}
SCRIPT_LAWFUL = "[[answer]]\ntext = '''\n```python\nx = 1\n```\n'''\n"
SCRIPT_BROKEN = "[[answer]]\ntext = '''\n```python\nx = eval('1')\n```\n'''\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path / "project", FILES)


class TestCheck:
    def test_the_json_is_one_object_with_every_violation_and_its_law(self, root: Path) -> None:
        run = lawful("check", "--root", root, "--format", "json")
        assert run.returncode == 1
        assert run.stderr == ""
        assert json.loads(run.stdout) == snapshot(
            {
                "version": 1,
                "violations": [
                    {
                        "path": "src/a.py",
                        "line": 1,
                        "column": 5,
                        "end_line": 1,
                        "end_column": 9,
                        "check": "forbidden-call",
                        "message": "`eval` is forbidden here",
                        "severity": "error",
                        "rule": {
                            "text": "Never use `eval`.",
                            "source": {"path": "CLAUDE.md", "line": 3},
                            "also": [{"path": ".cursorrules", "line": 1}],
                        },
                        "fix": None,
                    },
                    {
                        "path": "src/b.py",
                        "line": 3,
                        "column": 1,
                        "end_line": 4,
                        "end_column": 10,
                        "check": "no-bare-except",
                        "message": "this `except` catches everything, even Ctrl-C; name the exceptions it is for",
                        "severity": "error",
                        "rule": {
                            "text": "Use specific exceptions instead of bare except.",
                            "source": {"path": "CLAUDE.md", "line": 4},
                            "also": [],
                        },
                        "fix": {
                            "applicability": "safe",
                            "edits": [
                                {"line": 3, "column": 7, "end_line": 3, "end_column": 7, "text": " BaseException"}
                            ],
                        },
                    },
                ],
                "errors": [],
                "warnings": [],
                "not_checked": [
                    {
                        "rule": {"text": "Be kind.", "source": {"path": "CLAUDE.md", "line": 5}},
                        "reason": "no check understands it",
                    }
                ],
                "answers": [
                    {
                        "rule": {"text": "Never use `eval`.", "source": {"path": "CLAUDE.md", "line": 3}},
                        "violated": 1,
                        "lawful": 2,
                        "not_applicable": 0,
                        "not_checked": 0,
                        "why": {},
                    },
                    {
                        "rule": {
                            "text": "Use specific exceptions instead of bare except.",
                            "source": {"path": "CLAUDE.md", "line": 4},
                        },
                        "violated": 1,
                        "lawful": 2,
                        "not_applicable": 0,
                        "not_checked": 0,
                        "why": {},
                    },
                    {
                        "rule": {"text": "Be kind.", "source": {"path": "CLAUDE.md", "line": 5}},
                        "violated": 0,
                        "lawful": 0,
                        "not_applicable": 0,
                        "not_checked": 3,
                        "why": {"no check understands it": 3},
                    },
                    {
                        "rule": {"text": "Never use `eval`.", "source": {"path": ".cursorrules", "line": 1}},
                        "violated": 1,
                        "lawful": 2,
                        "not_applicable": 0,
                        "not_checked": 0,
                        "why": {},
                    },
                ],
                "summary": {
                    "lawful": False,
                    "files": 3,
                    "rules": 2,
                    "violations": 2,
                    "fixed": 0,
                    "errors": 0,
                    "not_checked": 1,
                    "answers": {"violated": 3, "lawful": 6, "not_applicable": 0, "not_checked": 3},
                },
            }
        )

    def test_the_text_shows_the_code_a_caret_and_the_rule(self, root: Path) -> None:
        run = lawful("check", "--root", root, "src/a.py")
        assert run.returncode == 1
        assert run.stdout == snapshot("""\
src/a.py:1:5: error: `eval` is forbidden here [forbidden-call]
  1 | x = eval('1')
    |     ^^^^
  rule: Never use `eval`. (CLAUDE.md:3, also .cursorrules:1)

Each rule for each file: 2 violated, 1 lawful, 0 not applicable, 1 not checked.
1 violation: 1 file held to 2 rules; 1 directive not (fully) enforced, see `lawful rules`.
""")

    def test_lawful_code_is_exit_status_0(self, root: Path) -> None:
        run = lawful("check", "--root", root, "src/c.py")
        assert (run.returncode, run.stderr) == (0, "")
        assert "Lawful: 1 file held to 2 rules" in run.stdout

    def test_code_that_does_not_parse_is_exit_status_2_and_the_other_files_are_still_checked(self, root: Path) -> None:
        project(root, {"src/broken.py": "x = 1\ndef f(:\n"})
        run = lawful("check", "--root", root, "--format", "json")
        found = json.loads(run.stdout)
        assert run.returncode == 2
        assert [(each["path"], each["line"], each["kind"]) for each in found["errors"]] == [
            ("src/broken.py", 2, "syntax-error")
        ]
        assert [each["path"] for each in found["violations"]] == ["src/a.py", "src/b.py"]

    def test_a_missing_file_is_exit_status_2(self, root: Path) -> None:
        run = lawful("check", "--root", root, "src/nothing.py")
        assert run.returncode == 2
        assert "src/nothing.py: unreadable: cannot be read: No such file or directory" in run.stdout

    def test_a_named_folder_without_python_is_not_passed(self, root: Path) -> None:
        project(root, {"empty/readme.txt": ""})
        run = lawful("check", "--root", root, "empty")
        assert run.returncode == 2
        assert "empty: nothing-to-check" in run.stdout

    def test_a_project_without_python_is_not_called_lawful(self, tmp_path: Path) -> None:
        run = lawful("check", "--root", tmp_path)
        assert run.returncode == 0
        assert run.stdout.startswith("Nothing to check")

    def test_a_path_outside_the_root_is_exit_status_2(self, root: Path) -> None:
        project(root.parent, {"outside.py": "eval('1')"})
        run = lawful("check", "--root", root, root.parent / "outside.py")
        assert run.returncode == 2
        assert "lies outside the root" in run.stderr

    def test_a_missing_root_is_exit_status_2(self, tmp_path: Path) -> None:
        run = lawful("check", "--root", tmp_path / "nothing")
        assert (run.returncode, run.stdout) == (2, "")
        assert "no such folder; name the project's root with --root" in run.stderr

    @pytest.mark.parametrize("arguments", [["--format", "xml"], ["--no-such-option"]])
    def test_bad_usage_is_exit_status_2(self, root: Path, arguments: list[str]) -> None:
        run = lawful("check", "--root", root, *arguments)
        assert (run.returncode, run.stdout) == (2, "")
        assert "Usage: " in run.stderr

    def test_paths_are_taken_from_the_current_folder_or_from_the_root(self, root: Path) -> None:
        inside = lawful("check", "a.py", "--root", "..", "--format", "json", cwd=root / "src")
        outside = lawful("check", "src/a.py", "--root", root, "--format", "json", cwd=root.parent)
        for run in (inside, outside):
            assert [each["path"] for each in json.loads(run.stdout)["violations"]] == ["src/a.py"]

    def test_without_a_rule_it_says_that_nothing_is_enforced(self, tmp_path: Path) -> None:
        run = lawful("check", "--root", project(tmp_path, {"a.py": "eval('1')"}))
        assert run.returncode == 0
        assert "No rule is enforced here: add a context file, or name one with --rules." in run.stdout

    def test_named_rules_replace_those_that_would_be_found(self, root: Path, tmp_path: Path) -> None:
        rules = project(tmp_path, {"a.md": "- No wildcard imports.", "b.md": "- No print."})
        project(root, {"src/a.py": "from os import *\nprint(eval('1'))\n"})
        arguments = ["--rules", str(rules / "a.md"), "--rules", str(rules / "b.md")]
        found = json.loads(lawful("check", "--root", root, "--format", "json", *arguments).stdout)
        assert [each["check"] for each in found["violations"]] == ["no-wildcard-imports", "no-print"]
        assert found["violations"][0]["rule"]["source"] == {"path": str(rules / "a.md"), "line": 1}

    def test_a_named_context_file_that_is_missing_is_exit_status_2(self, root: Path) -> None:
        run = lawful("check", "--root", root, "--rules", root / "nothing.md")
        assert (run.returncode, run.stdout) == (2, "")
        assert "nothing.md: cannot be read: No such file or directory; it was named as a context file" in run.stderr

    def test_a_context_file_that_cannot_be_read_is_an_error_in_the_report(self, root: Path) -> None:
        (root / "AGENTS.md").symlink_to("/etc/hostname")
        run = lawful("check", "--root", root, "src/c.py", "--format", "json")
        assert run.returncode == 2
        assert [(each["path"], each["kind"]) for each in json.loads(run.stdout)["errors"]] == [
            ("AGENTS.md", "context-unreadable")
        ]

    def test_invalid_json_in_cursorrules_is_read_as_text_with_a_located_warning(self, tmp_path: Path) -> None:
        broken = '{\n  "rules": [\n    "Never use `eval`."\n    "No print."\n  ]\n}\n'
        root = project(tmp_path, {".cursorrules": broken, "a.py": "eval('1')\nprint(1)\n"})
        run = lawful("check", "--root", root, "--format", "json")
        assert ".cursorrules:4:5: invalid-json: looks like JSON but is not" in run.stderr
        cited = [(each["line"], each["rule"]["source"]["line"]) for each in json.loads(run.stdout)["violations"]]
        assert cited == [(1, 3), (2, 4)]

    def test_escape_sequences_in_files_do_not_reach_the_terminal(self, tmp_path: Path) -> None:
        root = project(tmp_path, {"CLAUDE.md": "- Never use `eval`.\x1b[31m\n", "a.py": "eval('\x1b[2J')\n"})
        run = lawful("check", "--root", root)
        assert "\x1b" not in run.stdout
        assert "\\u{1b}" in run.stdout

    @pytest.mark.parametrize("output", ["text", "json"])
    def test_a_terminal_without_unicode_and_a_name_that_is_no_text_are_no_crash(
        self, tmp_path: Path, output: str
    ) -> None:
        root = project(tmp_path, {"CLAUDE.md": "- Never use `eval`, 禁止\n", "é.py": "eval('é')\n"})
        Path(os.fsdecode(os.fsencode(root) + b"/\xff.py")).write_text("eval('1')\n", encoding="utf-8")
        run = lawful("check", "--root", root, "--format", output, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
        assert run.returncode == 1
        assert "Traceback" not in run.stderr


class TestFix:
    def test_safe_fixes_are_written_back_and_nothing_else_changes(self, root: Path) -> None:
        before = "# tests\r\ntry:\r\n\tx = 1  # one\r\nexcept :  # why\r\n\tx = 'ä'\r\n"
        project(root, {"src/b.py": b"\xef\xbb\xbf" + before.encode()})
        run = lawful("check", "--root", root, "--fix", "src/b.py")
        assert run.returncode == 0
        assert "1 violation fixed. Lawful" in run.stdout
        after = before.replace("except :", "except BaseException :")
        assert (root / "src/b.py").read_bytes() == b"\xef\xbb\xbf" + after.encode()

    def test_a_second_run_has_nothing_to_do(self, root: Path) -> None:
        lawful("check", "--root", root, "--fix")
        before = {path: path.read_bytes() for path in root.rglob("*.py")}
        run = lawful("check", "--root", root, "--fix", "--format", "json")
        assert json.loads(run.stdout)["summary"]["fixed"] == 0
        assert {path: path.read_bytes() for path in root.rglob("*.py")} == before
        assert run.returncode == 1

    def test_without_fix_no_file_is_touched(self, root: Path) -> None:
        before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in root.rglob("*") if path.is_file()}
        lawful("check", "--root", root)
        assert {
            path: (path.read_bytes(), path.stat().st_mtime_ns) for path in root.rglob("*") if path.is_file()
        } == before


class TestRules:
    def test_the_json_lists_every_directive(self, root: Path) -> None:
        run = lawful("rules", "--root", root, "--format", "json")
        assert (run.returncode, run.stderr) == (0, "")
        found: dict[str, Any] = json.loads(run.stdout)
        assert found["version"] == 1
        assert [each["source"] for each in found["directives"]] == [
            {"path": "CLAUDE.md", "line": 3},
            {"path": "CLAUDE.md", "line": 4},
            {"path": "CLAUDE.md", "line": 5},
            {"path": ".cursorrules", "line": 1},
        ]
        assert found["directives"][0] == snapshot(
            {
                "text": "Never use `eval`.",
                "source": {"path": "CLAUDE.md", "line": 3},
                "strength": "must",
                "status": "enforced",
                "reason": None,
                "checks": [
                    {
                        "check": "forbidden-call",
                        "params": {"names": ["eval"], "instead": None},
                        "scope": {"base": "", "include": [], "exclude": []},
                    }
                ],
                "scope": {"base": "", "include": [], "exclude": []},
            }
        )
        assert found["directives"][2]["status"] == "unenforced"
        assert found["directives"][2]["reason"] == "no check understands it"

    def test_the_text_says_what_holds_each_or_why_nothing_does(self, root: Path) -> None:
        run = lawful("rules", "--root", root)
        assert run.stdout == snapshot("""\
CLAUDE.md
  +    3  Never use `eval`.
          error by forbidden-call (names: eval)
  +    4  Use specific exceptions instead of bare except.
          error by no-bare-except
  -    5  Be kind.
          no check understands it

.cursorrules
  +    1  Never use `eval`.
          error by forbidden-call (names: eval)

4 directives: 3 enforced, 1 not.
""")

    def test_a_project_without_context_files_is_told_which_are_read(self, tmp_path: Path) -> None:
        run = lawful("rules", "--root", tmp_path)
        assert run.returncode == 0
        assert "No context file was found: lawful reads CLAUDE.md, AGENTS.md, .cursorrules and their kin." in run.stdout


class TestRulesForAPath:
    FILES: ClassVar[dict[str, str | bytes]] = {
        "CLAUDE.md": "- Line length: 100\n- Never use `eval`.\n- No print in tests.\n- Be kind.\n",
        "web/AGENTS.md": "- Line length: 88\n",
        "api/CLAUDE.md": "- Never use `exec`.\n",
        ".cursor/rules/manual.mdc": "---\nalwaysApply: false\n---\n- No wildcard imports.\n",
    }

    def test_it_lists_what_governs_the_path_the_nearest_first_with_the_conflicts(self, tmp_path: Path) -> None:
        run = lawful("rules", "--root", project(tmp_path, self.FILES), "--for", "web/views.py")
        shown = run.stdout.replace("; web/AGENTS.md:1 is nearer", ";\nweb/AGENTS.md:1 is nearer")
        assert shown == snapshot("""\
web/AGENTS.md  it governs web/
  +    1  Line length: 88
          error by max-line-length (max: 88) in web/

CLAUDE.md  it governs the whole project
  -    1  Line length: 100
          web/AGENTS.md:1 is nearer and holds instead: 88 or 100 characters
  +    2  Never use `eval`.
          error by forbidden-call (names: eval)
  -    4  Be kind.
          no check understands it

conflict: web/AGENTS.md:1 (Line length: 88) and CLAUDE.md:1 (Line length: 100): 88 or 100 characters;
web/AGENTS.md:1 is nearer and holds

4 directives: 2 enforced, 2 not.
""")

    def test_the_json_has_the_same(self, tmp_path: Path) -> None:
        run = lawful("rules", "--root", project(tmp_path, self.FILES), "--for", "web/views.py", "--format", "json")
        found = json.loads(run.stdout)
        assert [each["source"]["path"] for each in found["directives"]] == ["web/AGENTS.md", *["CLAUDE.md"] * 3]
        assert [each["applies"] for each in found["directives"]][:2] == [
            "it governs web/",
            "it governs the whole project",
        ]
        assert found["conflicts"] == [
            {
                "kept": {"path": "web/AGENTS.md", "line": 1},
                "other": {"path": "CLAUDE.md", "line": 1},
                "reason": "88 or 100 characters",
                "settled": True,
            }
        ]

    def test_the_nearer_of_two_limits_is_the_one_that_is_checked(self, tmp_path: Path) -> None:
        lines = {"web/a.py": f"x = '{'a' * 90}'\n", "a.py": f"x = '{'a' * 90}'\n"}
        run = lawful("check", "--root", project(tmp_path, {**self.FILES, **lines}), "--format", "json")
        found = json.loads(run.stdout)["violations"]
        assert [(each["path"], each["rule"]["source"]["path"]) for each in found] == [("web/a.py", "web/AGENTS.md")]

    def test_only_the_part_that_conflicts_gives_way(self, tmp_path: Path) -> None:
        files = {
            "CLAUDE.md": "- Use snake_case for functions and variables.\n",
            "sub/CLAUDE.md": "- Variables must be camelCase.\n",
            "sub/a.py": "def fooBar(): pass\nrow_count = f()\n",
        }
        found = json.loads(lawful("check", "--root", project(tmp_path, files), "--format", "json").stdout)["violations"]
        assert [(each["line"], each["rule"]["source"]["path"]) for each in found] == [
            (1, "CLAUDE.md"),
            (2, "sub/CLAUDE.md"),
        ]

    def test_two_limits_in_one_folder_are_both_checked_and_reported_as_a_conflict(self, tmp_path: Path) -> None:
        root = project(tmp_path, {"CLAUDE.md": "- Line length: 100\n", "AGENTS.md": "- Line length: 80\n"})
        run = lawful("rules", "--root", root, "--for", "a.py")
        assert "100 or 80 characters; both are checked, as they stand equally near" in run.stdout


class TestWrite:
    def test_lawful_code_and_nothing_else_goes_to_standard_output(self, root: Path) -> None:
        project(root, {"script.toml": SCRIPT_LAWFUL})
        run = lawful("write", "one", "--root", root, "--model", f"scripted:{root}/script.toml")
        assert (run.returncode, run.stdout) == (0, "x = 1\n")
        assert run.stderr.startswith("lawful after 1 attempt by scripted:")

    def test_lawful_code_goes_to_the_named_file_too(self, root: Path) -> None:
        project(root, {"script.toml": SCRIPT_LAWFUL})
        run = lawful("write", "one", "--root", ".", "--model", "scripted:script.toml", "--out", "src/new.py", cwd=root)
        assert run.returncode == 0
        assert (root / "src/new.py").read_text() == "x = 1\n"

    def test_code_that_is_not_lawful_is_neither_printed_nor_written(self, root: Path) -> None:
        project(root, {"script.toml": SCRIPT_BROKEN})
        arguments = ["--root", str(root), "--model", f"scripted:{root}/script.toml", "--max-attempts", "1"]
        run = lawful("write", "one", *arguments, "--out", root / "src/new.py")
        assert (run.returncode, run.stdout) == (1, "")
        assert not (root / "src/new.py").exists()
        assert "NOT LAWFUL after 1 attempt" in run.stderr
        assert "src/new.py: line 1: `eval` is forbidden here (CLAUDE.md:3)" in run.stderr

    def test_it_is_written_when_that_is_asked_for_and_the_exit_status_stays_1(self, root: Path) -> None:
        project(root, {"script.toml": SCRIPT_BROKEN})
        arguments = ["--root", str(root), "--model", f"scripted:{root}/script.toml", "--max-attempts", "1"]
        run = lawful("write", "one", *arguments, "--keep-unlawful", root / "draft.py")
        assert (run.returncode, run.stdout) == (1, "")
        assert (root / "draft.py").read_text() == "x = eval('1')\n"

    def test_a_file_that_exists_is_not_replaced_unless_that_is_asked_for(self, root: Path) -> None:
        project(root, {"script.toml": SCRIPT_LAWFUL})
        arguments = ["one", "--root", str(root), "--model", f"scripted:{root}/script.toml", "--out", f"{root}/src/a.py"]
        run = lawful("write", *arguments)
        assert (run.returncode, run.stdout) == (2, "")
        assert "exists; say --force to replace it" in run.stderr
        assert lawful("write", *arguments, "--force").returncode == 0
        assert (root / "src/a.py").read_text() == "x = 1\n"

    def test_a_file_outside_the_root_is_refused_before_anybody_is_asked(self, root: Path) -> None:
        run = lawful("write", "one", "--root", root, "--model", "no-such:model", "--out", root.parent / "new.py")
        assert run.returncode == 2
        assert "lies outside the root" in run.stderr

    @pytest.mark.parametrize("out", ["app.py/x.py", "link/x.py", "CLAUDE.md"])
    def test_a_file_that_cannot_be_written_is_refused_before_anybody_is_asked(self, root: Path, out: str) -> None:
        project(root, {"app.py": ""})
        (root / "link").symlink_to(root.parent)
        run = lawful("write", "one", "--root", root, "--model", "no-such:model", "--force", "--out", root / out)
        assert run.returncode == 2
        assert "unknown provider" not in run.stderr

    def test_outputs_are_taken_from_the_current_folder_only(self, root: Path) -> None:
        project(root, {"app.py": "old = 1\n", "script.toml": SCRIPT_LAWFUL})
        run = lawful(
            "write", "one", "--root", "..", "--model", "scripted:../script.toml", "--out", "app.py", cwd=root / "src"
        )
        assert run.returncode == 0
        assert (root / "src/app.py").read_text() == "x = 1\n"
        assert (root / "app.py").read_text() == "old = 1\n"

    def test_the_best_attempt_does_not_replace_a_file_either(self, root: Path) -> None:
        project(root, {"script.toml": SCRIPT_BROKEN})
        arguments = ["--root", str(root), "--model", f"scripted:{root}/script.toml", "--max-attempts", "1"]
        run = lawful("write", "one", *arguments, "--keep-unlawful", root / "src/c.py")
        assert run.returncode == 2
        assert (root / "src/c.py").read_text() == "x = 1\n"

    def test_what_a_model_says_cannot_act_on_the_terminal(self, root: Path) -> None:
        project(root, {"script.toml": '[[answer]]\ntext = "no \\u001b]0;x\\u0007"\nstop = "refusal"\n'})
        run = lawful("write", "one", "--root", root, "--model", f"scripted:{root}/script.toml")
        assert run.returncode == 1
        assert "refused: no \\u{1b}]0;x" in run.stderr
        assert "\x1b" not in run.stderr

    def test_that_one_of_several_blocks_was_taken_is_said(self, root: Path) -> None:
        two = "[[answer]]\ntext = '''\n```python\nx = 1\n```\n```python\ny = 22222\n```\n'''\n"
        project(root, {"script.toml": two})
        run = lawful("write", "one", "--root", root, "--model", f"scripted:{root}/script.toml")
        assert run.stdout == "y = 22222\n"
        assert "note: the answer had 2 code blocks; the longest was taken" in run.stderr

    def test_a_script_that_ends_early_is_a_run_that_failed(self, root: Path) -> None:
        project(root, {"script.toml": SCRIPT_BROKEN})
        run = lawful("write", "one", "--root", root, "--model", f"scripted:{root}/script.toml")
        assert (run.returncode, run.stdout) == (2, "")
        assert "has no further answer: it holds 1" in run.stderr

    @pytest.mark.parametrize(
        ("model", "said"),
        [
            ("anthropic:claude-opus-4-6", "set ANTHROPIC_API_KEY"),
            ("nobody:model", "unknown provider 'nobody'"),
            ("gpt-5.5", "write provider:model"),
        ],
    )
    def test_a_model_that_cannot_be_asked_is_exit_status_2_and_says_what_to_do(
        self, root: Path, model: str, said: str
    ) -> None:
        env = {"ANTHROPIC_API_KEY": ""}
        run = lawful("write", "one", "--root", root, "--model", model, env=env)
        assert (run.returncode, run.stdout) == (2, "")
        assert said in run.stderr
        assert "Traceback" not in run.stderr

    def test_it_works_with_a_real_server(self, root: Path, llmock: LLMock) -> None:
        llmock.reply("```python\nx = eval('1')\n```").reply("```python\nx = 1\n```")
        model = f"openai-compatible:any@{llmock.base_url('openai')}"
        run = lawful("write", "one", "--root", root, "--model", model)
        assert (run.returncode, run.stdout) == (0, "x = 1\n")
        first, second = llmock.requests
        assert "Never use `eval`." in json.dumps(first.body)
        assert "`eval` is forbidden here" in json.dumps(second.body)


class TestAStranger:
    def test_help_names_the_commands(self) -> None:
        run = lawful("--help")
        assert run.returncode == 0
        assert all(f"  {command} " in run.stdout for command in ("check", "rules", "write", "demo"))

    def test_no_command_is_answered_with_help_and_exit_status_2(self) -> None:
        run = lawful()
        assert run.returncode == 2
        assert "Usage: " in run.stderr

    def test_the_version_is_that_of_the_distribution(self) -> None:
        from importlib.metadata import version

        assert lawful("--version").stdout == f"lawful {version('lawful')}\n"

    def test_a_reader_that_goes_away_is_no_crash(self, root: Path) -> None:
        command = [sys.executable, "-m", "lawful", "check", "--root", str(root)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.close()
            assert b"Traceback" not in process.stderr.read()

    def test_modules_of_the_repository_under_check_are_never_imported(self, tmp_path: Path) -> None:
        trap = "from pathlib import Path\nPath('ran').touch()\n"
        names = ("click", "libcst", "rich", "markdown_it", "pathspec", "json", "conftest", "sitecustomize")
        files = {f"{name}.py": trap for name in names}
        root = project(tmp_path, {"CLAUDE.md": "- Never use `eval`.", **files, "requests/__init__.py": trap})
        for command in ("check", "rules", "demo"):
            assert lawful(command, cwd=root).returncode == 0
        assert not (root / "ran").exists()

    def test_a_crash_is_not_taken_for_violations(self, root: Path, tmp_path: Path) -> None:
        project(tmp_path / "path", {"sitecustomize.py": "import lawful.api\nlawful.api.check = None\n"})
        run = lawful("check", "--root", root, env={"PYTHONPATH": os.pathsep.join([str(tmp_path / "path")])})
        assert run.returncode == 2
        assert "this is a bug in lawful" in run.stderr


def test_whoever_waits_for_the_end_of_the_process_has_the_last_word() -> None:
    code = "import atexit, sys\natexit.register(print, 'at the end')\nsys.argv = ['lawful', '--version']\n"
    said = subprocess.run(
        [sys.executable, "-c", f"{code}from lawful.cli import main\nmain()"], capture_output=True, text=True, check=True
    )
    assert said.stdout.splitlines()[-1] == "at the end"
    profiled = subprocess.run(
        [sys.executable, "-m", "cProfile", "-m", "lawful", "--version"], capture_output=True, text=True, check=True
    )
    assert "function calls" in profiled.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("arguments", [["rules"], ["check"], ["check", "--format", "json"], ["audit"], ["--help"]])
def test_a_full_disk_is_told_in_a_line(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "CLAUDE.md").write_text("- No `eval`.\n")
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "lawful", *arguments],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert run.stderr.splitlines()[-1] == "lawful: the output cannot be written: No space left on device"
    assert "Traceback" not in run.stderr
    assert run.returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="a shell closes the stream")
def test_output_that_is_closed_is_no_violation(tmp_path: Path) -> None:
    (tmp_path / "CLAUDE.md").write_text("- No `eval`.\n")
    command = f"{sys.executable} -m lawful check >&-"
    run = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_a_baseline_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "CLAUDE.md").write_text("- No `eval`.\n")
    (tmp_path / "old.json").write_text("nothing")
    command = [sys.executable, "-m", "lawful", "check", "--baseline", "old.json"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.stderr.startswith("lawful: old.json: this is no baseline")
    assert run.returncode == 2
