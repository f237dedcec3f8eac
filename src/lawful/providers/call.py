"""One call while it is under way, and what comes back from an SDK."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lawful.assistant import Stop
from lawful.providers.retrying import Failure
from lawful.providers.sdk_errors import translated
from lawful.providers.wire import Partial

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Iterator

    from lawful.assistant import Completion, Prompt
    from lawful.providers.wire import Body


@dataclass(slots=True)
class Call:
    """One call while it is under way.

    Attributes:
        prompt: what is asked.
        body: the request.
        stream: whether the answer comes as a stream.
        limit: how long the answer may be, and why no longer, in words.
        partial: the answer as far as it has come.
        sent: whether the prompt may have reached a model.
        broken: whether the answer broke off.
        completion: the answer, once it is there.
    """

    prompt: Prompt
    body: Body
    stream: bool
    limit: str
    partial: Partial = field(default_factory=Partial)
    sent: bool = False
    broken: bool = False
    completion: Completion | None = None

    @property
    def answered(self) -> Completion:
        """The answer."""
        assert self.completion is not None
        return self.completion

    def arguments(self, streams: Any) -> dict[str, Any]:  # noqa: ANN401  # a class of either SDK
        """What the SDK is told to send."""
        return {"body": self.body, "cast_to": object, "stream": self.stream, "stream_cls": streams[object]}

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


def object_of(answer: object) -> dict[str, Any]:
    """An answer, or an event of one, that is a JSON object.

    Raises:
        Failure: it is none.
    """
    if not isinstance(answer, dict):
        raise Failure("the answer is no JSON object", status=200, unreadable=True)
    return answer


def events_of(answer: Any, sdk: Any) -> Generator[object]:  # noqa: ANN401  # of either SDK
    """The events of a stream, until it ends.

    Raises:
        Failure: it breaks.
    """
    # What the SDK raises is told apart from what is raised by whoever takes the events.
    with answer:
        while True:
            with translated(sdk):
                event = next(answer, None)
            if event is None:
                return
            yield event


async def async_events_of(answer: Any, sdk: Any) -> AsyncGenerator[object]:  # noqa: ANN401  # of either SDK
    """The events of a stream that does not block, until it ends.

    Raises:
        Failure: it breaks.
    """
    async with answer:
        while True:
            with translated(sdk):
                event = await anext(answer, None)
            if event is None:
                return
            yield event
