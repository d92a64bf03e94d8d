"""Violence in the period under review: what each publisher counted, beside the same time a year
earlier. Nothing is added over publishers, and a month that nobody counted stays empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from naap.figures import Computed
from naap.pack import Pack
from naap.periods import Period, parse_period
from naap.review.halfyear.times import Times, shifted

__all__ = ["Beside", "Month", "Violence", "violence_of"]

Row = Mapping[str, Any]
_COUNTED = ("attacks", "killed", "injured")
"""The quantities of incidents; see the figure attacks-by-year."""


@dataclass(frozen=True)
class Month:
    """A month of the data set, and the same month a year earlier; None where it is not covered."""

    month: Period
    now: Row | None
    year_ago: Row | None


@dataclass(frozen=True)
class Beside:
    """What one publisher says of one count; ``period`` is the time that it speaks of, which may
    be the whole year around the period. ``year_ago``: the same a year earlier, if told."""

    now: Row
    period: Period
    is_around: bool
    year_ago: Row | None


@dataclass(frozen=True)
class Violence:
    months: Sequence[Month]
    publishers: Sequence[Beside]

    @property
    def is_covered(self) -> bool:
        """Whether the data set counts every month, so that their sum is one of the period."""
        return bool(self.months) and all(each.now is not None for each in self.months)

    @property
    def was_covered(self) -> bool:
        return bool(self.months) and all(each.year_ago is not None for each in self.months)


def violence_of(times: Times, pack: Pack, computed: Mapping[str, Computed]) -> Violence:
    """From the rows of the figures deaths-by-month and published-statements."""
    by_month = {row["month"]: row for row in computed["deaths-by-month"].rows}
    months = _months(times.period)
    told = [
        Month(each, by_month.get(each.text), by_month.get(shifted(each, -12).text))
        for each in months
    ]
    known = any(each.now or each.year_ago for each in told)
    return Violence(told if known else [], _publishers(times, pack, computed))


def _months(period: Period) -> list[Period]:
    month = parse_period(f"{period.start:%Y-%m}")
    found = []
    while month.start <= period.end:
        found.append(month)
        month = shifted(month, 1)
    return found


def _publishers(times: Times, pack: Pack, computed: Mapping[str, Computed]) -> list[Beside]:
    starts = pack.settings.fiscal_year_starts
    country = pack.settings.country_place
    rows = [
        (row, parse_period(str(row["period"]), starts))
        for row in computed["published-statements"].rows
        if row["quantity"] in _COUNTED and row["place"] == country
    ]
    known = {(_thing(row), period.text): row for row, period in rows}
    found = []
    for row, period in rows:
        inside = times.is_within(period.start, period.end) and period.end > period.start
        around = (
            period.precision == "year"
            and period.start <= times.period.start
            and (times.period.end <= period.end)
        )
        if inside or around:
            earlier = shifted(period, -12, starts) if period.precision != "span" else None
            before = known.get((_thing(row), earlier.text)) if earlier else None
            found.append(Beside(row, period, not inside, before))
    return sorted(found, key=lambda each: (each.is_around, _COUNTED.index(each.now["quantity"])))


def _thing(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("quantity", "scope", "publisher", "breakdown"))
