"""Budgets are kept whatever models answer."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lawful
from lawful import Budget, BudgetError, Completion, Fallback, Message, Prompt, Stop, Usage
from lawful.providers.registry import provider
from lawful.providers.sizes import LEAST, tokens_in
from projects import lawful_here as command
from projects import project
from servers import MODES, ask, serving

if TYPE_CHECKING:
    from pathlib import Path

PROMPT = Prompt(system="s" * 300, messages=(Message(role="user", text="t" * 300),))
"""About 208 tokens."""


def answer(read: int, written: int) -> dict[str, Any]:
    usage = {"prompt_tokens": read, "completion_tokens": written}
    message = {"content": "```python\neval('1')\n```"}
    return {"choices": [{"message": message, "finish_reason": "stop"}], "usage": usage}


def a_cent_each(usage: Usage) -> Decimal:
    return Decimal(usage.total_tokens) / 100


class TestLimits:
    @pytest.mark.parametrize("mode", MODES)
    def test_the_answer_may_be_as_long_as_is_left(self, mode: str) -> None:
        with serving((400, {})) as server:
            asked = provider(f"openai-compatible:m@{server.url}", budget=Budget(max_tokens=1208))
            with pytest.raises(lawful.ProviderError):
                ask(asked, PROMPT, mode)
        assert server.seen[0].body["max_tokens"] == 1000

    @pytest.mark.parametrize("mode", MODES)
    def test_nothing_is_sent_when_too_little_is_left(self, mode: str) -> None:
        with serving((200, answer(300, 600))) as server:
            budget = Budget(max_tokens=1208)
            asked = provider(f"openai-compatible:m@{server.url}", budget=budget)
            asked.complete(PROMPT)
            said = "of 1208 tokens 308 are left, and the prompt alone takes about 208"
            with pytest.raises(BudgetError, match=said):
                ask(asked, PROMPT, mode)
        assert len(server.seen) == 1
        assert budget.usage.total_tokens == 900

    def test_dollars_are_kept_by_the_price_of_the_model(self) -> None:
        with serving((400, {})) as server:
            asked = provider(
                "openai-chat:gpt-5.5", key="k", base_url=server.url, budget=Budget(max_cost=Decimal("0.05"))
            )
            with pytest.raises(lawful.ProviderError):
                asked.complete(PROMPT)
        # 208 tokens at $5 a million, and the rest at $30.
        assert server.seen[0].body["max_completion_tokens"] == int(
            (Decimal("0.05") - Decimal("0.00104")) / 30 * 1_000_000
        )

    def test_an_unknown_price_cannot_be_held_to_dollars(self) -> None:
        asked = provider("openai:no-such-model", key="k", budget=Budget(max_cost=Decimal(9)))
        with pytest.raises(BudgetError, match=r"nobody knows its price.*set one in tokens"):
            asked.complete(PROMPT)

    @pytest.mark.parametrize("mode", MODES)
    def test_a_fallback_that_costs_nothing_does_where_dollars_do_not(self, mode: str) -> None:
        end = {"finish_reason": "stop"}
        reply: object = {"choices": [{"message": {"content": "hi"}, **end}]}
        if mode.endswith("stream"):
            reply = [{"choices": [{"delta": {"content": "hi"}, **end}]}]
        budget = Budget(max_cost=Decimal("0.001"))
        with serving((200, reply)) as server:
            free = provider("ollama:m", base_url=server.url, budget=budget)
            for model in ("openai:gpt-5.5", "openai:no-such-model"):
                dear = provider(model, key="k", base_url=server.url, budget=budget)
                assert ask(Fallback([dear, free]), PROMPT, mode)[0].provider == "ollama:m"
                with pytest.raises(BudgetError, match=f"{model} was not asked: .*; then {model} was not asked"):
                    ask(Fallback([dear, dear]), PROMPT, mode)
        assert [each.body["model"] for each in server.seen] == ["m", "m"]

    def test_a_budget_is_more_than_nothing(self) -> None:
        for limits in ({"max_tokens": 0}, {"max_cost": Decimal(0)}, {"max_cost": Decimal(-1)}):
            with pytest.raises(lawful.UsageError):
                Budget(**limits)

    @given(
        limit=st.integers(300, 20_000),
        answers=st.lists(st.tuples(st.integers(0, 1), st.integers(1, 5000), st.booleans()), max_size=20),
    )
    def test_whatever_is_answered_no_more_is_spent_than_there_is(
        self, limit: int, answers: list[tuple[int, int, bool]]
    ) -> None:
        budget = Budget(max_tokens=limit, max_cost=Decimal(limit) / 100)
        for kind, written, answered in answers:
            try:
                reserved = budget.reserve("m", PROMPT, a_cent_each)
            except BudgetError:
                break
            assert reserved.max_output_tokens >= LEAST
            usage = Usage(
                input_tokens=reserved.worst.input_tokens, output_tokens=min(written, reserved.max_output_tokens)
            )
            done = Completion(text="", stop=Stop.END, model="m", usage=usage, cost=a_cent_each(usage))
            reserved.settle(done if answered else None, sent=bool(kind))
        assert budget.usage.total_tokens <= limit
        assert budget.cost <= Decimal(limit) / 100

    def test_calls_at_once_share_what_is_left(self) -> None:
        async def crowd(asked: lawful.Provider) -> list[object]:
            return await asyncio.gather(*(asked.acomplete(PROMPT) for _ in range(5)), return_exceptions=True)

        with serving((200, answer(208, 500))) as server:
            budget = Budget(max_tokens=2500)
            prompted = provider(f"openai-compatible:m@{server.url}", budget=budget)
            outcomes = asyncio.run(crowd(prompted))
        assert any(isinstance(each, BudgetError) for each in outcomes)
        assert budget.usage.total_tokens <= 2500


@given(st.text())
def test_an_estimate_grows_with_the_text(text: str) -> None:
    assert tokens_in(text) <= tokens_in(text + "x") <= tokens_in(text + "xé") <= tokens_in(text + "xéxxxx")


class TestTheCommands:
    def test_a_run_that_is_out_of_budget_is_not_lawful_and_says_so(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": "- Never use `eval`.\n"})
        with serving((200, answer(300, 600))) as server:
            run = command(
                "write", "x", "--root", tmp_path, "--model", f"openai-compatible:m@{server.url}", "--max-tokens", "1300"
            )
        assert (run.returncode, run.stdout) == (1, "")
        assert "NOT LAWFUL after 1 attempt" in run.stderr
        assert "was not asked: of 1300 tokens 400 are left" in run.stderr

    def test_a_dry_run_says_that_a_budget_would_not_do(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": "- Never use `eval`.\n"})
        asking = ("write", "x", "--root", tmp_path, "--dry-run")
        run = command(*asking, "--model", "openai:gpt-5.5", "--max-cost", "0.001")
        assert run.returncode == 0
        assert "forbidden: openai:gpt-5.5 was not asked: of $0.001 $0.0010 is left" in run.stdout
        run = command(*asking, "--model", "openai:gpt-5.5", "--max-cost", "0.1")
        assert "at most $0.1000" in run.stdout
        assert "forbidden" not in run.stdout

    @pytest.mark.parametrize("amount", ["0", "-1", "nan", "inf", "x", ""])
    def test_an_amount_that_is_none_is_refused(self, tmp_path: Path, amount: str) -> None:
        run = command("write", "x", "--root", tmp_path, "--model", "ollama:m", "--max-cost", amount)
        assert run.returncode == 2
        assert "Invalid value for '--max-cost'" in run.stderr

    def test_a_failing_fallback_is_named_with_its_reason(self, tmp_path: Path) -> None:
        project(tmp_path, {"CLAUDE.md": "- Never use `eval`.\n"})
        good = answer(1, 1)
        good["choices"][0]["message"]["content"] = "```python\nx = 1\n```"
        with serving((400, {"error": {"message": "no"}})) as first, serving((200, good)) as second:
            run = command(
                "write",
                "x",
                "--root",
                tmp_path,
                "--model",
                f"openai-compatible:a@{first.url}",
                "--fallback",
                f"openai-compatible:b@{second.url}",
            )
        assert (run.returncode, run.stdout) == (0, "x = 1\n")
        assert "by openai-compatible:b; 1 tokens in, 1 out, price unknown" in run.stderr

    @pytest.mark.parametrize("options", [["--fallback", "ollama:m"], []])
    def test_somebody_has_to_be_named(self, tmp_path: Path, options: list[str]) -> None:
        run = command("write", "x", "--root", tmp_path, *options)
        assert run.returncode == 2
        assert "--model" in run.stderr
