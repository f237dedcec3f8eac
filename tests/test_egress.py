"""What may be sent to whom, decided over every file that a prompt holds something of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import lawful
from lawful.assistant import Message, Prompt
from lawful.errors import EgressError, ProviderError, UsageError
from lawful.providers.fallback import Fallback
from lawful.providers.registry import provider
from projects import lawful_here as command
from projects import project
from servers import MODES, ask, serving

if TYPE_CHECKING:
    from pathlib import Path

NO = (400, {"error": {"message": "no"}})
POLICY = """\
[tool.lawful.egress]
"src/secret/**" = "local"
"*.pem" = []
"src/eu" = ["region:EU", "jurisdiction:DE"]
"src/**" = ["anthropic", "openai-eu", "deepseek"]
"docs/**" = "*"

[tool.lawful.providers.german]
base-url = "https://llm.example.de/v1"
jurisdiction = "DE"
"""


def prompt(*files: str) -> Prompt:
    return Prompt(system="s", messages=(Message(role="user", text="t"),), files=files)


def allowed(root: Path, model: str, *files: str) -> bool:
    """Whether a call gets as far as a budget that has nothing left."""
    asked = provider(model, key="k", root=root, budget=lawful.Budget(max_tokens=1))
    try:
        asked.complete(prompt(*files))
    except EgressError:
        return False
    except lawful.BudgetError:
        return True
    raise AssertionError("something was sent")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path, {"pyproject.toml": POLICY, "CLAUDE.md": "- Never use `eval`.\n"})


class TestWhoMayHaveWhat:
    @pytest.mark.parametrize(
        ("model", "files", "may"),
        [
            ("anthropic:m", ["src/a.py"], True),
            ("openai:m", ["src/a.py"], False),
            ("openai-eu:m", ["src/a.py", "src/b/c.py"], True),
            ("anthropic:m", ["src/secret/a.py"], False),
            ("ollama:m", ["src/secret/a.py", "src/a.py", "key.pem"], True),
            # A server on this machine that passes the prompt on does not keep it here.
            ("ollama:gpt-oss:120b-cloud", ["src/secret/a.py"], False),
            ("ollama:glm-4.6:cloud", ["docs/a.md"], True),
            ("ollama:my-cloud:8b", ["src/secret/a.py"], True),
            ("anthropic:m", ["src/a.py", "src/secret/a.py"], False),  # the strictest wins
            ("anthropic:m", ["deep/down/key.pem"], False),
            ("anthropic:m", ["docs/a.md"], True),
            ("anthropic:m", ["unmentioned.py"], True),
            ("openai-eu:m", ["src/eu/a.py"], True),
            ("german:m", ["src/eu/a.py"], True),
            ("deepseek:m", ["src/eu/a.py"], False),
            ("german:m", ["src/a.py"], False),
            ("openai-compatible:m@https://llm.example.de/v1", ["src/eu/a.py"], False),
            ("openai-compatible:m@https://127.0.0.1.evil.example/v1", ["src/secret/a.py"], False),
            ("openai-compatible:m@https://evil.localhost/v1", ["src/secret/a.py"], False),
            ("openai-compatible:m@http://127.0.0.1:9/v1", ["src/secret/a.py"], True),
            ("openai-compatible:m@http://[::1]:9/v1", ["src/secret/a.py"], True),
        ],
    )
    def test_by_name_by_jurisdiction_by_region_or_nobody(
        self, root: Path, model: str, files: list[str], *, may: bool
    ) -> None:
        assert allowed(root, model, *files) is may

    def test_what_is_allowed_for_a_provider_is_not_allowed_for_another_address(self, root: Path) -> None:
        asked = provider("anthropic:m", key="k", base_url="https://elsewhere.example", root=root)
        with pytest.raises(EgressError):
            asked.complete(prompt("src/a.py"))

    @pytest.mark.parametrize("mode", MODES)
    def test_a_refusal_names_the_line_that_forbids_it_and_nothing_is_sent(self, tmp_path: Path, mode: str) -> None:
        with serving(NO) as server:
            row = f'[tool.lawful.providers.far]\nbase-url = "{server.url}"\n'
            text = f'[tool.lawful.egress]\n# why\n"a/**" = "local"\n\n{row}'
            project(tmp_path, {"pyproject.toml": text.replace("127.0.0.1", "far.localhost.example")})
            said = (
                r"a/x.py may not go to far \(far.localhost.example\); pyproject.toml:3 allows 'a/\*\*' only for local"
            )
            with pytest.raises(EgressError, match=said):
                ask(provider("far:m", root=tmp_path), prompt("b.py", "a/x.py"), mode)
        assert server.seen == []

    @pytest.mark.parametrize("mode", MODES)
    def test_a_fallback_is_asked_for_its_own_permission(self, root: Path, mode: str) -> None:
        with serving(NO) as server:
            here = provider(f"openai-compatible:m@{server.url}", root=root)
            remote = provider("deepseek:m", key="k", root=root)
            with pytest.raises(ProviderError, match=r"nothing was sent: .*; then openai-compatible:m failed") as it:
                ask(Fallback([remote, here]), prompt("src/secret/a.py"), mode)
            assert "deepseek" in str(it.value)
        assert len(server.seen) == 1

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('"a" = 1', r"pyproject.toml:2: \[tool.lawful.egress\] a is neither"),
            ('"a" = ["lokal"]', "pyproject.toml:2: .*allows 'lokal', which is no provider"),
            ('"/" = "local"', "pyproject.toml:2: .*names no files"),
        ],
    )
    def test_a_policy_that_nobody_understands_lets_nothing_out(self, tmp_path: Path, text: str, said: str) -> None:
        project(tmp_path, {"pyproject.toml": f"[tool.lawful.egress]\n{text}\n"})
        with pytest.raises(UsageError, match=said):
            provider("anthropic:m", key="k", root=tmp_path)


class TestWhatIsHeldToIt:
    def test_the_file_that_is_written_and_every_context_file_whose_rules_are_sent(self, tmp_path: Path) -> None:
        project(
            tmp_path,
            {
                "CLAUDE.md": "- Never use `eval`.\n",
                "src/CLAUDE.md": "- Never use `exec`.\n",
                "other/CLAUDE.md": "- Never use `exec`.\n",
            },
        )
        scripted = lawful.Scripted(["```python\nx = 1\n```"])
        lawful.Assistant(tmp_path, model=scripted).write("x", path="src/a.py")
        assert set(scripted.prompts[0].files) == {"src/a.py", "CLAUDE.md", "src/CLAUDE.md"}

    def test_the_command_refuses_with_the_line_and_status_2(self, root: Path) -> None:
        run = command(
            "write", "x", "--root", root, "--model", "openai:m", "--path", "src/a.py", env={"OPENAI_API_KEY": "k"}
        )
        assert (run.returncode, run.stdout) == (2, "")
        assert (
            "nothing was sent: src/a.py may not go to openai (api.openai.com, US); pyproject.toml:5 allows"
            in run.stderr
        )

    def test_a_dry_run_says_what_would_be_sent_to_whom_and_for_how_much(self, root: Path) -> None:
        run = command(
            "write",
            "x",
            "--root",
            root,
            "--model",
            "anthropic:claude-opus-4-6",
            "--path",
            "src/secret/a.py",
            "--fallback",
            "ollama:qwen3:8b",
            "--dry-run",
            env={"ANTHROPIC_API_KEY": ""},
        )
        assert run.returncode == 0
        lines = run.stdout.splitlines()
        assert lines[0] == "anthropic:claude-opus-4-6 at api.anthropic.com (US)"
        assert "1 request, " in lines[1]
        assert "at most $0.4" in lines[1]
        assert lines[2:4] == ["  from src/secret/a.py", "  from CLAUDE.md"]
        assert "forbidden: nothing was sent: src/secret/a.py may not go to anthropic" in lines[4]
        assert lines[5] == "ollama:qwen3:8b at localhost"
