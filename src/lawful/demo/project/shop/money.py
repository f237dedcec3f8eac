"""Amounts of money."""

from decimal import Decimal


def rounded(amount: Decimal) -> Decimal:
    """The amount in whole cents."""
    return amount.quantize(Decimal("0.01"))
