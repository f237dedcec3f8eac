"""`--rules-from REV`: a change is judged by the rules before it, and what it would make of them is named."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

import lawful
from lawful.project import Project, UnreadableError
from lawful.project.revision import Revision
from projects import lawful as command
from projects import project

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RULES = "- Never use `eval`.\n- No print.\n- Functions must not exceed 10 lines.\n"
CODE = "eval('1')\nprint()\n"


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True)


def committed(root: Path, files: Mapping[str, str]) -> Path:
    project(root, files)
    git(root, "init", "-q")
    git(root, "add", "-A", "-f")
    git(root, "commit", "-qm", "first")
    return root


def judged(root: Path) -> lawful.Report:
    return lawful.check(root=root, rules_from="HEAD").report


def places(report: lawful.Report) -> list[tuple[str, int]]:
    return [(each.path, each.span.line) for each in report.violations]


def changes(report: lawful.Report) -> tuple[dict[str, str], list[str]]:
    found = report.comparison
    assert found is not None
    return {each.rule.text: each.change.value for each in found.weakened}, [each.text for each in found.added]


WEAKER = {
    "the file is gone": {"CLAUDE.md": None},
    "the rules are gone": {"CLAUDE.md": "- Be nice.\n"},
    "it is only wished for": {"CLAUDE.md": "- Avoid `eval`.\n- Avoid print.\n"},
    "it holds elsewhere": {"CLAUDE.md": "- In `lib/`, never use `eval`.\n- No print in `lib/`.\n"},
    "settings switch it off": {"pyproject.toml": "[tool.lawful.severity]\n'*' = 'off'\n"},
    "settings switch it off for a path": {"pyproject.toml": "[tool.lawful.per-path]\nsrc = { '*' = 'off' }\n"},
    "settings exclude the file": {"pyproject.toml": "[tool.lawful]\nexclude = ['src']\n"},
    "settings leave out the context file": {"pyproject.toml": "[tool.lawful]\nexclude-context = ['CLAUDE.md']\n"},
    "git ignores the context file": {".gitignore": "CLAUDE.md\n"},
    "git ignores the code": {".gitignore": "src\n"},
    "an environment hides the code": {"src/pyvenv.cfg": ""},
    "a pin says so": {"pyproject.toml": "[tool.lawful.pins]\n'No print.' = 'off'\n'Never use `eval`.' = 'off'\n"},
    "a comment says so": {"CLAUDE.md": RULES.replace(".\n", ". <!-- lawful: off -->\n")},
    "it is broken": {"pyproject.toml": "[tool.lawful"},
}


@pytest.mark.parametrize("change", WEAKER.values(), ids=WEAKER)
def test_no_change_can_weaken_the_rules_that_judge_it(tmp_path: Path, change: dict[str, str | None]) -> None:
    root = committed(tmp_path, {"CLAUDE.md": RULES, "src/a.py": CODE})
    for name, text in change.items():
        if text is None:
            (root / name).unlink()
        else:
            project(root, {name: text})
    report = judged(root)
    assert places(report) == [("src/a.py", 1), ("src/a.py", 2)]
    weakened, _ = changes(report)
    broken = "pyproject.toml" in change and change["pyproject.toml"] == "[tool.lawful"
    assert ({"Never use `eval`.", "No print."} <= weakened.keys()) is not broken


@pytest.mark.parametrize(
    ("rules", "weakened", "added"),
    [
        (RULES, {}, []),
        ("# Rules\n\nPlease:\n\n- Do not print.\n- `eval` is forbidden.\n- At most 10 lines per function.\n", {}, []),
        (RULES.replace("10", "8"), {}, []),
        (RULES.replace("10", "12"), {"Functions must not exceed 10 lines.": "changed"}, []),
        (RULES.replace("Never use", "Avoid"), {"Never use `eval`.": "softened"}, []),
        (RULES.replace("No print.", "No print in tests."), {"No print.": "narrowed"}, []),
        (RULES.replace("- No print.\n", ""), {"No print.": "removed"}, []),
        (f"{RULES}- No wildcard imports.\n- Be nice.\n", {}, ["No wildcard imports."]),
    ],
)
def test_what_the_working_tree_would_make_of_the_rules_is_named(
    tmp_path: Path, rules: str, weakened: dict[str, str], added: list[str]
) -> None:
    root = committed(tmp_path, {"CLAUDE.md": RULES, "a.py": "x = 1\n", "tests/test_a.py": "x = 1\n"})
    project(root, {"CLAUDE.md": rules})
    assert changes(judged(root)) == (weakened, added)


def test_rules_that_hold_for_no_file_yet_are_named_too(tmp_path: Path) -> None:
    root = committed(tmp_path, {"lib/CLAUDE.md": RULES})
    (root / "lib" / "CLAUDE.md").unlink()
    assert set(changes(judged(root))[0].values()) == {"removed"}


def test_new_rules_are_not_held_yet(tmp_path: Path) -> None:
    root = committed(tmp_path, {"CLAUDE.md": "- No print.\n", "a.py": CODE})
    project(root, {"AGENTS.md": "- Never use `eval`.\n"})
    assert places(judged(root)) == [("a.py", 2)]


def test_the_baseline_is_that_of_the_revision(tmp_path: Path) -> None:
    root = committed(tmp_path, {"CLAUDE.md": RULES, "a.py": CODE})
    command("check", "--root", root, "--write-baseline", root / "known.json")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "second")
    project(root, {"a.py": f"{CODE}eval('2')\n"})
    command("check", "--root", root, "--write-baseline", root / "known.json")
    arguments = ("check", "--root", root, "--baseline", root / "known.json")
    assert command(*arguments).returncode == 0
    assert command(*arguments, "--rules-from", "HEAD").returncode == 1
    run = command(*arguments, "--rules-from", "HEAD~1")
    assert (run.returncode, "known.json: there is no such file at " in run.stderr) == (2, True)


def test_every_format_names_them(tmp_path: Path) -> None:
    root = committed(tmp_path, {"CLAUDE.md": RULES, "a.py": "x = 1\n"})
    project(root, {"CLAUDE.md": RULES.replace("- No print.\n", "- No wildcard imports.\n")})
    run = command("check", "--root", root, "--rules-from", "HEAD")
    assert run.returncode == 0
    assert "  remove: No print. (CLAUDE.md:2), for 1 file\n  add, not held yet: No wildcard imports." in run.stdout
    found = json.loads(command("check", "--root", root, "--rules-from", "HEAD", "--format", "json").stdout)[
        "rules_from"
    ]
    assert (found["revision"], [each["change"] for each in found["weakened"]]) == ("HEAD", ["removed"])
    assert [each["text"] for each in found["added"]] == ["No wildcard imports."]
    sarif = json.loads(command("check", "--root", root, "--rules-from", "HEAD", "--format", "sarif").stdout)
    notes = sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert [each["descriptor"]["id"] for each in notes] == ["rule-weakened", "rule-added"]


@pytest.mark.parametrize("more", [("--rules", "CLAUDE.md"), ("--also", "above")])
def test_what_is_no_part_of_a_revision_does_not_go_with_one(tmp_path: Path, more: tuple[str, str]) -> None:
    root = committed(tmp_path, {"CLAUDE.md": RULES})
    run = command("check", "--rules-from", "HEAD", *more, cwd=root)
    assert (run.returncode, run.stdout) == (2, "")


@pytest.mark.parametrize("revision", ["nowhere", "--all", "HEAD:CLAUDE.md", "a.py"])
def test_what_is_no_revision_is_a_mistake(tmp_path: Path, revision: str) -> None:
    root = committed(tmp_path, {"a.py": "x = 1\n"})
    run = command("check", f"--rules-from={revision}", cwd=root)
    assert (run.returncode, run.stdout) == (2, "")
    assert revision in run.stderr


class TestAProjectAtARevision:
    FILES = {  # noqa: RUF012
        ".gitignore": "*.tmp\n",
        "CLAUDE.md": "one",
        "a.tmp": "x",
        "deep/er/b.py": "x",
        "tests/ä ö.py": "x",
        "env/pyvenv.cfg": "",
        "env/c.py": "x",
        "node_modules/d.py": "x",
    }

    def both(self, root: Path) -> tuple[Project, Revision]:
        project(root, self.FILES)
        for link, target in {
            "AGENTS.md": "CLAUDE.md",
            "deep/up.md": "../CLAUDE.md",
            "out.md": "../out.md",
            "absolute.md": "/etc/passwd",
            "self.md": "self.md",
            "nowhere.md": "nothing.md",
            "linked": "deep",
        }.items():
            (root / link).symlink_to(target)
        committed(root, {})
        return Project(root), Revision(root, "HEAD")

    def test_it_has_the_same_files_as_on_disk(self, tmp_path: Path) -> None:
        disk, revision = self.both(tmp_path)
        # What a link out of the root leads to is known only on disk; it is not read there either.
        assert {*revision.files, *revision.odd} == {*disk.files, *disk.odd}
        assert {*disk.files} - {*revision.files} == {"absolute.md"}
        assert revision.links == disk.links
        assert [*revision.select("deep")] == [*disk.select("deep")]
        assert [*revision.select("linked")] == [*disk.select("linked")]

    def test_it_reads_the_same_bytes_through_the_same_links_and_refuses_the_same(self, tmp_path: Path) -> None:
        disk, revision = self.both(tmp_path)
        for path in (*disk.files, *disk.odd, "linked/er/b.py", "not there", "deep"):
            try:
                expected = disk.read(path)
            except UnreadableError:
                with pytest.raises(UnreadableError):
                    revision.read(path)
            else:
                assert revision.read(path) == expected

    def test_it_does_not_change_with_the_disk(self, tmp_path: Path) -> None:
        _, revision = self.both(tmp_path)
        project(tmp_path, {"CLAUDE.md": "two", "new.md": "x"})
        (tmp_path / "deep" / "er" / "b.py").unlink()
        again = Revision(tmp_path, "HEAD")
        assert again.files == revision.files
        assert again.read("CLAUDE.md") == b"one"
        assert again.read("deep/er/b.py") == b"x"

    def test_a_folder_of_a_repository_is_a_root_too(self, tmp_path: Path) -> None:
        self.both(tmp_path)
        inner = Revision(tmp_path / "deep", "HEAD")
        assert inner.files == ("er/b.py",)
        assert inner.read("er/b.py") == b"x"
        with pytest.raises(UnreadableError):
            inner.read("up.md")

    def test_nothing_can_be_written(self, tmp_path: Path) -> None:
        _, revision = self.both(tmp_path)
        with pytest.raises(UnreadableError):
            revision.write("CLAUDE.md", b"three")

    def test_objects_that_stand_in_for_others_are_not_read(self, tmp_path: Path) -> None:
        _, revision = self.both(tmp_path)
        project(tmp_path, {"CLAUDE.md": "two"})
        git(tmp_path, "commit", "-qam", "second")
        git(tmp_path, "replace", revision.commit, "HEAD")
        assert Revision(tmp_path, "HEAD~1").read("CLAUDE.md") == b"one"
