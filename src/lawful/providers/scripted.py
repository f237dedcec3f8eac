"""A provider that answers from a script: for demonstrations, documentation and tests, without a key or a network."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lawful.assistant import Completion, Stop, Usage
from lawful.errors import ProviderError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lawful.assistant import Prompt
    from lawful.assistant.provider import Hear


class Answer(BaseModel):
    """One answer of a script.

    Attributes:
        text: the answer, as a model would write it.
        stop: why it ends.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    stop: Stop = Stop.END


class _Script(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: tuple[Answer, ...] = Field(min_length=1)


class Scripted:
    """Answers with one text of a script after the other; nothing is sent anywhere and nothing is paid.

    Attributes:
        answers: what it answers, in order.
        prompts: the prompts it was given, in order.

    Args:
        answers: what to answer, in order.
        name: how it is named.
    """

    def __init__(self, answers: Iterable[Answer | str], name: str = "scripted:") -> None:
        self.answers = [Answer(text=answer) if isinstance(answer, str) else answer for answer in answers]
        self._name = name
        self.prompts: list[Prompt] = []

    @classmethod
    def from_file(cls, path: str) -> Scripted:
        """Read a script: a TOML file with a table `[[answer]]` for each answer, which has a `text` and maybe a `stop`.

        Raises:
            UsageError: the file cannot be read, or is no script.
        """
        try:
            script = _Script.model_validate(tomllib.loads(Path(path).read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise UsageError(f"{path}: the script cannot be read: {reason}") from error
        except (tomllib.TOMLDecodeError, ValidationError) as error:
            raise UsageError(
                f"{path}: not a script: {error}. A script is TOML with a table [[answer]] and its text for each answer"
            ) from error
        return cls(script.answer, f"scripted:{path}")

    @property
    def name(self) -> str:
        """How it is named."""
        return self._name

    def complete(self, prompt: Prompt, hear: Hear | None = None) -> Completion:
        """Give the next answer.

        Raises:
            ProviderError: the script has no further answer.
        """
        self.prompts.append(prompt)
        if len(self.prompts) > len(self.answers):
            raise ProviderError(f"{self.name} has no further answer: it holds {len(self.answers)}")
        answer = self.answers[len(self.prompts) - 1]
        if hear is not None:
            hear(answer.text)
        return Completion(text=answer.text, stop=answer.stop, model=self.name, usage=Usage(), cost=Decimal(0))

    async def acomplete(self, prompt: Prompt, hear: Hear | None = None) -> Completion:
        """Give the next answer, as `complete` does."""
        return self.complete(prompt, hear)
