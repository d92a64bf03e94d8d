"""Dates as sources give them: a day, a month, a half-year, a year, or a span between two.

The written form is the one of ISO 8601 where it has one, plus two that plans use:

=================  ==============================================
``2014-12-24``     a day
``2014-12``        a month
``2016-H1``        a calendar half-year (January to June)
``2016-Q3``        a calendar quarter
``2016``           a calendar year
``FY2016-17``      a fiscal year, from the month that the pack names
``2002/2003``      a span, from the start of one to the end of the other
=================  ==============================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from naap.problems import UnusableInput

__all__ = ["FIRST_YEAR", "LAST_YEAR", "Period", "parse_period", "period_asked"]

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""The years that can be asked about: due dates and looks back from them stay in the calendar."""

_FORMS = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])"
    r"|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?",
    re.ASCII,
)
_FISCAL = re.compile(r"FY(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of days, both ends included, with the precision of the words that gave it."""

    start: date
    end: date
    precision: str
    text: str

    def __str__(self) -> str:
        return self.text


def parse_period(text: str, fiscal_year_starts: int = 7) -> Period:
    """Read one written period; ValueError says what was expected.

    ``fiscal_year_starts`` is the month (1 to 12) in which the pack's fiscal year begins.
    """
    if "/" in text:
        return _span(text, fiscal_year_starts)
    if fiscal := _FISCAL.fullmatch(text):
        return _fiscal_year(text, int(fiscal[1]), int(fiscal[2]), fiscal_year_starts)
    form = _FORMS.fullmatch(text)
    if form is None:
        raise ValueError(
            f"{text!r} is not a date: write 2014-12-24, 2014-12, 2016-H1, 2016-Q3, 2016, "
            "FY2016-17 or a span such as 2002/2003"
        )
    year = int(form["year"])
    try:
        if form["day"]:
            day = date(year, int(form["month"]), int(form["day"]))
            return Period(day, day, "day", text)
        if form["month"]:
            return Period(*_months(year, int(form["month"]), 1), "month", text)
        if form["quarter"]:
            return Period(*_months(year, 3 * int(form["quarter"]) - 2, 3), "quarter", text)
        if form["half"]:
            return Period(*_months(year, 6 * int(form["half"]) - 5, 6), "half-year", text)
        return Period(*_months(year, 1, 12), "year", text)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text!r} is not in the calendar: {error}") from None


def period_asked(text: str, fiscal_year_starts: int = 7, *, asked_by: str = "--period") -> Period:
    """The period that a user asks about; UnusableInput for what is none, or lies too far away."""
    try:
        period = parse_period(text, fiscal_year_starts)
    except ValueError as error:
        raise UnusableInput.one(
            asked_by, found=repr(text), expected=f"a period: {error}", mend="Correct the period."
        ) from None
    if period.start.year >= FIRST_YEAR and period.end.year <= LAST_YEAR:
        return period
    raise UnusableInput.one(
        asked_by, found=repr(text), expected=f"a period in the years {FIRST_YEAR} to {LAST_YEAR}",
        mend="Correct the year.",
    )  # fmt: skip


def _span(text: str, fiscal_year_starts: int) -> Period:
    first, _, last = text.partition("/")
    if "/" in last:
        raise ValueError(f"{text!r} is not a span: write one stroke between two dates")
    opening, closing = (parse_period(part, fiscal_year_starts) for part in (first, last))
    if closing.end < opening.start:
        raise ValueError(f"the span {text!r} ends before it starts")
    return Period(opening.start, closing.end, "span", text)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    start = date(year, month, 1)
    after = year * 12 + (month - 1) + count
    if after // 12 > 9999:
        return start, date.max
    return start, date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def _fiscal_year(text: str, year: int, closing: int, starts: int) -> Period:
    if (year + 1) % 100 != closing:
        raise ValueError(f"{text!r} does not name two years that follow each other")
    try:
        start, end = _months(year, starts, 12)
    except ValueError as error:
        raise ValueError(f"{text!r} is not in the calendar: {error}") from None
    return Period(start, end, "fiscal year", text)
