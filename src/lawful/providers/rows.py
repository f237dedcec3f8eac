"""The providers that are known by name: who they are, what they speak, where, and which variable holds their key.

Adding an OpenAI-compatible provider is adding a row. Addresses are those that the vendors document (November 2026). A
key is valid for one address only, so a second region is a second row with a variable of its own.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Row:
    """One provider.

    Attributes:
        name: what stands before the colon in `provider:model`.
        wire: the API format it speaks.
        base_url: where it is reached.
        keys: the environment variables that may hold its key, in order.
        vendor: whose models it has; decides what they can do.
        jurisdiction: the country whose law binds the company, as ISO 3166 has it, or empty if that is not known.
        region: where the servers stand, as far as the vendor says.
        prices: its name in genai-prices, or None if its prices are not there.
        example: a model to show people.
        needs_key: whether it answers only to those who have a key.
        concurrency: how many requests may be under way at once.
        profiles: what users say of its models: patterns for their names, and what differs.
        own_prices: what users say that its models cost: dollars for a million tokens of input, cached input, output.
        batches: whether the vendor answers batches at half the price.
        elsewhere: whether the address is not the one that is known, so that nothing else that is known holds for it.
        relays: patterns for the names of models that a server on this machine only passes prompts on for.
        relayed: whether it is asked for one of those.
    """

    name: str
    wire: str
    base_url: str
    keys: tuple[str, ...] = ()
    vendor: str = "compatible"
    jurisdiction: str = ""
    region: str = ""
    prices: str | None = None
    example: str = ""
    needs_key: bool = True
    concurrency: int = 8
    profiles: tuple[tuple[str, dict[str, Any]], ...] = ()
    own_prices: Mapping[str, Sequence[float]] = field(default_factory=dict)
    batches: bool = False
    elsewhere: bool = False
    relays: tuple[str, ...] = ()
    relayed: bool = False

    @property
    def host(self) -> str:
        """The host that requests go to."""
        return urlsplit(self.base_url).hostname or ""

    def serving(self, model: str) -> Row:
        """The provider as it is for one of its models."""
        if not any(fnmatchcase(model, pattern) for pattern in self.relays):
            return self
        return replace(self, region="", relayed=True, elsewhere=True)

    @property
    def local(self) -> bool:
        """Whether requests go to this machine. The address decides, not what anybody says of it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def stays(self) -> bool:
        """Whether what is sent stays on this machine, as far as can be told."""
        return self.local and not self.relayed

    @property
    def free(self) -> bool:
        """Whether answers cost nothing; of a server on this machine that has no row nobody knows what is behind it."""
        return self.vendor == "local" and self.stays

    @property
    def secure(self) -> bool:
        """Whether a key can be sent there without others reading it."""
        return self.base_url.startswith("https://") or self.local


def is_address(url: str) -> bool:
    """Whether a text is an address that requests can be sent to, without a name or a password in it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc
    return plain and parts.scheme in {"http", "https"} and bool(parts.hostname) and port != 0


_MESSAGES, _RESPONSES, _CHAT = "anthropic-messages", "openai-responses", "openai-chat"


def _openai(name: str, where: str, region: str) -> Row:
    variable = f"{name.upper().replace('-', '_')}_API_KEY"
    url = f"https://{where}api.openai.com/v1"
    # What a region costs beside the price list is not said in any table.
    prices = "openai" if region == "global" else None
    return Row(name, _RESPONSES, url, (variable,), "openai", "US", region, prices, "gpt-5.5", batches=True)


def _qwen(name: str, host: str, variable: str, region: str) -> Row:
    url = f"https://{host}.aliyuncs.com/compatible-mode/v1"
    return Row(name, _CHAT, url, (variable,), "qwen", "CN", region, "alibaba", "qwen3.6-plus")


def _local(name: str, port: int, variable: str, example: str) -> Row:
    url = f"http://localhost:{port}/v1"
    return Row(name, _CHAT, url, (variable,), "local", region="local", example=example, needs_key=False, concurrency=2)


ROWS = {
    row.name: row
    for row in (
        Row(
            "anthropic",
            _MESSAGES,
            "https://api.anthropic.com",
            ("ANTHROPIC_API_KEY",),
            "anthropic",
            "US",
            "global",
            "anthropic",
            "claude-opus-4-6",
            batches=True,
        ),
        _openai("openai", "", "global"),
        _openai("openai-us", "us.", "US"),
        _openai("openai-eu", "eu.", "EU"),
        Row(
            "openai-chat",
            _CHAT,
            "https://api.openai.com/v1",
            ("OPENAI_API_KEY",),
            "openai",
            "US",
            "global",
            "openai",
            "gpt-5.5",
            batches=True,
        ),
        Row(
            "deepseek",
            _CHAT,
            "https://api.deepseek.com",
            ("DEEPSEEK_API_KEY",),
            "deepseek",
            "CN",
            "CN",
            "deepseek",
            "deepseek-v4-pro",
        ),
        _qwen("qwen", "dashscope-intl", "DASHSCOPE_API_KEY", "SG"),
        _qwen("qwen-us", "dashscope-us", "DASHSCOPE_US_API_KEY", "US"),
        _qwen("qwen-cn", "dashscope", "DASHSCOPE_CN_API_KEY", "CN"),
        _qwen("qwen-hk", "cn-hongkong.dashscope", "DASHSCOPE_HK_API_KEY", "HK"),
        Row(
            "zhipu",
            _CHAT,
            "https://api.z.ai/api/paas/v4",
            ("ZAI_API_KEY",),
            "zhipu",
            "CN",
            "",
            "zai",
            "glm-5.3",
        ),
        Row(
            "zhipu-cn",
            _CHAT,
            "https://open.bigmodel.cn/api/paas/v4",
            ("ZHIPUAI_API_KEY",),
            "zhipu",
            "CN",
            "CN",
            "zhipuai",
            "glm-5.3",
        ),
        Row(
            "moonshot",
            _CHAT,
            "https://api.moonshot.ai/v1",
            ("MOONSHOT_API_KEY",),
            "moonshot",
            "CN",
            "",
            "moonshotai",
            "kimi-k3",
        ),
        Row(
            "moonshot-cn",
            _CHAT,
            "https://api.moonshot.cn/v1",
            ("MOONSHOT_CN_API_KEY",),
            "moonshot",
            "CN",
            "CN",
            None,
            "kimi-k3",
        ),
        Row(
            "byteplus",
            _CHAT,
            "https://ark.ap-southeast.bytepluses.com/api/v3",
            ("BYTEPLUS_API_KEY",),
            "bytedance",
            "CN",
            "SG",
            None,
            "seed-2-0-lite",
        ),
        Row(
            "ark",
            _CHAT,
            "https://ark.cn-beijing.volces.com/api/v3",
            ("ARK_API_KEY",),
            "bytedance",
            "CN",
            "CN",
            "ark",
            "doubao-seed-2-1-pro-260915",
        ),
        Row(
            "gemini",
            _CHAT,
            "https://generativelanguage.googleapis.com/v1beta/openai",
            ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
            "google",
            "US",
            "global",
            "google",
            "gemini-3.8-flash",
        ),
        Row(
            "openrouter",
            _CHAT,
            "https://openrouter.ai/api/v1",
            ("OPENROUTER_API_KEY",),
            "openrouter",
            "US",
            "whoever serves",
            "openrouter",
            "qwen/qwen3.6-plus",
        ),
        # Its models whose tags end so run on its vendor's servers.
        replace(_local("ollama", 11434, "OLLAMA_API_KEY", "qwen3:8b"), relays=("*:cloud", "*-cloud")),
        _local("vllm", 8000, "VLLM_API_KEY", "Qwen/Qwen3-8B"),
        _local("llamacpp", 8080, "LLAMACPP_API_KEY", "local"),
        _local("lmstudio", 1234, "LM_STUDIO_API_KEY", "qwen3-8b"),
        _local("sglang", 30000, "SGLANG_API_KEY", "Qwen/Qwen3-8B"),
    )
}

COMPATIBLE = "openai-compatible"
"""What stands before the colon for a server that has no row: `openai-compatible:MODEL@URL`."""
COMPATIBLE_KEY = "OPENAI_COMPATIBLE_API_KEY"
"""The variable that may hold the key of such a server."""
