"""Dates as sources write them."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naap.periods import parse_period

DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2014-12-24", "2014-12-24", "2014-12-24", "day"),
        ("2016-02", "2016-02-01", "2016-02-29", "month"),
        ("2016-H1", "2016-01-01", "2016-06-30", "half-year"),
        ("2016-H2", "2016-07-01", "2016-12-31", "half-year"),
        ("2016-Q3", "2016-07-01", "2016-09-30", "quarter"),
        ("2016", "2016-01-01", "2016-12-31", "year"),
        ("FY2016-17", "2016-07-01", "2017-06-30", "fiscal year"),
        ("FY1999-00", "1999-07-01", "2000-06-30", "fiscal year"),
        ("2002/2003", "2002-01-01", "2003-12-31", "span"),
        ("2014-12-24/2016", "2014-12-24", "2016-12-31", "span"),
        ("9999-12", "9999-12-01", "9999-12-31", "month"),
    ],
)
def test_the_written_forms(text: str, start: str, end: str, precision: str) -> None:
    period = parse_period(text)
    assert (str(period.start), str(period.end)) == (start, end)
    assert period.precision == precision
    assert str(period) == text


@pytest.mark.parametrize(
    "text",
    ["", "2014-13", "2014-02-30", "24.12.2014", "2014-H3", "2014-Q5", "FY2016-18", "2003/2002",
     "2014/", "/", "2014/2015/2016", " 2014", "2014 ", "٢٠١٤", "0000", "FY0000-01", "2014-1-1",
     "2014\n", "2014/" * 5000],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_period(text)


@given(day=DAYS)
def test_every_day_is_read_as_itself(day: date) -> None:
    period = parse_period(day.isoformat())
    assert (period.start, period.end, period.precision) == (day, day, "day")
    assert parse_period(str(period)) == period


@given(day=DAYS)
def test_shorter_periods_lie_in_longer_ones(day: date) -> None:
    year, month = f"{day.year:04}", day.month
    forms = [
        day.isoformat(), f"{year}-{month:02}", f"{year}-Q{(month + 2) // 3}",
        f"{year}-H{1 if month < 7 else 2}", year,
    ]  # fmt: skip
    periods = [parse_period(form) for form in forms]
    for inner, outer in itertools.pairwise(periods):
        assert outer.start <= inner.start <= day <= inner.end <= outer.end


@given(year=st.integers(1, 9997), month=st.integers(1, 12))
def test_fiscal_years_follow_each_other(year: int, month: int) -> None:
    one = parse_period(f"FY{year:04}-{(year + 1) % 100:02}", month)
    two = parse_period(f"FY{year + 1:04}-{(year + 2) % 100:02}", month)
    assert one.end + timedelta(days=1) == two.start
    assert one.start.month == month
    assert 365 <= (one.end - one.start).days + 1 <= 366


@given(first=DAYS, second=DAYS)
def test_a_span_goes_from_the_earlier_to_the_later(first: date, second: date) -> None:
    text = f"{first.isoformat()}/{second.isoformat()}"
    if first <= second:
        assert (parse_period(text).start, parse_period(text).end) == (first, second)
    else:
        with pytest.raises(ValueError, match="ends before it starts"):
            parse_period(text)


@given(
    text=st.one_of(
        st.text(max_size=12),
        st.text(alphabet="0123456789-/HQFY٣\n ", max_size=14),
        st.from_regex(r"(FY)?\d{4}(-\d{2}){0,2}(/\d{4}-(H|Q)\d)?", fullmatch=True),
    ),
    month=st.integers(1, 12),
)
def test_anything_else_is_a_value_error(text: str, month: int) -> None:
    try:
        period = parse_period(text, month)
    except ValueError:
        return
    assert period.start <= period.end
    assert period.text == text
    assert parse_period(str(period), month) == period
