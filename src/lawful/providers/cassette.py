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
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import httpx2
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lawful.errors import UsageError
from lawful.providers.listening import Ear
from lawful.providers.secrets import masked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from lawful.providers.listening import Listen
    from lawful.providers.rows import Row

_Line = TypeVar("_Line", bound=BaseModel)
_HEADERS = ("content-type", "retry-after", "retry-after-ms", "x-should-retry")


class _Head(BaseModel):
    """The first line: whose exchanges they are."""

    model_config = ConfigDict(frozen=True)

    version: Literal[1]
    provider: str
    model: str
    wire: str
    base_url: str
    vendor: str


class _Exchange(BaseModel):
    """Every other line: what was asked, and what came back."""

    model_config = ConfigDict(frozen=True)

    path: str
    request: Any
    status: int = Field(ge=100, le=999)
    headers: dict[str, str]
    body: str
    broken: bool


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
        served = {"provider": row.name, "model": model, "wire": row.wire, "base_url": row.base_url}
        head = _Head(version=1, vendor=row.vendor, **served)
        try:
            with self._path.open("x", encoding="utf-8") as file:
                file.write(head.model_dump_json() + "\n")
            self.listen = partial(_Keeping, self._keep)
        except OSError as error:
            raise UsageError(f"{path}: no cassette can be recorded there: {error.strerror}") from error

    def _keep(self, response: httpx2.Response, body: bytes, *, broken: bool) -> None:
        request = response.request
        headers = {name: response.headers[name] for name in _HEADERS if name in response.headers}
        asked = json.loads(masked(request.content.decode(), self._key) or "null")
        said = masked(body.decode("utf-8", "replace"), self._key)
        kept = _Exchange(
            path=request.url.path,
            request=asked,
            status=response.status_code,
            headers=headers,
            body=said,
            broken=broken,
        )
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(kept.model_dump_json() + "\n")


class Playing(Cassette):
    """Answers from a file.

    Attributes:
        head: whose exchanges they are.

    Args:
        path: the file.

    Raises:
        UsageError: it cannot be read, or is no cassette.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        try:
            first, *others = Path(path).read_text(encoding="utf-8").split("\n")
        except OSError as error:
            raise UsageError(f"{path}: the cassette cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise UsageError(f"{path}: not a cassette: it is no text") from error
        self.head = _read(_Head, path, 1, first)
        self._left = [_read(_Exchange, path, number, line) for number, line in enumerate(others, start=2) if line]
        self._lock = threading.Lock()
        self.transport = httpx2.MockTransport(self._answer)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        asked = json.loads(request.content or b"null")
        with self._lock:
            for line in self._left:
                if (line.path, line.request) == (request.url.path, asked):
                    self._left.remove(line)
                    return httpx2.Response(line.status, headers=line.headers, stream=_Played(line))
        message = f"{self._path} holds no answer to this request, or all of its answers to it have been given"
        return httpx2.Response(501, json={"error": {"message": message}}, headers={"x-should-retry": "false"})


def _read(kind: type[_Line], path: str, number: int, line: str) -> _Line:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}:{number}: not a cassette: {f'{where}: ' if where else ''}{first['msg']}") from error


class _Played(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    def __init__(self, line: _Exchange) -> None:
        self._line = line

    def __iter__(self) -> Iterator[bytes]:
        yield self._line.body.encode()
        if self._line.broken:
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
