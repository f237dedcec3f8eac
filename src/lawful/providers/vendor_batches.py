"""The vendors' own batches: many requests in one, answered within a day at half the price.

A batch goes out when everybody who could ask is waiting for an answer, so that each round of questions is one batch.
What is under way stands in the journal, and what is about to be: after a kill the vendor is asked for what was made
before anything is sent again.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from lawful.errors import ProviderError, UsageError
from lawful.providers import clients, prices, retrying
from lawful.providers.endpoint import Endpoint
from lawful.providers.retrying import Failure
from lawful.providers.sdk_errors import translated
from lawful.providers.secrets import masked
from lawful.providers.terms import RESULTS
from lawful.providers.vendors import Anthropic, OpenAI

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from decimal import Decimal

    from lawful.assistant import Completion, Prompt, Usage
    from lawful.assistant.provider import Hear
    from lawful.providers.journal import Intent, Journal
    from lawful.providers.vendors import Client, Outcome, Vendor
    from lawful.providers.wire import Body

POLL = 30.0
"""Seconds between two looks at a batch."""
_MOST = 10_000
"""Requests in one batch; the vendors take more."""
_DOUBTFUL = frozenset({200, 408, 500, 502, 504})
"""Statuses after which nobody knows whether a batch was made."""


class Batched(Endpoint):
    """A model that is asked in batches.

    Args:
        endpoint: the model.
        journal: where batches under way are kept.
        askers: how many may ask at once.
        poll: the seconds between two looks at a batch.

    Raises:
        UsageError: its provider has no batches, or its exchanges are recorded or played back.
    """

    def __init__(self, endpoint: Endpoint, journal: Journal, askers: int, *, poll: float = POLL) -> None:
        if not endpoint.row.batches:
            raise UsageError(f"{endpoint.row.name} has no batches that lawful knows of")
        if endpoint.terms.cassette is not None:
            raise UsageError("batches are neither recorded nor played back")
        served = (endpoint._wire, endpoint.model, endpoint._key)  # noqa: SLF001  # of one family
        super().__init__(endpoint.row, *served, replace(endpoint.terms, most=RESULTS))
        self._journal = journal
        self._askers = askers
        self._poll = poll
        self._waiting: dict[str, tuple[Body, asyncio.Future[dict[str, Any]]]] = {}
        self._work: set[asyncio.Task[None]] = set()
        self._collected: list[str] = []
        self._vendor: Vendor = Anthropic() if self._wire.sdk == "anthropic" else OpenAI(self._wire.path)

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
        except Exception as error:  # noqa: BLE001  # whatever it is: who waits would wait for ever
            for _, answered in waiting.values():
                if not answered.done():
                    answered.set_exception(error)

    async def _outcomes(self, client: Client, bodies: dict[str, Body]) -> AsyncIterator[tuple[str, Outcome]]:
        async for batch, names in self._batches(client, bodies):
            found = await self._ended(client, batch)
            self._collected.append(batch)
            for name in names:
                yield name, found.get(name, "the batch has no answer to this request")

    async def _batches(self, client: Client, bodies: dict[str, Body]) -> AsyncIterator[tuple[str, list[str]]]:
        """The batches that requests are part of, with those: what was made before, and what has to be made now."""
        made = dict(self._journal.batches)
        for intent in tuple(self._journal.intents.values()):
            if not bodies.keys().isdisjoint(intent.requests) and (batch := await self._found(client, intent)):
                made[batch] = intent.requests
        left = dict(bodies)
        mine = {batch: [name for name in requests if left.pop(name, None)] for batch, requests in made.items()}
        for chunk in _chunks(left):
            mine[await self._submitted(client, chunk)] = list(chunk)
        for batch, names in mine.items():
            if names:
                yield batch, names

    async def _found(self, client: Client, intent: Intent) -> str | None:
        """The batch that a run was about to make when it died, if it came to that."""
        for batch in await self._again(partial(self._vendor.candidates, client, intent)):
            if batch in self._journal.known:
                continue
            # Whose a batch is can be seen for certain by its answers only.
            if not (await self._ended(client, batch)).keys().isdisjoint(intent.requests):
                self._journal.submitted(batch, intent)
                return str(batch)
        self._journal.given_up(intent)
        return None

    async def _submitted(self, client: Client, bodies: dict[str, Body]) -> str:
        """Have a batch made, and give its name; that costs money each time it happens.

        Raises:
            ProviderError: it was not made, or nobody knows.
        """
        doubtful = False
        intent = self._journal.intended(tuple(bodies))

        async def once() -> str:
            nonlocal doubtful
            try:
                with translated(clients.sdk(self._wire.sdk)):
                    return await self._vendor.submit(client, bodies, intent)
            except Failure as failure:
                doubtful = failure.sent or failure.status in _DOUBTFUL
                failure.should_retry = False if doubtful else failure.should_retry
                raise

        try:
            batch = await retrying.acall(once, who=self.name, key=self._key, max_wait=self.terms.max_wait)
        except ProviderError as error:
            if doubtful:
                raise ProviderError(
                    f"{error}; the batch may have been made all the same: the same command looks for it before it has "
                    "another one made"
                ) from None
            self._journal.given_up(intent)
            raise
        self._journal.submitted(batch, intent)
        return batch

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


def _chunks(bodies: dict[str, Body]) -> Iterator[dict[str, Body]]:
    names = list(bodies)
    for start in range(0, len(names), _MOST):
        yield {name: bodies[name] for name in names[start : start + _MOST]}
