"""Spans, for applications that collect them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from lawful.assistant import Message, Prompt
from lawful.errors import ProviderError
from lawful.providers.registry import provider
from lawful.providers.tracing import CAPTURE
from servers import MODES, WAYS, ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmock.pytest_plugin import LLMock

PROMPT = Prompt(system="our secret rules", messages=(Message(role="user", text="our secret task"),))


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    collecting = TracerProvider()
    collecting.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: collecting)
    yield exporter
    collecting.shutdown()


def finished(spans: InMemorySpanExporter) -> list[ReadableSpan]:
    """All spans but those of llmock, which runs in this process and has its own; the SDKs must not add any."""
    return [
        span
        for span in spans.get_finished_spans()
        if span.instrumentation_scope is None or span.instrumentation_scope.name != "fastapi"
    ]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("model", WAYS)
class TestSpans:
    def test_a_call_is_one_span_with_its_tokens_and_without_content(
        self, llmock: LLMock, spans: InMemorySpanExporter, model: str, mode: str
    ) -> None:
        llmock.reply("our secret answer")
        url = llmock.base_url("anthropic" if model.startswith("anthropic") else "openai")
        completion, _ = ask(provider(model, key="sk-secret", base_url=url), PROMPT, mode)
        (span,) = finished(spans)
        assert span.name == f"chat {model.partition(':')[2]}"
        assert span.attributes is not None
        said = dict(span.attributes)
        assert said["gen_ai.operation.name"] == "chat"
        assert said["gen_ai.provider.name"] == ("anthropic" if model.startswith("anthropic") else "openai")
        assert said["gen_ai.response.finish_reasons"] == ("end",)
        assert completion.usage is not None
        assert said["gen_ai.usage.input_tokens"] == completion.usage.input_tokens
        assert said["gen_ai.usage.output_tokens"] == completion.usage.output_tokens
        assert "secret" not in span.to_json()

    def test_content_is_there_for_those_who_ask_for_it(
        self, llmock: LLMock, spans: InMemorySpanExporter, model: str, mode: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(CAPTURE, "true")
        llmock.reply("our secret answer")
        url = llmock.base_url("anthropic" if model.startswith("anthropic") else "openai")
        ask(provider(model, key="sk-k", base_url=url), PROMPT, mode)
        (span,) = finished(spans)
        for text in ("our secret rules", "our secret task", "our secret answer"):
            assert text in span.to_json()


def test_a_call_that_fails_is_a_span_with_an_error_that_holds_no_key(
    llmock: LLMock, spans: InMemorySpanExporter
) -> None:
    llmock.fail(401, message="bad key mine-4711")
    with pytest.raises(ProviderError):
        provider("openai:gpt-5.5", key="mine-4711", base_url=llmock.base_url()).complete(PROMPT)
    (span,) = finished(spans)
    assert span.status.status_code is trace.StatusCode.ERROR
    assert span.attributes is not None
    assert span.attributes["error.type"] == "ProviderRefusedError"
    assert "mine-4711" not in span.to_json()
