"""A model behind an address: every request to a provider is made here, after everything that could forbid it."""

from __future__ import annotations

import json
import re
import weakref
from contextlib import aclosing, asynccontextmanager, closing, contextmanager
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Self

from lawful.assistant import Completion, Stop, Usage
from lawful.errors import BudgetError, EgressError, PromptTooLongError, ProviderError
from lawful.providers import clients, prices, retrying, tracing
from lawful.providers.call import Call, async_events_of, events_of, object_of
from lawful.providers.gate import gate
from lawful.providers.profiles import profile_of
from lawful.providers.sdk_errors import translated
from lawful.providers.secrets import masked, redacted
from lawful.providers.sizes import Room, prompt_tokens, room_for, tokens_in
from lawful.providers.terms import Plan, Terms
from lawful.providers.wire import whole

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from decimal import Decimal

    from lawful.assistant import Prompt
    from lawful.assistant.provider import Hear
    from lawful.providers.profiles import Structured
    from lawful.providers.rows import Row
    from lawful.providers.wire import Wire

_LOWER: dict[Structured, Structured] = {"json_schema": "json_object", "json_object": "text"}
"""What is below each rung of the ladder on which data is asked for."""
_ABOUT_SCHEMAS = re.compile(r"response_?format|json_?(schema|object)|text\.format|output_config|grammar", re.IGNORECASE)
_OURS = (EgressError, BudgetError, PromptTooLongError)
"""Reasons of our own to ask nobody."""
_THOUGHT = re.compile(r"\A\s*<think>(.*?)</think>\s*", re.DOTALL)


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
            PromptTooLongError: it cannot fit into the model's context.
            BudgetError: the answer could cost more than there is left.
            ProviderError: there was no answer.
        """
        while True:
            try:
                with self._call(prompt, stream=hear is not None) as call:
                    retrying.call(partial(self._send, call, hear), **self._tries)
            except ProviderError as error:
                self._step_down(prompt, error)
            else:
                return call.answered

    async def acomplete(self, prompt: Prompt, hear: Hear | None = None) -> Completion:
        """Answer a prompt, as `complete` does, without blocking; cancelling the task ends the request."""
        while True:
            try:
                with self._call(prompt, stream=hear is not None) as call:
                    await retrying.acall(partial(self._asend, call, hear), **self._tries)
            except ProviderError as error:
                self._step_down(prompt, error)
            else:
                return call.answered

    @property
    def _tries(self) -> dict[str, Any]:
        return {"who": self.name, "key": self._key, "max_wait": self.terms.max_wait}

    def _step_down(self, prompt: Prompt, error: ProviderError) -> None:
        """Ask for data in a humbler way from now on, if it is the way of asking that was refused.

        Raises:
            ProviderError: it was something else, or there is no humbler way.
        """
        lower = _LOWER.get(self.profile.structured)
        asked = not isinstance(error, _OURS)
        if prompt.answer_schema is None or lower is None or not asked or not _ABOUT_SCHEMAS.search(str(error)):
            raise error
        self.profile = replace(self.profile, structured=lower)

    def plan(self, prompt: Prompt) -> Plan:
        """What `complete` would send; nothing is sent.

        Raises:
            UsageError: the model cannot do what the prompt asks for.
        """
        forbidden, longest = None, prompt.max_output_tokens
        try:
            longest = room_for(prompt, self.profile, self.name).tokens
            self.terms.egress.require(self.row, prompt.files)
            set_aside = self.terms.budget.reserve(self.name, _limited(prompt, longest), self.price)
            set_aside.settle(None, sent=False)
            longest = set_aside.max_output_tokens
        except _OURS as error:
            forbidden = str(error)
        size = len(json.dumps(self._wire.body(self.model, prompt, self.profile, stream=False)).encode())
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
    def _call(self, prompt: Prompt, *, stream: bool) -> Iterator[Call]:
        """Everything around a request: what may forbid it comes first, and what it cost is kept however it ends."""
        self.terms.egress.require(self.row, prompt.files)
        room = room_for(prompt, self.profile, self.name)
        reservation = self.terms.budget.reserve(self.name, _limited(prompt, room.tokens), self.price)
        call: Call | None = None
        try:
            if reservation.max_output_tokens < room.tokens:
                room = Room(reservation.max_output_tokens, "all that the budget has left")
            fitted = _limited(prompt, room.tokens)
            body = self._wire.body(self.model, fitted, self.profile, stream=stream)
            call = Call(fitted, body, stream=stream, limit=f"{room.tokens} tokens, {room.why}")
            with tracing.span(self.row, self.model, fitted) as tell:
                yield call
                call.completion = self._completion(call)
                tell(call.completion)
        finally:
            if call is None:
                reservation.settle(None, sent=False)
            else:
                reservation.settle(call.completion, sent=call.sent)

    def _send(self, call: Call, hear: Hear | None) -> None:
        sdk = clients.sdk(self._wire.sdk)
        with gate(self.row.base_url, self.row.concurrency).slot, call.trying():
            with translated(sdk):
                answer = self._client.post(self._wire.path, **call.arguments(sdk.Stream))
            if hear is None:
                self._wire.whole(object_of(answer), call.partial)
                return
            with closing(events_of(answer, sdk)) as events:
                for event in events:
                    self._take(event, call, hear)

    async def _asend(self, call: Call, hear: Hear | None) -> None:
        sdk = clients.sdk(self._wire.sdk)
        async with gate(self.row.base_url, self.row.concurrency).async_slot(), self._async_client() as client:
            with call.trying():
                with translated(sdk):
                    answer = await client.post(self._wire.path, **call.arguments(sdk.AsyncStream))
                if hear is None:
                    self._wire.whole(object_of(answer), call.partial)
                    return
                async with aclosing(async_events_of(answer, sdk)) as events:
                    async for event in events:
                        self._take(event, call, hear)

    def _take(self, event: object, call: Call, hear: Hear) -> None:
        call.partial.begun = True
        piece = self._wire.event(object_of(event), call.partial)
        if piece:
            hear(whole(piece))

    @cached_property
    def _client(self) -> Any:  # noqa: ANN401  # of either SDK
        client = clients.client(self.row, self._wire.sdk, self._key, self.terms)
        weakref.finalize(self, client.close)
        return client

    def _new_client(self) -> Any:  # noqa: ANN401  # of either SDK
        return clients.async_client(self.row, self._wire.sdk, self._key, self.terms)

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

    def _completion(self, call: Call) -> Completion:
        partial = call.partial
        stop = partial.ended
        if stop is Stop.UNKNOWN and not partial.complete:
            stop = Stop.CUT
            partial.detail = partial.detail or "the stream ended before it said why"
        most = call.prompt.max_output_tokens
        if stop is Stop.END and partial.counted and partial.usage and partial.usage.output_tokens == most:
            stop = Stop.LENGTH  # some servers call an answer complete that has just reached its limit
        if stop is Stop.LENGTH:
            partial.detail = partial.detail or call.limit
        text, reasoning = partial.said, whole(*partial.reasoning)
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
            text=redacted(text, self._key),
            stop=stop,
            model=whole(partial.model or self.model),
            usage=usage,
            cost=self.price(usage),
            reasoning=redacted(reasoning, self._key),
            tool_calls=partial.tool_calls,
            detail=masked(whole(partial.detail), self._key) if partial.detail else None,
            estimated=estimated,
            provider=self.name,
        )


def _limited(prompt: Prompt, tokens: int) -> Prompt:
    return prompt.model_copy(update={"max_output_tokens": tokens})
