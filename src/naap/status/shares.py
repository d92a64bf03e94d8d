"""A share: what one number of a publisher is of another that it told of the same area and time."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from naap.pack.tables import IndicatorRow
from naap.status.told import Number, Told

__all__ = ["share_of"]

_PLACES = Decimal("0.0001")


def share_of(
    known: Told, number: Number, per: str, indicator: IndicatorRow
) -> tuple[Decimal, Number] | None:
    """The share to four places, in per cent where the indicator is, and the number divided by.

    None where the publisher did not tell that number (the quantity ``per``) of the same area, time
    and scope, or told that it is zero.
    """
    here = (number.publisher, number.place, number.start, number.end, number.scope)
    for each in known.numbers_of.get(per, ()):
        if (each.publisher, each.place, each.start, each.end, each.scope) == here:
            if not each.value:
                return None
            factor = 100 if indicator.unit == "per cent" else 1
            share = factor * number.value / each.value
            return share.quantize(_PLACES, ROUND_HALF_EVEN), each
    return None
