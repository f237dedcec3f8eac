"""`lawful` makes AI-written Python obey the rules a team already wrote down.

It reads the context files that coding assistants read, turns what a machine can decide into checks, holds code to
them, and has a model write code under them. The names here are the library; each is loaded when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from lawful._version import __version__

if TYPE_CHECKING:
    from lawful.api import CheckRun, check, check_code, load, view
    from lawful.assistant import Attempt, Completion, Generation, Message, Prompt, Provider, Stop, Usage
    from lawful.auditing import audit
    from lawful.compiling import compile  # noqa: A004  # as `re.compile`
    from lawful.errors import (
        BudgetError,
        ContextError,
        EgressError,
        FixError,
        KeyMissingError,
        LawfulError,
        NotLawfulError,
        PluginError,
        PromptTooLongError,
        ProviderError,
        ProviderRefusedError,
        QuotaError,
        SourceError,
        UsageError,
    )
    from lawful.providers.budget import Budget
    from lawful.providers.fallback import Fallback
    from lawful.providers.registry import provider
    from lawful.providers.scripted import Answer, Scripted
    from lawful.rules import Check, Rule, RuleSet
    from lawful.validator import Report, Validator
    from lawful.violation import Fix, Severity, Violation
    from lawful.writing import Assistant

_HOMES = {
    "lawful.api": ("CheckRun", "check", "check_code", "load", "view"),
    "lawful.auditing": ("audit",),
    "lawful.compiling": ("compile",),
    "lawful.assistant": ("Attempt", "Completion", "Generation", "Message", "Prompt", "Provider", "Stop", "Usage"),
    "lawful.errors": (
        "BudgetError",
        "ContextError",
        "EgressError",
        "FixError",
        "KeyMissingError",
        "LawfulError",
        "NotLawfulError",
        "PluginError",
        "PromptTooLongError",
        "ProviderError",
        "ProviderRefusedError",
        "QuotaError",
        "SourceError",
        "UsageError",
    ),
    "lawful.rules": ("Check", "Rule", "RuleSet"),
    "lawful.validator": ("Report", "Validator"),
    "lawful.providers.budget": ("Budget",),
    "lawful.providers.fallback": ("Fallback",),
    "lawful.providers.registry": ("provider",),
    "lawful.providers.scripted": ("Answer", "Scripted"),
    "lawful.violation": ("Fix", "Severity", "Violation"),
    "lawful.writing": ("Assistant",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Answer",
    "Assistant",
    "Attempt",
    "Budget",
    "BudgetError",
    "Check",
    "CheckRun",
    "Completion",
    "ContextError",
    "EgressError",
    "Fallback",
    "Fix",
    "FixError",
    "Generation",
    "KeyMissingError",
    "LawfulError",
    "Message",
    "NotLawfulError",
    "PluginError",
    "Prompt",
    "PromptTooLongError",
    "Provider",
    "ProviderError",
    "ProviderRefusedError",
    "QuotaError",
    "Report",
    "Rule",
    "RuleSet",
    "Scripted",
    "Severity",
    "SourceError",
    "Stop",
    "Usage",
    "UsageError",
    "Validator",
    "Violation",
    "__version__",
    "audit",
    "check",
    "check_code",
    "compile",
    "load",
    "provider",
    "view",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'lawful' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
