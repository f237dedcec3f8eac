"""`[tool.lawful]` in pyproject.toml: severities, what is off, what is left out, and every mistake named by its key."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lawful
from lawful.project import Project
from lawful.rules import Status, read_settings
from projects import lawful as command
from projects import project

RULES = "- Never use `eval`.\n- No print.\n- Avoid wildcard imports.\n"
CODE = "eval('1')\nprint()\nfrom os import *\n"
PLACES = ("a.py", "src/a.py", "tests/test_a.py")


def reported(root: Path, settings: str, *, rules: str = RULES) -> dict[str, dict[int, str]]:
    """For each file the severities of its violations by line."""
    project(root, {"CLAUDE.md": rules, "pyproject.toml": settings, **dict.fromkeys(PLACES, CODE)})
    report = lawful.check(root=root).report
    assert report.problems == ()
    return {
        path: {each.span.line: each.severity.value for each in report.violations if each.path == path}
        for path in PLACES
    }


def everywhere(found: dict[int, str]) -> dict[str, dict[int, str]]:
    return dict.fromkeys(PLACES, found)


USUAL = {1: "error", 2: "error", 3: "warning"}


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ("", everywhere(USUAL)),
        ("[tool.lawful]\n", everywhere(USUAL)),
        ("[tool.lawful.severity]\nno-print = 'warning'\n", everywhere({**USUAL, 2: "warning"})),
        ("[tool.lawful.severity]\nno-wildcard-imports = 'error'\n", everywhere({**USUAL, 3: "error"})),
        ("[tool.lawful.severity]\nno-print = 'off'\n", everywhere({1: "error", 3: "warning"})),
        ("[tool.lawful.severity]\n'*' = 'warning'\n", everywhere(dict.fromkeys((1, 2, 3), "warning"))),
        (
            "[tool.lawful.severity]\n'*' = 'off'\nforbidden-call = 'off'\n'Never use `eval`.' = 'warning'\n",
            everywhere({1: "warning"}),
        ),
        (
            "[tool.lawful.per-path]\n'tests/**' = { no-print = 'off', forbidden-call = 'warning' }\n",
            {"a.py": USUAL, "src/a.py": USUAL, "tests/test_a.py": {1: "warning", 3: "warning"}},
        ),
        (
            "[tool.lawful.per-path]\n'**' = { '*' = 'off' }\nsrc = { no-print = 'warning' }\n",
            {"a.py": {}, "src/a.py": {2: "warning"}, "tests/test_a.py": {}},
        ),
        (
            "[tool.lawful.per-path]\nsrc = { '*' = 'off' }\n'src/a.py' = { 'No print.' = 'error' }\n",
            {"a.py": USUAL, "src/a.py": {2: "error"}, "tests/test_a.py": USUAL},
        ),
        ("[tool.lawful]\nexclude = ['src']\n", {"a.py": USUAL, "src/a.py": {}, "tests/test_a.py": USUAL}),
        ("[tool.lawful]\nexclude = ['**/*a.py']\n", everywhere({})),
    ],
)
def test_settings_say_how_much_a_rule_weighs_and_where(
    tmp_path: Path, settings: str, found: dict[str, dict[int, str]]
) -> None:
    assert reported(tmp_path, settings) == found


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ("tool.lawful = 3", "tool.lawful is"),
        ("[tool.lawful]\nexcludes = []\n", "tool.lawful.excludes "),
        ("[tool.lawful]\nexclude = 'src'\n", "tool.lawful.exclude "),
        ("[tool.lawful]\nexclude = [3]\n", "tool.lawful.exclude "),
        ("[tool.lawful]\nexclude = ['a[']\n", "tool.lawful.exclude 'a['"),
        ("[tool.lawful]\nexclude-context = ['{a']\n", "tool.lawful.exclude-context '{a'"),
        ("[tool.lawful]\nchecks = 'tools'\n", "tool.lawful.checks "),
        ("[tool.lawful]\nseverity = 'error'\n", "tool.lawful.severity "),
        ("[tool.lawful.severity]\nno-print = 'fatal'\n", "tool.lawful.severity.'no-print' "),
        ("[tool.lawful.severity]\nno-print = 1\n", "tool.lawful.severity.'no-print' "),
        ("[tool.lawful.severity]\nno-such-check = 'off'\n", "tool.lawful.severity 'no-such-check'"),
        ("[tool.lawful.per-path]\nsrc = 'off'\n", "tool.lawful.per-path.'src' "),
        ("[tool.lawful.per-path]\n'a[' = {}\n", "tool.lawful.per-path.'a[' "),
        ("[tool.lawful.per-path]\n'' = {}\n", "tool.lawful.per-path.'' "),
        ("[tool.lawful.per-path.src]\nno-print = ['off']\n", "tool.lawful.per-path.'src'.'no-print' "),
        ("[tool.lawful.per-path.src]\n'No prints.' = 'off'\n", "tool.lawful.per-path.'src' 'No prints.'"),
        ("[tool.lawful.pins]\n'No print.' = 1\n", "tool.lawful.pins.'No print.' "),
    ],
)
def test_a_setting_that_is_not_understood_fails_the_run_and_is_named(tmp_path: Path, settings: str, key: str) -> None:
    project(tmp_path, {"CLAUDE.md": RULES, "pyproject.toml": settings, "a.py": "x = 1\n"})
    report = lawful.check(root=tmp_path).report
    assert report.exit_status == 2
    (problem,) = report.problems
    assert (problem.path, problem.kind) == ("pyproject.toml", "settings-unreadable")
    assert key in problem.message


def test_broken_toml_is_named_with_its_line(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": RULES, "pyproject.toml": "[tool.lawful]\nexclude = ]\n"})
    (problem,) = lawful.load(tmp_path).problems
    assert (problem.path, problem.kind, problem.line) == ("pyproject.toml", "settings-unreadable", 2)


def toml(value: object) -> str:
    """A value as inline TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value)


NAMES = st.sampled_from(
    ["exclude", "exclude-context", "checks", "severity", "per-path", "pins", "no-print", "*", "src"]
)
TEXTS = (
    NAMES
    | st.sampled_from(["error", "warning", "off", "**", "a[", "{a", "../x", "/", "tests/**"])
    | st.text("ab{[*/", max_size=5)
)
VALUES = st.recursive(
    TEXTS | st.integers(-9, 9) | st.booleans() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(NAMES, VALUES, max_size=4))
@settings(max_examples=60, deadline=None)
def test_whatever_stands_there_is_understood_or_named(tables: dict[str, object]) -> None:
    with TemporaryDirectory() as folder:
        text = f"tool.lawful = {toml(tables)}\n"
        root = project(Path(folder), {"CLAUDE.md": RULES, "pyproject.toml": text, "src/a.py": CODE})
        shown, problems = read_settings(Project(root))
        for name, value in tables.items():
            understood = getattr(shown, name.replace("-", "_"), None)
            assert (
                understood
                or value in ([], {})
                or any(each.message.startswith(f"tool.lawful.{name}") for each in problems)
            )
        report = lawful.check(root=root, local_checks=False).report
        assert {*problems} <= {*report.problems}


def test_other_settings_hold_beside_one_that_is_not_understood(tmp_path: Path) -> None:
    settings = "[tool.lawful]\nno = 1\nexclude = ['a.py']\n[tool.lawful.severity]\nno-print = 'off'\n"
    project(tmp_path, {"CLAUDE.md": RULES, "pyproject.toml": settings, "a.py": "print()", "b.py": "print()"})
    report = lawful.check(root=tmp_path).report
    assert (report.violations, report.excluded, len(report.problems)) == ((), 1, 1)


def test_what_is_switched_off_everywhere_is_listed_as_not_checked(tmp_path: Path) -> None:
    settings = "[tool.lawful.severity]\nno-print = 'off'\n"
    project(tmp_path, {"CLAUDE.md": "- No print, and never use `eval`.\n- No print.\n", "pyproject.toml": settings})
    rules = lawful.load(tmp_path).rules
    assert [(each.status, each.reason) for each in rules] == [
        (Status.ENFORCED, "only in part: no-print is switched off in pyproject.toml"),
        (Status.UNENFORCED, "switched off in pyproject.toml"),
    ]
    report = lawful.check(root=tmp_path, locked=True).report
    assert [each.reason for each in report.not_checked] == [each.reason for each in rules]
    assert [each.kind for each in report.problems] == []


def test_what_is_switched_off_for_a_path_says_so_there(tmp_path: Path) -> None:
    settings = "[tool.lawful.per-path]\ntests = { no-print = 'off' }\n"
    project(tmp_path, {"CLAUDE.md": "- No print.\n", "pyproject.toml": settings})
    run = command("rules", "--root", tmp_path, "--for", "tests/a.py")
    assert "switched off in pyproject.toml" in run.stdout
    assert "switched off" not in command("rules", "--root", tmp_path, "--for", "src/a.py").stdout


def test_a_rule_that_is_switched_off_for_a_path_beats_none_there(tmp_path: Path) -> None:
    files = {
        "CLAUDE.md": "- Lines must not exceed 100 characters.\n",
        "src/CLAUDE.md": "- Lines must not exceed 80 characters.\n",
        "src/a.py": f"x = '{'a' * 100}'\n",
        "pyproject.toml": "[tool.lawful.per-path]\nsrc = { 'Lines must not exceed 80 characters.' = 'off' }\n",
    }
    (violation,) = lawful.check(root=project(tmp_path, files)).report.violations
    assert violation.rule.source.path == "CLAUDE.md"


def test_the_page_of_settings_shows_some_that_are_understood(tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "settings.md").read_text(encoding="utf-8")
    settings = page.partition("```toml\n")[2].partition("```")[0]
    rules = "- Functions must not exceed 40 lines.\n- Views never touch the ORM.\n"
    project(tmp_path, {"CLAUDE.md": rules, "pyproject.toml": settings, "tools/checks/a.py": ""})
    assert lawful.load(tmp_path, local_checks=False).problems == ()
    shown, problems = read_settings(Project(tmp_path))
    assert problems == []
    assert all((shown.exclude, shown.exclude_context, shown.checks, shown.severity, shown.per_path, shown.pins))


class TestExcluding:
    def test_an_excluded_file_is_not_even_parsed_and_is_counted(self, tmp_path: Path) -> None:
        settings = "[tool.lawful]\nexclude = ['templates']\n"
        files = {"CLAUDE.md": RULES, "pyproject.toml": settings, "templates/a.py": "{{ no python }}", "b.py": ""}
        run = command("check", "--root", project(tmp_path, files), "--format", "json")
        assert run.returncode == 0
        assert json.loads(run.stdout)["summary"]["excluded"] == 1
        text = command("check", "--root", tmp_path).stdout
        assert text.endswith("Lawful: 1 file held to 3 rules; 1 file excluded.\n")

    def test_naming_it_gives_a_warning_and_no_error(self, tmp_path: Path) -> None:
        settings = "[tool.lawful]\nexclude = ['templates']\n"
        project(tmp_path, {"CLAUDE.md": RULES, "pyproject.toml": settings, "templates/a.py": "{{ no python }}"})
        run = command("check", "templates/a.py", "--format", "json", cwd=tmp_path)
        assert run.returncode == 0
        assert [each["kind"] for each in json.loads(run.stdout)["warnings"]] == ["excluded"]
        assert command("check", "templates", "--root", tmp_path, cwd=tmp_path).returncode == 0

    def test_an_excluded_context_file_is_not_read_and_is_named(self, tmp_path: Path) -> None:
        settings = "[tool.lawful]\nexclude-context = ['vendored']\n"
        files = {"CLAUDE.md": RULES, "vendored/CLAUDE.md": "- No assert.\n", "pyproject.toml": settings}
        rules = lawful.load(project(tmp_path, files))
        assert {rule.directive.place.path for rule in rules.rules} == {"CLAUDE.md"}
        assert [(each.path, each.kind) for each in rules.warnings] == [("vendored/CLAUDE.md", "excluded-by-settings")]
        named = lawful.load(tmp_path, rules=[tmp_path / "vendored" / "CLAUDE.md"])
        assert [rule.directive.text for rule in named.rules] == ["No assert."]
