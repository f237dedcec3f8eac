"""What models can do, as data: a profile for every model, put together from what is known of its vendor and its name.

The quirks are those that the vendors document or their SDKs show (November 2026); none was tried on a vendor's servers.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Structured = Literal["json_schema", "json_object", "text"]
"""How a provider can be told to answer with JSON: by its schema, by saying so, or only in words."""
Changes = dict[str, Any]
"""Fields of a profile that differ."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What one model can do and how it wants to be asked.

    Attributes:
        structured: the best way to have it answer with JSON.
        efforts: how much it can be told to reason, and what a request says to that end.
        limit: the request field that limits an answer of Chat Completions.
        tool_choices: how tools can be chosen: `auto`, `required`, `named`.
        system_role: the role of the system text in Chat Completions.
        sampling: whether it takes a temperature.
        cache: how the beginning of a prompt gets into a cache: by `breakpoints`, by a `key`, or by itself (`none`).
        stream_usage: whether a stream may be asked for its usage.
        thinks_in_text: whether what it thinks may come in front of the answer, between `<think>` and `</think>`.
        context: the tokens that prompt and answer may have together, or None if that is not known.
        max_output: the tokens that an answer may have, or None if that is not known.
    """

    structured: Structured = "text"
    efforts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    tool_choices: tuple[str, ...] = ("auto", "required", "named")
    system_role: Literal["system", "developer"] = "system"
    sampling: bool = True
    cache: Literal["none", "breakpoints", "key"] = "none"
    stream_usage: bool = True
    thinks_in_text: bool = False
    context: int | None = None
    max_output: int | None = None


def _efforts(*names: str) -> Changes:
    return {name: {"reasoning_effort": name} for name in names}


_NO_THINKING: Changes = {"none": {"thinking": {"type": "disabled"}}}
_CLAUDE_EFFORTS: Changes = {
    name: {"thinking": {"type": "adaptive"}, "output_config": {"effort": name}}
    for name in ("low", "medium", "high", "max")
}

_TABLE: tuple[tuple[str, str, Changes], ...] = (
    (
        "anthropic",
        "*",
        {
            "structured": "json_schema",
            "efforts": {**_NO_THINKING, **_CLAUDE_EFFORTS},
            "sampling": False,
            "cache": "breakpoints",
            "context": 1_000_000,
            "max_output": 128_000,
        },
    ),
    ("anthropic", "claude-*-4-5*", {"efforts": {}, "context": 200_000, "max_output": 64_000}),
    (
        "openai",
        "*",
        {
            "structured": "json_schema",
            "efforts": _efforts("none", "minimal", "low", "medium", "high", "xhigh", "max"),
            "limit": "max_completion_tokens",
            "system_role": "developer",
            "sampling": False,
            "cache": "key",
            "context": 1_050_000,
            "max_output": 128_000,
        },
    ),
    ("openai", "gpt-4*", {"efforts": {}, "system_role": "system", "sampling": True, "max_output": 16_384}),
    ("openai", "gpt-4o*", {"context": 128_000}),
    (
        "deepseek",
        "*",
        {
            "structured": "json_object",  # it refuses a schema
            "efforts": {**_NO_THINKING, **_efforts("low", "high", "max")},
            "tool_choices": ("auto",),  # others are refused while it thinks, which it does unless told not to
            "sampling": False,  # ignored without a word
            "context": 1_000_000,
            "max_output": 393_000,
        },
    ),
    (
        "qwen",
        "*",
        {
            "structured": "json_object",
            "efforts": {"none": {"enable_thinking": False}, "high": {"enable_thinking": True}},
            "tool_choices": ("auto", "named"),
        },
    ),
    ("qwen", "qwen3.8-*", {"context": 992_000, "max_output": 131_000}),
    ("qwen", "qwen3.8-max*", {"structured": "json_schema"}),
    ("qwen", "qwen3.7-max*", {"context": 992_000, "max_output": 66_000}),
    ("qwen", "qwen3.6-plus*", {"context": 1_000_000}),
    (
        "zhipu",
        "*",
        {"structured": "json_object", "efforts": _NO_THINKING, "tool_choices": ("auto",), "max_output": 128_000},
    ),
    ("zhipu", "glm-5.1*", {"context": 200_000}),
    ("zhipu", "glm-5.2*", {"context": 1_000_000}),
    ("zhipu", "glm-5.3*", {"efforts": _efforts("low", "high", "max"), "context": 1_000_000}),
    (
        "moonshot",
        "*",
        {"structured": "json_object", "tool_choices": ("auto",), "sampling": False, "context": 262_144},
    ),
    ("moonshot", "kimi-k2.[56]*", {"efforts": _NO_THINKING}),
    ("moonshot", "kimi-k3*", {"efforts": _efforts("low", "high", "max"), "context": 1_048_576}),
    ("bytedance", "*", {"structured": "json_object", "efforts": _NO_THINKING}),
    ("bytedance", "doubao-seed-2-0-*", {"context": 256_000, "max_output": 128_000}),
    ("bytedance", "doubao-seed-2-1-*", {"context": 1_020_000, "max_output": 256_000}),
    (
        "google",
        "*",
        {
            "structured": "json_schema",
            "efforts": _efforts("low", "medium", "high"),
            "context": 1_000_000,
            "max_output": 66_000,
        },
    ),
    (
        "openrouter",
        "*",
        {
            "structured": "json_object",
            "efforts": {name: {"reasoning": {"effort": name}} for name in ("none", "low", "medium", "high")},
        },
    ),
    # What a local server can do depends on the model, except for the schema: its grammar holds any model to it.
    ("local", "*", {"structured": "json_schema", "thinks_in_text": True, "efforts": _efforts("low", "medium", "high")}),
    # Anybody may stand behind it, so it is asked for nothing that some servers refuse.
    ("compatible", "*", {"thinks_in_text": True}),
)


def profile_of(vendor: str, model: str, more: Iterable[tuple[str, Changes]] = ()) -> Profile:
    """What a model can do.

    Args:
        vendor: the vendor of its provider, as the rows have it.
        model: the model.
        more: what the users say of it: patterns for names of models, and what differs for those.
    """
    profile = Profile()
    for changes in (
        *(changes for of, pattern, changes in _TABLE if of == vendor and fnmatchcase(model, pattern)),
        *(changes for pattern, changes in more if fnmatchcase(model, pattern)),
    ):
        profile = replace(profile, **changes)
    return profile
