"""Spans by OpenTelemetry's conventions for generative AI, for applications that collect them.

The conventions are in development, so their names stand here only. Without an application that has loaded OpenTelemetry
this does nothing and loads nothing.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lawful._version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lawful.assistant import Completion, Prompt
    from lawful.providers.rows import Row

    Tell = Callable[[Completion], None]

CAPTURE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
"""The variable that has prompts and answers put into spans; without it they are left out, since they hold your code."""
_PROVIDERS = {"google": "gcp.gemini", "moonshot": "moonshot_ai", "compatible": "_OTHER", "local": "_OTHER"}


@contextmanager
def span(row: Row, model: str, prompt: Prompt) -> Iterator[Tell]:
    """A span around one call, which is told what came of it; errors are recorded by themselves."""
    if "opentelemetry.trace" not in sys.modules:
        yield lambda _: None
        return
    from opentelemetry import trace

    tracer = trace.get_tracer("lawful", __version__)
    attributes: dict[str, Any] = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": _PROVIDERS.get(row.vendor, row.vendor),
        "gen_ai.request.model": model,
        "gen_ai.request.max_tokens": prompt.max_output_tokens,
        "server.address": row.host,
    }
    content = os.environ.get(CAPTURE, "").lower() == "true"
    if content:
        turns = [{"role": "system", "content": prompt.system}, *(each.model_dump() for each in prompt.messages)]
        attributes["gen_ai.input.messages"] = json.dumps(turns, ensure_ascii=False)
    with tracer.start_as_current_span(f"chat {model}", kind=trace.SpanKind.CLIENT, attributes=attributes) as opened:

        def tell(completion: Completion) -> None:
            opened.set_attribute("gen_ai.response.model", completion.model)
            opened.set_attribute("gen_ai.response.finish_reasons", [completion.stop.value])
            if completion.usage is not None:
                opened.set_attribute("gen_ai.usage.input_tokens", completion.usage.input_tokens)
                opened.set_attribute("gen_ai.usage.output_tokens", completion.usage.output_tokens)
                opened.set_attribute("gen_ai.usage.cache_read.input_tokens", completion.usage.cached_tokens)
            if content:
                said = [{"role": "assistant", "content": completion.text}]
                opened.set_attribute("gen_ai.output.messages", json.dumps(said, ensure_ascii=False))

        try:
            yield tell
        except BaseException as error:
            opened.set_attribute("error.type", type(error).__name__)
            raise
