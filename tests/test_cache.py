"""What earlier runs have found counts only where it is sure to be found again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lawful import api
from lawful.project import Project
from lawful.rules import Check
from lawful.rules.rule import EnforcedRule
from lawful.validator import Cache, CheckedFile, Validator
from lawful.violation import Citation, Place, Severity

if TYPE_CHECKING:
    from lawful.source import Source

LONG_AGO = time.time() - 3600
RULES = "- Never use `eval`.\n- Functions must not exceed 3 lines.\n- No bare `except:`.\n- Prefer `is None` checks.\n"
UNLAWFUL = "eval('1')\n\n\ndef f():\n    try:\n        g()\n    except:\n        h()  # lawful: ignore[no-print]\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LAWFUL_CACHE_DIR", str(tmp_path / "cache"))
    root = tmp_path / "project"
    root.mkdir()
    write(root / "CLAUDE.md", RULES)
    write(root / "AGENTS.md", "- Never use `eval`.\n")
    write(root / "good.py", "x = 1\n")
    write(root / "bad.py", UNLAWFUL)
    return root


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were looked at."""
    paths: list[str] = []
    check = Validator.check

    def noting(self: Validator, source: Source, *more: Any) -> CheckedFile:  # noqa: ANN401  # whatever it takes
        paths.append(source.path)
        return check(self, source, *more)

    monkeypatch.setattr(Validator, "check", noting)
    return paths


def write(path: Path, text: str) -> None:
    """Write a file as one that was written long ago, as far as anybody can say so."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, (LONG_AGO, LONG_AGO))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some time has passed since the files were written."""
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 3_600_000_000_000)


def test_what_was_found_is_found_again_without_looking(project: Path, looked_at: list[str]) -> None:
    first = api.check(root=project, cache=True)
    assert looked_at == ["bad.py", "good.py"]
    second = api.check(root=project, cache=True)
    assert looked_at == ["bad.py", "good.py"]
    assert second.report == first.report
    assert len(first.report.violations) == 3
    assert first.report.warnings
    assert [*second.sources] == ["bad.py"]


@pytest.mark.usefixtures("later")
def test_a_clean_file_that_has_not_changed_is_not_even_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = api.check(root=project, cache=True)
    read: list[str] = []
    monkeypatch.setattr(Project, "read", noting(Project.read, read))
    assert api.check(root=project, cache=True).report == first.report
    assert [path for path in read if path.endswith(".py")] == ["bad.py"]


def noting(method: object, paths: list[str]) -> object:
    def read(self: Project, path: str) -> bytes:
        paths.append(path)
        data: bytes = method(self, path)  # type: ignore[operator]  # a method of the class that it is put into
        return data

    return read


def test_without_being_asked_nothing_is_remembered(project: Path, looked_at: list[str]) -> None:
    api.check(root=project)
    api.check(root=project)
    assert looked_at == ["bad.py", "good.py"] * 2
    assert not (project.parent / "cache").exists()


@pytest.mark.parametrize(
    ("name", "text", "again"),
    [
        ("good.py", "y = 2\n", ["good.py"]),
        ("new.py", "y = 2\n", ["new.py"]),
        ("CLAUDE.md", RULES.replace("3", "9"), ["bad.py", "good.py"]),
        ("CLAUDE.md", f"\n{RULES}", ["bad.py", "good.py"]),
        ("pyproject.toml", "[project]\nname = 'x'\n", []),
    ],
    ids=["a file", "a new file", "a rule", "the place of a rule", "something else"],
)
@pytest.mark.usefixtures("later")
def test_what_has_changed_is_looked_at_again(
    project: Path, looked_at: list[str], name: str, text: str, again: list[str]
) -> None:
    api.check(root=project, cache=True)
    del looked_at[:]
    write(project / name, text)
    changed = api.check(root=project, cache=True)
    assert looked_at == again
    assert changed.report == api.check(root=project).report


def test_a_file_that_changes_without_a_trace_in_its_times_is_looked_at_again(project: Path) -> None:
    api.check(root=project, cache=True)
    write(project / "good.py", "eval\n")
    assert {each.path for each in api.check(root=project, cache=True).report.violations} == {"good.py", "bad.py"}


def test_fixes_are_made_whatever_is_known(project: Path) -> None:
    api.check(root=project, cache=True)
    api.check(root=project, cache=True, fix=True)
    assert "except BaseException:" in (project / "bad.py").read_text()


def test_what_could_not_be_checked_is_not_remembered(project: Path, looked_at: list[str]) -> None:
    write(project / "bad.py", "x = (\n")
    assert api.check(root=project, cache=True).report.problems
    del looked_at[:]
    assert api.check(root=project, cache=True).report.problems
    assert looked_at == ["bad.py"]


@pytest.mark.parametrize("damage", [b"", b"garbage" * 1000, None], ids=["emptied", "overwritten", "cut off"])
def test_a_damaged_cache_is_made_anew(project: Path, looked_at: list[str], damage: bytes | None) -> None:
    first = api.check(root=project, cache=True)
    (file,) = (project.parent / "cache").iterdir()
    file.write_bytes(file.read_bytes()[:5000] if damage is None else damage)
    del looked_at[:]
    assert api.check(root=project, cache=True).report == first.report
    assert looked_at == ["bad.py", "good.py"]
    api.check(root=project, cache=True)
    api.check(root=project, cache=True)
    assert api.check(root=project, cache=True).report == first.report
    assert len(looked_at) <= 4


def test_damaged_results_are_looked_at_again(project: Path, looked_at: list[str]) -> None:
    import sqlite3

    first = api.check(root=project, cache=True)
    (file,) = (project.parent / "cache").iterdir()
    with sqlite3.connect(file) as database:
        database.execute("UPDATE checked SET result = 'x' WHERE path = CAST('bad.py' AS BLOB)")
    database.close()
    assert api.check(root=project, cache=True).report == first.report
    assert looked_at == ["bad.py", "good.py", "bad.py"]


def test_a_cache_that_cannot_be_written_costs_only_time(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAWFUL_CACHE_DIR", str(project / "good.py"))
    assert len(api.check(root=project, cache=True).report.violations) == 3


def test_the_project_is_left_alone_and_cannot_bring_a_cache(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(project.rglob("*"))
    monkeypatch.delenv("LAWFUL_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.parent / "home"))
    monkeypatch.setenv("HOME", str(project.parent / "home"))
    monkeypatch.chdir(project)
    api.check(root=project, cache=True)
    assert sorted(project.rglob("*")) == before
    assert [*(project.parent / "home").rglob("*.sqlite")]


def test_a_user_without_a_home_has_no_cache(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(*_: object) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("LAWFUL_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr("pathlib.Path.home", homeless)
    assert len(api.check(root=project, cache=True).report.violations) == 3


def test_names_that_are_no_text_are_remembered_too(project: Path, looked_at: list[str]) -> None:
    try:
        write(Path(os.fsdecode(os.fsencode(project) + b"/\xff.py")), "eval('1')\n")
    except OSError:
        pytest.skip("the file system wants names that are text")
    first = api.check(root=project, cache=True)
    assert len(looked_at) == 3
    assert api.check(root=project, cache=True).report == first.report
    assert len(looked_at) == 3


def test_files_that_are_gone_are_forgotten(project: Path) -> None:
    import sqlite3

    api.check(root=project, cache=True)
    (project / "good.py").unlink()
    api.check(root=project, cache=True)
    (file,) = (project.parent / "cache").iterdir()
    with sqlite3.connect(file) as database:
        assert database.execute("SELECT path FROM checked").fetchall() == [(b"bad.py",)]
    database.close()


def test_runs_at_the_same_time_find_the_same(project: Path) -> None:
    for number in range(60):
        write(project / f"more{number}.py", f"eval({number})\n")
    command = [sys.executable, "-m", "lawful", "check", "--root", str(project), "--format", "json"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    found = [json.loads(run.communicate()[0])["violations"] for run in runs]
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 63
    cached = subprocess.run(command, capture_output=True, check=False)
    fresh = subprocess.run([*command, "--no-cache"], capture_output=True, check=False)
    assert cached.stdout == fresh.stdout
    assert cached.returncode == fresh.returncode == 1


class FromElsewhere(Check):
    """Flags nothing, as far as anybody can tell."""


def test_what_a_check_from_elsewhere_finds_is_not_remembered(project: Path) -> None:
    citation = Citation("the rule", Place("CLAUDE.md", 1))
    rules = [EnforcedRule(FromElsewhere(), Severity.ERROR, citation)]
    cache = Cache(str(project), ["good.py"])
    cache.keep(CheckedFile("good.py"), rules, "", b"x = 1\n")
    cache.save()
    assert Cache(str(project), ["good.py"]).same("good.py", rules, "", b"x = 1\n") is None
