"""What goes over the pipes between a worker process and whoever started it: bytes, with their length before them."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from lawful.errors import LawfulError

if TYPE_CHECKING:
    from typing import IO

_LENGTH = struct.Struct(">Q")


class WorkerError(LawfulError):
    """A worker process died, or was killed, over a task; the message says how."""


def send(stream: IO[bytes], message: bytes) -> None:
    """Write one message.

    Raises:
        OSError: nobody reads it.
    """
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """The next message, or None if the stream ends before its end."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None
