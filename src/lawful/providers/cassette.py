"""Exchanges with a provider, kept in a file and played back: the same requests get the same answers, without a key.

A cassette is a file of JSON lines: the first says whose exchanges they are, each other one holds an exchange. Of an
answer's headers only those are kept that mean something when it is read, of a request's none; keys are masked in bodies
too.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2

from lawful.errors import UsageError
from lawful.providers.secrets import masked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from lawful.providers.rows import Row

VERSION = 1
_HEADERS = ("content-type", "retry-after", "retry-after-ms", "x-should-retry")
_HEAD = ("version", "provider", "model", "wire", "base_url", "vendor")
_EXCHANGE = ("path", "request", "status", "headers", "body", "broken")

Line = dict[str, Any]


class Cassette:
    """What carries requests and keeps the exchanges, or has kept them and answers."""

    def transport(self) -> httpx2.BaseTransport:
        """What carries requests that block."""
        raise NotImplementedError

    def async_transport(self) -> httpx2.AsyncBaseTransport:
        """What carries requests that do not."""
        raise NotImplementedError


class Recording(Cassette):
    """Keeps every exchange in a file as soon as it has ended.

    Args:
        path: the file, which must not be there yet.
        row: who answers.
        model: the model.
        key: the key, of which nothing is kept.

    Raises:
        UsageError: the file exists or cannot be written.
    """

    def __init__(self, path: str, row: Row, model: str, key: str) -> None:
        self._path = Path(path)
        self._key = key
        self._local = row.local
        self._lock = threading.Lock()
        head = (VERSION, row.name, model, row.wire, row.base_url, row.vendor)
        try:
            with self._path.open("x", encoding="utf-8") as file:
                file.write(json.dumps(dict(zip(_HEAD, head, strict=True))) + "\n")
        except OSError as error:
            raise UsageError(f"{path}: no cassette can be recorded there: {error.strerror}") from error

    def transport(self) -> httpx2.BaseTransport:
        """The network, listened to."""
        return _RecordingTransport(httpx2.HTTPTransport(trust_env=not self._local), self._keep)

    def async_transport(self) -> httpx2.AsyncBaseTransport:
        """The network, listened to."""
        return _AsyncRecordingTransport(httpx2.AsyncHTTPTransport(trust_env=not self._local), self._keep)

    def _keep(self, request: httpx2.Request, response: httpx2.Response, body: bytes, *, broken: bool) -> None:
        headers = {name: response.headers[name] for name in _HEADERS if name in response.headers}
        asked = json.loads(masked(request.content.decode(), self._key) or "null")
        said = masked(body.decode("utf-8", "replace"), self._key)
        kept = (request.url.path, asked, response.status_code, headers, said, broken)
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(dict(zip(_EXCHANGE, kept, strict=True)), ensure_ascii=False) + "\n")


class Playing(Cassette):
    """Answers from a file.

    Attributes:
        head: whose exchanges they are: `provider`, `model`, `wire`, `base_url`, `vendor`.

    Args:
        path: the file.

    Raises:
        UsageError: it cannot be read, or is no cassette.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        try:
            lines = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
        except OSError as error:
            raise UsageError(f"{path}: the cassette cannot be read: {error.strerror}") from error
        except (ValueError, RecursionError) as error:
            raise UsageError(f"{path}: not a cassette: {error}") from error
        for number, line in enumerate(lines, start=1):
            wanted = _EXCHANGE if number > 1 else _HEAD
            if not isinstance(line, dict) or not all(name in line for name in wanted):
                raise UsageError(f"{path}:{number}: not a cassette: the line lacks one of {', '.join(wanted)}")
        if not lines or lines[0]["version"] != VERSION:
            raise UsageError(f"{path}: not a cassette that this version of lawful can play")
        self.head: dict[str, str] = {name: str(value) for name, value in lines[0].items()}
        self._left: list[Line] = lines[1:]
        self._lock = threading.Lock()

    def transport(self) -> httpx2.BaseTransport:
        """The file in the place of the network."""
        return httpx2.MockTransport(self._answer)

    def async_transport(self) -> httpx2.AsyncBaseTransport:
        """The file in the place of the network."""
        return httpx2.MockTransport(self._answer)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        asked = json.loads(request.content or b"null")
        with self._lock:
            for line in self._left:
                if line["path"] == request.url.path and line["request"] == asked:
                    self._left.remove(line)
                    return httpx2.Response(line["status"], headers=line["headers"], stream=_Played(line))
        message = f"{self._path} holds no answer to this request, or all of its answers to it have been given"
        return httpx2.Response(501, json={"error": {"message": message}}, headers={"x-should-retry": "false"})


class _Played(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    def __init__(self, line: Line) -> None:
        self._line = line

    def __iter__(self) -> Iterator[bytes]:
        yield str(self._line["body"]).encode()
        if self._line["broken"]:
            raise httpx2.RemoteProtocolError("the recorded exchange broke off here")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


class _RecordingTransport(httpx2.BaseTransport):
    def __init__(self, inner: httpx2.BaseTransport, keep: Callable[..., None]) -> None:
        self._inner = inner
        self._keep = keep

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.headers["accept-encoding"] = "identity"
        response = self._inner.handle_request(request)
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = _Tee(response.stream, lambda body, broken: self._keep(request, response, body, broken=broken))
        return response

    def close(self) -> None:
        self._inner.close()


class _AsyncRecordingTransport(httpx2.AsyncBaseTransport):
    def __init__(self, inner: httpx2.AsyncBaseTransport, keep: Callable[..., None]) -> None:
        self._inner = inner
        self._keep = keep

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        request.headers["accept-encoding"] = "identity"
        response = await self._inner.handle_async_request(request)
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _AsyncTee(
            response.stream, lambda body, broken: self._keep(request, response, body, broken=broken)
        )
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Heard:
    """What has been heard of an answer; it is told when the answer is closed, however much of it was read."""

    def __init__(self, done: Callable[[bytes, bool], None]) -> None:
        self._done: Callable[[bytes, bool], None] | None = done
        self._bytes = bytearray()
        self._broken = False

    def add(self, piece: bytes) -> None:
        self._bytes += piece

    def break_off(self) -> None:
        self._broken = True

    def tell(self) -> None:
        if self._done is not None:
            self._done(bytes(self._bytes), self._broken)
            self._done = None


class _Tee(httpx2.SyncByteStream):
    def __init__(self, inner: httpx2.SyncByteStream, done: Callable[[bytes, bool], None]) -> None:
        self._inner = inner
        self._heard = _Heard(done)

    def __iter__(self) -> Iterator[bytes]:
        try:
            for piece in self._inner:
                self._heard.add(piece)
                yield piece
        except httpx2.TransportError:
            self._heard.break_off()
            raise

    def close(self) -> None:
        self._inner.close()
        self._heard.tell()


class _AsyncTee(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream, done: Callable[[bytes, bool], None]) -> None:
        self._inner = inner
        self._heard = _Heard(done)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._inner:
                self._heard.add(piece)
                yield piece
        except httpx2.TransportError:
            self._heard.break_off()
            raise

    async def aclose(self) -> None:
        await self._inner.aclose()
        self._heard.tell()
