"""The providers that are known by name: who they are, what they speak, where, and which variable holds their key.

Adding an OpenAI-compatible provider is adding a row. Addresses are those the vendors document (autumn 2026); a key is
valid for one address only, so a second region is a second row.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One provider.

    Attributes:
        name: what stands before the colon in `provider:model`.
        wire: the API format it speaks.
        base_url: where it is reached.
        keys: the environment variables that may hold its key, in order.
        needs_key: whether it answers only to those who have a key.
        prices: its name in genai-prices, or None if its prices are not there.
        limit: the request parameter that limits the answer, where the wire leaves a choice.
        example: a model to show people.
    """

    name: str
    wire: str
    base_url: str
    keys: tuple[str, ...] = ()
    prices: str | None = None
    limit: str = "max_tokens"
    example: str = ""
    needs_key: bool = True


ROWS = {
    row.name: row
    for row in (
        Row(
            "anthropic",
            "anthropic-messages",
            "https://api.anthropic.com",
            ("ANTHROPIC_API_KEY",),
            "anthropic",
            example="claude-opus-4-6",
        ),
        Row(
            "openai",
            "openai-chat",
            "https://api.openai.com/v1",
            ("OPENAI_API_KEY",),
            "openai",
            "max_completion_tokens",
            "gpt-5.5",
        ),
        Row(
            "deepseek",
            "openai-chat",
            "https://api.deepseek.com",
            ("DEEPSEEK_API_KEY",),
            "deepseek",
            example="deepseek-v4-pro",
        ),
        Row(
            "qwen",
            "openai-chat",
            "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
            ("DASHSCOPE_API_KEY",),
            example="qwen3.6-plus",
        ),
        Row(
            "zhipu",
            "openai-chat",
            "https://api.z.ai/api/paas/v4",
            ("ZAI_API_KEY", "ZHIPUAI_API_KEY"),
            example="glm-5.3",
        ),
        Row(
            "moonshot",
            "openai-chat",
            "https://api.moonshot.ai/v1",
            ("MOONSHOT_API_KEY",),
            "moonshotai",
            example="kimi-k3",
        ),
        Row(
            "gemini",
            "openai-chat",
            "https://generativelanguage.googleapis.com/v1beta/openai/",
            ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
            "google",
            example="gemini-3.8-flash",
        ),
        Row(
            "openrouter",
            "openai-chat",
            "https://openrouter.ai/api/v1",
            ("OPENROUTER_API_KEY",),
            "openrouter",
            example="qwen/qwen3.6-plus",
        ),
        Row(
            "ollama",
            "openai-chat",
            "http://localhost:11434/v1",
            ("OLLAMA_API_KEY",),
            example="qwen3:8b",
            needs_key=False,
        ),
        Row(
            "vllm",
            "openai-chat",
            "http://localhost:8000/v1",
            ("VLLM_API_KEY",),
            example="Qwen/Qwen3-8B",
            needs_key=False,
        ),
        Row(
            "llamacpp",
            "openai-chat",
            "http://localhost:8080/v1",
            ("LLAMACPP_API_KEY",),
            example="local",
            needs_key=False,
        ),
        Row(
            "lmstudio",
            "openai-chat",
            "http://localhost:1234/v1",
            ("LM_STUDIO_API_KEY",),
            example="qwen3-8b",
            needs_key=False,
        ),
        Row(
            "sglang",
            "openai-chat",
            "http://localhost:30000/v1",
            ("SGLANG_API_KEY",),
            example="Qwen/Qwen3-8B",
            needs_key=False,
        ),
    )
}

COMPATIBLE = "openai-compatible"
"""What stands before the colon for a server that has no row: `openai-compatible:MODEL@URL`."""
COMPATIBLE_KEY = "OPENAI_COMPATIBLE_API_KEY"
"""The variable that may hold the key of such a server."""
