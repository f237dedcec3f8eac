"""What context files were understood to say counts only as long as it is sure to be understood again."""

from __future__ import annotations

import os
import pickle
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lawful import api
from lawful.memory import unsealed
from lawful.rules import Contents, interpreter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from lawful.context import Directive
    from lawful.rules import Check, Rule
    from lawful.rules.lock import Decided
    from lawful.validator import Report

RULES = "- Never use `eval`.\n- Write clean code.\n"
CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "files"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LAWFUL_CACHE_DIR", str(tmp_path / "cache"))
    root = tmp_path / "project"
    (root / "web").mkdir(parents=True)
    (root / "CLAUDE.md").write_text(f"{RULES}\nSee @docs/style.md and @docs/more.md.\n")
    (root / "web" / "AGENTS.md").write_text("- No `print`.\n")
    (root / "docs").mkdir()
    (root / "docs" / "style.md").write_text("- No bare `except:`.\n")
    (root / "a.py").write_text("eval('1')\ntry:\n    print(1)\nexcept:\n    pass\n")
    (root / "web" / "b.py").write_text("print(1)\n")
    return root


@pytest.fixture
def understood(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of the directives that were made out anew."""
    words: list[str] = []
    interpret = interpreter.interpret

    def noting(directives: Iterable[Directive], checks: Sequence[type[Check]], decided: Decided) -> list[Rule]:
        directives = tuple(directives)
        words.extend(each.text for each in directives)
        return interpret(directives, checks, decided)

    monkeypatch.setattr(interpreter, "interpret", noting)
    return words


def check(root: Path, *, cache: bool = True) -> Report:
    return api.check(root=root, cache=cache).report


def test_context_files_are_read_once(project: Path, understood: list[str]) -> None:
    first = check(project)
    assert len(understood) == 5
    assert check(project) == first == check(project, cache=False)
    assert len(understood) == 10  # five more for the run without
    assert {each.check for each in first.violations} == {"forbidden-call", "no-bare-except", "no-print"}


def test_changed_code_is_no_reason_to_read_them_again(project: Path, understood: list[str]) -> None:
    check(project)
    (project / "a.py").write_text("exec('1')\neval('2')\n")
    assert [each.span.line for each in check(project).violations if each.path == "a.py"] == [2]
    assert len(understood) == 5


def write(path: str, text: str) -> Callable[[Path], object]:
    return lambda root: (root / path).write_text(text)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(write("CLAUDE.md", "- No `exec`.\n"), id="a context file"),
        pytest.param(write("web/AGENTS.md", "- No `exec`.\n"), id="one of a folder"),
        pytest.param(write("docs/style.md", "- No `exec`.\n"), id="what one imports"),
        pytest.param(write("docs/more.md", "- No `exec`.\n"), id="what one could not import"),
        pytest.param(lambda root: (root / "docs" / "style.md").unlink(), id="nothing to import any more"),
        pytest.param(lambda root: (root / "docs" / "more.md").mkdir(), id="a folder in place of what is imported"),
        pytest.param(write("AGENTS.md", "- No `exec`.\n"), id="one more file"),
        pytest.param(lambda root: (root / "CLAUDE.md").unlink(), id="one less"),
        pytest.param(lambda root: (root / "CLAUDE.md").rename(root / "AGENTS.md"), id="the same under another name"),
        pytest.param(write("pyproject.toml", "[tool.lawful.severity]\nno-print = 'off'\n"), id="settings"),
        pytest.param(write("pyproject.toml", "[tool.lawful]\nexclude-context = ['web/**']\n"), id="a file left out"),
        pytest.param(write("pyproject.toml", "[tool.lawful.pins]\n'Write clean code.' = 'no-assert'\n"), id="a pin"),
        pytest.param(write(".gitignore", "CLAUDE.md\n"), id="git ignores one"),
    ],
)  # fmt: skip
def test_whatever_has_changed_is_noticed(project: Path, change: Callable[[Path], object]) -> None:
    before = check(project)
    change(project)
    after = check(project)
    assert after == check(project, cache=False)
    assert after != before


def test_ruff_that_is_gone_is_noticed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "CLAUDE.md").write_text("- Remove unused imports.\n")
    (project / "a.py").write_text("import os\n")
    assert [each.check for each in check(project).violations if each.path == "a.py"] == ["unused-imports"]
    for module in ("lawful.memory", "lawful.rules.interpreter", "lawful.validator.cache"):
        monkeypatch.setattr(f"{module}.executable", lambda: None)
    (reason,) = (each.reason for each in check(project).not_checked if "unused" in each.rule.text)
    assert "not installed" in reason


@pytest.mark.parametrize("text", ["Remove unused imports.", "No unused imports, never use `eval`."])
def test_ruff_that_has_come_is_noticed(project: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    (project / "CLAUDE.md").write_text(f"- {text}\n")
    (project / "a.py").write_text("import os\n")
    with monkeypatch.context() as patch:
        for module in ("lawful.memory", "lawful.rules.interpreter", "lawful.validator.cache"):
            patch.setattr(f"{module}.executable", lambda: None)
        assert any("not installed" in each.reason for each in check(project).not_checked)
    assert [each.check for each in check(project).violations if each.path == "a.py"] == ["unused-imports"]


def test_what_one_run_was_told_to_read_is_not_taken_for_the_project_s_own(project: Path) -> None:
    other = project.parent / "other.md"
    other.write_text("- No `exec`.\n")
    before = check(project)
    named = api.check(root=project, rules=[other], cache=True).report
    assert named.rules == 1
    assert check(project) == before


RAN: list[str] = []
"""What code of a cache has done."""


class Hostile:
    """Does something when it is unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return (_run, ())


def _run() -> None:
    RAN.append("a call")


@pytest.mark.parametrize(
    "sealed",
    [
        b"",
        b"\x00" * 100,
        pickle.dumps(Hostile()),
        pickle.dumps(os.getcwd),
        pickle.dumps("text"),
        pickle.dumps((Contents(), Hostile())),
        b"clawful.checks.no_print\nshelf\n.",
        b"clawful.checks.no_print\nNoPrint.__init__\n.",
    ],
)
def test_nothing_in_a_cache_is_run(project: Path, sealed: bytes) -> None:
    assert unsealed(sealed) is None
    first = check(project)
    (file,) = (project.parent / "cache").iterdir()
    with sqlite3.connect(file) as database:
        database.execute("UPDATE understood SET contents = ?", (sealed,))
    database.close()
    assert check(project) == first
    assert RAN == []


@pytest.mark.parametrize("imported", ["", "{", "[[0]]", "7", '[[99, "docs/style.md", "x"]]', '[["a", "b", "c"]]'])
def test_a_damaged_row_is_made_anew(project: Path, imported: str) -> None:
    first = check(project)
    (file,) = (project.parent / "cache").iterdir()
    with sqlite3.connect(file) as database:
        database.execute("UPDATE understood SET imported = ?", (imported,))
    database.close()
    assert check(project) == first


def shown(contents: Contents) -> str:
    """Everything that rules say."""
    held = [[(each.key, each.scope, each.severity) for each in rule.bindings] for rule in contents.rules]
    said = [(each.directive, each.strength, each.reason, each.problem, each.locked) for each in contents.rules]
    return repr((held, said, contents.problems, contents.warnings))


def sentences() -> list[str]:
    """All that checks say they hear."""
    asks = [ask for check in api.own_checks() for ask in (*check.asks, *check.ignores)]
    return [ask if isinstance(ask, str) else ask[0] for ask in asks]


def test_whatever_checks_hear_can_be_remembered(tmp_path: Path) -> None:
    (tmp_path / "CLAUDE.md").write_text("\n\n".join(sentences()))
    rules = api.load(tmp_path)
    contents = Contents(rules.rules, rules.problems, rules.warnings)
    found = unsealed(pickle.dumps(contents))
    assert found is not None
    assert len(found.rules) > 1000
    assert shown(found) == shown(contents)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of context files is not here")
def test_whatever_teams_write_can_be_remembered(tmp_path: Path) -> None:
    named = sorted(path for path in CORPUS.rglob("*") if path.is_file())
    assert named
    for path in named:
        rules = api.load(tmp_path, rules=[path])
        contents = Contents(rules.rules, rules.problems, rules.warnings)
        found = unsealed(pickle.dumps(contents))
        assert found is not None
        assert shown(found) == shown(contents)


def test_a_run_that_knows_its_rules_does_not_load_what_reads_them(project: Path) -> None:
    code = (
        "import sys\nfrom lawful import api\nfound = api.check(root=sys.argv[1], cache=True).report.violations\n"
        "print(len(found), 'markdown_it' in sys.modules, 'lawful.rules.interpreter' in sys.modules)"
    )
    said = [
        subprocess.run([sys.executable, "-c", code, str(project)], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert said == ["3 True True\n", "3 False False\n"]
