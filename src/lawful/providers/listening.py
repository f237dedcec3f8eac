"""Hearing every answer as it comes in: so that none is longer than answers are, and so that it can be recorded.

What answers may be anybody's server. The SDKs read whatever it sends, for as long as it sends.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import httpx2

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    Listen = Callable[[httpx2.Response], "Ear"]

_STREAM = 256 * 2**20
"""Bytes of an answer that comes as a stream, which takes a few hundred for each token."""
_EVENT = 16 * 2**20
"""Bytes of one event of a stream; the last one may repeat the whole answer."""
_LINES = 1000
"""Lines of one event. The SDKs take time by the square of them."""
_PIECES = 1_000_000
"""Pieces that an answer may come in. Each costs time, however small it is."""
_LONGEST = 3600.0
"""Seconds from the first byte of an answer to its last."""
_BLANK = (b"\n\n", b"\n\r\n", b"\r\r")


class Ear(ABC):
    """Hears one answer."""

    @abstractmethod
    def hear(self, piece: bytes) -> None:
        """Take a piece of it.

        Raises:
            httpx2.RequestError: no more of it is wanted.
        """

    def broke(self) -> None:  # noqa: B027  # most do not care
        """Take notice that it broke off."""

    def end(self) -> None:  # noqa: B027  # as above
        """Take notice that nothing more comes."""


class Limit(Ear):
    """Wants no more than what answers have.

    Args:
        response: the answer.
        most: the bytes that it may have as a whole.
    """

    def __init__(self, response: httpx2.Response, most: int) -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise httpx2.DecodingError("the answer is compressed, and was not to be")
        self._streamed = response.headers.get("content-type", "").startswith("text/event-stream")
        self._left = max(most, _STREAM) if self._streamed else most
        self._pieces = _PIECES
        self._until = time.monotonic() + _LONGEST
        self._event = self._lines = 0
        self._tail = b""

    def hear(self, piece: bytes) -> None:
        """Take a piece of it."""
        self._left -= len(piece)
        self._pieces -= 1
        if self._left < 0 or self._pieces < 0:
            raise httpx2.DecodingError("the answer is longer than any answer")
        if time.monotonic() > self._until:
            raise httpx2.DecodingError(f"the answer has not ended after {_LONGEST:.0f} seconds")
        if self._streamed:
            self._count(piece)

    def _count(self, piece: bytes) -> None:
        # A server may send every line, and every line end, as a piece of its own.
        lately = self._tail + piece
        self._tail = lately[-3:]
        ends = [at + len(blank) for blank in _BLANK if (at := lately.rfind(blank)) >= 0]
        if ends:
            self._event = self._lines = 0
            piece = lately[max(ends) :]
        self._event += len(piece)
        self._lines += piece.count(b"\n")
        if self._event > _EVENT or self._lines > _LINES:
            raise httpx2.DecodingError("an event of the stream is longer than any event")


class Heard(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """The bytes of an answer, which ears hear too."""

    def __init__(self, stream: Any, ears: list[Ear]) -> None:  # noqa: ANN401  # of either kind
        self._stream = stream
        self._ears = ears

    def __iter__(self) -> Iterator[bytes]:
        try:
            for piece in self._stream:
                self._hear(piece)
                yield piece
        except httpx2.RequestError:
            self._broke()
            raise

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._stream:
                self._hear(piece)
                yield piece
        except httpx2.RequestError:
            self._broke()
            raise

    def close(self) -> None:
        """End it, however much of it has come."""
        self._stream.close()
        self._end()

    async def aclose(self) -> None:
        """End it, however much of it has come."""
        await self._stream.aclose()
        self._end()

    def _hear(self, piece: bytes) -> None:
        for ear in self._ears:
            ear.hear(piece)

    def _broke(self) -> None:
        for ear in self._ears:
            ear.broke()

    def _end(self) -> None:
        ears, self._ears = self._ears, []
        for ear in ears:
            ear.end()


def hook(*listen: Listen) -> Callable[[httpx2.Response], None]:
    """What a client calls with every answer before any of it is read."""

    def heard(response: httpx2.Response) -> None:
        response.stream = Heard(response.stream, [each(response) for each in listen])

    return heard


def async_hook(*listen: Listen) -> Callable[[httpx2.Response], Awaitable[None]]:
    """The same for a client that does not block."""
    heard = hook(*listen)

    async def heard_too(response: httpx2.Response) -> None:  # it has to be one
        heard(response)

    return heard_too
