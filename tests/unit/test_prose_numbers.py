"""Numbers and times in prose: read as they are printed, with their places, whatever the text."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naap.checks.prose.dates import find_times
from naap.checks.prose.numbers import find_numbers

PIECES = [*"0123456789,.-–—%()/: \n۰۱۲۳٤٥٬٫", "Rs", "million", "lakh", " in ", "June", "per cent"]
ODD_TEXT = st.lists(st.sampled_from(PIECES) | st.characters()).map("".join)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,206", 1206),
        ("17,38,000", 1_738_000),
        ("1\u202f206 attacks", 1206),
        ("۱٬۲۰۶ حملے", 1206),
        ("٣٫٥", Fraction("3.5")),
        ("3.30", Fraction("3.3")),
        ("1.2 million", 1_200_000),
        ("27.5m", 27_500_000),
        ("Rs8.2bn", 8_200_000_000),
        ("55k", 55_000),
        ("2.5 lakh", 250_000),
        ("5 crore 20 lakh", 52_000_000),
        ("seventy", 70),
        ("sixty-five", 65),
        ("one hundred and ten", 110),
        ("two thousand five hundred", 2500),
        ("half a million", 500_000),
        ("a dozen", 12),
        ("two dozen", 24),
        ("three lakh", 300_000),
    ],
)
def test_a_number_is_worth(text: str, value: Fraction) -> None:
    assert [number.value for number in find_numbers(text)] == [value]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("625", 625, 625),
        ("3.30", "3.295", "3.305"),
        ("1.2 billion", 1_150_000_000, 1_250_000_000),
        ("98.3 million", 98_250_000, 98_350_000),
        ("109.424", "109.4235", "109.4245"),
    ],
)
def test_a_rounded_number_stands_for_half_its_last_digit(
    text: str, low: Fraction, high: Fraction
) -> None:
    (number,) = find_numbers(text)
    assert (number.low, number.high) == (Fraction(low), Fraction(high))


@pytest.mark.parametrize(("text", "odd"), [("9,00", True), ("1,2345", None), ("9,000", False)])
def test_an_odd_format_is_marked(text: str, odd: bool | None) -> None:
    found = list(find_numbers(text))
    assert [number.odd for number in found] == ([] if odd is None else [odd])


@pytest.mark.parametrize("text", ["hundreds of", "thousand", "a few", "9" * 50, "v1.2.3", "A4", ""])
def test_these_are_no_numbers(text: str) -> None:
    assert list(find_numbers(text)) == []


def spelled(number: int) -> str:
    """A number below a million in English words."""
    units = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
             "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
             "eighteen", "nineteen"]  # fmt: skip
    tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    if number < 20:
        return units[number]
    if number < 100:
        return tens[number // 10] + (f"-{units[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = f" and {spelled(number % 100)}" if number % 100 else ""
        return f"{units[number // 100]} hundred{rest}"
    rest = f" {spelled(number % 1000)}" if number % 1000 else ""
    return f"{spelled(number // 1000)} thousand{rest}"


@given(st.integers(1, 999_999))
def test_words_are_read_as_they_were_spelled(number: int) -> None:
    assert [found.value for found in find_numbers(f"in all {spelled(number)} people")] == [number]


@given(st.integers(0, 10**15), st.sampled_from(["western", "south asian", "persian", "plain"]))
def test_digits_are_read_as_they_were_grouped(number: int, style: str) -> None:
    text = f"{number:,}"
    if style == "south asian":
        head, tail = str(number)[:-3], str(number)[-3:]
        groups = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
        text = ",".join([*groups, tail])
    elif style == "persian":
        text = text.translate(str.maketrans("0123456789,", "۰۱۲۳۴۵۶۷۸۹٬"))
    elif style == "plain":
        text = str(number)
    assert [found.value for found in find_numbers(f"({text})")] == [number]


@given(ODD_TEXT)
def test_numbers_and_times_of_any_text_have_their_places_in_order(text: str) -> None:
    for found in (list(find_numbers(text)), list(find_times(text))):
        end = 0
        for each in found:
            assert end <= each.start < each.end <= len(text)
            end = each.end
    for number in find_numbers(text):
        assert number.low <= number.value <= number.high


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("in 2014", "year", "2014-01-01", "2014-12-31"),
        ("August 28, 2014", "day", "2014-08-28", "2014-08-28"),
        ("on 16 December 2014", "day", "2014-12-16", "2014-12-16"),
        ("the 3rd of May 2019", "day", "2019-05-03", "2019-05-03"),
        ("in February 2024", "month", "2024-02-01", "2024-02-29"),
        ("Feb. 2025", "month", "2025-02-01", "2025-02-28"),
        ("2014-12-24", "day", "2014-12-24", "2014-12-24"),
        ("2016-17", "fiscal year", "2016-07-01", "2017-06-30"),
        ("FY17", "fiscal year", "2016-07-01", "2017-06-30"),
        ("2008-2014", "span", "2008-01-01", "2014-12-31"),
        ("from 2008 to 2014", "span", "2008-01-01", "2014-12-31"),
        ("between 2008 and 2014", "span", "2008-01-01", "2014-12-31"),
        ("2008-14", "span", "2008-01-01", "2014-12-31"),
        ("the first half of 2016", "half-year", "2016-01-01", "2016-06-30"),
        ("the last quarter of 2016", "quarter", "2016-10-01", "2016-12-31"),
        ("In 2014 attacks fell", "year", "2014-01-01", "2014-12-31"),
    ],
)
def test_a_time_covers(text: str, precision: str, first: str, last: str) -> None:
    (when,) = find_times(text)
    assert (when.precision, str(when.first), str(when.last)) == (precision, first, last)


@pytest.mark.parametrize(
    "text", ["2,148", "Rs 2014", "2014 attacks", "31 April", "may be", "march on", "2014%", "12014"]
)
def test_these_are_no_times_with_a_year(text: str) -> None:
    assert [when for when in find_times(text) if when.first is not None] == []


@pytest.mark.parametrize("text", ["a year earlier", "the previous month", "year-on-year"])
def test_words_can_point_to_the_time_before(text: str) -> None:
    assert [when.precision for when in find_times(f"more than {text}")] == ["earlier"]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(
    ["{day} {month} {year}", "{month} {day}, {year}", "{year}-{number:02}-{day:02}"]))  # fmt: skip
def test_every_day_is_read_as_it_was_written(day: date, form: str) -> None:
    text = form.format(day=day.day, month=f"{day:%B}", number=day.month, year=day.year)
    assert [(when.first, when.last) for when in find_times(f"on {text}.")] == [(day, day)]
