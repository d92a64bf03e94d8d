"""What somebody may send instead of the template: each is told, and nothing is kept."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from naap.problems import UnusableInput
from naap.returns.xlsx import read_workbook
from tests.returns_attackers import (
    BODY,
    FIRST,
    MONTH,
    part_of,
    put,
    refused,
    spoilt,
    with_part,
)
from tests.returns_makers import Office, fill, plain


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
