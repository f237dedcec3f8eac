"""Directives that are left to ruff: what it finds cites the context file, and where it is missing nothing passes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import lawful
from lawful.rules import interpreter, ruff_check
from lawful.validator import delegate
from projects import lawful as command
from projects import project

if TYPE_CHECKING:
    from pathlib import Path

RULES = "# Style\n\n- Sort imports with isort.\n- No unused imports.\n"


def test_what_ruff_finds_is_a_violation_that_cites_the_line(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": RULES, "a.py": "import sys\nimport os\n\nprint(os.sep)\n"})
    found = json.loads(command("check", "--root", tmp_path, "--format", "json").stdout)["violations"]
    assert [(each["line"], each["check"], each["rule"]["source"]["line"]) for each in found] == [
        (1, "unsorted-imports", 3),
        (1, "unused-imports", 4),
    ]
    assert found[0]["fix"]["applicability"] == "safe"
    assert found[1]["message"] == "`sys` imported but unused (ruff F401)"


def test_its_safe_fixes_are_applied(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": RULES, "a.py": "import sys\nimport os\n\nprint(os.sep)\n"})
    assert command("check", "--root", tmp_path, "--fix").returncode == 0
    assert (tmp_path / "a.py").read_text() == "import os\n\nprint(os.sep)\n"


def test_a_directive_that_is_left_to_it_says_so(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": RULES})
    found = json.loads(command("rules", "--root", tmp_path, "--format", "json").stdout)["directives"]
    assert [each["status"] for each in found] == ["delegated", "delegated"]


def test_modules_of_the_project_are_told_from_others(tmp_path: Path) -> None:
    code = "import libcst\n\nimport mine\n\nmine.f(libcst)\n"
    project(tmp_path, {"CLAUDE.md": RULES, "src/mine/__init__.py": "", "src/a.py": code})
    assert command("check", "--root", tmp_path).returncode == 0


def test_noqa_suppresses_nothing_and_a_suppression_does(tmp_path: Path) -> None:
    code = "import os  # noqa: F401\nimport sys  # lawful: ignore[unused-imports] for its effect\n"
    project(tmp_path, {"CLAUDE.md": RULES, "a.py": code})
    found = json.loads(command("check", "--root", tmp_path, "--format", "json").stdout)["violations"]
    assert [each["line"] for each in found] == [1]


def test_settings_of_the_project_cannot_weaken_it(tmp_path: Path) -> None:
    project(
        tmp_path, {"CLAUDE.md": RULES, "ruff.toml": 'lint.ignore = ["ALL"]\nexclude = ["*"]\n', "a.py": "import os\n"}
    )
    assert command("check", "--root", tmp_path).returncode == 1


def test_where_it_is_not_installed_the_directive_is_unenforced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreter, "executable", lambda: None)
    project(tmp_path, {"CLAUDE.md": f"{RULES}- No print. Use isort for imports.\n", "a.py": "import os\n"})
    rules = lawful.load(tmp_path)
    assert [(bool(rule.bindings), rule.reason) for rule in rules.rules] == [
        (False, ruff_check.NOT_INSTALLED),
        (False, ruff_check.NOT_INSTALLED),
        (True, None),
        (False, ruff_check.NOT_INSTALLED),
    ]
    run = lawful.check(root=tmp_path)
    assert len(run.report.not_checked) == 3


def test_where_it_fails_nothing_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "ruff"
    program.write_text("#!/bin/sh\necho broken >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr(delegate, "executable", lambda: str(program))
    project(tmp_path, {"CLAUDE.md": RULES, "a.py": "x = 1\n"})
    run = lawful.check(root=tmp_path)
    assert run.report.exit_status == 2
    assert [(each.kind, each.message) for each in run.report.problems] == [("delegate-failed", "ruff failed: broken")]


def ruff_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str) -> None:
    """Have a few lines of shell run before ruff is."""
    program = tmp_path / "ruff"
    program.write_text(f'#!/bin/sh\n{first}\nexec {ruff_check.executable()} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr(delegate, "executable", lambda: str(program))


def test_it_is_started_for_many_files_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ruff_that(tmp_path, monkeypatch, f"echo started >> {tmp_path}/log")
    files = {f"src/m{at}.py": f"import os\n\nx = {at}\n" for at in range(40)}
    project(tmp_path / "project", {"CLAUDE.md": RULES, **files})
    run = lawful.check(root=tmp_path / "project")
    assert len(run.report.violations) == 40
    assert (tmp_path / "log").read_text().count("started") == 1


def test_a_file_over_which_it_fails_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ruff_that(tmp_path, monkeypatch, 'case "$*" in *bad.py*) exit 3;; esac')
    files = dict.fromkeys(("src/a.py", "src/bad.py", "src/c.py"), "import os\n")
    project(tmp_path / "project", {"CLAUDE.md": RULES, **files})
    report = lawful.check(root=tmp_path / "project").report
    assert [each.path for each in report.violations] == ["src/a.py", "src/c.py"]
    assert [(each.path, each.kind) for each in report.problems] == [("src/bad.py", "delegate-failed")]


def test_what_it_finds_does_not_depend_on_where_one_stands(tmp_path: Path) -> None:
    code = "import libcst\n\nimport mine.other\n\nmine.f(libcst)\n"
    files = {"CLAUDE.md": RULES, "lib/mine/__init__.py": "", "lib/mine/a.py": code, "elsewhere/b.txt": ""}
    root = project(tmp_path, files)
    for folder in (root, root / "elsewhere"):
        assert command("check", "--root", root, cwd=folder).returncode == 0


@pytest.mark.parametrize("name", ["a+b.py", "a b.py", "b$(touch c).py", "\u00e4.py", "-a.py"])
def test_it_is_shown_files_of_any_name(tmp_path: Path, name: str) -> None:
    project(tmp_path, {"CLAUDE.md": RULES, name: "import os\n"})
    assert [each.path for each in lawful.check(root=tmp_path).report.violations] == [name]
