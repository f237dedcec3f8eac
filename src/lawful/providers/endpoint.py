"""A model behind an address: every request to a provider is made here, after everything that could forbid it."""

from __future__ import annotations

import asyncio
import json
import re
import threading
import weakref
from contextlib import aclosing, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Self

from lawful.assistant import Completion, Stop, Usage
from lawful.errors import EgressError
from lawful.providers import clients, prices, retrying, tracing
from lawful.providers.budget import LEAST, prompt_tokens, tokens_in
from lawful.providers.profiles import profile_of
from lawful.providers.retrying import Failure
from lawful.providers.sdk_errors import translated
from lawful.providers.secrets import masked
from lawful.providers.wire import Partial

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
    from decimal import Decimal

    from lawful.assistant import Prompt
    from lawful.assistant.provider import Hear
    from lawful.providers.budget import Budget
    from lawful.providers.cassette import Cassette
    from lawful.providers.egress import Egress
    from lawful.providers.rows import Row
    from lawful.providers.wire import Body, Wire

TIMEOUT = 600.0
"""Seconds without a further piece of an answer after which it is given up."""
_THOUGHT = re.compile(r"\A\s*<think>(.*?)</think>\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms under which requests are made.

    Attributes:
        egress: which files may go where.
        budget: what may be spent.
        timeout: the seconds without a further piece of an answer after which it is given up.
        max_wait: the most seconds that are waited before a request is made again, whatever the provider asks for.
        cassette: what records the exchanges, or answers in the place of the provider.
    """

    egress: Egress
    budget: Budget
    timeout: float = TIMEOUT
    max_wait: float = field(default_factory=lambda: retrying.MAX_WAIT)
    cassette: Cassette | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a call would send, and to whom.

    Attributes:
        provider: who would be asked, `provider:model`.
        host: where the request would go.
        jurisdiction: whose law binds the company, if that is known.
        files: the files of the project that the prompt holds something of.
        size: the bytes of the request.
        usage: the tokens at most, by an estimate.
        cost: their price in US dollars, or None if it is not known.
        forbidden: why nothing would be sent, if the settings forbid it.
    """

    provider: str
    host: str
    jurisdiction: str
    files: tuple[str, ...]
    size: int
    usage: Usage
    cost: Decimal | None
    forbidden: str | None = None


class Endpoint:
    """A model behind an address.

    Args:
        row: who serves it.
        wire: the API format.
        model: the model.
        key: the key, which goes to this address only.
        terms: the terms under which requests are made.
    """

    def __init__(self, row: Row, wire: Wire, model: str, key: str, terms: Terms) -> None:
        self.row = row
        self.model = model
        self.profile = profile_of(row.vendor, model, row.profiles)
        self.terms = terms
        self._wire = wire
        self._key = key
        self._shared: Any = None

    @property
    def name(self) -> str:
        """How the model is named, `provider:model`."""
        return f"{self.row.name}:{self.model}"

    @property
    def wire(self) -> str:
        """What the API format is called in the rows."""
        return self._wire.name

    def price(self, usage: Usage | None) -> Decimal | None:
        """What tokens cost in US dollars, or None if that is not known."""
        return prices.cost(self.row, self.model, usage)

    def complete(self, prompt: Prompt, hear: Hear | None = None) -> Completion:
        """Answer a prompt.

        Args:
            prompt: the prompt.
            hear: told of each piece of the answer as it comes; without it the answer comes as a whole.

        Raises:
            EgressError: something of the prompt may not be sent to this provider.
            BudgetError: the answer could cost more than there is left.
            ProviderError: there was no answer.
        """
        with self._call(prompt, stream=hear is not None) as call:
            retrying.call(lambda: self._send(call, hear), who=self.name, key=self._key, max_wait=self.terms.max_wait)
        return call.answered

    async def acomplete(self, prompt: Prompt, hear: Hear | None = None) -> Completion:
        """Answer a prompt, as `complete` does, without blocking; cancelling the task ends the request."""
        with self._call(prompt, stream=hear is not None) as call:
            await retrying.acall(
                lambda: self._asend(call, hear), who=self.name, key=self._key, max_wait=self.terms.max_wait
            )
        return call.answered

    def plan(self, prompt: Prompt) -> Plan:
        """What `complete` would send; nothing is sent.

        Raises:
            UsageError: the model cannot do what the prompt asks for.
        """
        forbidden = None
        try:
            self.terms.egress.require(self.row, prompt.files)
        except EgressError as error:
            forbidden = str(error)
        size = len(json.dumps(self._wire.body(self.model, prompt, self.profile, stream=False)).encode())
        longest = self._longest(prompt, prompt.max_output_tokens)
        usage = Usage(input_tokens=prompt_tokens(prompt), output_tokens=longest)
        where = (self.row.host, self.row.jurisdiction)
        return Plan(self.name, *where, prompt.files, size, usage, self.price(usage), forbidden)

    async def __aenter__(self) -> Self:
        """Keep connections open for all requests until the end."""
        self._shared = self._new_client()
        return self

    async def __aexit__(self, *_: object) -> None:
        shared, self._shared = self._shared, None
        await shared.close()

    @contextmanager
    def _call(self, prompt: Prompt, *, stream: bool) -> Iterator[_Call]:
        """Everything around a request: what may forbid it comes first, and what it cost is kept however it ends."""
        self.terms.egress.require(self.row, prompt.files)
        reservation = self.terms.budget.reserve(self.name, prompt, self.price)
        call: _Call | None = None
        try:
            longest = self._longest(prompt, reservation.max_output_tokens)
            fitted = prompt.model_copy(update={"max_output_tokens": longest})
            call = _Call(fitted, self._wire.body(self.model, fitted, self.profile, stream=stream), stream=stream)
            with tracing.span(self.row, self.model, fitted) as tell:
                yield call
                call.completion = self._completion(call)
                tell(call.completion)
        finally:
            if call is None:
                reservation.settle(None, sent=False)
            else:
                reservation.settle(call.completion, sent=call.sent)

    def _longest(self, prompt: Prompt, affordable: int) -> int:
        """How long an answer may be: as is paid for, as the model can give, and as fits behind the prompt."""
        limits = [affordable]
        if self.profile.max_output is not None:
            limits.append(self.profile.max_output)
        if self.profile.context is not None:
            room = self.profile.context - prompt_tokens(prompt)
            # The estimate is high. If it leaves no room the provider knows better whether there is some.
            limits += [room] if room >= LEAST else []
        return min(limits)

    def _send(self, call: _Call, hear: Hear | None) -> None:
        sdk = clients.sdk(self._wire.sdk)
        with _gate(self.row.base_url, self.row.concurrency).slot, call.trying():
            with translated(sdk):
                answer = self._client.post(self._wire.path, **call.arguments(sdk.Stream))
            if hear is None:
                self._wire.whole(_object(answer), call.partial)
                return
            with closing(_events(answer, sdk)) as events:
                for event in events:
                    self._take(event, call, hear)

    async def _asend(self, call: _Call, hear: Hear | None) -> None:
        sdk = clients.sdk(self._wire.sdk)
        async with _gate(self.row.base_url, self.row.concurrency).async_slot(), self._async_client() as client:
            with call.trying():
                with translated(sdk):
                    answer = await client.post(self._wire.path, **call.arguments(sdk.AsyncStream))
                if hear is None:
                    self._wire.whole(_object(answer), call.partial)
                    return
                async with aclosing(_async_events(answer, sdk)) as events:
                    async for event in events:
                        self._take(event, call, hear)

    def _take(self, event: object, call: _Call, hear: Hear) -> None:
        call.partial.begun = True
        piece = self._wire.event(_object(event), call.partial)
        if piece:
            hear(piece)

    @cached_property
    def _client(self) -> Any:  # noqa: ANN401  # of either SDK
        transport = self.terms.cassette.transport() if self.terms.cassette else None
        client = clients.client(self.row, self._wire.sdk, self._key, self.terms.timeout, transport)
        weakref.finalize(self, client.close)
        return client

    def _new_client(self) -> Any:  # noqa: ANN401  # of either SDK
        transport = self.terms.cassette.async_transport() if self.terms.cassette else None
        return clients.async_client(self.row, self._wire.sdk, self._key, self.terms.timeout, transport)

    @asynccontextmanager
    async def _async_client(self) -> AsyncIterator[Any]:
        if self._shared is not None:
            yield self._shared
            return
        # Connections belong to an event loop, which may end before we are told.
        client = self._new_client()
        try:
            yield client
        finally:
            await client.close()

    def _completion(self, call: _Call) -> Completion:
        partial = call.partial
        stop = partial.ended
        if stop is Stop.UNKNOWN and not partial.complete:
            stop = Stop.CUT
            partial.detail = partial.detail or "the stream ended before it said why"
        text, reasoning = partial.said, "".join(partial.reasoning)
        if self.profile.thinks_in_text and (thought := _THOUGHT.match(text)):
            text, reasoning = text[thought.end() :], reasoning + thought[1]
        usage, estimated = partial.usage, False
        if not partial.counted and (stop in {Stop.CUT, Stop.MALFORMED} or call.broken):
            read = partial.usage.input_tokens if partial.usage else prompt_tokens(call.prompt)
            cached = partial.usage or Usage()
            written = tokens_in(text, reasoning, *(each.arguments for each in partial.tool_calls))
            usage = cached.model_copy(update={"input_tokens": read, "output_tokens": written})
            estimated = True
        return Completion(
            text=text,
            stop=stop,
            model=partial.model or self.model,
            usage=usage,
            cost=self.price(usage),
            reasoning=reasoning,
            tool_calls=partial.tool_calls,
            detail=masked(partial.detail, self._key) if partial.detail else None,
            estimated=estimated,
            provider=self.name,
        )


class _Call:
    """One call while it is under way.

    Attributes:
        prompt: what is asked.
        body: the request.
        partial: the answer as far as it has come.
        sent: whether the prompt may have reached a model.
        broken: whether the answer broke off.
        completion: the answer, once it is there.
    """

    def __init__(self, prompt: Prompt, body: Body, *, stream: bool) -> None:
        self.prompt = prompt
        self.partial = Partial()
        self.sent = False
        self.broken = False
        self.completion: Completion | None = None
        self.body = body
        self._stream = stream

    @property
    def answered(self) -> Completion:
        """The answer."""
        assert self.completion is not None
        return self.completion

    def arguments(self, streams: Any) -> dict[str, Any]:  # noqa: ANN401  # a class of either SDK
        """What the SDK is told to send."""
        return {"body": self.body, "cast_to": object, "stream": self._stream, "stream_cls": streams[object]}

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Around one try: an answer that has begun is not asked for again, since it is paid for."""
        earlier, self.sent = self.sent, True
        self.partial = Partial()
        try:
            yield
        except Failure as failure:
            if not (failure.unreadable or self.partial.begun):
                self.sent = earlier or failure.sent
                raise
            self.broken = True
            if self.partial.stop is None:
                self.partial.stop = Stop.MALFORMED if failure.unreadable else Stop.CUT
            self.partial.detail = str(failure)


def _object(answer: object) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise Failure("the answer is no JSON object", status=200, unreadable=True)
    return answer


def _events(answer: Any, sdk: Any) -> Generator[object]:  # noqa: ANN401  # of either SDK
    # What the SDK raises is told apart from what is raised by whoever takes the events.
    with answer:
        while True:
            with translated(sdk):
                event = next(answer, None)
            if event is None:
                return
            yield event


async def _async_events(answer: Any, sdk: Any) -> AsyncGenerator[object]:  # noqa: ANN401  # of either SDK
    async with answer:
        while True:
            with translated(sdk):
                event = await anext(answer, None)
            if event is None:
                return
            yield event


class _Gate:
    """How many requests to one provider may be under way at once."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.slot = threading.BoundedSemaphore(size)
        self._slots: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = (
            weakref.WeakKeyDictionary()
        )

    def async_slot(self) -> asyncio.Semaphore:
        """A place for a task of the loop that runs."""
        return self._slots.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self._size))


@cache
def _gate(base_url: str, size: int) -> _Gate:  # noqa: ARG001  # the cache tells addresses apart by it
    """The one gate to an address, whichever of its models is asked."""
    return _Gate(size)
