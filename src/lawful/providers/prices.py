"""What tokens cost: by the table of genai-prices, which is bundled and never fetched, and by `prices.toml` beside this.

An unknown price is unknown, never zero. That something costs nothing is believed of servers on this machine and of
users who say so; a table that says it may only not know better.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.assistant import Usage
    from lawful.providers.rows import Row

_MILLION = 1_000_000
_HALF = Decimal("0.5")


def cost(row: Row, model: str, usage: Usage | None, *, batch: bool = False) -> Decimal | None:
    """The price in US dollars, or None where it is not known.

    Args:
        row: who is paid.
        model: the model.
        usage: the tokens.
        batch: whether they went through the vendor's batches, which cost half.
    """
    if row.free:
        return Decimal(0)
    if usage is None:
        return None
    price = _counted(row.own_prices.get(model), usage)
    if price is None and row.prices is not None:
        price = _listed(row.prices, model, usage)
        if price is None:
            price = _counted(_overrides().get(row.prices, {}).get(model), usage)
    return price * _HALF if price is not None and batch else price


def _listed(provider: str, model: str, usage: Usage) -> Decimal | None:
    import genai_prices

    counted = genai_prices.Usage(
        input_tokens=usage.input_tokens,
        cache_read_tokens=usage.cached_tokens or None,
        cache_write_tokens=usage.cache_write_tokens or None,
        output_tokens=usage.output_tokens,
    )
    try:
        total = genai_prices.calc_price(counted, model_ref=model, provider_id=provider).total_price
    except (LookupError, ValueError):  # it does not know the model, or not what of it a part of the usage costs
        return None
    return total if total or not usage.total_tokens else None


def _counted(price: Sequence[float] | None, usage: Usage) -> Decimal | None:
    if price is None:
        return None
    read, cached, written = (Decimal(str(each)) for each in price)
    fresh = usage.input_tokens - usage.cached_tokens
    return (fresh * read + usage.cached_tokens * cached + usage.output_tokens * written) / _MILLION


@cache
def _overrides() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("prices.toml").read_text(encoding="utf-8"))
