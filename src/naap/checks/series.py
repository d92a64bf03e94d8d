"""Numbers beside each other: through time, across places, between publishers.

The outlier rule is that of Iglewicz and Hoaglin (1993): a value lies apart when its distance from
the median, in units of 1.4826 times the median absolute deviation, exceeds 3.5. It does not move
with the outlier itself, as mean and standard deviation do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from statistics import median

__all__ = ["falls", "jumps", "least_spread", "outliers", "slips", "unchanged"]

MAD_TO_SIGMA = Decimal("1.4826")
SLIP = 300
"""A value so many times the median of the others was perhaps printed in another unit."""
FEWEST_FOR_SLIP = 3


def falls(values: Sequence[Decimal]) -> Iterator[int]:
    """Places at which a count since a start is smaller than the one before."""
    return (place for place in range(1, len(values)) if values[place] < values[place - 1])


def unchanged(values: Sequence[Decimal], reports: int) -> Iterator[tuple[int, int]]:
    """First and last place of each longest run of at least so many equal values."""
    first = 0
    for place in range(1, len(values) + 1):
        if place == len(values) or values[place] != values[first]:
            if place - first >= reports:
                yield first, place - 1
            first = place


def jumps(values: Sequence[Decimal], factor: Decimal) -> Iterator[int]:
    """Places at which a value is so many times the one before, or such a part of it."""
    for place in range(1, len(values)):
        before, after = values[place - 1], values[place]
        if min(before, after) > 0 and max(before, after) / min(before, after) >= factor:
            yield place


def outliers(
    values: Sequence[Decimal], threshold: Decimal, fewest: int = 5
) -> Iterator[tuple[int, Decimal]]:
    """Place and robust distance of every value beyond the threshold.

    Nothing is said of fewer values than ``fewest``, nor where more than half are equal.
    """
    if len(values) < fewest:
        return
    middle = median(values)
    deviation = median(abs(value - middle) for value in values)
    if deviation == 0:
        return
    for place, value in enumerate(values):
        distance = abs(value - middle) / (MAD_TO_SIGMA * deviation)
        if distance > threshold:
            yield place, distance


def slips(values: Sequence[Decimal]) -> Iterator[tuple[int, Decimal]]:
    """Place of every value at least 300 times the median of the others, or a 300th of it, and
    that median."""
    for place, value in enumerate(values):
        others = [other for at, other in enumerate(values) if at != place]
        if value <= 0 or len(others) < FEWEST_FOR_SLIP or (middle := median(others)) <= 0:
            continue
        if not 1 / Decimal(SLIP) < value / middle < SLIP:
            yield place, middle


def least_spread(voices: Mapping[str, Sequence[Decimal]]) -> Decimal | None:
    """How many times the smallest voice the largest is, at least.

    A voice that gives several numbers stands for all between them: the spread is the one that is
    left when each is read in the others' favour. None where fewer than two voices speak, or one
    says nothing above zero.
    """
    if len(voices) < 2 or any(min(values) <= 0 for values in voices.values()):
        return None
    highest_low = max(min(values) for values in voices.values())
    lowest_high = min(max(values) for values in voices.values())
    return max(highest_low / lowest_high, Decimal(1))
