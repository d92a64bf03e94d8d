"""What somebody may send instead of the template as it came: each is told, and nothing is kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from naap.problems import UnusableInput
from naap.returns import layout, xlsx
from naap.returns.xlsx import read_workbook
from tests.returns_makers import Office, fill, plain

BODY, MONTH = "vale", "2024-03"
FIRST = layout.FIRST_ROW
VALUE = f"{xlsx.letters(layout.NUMBERS.at('value'))}{FIRST}"
PLACE = f"Numbers!{VALUE}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def blank(office: Office) -> bytes:
    return office.template(BODY, MONTH)


@pytest.fixture(scope="module")
def good(office: Office, blank: bytes) -> bytes:
    return fill(blank, plain(office.rows(BODY, MONTH)))


@pytest.fixture(autouse=True)
def nothing_stored(office: Office) -> Any:
    """Whatever a test sends, no return is stored and no claim written."""
    yield
    assert office.store.filings() == []
    assert office.ledger.log() == []


def told(office: Office, data: bytes) -> dict[str, str]:
    """The messages: case by place."""
    outcome = office.submit(data, BODY)
    assert outcome.filing is None
    assert outcome.receipt == {}
    return {message.place: message.case for message in outcome.messages}


def spoilt(office: Office, blank: bytes, also: Callable[[Any], None]) -> dict[str, str]:
    return told(office, fill(blank, plain(office.rows(BODY, MONTH)), also=also))


def put(cell: str, value: Any, sheet: str = "Numbers") -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


def refused(office: Office, data: bytes) -> str:
    with pytest.raises(UnusableInput) as caught:
        office.submit(data, BODY)
    return str(caught.value)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one part of its zip put in, or put in place of the one that was there."""
    final = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(final, "w") as after:
        for part in before.namelist():
            if part != name:
                after.writestr(part, before.read(part))
        after.writestr(name, content, zipfile.ZIP_DEFLATED)
    return final.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


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


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("0/example/vale/2024-03/0123456789abcdef01234567", "a template of version '0'"),
        ("9/example/vale/2024-03/0123456789abcdef01234567", "version 1"),
        ("1/pakistan/vale/2024-03/0123456789abcdef01234567", "a template of the pack 'pakistan'"),
        ("1/example/coast/2024-03/0123456789abcdef01234567", "not today's"),
        ("1/example/nobody/2024-03/0123456789abcdef01234567", "not today's"),
        ("1/example/vale/2024-99/0123456789abcdef01234567", "not today's"),
        ("nonsense", "the id of a template"),
        (None, "the id of a template"),
    ],
)
def test_a_wrong_or_edited_template_is_refused(
    office: Office, blank: bytes, written: Any, words: str
) -> None:
    data = fill(blank, plain(office.rows(BODY, MONTH)), also=put("B11", written, "Return"))
    said = refused(office, data)
    assert words in said
    assert "Return!B11" in said


def test_a_template_is_of_no_use_once_the_obligations_have_changed(
    office: Office, good: bytes
) -> None:
    obligations = office.pack.tables["obligations"]
    fewer = {**office.pack.tables, "obligations": obligations[:-12]}
    changed = type(office.pack)(office.pack.folder, office.pack.settings, fewer)
    other = Office(office.folder, changed)
    assert "obligations have changed" in refused(other, good)


def test_another_bodys_template_is_refused(office: Office, good: bytes) -> None:
    with pytest.raises(UnusableInput, match="the return of vale; expected that of coast"):
        office.submit(good, "coast", body="coast")
    with pytest.raises(UnusableInput, match="--by: found 'coast'"):
        office.submit(good, "coast")


def test_rows_of_another_body_in_ones_own_template_are_told(office: Office, blank: bytes) -> None:
    coast = openpyxl.load_workbook(io.BytesIO(office.template("coast", MONTH)))["Numbers"]

    def paste(book: Any) -> None:
        for row in coast.iter_rows(min_row=FIRST):
            for cell in row:
                book["Numbers"].cell(cell.row, cell.column).value = cell.value or 7

    cases = spoilt(office, blank, paste)
    assert cases["Numbers!A4"] == "unknown_code"
    assert cases["Numbers"] == "row_gone"


@pytest.mark.parametrize(
    "part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/externalLinks/externalLink1.xml",
             "xl/embeddings/oleObject1.bin", "xl/activeX/activeX1.xml"],
)  # fmt: skip
def test_macros_and_what_is_embedded_are_refused(office: Office, good: bytes, part: str) -> None:
    assert "macros, embedded files or links" in refused(office, with_part(good, part, b"x"))


def test_a_workbook_with_macros_by_its_type_is_refused(office: Office, good: bytes) -> None:
    types = part_of(good, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert "macros" in refused(office, with_part(good, "[Content_Types].xml", types))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml"])
def test_an_xml_bomb_is_refused_where_it_begins(office: Office, good: bytes, part: str) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 1000 + b'">]>'
    text = part_of(good, part)
    end = text.index(b"?>") + 2 if text.startswith(b"<?xml") else 0
    bomb = text[:end] + laughs + text[end:]
    assert "a document type" in refused(office, with_part(good, part, bomb))


def test_a_zip_bomb_is_refused_before_it_unpacks(office: Office, good: bytes) -> None:
    bomb = with_part(good, "xl/worksheets/sheet2.xml", b"<x>" + b" " * 200_000_000)
    assert len(bomb) < 1_000_000
    assert "unpacks to more than" in refused(office, bomb)


def test_a_zip_that_lies_about_its_size_is_refused(office: Office, good: bytes) -> None:
    bomb = with_part(good, "xl/worksheets/sheet2.xml", b"<x>" + b" " * 100_000_000)
    size = (100_000_003).to_bytes(4, "little")
    assert bomb.count(size) == 2
    said = refused(office, bomb.replace(size, (1000).to_bytes(4, "little")))
    assert "cannot be read" in said or "unpacks to more than" in said


def test_ten_megabytes_of_rows_are_told_in_few_words(office: Office, good: bytes) -> None:
    def rows(count: int) -> bytes:
        return b"".join(
            b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>O-%d</t></is></c>'
            b'<c r="J%d"><v>1</v></c></row>' % (n, n, n, n)
            for n in range(100, 100 + count)
        )

    text = part_of(good, "xl/worksheets/sheet2.xml")
    whole = text.replace(b"</sheetData>", rows(100_000) + b"</sheetData>")
    assert len(whole) > 9_000_000
    outcome = office.submit(with_part(good, "xl/worksheets/sheet2.xml", whole), BODY)
    assert outcome.filing is None
    assert len(outcome.messages) == 500
    assert {message.case for message in outcome.messages} == {"unknown_code"}
    assert outcome.more_messages > 0


def test_too_many_bytes_are_refused_unread(office: Office, good: bytes) -> None:
    assert "Send at most 5,000,000" in refused(office, good + b"\0" * 5_000_000)


@pytest.mark.parametrize("kept", [0, 1, 3, 100, 0.2, 0.5, 0.9, 0.99])
def test_a_file_that_was_cut_off_is_refused(office: Office, good: bytes, kept: float) -> None:
    end = int(len(good) * kept) if 0 < kept < 1 else int(kept)
    assert "expected the .xlsx workbook of a return" in refused(office, good[:end])


@pytest.mark.parametrize(
    "data",
    [
        b"", b"code,value\nx,1\n", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"PK\x03\x04 no zip", b"<html><table><tr><td>1</td></tr></table></html>",
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_refused(office: Office, data: bytes) -> None:
    said = refused(office, data)
    assert "expected the .xlsx workbook of a return" in said


def test_a_workbook_that_is_no_template_is_refused(office: Office) -> None:
    final = io.BytesIO()
    openpyxl.Workbook().save(final)
    assert "no sheet Return" in refused(office, final.getvalue())


def test_a_part_that_stands_twice_is_refused(office: Office, good: bytes) -> None:
    final = io.BytesIO(good)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(final, "a") as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"<worksheet/>")
    assert "stand twice" in refused(office, final.getvalue())


def test_every_message_has_both_languages(office: Office, blank: bytes) -> None:
    data = fill(blank, plain(office.rows(BODY, MONTH)), also=put(VALUE, "seven"))
    (message,) = office.submit(data, BODY).messages
    assert message.en == "seven is no number. Write digits such as 1206 or 48.5."
    assert "عدد نہیں" in message.ur
    assert str(message) == f"{PLACE}: {message.en}"


def test_the_reader_reads_what_openpyxl_reads(good: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(good))
    sheets = read_workbook(good, "x.xlsx")
    assert list(sheets) == book.sheetnames
    for sheet in book.worksheets:
        ours = {place: found.text for place, found in sheets[sheet.title].cells.items()}
        theirs = {
            (row, column): str(value).strip()
            for row, values in enumerate(sheet.values, start=1)
            for column, value in enumerate(values, start=1)
            if value not in {None, ""}
        }
        assert ours == theirs
