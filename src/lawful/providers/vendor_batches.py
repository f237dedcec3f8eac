"""The vendors' own batches: many requests in one, answered within a day at half the price.

A batch goes out when everybody who could ask is waiting for an answer, so that each round of questions is one batch.
What is under way stands in the journal: after a kill its answers are waited for, and nothing is sent again.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from abc import ABC, abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from lawful.errors import ProviderError, UsageError
from lawful.providers import clients, prices, retrying
from lawful.providers.endpoint import Endpoint
from lawful.providers.retrying import Failure
from lawful.providers.sdk_errors import translated
from lawful.providers.secrets import masked
from lawful.providers.wire import at, words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from decimal import Decimal

    from lawful.assistant import Completion, Prompt, Usage
    from lawful.assistant.provider import Hear
    from lawful.providers.journal import Journal
    from lawful.providers.wire import Body

POLL = 30.0
"""Seconds between two looks at a batch."""
_MOST = 10_000
"""Requests in one batch; the vendors take more."""

Client = Any
Outcome = dict[str, Any] | str
"""An answer, or why there is none."""


class Batched(Endpoint):
    """A model that is asked in batches.

    Args:
        endpoint: the model.
        journal: where batches under way are kept.
        askers: how many may ask at once.
        poll: the seconds between two looks at a batch.

    Raises:
        UsageError: its provider has no batches.
    """

    def __init__(self, endpoint: Endpoint, journal: Journal, askers: int, *, poll: float = POLL) -> None:
        if not endpoint.row.batches:
            raise UsageError(f"{endpoint.row.name} has no batches that lawful knows of")
        served = (endpoint._wire, endpoint.model, endpoint._key)  # noqa: SLF001  # of one family
        super().__init__(endpoint.row, *served, endpoint.terms)
        self._journal = journal
        self._askers = askers
        self._poll = poll
        self._waiting: dict[str, tuple[Body, asyncio.Future[dict[str, Any]]]] = {}
        self._work: set[asyncio.Task[None]] = set()
        self._collected: list[str] = []
        self._vendor: _Vendor = _Anthropic() if self._wire.sdk == "anthropic" else _OpenAI(self._wire.path)

    def price(self, usage: Usage | None) -> Decimal | None:
        """What tokens cost in a batch."""
        return prices.cost(self.row, self.model, usage, batch=True)

    def complete(self, prompt: Prompt, hear: Hear | None = None) -> Completion:
        """Answer nothing: batches do not block."""
        del prompt, hear
        raise UsageError(f"{self.name} is asked in batches, and those do not block")

    async def acomplete(self, prompt: Prompt, hear: Hear | None = None) -> Completion:
        """Answer a prompt when the batch that it goes into is answered; nothing of it is heard before."""
        del hear
        with self._call(prompt, stream=False) as call:
            answered: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
            self._waiting[self._named(call.body)] = (call.body, answered)
            self._look()
            self._wire.whole(await answered, call.partial)
        return call.answered

    def leave(self) -> None:
        """Say that one of those who could ask will not ask again."""
        self._askers -= 1
        self._look()

    async def __aexit__(self, *error: object) -> None:
        """Forget the batches that have been taken in, and those who wait for others."""
        for work in self._work:
            work.cancel()
        self._forget()
        await super().__aexit__(*error)

    async def __aenter__(self) -> Self:
        """Keep connections open for all requests until the end."""
        await super().__aenter__()
        return self

    def _named(self, body: Body) -> str:
        # The same body has the same name after a kill; of several alike it does not matter which gets which answer.
        digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:40]
        number = 0
        while f"{digest}-{number}" in self._waiting:
            number += 1
        return f"{digest}-{number}"

    def _look(self) -> None:
        if self._waiting and len(self._waiting) >= self._askers:
            waiting, self._waiting = self._waiting, {}
            work = asyncio.get_running_loop().create_task(self._deliver(waiting))
            self._work.add(work)
            work.add_done_callback(self._work.discard)

    async def _deliver(self, waiting: dict[str, tuple[Body, asyncio.Future[dict[str, Any]]]]) -> None:
        # Everybody waits again, so whatever was answered before is in the journal.
        self._forget()
        try:
            async with self._async_client() as client:
                async for name, outcome in self._outcomes(client, {name: body for name, (body, _) in waiting.items()}):
                    answered = waiting[name][1]
                    if answered.done():
                        continue
                    if isinstance(outcome, str):
                        answered.set_exception(ProviderError(masked(f"{self.name} failed: {outcome}", self._key)))
                    else:
                        answered.set_result(outcome)
        except ProviderError as error:
            for _, answered in waiting.values():
                if not answered.done():
                    answered.set_exception(error)

    async def _outcomes(self, client: Client, bodies: dict[str, Body]) -> Any:  # noqa: ANN401  # an async iterator
        batches: list[tuple[str, list[str]]] = []
        left = dict(bodies)
        for batch, requests in self._journal.batches.items():
            mine = [name for name in requests if left.pop(name, None) is not None]
            if mine:
                batches.append((batch, mine))
        for chunk in _chunks(left):
            batch = await self._once(partial(self._vendor.submit, client, chunk))
            self._journal.submitted(batch, tuple(chunk))
            batches.append((batch, list(chunk)))
        for batch, names in batches:
            found = await self._ended(client, batch)
            self._collected.append(batch)
            for name in names:
                yield name, found.get(name, "the batch has no answer to this request")

    async def _ended(self, client: Client, batch: str) -> dict[str, Outcome]:
        while True:
            found: dict[str, Outcome] | None = await self._again(partial(self._vendor.collect, client, batch))
            if found is not None:
                return found
            await asyncio.sleep(self._poll)

    def _forget(self) -> None:
        for batch in self._collected:
            self._journal.collected(batch)
        self._collected.clear()

    async def _again(self, request: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401  # whatever is asked for
        """Make a request that does no harm when it is made twice."""

        async def once() -> Any:  # noqa: ANN401  # as above
            with translated(clients.sdk(self._wire.sdk)):
                return await request()

        return await retrying.acall(once, who=self.name, key=self._key, max_wait=self.terms.max_wait)

    async def _once(self, request: Callable[[], Awaitable[str]]) -> str:
        """Make a request that costs money each time it arrives."""

        async def once() -> str:
            try:
                with translated(clients.sdk(self._wire.sdk)):
                    return await request()
            except Failure as failure:
                if failure.sent:
                    failure.should_retry = False
                raise

        return await retrying.acall(once, who=self.name, key=self._key, max_wait=self.terms.max_wait)


class _Vendor(ABC):
    """How one vendor's batches are made and collected."""

    @abstractmethod
    async def submit(self, client: Client, bodies: dict[str, Body]) -> str:
        """Send a batch, and give its name."""

    @abstractmethod
    async def collect(self, client: Client, batch: str) -> dict[str, Outcome] | None:
        """What a batch gave for each of its requests, or None while it is under way."""


class _Anthropic(_Vendor):
    _path = "/v1/messages/batches"

    async def submit(self, client: Client, bodies: dict[str, Body]) -> str:
        requests = [{"custom_id": name, "params": body} for name, body in bodies.items()]
        return _name(await client.post(self._path, body={"requests": requests}, cast_to=object))

    async def collect(self, client: Client, batch: str) -> dict[str, Outcome] | None:
        said = await client.get(f"{self._path}/{batch}", cast_to=object)
        if at(said, "processing_status") != "ended":
            return None
        # The address of the results is ours to know: the one in the answer could be anybody's.
        lines = _lines(await _text(client, f"{self._path}/{batch}/results"))
        return {words(line.get("custom_id")): self._outcome(line) for line in lines}

    def _outcome(self, line: dict[str, Any]) -> Outcome:
        message = at(line, "result", "message")
        if isinstance(message, dict):
            return message
        said = words(at(line, "result", "error", "error", "message")) or words(at(line, "result", "error", "message"))
        return said or words(at(line, "result", "type")) or "nobody knows why"


class _OpenAI(_Vendor):
    def __init__(self, path: str) -> None:
        self._path = path

    async def submit(self, client: Client, bodies: dict[str, Body]) -> str:
        endpoint = f"/v1{self._path}"
        lines = (
            json.dumps({"custom_id": name, "method": "POST", "url": endpoint, "body": body})
            for name, body in bodies.items()
        )
        upload = await client.files.create(file=("requests.jsonl", "\n".join(lines).encode()), purpose="batch")
        body = {"input_file_id": upload.id, "endpoint": endpoint, "completion_window": "24h"}
        return _name(await client.post("/batches", body=body, cast_to=object))

    async def collect(self, client: Client, batch: str) -> dict[str, Outcome] | None:
        said = await client.get(f"/batches/{batch}", cast_to=object)
        if at(said, "status") not in {"completed", "failed", "expired", "cancelled"}:
            return None
        outcomes: dict[str, Outcome] = {}
        for file in filter(None, (words(at(said, "output_file_id")), words(at(said, "error_file_id")))):
            for line in _lines(await _text(client, f"/files/{file}/content")):
                outcomes[words(line.get("custom_id"))] = self._outcome(line)
        if not outcomes:
            why = words(at(said, "errors", "data", 0, "message")) or f"the batch has {at(said, 'status')}"
            raise ProviderError(why)
        return outcomes

    def _outcome(self, line: dict[str, Any]) -> Outcome:
        body = at(line, "response", "body")
        if at(line, "response", "status_code") == 200 and isinstance(body, dict):  # noqa: PLR2004  # HTTP
            return body
        return words(at(line, "error", "message")) or words(at(body, "error", "message")) or "nobody knows why"


def _chunks(bodies: dict[str, Body]) -> Iterator[dict[str, Body]]:
    names = list(bodies)
    for start in range(0, len(names), _MOST):
        yield {name: bodies[name] for name in names[start : start + _MOST]}


def _name(said: object) -> str:
    name = words(at(said, "id"))
    if not name.replace("_", "").replace("-", "").isalnum():
        raise Failure("it did not say what the batch is called", status=200)
    return name


async def _text(client: Client, path: str) -> str:
    import httpx2

    response = await client.get(path, cast_to=httpx2.Response)
    return str(response.text)


def _lines(text: str) -> Iterator[dict[str, Any]]:
    for line in text.split("\n"):
        if line.strip():
            said = json.loads(line)
            if isinstance(said, dict):
                yield said
