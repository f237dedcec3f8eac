"""What leaves the machine with every request: one key, for one host, and nothing else of the environment."""

from __future__ import annotations

import json
import logging
import sys
import types
from typing import TYPE_CHECKING

import pytest

from lawful.assistant import Message, Prompt
from lawful.errors import KeyMissingError, ProviderError, ProviderRefusedError, UsageError
from lawful.providers.registry import provider
from lawful.providers.rows import ROWS
from lawful.providers.secrets import key_of
from projects import project
from servers import MODES, WAYS, ask, serving

if TYPE_CHECKING:
    from pathlib import Path

PROMPT = Prompt(system="You write Python.", messages=(Message(role="user", text="Write a file."),))
NO = (400, {"error": {"message": "no"}})
SECRETS = {
    "OPENAI_API_KEY": "sk-openai-secret",
    "OPENAI_ORG_ID": "org-secret",
    "OPENAI_PROJECT_ID": "project-secret",
    "OPENAI_CUSTOM_HEADERS": "X-Team-Token: header-secret\nX-Other: header-secret",
    "OPENAI_ADMIN_KEY": "sk-admin-secret",
    "OPENAI_WEBHOOK_SECRET": "webhook-secret",
    "ANTHROPIC_API_KEY": "sk-ant-secret",
    "ANTHROPIC_AUTH_TOKEN": "token-secret",
    "ANTHROPIC_CUSTOM_HEADERS": "X-Team-Token: header-secret",
    "DEEPSEEK_API_KEY": "sk-deepseek-secret",
}


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("secrets")
class TestKeys:
    @pytest.mark.parametrize("mode", MODES)
    @pytest.mark.parametrize("model", [*WAYS, "deepseek:deepseek-v4-pro"])
    def test_no_key_and_no_header_of_another_provider_is_sent(self, model: str, mode: str) -> None:
        with serving(NO) as server, pytest.raises(ProviderRefusedError):
            ask(provider(model, key="sk-mine", base_url=server.url), PROMPT, mode)
        sent = json.dumps(server.seen[0].headers)
        assert "sk-mine" in sent
        assert "secret" not in sent

    @pytest.mark.parametrize("model", WAYS)
    def test_an_authorization_among_custom_headers_takes_no_ones_place(
        self, model: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("OPENAI_CUSTOM_HEADERS", "ANTHROPIC_CUSTOM_HEADERS"):
            monkeypatch.setenv(name, "Authorization: Bearer secret")
        with serving(NO) as server, pytest.raises(ProviderRefusedError):
            provider(model, key="sk-mine", base_url=server.url).complete(PROMPT)
        assert "sk-mine" in json.dumps(server.seen[0].headers)
        assert "secret" not in json.dumps(server.seen[0].headers)

    @pytest.mark.parametrize("model", [*WAYS, "openai-compatible:any@"])
    def test_a_key_from_the_environment_is_not_sent_to_another_address(self, model: str) -> None:
        with serving(NO) as server:
            asked = provider(model + server.url) if model.endswith("@") else provider(model, base_url=server.url)
            with pytest.raises(ProviderRefusedError):
                asked.complete(PROMPT)
        assert "secret" not in json.dumps(server.seen[0].headers)

    def test_each_provider_gets_its_own_key(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("OPENAI_API_KEY")
        with pytest.raises(KeyMissingError, match="set OPENAI_API_KEY"):
            provider("openai:gpt-5.5")
        assert provider("deepseek:deepseek-v4-pro").name == "deepseek:deepseek-v4-pro"

    @pytest.mark.parametrize("mode", MODES)
    @pytest.mark.parametrize("model", WAYS)
    @pytest.mark.parametrize("status", [302, 307, 308])
    def test_no_redirect_is_followed_since_it_would_take_the_prompt_elsewhere(
        self, model: str, mode: str, status: int
    ) -> None:
        with serving(NO) as elsewhere:
            moved = (status, {"error": {"message": "moved"}})
            with serving(moved, headers={"location": f"{elsewhere.url}/v1"}) as server, pytest.raises(ProviderError):
                ask(provider(model, key="sk-mine", base_url=server.url), PROMPT, mode)
        assert (len(server.seen), elsewhere.seen) == (1, [])

    @pytest.mark.parametrize("model", WAYS)
    def test_no_proxy_sees_what_stays_on_this_machine(self, model: str, monkeypatch: pytest.MonkeyPatch) -> None:
        with serving(NO) as proxy, serving(NO) as server:
            for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
                monkeypatch.setenv(name, proxy.url)
            with pytest.raises(ProviderRefusedError):
                provider(model, key="sk-mine", base_url=server.url).complete(PROMPT)
        assert (len(server.seen), proxy.seen) == (1, [])


class TestWhatIsSaid:
    @pytest.mark.parametrize("mode", MODES)
    @pytest.mark.parametrize("model", WAYS)
    def test_a_key_that_the_server_repeats_is_masked_in_the_error_and_in_what_it_is_chained_to(
        self, model: str, mode: str
    ) -> None:
        body = {"error": {"type": "authentication_error", "message": "bad key: ECHO, not sk-other-abcdefghijkl"}}
        with serving((401, body)) as server, pytest.raises(ProviderRefusedError) as caught:
            ask(provider(model, key="mine-4711", base_url=server.url), PROMPT, mode)
        assert "bad key: Bearer ***, not ***" in str(caught.value)
        assert "mine-4711" not in str(caught.value)
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__

    @pytest.mark.parametrize("model", WAYS)
    def test_a_key_is_masked_where_an_answer_breaks_off(self, model: str) -> None:
        with serving((200, b'{"error": {"message": "mine-4711"}}')) as server:
            completion = provider(model, key="mine-4711", base_url=server.url).complete(PROMPT)
        assert "mine-4711" not in completion.model_dump_json()

    @pytest.mark.parametrize("model", WAYS)
    def test_no_log_holds_the_key(self, model: str, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        with serving((400, {"error": {"message": "ECHO"}})) as server, pytest.raises(ProviderRefusedError):
            provider(model, key="mine-4711", base_url=server.url).complete(PROMPT)
        assert caplog.records
        assert "mine-4711" not in caplog.text

    @pytest.mark.parametrize("mode", MODES)
    @pytest.mark.parametrize("model", WAYS)
    def test_no_log_holds_the_prompt(self, model: str, mode: str, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        with serving(NO) as server, pytest.raises(ProviderRefusedError):
            ask(provider(model, key="mine-4711", base_url=server.url), PROMPT, mode)
        assert caplog.records
        assert "Write" not in caplog.text

    @pytest.mark.parametrize("model", WAYS)
    def test_nothing_that_is_shown_of_a_provider_holds_the_key(self, model: str) -> None:
        asked = provider(model, key="mine-4711")
        assert "4711" not in f"{asked} {asked!r} {asked.name}"


ROW = '[tool.lawful.providers.{name}]\nbase-url = "{url}"\n'


class TestProvidersOfAProject:
    """Settings come with a repository, and a repository may be anybody's."""

    def test_a_row_of_the_settings_answers_under_its_name(self, tmp_path: Path) -> None:
        with serving(NO) as server:
            project(tmp_path, {"pyproject.toml": ROW.format(name="mine", url=f"{server.url}/v1")})
            with pytest.raises(ProviderRefusedError, match="mine:m failed"):
                provider("mine:m", root=tmp_path).complete(PROMPT)
        assert server.seen[0].path == "/v1/chat/completions"

    def test_its_key_stands_in_a_variable_that_is_named_after_its_host(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = ROW.format(name="mine", url="https://llm.my-corp.example:8443/v1") + "needs-key = true\n"
        project(tmp_path, {"pyproject.toml": text})
        with pytest.raises(KeyMissingError, match="set LAWFUL_KEY_LLM_MY__CORP_EXAMPLE___8443"):
            provider("mine:m", root=tmp_path)
        monkeypatch.setenv("LAWFUL_KEY_LLM_MY__CORP_EXAMPLE___8443", "k")
        assert provider("mine:m", root=tmp_path).name == "mine:m"

    def test_those_who_speak_anthropics_format_get_its_older_header_too(self, tmp_path: Path) -> None:
        with serving(NO) as server:
            row = ROW.format(name="mine", url=server.url)
            project(tmp_path, {"pyproject.toml": f'{row}wire = "anthropic-messages"\n'})
            with pytest.raises(ProviderRefusedError):
                provider("mine:m", key="mine-4711", root=tmp_path).complete(PROMPT)
        headers = server.seen[0].headers
        assert (headers["authorization"], headers["x-api-key"]) == ("Bearer mine-4711", "mine-4711")

    @pytest.mark.usefixtures("secrets")
    @pytest.mark.parametrize("name", ["mine", "openai-api", "deepseek2"])
    def test_no_key_that_the_environment_holds_for_others_is_sent_to_it(self, tmp_path: Path, name: str) -> None:
        with serving(NO) as server:
            project(tmp_path, {"pyproject.toml": ROW.format(name=name, url=server.url)})
            with pytest.raises(ProviderRefusedError):
                provider(f"{name}:m", root=tmp_path).complete(PROMPT)
        assert "secret" not in json.dumps(server.seen[0].headers)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (ROW.format(name="openai", url="https://evil.example"), "pyproject.toml:2: .*base-url cannot be changed"),
            (
                ROW.format(name="mine", url="https://a.example") + 'key = "OPENAI_API_KEY"',
                "pyproject.toml:3: .*key is unk",
            ),
            (ROW.format(name="mine", url="https://k@a.example"), "pyproject.toml:2: .*base-url must be an address"),
            (ROW.format(name="mine", url="file:///etc/passwd"), "pyproject.toml:2: .*base-url must be an address"),
            (ROW.format(name="mine", url="http://a.example") + "needs-key = true", "pyproject.toml:2: .*not encrypted"),
            (ROW.format(name="mine", url="https://a_b.example") + "needs-key = true", "pyproject.toml:2: .*underscore"),
            (
                ROW.format(name="mine", url="https://a.example") + "prices = { m = [inf, 0, 0] }",
                "prices must be a table",
            ),
            (ROW.format(name="scripted", url="https://a.example"), "pyproject.toml:1: .*is no name for a provider"),
            ("[tool.lawful.providers.mine]\n", "pyproject.toml:1: .*has no base-url"),
            (ROW.format(name="mine", url="https://a.example") + 'wire = "telex"', "wire must be one of openai-chat"),
            (ROW.format(name="mine", url="https://a.example") + "concurrency = true", "must be a number above 0"),
            ('[tool.lawful.providers]\nmine = "x"', r"pyproject.toml:?\d*: .*is no table"),
            ("[tool.lawful]\nproviders = 1", "pyproject.toml: .*is no table"),
            (
                '[tool.lawful.providers.openai.profiles."*"]\nstructure = "x"',
                "pyproject.toml:2: .*structure is unknown",
            ),
            ("[tool.lawful", "cannot be read, so nobody knows what may be sent where"),
        ],
    )
    def test_what_cannot_be_is_said_with_its_line(self, tmp_path: Path, text: str, said: str) -> None:
        project(tmp_path, {"pyproject.toml": text})
        with pytest.raises(UsageError, match=said):
            provider("openai:gpt-5.5", key="k", root=tmp_path)

    def test_no_key_is_read_from_the_repository(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        project(tmp_path, {".env": "OPENAI_API_KEY=sk-from-the-repository\n", "pyproject.toml": ""})
        monkeypatch.chdir(tmp_path)
        with pytest.raises(KeyMissingError):
            provider("openai:gpt-5.5", root=tmp_path)


class TestTheKeyring:
    def test_it_is_asked_last_and_by_the_host(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[tuple[str, str]] = []

        def get_password(service: str, user: str) -> str | None:
            asked.append((service, user))
            return "kept" if user == "api.openai.com" else None

        fake = types.ModuleType("keyring")
        fake.get_password = get_password  # type: ignore[attr-defined]  # stands in for the optional package
        monkeypatch.setitem(sys.modules, "keyring", fake)
        assert key_of(ROWS["openai"], {}) == "kept"
        assert key_of(ROWS["openai"], {"OPENAI_API_KEY": "set"}) == "set"
        assert asked == [("lawful", "api.openai.com")]
        with pytest.raises(KeyMissingError):
            key_of(ROWS["deepseek"], {})
