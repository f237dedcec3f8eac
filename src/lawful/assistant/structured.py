"""Answers that are data: the schema that asks for them, and reading them.

Whatever a provider promises about the shape of its answers, they are validated here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from lawful.assistant.extraction import ended_early

if TYPE_CHECKING:
    from lawful.assistant.provider import Completion

T = TypeVar("T", bound=BaseModel)

_KEPT = frozenset({"type", "description", "enum", "const", "anyOf", "items", "properties"})
"""What all providers understand of a schema; whatever else it demands is demanded when the answer is read."""


class AnswerError(ValueError):
    """An answer is not what was asked for; the message can be shown to the model."""


def schema_of(kind: type[BaseModel]) -> dict[str, Any]:
    """The schema of a kind of answer, as the strictest provider wants it: every key required, no other, no names.

    Args:
        kind: what the answer is to be; it must not hold itself.
    """
    schema = kind.model_json_schema()
    return _plain(schema, schema.get("$defs", {}))


def _plain(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return _plain(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    plain = {key: value for key, value in schema.items() if key in _KEPT}
    if "items" in plain:
        plain["items"] = _plain(plain["items"], definitions)
    if "anyOf" in plain:
        plain["anyOf"] = [_plain(each, definitions) for each in plain["anyOf"]]
    if "properties" in plain:
        plain["properties"] = {name: _plain(each, definitions) for name, each in plain["properties"].items()}
        plain["required"] = list(plain["properties"])
        plain["additionalProperties"] = False
    return plain


def parsed(completion: Completion, kind: type[T]) -> T:
    """The data in an answer, also where words or a fence stand around it.

    Args:
        completion: the answer.
        kind: what it is to be.

    Raises:
        AnswerError: it ended early, is no JSON, or is not of that kind.
    """
    early = ended_early(completion)
    if early is not None:
        raise AnswerError(early)
    text = completion.text
    start, end = text.find("{"), text.rfind("}")
    try:
        # Constrained servers, too, write control characters into their strings.
        return kind.model_validate(
            json.loads(text[start : end + 1] if start <= end and start >= 0 else text, strict=False)
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise AnswerError(f"the answer is not as it was asked for: {where}: {first['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise AnswerError(f"the answer is not the JSON that was asked for: {error}") from error
