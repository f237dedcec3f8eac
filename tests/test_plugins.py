"""Checks from outside: from folders of a project, run only where that is allowed, and from installed packages."""

from __future__ import annotations

import json
import os
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

import lawful
from lawful import api, plugins, testing
from lawful.project import Project
from projects import lawful as command
from projects import project

CHECK = '''\
"""Names that say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids

from ._words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site, cst


class NoFooNames(Check):
    """Flags functions that are called foo."""

    id = "no-foo-names"
    phrases = (forbids("function named foo"),)
    asks = ("Never write functions named foo.", "Name well. <!-- lawful: no-foo-names -->")
    ignores = ("Functions have names.",)
    valid = ("def bar(): ...",)
    invalid = (Invalid("def foo(): ..."),)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A definition."""
        if node.name.value in WORDS:
            yield Finding(node, "`foo` says nothing; name what it does")
'''
FILES = {
    "CLAUDE.md": "- Never write functions named foo.\n- No print.\n",
    "pyproject.toml": "[tool.lawful]\nchecks = ['tools/checks']\n",
    "tools/checks/_words.py": "WORDS = {'foo'}\n",
    "tools/checks/no_foo_names.py": CHECK,
    "src/a.py": "def foo(): print()\n",
}
RUNS = "import pathlib\npathlib.Path(__file__).with_name('ran').touch()\n"
"""Code that leaves a trace."""


def found(run: subprocess.CompletedProcess[str]) -> list[tuple[str, int, str]]:
    return [(each["path"], each["line"], each["check"]) for each in json.loads(run.stdout)["violations"]]


def check(root: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    outside = {"XDG_CONFIG_HOME": str(root.parent / "config"), "APPDATA": str(root.parent / "config"), **env}
    return command("check", "src", "--format", "json", *arguments, cwd=root, env=outside)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path / "project", {**FILES, ".git/HEAD": ""})


BOTH = [("src/a.py", 1, "no-foo-names"), ("src/a.py", 1, "no-print")]


class TestLocalChecks:
    def test_they_hold_code_where_that_is_allowed(self, root: Path) -> None:
        run = check(root, "--local-checks")
        assert (run.returncode, found(run)) == (1, BOTH)
        assert not list(root.rglob("__pycache__"))

    @pytest.mark.parametrize("folder", ["./tools/checks", "tools/checks/", "tools//checks"])
    def test_their_folder_may_be_written_in_any_way(self, root: Path, folder: str) -> None:
        project(root, {"pyproject.toml": f"[tool.lawful]\nchecks = ['{folder}']\n"})
        (local,) = {each.id for each in api.checks_of(root, local_checks=True)[0]} - {e.id for e in api.own_checks()}
        assert local == "no-foo-names"

    def test_what_is_run_are_the_bytes_that_were_read(self, root: Path) -> None:
        folder = plugins.Folder.of(Project(root), "tools/checks")
        project(root, {"tools/checks/_words.py": RUNS, "tools/checks/no_foo_names.py": RUNS})
        (check,) = folder.checks()
        assert check.id == "no-foo-names"
        assert not (root / "tools" / "checks" / "ran").exists()

    def test_their_code_goes_with_them_to_other_processes(self, root: Path) -> None:
        (check,) = testing.local_checks(root / "tools" / "checks")
        (root / "tools" / "checks" / "_words.py").unlink()
        code = "import pickle, sys\nprint(pickle.load(sys.stdin.buffer).id)"
        sent = pickle.dumps(check())
        run = subprocess.run([sys.executable, "-c", code], input=sent, capture_output=True, check=True)
        assert run.stdout.split() == [b"no-foo-names"]

    def test_they_hold_code_that_is_looked_at_in_another_process(self, root: Path) -> None:
        project(root, {"src/a.py": f"def foo(): {'[' * 150}{']' * 150}\n"})
        assert found(check(root, "--local-checks")) == BOTH[:1]

    def test_without_a_word_their_code_is_not_run_and_the_run_fails(self, root: Path) -> None:
        project(root, {"tools/checks/_words.py": RUNS})
        run = check(root)
        assert (run.returncode, found(run)) == (2, BOTH[1:])
        assert [each["kind"] for each in json.loads(run.stdout)["errors"]] == ["checks-not-loaded"]
        assert not (root / "tools" / "checks" / "ran").exists()

    def test_left_out_they_are_a_warning_and_what_names_them_is_not_enforced(self, root: Path) -> None:
        project(root, {"CLAUDE.md": "- Name well. <!-- lawful: no-foo-names -->\n- No print.\n"})
        settings = FILES["pyproject.toml"] + "severity = { no-foo-names = 'warning' }\n"
        project(root, {"pyproject.toml": settings, "tools/checks/_words.py": RUNS})
        run = check(root, "--no-local-checks")
        report = json.loads(run.stdout)
        assert (run.returncode, found(run)) == (1, BOTH[1:])
        assert [each["kind"] for each in report["warnings"]] == ["checks-not-loaded"]
        assert [each["reason"] for each in report["not_checked"]] == [
            "its comment for lawful names a check that was left out"
        ]
        assert not (root / "tools" / "checks" / "ran").exists()

    def test_they_can_be_allowed_outside_the_project_and_only_as_they_are(self, root: Path) -> None:
        env = {"XDG_CONFIG_HOME": str(root.parent / "config"), "APPDATA": str(root.parent / "config")}
        run = command("trust", cwd=root, env=env)
        assert run.stdout.split() == ["tools/checks/_words.py", "tools/checks/no_foo_names.py"]
        assert found(check(root)) == BOTH
        project(root, {"tools/checks/_words.py": "WORDS = set()\n"})
        assert check(root).returncode == 2
        assert command("trust", cwd=root, env=env).returncode == 0
        assert found(check(root)) == BOTH[1:]

    def test_a_list_in_the_project_itself_allows_nothing(self, root: Path) -> None:
        command("trust", cwd=root, env={"XDG_CONFIG_HOME": str(root.parent / "config")})
        (root.parent / "config").rename(root / "config")
        assert check(root, XDG_CONFIG_HOME=str(root / "config"), APPDATA=str(root / "config")).returncode == 2
        run = command("trust", cwd=root, env={"XDG_CONFIG_HOME": str(root / "config"), "APPDATA": str(root / "config")})
        assert run.returncode == 2

    def test_they_are_explained_and_listed_like_any_other(self, root: Path) -> None:
        assert "Flags functions that are called foo." in command("explain", "--local-checks", cwd=root).stdout
        assert command("explain", "no-foo-names", "--local-checks", cwd=root).stdout.startswith("## no-foo-names")
        assert "error by no-foo-names" in command("rules", "--local-checks", cwd=root).stdout

    @pytest.mark.parametrize(
        ("files", "said"),
        [
            (
                {"tools/checks/_words.py": "x = 1\nWORDS = (\n"},
                "tools/checks/_words.py:2: the checks cannot be loaded: Sy",
            ),
            ({"tools/checks/_words.py": "x = 1\nimport nowhere\n"}, "tools/checks/_words.py:2: the checks cannot be "),
            (
                {"tools/checks/_words.py": "raise SystemExit(0)\n"},
                "tools/checks/_words.py:1: the checks cannot be loaded",
            ),
            ({"tools/checks/more.py": b"\xff"}, "tools/checks/more.py: the checks cannot be loaded: SyntaxError"),
            ({"tools/checks/more.py": CHECK}, "the id no-foo-names is that of "),
            ({"tools/checks/more.py": CHECK.replace("no-foo-names", "no-print")}, "the id no-print is that of lawful."),
            ({"tools/checks/more.py": CHECK.replace("no-foo-names", "F1")}, "more.py: the id of NoFooNames is 'F1'"),
            (
                {"tools/checks/more.py": CHECK.replace("    ignores", "    spares")},
                "more.py: NoFooNames has no `ignores`",
            ),
            ({"pyproject.toml": "[tool.lawful]\nchecks = ['tools/nothing']\n"}, "tools/nothing: is no folder"),
            ({"pyproject.toml": "[tool.lawful]\nchecks = ['../config']\n"}, "../config: is no folder"),
            ({"pyproject.toml": "[tool.lawful]\nchecks = ['docs']\n", "docs/a.md": ""}, "docs: holds no Python file"),
            ({"pyproject.toml": "[tool.lawful]\nchecks = ['src']\n"}, "src: no file in this folder defines a check"),
        ],
    )
    def test_what_cannot_be_loaded_ends_the_run_with_its_place(
        self, root: Path, files: dict[str, str | bytes], said: str
    ) -> None:
        project(root, files)
        with pytest.raises(lawful.PluginError) as caught:
            lawful.check(root=root, local_checks=True)
        assert said in str(caught.value)

    def test_the_command_line_says_it_in_a_line(self, root: Path) -> None:
        project(root, {"tools/checks/_words.py": "import nowhere\n"})
        run = check(root, "--local-checks")
        assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
        assert run.stderr.startswith(
            "lawful: tools/checks/_words.py:1: the checks cannot be loaded: ModuleNotFoundError"
        )

    def test_one_that_crashes_on_a_file_is_reported_and_the_others_go_on(self, root: Path) -> None:
        project(root, {"tools/checks/_words.py": "WORDS = 3\n"})
        report = lawful.check([root / "src"], root=root, local_checks=True).report
        assert report.exit_status == 2
        assert [(each.path, each.line, each.kind, each.check) for each in report.problems] == [
            ("src/a.py", 1, "check-crashed", "no-foo-names")
        ]
        assert [each.check for each in report.violations] == ["no-print"]

    def test_one_that_fails_over_a_sentence_is_to_blame(self, root: Path) -> None:
        broken = CHECK + "\n    def __init__(self, params=None):\n        raise RuntimeError('no')\n"
        project(root, {"tools/checks/no_foo_names.py": broken})
        with pytest.raises(lawful.PluginError) as caught:
            lawful.check(root=root, local_checks=True)
        line = len(broken.splitlines())
        assert str(caught.value).startswith(f"tools/checks/no_foo_names.py:{line}: a check failed while sentences were")

    def test_a_change_is_judged_by_the_checks_before_it_and_its_own_are_not_run(self, root: Path) -> None:
        def git(*arguments: str) -> None:
            identity = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false"]
            subprocess.run(["git", *identity, *arguments], cwd=root, check=True)

        (root / ".git" / "HEAD").unlink()
        git("init", "-q")
        git("add", "-A")
        git("commit", "-qm", "first")
        project(root, {"tools/checks/_words.py": f"{RUNS}WORDS = set()\n"})
        run = check(root, "--local-checks", "--rules-from", "HEAD")
        assert found(run) == BOTH
        assert [(each["path"], each["kind"]) for each in json.loads(run.stdout)["warnings"]] == [
            ("tools/checks", "checks-changed")
        ]
        assert not (root / "tools" / "checks" / "ran").exists()
        git("checkout", "-q", "tools")
        project(root, {"pyproject.toml": ""})
        run = check(root, "--local-checks", "--rules-from", "HEAD")
        assert (found(run), [each["kind"] for each in json.loads(run.stdout)["warnings"]]) == (BOTH, ["checks-changed"])


class TestInstalledChecks:
    def install(self, place: Path, points: str) -> dict[str, str]:
        files = {
            "foo_checks/__init__.py": "",
            "foo_checks/_words.py": "WORDS = {'foo'}\n",
            "foo_checks/names.py": CHECK,
        }
        info = {"METADATA": "Metadata-Version: 2.1\nName: foo\nVersion: 1\n", "entry_points.txt": points}
        project(place, {**files, **{f"foo-1.dist-info/{name}": text for name, text in info.items()}})
        return {"PYTHONPATH": os.pathsep.join([str(place), *filter(None, [os.environ.get("PYTHONPATH")])])}

    @pytest.mark.parametrize("named", ["foo_checks", "foo_checks.names", "foo_checks.names:NoFooNames"])
    def test_an_entry_point_names_a_check_or_a_module_or_a_package_of_them(
        self, root: Path, tmp_path: Path, named: str
    ) -> None:
        project(root, {"pyproject.toml": ""})
        env = self.install(tmp_path / "site", f"[lawful.checks]\nfoo = {named}\n")
        assert found(check(root, **env)) == BOTH

    @pytest.mark.parametrize(
        ("named", "said"),
        [
            ("nowhere", "lawful: nowhere: the checks cannot be loaded: ModuleNotFoundError"),
            ("foo_checks._words", "lawful: foo_checks._words: the entry point foo of lawful.checks names no check"),
        ],
    )
    def test_one_that_cannot_be_loaded_ends_the_run(self, root: Path, tmp_path: Path, named: str, said: str) -> None:
        run = check(root, **self.install(tmp_path / "site", f"[lawful.checks]\nfoo = {named}\n"))
        assert (run.returncode, run.stdout) == (2, "")
        assert said in run.stderr

    def test_what_the_project_itself_brings_is_not_installed_but_for_its_environment(self, root: Path) -> None:
        project(root, {"pyproject.toml": ""})
        points = "[lawful.checks]\nfoo = foo_checks\n"
        assert found(check(root, **self.install(root / "lib", points))) == BOTH[1:]
        assert found(check(root, **self.install(root / ".venv" / "site-packages", points))) == BOTH

    def test_the_current_folder_is_no_place_where_packages_are_installed(self, root: Path) -> None:
        project(root, {"pyproject.toml": ""})
        self.install(root, "[lawful.checks]\nfoo = foo_checks\n")
        project(root, {"foo_checks/__init__.py": RUNS})
        assert found(check(root)) == BOTH[1:]
        assert not (root / "foo_checks" / "ran").exists()


def test_the_page_shows_a_check_that_is_right(tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "plugins.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", page, re.DOTALL)[0]
    run = command("test-checks", project(tmp_path, {"checks/no_foo_names.py": code}) / "checks")
    assert (run.returncode, run.stdout) == (0, "1 check: 11 cases right.\n")


class TestTestingChecks:
    def test_right_ones_are_counted(self, root: Path) -> None:
        for arguments in ((), ("tools/checks",)):
            run = command("test-checks", *arguments, cwd=root)
            assert (run.returncode, run.stdout) == (0, "1 check: 11 cases right.\n")

    @pytest.mark.parametrize(
        ("before", "after", "said"),
        [
            (
                '"Never write functions named foo."',
                '"Be nice."',
                "asks 1: 'Be nice.' should be heard by no-foo-names alone",
            ),
            (
                '"Name well. <!-- lawful: no-foo-names -->"',
                '"No print."',
                "asks 2: 'No print.' should be heard by no-foo",
            ),
            (
                '"Functions have names."',
                '"Never name functions foo."',
                "ignores 1: 'Never name functions foo.' should not",
            ),
            ("def bar(): ...", "def foo(): ...", "valid 1: nothing should be found in this code, and was, on line 1"),
            (
                'Invalid("def foo(): ...")',
                'Invalid("def bar(): ...")',
                "invalid 1: something should be found on line 1",
            ),
            ('Invalid("def foo(): ...")', 'Invalid("def foo(): ...", fixed="")', "invalid 1: the fix makes this"),
            ("Flags functions", "Functions", "standard 1: the docstring should begin"),
            ('ignores = ("Functions have names.",)', "ignores = ()", "standard 2: no-foo-names has no example under"),
            ("def visit_FunctionDef", "def look", "standard 3: no-foo-names has no `visit_` method"),
            ('"def bar(): ..."', '"def bar("', "standard 4: this example is no Python"),
            (
                'Invalid("def foo(): ...")',
                'Invalid("def foo(): ...", params={"a": 1})',
                "standard 5: no-foo-names has no",
            ),
            ("name what it does", "name what it does.", "standard 6: a message is one line"),
            ("node.name.value in", "node.nome in", "valid 1: the check no-foo-names failed here"),
        ],
    )
    def test_wrong_ones_are_named_with_what_is_wrong(self, root: Path, before: str, after: str, said: str) -> None:
        assert before in CHECK
        project(root, {"tools/checks/no_foo_names.py": CHECK.replace(before, after)})
        cases = testing.cases(testing.local_checks(root / "tools" / "checks"))
        wrong = [f"{case.kind} {case.number + 1}: {message}" for case, message in testing.failures(cases)]
        assert any(each.startswith(said) for each in wrong), wrong

    def test_the_command_line_prints_them(self, root: Path) -> None:
        project(root, {"tools/checks/_words.py": "WORDS = {'bar'}\n"})
        run = command("test-checks", cwd=root)
        assert run.returncode == 1
        assert (
            "no-foo-names: valid 1: nothing should be found in this code, and was, on line 1:\ndef bar()" in run.stdout
        )
        assert run.stdout.endswith("1 check: 2 cases of 11 wrong.\n")

    @pytest.mark.parametrize("arguments", [("docs",), ("nowhere",)])
    def test_what_holds_no_checks_is_a_mistake(self, root: Path, arguments: tuple[str]) -> None:
        project(root, {"docs/a.md": ""})
        run = command("test-checks", *arguments, cwd=root)
        assert (run.returncode, run.stdout) == (2, "")
