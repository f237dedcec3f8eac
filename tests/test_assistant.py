"""The guarded loop: what is asked, what is taken from answers, and what is never passed off as lawful."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import lawful
from lawful import Answer, Completion, Prompt, ProviderError, Scripted, Stop, Usage
from lawful.assistant.extraction import extract
from projects import project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RULES = """\
# Team rules
- Never use `eval`.
- No bare `except:`.
- Public functions must have docstrings.
- Be kind.
"""
BROKEN = "```python\ndef f(x):\n    return eval(x)\n```"
LAWFUL = '```python\ndef f(x):\n    """Double x."""\n    return 2 * x\n```'
FIXABLE = "```python\ntry:\n    x = 1\nexcept:  # why\n    x = 2\n```"


@pytest.fixture
def rules(tmp_path: Path) -> lawful.RuleSet:
    return lawful.load(project(tmp_path, {"CLAUDE.md": RULES, "tests/CLAUDE.md": "- Never use `exec`."}))


def assistant(
    rules: lawful.RuleSet, *answers: Answer | str, max_attempts: int = 3
) -> tuple[lawful.Assistant, Scripted]:
    scripted = Scripted(answers)
    return lawful.Assistant(rules, model=scripted, max_attempts=max_attempts), scripted


class TestTheLoop:
    def test_lawful_code_is_returned_after_one_attempt(self, rules: lawful.RuleSet) -> None:
        writing, scripted = assistant(rules, LAWFUL, BROKEN)
        generation = writing.write("double")
        assert generation.lawful
        assert generation.lawful_code == 'def f(x):\n    """Double x."""\n    return 2 * x\n'
        assert len(scripted.prompts) == 1

    def test_what_is_broken_is_sent_back_with_its_line_and_its_rule(self, rules: lawful.RuleSet) -> None:
        writing, scripted = assistant(rules, BROKEN, LAWFUL)
        generation = writing.write("double")
        assert [attempt.lawful for attempt in generation.attempts] == [False, True]
        sent = scripted.prompts[1].messages
        assert [message.role for message in sent] == ["user", "assistant", "user"]
        assert "return eval(x)" in sent[1].text
        assert "line 2: `eval` is forbidden here (rule at CLAUDE.md:2: Never use `eval`.)" in sent[2].text
        assert "line 1: `f` has no docstring" in sent[2].text

    def test_a_later_prompt_holds_the_last_attempt_only(self, rules: lawful.RuleSet) -> None:
        writing, scripted = assistant(rules, BROKEN, BROKEN.replace("f(x)", "g(x)"), LAWFUL)
        writing.write("double")
        assert len(scripted.prompts[2].messages) == 3
        assert "g(x)" in scripted.prompts[2].messages[1].text
        assert "def f(x)" not in scripted.prompts[2].messages[1].text

    def test_the_rules_come_first_and_stay_the_same_so_that_they_can_be_cached(self, rules: lawful.RuleSet) -> None:
        writing, scripted = assistant(rules, BROKEN, LAWFUL)
        writing.write("double")
        first, second = scripted.prompts
        assert first.system == second.system
        for line in ("- Never use `eval`. [CLAUDE.md:2]", "- Be kind. [CLAUDE.md:5]"):
            assert line in first.system

    def test_only_the_rules_that_govern_the_file_are_sent(self, rules: lawful.RuleSet) -> None:
        writing, scripted = assistant(rules, LAWFUL, LAWFUL)
        writing.write("double", path="app.py")
        assert "exec" not in scripted.prompts[0].system
        writing.write("double", path="tests/test_app.py")
        assert "Never use `exec`. [tests/CLAUDE.md:1]" in scripted.prompts[1].system

    def test_safe_fixes_are_applied_before_anybody_is_asked_again(self, rules: lawful.RuleSet) -> None:
        writing, scripted = assistant(rules, FIXABLE)
        generation = writing.write("try")
        assert generation.lawful_code == "try:\n    x = 1\nexcept BaseException:  # why\n    x = 2\n"
        assert generation.attempts[0].written == "try:\n    x = 1\nexcept:  # why\n    x = 2\n"
        assert [violation.check for violation in generation.attempts[0].fixed] == ["no-bare-except"]
        assert len(scripted.prompts) == 1

    def test_when_the_attempts_run_out_the_result_says_so_and_carries_everything(self, rules: lawful.RuleSet) -> None:
        writing, _ = assistant(rules, "Sorry, no.", BROKEN, "```python\neval('1')\n```", max_attempts=3)
        generation = writing.write("double")
        assert not generation.lawful
        assert not generation.report.lawful
        assert generation.code == "eval('1')\n"
        assert [len(attempt.violations) for attempt in generation.attempts] == [0, 2, 1]
        assert [violation.line for violation in (each.span for each in generation.report.violations)] == [1]
        with pytest.raises(lawful.NotLawfulError, match=r"no lawful code after 3 attempts: .*eval.*\(CLAUDE.md:2\)"):
            _ = generation.lawful_code

    def test_code_that_does_not_parse_is_never_lawful(self, rules: lawful.RuleSet) -> None:
        writing, scripted = assistant(rules, "```python\ndef f(:\n```", LAWFUL)
        generation = writing.write("double")
        assert [attempt.lawful for attempt in generation.attempts] == [False, True]
        assert "syntax error" in scripted.prompts[1].messages[2].text

    @pytest.mark.parametrize("excuse", ["# lawful: ignore", "# lawful: ignore[forbidden-call] asked for"])
    def test_a_model_cannot_excuse_itself(self, rules: lawful.RuleSet, excuse: str) -> None:
        writing, _ = assistant(rules, f"```python\neval('1')  {excuse}\n```", max_attempts=1)
        assert not writing.write("evaluate").lawful

    def test_what_stands_above_a_directive_is_sent_with_it(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": "# Rules\n## Never\n- `eval`\n## Tests\n- No print.\n- Avoid:\n  - `exec`\n"})
        scripted = Scripted([LAWFUL])
        lawful.Assistant(tmp_path, model=scripted).write("x", path="tests/test_a.py")
        system = scripted.prompts[0].system
        for line in ("- Never > `eval` [", "- Tests > No print. [", "- Tests > Avoid > `exec` ["):
            assert line in system

    def test_rules_that_do_not_concern_the_file_are_not_sent(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": "- No print in tests.\n- Never use `eval`.\n"})
        scripted = Scripted([LAWFUL])
        lawful.Assistant(tmp_path, model=scripted).write("x", path="app.py")
        assert "print" not in scripted.prompts[0].system

    def test_a_generation_without_code_has_no_lawful_report(self, rules: lawful.RuleSet) -> None:
        writing, _ = assistant(rules, Answer(text="no", stop=Stop.REFUSAL))
        generation = writing.write("x")
        assert not generation.report.lawful
        assert "refused" in generation.report.problems[0].message

    def test_the_report_names_the_rules_that_nothing_holds(self, rules: lawful.RuleSet) -> None:
        writing, _ = assistant(rules, LAWFUL)
        assert [each.rule.text for each in writing.write("double").report.not_checked] == ["Be kind."]

    @pytest.mark.parametrize("stop", [Stop.CUT, Stop.MALFORMED])
    def test_an_answer_that_broke_off_leaves_nothing_to_mend_so_the_same_is_asked_again(
        self, rules: lawful.RuleSet, stop: Stop
    ) -> None:
        writing, scripted = assistant(rules, BROKEN, Answer(text="```python\ndef", stop=stop), LAWFUL)
        generation = writing.write("double")
        assert [attempt.lawful for attempt in generation.attempts] == [False, False, True]
        assert scripted.prompts[1] == scripted.prompts[2] != scripted.prompts[0]

    def test_not_blocking_gives_the_same(self, rules: lawful.RuleSet) -> None:
        answers = (BROKEN, "no code", LAWFUL)
        blocking, not_blocking = assistant(rules, *answers)[0], assistant(rules, *answers)[0]
        assert asyncio.run(not_blocking.awrite("double", path="a.py")) == blocking.write("double", path="a.py")

    def test_each_piece_of_an_answer_is_heard_as_it_comes(self, rules: lawful.RuleSet) -> None:
        heard: list[str] = []
        writing = lawful.Assistant(rules, model=Scripted([BROKEN, LAWFUL]), hear=heard.append)
        writing.write("double")
        asyncio.run(lawful.Assistant(rules, model=Scripted([LAWFUL]), hear=heard.append).awrite("double"))
        assert heard == [BROKEN, LAWFUL, LAWFUL]

    def test_tasks_for_several_files_under_the_same_rules_share_the_beginning_of_their_prompts(
        self, rules: lawful.RuleSet
    ) -> None:
        writing, _ = assistant(rules)
        one, other = writing.first_prompt("double", path="a.py"), writing.first_prompt("halve", path="b.py")
        assert one.system == other.system
        assert "`a.py`" in one.messages[0].text

    def test_every_attempt_is_told_of_as_it_happens(self, rules: lawful.RuleSet) -> None:
        told: list[int] = []
        writing = lawful.Assistant(
            rules, model=Scripted([BROKEN, LAWFUL]), on_attempt=lambda attempt: told.append(attempt.number)
        )
        writing.write("double")
        assert told == [1, 2]


class TestAnswersThatHoldNoCode:
    @pytest.mark.parametrize(
        ("answer", "said"),
        [
            ("I would rather talk about it.", "no code block"),
            ("", "the answer was empty"),
            (Answer(text="```python\ndef f(", stop=Stop.LENGTH), "cut off at its length limit"),
            (Answer(text=LAWFUL, stop=Stop.UNKNOWN), "did not say why the answer ended"),
            ("```python\nx = 1\n", "never closed"),
            ("```bash\nls\n```", "no code block"),
        ],
    )
    def test_the_model_is_told_and_asked_again(self, rules: lawful.RuleSet, answer: Answer | str, said: str) -> None:
        writing, scripted = assistant(rules, answer, LAWFUL)
        generation = writing.write("double")
        assert generation.lawful
        assert said in scripted.prompts[1].messages[2].text
        assert generation.attempts[0].code is None
        assert generation.attempts[0].completion.text == (answer if isinstance(answer, str) else answer.text)

    @pytest.mark.parametrize("stop", [Stop.REFUSAL, Stop.FILTER])
    def test_a_refusal_ends_it_since_asking_again_only_costs_money(self, rules: lawful.RuleSet, stop: Stop) -> None:
        writing, scripted = assistant(rules, Answer(text="I will not write that.", stop=stop), LAWFUL)
        generation = writing.write("double")
        assert not generation.lawful
        assert generation.code is None
        assert len(scripted.prompts) == 1
        assert generation.left_to_mend

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            (f"Sure!\n\n{LAWFUL}\n\nThat is all.", 'def f(x):\n    """Double x."""\n    return 2 * x\n'),
            ("```\nx = 1\n```", "x = 1\n"),
            ("~~~py\nx = 1\n~~~", "x = 1\n"),
            ("````python\nx = '''\n```\n'''\n````", "x = '''\n```\n'''\n"),
            ("import os\nx = os.getcwd()", "import os\nx = os.getcwd()\n"),
            ("```bash\npip install x\n```\n```python\nx = 1\n```", "x = 1\n"),
            ("1. First\n\n   ```python\n   x = 1\n   ```\n", "x = 1\n"),
        ],
    )
    def test_code_is_found_wherever_it_stands(self, text: str, code: str) -> None:
        assert extract(Completion(text=text, stop=Stop.END, model="m")).code == code

    def test_of_several_blocks_the_longest_is_taken_and_that_is_said(self) -> None:
        text = "```python\nx = 1\n```\nUse it so:\n```python\nimport x\nx.y()\n```"
        extracted = extract(Completion(text=text, stop=Stop.END, model="m"))
        assert extracted.code == "import x\nx.y()\n"
        assert extracted.note == "the answer had 2 code blocks; the longest was taken"

    @pytest.mark.parametrize("text", ["Hello", "x", "1 + 1", "yes, no", "'text'"])
    def test_words_that_happen_to_parse_are_no_code(self, text: str) -> None:
        assert extract(Completion(text=text, stop=Stop.END, model="m")).code is None


class Metered:
    """Answers from a list; each costs something, and an exception in the list is raised."""

    name = "metered:model"

    def __init__(
        self, *answers: str | Exception, cost: Decimal | None = Decimal("0.25"), usage: Usage | None = None
    ) -> None:
        self.answers = list(answers)
        self.cost = cost
        self.usage = usage

    def complete(self, prompt: Prompt, hear: Callable[[str], None] | None = None) -> Completion:
        assert prompt.messages
        assert hear is None
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return Completion(text=answer, stop=Stop.END, model="model", usage=self.usage, cost=self.cost)

    async def acomplete(self, prompt: Prompt, hear: Callable[[str], None] | None = None) -> Completion:
        return self.complete(prompt, hear)


class TestWhatItCosts:
    def test_every_attempt_is_counted_the_failed_ones_too(self, rules: lawful.RuleSet) -> None:
        metered = Metered(BROKEN, "no code", LAWFUL, usage=Usage(input_tokens=10, output_tokens=5))
        generation = lawful.Assistant(rules, model=metered).write("double")
        assert generation.cost == Decimal("0.75")
        assert generation.usage == Usage(input_tokens=30, output_tokens=15)

    def test_an_unknown_price_makes_the_sum_unknown_and_never_zero(self, rules: lawful.RuleSet) -> None:
        generation = lawful.Assistant(rules, model=Metered(LAWFUL, cost=None)).write("double")
        assert generation.cost is None
        assert generation.usage is None

    def test_what_was_paid_for_survives_a_provider_that_fails_later(self, rules: lawful.RuleSet) -> None:
        generation = lawful.Assistant(rules, model=Metered(BROKEN, ProviderError("gone"))).write("double")
        assert not generation.lawful
        assert generation.failure == "gone"
        assert generation.cost == Decimal("0.25")

    def test_a_budget_that_runs_out_is_told_from_a_provider_that_fails(self, rules: lawful.RuleSet) -> None:
        generation = lawful.Assistant(rules, model=Metered(BROKEN, lawful.BudgetError("spent"))).write("double")
        assert (generation.failure, generation.out_of_budget, generation.lawful) == ("spent", True, False)

    def test_a_provider_that_never_answers_is_an_error(self, rules: lawful.RuleSet) -> None:
        with pytest.raises(ProviderError, match="gone"):
            lawful.Assistant(rules, model=Metered(ProviderError("gone"))).write("double")


def test_nothing_is_written_while_a_context_file_cannot_be_read(tmp_path: Path) -> None:
    project(tmp_path / "project", {"AGENTS.md": "- Be kind."})
    (tmp_path / "outside.md").write_text("- Never use `eval`.", encoding="utf-8")
    (tmp_path / "project" / "CLAUDE.md").symlink_to(tmp_path / "outside.md")
    with pytest.raises(lawful.UsageError, match=r"context file could not be read: CLAUDE\.md"):
        lawful.Assistant(tmp_path / "project", model=Scripted([LAWFUL]))


def test_an_assistant_takes_the_root_of_a_project_for_its_rules(tmp_path: Path) -> None:
    project(tmp_path, {"CLAUDE.md": RULES})
    assert not lawful.Assistant(tmp_path, model=Scripted([BROKEN]), max_attempts=1).write("x").lawful


def test_at_least_one_attempt_is_needed(rules: lawful.RuleSet) -> None:
    with pytest.raises(lawful.UsageError, match="at least 1"):
        lawful.Assistant(rules, model=Scripted([]), max_attempts=0)
