"""Which days a review of a period speaks of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naap.periods import parse_period
from naap.review.halfyear.times import halves_until, shifted, times_of
from tests.review_makers import shipped


@pytest.mark.parametrize(
    ("period", "before", "year_ago"),
    [
        ("2016-H1", "2015-H2", "2015-H1"),
        ("2016-H2", "2016-H1", "2015-H2"),
        ("2016-Q3", "2016-Q2", "2015-Q3"),
        ("2016-01", "2015-12", "2015-01"),
        ("2016", "2015", "2015"),
        ("FY2016-17", "FY2015-16", "FY2015-16"),
        ("2016-03-01/2016-03-10", "2016-02-20/2016-02-29", "2015-03-01/2015-03-10"),
        ("2024-02-29", "2024-02-28/2024-02-28", "2023-02-28/2023-02-28"),
        ("2016-H1/2016-H2", "2015-01-01/2015-12-31", "2015-01-01/2015-12-31"),
    ],
)
def test_the_period_before_and_a_year_ago(period: str, before: str, year_ago: str) -> None:
    times = times_of(parse_period(period), shipped("pakistan"))
    assert (times.before.text, times.year_ago.text) == (before, year_ago)


def test_the_last_review_closed_where_this_one_opens() -> None:
    """Thirty days of grace in the pack: nothing is new twice, nothing is new to no review."""
    pack = shipped("pakistan")
    first, second = (times_of(parse_period(text), pack) for text in ("2016-H1", "2016-H2"))
    assert (first.since, first.until) == (date(2016, 1, 30), date(2016, 7, 30))
    assert second.since == first.until
    assert [second.is_new(day) for day in (
        None, date(2016, 7, 30), date(2016, 7, 31), date(2017, 1, 30), date(2017, 1, 31)
    )] == [False, False, True, True, False]  # fmt: skip


def test_only_what_lies_wholly_within_speaks_of_the_period() -> None:
    times = times_of(parse_period("2016-H2"), shipped("pakistan"))
    inside, whole_year = parse_period("2016-12"), parse_period("2016")
    assert times.is_within(inside.start, inside.end)
    assert not times.is_within(whole_year.start, whole_year.end)
    assert not times.is_within(None, inside.end)


def test_half_years_that_have_ended() -> None:
    assert [each.text for each in halves_until(date(2026, 11, 1), 3)] == [
        "2025-H1", "2025-H2", "2026-H1",
    ]  # fmt: skip
    assert [each.text for each in halves_until(date(2026, 12, 31), 1)] == ["2026-H2"]


@given(
    st.sampled_from(["{}-H1", "{}-H2", "{}-Q1", "{}-Q4", "{}-02", "{}", "FY{}-{}"]),
    st.integers(1990, 2090),
)
def test_periods_follow_each_other_without_a_gap(form: str, year: int) -> None:
    period = parse_period(form.format(year, f"{(year + 1) % 100:02}"))
    times = times_of(period, shipped("example"))
    assert times.before.end + timedelta(days=1) == period.start
    assert times.before.precision == period.precision == times.year_ago.precision
    assert shifted(times.year_ago, 12) == period
