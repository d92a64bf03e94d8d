"""Numbers as results print them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

__all__ = ["number", "per_cent", "signed_per_cent"]


def number(value: Fraction, decimals: int | None = None) -> str:
    """ "1,206", "3.304", "8,200,000,000": as many decimals as it has, and at most three."""
    if decimals is None:
        decimals = next((d for d in range(3) if (value * 10**d).denominator == 1), 3)
    return f"{_rounded(value, decimals):,}"


def per_cent(share: Fraction, decimals: int = 1) -> str:
    """A share of one as "33.4 %"."""
    return f"{_rounded(share * 100, decimals):,} %"


def signed_per_cent(share: Fraction, decimals: int = 1) -> str:
    """A change as "-48.2 %" or "+175.0 %"."""
    return f"{_rounded(share * 100, decimals):+,} %"


def _rounded(value: Fraction, decimals: int) -> Decimal:
    # In whole units first: dividing a long fraction as decimals would round twice.
    scaled = value * 10**decimals
    whole, left = divmod(abs(scaled.numerator), scaled.denominator)
    if 2 * left >= scaled.denominator:
        whole += 1
    made = Decimal(whole).scaleb(-decimals)
    return -made if scaled < 0 and whole else made
