"""What an answer cost, by the table of genai-prices, which is bundled and never fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from lawful.assistant import Usage
    from lawful.providers.rows import Row


def cost(row: Row, model: str, usage: Usage | None) -> Decimal | None:
    """The price in US dollars, or None where it is not known; unknown is never zero."""
    if row.prices is None or usage is None:
        return None
    import genai_prices

    counted = genai_prices.Usage(
        input_tokens=usage.input_tokens,
        cache_read_tokens=usage.cached_tokens or None,
        cache_write_tokens=usage.cache_write_tokens or None,
        output_tokens=usage.output_tokens,
    )
    try:
        return genai_prices.calc_price(counted, model_ref=model, provider_id=row.prices).total_price
    except LookupError:
        return None
