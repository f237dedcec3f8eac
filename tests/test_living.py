"""Living with old code: suppressions for a line or a file, those that suppress nothing, and fixes to look at first."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import lawful
from lawful.violation import Applicability
from projects import lawful as command
from projects import project

if TYPE_CHECKING:
    from pathlib import Path

RULES = "- Never use `eval`.\n- No print.\n- No bare `except:`.\n"


def reported(root: Path, code: str) -> tuple[list[int], list[int | None]]:
    project(root, {"CLAUDE.md": RULES, "a.py": code})
    report = lawful.check(root=root).report
    assert {each.kind for each in report.warnings} <= {"unused-suppression"}
    return [each.span.line for each in report.violations], [each.line for each in report.warnings]


@pytest.mark.parametrize(
    ("code", "violations", "unused"),
    [
        ("# lawful: ignore-file\neval('1')\nprint()\n", [], []),
        ("eval('1')\nprint()\n# lawful: ignore-file[no-print] it is a script\n", [1], []),
        ("eval('1')  # lawful: ignore-file[forbidden-call] once and for all\neval('2')\nprint()\n", [3], []),
        ("# lawful: ignore-file[no-print]\neval('1')\n", [2], [1]),
        ("x = 1  # lawful: ignore\n", [], [1]),
        ("eval('1')  # lawful: ignore[no-print]\n", [1], [1]),
        ("eval(print())  # lawful: ignore[no-print, forbidden-call]\n", [], []),
        ("x = '# lawful: ignore-file'\neval('1')\n", [2], []),
        ("eval('1')  # lawful: ignore-files\n", [1], []),
        ("eval('1')  # lawful: ignored\n", [1], []),
    ],
)
def test_a_suppression_silences_its_line_or_its_file_and_is_named_if_it_silences_nothing(
    tmp_path: Path, code: str, violations: list[int], unused: list[int | None]
) -> None:
    assert reported(tmp_path, code) == (violations, unused)


def test_unused_suppressions_are_warnings_and_fail_nothing(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": RULES, "a.py": "x = 1  # lawful: ignore[no-print] because\n"})
    run = command("check", "--root", tmp_path, "--format", "json")
    assert run.returncode == 0
    (warning,) = json.loads(run.stdout)["warnings"]
    assert (warning["path"], warning["line"], warning["column"]) == ("a.py", 1, 8)
    assert "a.py:1:8: unused-suppression: nothing of no-print is reported for this line" in run.stderr


def test_model_written_code_cannot_excuse_a_whole_file_either(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": RULES})
    model = lawful.Scripted(["```python\n# lawful: ignore-file\neval('1')\n```"])
    assistant = lawful.Assistant(lawful.load(tmp_path), model=model, max_attempts=1)
    assert not assistant.write("something").lawful


class TestFixesToLookAtFirst:
    CODE = "try:\n    x = 1\nexcept:\n    x = 2\nif x == None:\n    print(x)\n"
    FILES = {"CLAUDE.md": "- No bare `except:`.\n- Use `is None` instead of `== None`.\n", "a.py": CODE}  # noqa: RUF012

    def test_the_safe_ones_are_applied_and_the_others_wait_for_a_word(self, tmp_path: Path) -> None:
        project(tmp_path, self.FILES)
        assert command("check", "--root", tmp_path, "--fix").returncode == 1
        assert "== None" in (tmp_path / "a.py").read_text()
        assert command("check", "--root", tmp_path, "--unsafe-fixes").returncode == 0
        assert "is None" in (tmp_path / "a.py").read_text()

    def test_a_diff_writes_nothing_and_is_a_patch(self, tmp_path: Path) -> None:
        project(tmp_path, self.FILES)
        run = command("check", "--root", tmp_path, "--diff", "--unsafe-fixes")
        assert run.returncode == 1
        assert run.stderr == "2 violations would be fixed, 0 would be left.\n"
        assert (tmp_path / "a.py").read_text() == self.CODE
        subprocess.run(["git", "apply", "-"], input=run.stdout, text=True, cwd=tmp_path, check=True)
        assert command("check", "--root", tmp_path).returncode == 0

    @pytest.mark.parametrize(
        "code", ["try: f()\nexcept: g()", "try: f()\r\nexcept: g()\r\n", "'\x0c'\ntry: f()\nexcept: g()\n"]
    )
    def test_a_patch_can_be_applied_whatever_ends_the_lines(self, tmp_path: Path, code: str) -> None:
        project(tmp_path, {"CLAUDE.md": RULES, "a.py": code})
        run = subprocess.run(
            [sys.executable, "-m", "lawful", "check", "--root", str(tmp_path), "--diff"],
            capture_output=True,
            check=False,
        )
        subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=run.stdout, cwd=tmp_path, check=True)
        assert (tmp_path / "a.py").read_bytes() == code.replace("except:", "except BaseException:").encode()

    def test_a_read_only_file_keeps_its_text_and_its_violations(self, tmp_path: Path) -> None:
        project(tmp_path, {**self.FILES, "b.py": self.CODE})
        (tmp_path / "a.py").chmod(0o444)
        run = command("check", "--root", tmp_path, "--fix", "--format", "json")
        report = json.loads(run.stdout)
        assert (run.returncode, report["summary"]["fixed"]) == (2, 1)
        assert [(each["path"], each["kind"]) for each in report["errors"]] == [("a.py", "unwritable")]
        assert [each["path"] for each in report["violations"]] == ["a.py", "a.py", "b.py"]
        assert (tmp_path / "a.py").read_text() == self.CODE

    def test_nothing_to_fix_is_an_empty_diff(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": RULES, "a.py": "x = 1\n"})
        run = command("check", "--root", tmp_path, "--diff")
        assert (run.returncode, run.stdout) == (0, "")

    def test_the_library_takes_the_kinds_of_fixes(self, tmp_path: Path) -> None:
        project(tmp_path, self.FILES)
        run = lawful.check(root=tmp_path, fix=[Applicability.UNSAFE], write=False)
        (changed,) = run.fixed.values()
        assert changed[1].text == self.CODE.replace("== None", "is None")
        assert (tmp_path / "a.py").read_text() == self.CODE


class TestWhatHasChanged:
    def repository(self, root: Path, files: dict[str, str]) -> Path:
        project(root, {"CLAUDE.md": RULES, **files})
        self.git(root, "init", "-q")
        self.git(root, "add", "-A")
        self.git(root, "commit", "-qm", "first")
        return root

    def git(self, root: Path, *arguments: str) -> None:
        identity = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *identity, *arguments], cwd=root, check=True)

    def changed(self, root: Path, *arguments: str) -> list[tuple[str, int]]:
        run = command("check", "--root", root, *(arguments or ("--changed",)), "--format", "json")
        return [(each["path"], each["line"]) for each in json.loads(run.stdout)["violations"]]

    def test_only_what_stands_on_changed_lines_is_reported(self, tmp_path: Path) -> None:
        root = self.repository(tmp_path, {"a.py": "eval('1')\nx = 1\neval('2')\n", "b.py": "eval('1')\n"})
        assert self.changed(root) == []
        project(root, {"a.py": "eval('1')\nx = 2\nprint(x)\neval('2')\n", "new name.py": "eval('3')\n"})
        assert self.changed(root) == [("a.py", 3), ("new name.py", 1)]
        self.git(root, "add", "-A")
        self.git(root, "commit", "-qm", "second")
        assert self.changed(root) == []
        assert self.changed(root, "--changed", "HEAD~1") == [("a.py", 3), ("new name.py", 1)]

    def test_a_violation_of_many_lines_counts_if_any_of_them_has_changed(self, tmp_path: Path) -> None:
        body = "".join(f"    x{number} = {number}\n" for number in range(10))
        root = self.repository(tmp_path, {"a.py": f"def f():\n{body}"})
        project(root, {"CLAUDE.md": "- Functions must not exceed 5 lines.\n", "a.py": f"def f():\n{body}    y = 1\n"})
        assert self.changed(root) == [("a.py", 1)]

    def test_names_that_git_writes_in_quotes_are_the_files(self, tmp_path: Path) -> None:
        names = ['q"uote.py', "späce ü.py", "tab\t.py", "b/a.py"]
        root = self.repository(tmp_path, dict.fromkeys(names, "x = 1\n"))
        project(root, dict.fromkeys(names, "x = 1\neval('1')\n"))
        assert self.changed(root) == sorted((name, 2) for name in names)

    def test_in_a_folder_of_the_repository_paths_are_relative_to_it(self, tmp_path: Path) -> None:
        root = self.repository(tmp_path, {"pkg/CLAUDE.md": RULES, "pkg/a.py": "x = 1\n"})
        project(root, {"pkg/a.py": "eval('1')\n"})
        assert self.changed(root / "pkg") == [("a.py", 1)]

    def test_the_rest_is_counted_and_not_forgotten(self, tmp_path: Path) -> None:
        root = self.repository(tmp_path, {"a.py": "eval('1')\n"})
        run = command("check", "--root", root, "--changed")
        assert run.returncode == 0
        assert "1 violation on lines that have not changed" in run.stdout

    @pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD~9"])
    def test_what_is_no_revision_is_a_mistake(self, tmp_path: Path, revision: str) -> None:
        root = self.repository(tmp_path, {"a.py": "x = 1\n"})
        run = command("check", "--root", root, f"--changed={revision}")
        assert (run.returncode, run.stdout) == (2, "")
        assert not (root / "x").exists()

    @pytest.mark.parametrize("path", ["a.py", "src"])
    def test_a_path_in_the_place_of_a_revision_is_a_mistake_that_is_explained(self, tmp_path: Path, path: str) -> None:
        root = self.repository(tmp_path, {"a.py": "x = 1\n", "src/b.py": "x = 1\n"})
        run = command("check", "--changed", path, cwd=root)
        assert (run.returncode, run.stdout) == (2, "")
        assert f"{path} is a path and no revision; name paths first" in run.stderr

    def test_without_a_repository_it_is_a_mistake(self, tmp_path: Path) -> None:
        project(tmp_path, {"a.py": "x = 1\n"})
        run = command("check", "--root", tmp_path, "--changed")
        assert (run.returncode, "git cannot tell: fatal: not a git repository" in run.stderr) == (2, True)

    def test_programs_that_a_repository_names_are_not_run(self, tmp_path: Path) -> None:
        root = self.repository(tmp_path, {"a.py": "x = 1\n", ".gitattributes": "*.py diff=evil\n"})
        touch = f"touch {root}/ran"
        for key in ("core.fsmonitor", "diff.external", "diff.evil.textconv", "diff.evil.command", "core.pager"):
            self.git(root, "config", key, touch)
        project(root, {"a.py": "eval('1')\n"})
        assert self.changed(root) == [("a.py", 1)]
        assert not (root / "ran").exists()


class TestABaseline:
    OLD = "eval('1')\nx = 1\neval('2')\neval('2')\n"

    def start(self, root: Path) -> Path:
        project(root, {"CLAUDE.md": RULES, "a.py": self.OLD})
        run = command("check", "--root", root, "--write-baseline", root / "known.json")
        assert (run.returncode, run.stdout) == (0, "")
        assert run.stderr.startswith("3 violations listed in ")
        return root / "known.json"

    def new(self, root: Path, known: Path) -> tuple[int, list[tuple[int, bool]]]:
        run = command("check", "--root", root, "--baseline", known, "--format", "json")
        found = json.loads(run.stdout)["violations"]
        return run.returncode, [(each["line"], each.get("known", False)) for each in found]

    def test_what_it_lists_fails_no_run_and_stays_marked(self, tmp_path: Path) -> None:
        known = self.start(tmp_path)
        assert self.new(tmp_path, known) == (0, [(1, True), (3, True), (4, True)])
        run = command("check", "--root", tmp_path, "--baseline", known)
        assert run.stdout.endswith("Lawful: 1 file held to 3 rules; 3 violations in the baseline.\n")

    def test_moved_lines_are_still_known(self, tmp_path: Path) -> None:
        known = self.start(tmp_path)
        project(tmp_path, {"a.py": f"'''A file.'''\n\n\n{self.OLD}", "CLAUDE.md": f"# Rules\n\n{RULES}"})
        assert self.new(tmp_path, known) == (0, [(4, True), (6, True), (7, True)])

    @pytest.mark.parametrize(
        ("code", "found"),
        [
            ("eval('1')\neval('3')\n", [(1, True), (2, False)]),
            ("eval('2')\neval('2')\neval('2')\n", [(1, True), (2, True), (3, False)]),
            ("eval('1'), print()\n", [(1, False), (1, False)]),
        ],
    )
    def test_what_is_new_is_never_hidden(self, tmp_path: Path, code: str, found: list[tuple[int, bool]]) -> None:
        known = self.start(tmp_path)
        project(tmp_path, {"a.py": code})
        assert self.new(tmp_path, known) == (1, found)

    def test_another_file_or_another_rule_is_new(self, tmp_path: Path) -> None:
        known = self.start(tmp_path)
        project(tmp_path, {"b.py": "eval('1')\n"})
        assert self.new(tmp_path, known)[0] == 1
        project(tmp_path, {"b.py": "", "CLAUDE.md": "- `eval` must not be used.\n"})
        assert self.new(tmp_path, known)[0] == 1

    @pytest.mark.parametrize(
        "text", ["", "[]", '{"version": 2, "violations": []}', '{"version": 1, "violations": [1]}']
    )
    def test_what_is_none_is_a_mistake(self, tmp_path: Path, text: str) -> None:
        project(tmp_path, {"CLAUDE.md": RULES, "a.py": "x = 1\n", "known.json": text})
        run = command("check", "--root", tmp_path, "--baseline", tmp_path / "known.json")
        assert (run.returncode, run.stdout) == (2, "")
        assert "baseline" in run.stderr

    def test_a_missing_one_is_a_mistake(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": RULES, "a.py": "x = 1\n"})
        assert command("check", "--root", tmp_path, "--baseline", tmp_path / "none.json").returncode == 2
