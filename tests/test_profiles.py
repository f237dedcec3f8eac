"""How each model is asked: the request for every vendor, as its documentation wants it.

No mock checks our requests against the vendors' real rules, so the bodies are looked at here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel

from lawful.assistant import Completion, Message, Prompt, Stop, Tool
from lawful.assistant.structured import AnswerError, parsed, schema_of
from lawful.errors import PromptTooLongError, ProviderRefusedError, UsageError
from lawful.providers import retrying
from lawful.providers.budget import Budget
from lawful.providers.fallback import Fallback
from lawful.providers.registry import provider
from projects import lawful_here as command
from projects import project
from servers import MODES, WAYS, ask, serving, streamed

if TYPE_CHECKING:
    from pathlib import Path

PROMPT = Prompt(system="the rules", messages=(Message(role="user", text="the task"),))


class Inner(BaseModel):
    line: int
    why: str | None = None


class Found(BaseModel):
    """What was found."""

    items: tuple[Inner, ...] = ()


SCHEMA = schema_of(Found)


def body(model: str, **changes: object) -> dict[str, Any]:
    """The request that a model is sent."""
    with serving((400, {"error": {"message": "no"}})) as server, pytest.raises(ProviderRefusedError):
        provider(model, key="k", base_url=server.url).complete(PROMPT.model_copy(update=changes))
    sent = server.seen[0].body
    assert isinstance(sent, dict)
    return sent


class TestHowVendorsAreAsked:
    def test_anthropic_is_given_a_breakpoint_behind_the_rules(self) -> None:
        assert body("anthropic:claude-opus-4-6") == {
            "model": "claude-opus-4-6",
            "max_tokens": 16_000,
            "system": [{"type": "text", "text": "the rules", "cache_control": {"type": "ephemeral"}}],
            "messages": [{"role": "user", "content": "the task"}],
        }

    def test_openai_is_given_a_key_for_its_cache_and_keeps_nothing(self) -> None:
        sent = body("openai:gpt-5.5")
        key = sent.pop("prompt_cache_key")
        assert sent == {
            "model": "gpt-5.5",
            "instructions": "the rules",
            "input": [{"role": "user", "content": "the task"}],
            "max_output_tokens": 16_000,
            "store": False,
        }
        assert body("openai:gpt-5.5", messages=(Message(role="user", text="other"),))["prompt_cache_key"] == key
        assert body("openai:gpt-5.5", system="other rules")["prompt_cache_key"] != key

    @pytest.mark.parametrize(
        ("model", "role", "limit"),
        [
            ("openai-chat:gpt-5.5", "developer", "max_completion_tokens"),
            ("openai-chat:gpt-4.1", "system", "max_completion_tokens"),
            ("deepseek:deepseek-v4-pro", "system", "max_tokens"),
            ("zhipu:glm-5.3", "system", "max_tokens"),
            ("ollama:qwen3:8b", "system", "max_tokens"),
        ],
    )
    def test_the_role_of_the_rules_and_the_name_of_the_limit_differ(self, model: str, role: str, limit: str) -> None:
        sent = body(model, max_output_tokens=500)
        assert sent["messages"][0] == {"role": role, "content": "the rules"}
        assert sent[limit] == 500

    @pytest.mark.parametrize(
        ("model", "effort", "said"),
        [
            ("openai:gpt-5.5", "low", {"reasoning": {"effort": "low"}}),
            ("openai-chat:gpt-5.5", "low", {"reasoning_effort": "low"}),
            (
                "anthropic:claude-opus-4-6",
                "low",
                {"thinking": {"type": "adaptive"}, "output_config": {"effort": "low"}},
            ),
            ("anthropic:claude-opus-4-6", "none", {"thinking": {"type": "disabled"}}),
            ("deepseek:deepseek-v4-pro", "none", {"thinking": {"type": "disabled"}}),
            ("deepseek:deepseek-v4-pro", "max", {"reasoning_effort": "max"}),
            ("qwen:qwen3.6-plus", "none", {"enable_thinking": False}),
            ("moonshot:kimi-k2.6", "none", {"thinking": {"type": "disabled"}}),
            ("zhipu:glm-5.3", "low", {"reasoning_effort": "low"}),
            ("openrouter:qwen/qwen3.6-plus", "low", {"reasoning": {"effort": "low"}}),
        ],
    )
    def test_each_is_told_in_its_own_words_how_much_to_reason(
        self, model: str, effort: str, said: dict[str, Any]
    ) -> None:
        plain, told = body(model), body(model, effort=effort)
        assert {name: value for name, value in told.items() if plain.get(name) != value} == said

    @pytest.mark.parametrize(
        ("model", "changes", "said"),
        [
            ("moonshot:kimi-k3", {"effort": "none"}, "knows no effort 'none'; it knows low, high, max"),
            ("anthropic:claude-haiku-4-5", {"effort": "low"}, "it cannot be told any"),
            ("moonshot:kimi-k3", {"temperature": 0.0}, "takes no temperature"),
            ("anthropic:claude-opus-4-6", {"temperature": 0.0}, "takes no temperature"),
            ("zhipu:glm-5.3", {"tool_choice": "required"}, "cannot be made to call a tool"),
            ("qwen:qwen3.6-plus", {"tool_choice": "required"}, "cannot be made to call a tool"),
            ("openai:gpt-5.5", {"tool_choice": "other"}, "'other' is no tool of the prompt"),
        ],
    )
    def test_what_a_model_cannot_do_is_an_error_before_anything_is_sent(
        self, model: str, changes: dict[str, Any], said: str
    ) -> None:
        tools = (Tool(name="look", description="Look.", parameters={"type": "object"}),)
        asked = provider(model, key="k", base_url="http://127.0.0.1:9")
        with pytest.raises(UsageError, match=said):
            asked.complete(PROMPT.model_copy(update={"tools": tools, **changes}))

    def test_a_temperature_is_sent_where_it_is_taken(self) -> None:
        assert body("ollama:qwen3:8b", temperature=0.5)["temperature"] == 0.5

    @pytest.mark.parametrize("mode", MODES)
    def test_no_answer_is_asked_for_that_is_longer_than_the_model_can_give(self, mode: str) -> None:
        # The SDK itself refuses as much without a stream.
        prompt = PROMPT.model_copy(update={"max_output_tokens": 100_000})
        with serving((400, {})) as server, pytest.raises(ProviderRefusedError):
            ask(provider("anthropic:claude-haiku-4-5", key="k", base_url=server.url), prompt, mode)
        assert server.seen[0].body["max_tokens"] == 64_000

    def test_no_answer_is_asked_for_that_does_not_fit_behind_the_prompt(self) -> None:
        sent = body("anthropic:claude-haiku-4-5", system="x" * 3 * 150_000, max_output_tokens=64_000)
        assert 49_000 < sent["max_tokens"] < 50_000

    def test_a_prompt_that_may_fit_is_sent_and_the_provider_decides(self) -> None:
        assert body("anthropic:claude-haiku-4-5", system="x" * 3 * 210_000)["max_tokens"] == 16_000

    @pytest.mark.parametrize("mode", MODES)
    def test_a_prompt_that_cannot_fit_is_not_sent_and_somebody_else_may_be_asked(
        self, tmp_path: Path, mode: str
    ) -> None:
        sizes = "".join(
            f'[tool.lawful.providers.{name}]\nbase-url = "{{url}}"\nwire = "{wire}"\n'
            f'[tool.lawful.providers.{name}.profiles."*"]\ncontext = {context}\n'
            for name, wire, context in (("small", "openai-responses", 2000), ("big", "anthropic-messages", 9000))
        )
        prompt = PROMPT.model_copy(update={"system": "é" * 12_000})
        with serving((200, {"content": [{"type": "text", "text": "hi"}], "stop_reason": "end_turn"})) as server:
            project(tmp_path, {"pyproject.toml": sizes.format(url=server.url)})
            budget = Budget(max_tokens=50_000)
            small, big = (provider(f"{name}:m", root=tmp_path, budget=budget) for name in ("small", "big"))
            said = (
                r"small:m was not asked: the prompt takes between 3001 and \d+ tokens, and its context holds 2000.*"
                r'larger one.*\[tool.lawful.providers.small.profiles."m"\] context'
            )
            with pytest.raises(PromptTooLongError, match=said):
                ask(small, prompt, mode)
            assert (server.seen, budget.calls) == ([], 0)
            assert ask(Fallback([small, big]), prompt, mode)[0].provider == "big:m"
        assert len(server.seen) == 1

    def test_a_dry_run_says_that_a_prompt_cannot_fit(self, tmp_path: Path) -> None:
        text = '[tool.lawful.providers.ollama.profiles."*"]\ncontext = 300\n'
        project(tmp_path, {"CLAUDE.md": "- Never use `eval`.\n", "pyproject.toml": text})
        run = command("write", "x" * 9000, "--root", tmp_path, "--model", "ollama:m", "--dry-run")
        assert run.returncode == 0
        assert "forbidden: ollama:m was not asked: the prompt takes between" in run.stdout

    @pytest.mark.parametrize("mode", MODES)
    @pytest.mark.parametrize(
        ("asked_for", "affordable", "said"),
        [
            (500, 90_000, "500 tokens, as many as were asked for"),
            (5000, 90_000, "1000 tokens, as many as the model can write"),
            (5000, 800, "tokens, all that the budget has left"),
        ],
    )
    def test_an_answer_that_is_cut_off_says_at_how_many_tokens_and_why_there(
        self, tmp_path: Path, mode: str, asked_for: int, affordable: int, said: str
    ) -> None:
        text = (
            '[tool.lawful.providers.{}]\nbase-url = "{}"\n[tool.lawful.providers.{}.profiles."*"]\nmax-output = 1000\n'
        )
        end = {"finish_reason": "length"}
        whole = {"choices": [{"message": {"content": "x"}, **end}]}
        events = [{"choices": [{"delta": {"content": "x"}, **end}]}]
        with serving((200, events if mode.endswith("stream") else whole)) as server:
            project(tmp_path, {"pyproject.toml": text.format("mine", server.url, "mine")})
            asked = provider("mine:m", root=tmp_path, budget=Budget(max_tokens=affordable))
            completion, _ = ask(asked, PROMPT.model_copy(update={"max_output_tokens": asked_for}), mode)
        assert completion.stop is Stop.LENGTH
        assert completion.detail is not None
        assert completion.detail.endswith(said)

    @pytest.mark.parametrize(("written", "stop"), [(499, Stop.END), (500, Stop.LENGTH)])
    def test_an_answer_that_has_reached_its_limit_is_not_called_complete_whatever_the_server_says(
        self, written: int, stop: Stop
    ) -> None:
        usage = {"input_tokens": 9, "output_tokens": written}
        output = [{"type": "message", "content": [{"text": "x = 1"}]}]
        with serving((200, {"output": output, "status": "completed", "usage": usage})) as server:
            asked = provider("openai:m", key="k", base_url=server.url)
            assert asked.complete(PROMPT.model_copy(update={"max_output_tokens": 500})).stop is stop


class TestAnswersThatAreData:
    @pytest.mark.parametrize(
        ("model", "where", "kind"),
        [
            ("anthropic:claude-opus-4-6", ("output_config", "format"), "json_schema"),
            ("openai:gpt-5.5", ("text", "format"), "json_schema"),
            ("openai-chat:gpt-5.5", ("response_format",), "json_schema"),
            ("llamacpp:local", ("response_format",), "json_schema"),
            ("qwen:qwen3.8-max", ("response_format",), "json_schema"),
            ("qwen:qwen3.6-plus", ("response_format",), "json_object"),
            ("deepseek:deepseek-v4-pro", ("response_format",), "json_object"),
            ("moonshot:kimi-k3", ("response_format",), "json_object"),
            ("openai-compatible:m@{url}", ("response_format",), None),
        ],
    )
    def test_each_is_asked_by_the_highest_rung_that_it_has(
        self, model: str, where: tuple[str, ...], kind: str | None
    ) -> None:
        with serving((400, {})) as server:
            named = model.format(url=server.url)
            asked = provider(named, key="k", base_url=None if named != model else server.url)
            with pytest.raises(ProviderRefusedError):
                asked.complete(PROMPT.model_copy(update={"answer_schema": SCHEMA}))
        sent = server.seen[0].body
        found = sent
        for key in where:
            found = found.get(key, {})
        assert found.get("type") == kind
        # Where the schema is not given as such it stands in the prompt, after the rules.
        assert (json.dumps(SCHEMA) in json.dumps(found)) is (kind == "json_schema")
        told = "the rules\n\nAnswer with one JSON object and nothing else. It follows this JSON schema:\n"
        assert kind == "json_schema" or sent["messages"][0]["content"] == f"{told}{json.dumps(SCHEMA)}\n"

    @pytest.mark.parametrize("mode", MODES)
    @pytest.mark.parametrize("model", ["llamacpp:local", "openai:m"])
    def test_a_server_that_refuses_a_rung_is_asked_on_the_next_one_from_then_on(self, model: str, mode: str) -> None:
        no = {"error": {"message": "This response_format type is unavailable now"}}
        good = {"error": {"message": "enough"}}
        with serving((400, no), (422, no), (400, good)) as server:
            asked = provider(model, key="k", base_url=server.url)
            prompt = PROMPT.model_copy(update={"answer_schema": SCHEMA})
            for _ in range(2):
                with pytest.raises(ProviderRefusedError, match="enough"):
                    ask(asked, prompt, mode)
        kinds = [
            each.body.get("response_format", each.body.get("text", {}).get("format", {})).get("type")
            for each in server.seen
        ]
        assert kinds == ["json_schema", "json_object", None, None]

    def test_a_server_may_call_it_a_fault_of_its_own(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # llama-cpp-python answers so.
        monkeypatch.setattr(retrying, "MAX_WAIT", 0.01)
        no = (500, {"error": {"message": "Input should be 'text' or 'json_object': response_format.type"}})
        with serving(*[no] * retrying.MAX_TRIES, (200, {"choices": []})) as server:
            provider("llamacpp:m", base_url=server.url).complete(PROMPT.model_copy(update={"answer_schema": SCHEMA}))
        assert [each.body["response_format"]["type"] for each in server.seen] == ["json_schema"] * 4 + ["json_object"]

    @pytest.mark.parametrize("mode", MODES)
    @pytest.mark.parametrize("model", WAYS)
    def test_data_that_is_cut_off_keeps_what_it_has_cost(self, model: str, mode: str) -> None:
        answers: dict[str, Any] = {
            "anthropic": {"content": [{"type": "text", "text": '{"ite'}], "stop_reason": "max_tokens"},
            "openai": {"output": [], "status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}},
            "openai-chat": {"choices": [{"message": {"content": '{"ite'}, "finish_reason": "length"}]},
        }
        usage = {"input_tokens": 7, "output_tokens": 9, "prompt_tokens": 7, "completion_tokens": 9}
        answer = {**answers[model.partition(":")[0]], "usage": usage, "model": "m"}
        budget = Budget()
        with serving((200, streamed(model, answer) if mode.endswith("stream") else answer)) as server:
            asked = provider(model, key="k", base_url=server.url, budget=budget)
            completion, _ = ask(asked, PROMPT.model_copy(update={"answer_schema": SCHEMA}), mode)
        with pytest.raises(AnswerError, match="cut off at its length limit"):
            parsed(completion, Found)
        assert (budget.usage.input_tokens, budget.usage.output_tokens) == (7, 9)
        assert budget.cost == completion.cost

    @pytest.mark.parametrize(
        ("changes", "said"), [({}, "response_format"), ({"answer_schema": SCHEMA}, "no such model")]
    )
    def test_no_other_refusal_is_taken_for_that(self, changes: dict[str, Any], said: str) -> None:
        with serving((400, {"error": {"message": said}})) as server, pytest.raises(ProviderRefusedError):
            provider("openai:m", key="k", base_url=server.url).complete(PROMPT.model_copy(update=changes))
        assert len(server.seen) == 1

    def test_a_schema_is_such_that_the_strictest_provider_takes_it(self) -> None:
        inner = {
            "type": "object",
            "properties": {"line": {"type": "integer"}, "why": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
            "required": ["line", "why"],
            "additionalProperties": False,
        }
        assert {
            "description": "What was found.",
            "type": "object",
            "properties": {"items": {"type": "array", "items": inner}},
            "required": ["items"],
            "additionalProperties": False,
        } == SCHEMA

    @pytest.mark.parametrize(
        "text",
        [
            '{"items": [{"line": 1, "why": "a\tb"}]}',
            'Here you are:\n```json\n{"items": [{"line": 1, "why": "a\tb"}]}\n```\nThat is all.',
        ],
    )
    def test_data_is_found_with_words_around_it_and_control_characters_in_it(self, text: str) -> None:
        answer = Completion(text=text, stop=Stop.END, model="m")
        assert parsed(answer, Found) == Found(items=(Inner(line=1, why="a\tb"),))

    @pytest.mark.parametrize(
        ("text", "stop", "said"),
        [
            ('{"items": [{"line": "x"}]}', Stop.END, r"not as it was asked for: items\.0\.line"),
            ('{"items": [', Stop.END, "not the JSON"),
            ("", Stop.END, "not the JSON"),
            ("[" * 100_000, Stop.END, "not the JSON"),
            ('{"items": []}', Stop.LENGTH, "cut off at its length limit"),
            ('{"items": []}', Stop.CUT, "broke off"),
            ("I will not", Stop.REFUSAL, "refused: I will not"),
        ],
    )
    def test_no_answer_is_believed_because_it_came(self, text: str, stop: Stop, said: str) -> None:
        with pytest.raises(AnswerError, match=said):
            parsed(Completion(text=text, stop=stop, model="m"), Found)


class TestReasoning:
    @pytest.mark.parametrize(
        ("model", "message", "thought"),
        [
            ("deepseek:deepseek-v4-pro", {"reasoning_content": "hm", "content": "x = 1"}, "hm"),
            ("openrouter:any", {"reasoning": "hm", "content": "x = 1"}, "hm"),
            ("openrouter:any", {"reasoning": "hm", "reasoning_content": "hm", "content": "x = 1"}, "hm"),
            ("ollama:qwen3:8b", {"content": "<think>\nhm</think>\n\nx = 1"}, "\nhm"),
            ("ollama:qwen3:8b", {"content": [{"type": "text", "text": "x = 1"}]}, ""),
        ],
    )
    def test_what_was_thought_is_kept_apart_wherever_it_comes(
        self, model: str, message: dict[str, Any], thought: str
    ) -> None:
        with serving((200, {"choices": [{"message": message, "finish_reason": "stop"}]})) as server:
            completion = provider(model, key="k", base_url=server.url).complete(PROMPT)
        assert (completion.text, completion.reasoning) == ("x = 1", thought)

    def test_of_those_that_answer_only_in_text_the_tags_are_left_alone(self) -> None:
        message = {"content": "<think>x</think>y"}
        with serving((200, {"choices": [{"message": message, "finish_reason": "stop"}]})) as server:
            completion = provider("openai-chat:gpt-5.5", key="k", base_url=server.url).complete(PROMPT)
        assert completion.text == "<think>x</think>y"

    def test_blocks_and_summaries_of_the_other_wires(self) -> None:
        blocks = [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "x = 1"}]
        output = [
            {"type": "reasoning", "summary": [{"type": "summary_text", "text": "hm"}]},
            {"type": "message", "content": [{"type": "output_text", "text": "x = 1"}]},
        ]
        answers = {
            "anthropic:m": {"content": blocks, "stop_reason": "end_turn"},
            "openai:m": {"output": output, "status": "completed"},
        }
        for model, answer in answers.items():
            with serving((200, answer)) as server:
                completion = provider(model, key="k", base_url=server.url).complete(PROMPT)
            assert (completion.text, completion.reasoning) == ("x = 1", "hm")


class TestProfilesOfAProject:
    def test_they_come_after_what_is_known(self, tmp_path: Path) -> None:
        text = """\
[tool.lawful.providers.ollama.profiles."qwen*"]
structured = "text"
max-output = 100
tool-choices = ["auto"]
[tool.lawful.providers.ollama.profiles."qwen*".efforts]
off = { think = false, model = "another", max_tokens = 999999 }
[tool.lawful.providers.corp]
base-url = "https://corp.example"
wire = "anthropic-messages"
[tool.lawful.providers.corp.prices]
m = [1, 0.1, 2]
"""
        project(tmp_path, {"pyproject.toml": text})
        with serving((400, {})) as server:
            asked = provider("ollama:qwen3:8b", base_url=server.url, root=tmp_path)
            with pytest.raises(ProviderRefusedError):
                asked.complete(PROMPT.model_copy(update={"answer_schema": SCHEMA, "effort": "off"}))
        sent = server.seen[0].body
        assert (sent["max_tokens"], sent["think"], "response_format" in sent) == (100, False, False)
        assert sent["model"] == "qwen3:8b"
        priced = {"usage": {"input_tokens": 1_000_000, "output_tokens": 1_000_000}, "stop_reason": "end_turn"}
        with serving((200, priced)) as server:
            completion = provider("corp:m", base_url=server.url, root=tmp_path).complete(PROMPT)
        assert completion.cost == 3
        assert server.seen[0].path == "/v1/messages"

    @pytest.mark.parametrize("wire", ["anthropic-messages", "openai-chat", "openai-responses"])
    def test_nothing_that_a_project_says_of_efforts_takes_the_place_of_what_is_asked(
        self, tmp_path: Path, wire: str
    ) -> None:
        text = """\
[tool.lawful.providers.mine]
base-url = "{url}"
wire = "{wire}"
[tool.lawful.providers.mine.profiles."*".efforts]
off = {{ model = "another", messages = [], input = [], system = "", instructions = "", max_tokens = 9, tools = [] }}
"""
        tool = Tool(name="look", description="Look.", parameters={"type": "object"})
        with serving((400, {})) as server:
            project(tmp_path, {"pyproject.toml": text.format(url=server.url, wire=wire)})
            asked = provider("mine:m", root=tmp_path)
            with pytest.raises(ProviderRefusedError):
                asked.complete(PROMPT.model_copy(update={"effort": "off", "tools": (tool,)}))
        sent = server.seen[0].body
        assert sent["model"] == "m"
        assert all(said in json.dumps(sent) for said in ("the rules", "the task", "look"))
        assert sent.get("max_output_tokens", sent["max_tokens"]) == 16_000
