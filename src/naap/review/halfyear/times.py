"""The stretches of time that a review of a period looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from naap.pack import Pack
from naap.periods import Period, parse_period

__all__ = ["Times", "halves_until", "shifted", "times_of"]


@dataclass(frozen=True)
class Times:
    """``period`` is under review, ``before`` the stretch of the same length that ends the day
    before it begins, ``year_ago`` the same stretch a year earlier.

    What was stated after the day ``since`` and by the end of ``until`` is new: these are the days
    on which the last review and this one closed, each the end of its period and the pack's
    reporting grace. So nothing is told twice by two reviews, and nothing by none.
    """

    period: Period
    before: Period
    year_ago: Period
    since: date
    until: date

    def is_new(self, day: date | None) -> bool:
        """Whether what was stated on this day is new; what bears no date never is."""
        return day is not None and self.since < day <= self.until

    def is_within(self, start: date | None, end: date | None) -> bool:
        """Whether a stretch of time lies wholly within the period."""
        return (
            start is not None
            and end is not None
            and self.period.start <= start
            and end <= self.period.end
        )


def times_of(period: Period, pack: Pack) -> Times:
    grace = timedelta(days=pack.settings.reporting_grace_days)
    starts = pack.settings.fiscal_year_starts
    months = _months(period)
    if months is None:
        length = period.end - period.start
        last = period.start - timedelta(days=1)
        before = parse_period(f"{last - length}/{last}")
    else:
        before = shifted(period, -months, starts)
    year_ago = shifted(period, -12, starts)
    return Times(period, before, year_ago, before.end + grace, period.end + grace)


def shifted(period: Period, months: int, fiscal_year_starts: int = 7) -> Period:
    """The period moved by whole months, written as it is written: 2016-H1 by -6 is 2015-H2.

    Days stay in their month: 29 February 2024 a year earlier is 28 February 2023.
    """
    start, end = _moved(period.start, months), _moved(period.end + timedelta(days=1), months)
    year, month = start.year, start.month
    match period.precision:
        case "year":
            text = f"{year:04}"
        case "half-year":
            text = f"{year:04}-H{1 + month // 7}"
        case "quarter":
            text = f"{year:04}-Q{(month + 2) // 3}"
        case "month":
            text = f"{year:04}-{month:02}"
        case "fiscal year":
            text = f"FY{year:04}-{(year + 1) % 100:02}"
        case _:
            last = end - timedelta(days=1)
            text = f"{start}/{max(start, last)}"
    return parse_period(text, fiscal_year_starts)


def halves_until(last: date, count: int) -> list[Period]:
    """The calendar half-years that have ended by a day, the latest ``count`` of them, in order."""
    year, half = last.year, 1 if last.month <= 6 else 2
    current = parse_period(f"{year}-H{half}")
    if current.end > last:
        current = shifted(current, -6)
    found = [shifted(current, -6 * back) for back in range(count)]
    return found[::-1]


def _months(period: Period) -> int | None:
    """How many whole months the period is long; None where it is not made of whole months."""
    after = period.end + timedelta(days=1)
    if period.start.day != 1 or after.day != 1:
        return None
    return 12 * (after.year - period.start.year) + after.month - period.start.month


def _moved(day: date, months: int) -> date:
    first = day.year * 12 + day.month - 1 + months
    last = date((first + 1) // 12, (first + 1) % 12 + 1, 1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))
