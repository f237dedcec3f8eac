"""Sentences that nobody understood: what a model proposes is kept only if it agrees with its own examples."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lawful
from lawful.assistant import Stop
from lawful.providers.scripted import Answer, Scripted
from lawful.rules import Decision
from lawful.rules.lock import LockError, key, read_lock, write_lock
from projects import lawful as command
from projects import project

if TYPE_CHECKING:
    from pathlib import Path

ORM = "Views never touch the ORM."
KIND = "Be kind to newcomers."
FILES = {
    "CLAUDE.md": f"# Rules\n\n- {ORM}\n- {KIND}\n- Never use `eval`.\n",
    "app/views.py": "users = User.objects.all()\n",
    "app/services.py": "users = User.objects.all()\n",
}
GOOD = {
    "directive": 1,
    "pins": ['forbid "$M.objects.$F(...)" in app/views.py'],
    "passing": ["service.users()", "User.objects"],
    "failing": ["User.objects.all()", "x = a.B.objects.get(id=1)"],
}
NO = {"directive": 2, "reason": "it is about people, not code"}


def answer(*decisions: dict[str, object]) -> str:
    return json.dumps({"decisions": decisions})


def entries(root: Path) -> dict[str, Decision]:
    return read_lock((root / "lawful.lock").read_text(encoding="utf-8"))


def test_what_agrees_with_its_examples_holds_code_from_then_on(tmp_path: Path) -> None:
    project(tmp_path, FILES)
    assert lawful.check(root=tmp_path).report.violations == ()
    done = lawful.compile(tmp_path, model=Scripted([answer(GOOD, NO)]))
    assert [each.text for each in done.compiled.decisions] == [ORM, KIND]
    run = lawful.check(root=tmp_path)
    assert [(each.path, each.rule.source.line, each.rule.text) for each in run.report.violations] == [
        ("app/views.py", 3, ORM)
    ]
    assert "decided in lawful.lock: it is about people, not code" in [each.reason for each in run.report.not_checked]


def test_an_entry_survives_moved_lines_and_not_changed_words(tmp_path: Path) -> None:
    project(tmp_path, FILES)
    lawful.compile(tmp_path, model=Scripted([answer(GOOD, NO)]))
    project(tmp_path, {"AGENTS.md": f"# More\n\n\n* {ORM}\n", "CLAUDE.md": "- Be kind to old hands.\n"})
    assert [str(each.rule.source) for each in lawful.check(root=tmp_path).report.violations] == ["AGENTS.md:4"]
    done = lawful.compile(tmp_path, model=Scripted([answer({**NO, "directive": 1})]))
    assert [each.text for each in done.dropped] == [KIND]
    assert list(entries(tmp_path)) == ["Be kind to old hands.", ORM]


def test_what_was_paid_for_is_kept_when_the_provider_fails_later(tmp_path: Path) -> None:
    project(tmp_path, FILES)
    done = lawful.compile(tmp_path, model=Scripted([answer(GOOD)]))
    assert done.compiled.failure == "scripted: has no further answer: it holds 1"
    assert [rule.directive.text for rule, _ in done.compiled.undecided] == [KIND]
    assert list(entries(tmp_path)) == [ORM]


def test_the_answer_is_asked_for_by_its_schema_and_for_the_files_it_is_about(tmp_path: Path) -> None:
    project(tmp_path, {**FILES, "lib/AGENTS.md": "- Be kind to old hands.\n"})
    model = Scripted([answer(GOOD, NO, {**NO, "directive": 3})])
    lawful.compile(tmp_path, model=model)
    (prompt,) = model.prompts
    assert set(prompt.files) == {"CLAUDE.md", "lib/AGENTS.md"}
    assert prompt.answer_schema is not None
    assert prompt.answer_schema["properties"]["decisions"]["items"]["additionalProperties"] is False


def test_nothing_is_asked_about_what_is_locked(tmp_path: Path) -> None:
    project(tmp_path, FILES)
    lawful.compile(tmp_path, model=Scripted([answer(GOOD, NO)]))
    silent = Scripted([])
    lawful.compile(tmp_path, model=silent)
    assert silent.prompts == []


@pytest.mark.parametrize(
    ("proposal", "fault"),
    [
        ({**GOOD, "pins": ['forbid "f("']}, "no Python with holes"),
        ({**GOOD, "pins": ["no-sense"]}, "`no-sense` is no check"),
        ({**GOOD, "pins": ["off"]}, "`off` is for people"),
        ({**GOOD, "passing": ["x = 1"]}, "at least 2 passing and 2 failing"),
        ({**GOOD, "passing": ["User.objects.all()", "x = 1"]}, "passing snippet 1 fails under the pins"),
        ({**GOOD, "failing": ["User.objects.all()", "x = 1"]}, "failing snippet 2 passes under the pins"),
        ({**GOOD, "failing": ["def f(:", "x = 1"]}, "failing snippet 1 cannot be checked"),
        ({"directive": 1}, "neither pins nor a reason"),
        ({"directive": 7, "reason": "x"}, "the answer says nothing about it"),
    ],
)
def test_what_does_not_agree_is_thrown_away_and_asked_for_once_more(
    tmp_path: Path, proposal: dict[str, object], fault: str
) -> None:
    project(tmp_path, {"CLAUDE.md": f"- {ORM}\n"})
    model = Scripted([answer(proposal), answer(proposal)])
    done = lawful.compile(tmp_path, model=model)
    ((rule, said),) = done.compiled.undecided
    assert fault in said
    assert rule.directive.text == ORM
    assert fault in model.prompts[1].messages[0].text
    assert not (tmp_path / "lawful.lock").exists()


@pytest.mark.parametrize(
    "bad",
    ["no JSON", "{", "[]", '{"decisions": 3}', '{"decisions": [{}]}', Answer(text=answer(GOOD), stop=Stop.LENGTH)],
)
def test_a_broken_answer_decides_nothing(tmp_path: Path, bad: str | Answer) -> None:
    project(tmp_path, {"CLAUDE.md": f"- {ORM}\n"})
    done = lawful.compile(tmp_path, model=Scripted([bad, f"Here you are:\n```json\n{answer(GOOD)}\n```"]))
    assert [each.text for each in done.compiled.decisions] == [ORM]


def test_many_directives_are_asked_about_in_several_calls(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": "".join(f"- Be kind to number {at}.\n" for at in range(1, 13))})
    first = answer(*({"directive": at, "reason": "no code"} for at in range(1, 9)))
    second = answer(*({"directive": at, "reason": "no code"} for at in range(9, 13)))
    done = lawful.compile(tmp_path, model=Scripted([first, second]))
    assert (len(done.compiled.decisions), len(done.compiled.completions)) == (12, 2)


class TestTheCommand:
    def script(self, root: Path, *texts: str) -> str:
        path = root / "script.toml"
        path.write_text("".join(f"[[answer]]\ntext = '''{text}'''\n" for text in texts), encoding="utf-8")
        return f"scripted:{path}"

    def test_it_says_what_was_decided_and_the_file_is_for_people(self, tmp_path: Path) -> None:
        project(tmp_path, FILES)
        run = command("compile", "--root", tmp_path, "--model", self.script(tmp_path, answer(GOOD, NO)))
        assert run.returncode == 0
        assert f"+ {ORM}\n    forbid" in run.stdout
        assert (
            "2 decided (1 with checks), 0 undecided, 0 kept, 0 dropped; 1 call, 0 tokens in, 0 out, $0.0000."
            in run.stderr
        )
        text = (tmp_path / "lawful.lock").read_text(encoding="utf-8")
        assert text.index(KIND) < text.index(ORM)
        assert 'reason = "it is about people, not code"' in text

    def test_what_stays_undecided_is_named(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": f"- {ORM}\n"})
        run = command("compile", "--root", tmp_path, "--model", self.script(tmp_path, "no", "no"))
        assert run.returncode == 1
        assert f"- CLAUDE.md:1: {ORM}\n    undecided: the answer is not the JSON" in run.stdout

    def test_a_dry_run_lists_the_questions_and_asks_nobody(self, tmp_path: Path) -> None:
        project(tmp_path, FILES)
        run = command("compile", "--root", tmp_path, "--dry-run")
        assert run.stdout == f"CLAUDE.md:3: {ORM}\nCLAUDE.md:4: {KIND}\n"
        assert run.stderr == "2 directives would be asked about.\n"

    def test_a_locked_check_fails_until_all_is_decided(self, tmp_path: Path) -> None:
        project(tmp_path, {**FILES, "app/views.py": ""})
        run = command("check", "--locked", "--root", tmp_path)
        assert run.returncode == 2
        assert f"CLAUDE.md:3: undecided: lawful.lock has no decision about '{ORM}'" in run.stdout
        lawful.compile(tmp_path, model=Scripted([answer(GOOD, NO)]))
        assert command("check", "--locked", "--root", tmp_path).returncode == 0

    def test_a_broken_lock_file_fails_the_run_and_is_not_written_over(self, tmp_path: Path) -> None:
        project(tmp_path, {**FILES, "lawful.lock": "version = 9\n"})
        assert command("check", "--root", tmp_path).returncode == 2
        run = command("compile", "--root", tmp_path, "--model", self.script(tmp_path, answer(GOOD, NO)))
        assert run.returncode == 2
        assert (tmp_path / "lawful.lock").read_text() == "version = 9\n"


class TestTheLockFile:
    @given(
        st.lists(
            st.builds(
                Decision,
                text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip),
                pins=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1).map(tuple),
                by=st.text(st.characters(exclude_categories=["Cs"])),
                passing=st.lists(st.text(st.characters(exclude_categories=["Cs"]))).map(tuple),
            ),
            unique_by=lambda each: key(each.text),
        )
    )
    def test_what_is_written_is_read(self, decisions: list[Decision]) -> None:
        written = write_lock(decisions)
        assert sorted(read_lock(written).values(), key=lambda each: each.text) == sorted(
            decisions, key=lambda each: each.text
        )
        assert write_lock(read_lock(written).values()) == written

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("x", "is no TOML"),
            ("", "has version None"),
            ("version = 1\ndirective = 3", "no list of tables"),
            ("version = 1\n[[directive]]\npins = []", "entry 1 has no text"),
            ('version = 1\n[[directive]]\ntext = "a"', "entry 1 has neither pins nor a reason"),
            ('version = 1\n[[directive]]\ntext = "a"\npins = "b"', "pins of entry 1 is no list of texts"),
            ('version = 1\n[[directive]]\ntext = "a"\nreason = "b"\nextra = 1', "unknown key: extra"),
        ],
    )
    def test_what_is_none_is_refused_with_the_reason(self, text: str, fault: str) -> None:
        with pytest.raises(LockError, match=fault):
            read_lock(text)


class TestPinsInTheConfiguration:
    def test_they_hold_whatever_the_words_are(self, tmp_path: Path) -> None:
        settings = f"[tool.lawful.pins]\n'{ORM}' = '''forbid \"$M.objects.$F(...)\" in app/views.py'''\n"
        project(tmp_path, {**FILES, "pyproject.toml": settings})
        assert [each.path for each in lawful.check(root=tmp_path).report.violations] == ["app/views.py"]

    @pytest.mark.parametrize(
        ("settings", "kind"),
        [
            ("[tool.lawful.pins]\n'Nobody says this.' = 'no-print'\n", "pin-alone"),
            ("[tool.lawful]\npins = 3\n", "settings-unreadable"),
            (f"[tool.lawful.pins]\n'{ORM}' = 'no-sense'\n", "pin-unreadable"),
            ("[tool", "settings-unreadable"),
        ],
    )
    def test_what_is_wrong_with_them_fails_the_run(self, tmp_path: Path, settings: str, kind: str) -> None:
        project(tmp_path, {**FILES, "pyproject.toml": settings})
        report = lawful.check(root=tmp_path).report
        assert (report.exit_status, [each.kind for each in report.problems]) == (2, [kind])
