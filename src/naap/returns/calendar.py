"""Which periods a frequency has, and the working day on which something is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from naap.pack import Pack
from naap.pack.tables import HolidayRow
from naap.pack.tables.returns import Frequency
from naap.periods import Period, parse_period

__all__ = ["WorkingDays", "period_of", "periods_ending"]

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def periods_ending(
    frequency: Frequency, first: date, last: date, fiscal_year_starts: int
) -> Iterator[Period]:
    """The periods of a frequency whose last day lies between two days, both included."""
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        found = period_of(frequency, date(year, month, 1), fiscal_year_starts)
        if (found.end.year, found.end.month) == (year, month) and first <= found.end <= last:
            yield found
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def period_of(frequency: Frequency, day: date, fiscal_year_starts: int) -> Period:
    """The period of a frequency that a day lies in."""
    match frequency:
        case "monthly":
            text = f"{day.year:04}-{day.month:02}"
        case "quarterly":
            text = f"{day.year:04}-Q{(day.month + 2) // 3}"
        case "half-yearly":
            text = f"{day.year:04}-H{(day.month + 5) // 6}"
        case "yearly":
            text = f"{day.year:04}"
        case "fiscal-yearly":
            opening = day.year if day.month >= fiscal_year_starts else day.year - 1
            text = f"FY{opening:04}-{(opening + 1) % 100:02}"
    return parse_period(text, fiscal_year_starts)


@dataclass(frozen=True)
class WorkingDays:
    """The days on which offices are open."""

    weekend: frozenset[int]
    holidays: tuple[tuple[date, date], ...]

    @classmethod
    def of(cls, pack: Pack) -> WorkingDays:
        return cls(
            frozenset(map(_WEEK.index, pack.settings.weekend)),
            tuple((row.day.start, row.day.end) for row in pack.rows(HolidayRow)),
        )

    def on_or_after(self, day: date) -> date:
        """The first working day from this one on."""
        while day.weekday() in self.weekend or self._is_holiday(day):
            day += timedelta(days=1)
        return day

    def _is_holiday(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.holidays)
