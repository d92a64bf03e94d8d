"""Whatever stands in a cell is read as what it says, or told."""

from __future__ import annotations

import functools
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naap.problems import UnusableInput
from naap.returns import values
from naap.returns.reading import read_return
from naap.returns.values import Refused
from naap.returns.xlsx import Found, address, letters, read_workbook
from tests.returns_makers import Office, fill, plain

URDU = str.maketrans("0123456789.,", "۰۱۲۳۴۵۶۷۸۹٫٬")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def indian(number: int) -> str:
    """12,34,567"""
    text = str(number)
    head, tail = text[:-3], text[-3:]
    groups = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)]
    return ",".join([*reversed(groups), tail]) if head else tail


@given(st.decimals(0, 10**12, places=3, allow_nan=False), st.sampled_from(["", "urdu", "arabic"]))
def test_a_number_is_read_in_any_digits(number: Decimal, digits: str) -> None:
    written = f"{number:,f}"
    if digits:
        written = written.translate(URDU if digits == "urdu" else ARABIC)
    assert values.number(Found("text", f" \u200f{written} ")) == number


@given(st.integers(0, 10**12))
def test_a_number_is_read_in_indian_groups(number: int) -> None:
    assert values.number(Found("text", indian(number))) == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        number = values.number(Found("text", text))
    except Refused:
        return
    assert number >= 0
    assert any(letter.isdigit() for letter in text)


@given(st.floats(allow_nan=True, allow_infinity=True).map(repr) | st.text(max_size=8))
def test_any_number_of_a_file_is_taken_or_refused(written: str) -> None:
    """What stands where a workbook keeps a number may be anything."""
    try:
        number = values.number(Found("number", written))
    except Refused:
        return
    assert float(number) == pytest.approx(float(written))


@given(st.dates(), st.sampled_from(["-", "/"]))
def test_a_day_is_read_with_the_year_first(day: date, mark: str) -> None:
    written = mark.join((f"{day.year:04}", str(day.month), str(day.day)))
    assert values.day(Found("text", written.translate(URDU))) == day


@pytest.mark.parametrize("group", ["states", "reasons"])
def test_a_choice_is_read_in_either_language_and_any_case(group: str) -> None:
    for listed in values.labels(group).values():
        for label in listed.split(", "):
            assert values.chosen(Found("text", f" {label.upper()} "), group)


@given(st.integers(1, 16_384))
def test_letters_of_columns(column: int) -> None:
    number = 0
    for letter in letters(column):
        number = number * 26 + ord(letter) - 64
    assert number == column
    assert address(7, column) == f"{letters(column)}7"


@functools.cache
def office() -> Office:
    return Office(Path(tempfile.mkdtemp(prefix="naap-returns-")))


@functools.cache
def good() -> bytes:
    return fill(office().template("vale", "2024-03"), plain(office().rows("vale", "2024-03")))


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_file_is_refused_or_read_and_nothing_else(data: st.DataObject) -> None:
    spoilt = bytearray(good())
    for _ in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(spoilt) - 1))
        spoilt[place] = data.draw(st.integers(0, 255))
    try:
        sent = read_return(office().pack, bytes(spoilt), "x.xlsx", date(2024, 4, 8))
    except UnusableInput:
        return
    assert sent.body == "vale"


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06"]))
def test_noise_is_refused(noise: bytes, start: bytes) -> None:
    with pytest.raises(UnusableInput):
        read_workbook(start + noise, "x.xlsx")
