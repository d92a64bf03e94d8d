"""What somebody may write into the template: each is told in its cell, and nothing is kept."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from naap.returns import layout
from tests.returns_attackers import (
    BODY,
    FIRST,
    MONTH,
    PLACE,
    VALUE,
    part_of,
    put,
    spoilt,
    told,
    with_part,
)
from tests.returns_makers import Office, fill, plain


def test_the_template_as_it_came_passes(office: Office, good: bytes) -> None:
    outcome = office.submit(good, BODY, dry_run=True)
    assert outcome.messages == ()
    assert (outcome.rows, outcome.filled, outcome.filing) == (10, 10, None)


@pytest.mark.parametrize(
    ("value", "case"),
    [
        ("=1+1", "formula"),
        ('=HYPERLINK("http://evil.example","7")', "formula"),
        ("=cmd|' /C calc'!A0", "formula"),
        ("seven", "no_number"),
        ("1e3", "no_number"),
        ("12,06", "no_number"),
        ("1.206,5", "no_number"),
        ("7 to 9", "no_number"),
        ("03/04/2024", "no_number"),
        (date(2024, 4, 3), "a_date"),
        (True, "no_number"),
        (-3, "negative"),
        ("۔۳", "no_number"),
        (0.123456789, "too_exact"),
        ("123456789012345678901234", "too_exact"),
        ("#REF!", "an_error"),
    ],
)
def test_what_is_no_number_is_told_in_its_cell(
    office: Office, blank: bytes, value: Any, case: str
) -> None:
    assert spoilt(office, blank, put(VALUE, value)) == {PLACE: case}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("۱۲۰۶", "1206"),
        ("١٢٠٦", "1206"),
        ("۱٬۲۰۶٫۵", "1206.5"),
        ("12,34,567", "1234567"),
        ("1,206", "1206"),
        ("\u200f ۴۸٫۵ \u200f", "48.5"),
        ("+7", "7"),
        (0.1 + 0.2, "0.3"),
        (0, "0"),
    ],
)
def test_numbers_in_urdu_digits_and_with_commas_are_taken(
    tmp_path: Path, typed: Any, stored: str
) -> None:
    own = Office(tmp_path)
    data = fill(own.template(BODY, MONTH), plain(own.rows(BODY, MONTH)), also=put(VALUE, typed))
    outcome = own.submit(data, BODY)
    assert outcome.filing is not None, outcome.messages
    assert next(iter(own.store.cells(outcome.filing.id).values())).value == stored


def test_an_urdu_workbook_and_its_choices_are_read(tmp_path: Path) -> None:
    own = Office(tmp_path)
    rows = own.rows("justice", MONTH)
    answers = plain(rows) | {rows[0].code: "not collected"}

    def in_urdu(book: Any) -> None:
        numbers, actions = book["اعداد"], book["اقدامات"]
        numbers.cell(FIRST, layout.NUMBERS.at("reason")).value = "جمع نہیں کیا گیا"
        actions.cell(FIRST, layout.ACTIONS.at("state")).value = "محدود پیش رفت"

    data = fill(own.template("justice", MONTH, "ur"), answers, signed_on="۲۰۲۴-۰۴-۰۵", also=in_urdu)
    outcome = own.submit(data, "justice")
    assert outcome.filing is not None, outcome.messages
    cells = own.store.cells(outcome.filing.id)
    assert cells[rows[0].code].reason == "not collected"
    assert cells[rows[-1].code].value == "limited"
    assert outcome.filing.signed_on == "2024-04-05"


@pytest.mark.parametrize(
    ("cell", "value", "place", "case"),
    [
        ("A4", "O-other/x/SZ1/2024-03", "Numbers!A4", "unknown_code"),
        ("A5", "O-patrols/patrol-days/SZ1/2024-03", "Numbers!A5", "code_twice"),
        ("G4", "thousands of days", "Numbers!G4", "changed"),
        ("F4", "2024-02", "Numbers!F4", "changed"),
        ("E4", "Coast", "Numbers!E4", "changed"),
        ("G4", "=G5", "Numbers!G4", "changed"),
        ("P4", "see my note", "Numbers!P4", "outside"),
        ("J40", 12, "Numbers!J40", "outside"),
        ("L4", "=1+1", "Numbers!L4", "formula"),
        ("L4", "@SUM(A1)", "Numbers!L4", "runs_text"),
        ("L4", "x" * 2_001, "Numbers!L4", "long_text"),
        ("K4", "we forgot", "Numbers!K4", "no_reason"),
        ("K4", "Not collected", "Numbers!K4", "both"),
    ],
)
def test_edited_rows_are_told(
    office: Office, blank: bytes, cell: str, value: Any, place: str, case: str
) -> None:
    def change(book: Any) -> None:
        target = book["Numbers"][cell]
        target.value = value
        if value == "@SUM(A1)":
            target.data_type = "s"

    assert spoilt(office, blank, change)[place] == case


@pytest.mark.parametrize(
    ("cell", "value", "case"),
    [
        ("B9", "05.04.2024", "no_date"), ("B9", "4/5/2024", "no_date"),
        ("B9", None, "date_missing"),
        ("B9", "2024-04-09", "date_ahead"), ("B9", "2024-03-30", "date_early"),
        ("B9", "2024-02-30", "no_date"), ("B9", 45387, "no_date"), ("B9", "=TODAY()", "formula"),
        ("B10", "SECRET", "no_label"), ("B10", "TLP:CLEAR", "opened_label"),
    ],
)  # fmt: skip
def test_the_first_sheet_is_checked(
    office: Office, blank: bytes, cell: str, value: Any, case: str
) -> None:
    assert spoilt(office, blank, put(cell, value, "Return")) == {f"Return!{cell}": case}


def test_a_real_date_is_taken(tmp_path: Path) -> None:
    own = Office(tmp_path)
    data = fill(own.template(BODY, MONTH), plain(own.rows(BODY, MONTH)), signed_on=date(2024, 4, 5))
    outcome = own.submit(data, BODY)
    assert outcome.filing is not None, outcome.messages
    assert outcome.filing.signed_on == "2024-04-05"


def test_an_empty_row_is_told(office: Office, blank: bytes) -> None:
    assert spoilt(office, blank, put(VALUE, None)) == {PLACE: "empty"}


def test_rows_may_be_sorted_but_not_lost(office: Office, blank: bytes) -> None:
    def swap(book: Any) -> None:
        sheet = book["Numbers"]
        for column in range(1, len(layout.NUMBERS.columns) + 1):
            one, other = sheet.cell(4, column), sheet.cell(6, column)
            one.value, other.value = other.value, one.value

    data = fill(blank, plain(office.rows(BODY, MONTH)), also=swap)
    assert office.submit(data, BODY, dry_run=True).messages == ()

    def cut(book: Any) -> None:
        book["Numbers"].delete_rows(5)

    assert "row_gone" in spoilt(office, blank, cut).values()


def test_merged_cells_are_told(office: Office, blank: bytes) -> None:
    def merge(book: Any) -> None:
        book["Numbers"].merge_cells("J4:J6")

    assert spoilt(office, blank, merge)["Numbers!J4:J6"] == "merged"


def test_a_link_is_told(office: Office, blank: bytes) -> None:
    def link(book: Any) -> None:
        book["Numbers"]["J4"].hyperlink = "http://evil.example"

    assert spoilt(office, blank, link)["Numbers!J4"] == "a_link"


def test_a_lost_sheet_is_told(office: Office, blank: bytes) -> None:
    def lose(book: Any) -> None:
        del book["Numbers"]

    assert spoilt(office, blank, lose) == {"Numbers": "no_sheet"}


@pytest.mark.parametrize("formula", [b"<f>NOW()</f>", b'<f t="shared" si="0"/>', b"<x:f>1</x:f>"])
def test_a_hidden_formula_behind_a_number_is_seen(
    office: Office, good: bytes, formula: bytes
) -> None:
    """A spreadsheet saves the value beside the formula; a reader of values would take it."""
    part = next(
        name for name in zipfile.ZipFile(io.BytesIO(good)).namelist() if name.endswith("sheet2.xml")
    )
    text = part_of(good, part)
    one = f'r="{VALUE}"'.encode()
    start = text.index(one)
    spoilt_text = text[:start] + text[start:].replace(b"<v>7</v>", formula + b"<v>7</v>", 1)
    assert told(office, with_part(good, part, spoilt_text)) == {PLACE: "formula"}


def test_every_message_has_both_languages(office: Office, blank: bytes) -> None:
    data = fill(blank, plain(office.rows(BODY, MONTH)), also=put(VALUE, "seven"))
    (message,) = office.submit(data, BODY).messages
    assert message.en == "seven is no number. Write digits such as 1206 or 48.5."
    assert "عدد نہیں" in message.ur
    assert str(message) == f"{PLACE}: {message.en}"
