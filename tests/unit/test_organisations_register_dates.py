"""Dates that are not exact, or that sources dispute, against every possible history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from naap.organisations.dates import Dating, could_be_one, dated
from naap.organisations.listed import Turn, answer_on, turns_of
from naap.periods import Period, parse_period
from tests.register_makers import listing

FIRST = date(2020, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(14)]


def span(start: int, length: int) -> Period:
    first, last = DAYS[start], DAYS[min(start + length, len(DAYS) - 1)]
    text = first.isoformat() if first == last else f"{first}/{last}"
    return parse_period(text)


periods = st.builds(span, st.integers(0, 13), st.integers(0, 5))
exact_or_not = st.sampled_from(
    ["2020", "2020-06", "2020-06-05", "2020-06-20", "2021-01", "2019/2020"]
)


@given(st.lists(periods, min_size=1, max_size=5))
def test_a_dating_keeps_only_what_was_said_and_nobody_is_outvoted(told: list[Period]) -> None:
    dating = dated(told)
    assert set(dating.dates) <= set(told)
    assert dating.earliest <= dating.latest
    assert dating.contested == any(not could_be_one(a, b) for a in dating.dates for b in told)
    assert dated(reversed(told)) == dating
    for each in told:  # every date that was given is one that was kept, or contains one
        assert any(each.start <= kept.start and kept.end <= each.end for kept in dating.dates)


@given(st.lists(periods, min_size=1, max_size=4), st.integers(0, 3))
def test_a_month_says_nothing_against_a_day_in_it(told: list[Period], wider: int) -> None:
    each = told[0]
    start = max(each.start - timedelta(days=wider), DAYS[0])
    wide = parse_period(f"{start}/{each.end}")
    assume((wide.start, wide.end) != (each.start, each.end))
    assert dated([*told, wide]) == dated(told)


@given(st.lists(exact_or_not, min_size=1, max_size=4))
def test_a_dating_of_dates_as_sources_write_them(texts: list[str]) -> None:
    dating = dated(parse_period(text) for text in texts)
    if "2021-01" in texts and set(texts) & {"2020-06", "2020-06-05", "2020-06-20"}:
        assert dating.contested
    if set(texts) <= {"2020", "2020-06", "2020-06-05", "2019/2020"}:
        assert not dating.contested
        assert (dating.earliest == dating.latest) == ("2020-06-05" in texts)


def test_an_event_without_a_date_has_no_dating() -> None:
    with pytest.raises(ValueError, match="no dating"):
        dated([])


def histories(turns: Sequence[Turn], after: date = DAYS[0]) -> Iterator[list[date]]:
    """Every way in which the turns can have happened, one after the other."""
    if not turns:
        yield []
        return
    dating: Dating = turns[0].dating
    for day in DAYS:
        if max(after, dating.earliest) <= day <= dating.latest:
            for rest in histories(turns[1:], day):
                yield [day, *rest]


events = st.lists(
    st.tuples(st.sampled_from(["listed", "delisted"]), periods), min_size=1, max_size=4
)


@given(events, st.sampled_from(DAYS))
def test_yes_and_no_are_said_only_where_every_history_agrees(
    told: list[tuple[str, Period]], day: date
) -> None:
    turns = turns_of(listing(event, when.text) for event, when in told)
    possible = list(histories(turns))
    assume(possible)
    states = set()
    for history in possible:
        taken = sum(happened <= day for happened in history)
        states.add(turns[taken - 1].puts_on if taken else not turns[0].puts_on)
    answer = answer_on(turns, (), day)
    if len(states) == 2:
        assert answer == "uncertain"
    elif states == {False}:
        assert answer == "no"
    else:
        assert answer in {"yes", "listed, date unknown"}
    if answer == "listed, date unknown":  # on a list that it was only ever seen to leave
        assert not turns[0].puts_on


@given(events)
def test_turns_alternate_and_hold_every_claim_once(told: list[tuple[str, Period]]) -> None:
    claims = [listing(event, when.text) for event, when in told]
    turns = turns_of(claims)
    assert [each.puts_on for each in turns] == [
        (number % 2 == 0) == turns[0].puts_on for number in range(len(turns))
    ]
    held = [claim.key for turn in turns for claim in turn.claims]
    assert sorted(held) == sorted(claim.key for claim in claims)
    assert turns_of(reversed(claims)) == turns


@given(events, st.sampled_from(DAYS))
def test_long_before_the_first_turn_nothing_is_uncertain(
    told: list[tuple[str, Period]], day: date
) -> None:
    turns = turns_of(listing(event, when.text) for event, when in told)
    before = min(turn.dating.earliest for turn in turns) - timedelta(days=1)
    assert answer_on(turns, (), before) != "uncertain"


@pytest.mark.parametrize(
    ("told", "day", "answer"),
    [
        ([("listed", "2021-04-15")], "2021-04-15", "yes"),
        ([("listed", "2021-04-15")], "2021-04-14", "no"),
        ([("listed", "2021-04-15"), ("delisted", "2021-11-07")], "2021-11-06", "yes"),
        ([("listed", "2021-04-15"), ("delisted", "2021-11-07")], "2021-11-07", "no"),
        ([("listed", "2024-07")], "2024-06-30", "no"),
        ([("listed", "2024-07")], "2024-07-10", "uncertain"),
        ([("listed", "2024-07")], "2024-07-31", "yes"),
        ([("listed", "2024-07"), ("listed", "2024-07-18")], "2024-07-17", "no"),
        ([("listed", "2024-07"), ("listed", "2024-07-18")], "2024-07-18", "yes"),
        ([("listed", "2012-02-15"), ("listed", "2012-03-10")], "2012-02-20", "uncertain"),
        ([("listed", "2012-02-15"), ("listed", "2012-03-10")], "2012-03-10", "yes"),
        ([("delisted", "2015")], "2014-12-31", "listed, date unknown"),
        ([("delisted", "2015")], "2015-06-01", "uncertain"),
        ([("listed", "2021"), ("delisted", "2021-11-07")], "2021-12-01", "no"),
    ],
)
def test_answers_on_the_days_around_a_turn(
    told: list[tuple[str, str]], day: str, answer: str
) -> None:
    turns = turns_of(listing(event, when) for event, when in told)
    assert answer_on(turns, (), date.fromisoformat(day)) == answer
