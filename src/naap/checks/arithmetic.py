"""Sums, identities, stocks and flows, ratios, rates and changes, recomputed.

Counts that should add up must do so exactly. A ratio holds in printed precision: 33 stands for
32.5 to 33.5. Where inputs are rounded (8.2 billion), it holds if it does for some values that
they stand for.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from naap.checks.answer import Answer, precision

__all__ = [
    "LIKELY_SLIP",
    "at_most",
    "change",
    "identity",
    "meets",
    "ratio",
    "stock_and_flow",
    "sum_of_parts",
]

LIKELY_SLIP = 20
"""So many times too large, and a slip of the unit is the likely reason."""
HUNDRED = Decimal(100)


def meets(stated: Decimal, qualifier: str, found: Decimal, tolerance: Decimal = Decimal(0)) -> bool:
    """Whether a number is what the words before the stated one promise; 'about' gives 5 %."""
    match qualifier:
        case "more than":
            return found > stated
        case "at least":
            return found >= stated - tolerance
        case "up to":
            return found <= stated + tolerance
        case "about":
            return abs(found - stated) <= abs(stated) * 5 / HUNDRED + tolerance
        case _:
            return abs(found - stated) <= tolerance


def sum_of_parts(
    stated: Decimal,
    parts: Sequence[Decimal],
    *,
    qualifier: str = "exact",
    complete: bool = True,
    lower_bounds: bool = False,
    tolerance: Decimal = Decimal(0),
) -> Answer:
    """The parts against their stated total.

    ``complete``: the parts are all there are; otherwise what is left is the unallocated
    remainder, and only a sum or a part beyond the total is a fault. ``lower_bounds``: a part is
    an 'at least', so that the sum may be larger than it looks.
    """
    total = sum(parts, Decimal(0))
    left = stated - total
    numbers = {"difference": abs(left), "largest": max(parts, default=Decimal(0))}
    if qualifier == "exact" and min(parts, default=stated) >= 0:
        if numbers["largest"] > stated + tolerance:
            return Answer("fails", "part above whole", total, numbers=numbers)
        if total > stated + tolerance:
            return Answer("fails", "sum above", total, numbers=numbers)
    if meets(stated, qualifier, total, tolerance):
        return Answer("holds", "adds up", total)
    if lower_bounds and total < stated:
        return Answer("cannot tell", "lower bounds", total, numbers=numbers, quiet=True)
    if not complete and total < stated:
        return Answer("cannot tell", "remainder", total, ("incomplete",), numbers)
    return Answer("fails", "sum above" if left < 0 else "sum below", total, numbers=numbers)


def identity(
    stated: Decimal, plus: Sequence[Decimal], minus: Sequence[Decimal], tolerance: Decimal
) -> Answer:
    """A number against what others give when added and taken away."""
    total = sum(plus, Decimal(0)) - sum(minus, Decimal(0))
    if abs(total - stated) <= tolerance:
        return Answer("holds", "adds up", total)
    numbers = {"difference": abs(total - stated)}
    return Answer("fails", "not equal", total, numbers=numbers)


def stock_and_flow(
    opening: Decimal,
    inflows: Sequence[Decimal],
    outflows: Sequence[Decimal],
    closing: Decimal,
    tolerance: Decimal = Decimal(0),
) -> Answer:
    """opening + new - decided = closing."""
    return identity(closing, [opening, *inflows], outflows, tolerance)


def ratio(
    numerator: Decimal,
    denominator: Decimal,
    stated: Decimal | None = None,
    *,
    factor: Decimal = HUNDRED,
    rest: bool = False,
    most: Decimal | None = None,
) -> Answer:
    """A printed share against count and base; without one, the share itself.

    ``rest``: the printed share is that of the rest. ``most``: what no share can exceed.
    """
    if denominator == 0:
        return Answer("cannot tell", "nothing to divide by", quiet=True)
    computed = numerator / denominator * factor
    if most is not None and computed > most:
        flags = ("unit",) if computed > most * LIKELY_SLIP else ()
        return Answer("fails", "above most", computed, flags, {"most": most})
    if stated is None:
        return Answer("holds", "computed", computed)
    if rest:
        stated = factor - stated
    low, high = _share_of_rounded(numerator, denominator, factor)
    return _in_precision(stated, low, high, computed)


def change(before: Decimal, after: Decimal, stated: Decimal) -> Answer:
    """A printed rise or fall in per cent against the two numbers."""
    if before == 0:
        return Answer("cannot tell", "nothing to divide by", quiet=True)
    computed = (after / before - 1) * HUNDRED
    answer = _in_precision(stated, computed, computed, computed)
    if answer.verdict == "fails" and stated != -HUNDRED:
        implied = after / (1 + stated / HUNDRED)
        return Answer("fails", "other change", computed, answer.flags, {"implied": implied})
    return answer


def _share_of_rounded(
    numerator: Decimal, denominator: Decimal, factor: Decimal
) -> tuple[Decimal, Decimal]:
    """What the share can be, given how the two numbers were printed: whole numbers are exact."""
    room = [
        Decimal(0) if value == value.to_integral_value() else precision(value)
        for value in (numerator, denominator)
    ]
    low = (numerator - room[0]) / (denominator + room[1]) * factor
    if denominator <= room[1]:
        return low, numerator / denominator * factor
    return low, (numerator + room[0]) / (denominator - room[1]) * factor


def _in_precision(stated: Decimal, low: Decimal, high: Decimal, computed: Decimal) -> Answer:
    half = precision(stated)
    if high >= stated - half and low <= stated + half:
        return Answer("holds", "in precision", computed)
    flags: tuple[str, ...] = ()
    if stated != 0 and any(
        abs(computed / stated / times - 1) < Decimal("0.05")
        for times in (HUNDRED, 1 / HUNDRED, Decimal(1000), 1 / Decimal(1000))
    ):
        flags = ("unit",)
    return Answer("fails", "not in precision", computed, flags)


def at_most(value: Decimal, limit: Decimal) -> Answer:
    """A number that cannot be larger than another."""
    if value <= limit:
        return Answer("holds", "within", limit)
    flags = ("unit",) if limit > 0 and value / limit >= LIKELY_SLIP else ()
    return Answer("fails", "above limit", limit, flags, {"difference": value - limit})
