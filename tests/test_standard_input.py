"""`lawful check - --stdin-filename PATH`: text that an editor has not saved yet, held to the rules of its path."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import lawful
from projects import project

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"CLAUDE.md": "- No bare `except:`.\n", "src/CLAUDE.md": "- No print.\n", "src/a.py": "x = (\n"}
CODE = b"try: f()\nexcept: print()\n"
FIXED = b"try: f()\nexcept BaseException: print()\n"


def check(root: Path, text: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "lawful", "check", *arguments]
    return subprocess.run(command, input=text, capture_output=True, cwd=root, check=False, timeout=120)


def found(root: Path, text: bytes, *arguments: str) -> list[tuple[str, int, str]]:
    report = json.loads(check(root, text, *arguments, "--format", "json").stdout)
    return [(each["path"], each["line"], each["check"]) for each in report["violations"]]


@pytest.mark.parametrize("dash", [["-"], []])
def test_the_text_is_held_to_the_rules_of_the_path_and_not_the_file(tmp_path: Path, dash: list[str]) -> None:
    project(tmp_path, FILES)
    assert found(tmp_path, CODE, *dash, "--stdin-filename", "src/a.py") == [
        ("src/a.py", 2, "no-bare-except"),
        ("src/a.py", 2, "no-print"),
    ]
    assert found(tmp_path, CODE, *dash, "--stdin-filename", "not/there.py") == [("not/there.py", 2, "no-bare-except")]


def test_a_path_is_relative_to_the_current_folder(tmp_path: Path) -> None:
    project(tmp_path, {**FILES, ".git/HEAD": ""})
    assert found(tmp_path / "src", b"print()\n", "-", "--stdin-filename", "a.py") == [("src/a.py", 1, "no-print")]


def test_fixed_text_is_printed_and_the_report_goes_to_standard_error(tmp_path: Path) -> None:
    project(tmp_path, FILES)
    run = check(tmp_path, CODE, "-", "--fix", "--stdin-filename", "src/a.py")
    assert (run.returncode, run.stdout) == (1, FIXED)
    assert b"src/a.py:2:" in run.stderr
    assert b"1 violation fixed." in run.stderr
    assert (tmp_path / "src" / "a.py").read_text() == FILES["src/a.py"]


@pytest.mark.parametrize(
    "text", [b"\xef\xbb\xbfx = 1\r\n", b"# coding: latin-1\nx = '\xe4'\n", b"x = (\n", b"\xff", b""]
)
def test_text_that_has_nothing_to_fix_comes_back_byte_for_byte(tmp_path: Path, text: bytes) -> None:
    project(tmp_path, FILES)
    run = check(tmp_path, text, "-", "--fix", "--stdin-filename", "src/a.py")
    assert run.stdout == text
    assert run.returncode == (2 if text in {b"x = (\n", b"\xff"} else 0)


def test_the_encoding_and_the_line_ends_of_the_text_are_kept(tmp_path: Path) -> None:
    project(tmp_path, FILES)
    text = b"# coding: latin-1\r\ntry: f('\xe4')\r\nexcept: g()\r\n"
    run = check(tmp_path, text, "-", "--fix", "--stdin-filename", "src/a.py")
    assert run.stdout == text.replace(b"except:", b"except BaseException:")


def test_the_json_holds_the_fixed_text(tmp_path: Path) -> None:
    project(tmp_path, FILES)
    report = json.loads(check(tmp_path, CODE, "-", "--fix", "--stdin-filename", "a.py", "--format", "json").stdout)
    assert report["text"] == FIXED.decode()
    assert "text" not in json.loads(check(tmp_path, CODE, "-", "--stdin-filename", "a.py", "--format", "json").stdout)


@pytest.mark.parametrize(
    ("given", "text"),
    [(b"# coding: latin-1\nx = '\xe4'\n", "# coding: latin-1\nx = 'ä'\n"), (b"x = (\n", "x = (\n"), (b"\xff", None)],
)
def test_text_without_anything_to_fix_stands_in_the_json_as_it_is(
    tmp_path: Path, given: bytes, text: str | None
) -> None:
    project(tmp_path, FILES)
    run = check(tmp_path, given, "-", "--fix", "--stdin-filename", "a.py", "--format", "json")
    assert json.loads(run.stdout).get("text") == text


def test_a_diff_is_a_patch_for_the_path(tmp_path: Path) -> None:
    project(tmp_path, FILES)
    run = check(tmp_path, CODE, "-", "--diff", "--stdin-filename", "src/a.py")
    assert (run.returncode, run.stdout.splitlines()[:2]) == (1, [b"--- a/src/a.py", b"+++ b/src/a.py"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-"], b"--stdin-filename"),
        (["src", "--stdin-filename", "src/a.py"], b"no other files"),
        (["-", "--stdin-filename", "src/a.py", "--changed"], b"not about standard input"),
        (["-", "--stdin-filename", "src/a.py", "--write-baseline", "known.json"], b"not about standard input"),
        (["-", "--stdin-filename", "src/a.py", "--fix", "--format", "sarif"], b"--format json"),
        (["-", "--stdin-filename", "../a.py", "--root", "."], b"outside the root"),
    ],
)
def test_what_does_not_go_together_is_a_mistake(tmp_path: Path, arguments: list[str], said: bytes) -> None:
    project(tmp_path, FILES)
    run = check(tmp_path, CODE, *arguments)
    assert (run.returncode, run.stdout) == (2, b"")
    assert said in run.stderr


def test_the_library_takes_texts_beside_files(tmp_path: Path) -> None:
    project(tmp_path, {**FILES, "b.py": "x = 1\n"})
    run = lawful.check(root=tmp_path, texts={tmp_path / "src" / "a.py": CODE}, fix=True)
    assert run.report.problems == ()
    assert run.fixed["src/a.py"][1].text == FIXED.decode()
    assert (tmp_path / "src" / "a.py").read_text() == FILES["src/a.py"]
