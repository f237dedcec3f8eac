"""Having a model write code under rules, and never passing off code that breaks one."""

from lawful.assistant.generation import Attempt, Generation
from lawful.assistant.loop import MAX_ATTEMPTS, Assistant, Options
from lawful.assistant.provider import Completion, Message, Prompt, Provider, Stop, Tool, ToolCall, Usage

__all__ = [
    "MAX_ATTEMPTS",
    "Assistant",
    "Attempt",
    "Completion",
    "Generation",
    "Message",
    "Options",
    "Prompt",
    "Provider",
    "Stop",
    "Tool",
    "ToolCall",
    "Usage",
]
