"""Numbers as results print them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from naap.checks.prose.tokens import Token

__all__ = ["number", "per_cent", "shown_decimals", "signed_per_cent"]


def number(value: Fraction, decimals: int | None = None) -> str:
    """ "1,206", "3.304", "8,200,000,000": as many decimals as it has, and at most three."""
    if value.denominator == 1 and not decimals:
        return f"{value.numerator:,}"
    if decimals is None:
        decimals = next((d for d in range(3) if (value * 10**d).denominator == 1), 3)
    return f"{_rounded(value, decimals):,}"


def per_cent(share: Fraction, decimals: int = 1) -> str:
    """A share of one as "33.4 %"."""
    return f"{_rounded(share * 100, decimals):,} %"


def signed_per_cent(share: Fraction, decimals: int = 1) -> str:
    """A change as "-48.2 %" or "+175.0 %"."""
    return f"{_rounded(share * 100, decimals):+,} %"


def shown_decimals(stated: Token, least: int = 1) -> int:
    """As many decimals as were stated, so that a reader can compare digit by digit."""
    return max(least, next((d for d in range(6) if stated.step * 10**d >= 1), 6))


def _rounded(value: Fraction, decimals: int) -> Decimal:
    # In whole units first: dividing a long fraction as decimals would round twice.
    scaled = value * 10**decimals
    whole, left = divmod(abs(scaled.numerator), scaled.denominator)
    if 2 * left >= scaled.denominator:
        whole += 1
    made = Decimal(whole).scaleb(-decimals)
    return -made if scaled < 0 and whole else made
