"""Which providers there are, and which models they serve."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from lawful.assistant import Usage
from lawful.errors import ProviderError
from lawful.providers import clients, prices, retrying
from lawful.providers.budget import Budget
from lawful.providers.profiles import profile_of
from lawful.providers.registry import wire
from lawful.providers.sdk_errors import translated
from lawful.providers.secrets import NO_KEY, found_key, key_of
from lawful.providers.settings import EMPTY
from lawful.providers.terms import Terms
from lawful.providers.wire import at, count, items, words

if TYPE_CHECKING:
    from lawful.providers.rows import Row

_SAMPLE = 1000
"""Tokens; few enough that no vendor's surcharge for long prompts counts."""
_TIMEOUT = 10.0
_CONTEXT = (("max_input_tokens",), ("max_model_len",), ("context_length",), ("context_window",), ("meta", "n_ctx"))
_MAX_OUTPUT = (("max_tokens",), ("max_completion_tokens",), ("top_provider", "max_completion_tokens"))
"""Where servers that tell the sizes of their models do so, in their lists of models: nobody agrees."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost in US dollars; None where it is not known.

    Attributes:
        input: of the prompt.
        cached: of the prompt, from a cache.
        output: of the answer.
    """

    input: float | None
    cached: float | None
    output: float | None

    def __str__(self) -> str:
        """The three, as price lists have them."""
        return " / ".join("?" if each is None else f"{each:g}" for each in asdict(self).values())


@dataclass(frozen=True, slots=True)
class Model:
    """One model of a provider.

    Attributes:
        model: its name.
        price: what its tokens cost.
        context: the tokens that prompt and answer may have together, or None if that is not known.
        max_output: the tokens that an answer may have, or None if that is not known.
    """

    model: str
    price: Price
    context: int | None
    max_output: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One provider.

    Attributes:
        provider: its name.
        host: where requests go.
        wire: the API format.
        region: where its servers stand, as far as the vendor says.
        jurisdiction: whose law binds the company, if that is known.
        key: `present`, `missing` or `not needed`.
        variables: the environment variables that may hold the key.
        example: a model of it.
    """

    provider: str
    host: str
    wire: str
    region: str
    jurisdiction: str
    key: str
    variables: tuple[str, ...]
    example: Model


def listed(row: Row) -> Listed:
    """What there is to know about a provider without asking it."""
    key = "present" if found_key(row) else "missing" if row.needs_key else "not needed"
    known = (row.name, row.host, row.wire, row.region, row.jurisdiction)
    return Listed(*known, key, row.keys, described(row, row.example))


def described(row: Row, model: str) -> Model:
    """What there is to know about a model without asking anybody."""
    profile = profile_of(row.vendor, model, row.profiles)

    def million(usage: Usage) -> float | None:
        cost = prices.cost(row, model, usage)
        return None if cost is None else float(round(cost * 1_000_000 / _SAMPLE, 6))

    price = Price(
        million(Usage(input_tokens=_SAMPLE)),
        million(Usage(input_tokens=_SAMPLE, cached_tokens=_SAMPLE)),
        million(Usage(output_tokens=_SAMPLE)),
    )
    return Model(model, price, profile.context, profile.max_output)


def served(row: Row) -> list[Model]:
    """The models that a provider says it serves.

    Raises:
        KeyMissingError: it needs a key and there is none.
        ProviderError: it does not answer, or does not say.
    """
    key = key_of(row)
    spoken = wire(row.wire)
    sdk = clients.sdk(spoken.sdk)

    terms = Terms(EMPTY.egress, Budget(), timeout=_TIMEOUT)

    def asked() -> Any:  # noqa: ANN401  # JSON
        client = clients.client(row, spoken.sdk, key, terms)
        with client, translated(sdk):
            return client.get(spoken.models, cast_to=object)

    said = retrying.call(asked, who=row.name, key=key if key != NO_KEY else "")
    found = {words(at(each, "id")): each for each in items(at(said, "data"))}
    if not any(found):
        raise ProviderError(f"{row.name} did not say which models it serves")
    return [_told(described(row, model), found[model]) for model in sorted(filter(None, found))]


def _told(model: Model, said: object) -> Model:
    """A model with the sizes that its server tells, which knows them best."""
    context = next(filter(None, (count(at(said, *path)) for path in _CONTEXT)), model.context)
    longest = next(filter(None, (count(at(said, *path)) for path in _MAX_OUTPUT)), model.max_output)
    return replace(model, context=context, max_output=longest)


def as_json(value: Listed | Model) -> dict[str, Any]:
    """A provider or a model as JSON has it."""
    return asdict(value)
