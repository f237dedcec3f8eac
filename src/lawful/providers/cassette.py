"""Exchanges with a provider, kept in a file and played back: the same requests get the same answers, without a key.

A cassette is a file of JSON lines: the first says whose exchanges they are, each other one holds an exchange. Of an
answer's headers only those are kept that mean something when it is read, of a request's none; keys are masked in bodies
too.
"""

from __future__ import annotations

import json
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2

from lawful.errors import UsageError
from lawful.providers.listening import Ear
from lawful.providers.secrets import masked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from lawful.providers.listening import Listen
    from lawful.providers.rows import Row

VERSION = 1
_HEADERS = ("content-type", "retry-after", "retry-after-ms", "x-should-retry")
_HEAD = ("version", "provider", "model", "wire", "base_url", "vendor")
_EXCHANGE = ("path", "request", "status", "headers", "body", "broken")

Line = dict[str, Any]


class Cassette:
    """What keeps the exchanges, or has kept them and answers.

    Attributes:
        transport: what answers in the place of the network, if anything does.
        listen: what hears the answers to keep them, if anything does.
    """

    transport: httpx2.MockTransport | None = None
    listen: Listen | None = None


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
        self._lock = threading.Lock()
        head = (VERSION, row.name, model, row.wire, row.base_url, row.vendor)
        try:
            with self._path.open("x", encoding="utf-8") as file:
                file.write(json.dumps(dict(zip(_HEAD, head, strict=True))) + "\n")
            self.listen = partial(_Keeping, self._keep)
        except OSError as error:
            raise UsageError(f"{path}: no cassette can be recorded there: {error.strerror}") from error

    def _keep(self, response: httpx2.Response, body: bytes, *, broken: bool) -> None:
        request = response.request
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
        self.transport = httpx2.MockTransport(self._answer)

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


class _Keeping(Ear):
    """Keeps what it hears of an answer, however much of it was read."""

    def __init__(self, keep: Callable[..., None], response: httpx2.Response) -> None:
        self._keep = keep
        self._response = response
        self._bytes = bytearray()
        self._broken = False

    def hear(self, piece: bytes) -> None:
        self._bytes += piece

    def broke(self) -> None:
        self._broken = True

    def end(self) -> None:
        self._keep(self._response, bytes(self._bytes), broken=self._broken)
