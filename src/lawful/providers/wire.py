"""What every wire does: a prompt becomes the body of a request, and what comes back becomes a completion.

A wire does no input or output. The same wire serves requests that block and those that do not, whole answers and
streams, live servers, vendors' batches and cassettes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from lawful.assistant import Stop, ToolCall, Usage
from lawful.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lawful.assistant import Prompt, Tool
    from lawful.providers.profiles import Profile, Structured

Body = dict[str, Any]
"""The JSON body of a request."""
_ABSURD = 10**12
"""Tokens; no answer has as many."""
NAME = "answer"
"""What the schema of an answer is called, where it needs a name."""


@dataclass(slots=True)
class Partial:
    """An answer as far as it has come.

    Attributes:
        text: the pieces of the answer.
        reasoning: the pieces of what the model thought.
        refusal: the pieces of what it said instead of an answer.
        calls: the name and the pieces of the arguments of each tool that it wants called, by their index.
        stop: why it ended, as far as that has been said.
        detail: what was said about the way it ended.
        model: the model that the provider says answers.
        usage: the tokens counted so far.
        counted: whether the provider has told the final count.
        begun: whether anything of it has come.
        complete: whether its end has come.
    """

    text: list[str] = field(default_factory=list)
    reasoning: list[str] = field(default_factory=list)
    refusal: list[str] = field(default_factory=list)
    calls: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    stop: Stop | None = None
    detail: str | None = None
    model: str | None = None
    usage: Usage | None = None
    counted: bool = False
    begun: bool = False
    complete: bool = False

    def call(self, index: object, name: object, arguments: object) -> None:
        """Add a piece of a tool call."""
        known, pieces = self.calls.get(str(index), ("", []))
        if isinstance(arguments, str):
            pieces.append(arguments)
        self.calls[str(index)] = (known or words(name), pieces)

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        """The tools that the model wants called."""
        return tuple(ToolCall(name=whole(name), arguments=whole(*pieces)) for name, pieces in self.calls.values())

    @property
    def ended(self) -> Stop:
        """Why the answer ended. A refusal counts more than what the model says about its end."""
        if self.stop in {Stop.CUT, Stop.MALFORMED}:
            return self.stop
        if self.refusal and not "".join(self.text).strip():
            return Stop.REFUSAL
        return self.stop or Stop.UNKNOWN

    @property
    def said(self) -> str:
        """The answer, or what the model said instead."""
        return whole(*(self.refusal if self.ended is Stop.REFUSAL and self.refusal else self.text))


class Wire(ABC):
    """An API format.

    Attributes:
        name: what the rows call it.
        sdk: the SDK that speaks it.
        path: where prompts are sent, below the address of the provider.
        models: where the models that there are can be asked for.
        batches: what the vendor calls its batches in this format, or None if there are none.
    """

    name: ClassVar[str]
    sdk: ClassVar[str]
    path: ClassVar[str]
    models: ClassVar[str]

    def body(self, model: str, prompt: Prompt, profile: Profile, *, stream: bool) -> Body:
        """The request for a prompt.

        Raises:
            UsageError: the model cannot do what the prompt asks for.
        """
        # What a profile says of efforts may come from a repository, so it stands first and gives way to everything.
        body = {
            **self._effort(_effort_fields(prompt, profile, model)),
            **self._asked(model, prompt, profile),
            **_sampling_fields(prompt, profile, model),
        }
        if prompt.answer_schema is not None and profile.structured != "text":
            body |= self._format(prompt.answer_schema, profile.structured, body)
        if prompt.tools:
            body |= self._tools(prompt.tools, _tool_choice(prompt, profile, model))
        if stream:
            body |= {"stream": True, **self._streamed(profile)}
        return body

    def _effort(self, fields: Body) -> Body:
        """What a request says about reasoning, of what profiles say as Chat Completions has it."""
        return fields

    @abstractmethod
    def _asked(self, model: str, prompt: Prompt, profile: Profile) -> Body:
        """The model, the rules, the conversation and the limit."""

    @abstractmethod
    def _format(self, schema: Body, kind: Structured, body: Body) -> Body:
        """What a request says to get JSON, given the rest of it."""

    @abstractmethod
    def _tools(self, tools: Sequence[Tool], chosen: str) -> Body:
        """What a request says about tools; one is chosen by its name, `auto` or `required`."""

    def _streamed(self, profile: Profile) -> Body:
        """What else a request says to get a stream."""
        del profile
        return {}

    @abstractmethod
    def whole(self, answer: Mapping[str, Any], partial: Partial) -> None:
        """Take in a whole answer."""

    @abstractmethod
    def event(self, event: Mapping[str, Any], partial: Partial) -> str:
        """Take in one event of a stream.

        Returns:
            The piece of the answer that it brings.
        """


def instructions(prompt: Prompt, profile: Profile) -> str:
    """The system text of a prompt, with the schema of the answer where the provider cannot be given one."""
    if prompt.answer_schema is None or profile.structured == "json_schema":
        return prompt.system
    import json

    schema = json.dumps(prompt.answer_schema, ensure_ascii=False)
    return f"{prompt.system}\n\nAnswer with one JSON object and nothing else. It follows this JSON schema:\n{schema}\n"


def _effort_fields(prompt: Prompt, profile: Profile, model: str) -> Body:
    """What a request says about reasoning.

    Raises:
        UsageError: the model cannot reason as much as it is to.
    """
    if prompt.effort is None:
        return {}
    if prompt.effort not in profile.efforts:
        known = ", ".join(profile.efforts)
        raise UsageError(
            f"{model} knows no effort '{prompt.effort}'; {f'it knows {known}' if known else 'it cannot be told any'}"
        )
    return dict(profile.efforts[prompt.effort])


def _sampling_fields(prompt: Prompt, profile: Profile, model: str) -> Body:
    """What a request says about the choice of words.

    Raises:
        UsageError: the model does not let anybody choose.
    """
    if prompt.temperature is None:
        return {}
    if not profile.sampling:
        raise UsageError(f"{model} takes no temperature")
    return {"temperature": prompt.temperature}


def cache_fields(prompt: Prompt, profile: Profile) -> Body:
    """What OpenAI's formats say about caches: a key that is the same for prompts that begin alike."""
    if profile.cache != "key":
        return {}
    import hashlib

    return {"prompt_cache_key": f"lawful-{hashlib.sha256(prompt.system.encode()).hexdigest()[:32]}"}


def _tool_choice(prompt: Prompt, profile: Profile, model: str) -> str:
    """How a prompt wants tools to be chosen.

    Raises:
        UsageError: the model cannot be made to, or the tool is not offered.
    """
    wanted = prompt.tool_choice
    if wanted not in {"auto", "required"} and wanted not in {tool.name for tool in prompt.tools}:
        raise UsageError(f"'{wanted}' is no tool of the prompt; write auto, required or the name of one")
    kind = wanted if wanted in {"auto", "required"} else "named"
    if kind not in profile.tool_choices:
        raise UsageError(f"{model} cannot be made to call a tool; it takes {', '.join(profile.tool_choices)}")
    return wanted


def at(value: object, *path: str | int) -> Any:  # noqa: ANN401  # JSON
    """What stands somewhere in JSON that anybody may have written; None where nothing does."""
    for key in path:
        if isinstance(value, dict) and isinstance(key, str):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and -len(value) <= key < len(value):
            value = value[key]
        else:
            return None
    return value


def items(value: object) -> list[Any]:
    """A list in JSON, or no items where there is none."""
    return value if isinstance(value, list) else []


def words(value: object) -> str:
    """A text in JSON, or no text where there is none."""
    return value if isinstance(value, str) else ""


def whole(*pieces: str) -> str:
    """A text of pieces; halves of characters, which JSON can hold, are joined, and those that stay alone replaced."""
    text = "".join(pieces)
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def count(value: object) -> int:
    """A number of tokens in JSON; what is no such number counts nothing."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _ABSURD else 0
