"""The front door for having code written for many tasks at once."""

from __future__ import annotations

import asyncio
import hashlib
import json
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lawful import assistant
from lawful.errors import BudgetError, LawfulError, UsageError
from lawful.project import read_bytes
from lawful.providers.endpoint import Endpoint
from lawful.providers.journal import Journal, Journaled
from lawful.providers.vendor_batches import Batched
from lawful.writing import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lawful.api import PathLike
    from lawful.assistant import Completion, Generation, Prompt, Provider
    from lawful.assistant.provider import Hear
    from lawful.providers.budget import Budget
    from lawful.rules import RuleSet

AT_ONCE = 8
"""Tasks that are worked on at once."""


class Task(BaseModel):
    """One line of a file of tasks.

    Attributes:
        task: what the code should do.
        id: what the task is called; by default something made of its words.
        path: the file the code is for, relative to the root; by default `out`.
        out: the file to write the lawful code to, relative to the root.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    task: str = Field(min_length=1)
    id: str = ""
    path: str | None = None
    out: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a task.

    Attributes:
        task: the task.
        path: the file the code is for.
        generation: the attempts, or None if there were none.
        failure: why there were none, or no more, or why the file was not written.
        out_of_budget: whether that was because too little of the budget was left.
    """

    task: Task
    path: str
    generation: Generation | None = None
    failure: str | None = None
    out_of_budget: bool = False

    @property
    def lawful(self) -> bool:
        """Whether there is lawful code, and its file, if it has one, was written."""
        return self.generation is not None and self.generation.lawful and self.failure is None


def in_batches(provider: Provider, journal: Journal, tasks: Sequence[Task], *, poll: float) -> Provider:
    """Have a provider asked through its vendor's batches, which take up to a day and cost half.

    Args:
        provider: who is asked.
        journal: where batches under way are kept.
        tasks: the tasks that will ask.
        poll: the seconds between two looks at a batch.

    Raises:
        UsageError: it has no batches.
    """
    if not isinstance(provider, Endpoint):
        raise UsageError(f"{provider.name} has no batches that lawful knows of")
    return Batched(provider, journal, len(tasks), poll=poll)


def read_tasks(path: PathLike) -> tuple[Task, ...]:
    """Read a file of tasks: JSON lines, each with a `task` and maybe `id`, `path` and `out`.

    Raises:
        UsageError: it cannot be read, holds no task, or a line is no task or repeats another's name; the message says
            which line.
    """
    lines = read_bytes(path, str(path)).decode("utf-8-sig", "replace").split("\n")
    tasks: dict[str, tuple[int, Task]] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            task = Task.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise UsageError(f"{path}:{number}: no task: {where + ': ' if where else ''}{first['msg']}") from error
        words = json.dumps([task.task, task.path, task.out]).encode()
        task = task.model_copy(update={"id": task.id or hashlib.sha256(words).hexdigest()[:12]})
        if task.id in tasks:
            raise UsageError(f"{path}:{number}: the task of line {tasks[task.id][0]} again; give it an id of its own")
        tasks[task.id] = (number, task)
    if not tasks:
        raise UsageError(f"{path}: there is no task in it")
    return tuple(task for _, task in tasks.values())


class Batch:
    """Many tasks, worked on at once.

    Args:
        rules: the rules.
        tasks: the tasks.
        provider: who writes.
        root: the project's root, below which files are written.
        journal: where answers are kept, so that a run that is killed can be taken up without paying twice.
        budget: what may be spent on all tasks together, by this run and those before it.
        at_once: how many tasks are worked on at once.
        replace: whether files that exist may be replaced.
        options: as an assistant takes them.
    """

    def __init__(  # noqa: PLR0913  # what a run is made of
        self,
        rules: RuleSet,
        tasks: Sequence[Task],
        provider: Provider,
        *,
        root: PathLike,
        journal: Journal,
        budget: Budget,
        at_once: int = AT_ONCE,
        replace: bool = False,
        **options: Unpack[assistant.Options],
    ) -> None:
        self.tasks = tuple(tasks)
        self._rules = rules
        self._provider = provider
        self._root = root
        self._journal = journal
        self._budget = budget
        self._at_once = at_once
        self._replace = replace
        self._options = options

    def prompts(self) -> list[Prompt]:
        """What would be asked first for each task."""
        writing = assistant.Assistant(self._rules, self._provider, **self._options)
        return [writing.first_prompt(task.task, path=self._target(task).path) for task in self.tasks]

    async def run(self, told: Callable[[Done], None]) -> None:
        """Work on all tasks.

        Args:
            told: told of each task as soon as it is done, in the order in which they are.
        """
        batched = self._provider if isinstance(self._provider, Batched) else None
        # A vendor's batch goes out when all wait for it, so nobody may wait for anything else.
        places = asyncio.Semaphore(len(self.tasks) if batched else self._at_once)
        shared = batched or _Sharing(self._provider, self._budget)

        async def one(task: Task) -> None:
            async with places:
                told(await self._done(task, Journaled(shared, self._journal, task.id, self._budget)))
            if batched:
                batched.leave()

        async with AsyncExitStack() as stack:
            if isinstance(self._provider, AbstractAsyncContextManager):
                await stack.enter_async_context(self._provider)
            async with asyncio.TaskGroup() as group:
                for task in self.tasks:
                    group.create_task(one(task))

    async def _done(self, task: Task, provider: Provider) -> Done:
        path = task.path or task.out or ""
        try:
            target = self._target(task)
            path = target.path
            writing = assistant.Assistant(self._rules, provider, **self._options)
            generation = await writing.awrite(task.task, path=path)
        except LawfulError as error:
            return Done(task, path, failure=str(error), out_of_budget=isinstance(error, BudgetError))
        if not generation.lawful:
            return Done(task, path, generation, generation.failure, generation.out_of_budget)
        try:
            if target.out is not None:
                target.write(generation.lawful_code)
                self._journal.wrote(task.id, generation.lawful_code.encode())
        except LawfulError as error:
            return Done(task, path, generation, str(error))
        return Done(task, path, generation)

    def _target(self, task: Task) -> Target:
        out = Path(self._root) / task.out if task.out is not None else None
        ours = out is not None and out.is_file() and self._journal.has_written(task.id, out.read_bytes())
        return Target.of(self._root, out=out, path=task.path, replace=self._replace or ours)


class _Sharing:
    """One provider and one budget for many tasks: one that finds too little left waits for what others give back."""

    def __init__(self, inner: Provider, budget: Budget) -> None:
        self._inner = inner
        self._budget = budget
        self._given_back = asyncio.Event()

    @property
    def name(self) -> str:
        return self._inner.name

    def complete(self, prompt: Prompt, hear: Hear | None = None) -> Completion:
        return self._inner.complete(prompt, hear)

    async def acomplete(self, prompt: Prompt, hear: Hear | None = None) -> Completion:
        while True:
            before = self._budget.settled
            try:
                return await self._inner.acomplete(prompt, hear)
            except BudgetError:
                if not self._budget.under_way:
                    raise
                given_back = self._given_back
            finally:
                if self._budget.settled != before:
                    self._given_back.set()
                    self._given_back = asyncio.Event()
            await given_back.wait()
