"""Units with a scale in their name: a billion crowns is a thousand million crowns."""

from __future__ import annotations

from decimal import Decimal

__all__ = ["base_of", "is_per_cent"]

_SCALES = {
    "thousand": Decimal(10**3), "lakh": Decimal(10**5), "million": Decimal(10**6),
    "crore": Decimal(10**7), "billion": Decimal(10**9), "trillion": Decimal(10**12),
}  # fmt: skip
_PER_CENT = {"per cent", "percent", "%"}


def base_of(unit: str) -> tuple[Decimal, str]:
    """What one of the unit is worth, and the unit without its scale: 1,000,000 and crowns."""
    words = unit.split()
    for word in words:
        if (scale := _SCALES.get(word.casefold())) is not None:
            return scale, " ".join(each for each in words if each is not word)
    return Decimal(1), unit


def is_per_cent(unit: str) -> bool:
    return unit.casefold() in _PER_CENT
