"""The demonstration runs the main job and tells the truth about it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console

from lawful import demo
from projects import lawful

if TYPE_CHECKING:
    from llmock.pytest_plugin import LLMock


def shown(model: str | None = None) -> tuple[int, str]:
    stream = io.StringIO()
    status = demo.run(model, Console(file=stream, width=100))
    return status, stream.getvalue()


def test_its_first_line_says_that_the_model_is_scripted() -> None:
    _, text = shown()
    assert text.splitlines()[0].startswith("This demo uses a scripted model")


def test_it_goes_from_broken_code_through_fixes_and_a_repair_to_lawful_code() -> None:
    status, text = shown()
    assert status == 0
    for part in (
        "14 enforced by checks",
        "fixed   line 17",
        "broken  line 20: `eval` is forbidden here (CLAUDE.md:19)",
        "9 to mend",
        "lawful: no enforced rule is broken",
        "--- first answer",
        "the lawful code: shop/orders.py",
        "Every directive, and what holds it",
        "2 attempts by scripted:demo",
    ):
        assert part in text, part


def test_it_lists_every_directive_with_what_holds_it() -> None:
    _, text = shown()
    table = text[text.index("Every directive") :]
    assert table.count("CLAUDE.md:") == 12
    assert table.count(".cursorrules:") == 5
    assert table.count("nothing: ") == 3


def test_the_command_line_runs_it_without_a_key() -> None:
    run = lawful("demo", env={"ANTHROPIC_API_KEY": "", "OPENAI_API_KEY": ""})
    assert run.returncode == 0
    assert run.stderr == ""
    assert "scripted model" in run.stdout.splitlines()[0]


def test_a_real_model_can_be_asked_instead_and_is_not_called_scripted(llmock: LLMock) -> None:
    for _ in range(3):
        llmock.reply("```python\nx = eval('1')\n```")
    status, text = shown(f"openai-compatible:any@{llmock.base_url('openai')}")
    assert status == 1
    assert "scripted" not in text
    assert "the best attempt, which is NOT lawful" in text
