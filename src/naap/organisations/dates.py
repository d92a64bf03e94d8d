"""What several dates of one event together allow, when sources are not exact or do not agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from naap.periods import Period

__all__ = ["Dating", "could_be_one", "dated"]


@dataclass(frozen=True)
class Dating:
    """When one event was, as all who tell of it say.

    ``dates`` are the dates that no other one only makes more exact: one where the sources agree,
    several where they differ. The event was not before ``earliest`` and not after ``latest``.
    """

    dates: tuple[Period, ...]

    @property
    def contested(self) -> bool:
        """Whether two of the dates cannot both be right."""
        return any(
            one.end < other.start or other.end < one.start
            for one in self.dates
            for other in self.dates
        )

    @property
    def earliest(self) -> date:
        starts = [each.start for each in self.dates]
        return min(starts) if self.contested else max(starts)

    @property
    def latest(self) -> date:
        ends = [each.end for each in self.dates]
        return max(ends) if self.contested else min(ends)


def dated(periods: Iterable[Period]) -> Dating:
    """The dating of an event from one or more dates of it; ValueError without any.

    A month says nothing against a day in it: the day stands for both.
    """
    distinct: dict[tuple[date, date], Period] = {}
    for each in sorted(periods):
        distinct.setdefault((each.start, each.end), each)
    if not distinct:
        raise ValueError("an event without any date has no dating")
    kept = [
        each
        for each in distinct.values()
        if not any(
            other is not each and each.start <= other.start and other.end <= each.end
            for other in distinct.values()
        )
    ]
    return Dating(tuple(kept))


def could_be_one(one: Period | None, other: Period | None) -> bool:
    """Whether two dates may be of one day; a date that is not recorded may be any."""
    if one is None or other is None:
        return True
    return one.start <= other.end and other.start <= one.end
