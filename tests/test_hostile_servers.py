"""Servers that send what no server should: each ends as an outcome of its own, soon, and is paid for once."""

from __future__ import annotations

import itertools
import json
import socket
import threading
import time
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawful.assistant import Completion, Message, Prompt, Stop
from lawful.errors import ProviderError
from lawful.providers import listening, retrying, terms
from lawful.providers.budget import Budget
from lawful.providers.registry import provider
from projects import lawful_here as lawful
from projects import project
from servers import MODES, WAYS, ask, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Sending = Callable[[socket.socket], None]

PROMPT = Prompt(system="You write Python.", messages=(Message(role="user", text="Write a file."),))
STREAMS = ("sync-stream", "async-stream")
JSON = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
EVENTS = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
REFUSAL = b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\n\r\n"


@contextmanager
def sending(send: Sending) -> Iterator[tuple[str, list[int]]]:
    """A server that takes a request and sends what it likes; its address, and a number for each request."""
    listener = socket.create_server(("127.0.0.1", 0))
    requests: list[int] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:  # nobody listens any more
                return
            with connection:
                try:
                    connection.recv(65536)
                    requests.append(1)
                    send(connection)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass
                except OSError:  # whoever asked has had enough
                    pass

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", requests
    finally:
        # Closing alone would not wake it.
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def for_ever(head: bytes, piece: bytes, pause: float = 0.0) -> Sending:
    def send(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)
            time.sleep(pause)

    return send


def once(data: bytes) -> Sending:
    return lambda connection: connection.sendall(data)


def asked(model: str, send: Sending, mode: str) -> tuple[Completion, Budget, int]:
    budget = Budget()
    with sending(send) as (url, requests):
        completion, _ = ask(provider(model, key="k", base_url=url, budget=budget, timeout=5), PROMPT, mode)
    return completion, budget, len(requests)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that are reached in no time, and no waiting."""
    monkeypatch.setattr(terms, "ANSWER", 1_000_000)
    monkeypatch.setattr(listening, "_STREAM", 2_000_000)
    monkeypatch.setattr(listening, "_EVENT", 100_000)
    monkeypatch.setattr(listening, "_PIECES", 5_000)
    monkeypatch.setattr(retrying, "MAX_WAIT", 0.01)


TOO_LONG = "longer than any answer"
PACKED = zlib.compressobj(wbits=31)
BOMB = PACKED.compress(b" " * 10_000_000) + PACKED.flush()
ANSWERS = {
    "a body without an end": (for_ever(JSON + b"\r\n", b"x" * 65536), TOO_LONG),
    "a refusal without an end": (for_ever(REFUSAL, b"x" * 65536), TOO_LONG),
    "a body that unpacks to much more": (once(JSON + b"content-encoding: gzip\r\n\r\n" + BOMB), "compressed"),
    "a body in very small pieces": (
        for_ever(JSON + b"transfer-encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 1000),
        TOO_LONG,
    ),
    "a body that is nested deeply": (once(JSON + b'\r\n{"choices":' + b"[" * 100_000), "recursion"),
    "bytes that are no text": (once(JSON + b"\r\n\xff\xfe"), ""),
}
STREAMED = {
    "events without an end": (for_ever(EVENTS, b'data: {"choices": [{"delta": {}}]}\n\n' * 1000), TOO_LONG),
    "an event without an end": (for_ever(EVENTS, b"data: " + b"x" * 65536), "event"),
    "lines without an end": (for_ever(EVENTS, b"data: x\n" * 1000), "event"),
    "remarks without an end": (for_ever(EVENTS, b": x\n\n" * 1000), TOO_LONG),
    "an event that is nested deeply": (
        once(EVENTS + b'event: message_start\ndata: {"a": ' + b"[" * 100_000 + b"\n\n"),
        "recursion",
    ),
    "an event that is no text": (once(EVENTS + b'data: {"a": "\xff"}\n\n'), "utf-8"),
}


@pytest.mark.parametrize("model", WAYS)
class TestAnswers:
    @pytest.mark.parametrize("mode", MODES)
    @pytest.mark.parametrize("name", ANSWERS)
    def test_what_is_no_answer_is_malformed_soon_and_paid_for_once(self, model: str, mode: str, name: str) -> None:
        send, said = ANSWERS[name]
        completion, budget, requests = asked(model, send, mode)
        assert completion.stop in {Stop.MALFORMED, Stop.CUT}
        assert said in (completion.detail or "") or mode in STREAMS
        assert (budget.calls, requests) == (1, 1)

    @pytest.mark.parametrize("mode", STREAMS)
    @pytest.mark.parametrize("name", STREAMED)
    def test_neither_is_a_stream_believed_that_is_none(self, model: str, mode: str, name: str) -> None:
        send, said = STREAMED[name]
        completion, budget, requests = asked(model, send, mode)
        assert completion.stop is Stop.MALFORMED
        assert said in (completion.detail or "")
        assert (budget.calls, requests) == (1, 1)

    @pytest.mark.parametrize("mode", MODES)
    @pytest.mark.parametrize("piece", [b"x-a: " + b"y" * 1000 + b"\r\n", b"y" * 65536])
    def test_headers_without_an_end_are_no_answer(self, model: str, mode: str, piece: bytes) -> None:
        with pytest.raises(ProviderError, match="failed after 4 tries"):
            asked(model, for_ever(b"HTTP/1.1 200 OK\r\nx-b: ", piece), mode)

    @pytest.mark.parametrize("mode", MODES)
    def test_a_refusal_that_is_nested_deeply_is_a_refusal(self, model: str, mode: str) -> None:
        with pytest.raises(ProviderError, match="HTTP 400"):
            asked(model, once(REFUSAL + b'{"error": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"), mode)

    @pytest.mark.parametrize("mode", STREAMS)
    def test_a_stream_that_only_keeps_its_line_open_is_given_up(
        self, model: str, mode: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(listening, "_LONGEST", 0.2)
        ping = b'event: ping\ndata: {"type": "ping"}\n\n'
        completion, budget, requests = asked(model, for_ever(EVENTS, ping, pause=0.02), mode)
        assert completion.stop is Stop.MALFORMED
        assert "has not ended after" in (completion.detail or "")
        assert (budget.calls, requests) == (1, 1)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mode", STREAMS)
def test_a_stream_may_come_line_by_line_and_end_its_lines_in_any_way(mode: str, end: bytes) -> None:
    chunks = [{"choices": [{"delta": {"content": "x"}}]}] * 700 + [{"choices": [{"finish_reason": "stop"}]}]
    pieces = [piece for each in chunks for piece in (b"data: " + json.dumps(each).encode(), end, end)]
    body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    head = EVENTS.removesuffix(b"\r\n") + b"transfer-encoding: chunked\r\n\r\n"
    completion, _, _ = asked("openai-chat:m", once(head + body + b"0\r\n\r\n"), mode)
    assert (completion.text, completion.stop) == ("x" * 700, Stop.END)


@given(
    events=st.lists(st.lists(st.text("ab: ", min_size=1, max_size=5), min_size=1, max_size=3), max_size=30),
    end=st.sampled_from([b"\n", b"\r\n"]),
    sizes=st.lists(st.integers(1, 30), min_size=1),
)
def test_however_a_stream_is_cut_into_pieces_no_event_is_taken_for_a_longer_one(
    events: list[list[str]], end: bytes, sizes: list[int]
) -> None:
    body = b"".join(b"".join(line.encode() + end for line in event) + end for event in events)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listening, "_LINES", 4)
        patch.setattr(listening, "_EVENT", 3 * 7)
        limit = listening.Limit(httpx2.Response(200, headers={"content-type": "text/event-stream"}), 10**6)
        for size in itertools.cycle(sizes):
            limit.hear(body[:size])
            body = body[size:]
            if not body:
                break


class TestHalvesOfCharacters:
    @pytest.mark.parametrize("mode", MODES)
    def test_those_that_belong_together_are_joined_and_others_are_no_text(self, mode: str) -> None:
        pieces = ["x = '\ud83d", "\ude00'  # \ud800"]
        end = {"finish_reason": "stop"}
        whole = {"choices": [{"message": {"content": "".join(pieces)}, **end}]}
        events = [
            {"choices": [{"delta": {"content": pieces[0]}}]},
            {"choices": [{"delta": {"content": pieces[1]}, **end}]},
        ]
        with serving((200, events if mode in STREAMS else whole)) as server:
            completion, heard = ask(provider(f"openai-compatible:m@{server.url}"), PROMPT, mode)
        assert completion.text == "x = '😀'  # \N{REPLACEMENT CHARACTER}"
        assert heard.encode() or mode not in STREAMS

    def test_wherever_a_server_puts_them_they_break_nothing(self, tmp_path: Path) -> None:
        root = project(tmp_path / "project", {"CLAUDE.md": "- Never use `eval`.\n"})
        (tmp_path / "tasks.jsonl").write_text('{"task": "x"}\n{"task": "y"}\n', encoding="utf-8")
        half = "\udfff"
        message = {"content": f"```python\nx = '{half}'\n```", "reasoning": half, "refusal": half}
        call = {"index": half, "function": {"name": half, "arguments": half}}
        answer = {"model": half, "choices": [{"message": {**message, "tool_calls": [call]}, "finish_reason": half}]}
        with serving((200, answer), (400, {"error": {"message": half, "type": half}})) as server:
            model = f"openai-compatible:m@{server.url}"
            command = ("batch", tmp_path / "tasks.jsonl", "--root", root, "--model", model, "--jobs", "1")
            run = lawful(*command, "--record", tmp_path / "tape.jsonl", "--max-attempts", "1")
            again = lawful(*command)
        assert [json.loads(line)["lawful"] for line in run.stdout.splitlines()] == [False, False]
        assert (run.returncode, again.returncode) == (2, 2)


def test_a_key_that_a_server_puts_into_its_answer_does_not_get_into_the_code() -> None:
    key = "mine-4711-4711-4711"
    message = {"content": f"KEY = '{key}'", "reasoning": f"the key is {key}"}
    with serving((200, {"choices": [{"message": message, "finish_reason": "stop"}]})) as server:
        completion = provider("ollama:m", key=key, base_url=server.url).complete(PROMPT)
        short = provider("ollama:m", key="KEY", base_url=server.url).complete(PROMPT)
    assert (completion.text, completion.reasoning) == ("KEY = '***'", "the key is ***")
    assert short.text == f"KEY = '{key}'"
