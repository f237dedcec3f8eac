"""Servers on loopback that answer what a test says, and the four ways to ask a provider."""

from __future__ import annotations

import asyncio
import http.server
import json
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.assistant import Completion, Prompt, Provider

MODES = ("sync", "async", "sync-stream", "async-stream")
WAYS = ("anthropic:claude-opus-4-6", "openai:gpt-5.5", "openai-chat:gpt-5.5")
"""A model for each wire."""


def ask(provider: Provider, prompt: Prompt, mode: str) -> tuple[Completion, str]:
    """The completion, and what was heard of it while it came."""
    heard: list[str] = []
    hear = heard.append if mode.endswith("stream") else None
    if mode.startswith("async"):
        return asyncio.run(provider.acomplete(prompt, hear)), "".join(heard)
    return provider.complete(prompt, hear), "".join(heard)


@dataclass
class Seen:
    """One request that a server has seen."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Server:
    """What a server has seen, and where it is."""

    url: str
    seen: list[Seen] = field(default_factory=list)


Answering = Callable[[str, str, dict[str, str], bytes], tuple[int, object]]
"""From method, path, headers and body of a request to the status and the body of its answer."""


@contextmanager
def answering(answer: Answering, headers: dict[str, str] | None = None) -> Iterator[str]:
    """A server on loopback, and its address.

    Args:
        answer: makes the answers; see `encoded` for what they may be.
        headers: headers of every answer.
    """

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length", 0)))
            sent = {name.lower(): value for name, value in self.headers.items()}
            status, body = answer(self.command, self.path, sent, raw)
            kind, data = encoded(body, sent.get("authorization", ""))
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(data)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST  # noqa: N815  # the standard library's names

        def log_message(self, *args: object) -> None:
            pass

    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=lambda: listening.serve_forever(poll_interval=0.01))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_address[1]}"
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


@contextmanager
def serving(*answers: tuple[int, Any], headers: dict[str, str] | None = None) -> Iterator[Server]:
    """A server that gives one answer after the other, and the last one for ever.

    Args:
        answers: a status and a body each; see `encoded` for what that may be.
        headers: headers of every answer.
    """
    server = Server("")

    def answer(method: str, path: str, sent: dict[str, str], raw: bytes) -> tuple[int, object]:
        given = answers[min(len(server.seen), len(answers) - 1)]
        server.seen.append(Seen(method, path, sent, json.loads(raw) if raw else None))
        return given

    with answering(answer, headers) as server.url:
        yield server


def encoded(body: object, authorization: str) -> tuple[str, bytes]:
    """A body as it is sent: JSON, in which ECHO becomes the request's authorization; a list of events; or bytes."""
    if isinstance(body, bytes):
        return "text/event-stream" if body.startswith((b"data:", b"event:")) else "application/json", body
    if isinstance(body, list):
        events = (f"event: {each.get('type', 'message')}\ndata: {json.dumps(each)}\n\n" for each in body)
        return "text/event-stream", "".join(events).encode()
    return "application/json", json.dumps(body).replace("ECHO", authorization).encode()


def streamed(model: str, answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The same answer as the events of a stream."""
    if model.startswith("anthropic"):
        ending = {key: answer[key] for key in ("stop_reason", "stop_details") if key in answer}
        opened = {**answer, "content": [], "usage": {**answer["usage"], "output_tokens": 1}}
        text = {"type": "text_delta", "text": answer["content"][0]["text"]}
        return [
            {"type": "message_start", "message": opened},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
            {"type": "content_block_delta", "index": 0, "delta": text},
            {"type": "message_delta", "delta": ending, "usage": answer["usage"]},
            {"type": "message_stop"},
        ]
    if model.startswith("openai-chat"):
        chunks = [{"choices": [{**each, "delta": each["message"]}]} for each in answer["choices"] or []]
        return [*chunks, {"choices": [], "model": answer["model"], "usage": answer.get("usage")}]
    last = {"completed": "completed", "incomplete": "incomplete", "failed": "failed"}.get(answer.get("status", ""))
    return [
        {"type": "response.created", "response": {}},
        {"type": f"response.{last or 'completed'}", "response": answer},
    ]
