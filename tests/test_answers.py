"""The four answers: for each rule and path violated, lawful, not applicable, or not checked and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import lawful
from lawful.checks.no_print import NoPrint
from projects import lawful as command
from projects import project

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from lawful.validator import Answer

NAMES = ("violated", "lawful", "not_applicable", "not_checked")


def answers(root: Path, **options: object) -> dict[str, tuple[int, int, int, int, dict[str, int]]]:
    """What became of each rule, by its words."""
    report = lawful.check(root=root, **options).report  # type: ignore[arg-type]  # whatever a test asks for
    found = {each.rule.text: each for each in report.answers}
    assert all(sum(numbers(each)[:4]) == report.files for each in found.values())
    assert all(sum(each.why.values()) == each.not_checked for each in found.values())
    return {text: numbers(each) for text, each in found.items()}


def numbers(answer: Answer) -> tuple[int, int, int, int, dict[str, int]]:
    return (answer.violated, answer.lawful, answer.not_applicable, answer.not_checked, dict(answer.why))


def test_each_rule_has_one_answer_for_each_file(tmp_path: Path) -> None:
    files = {
        "CLAUDE.md": "- Never use `eval`.\n- No print in tests.\n- Write clean code.\n",
        "src/CLAUDE.md": "- No wildcard imports.\n",
        "a.py": "eval('1')\nprint()\n",
        "src/b.py": "from os import *\n",
        "src/c.py": "x = 1\n",
        "tests/test_a.py": "print()\n",
        "tests/test_b.py": "x = 1\n",
    }
    assert answers(project(tmp_path, files)) == {
        "Never use `eval`.": (1, 4, 0, 0, {}),
        "No print in tests.": (1, 1, 3, 0, {}),
        "Write clean code.": (0, 0, 0, 5, {"no check understands it": 5}),
        "No wildcard imports.": (1, 1, 3, 0, {}),
    }


def test_what_cannot_be_looked_at_is_not_checked_and_never_lawful(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": "- No print.\n", "a.py": "x = (", "b.py": b"\xff", "c.py": "x = 1\n"})
    why = {"syntax-error": 1, "undecodable": 1}
    assert answers(tmp_path)["No print."] == (0, 1, 0, 2, why)


def test_a_file_that_breaks_a_rule_is_violated_even_if_its_check_did_not_finish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = NoPrint.visit_Call

    def visit(self, node, site):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # as the method it stands for
        if any(True for each in node.args):
            raise RuntimeError("broken")
        return look(self, node, site)

    monkeypatch.setattr(NoPrint, "visit_Call", visit)
    code = {"a.py": "print()\nprint(1)\n", "b.py": "print(1)\n", "c.py": "print()\n", "d.py": "x = 1\n"}
    found = answers(project(tmp_path, {"CLAUDE.md": "- No print.\n- Never use `eval`.\n", **code}))
    assert found["No print."] == (2, 1, 0, 1, {"check-crashed": 1})
    assert found["Never use `eval`."] == (0, 4, 0, 0, {})


def test_what_is_held_only_in_part_is_never_lawful(tmp_path: Path) -> None:
    settings = "[tool.lawful.severity]\nforbidden-call = 'off'\n"
    files = {"CLAUDE.md": "- No print, and never use `eval`.\n", "pyproject.toml": settings}
    found = answers(project(tmp_path, {**files, "a.py": "x = 1\n", "b.py": "print()\n"}))
    why = {"only in part: forbidden-call is switched off in pyproject.toml": 1}
    assert found == {"No print, and never use `eval`.": (1, 0, 0, 1, why)}


def test_what_is_off_for_a_path_is_not_checked_there_and_what_is_beaten_does_not_apply(tmp_path: Path) -> None:
    files = {
        "CLAUDE.md": "- Lines must not exceed 100 characters.\n- No print.\n",
        "src/CLAUDE.md": "- Lines must not exceed 80 characters.\n",
        "pyproject.toml": "[tool.lawful.per-path]\nsrc = { no-print = 'off' }\n",
        "src/a.py": "print()\n",
        "b.py": "x = 1\n",
    }
    assert answers(project(tmp_path, files)) == {
        "Lines must not exceed 100 characters.": (0, 1, 1, 0, {}),
        "No print.": (0, 1, 0, 1, {"switched off in pyproject.toml": 1}),
        "Lines must not exceed 80 characters.": (0, 1, 1, 0, {}),
    }


def test_every_statement_of_a_demand_is_violated_with_it(tmp_path: Path) -> None:
    files = {"CLAUDE.md": "- No print.\n", "AGENTS.md": "- Never use print.\n", "a.py": "print()\n"}
    assert answers(project(tmp_path, files)) == {
        "No print.": (1, 0, 0, 0, {}),
        "Never use print.": (1, 0, 0, 0, {}),
    }


def test_what_fixes_have_cured_is_lawful(tmp_path: Path) -> None:
    files = {"CLAUDE.md": "- No bare `except:`.\n", "a.py": "try: f()\nexcept: g()\n"}
    assert answers(project(tmp_path, files), fix=True) == {"No bare `except:`.": (0, 1, 0, 0, {})}


class TestShown:
    FILES = {  # noqa: RUF012
        "CLAUDE.md": "- No print.\n- No print in tests.\n- Be nice.\n",
        "a.py": "print()\n",
        "b.py": "x = 1\n",
    }

    def run(self, root: Path, output: str) -> str:
        run = command("check", "--root", project(root, self.FILES), "--format", output)
        assert run.returncode == 1
        return run.stdout

    def test_in_text(self, tmp_path: Path) -> None:
        said = "\nEach rule for each file: 1 violated, 1 lawful, 2 not applicable, 2 not checked.\n1 violation: "
        assert said in self.run(tmp_path, "text")

    def test_in_json(self, tmp_path: Path) -> None:
        found = json.loads(self.run(tmp_path, "json"))
        assert found["summary"]["answers"] == dict(zip(NAMES, (1, 1, 2, 2), strict=True))
        assert [[each[name] for name in NAMES] for each in found["answers"]] == [
            [1, 1, 0, 0],
            [0, 0, 2, 0],
            [0, 0, 0, 2],
        ]
        assert found["answers"][2]["why"] == {"no check understands it": 2}

    def test_in_sarif(self, tmp_path: Path) -> None:
        (run,) = json.loads(self.run(tmp_path, "sarif"))["runs"]
        assert run["properties"]["answers"] == dict(zip(NAMES, (1, 1, 2, 2), strict=True))
        assert [each["place"] for each in run["properties"]["rules"]] == [f"CLAUDE.md:{line}" for line in (1, 2, 3)]
        (invocation,) = run["invocations"]
        notes = [(each["level"], each["descriptor"]["id"]) for each in invocation["toolExecutionNotifications"]]
        assert (notes, invocation["executionSuccessful"]) == ([("note", "not-checked")], True)
