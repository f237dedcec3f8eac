"""What has been paid for, kept in a file as soon as it is there, so that a run that was killed pays for nothing twice.

A journal is a file of JSON lines that only grows: answers, vendors' batches under way, files that were written. A line
that a kill has left unfinished is no line.
"""

from __future__ import annotations

import hashlib
import io
import json
import secrets
import threading
import time
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TextIO

from lawful.assistant import Completion
from lawful.errors import UsageError

if TYPE_CHECKING:
    from lawful.assistant import Prompt, Provider
    from lawful.assistant.provider import Hear
    from lawful.providers.budget import Budget

VERSION = 1


@dataclass(frozen=True, slots=True)
class Intent:
    """A vendor's batch that is about to be made.

    Attributes:
        name: how it can be known among the vendor's batches.
        requests: the names of its requests.
        at: when that was, in seconds of the system's clock.
    """

    name: str
    requests: tuple[str, ...]
    at: float


class Journal:
    """The journal of one run, which may take several processes.

    Attributes:
        batches: the vendors' batches under way: their names, each with the names of its requests.
        intents: the batches of which nobody knows whether they were made, by their names.
        known: the names of all batches that were ever under way.

    Args:
        path: the file, which is read if it is there; None for a journal that is forgotten.

    Raises:
        UsageError: it cannot be read or written, is no journal, or another run keeps it.
    """

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._answers: dict[tuple[str, int, str, str], Completion] = {}
        self._written: dict[str, str] = {}
        self.batches: dict[str, tuple[str, ...]] = {}
        self.intents: dict[str, Intent] = {}
        self.known: set[str] = set()
        self._file = _opened(path) if path is not None else io.StringIO()
        weakref.finalize(self, self._file.close)
        self._file.seek(0)
        try:
            text = self._file.read()
        except UnicodeDecodeError as error:
            raise UsageError(f"{path}: not a journal: it is no text") from error
        for number, line in enumerate(text.split("\n"), start=1):
            self._read(number, line)
        if not text:
            self._add({"lawful": "journal", "version": VERSION})
        elif not text.endswith("\n"):
            self._file.write("\n")  # an unfinished line must not swallow the next one

    def __enter__(self) -> Self:
        """Keep the journal until the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let others keep it."""
        self._file.close()

    def _read(self, number: int, line: str) -> None:
        try:
            said: Any = json.loads(line)
        except (ValueError, RecursionError):
            if number == 1 and line:
                raise UsageError(f"{self._path}: not a journal") from None
            return  # unfinished, or what follows the last line
        if number == 1:
            if not isinstance(said, dict) or (said.get("lawful"), said.get("version")) != ("journal", VERSION):
                raise UsageError(f"{self._path}: not a journal that this version of lawful can read")
            return
        try:
            self._take(said)
        except (AttributeError, TypeError, KeyError, ValueError) as error:
            raise UsageError(f"{self._path}:{number}: not a line of a journal") from error

    def _take(self, said: dict[str, Any]) -> None:
        if "completion" in said:
            at = (said["task"], said["turn"], said["prompt"], said["provider"])
            self._answers[at] = Completion.model_validate(said["completion"])
        elif "wrote" in said:
            self._written[said["task"]] = said["wrote"]
        elif said.get("collected"):
            self.batches.pop(said["batch"], None)
        elif said.get("given_up"):
            self.intents.pop(said["intent"], None)
        elif "at" in said:
            self.intents[said["intent"]] = Intent(said["intent"], tuple(said["requests"]), float(said["at"]))
        else:
            self._under_way(said["batch"], tuple(said["requests"]), said.get("intent"))

    def _add(self, line: dict[str, Any]) -> None:
        with self._lock:
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()

    def answer(self, task: str, turn: int, prompt: Prompt, provider: str) -> Completion | None:
        """What was answered to a prompt, the how manieth of its task, by a provider; None if nothing was yet."""
        return self._answers.get((task, turn, _digest(prompt), provider))

    def keep(self, task: str, turn: int, prompt: Prompt, provider: str, completion: Completion) -> None:
        """Keep an answer."""
        said = completion.model_dump(mode="json")
        self._add({"task": task, "turn": turn, "prompt": _digest(prompt), "provider": provider, "completion": said})

    def wrote(self, task: str, code: bytes) -> None:
        """Keep that the code of a task was written to its file."""
        self._written[task] = hashlib.sha256(code).hexdigest()
        self._add({"task": task, "wrote": self._written[task]})

    def has_written(self, task: str, code: bytes) -> bool:
        """Whether this is what was written for a task."""
        return self._written.get(task) == hashlib.sha256(code).hexdigest()

    def intended(self, requests: tuple[str, ...]) -> Intent:
        """Keep that a vendor's batch is about to be made."""
        intent = Intent(secrets.token_hex(8), requests, time.time())
        self.intents[intent.name] = intent
        self._add({"intent": intent.name, "requests": requests, "at": intent.at})
        return intent

    def given_up(self, intent: Intent) -> None:
        """Keep that a batch was not made."""
        self.intents.pop(intent.name, None)
        self._add({"intent": intent.name, "given_up": True})

    def submitted(self, batch: str, intent: Intent) -> None:
        """Keep that a vendor's batch was made and is under way."""
        self._under_way(batch, intent.requests, intent.name)
        self._add({"batch": batch, "requests": intent.requests, "intent": intent.name})

    def _under_way(self, batch: str, requests: tuple[str, ...], intent: str | None) -> None:
        self.batches[batch] = requests
        self.known.add(batch)
        if intent is not None:
            self.intents.pop(intent, None)

    def collected(self, batch: str) -> None:
        """Keep that what a vendor's batch gave has been taken in."""
        self.batches.pop(batch, None)
        self._add({"batch": batch, "collected": True})


class Journaled:
    """Answers what the journal of a run has an answer to, and asks somebody else for the rest; for one task.

    Args:
        inner: who is asked.
        journal: the journal.
        task: the name of the task.
        budget: what may be spent; answers of an earlier process count.
    """

    def __init__(self, inner: Provider, journal: Journal, task: str, budget: Budget) -> None:
        self._inner = inner
        self._journal = journal
        self._task = task
        self._budget = budget
        self._turn = 0

    @property
    def name(self) -> str:
        """The name of whoever is asked."""
        return self._inner.name

    def complete(self, prompt: Prompt, hear: Hear | None = None) -> Completion:
        """Answer a prompt, from the journal if that has an answer."""
        return self._known(prompt) or self._kept(prompt, self._inner.complete(prompt, hear))

    async def acomplete(self, prompt: Prompt, hear: Hear | None = None) -> Completion:
        """Answer a prompt, from the journal if that has an answer, without blocking."""
        return self._known(prompt) or self._kept(prompt, await self._inner.acomplete(prompt, hear))

    def _known(self, prompt: Prompt) -> Completion | None:
        completion = self._journal.answer(self._task, self._turn, prompt, self.name)
        if completion is not None:
            self._turn += 1
            self._budget.charge(completion)
        return completion

    def _kept(self, prompt: Prompt, completion: Completion) -> Completion:
        self._journal.keep(self._task, self._turn, prompt, self.name, completion)
        self._turn += 1
        return completion


def _digest(prompt: Prompt) -> str:
    return hashlib.sha256(prompt.model_dump_json().encode()).hexdigest()


def _opened(path: str) -> TextIO:
    try:
        file = Path(path).open("a+", encoding="utf-8")  # noqa: SIM115  # kept open
    except OSError as error:
        raise UsageError(f"{path}: the journal cannot be kept: {error.strerror}") from error
    if not _locked(file):
        file.close()
        raise UsageError(f"{path}: another run keeps this journal; wait for it, or name another with --journal")
    return file


def _locked(file: TextIO) -> bool:
    """Keep other processes off a file for as long as it is open, where the system can."""
    try:
        import fcntl
    except ImportError:  # not a system of that kind
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
