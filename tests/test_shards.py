"""The shards of a project, checked one by one and merged, are the whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from projects import lawful, project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {f"src/m{at}.py": f"def f(x):\n    print({at})\n    return x\n" for at in range(12)}
    return project(tmp_path, {"CLAUDE.md": "- No print statements.\n- Be kind.\n", **files, "src/broken.py": "def\n"})


def reported(root: Path, *arguments: str) -> dict[str, Any]:
    found = json.loads(lawful("check", "--format", "json", *arguments, cwd=root).stdout)
    assert isinstance(found, dict)
    return found


def shards(root: Path, of: int) -> list[str]:
    """The names of the reports of all shards."""
    for number in range(1, of + 1):
        (root / f"{number}.json").write_text(json.dumps(reported(root, "--shard", f"{number}/{of}")))
    return [f"{number}.json" for number in range(1, of + 1)]


@pytest.mark.parametrize("of", [1, 3])
def test_merged_shards_are_the_report_of_the_whole(root: Path, of: int) -> None:
    run = lawful("merge", *reversed(shards(root, of)), cwd=root)
    assert json.loads(run.stdout) == reported(root)
    assert run.returncode == 2  # of what is broken


def test_a_file_stays_in_its_shard_when_others_come(root: Path) -> None:
    before = {each["path"] for each in reported(root, "--shard", "2/3")["violations"]}
    project(root, {"src/a_new.py": "print(1)\n", "src/z_new.py": "print(1)\n"})
    assert before <= {each["path"] for each in reported(root, "--shard", "2/3")["violations"]}


def test_shards_that_find_nothing_are_lawful(root: Path) -> None:
    for path in (root / "src").iterdir():
        path.write_text("x = 1\n")
    run = lawful("merge", *shards(root, 2), cwd=root)
    assert (run.returncode, json.loads(run.stdout)["summary"]["lawful"]) == (0, True)


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["1.json", "3.json"], "shard 2/3 is missing"),
        (["1.json", "2.json", "3.json", "1.json"], "no report"),
        (["whole.json"], "no report of a shard"),
        (["none.json"], "none.json"),
    ],
)
def test_what_is_not_all_shards_is_not_merged(root: Path, names: list[str], why: str) -> None:
    shards(root, 3)
    (root / "whole.json").write_text(json.dumps(reported(root)))
    names = [*names[:3], "copy.json"] if len(names) == 4 else names
    (root / "copy.json").write_text("[]")
    run = lawful("merge", *names, cwd=root)
    assert (run.returncode, run.stdout) == (2, "")
    assert why in run.stderr


def test_a_shard_that_is_there_twice_is_not_merged(root: Path) -> None:
    names = shards(root, 2)
    (root / "again.json").write_text((root / "1.json").read_text())
    assert "there twice" in lawful("merge", *names, "again.json", cwd=root).stderr


@pytest.mark.parametrize("shard", ["0/3", "4/3", "x", "1/0", "-1/2"])
def test_a_shard_that_cannot_be_is_a_usage_error(root: Path, shard: str) -> None:
    assert lawful("check", f"--shard={shard}", cwd=root).returncode == 2
