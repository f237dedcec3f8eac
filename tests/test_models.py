"""`lawful models`: who there is to ask, and what they serve."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lawful.providers.rows import ROWS
from projects import lawful_here as lawful
from projects import project
from servers import serving

if TYPE_CHECKING:
    from pathlib import Path

    from llmock.pytest_plugin import LLMock


def test_every_provider_is_listed_with_key_region_company_price_and_context(tmp_path: Path) -> None:
    project(tmp_path, {"pyproject.toml": '[tool.lawful.providers.corp]\nbase-url = "https://llm.corp.example/v1"\n'})
    keys = {name: "" for row in ROWS.values() for name in row.keys}
    run = lawful("models", "--root", tmp_path, "--format", "json", env={**keys, "OPENAI_API_KEY": "sk-secret"})
    assert run.returncode == 0
    assert "secret" not in run.stdout
    found = {each["provider"]: each for each in json.loads(run.stdout)["providers"]}
    assert list(found) == [*ROWS, "corp"]
    assert found["openai"] == {
        "provider": "openai",
        "host": "api.openai.com",
        "wire": "openai-responses",
        "region": "global",
        "jurisdiction": "US",
        "key": "present",
        "variables": ["OPENAI_API_KEY"],
        "example": {
            "model": "gpt-5.5",
            "price": {"input": 5.0, "cached": 0.5, "output": 30.0},
            "context": 1_050_000,
            "max_output": 128_000,
        },
    }
    assert (found["anthropic"]["key"], found["ollama"]["key"]) == ("missing", "not needed")
    assert found["ollama"]["example"]["price"] == {"input": 0.0, "cached": 0.0, "output": 0.0}
    assert found["corp"]["example"]["price"] == {"input": None, "cached": None, "output": None}


def test_the_list_reads_well(tmp_path: Path) -> None:
    run = lawful("models", "--root", tmp_path, env={"DEEPSEEK_API_KEY": ""})
    line = next(line for line in run.stdout.splitlines() if line.startswith("deepseek "))
    assert line.split()[:7] == [
        "deepseek",
        "missing:",
        "DEEPSEEK_API_KEY",
        "CN",
        "CN",
        "deepseek-v4-pro",
        line.split()[6],
    ]
    assert line.endswith("1000k")


@pytest.mark.parametrize("wire", ["openai-chat", "openai-responses", "anthropic-messages"])
def test_a_server_is_asked_which_models_it_serves(llmock: LLMock, tmp_path: Path, wire: str) -> None:
    url = llmock.base_url("anthropic" if wire.startswith("anthropic") else "openai")
    project(tmp_path, {"pyproject.toml": f'[tool.lawful.providers.mine]\nbase-url = "{url}"\nwire = "{wire}"\n'})
    run = lawful("models", "mine", "--root", tmp_path, "--format", "json")
    assert run.returncode == 0
    assert len(json.loads(run.stdout)["models"]) > 1
    assert llmock.last_request.method == "GET"


@pytest.mark.parametrize(
    ("said", "context", "longest"),
    [
        ({"max_input_tokens": 200_000, "max_tokens": 64_000}, 200_000, 64_000),  # Anthropic
        ({"max_model_len": 32_768}, 32_768, None),  # vLLM
        ({"context_length": 262_144, "top_provider": {"max_completion_tokens": 8192}}, 262_144, 8192),  # OpenRouter
        ({"meta": {"n_ctx": 2048, "n_ctx_train": 4096}}, 2048, None),  # llama.cpp
        ({"max_model_len": -1, "context_length": "many", "max_tokens": None}, None, None),
    ],
)
def test_the_sizes_that_a_server_tells_are_listed(
    tmp_path: Path, said: dict[str, object], context: int | None, longest: int | None
) -> None:
    with serving((200, {"data": [{"id": "m", **said}]})) as server:
        project(tmp_path, {"pyproject.toml": f'[tool.lawful.providers.mine]\nbase-url = "{server.url}"\n'})
        run = lawful("models", "mine", "--root", tmp_path, "--format", "json")
    (model,) = json.loads(run.stdout)["models"]
    assert (model["context"], model["max_output"]) == (context, longest)


@pytest.mark.parametrize("answer", [{}, [], {"data": 1}, {"data": [{}]}, b"<html>"])
def test_a_server_that_does_not_say_is_an_error(tmp_path: Path, answer: object) -> None:
    with serving((200, answer)) as server:
        project(tmp_path, {"pyproject.toml": f'[tool.lawful.providers.mine]\nbase-url = "{server.url}"\n'})
        run = lawful("models", "mine", "--root", tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert "mine" in run.stderr


def test_a_provider_that_is_none_is_an_error(tmp_path: Path) -> None:
    run = lawful("models", "opnai", "--root", tmp_path)
    assert run.returncode == 2
    assert "unknown provider 'opnai'" in run.stderr
