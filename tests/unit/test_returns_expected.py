"""Obligations met with the calendar: who owes what, and by when."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naap.pack import load
from naap.pack.tables import ObligationRow, Row
from naap.pack.tables.returns import Frequency
from naap.periods import parse_period
from naap.problems import UnusableInput
from naap.returns.calendar import WorkingDays, period_of, periods_ending
from naap.returns.expected import bodies_owing, expected, month_named, rows_of
from tests.returns_makers import EXAMPLE

PACK = load(EXAMPLE)
FREQUENCIES: tuple[Frequency, ...] = (
    "monthly", "quarterly", "half-yearly", "yearly", "fiscal-yearly",
)  # fmt: skip
days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("frequency", "periods"),
    [
        ("monthly", ["2024-05", "2024-06", "2024-07"]),
        ("quarterly", ["2024-Q2"]),
        ("half-yearly", ["2024-H1"]),
        ("yearly", []),
        ("fiscal-yearly", ["FY2023-24"]),
    ],
)
def test_a_period_belongs_where_it_ends(frequency: Frequency, periods: list[str]) -> None:
    found = periods_ending(frequency, date(2024, 5, 1), date(2024, 7, 31), 7)
    assert [str(each) for each in found] == periods


@given(days, st.sampled_from(FREQUENCIES), st.integers(1, 12))
def test_every_day_lies_in_one_period(day: date, frequency: Frequency, starts: int) -> None:
    period = period_of(frequency, day, starts)
    assert period.start <= day <= period.end
    after = period_of(frequency, period.end + timedelta(days=1), starts)
    assert after.start == period.end + timedelta(days=1)


@given(days, days, st.sampled_from(FREQUENCIES), st.integers(1, 12))
def test_windows_beside_each_other_share_no_period_and_miss_none(
    one: date, other: date, frequency: Frequency, starts: int
) -> None:
    first, middle = sorted((one, other))
    last = middle + timedelta(days=500)
    whole = list(periods_ending(frequency, first, last, starts))
    parts = [
        *periods_ending(frequency, first, middle, starts),
        *periods_ending(frequency, middle + timedelta(days=1), last, starts),
    ]
    assert parts == whole
    assert all(a.end < b.start for a, b in pairwise(whole))


def test_what_is_due_on_a_closed_day_is_due_on_the_next_open_one() -> None:
    open_days = WorkingDays.of(PACK)
    assert open_days.on_or_after(date(2024, 4, 10)) == date(2024, 4, 10)
    assert open_days.on_or_after(date(2024, 4, 12)) == date(2024, 4, 14)  # Friday, Saturday
    assert open_days.on_or_after(date(2024, 3, 14)) == date(2024, 3, 17)  # Plan Day, then both
    assert open_days.on_or_after(date(2024, 8, 9)) == date(2024, 8, 13)  # both, then harvest


@given(days)
def test_a_due_date_is_never_earlier_nor_on_a_closed_day(day: date) -> None:
    open_days = WorkingDays.of(PACK)
    found = open_days.on_or_after(day)
    assert found >= day
    assert open_days.on_or_after(found) == found


def test_what_a_body_owes_for_a_month() -> None:
    rows = rows_of(PACK, "finance", parse_period("2024-06"))
    assert [row.code for row in rows][:3] == [
        "O-frozen/frozen/SZ/2024-06",
        "O-orders/freezing-orders/SZ/2024-06",
        "O-money-02/allocated-02/SZ/2024-Q2",
    ]
    assert Counter(str(row.period) for row in rows) == {
        "2024-06": 2, "2024-Q2": 12, "2024-H1": 1,
    }  # fmt: skip
    assert [row.is_action for row in rows].index(True) == 14
    assert rows[0].handling == "TLP:AMBER"
    assert (rows[0].unit, rows[0].measure) == ("crowns million", "cumulative")


def test_dates_of_one_report() -> None:
    (one,) = [
        each for each in expected(PACK, date(2024, 6, 1), date(2024, 6, 30), {"finance"})
        if each.obligation.obligation_id == "O-orders"
    ]  # fmt: skip
    assert (one.due, one.grace_until, one.month) == (
        date(2024, 7, 10), date(2024, 7, 15), "2024-06",
    )  # fmt: skip


def test_an_obligation_holds_from_its_first_to_its_last_day() -> None:
    row = next(row for row in PACK.rows(ObligationRow) if row.obligation_id == "O-orders")
    ended = row.model_copy(update={"valid_to": parse_period("2023-02")})
    tables: dict[str, tuple[Row, ...]] = {**PACK.tables, "obligations": (ended,)}
    pack = type(PACK)(PACK.folder, PACK.settings, tables)
    found = expected(pack, date(2022, 1, 1), date(2024, 12, 31))
    assert [str(each.period) for each in found] == [
        "2022-09", "2022-10", "2022-11", "2022-12", "2023-01", "2023-02",
    ]  # fmt: skip


def test_a_body_that_owes_nothing_and_a_pack_without_obligations() -> None:
    assert rows_of(PACK, "herald", parse_period("2024-03")) == ()
    tables: dict[str, tuple[Row, ...]] = {**PACK.tables, "obligations": ()}
    bare = type(PACK)(PACK.folder, PACK.settings, tables)
    assert expected(bare, date(2024, 1, 1), date(2024, 12, 31)) == []
    assert bodies_owing(bare) == ()
    assert len(bodies_owing(PACK)) == 8


def test_codes_of_a_return_are_its_own() -> None:
    for body in bodies_owing(PACK):
        for month in ("2024-03", "2024-06", "2024-12"):
            codes = [row.code for row in rows_of(PACK, body, parse_period(month))]
            assert len(codes) == len(set(codes))


@pytest.mark.parametrize("text", ["2024", "2024-Q1", "March", "2024-13", ""])
def test_a_return_belongs_to_a_month(text: str) -> None:
    with pytest.raises(UnusableInput, match="a month such as 2016-03"):
        month_named(text)
