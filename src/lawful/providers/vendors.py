"""How each vendor's batches are made, found among others, and collected."""

from __future__ import annotations

import json
import math
from abc import ABC, abstractmethod
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from lawful.providers.retrying import Failure
from lawful.providers.wire import at, count, items, words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from lawful.providers.journal import Intent
    from lawful.providers.wire import Body

Client = Any
Outcome = dict[str, Any] | str
"""An answer, or why there is none."""
_OURS = "lawful"
"""What our name for a batch stands under in what the vendor keeps with it."""
_SLACK = 3600.0
"""Seconds by which the clocks of a vendor and of this machine may differ."""
_PAGES = 100
"""Pages of a list of batches; whoever has more made none of ours so long ago."""


class Vendor(ABC):
    """How one vendor's batches are made, found and collected.

    Attributes:
        path: where batches are, below the address of the provider.
        cursor: the parameter that names the last batch of the page before.
    """

    path: ClassVar[str]
    cursor: ClassVar[str]

    @abstractmethod
    async def submit(self, client: Client, bodies: dict[str, Body], intent: Intent) -> str:
        """Send a batch, and give its name."""

    async def candidates(self, client: Client, intent: Intent) -> list[str]:
        """The batches that may be the one that was to be made."""
        return [_name(each) async for each in self._listed(client, intent.at - _SLACK) if self._may_be(each, intent)]

    @abstractmethod
    def _may_be(self, batch: object, intent: Intent) -> bool:
        """Whether a batch may be the one that was to be made."""

    async def _listed(self, client: Client, since: float) -> AsyncIterator[object]:
        """The batches made since a time, the newest first."""
        page = f"{self.path}?limit=100"
        for _ in range(_PAGES):
            said = await client.get(page, cast_to=object)
            batches = items(at(said, "data"))
            for each in batches:
                if _made(at(each, "created_at")) < since:
                    return
                yield each
            if not (batches and at(said, "has_more")):
                return
            page = f"{self.path}?limit=100&{self.cursor}={_name(batches[-1])}"

    @abstractmethod
    async def collect(self, client: Client, batch: str) -> dict[str, Outcome] | None:
        """What a batch gave for each of its requests, or None while it is under way."""


class Anthropic(Vendor):
    """Message Batches: requests go in one body, and nothing else can be told of a batch."""

    path = "/v1/messages/batches"
    cursor = "after_id"

    async def submit(self, client: Client, bodies: dict[str, Body], intent: Intent) -> str:
        """Send a batch, and give its name."""
        del intent  # it has no place for it
        requests = [{"custom_id": name, "params": body} for name, body in bodies.items()]
        return _name(await client.post(self.path, body={"requests": requests}, cast_to=object))

    def _may_be(self, batch: object, intent: Intent) -> bool:
        counts = at(batch, "request_counts")
        return isinstance(counts, dict) and sum(map(count, counts.values())) == len(intent.requests)

    async def collect(self, client: Client, batch: str) -> dict[str, Outcome] | None:
        """What a batch gave for each of its requests, or None while it is under way."""
        said = await client.get(f"{self.path}/{batch}", cast_to=object)
        if at(said, "processing_status") != "ended":
            return None
        # The address of the results is ours to know: the one in the answer could be anybody's.
        lines = _lines(await _text(client, f"{self.path}/{batch}/results"))
        return {words(line.get("custom_id")): self._outcome(line) for line in lines}

    def _outcome(self, line: dict[str, Any]) -> Outcome:
        message = at(line, "result", "message")
        if isinstance(message, dict):
            return message
        said = words(at(line, "result", "error", "error", "message")) or words(at(line, "result", "error", "message"))
        return said or words(at(line, "result", "type")) or "nobody knows why"


class OpenAI(Vendor):
    """Batches of a file that is sent before.

    Args:
        asked: where single requests are sent.
    """

    path = "/batches"
    cursor = "after"

    def __init__(self, asked: str) -> None:
        self._asked = asked

    async def submit(self, client: Client, bodies: dict[str, Body], intent: Intent) -> str:
        """Send a batch, and give its name."""
        endpoint = f"/v1{self._asked}"
        lines = (
            json.dumps({"custom_id": name, "method": "POST", "url": endpoint, "body": body})
            for name, body in bodies.items()
        )
        upload = await client.files.create(file=("requests.jsonl", "\n".join(lines).encode()), purpose="batch")
        file = _name({"id": getattr(upload, "id", None)})
        body = {
            "input_file_id": file,
            "endpoint": endpoint,
            "completion_window": "24h",
            "metadata": {_OURS: intent.name},
        }
        return _name(await client.post(self.path, body=body, cast_to=object))

    def _may_be(self, batch: object, intent: Intent) -> bool:
        # One that failed was looked at and refused as a whole.
        return bool(at(batch, "metadata", _OURS) == intent.name and at(batch, "status") != "failed")

    async def collect(self, client: Client, batch: str) -> dict[str, Outcome] | None:
        """What a batch gave for each of its requests, or None while it is under way."""
        said = await client.get(f"{self.path}/{batch}", cast_to=object)
        if at(said, "status") not in {"completed", "failed", "expired", "cancelled"}:
            return None
        outcomes: dict[str, Outcome] = {}
        for file in filter(None, (at(said, "output_file_id"), at(said, "error_file_id"))):
            for line in _lines(await _text(client, f"/files/{_name({'id': file})}/content")):
                outcomes[words(line.get("custom_id"))] = self._outcome(line)
        if at(said, "status") == "failed" and not outcomes:
            raise Failure(words(at(said, "errors", "data", 0, "message")) or "the batch has failed", status=200)
        return outcomes

    def _outcome(self, line: dict[str, Any]) -> Outcome:
        body = at(line, "response", "body")
        if at(line, "response", "status_code") == 200 and isinstance(body, dict):  # noqa: PLR2004  # HTTP
            return body
        return words(at(line, "error", "message")) or words(at(body, "error", "message")) or "nobody knows why"


def _name(said: object) -> str:
    """What a vendor calls something; it becomes part of an address, so it must be a name and nothing else."""
    name = words(at(said, "id"))
    if not (name.isascii() and name.replace("_", "").replace("-", "").isalnum()):
        raise Failure("it did not say what the batch, or a file of it, is called", status=200)
    return name


def _made(said: object) -> float:
    """When a batch was made, in seconds; now for all that is known, if the vendor does not say."""
    if isinstance(said, (int, float)):
        return said
    try:
        return datetime.fromisoformat(words(said)).timestamp()
    except (ValueError, OverflowError, OSError):  # no time, or one that no calendar has
        return math.inf


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
