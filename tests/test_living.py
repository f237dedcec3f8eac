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
