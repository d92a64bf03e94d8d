"""Workbooks and Parquet files: dates, formulas, merged cells, sheets, and files of ill will."""

from __future__ import annotations

import re
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naap.config import shipped_packs
from naap.pack import load
from naap.problems import UnusableInput
from naap.sources import Reading, Request, source_named, workbook
from naap.sources.parquet import ParquetFile
from naap.sources.tables import open_table
from naap.sources.workbook import XlsxSheet
from tests.table_makers import FIGURES

PACK = load(shipped_packs()["example"])
TABLE = source_named("table")
Rows = list[list[Any]]
ROWS: Rows = [["no", "when", "dead", "note"], [1, 2023, 4, "x"], [2, "2024-11", 5, None]]


def xlsx(path: Path, rows: Iterable[list[Any]] = ROWS, title: str = "Sheet1") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def changed(path: Path, change: Callable[[openpyxl.Workbook], None]) -> Path:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def read(path: Path, mapping: dict[str, Any] = FIGURES, **more: Any) -> Reading:
    described = path.with_suffix(".yml")
    described.write_text(yaml.safe_dump(mapping | more), encoding="utf-8")
    return TABLE.read(Request(path, PACK, mapping=described))


def values(reading: Reading) -> list[tuple[Any, ...]]:
    assert reading.refused == []
    return [
        (claim.fields["record_key"], claim.fields["period"], claim.fields["value"])
        for claim in reading.claims
    ]


def repacked(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(content) if name == part else content)
    return path


def test_a_sheet_is_read_with_its_types(tmp_path: Path) -> None:
    moment = datetime(2023, 6, 7, 8)  # noqa: DTZ001 - a spreadsheet knows no time zones
    rows: Rows = [["no", "when", "dead"], [1, date(2023, 5, 1), 1206], [2, moment, 48.5],
            [None, None, None], [3, 2021, 0.1 + 0.2], ["4a", "2022", "7"]]  # fmt: skip
    assert values(read(xlsx(tmp_path / "t.xlsx", rows))) == [
        ("1", "2023-05-01", 1206), ("2", "2023-06-07", Decimal("48.5")),
        ("3", "2021", Decimal("0.3")), ("4a", "2022", 7),
    ]  # fmt: skip


def test_a_number_of_the_sheet_is_never_taken_for_text_with_signs(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "t.xlsx", [["no", "when", "dead"], [1, 2023, 1.206]])
    columns = FIGURES["columns"] | {"value": {"column": "dead", "thousands": "."}}
    assert values(read(path, columns=columns)) == [("1", "2023", Decimal("1.206"))]


def test_a_bad_cell_is_told_by_its_address(tmp_path: Path) -> None:
    rows: Rows = [
        ["no", "when", "dead"],
        [1, 2023, 4],
        [2, 2024, "#N/A"],
        [3, 45000, 4],
        [4, 2023, True],
    ]
    path = xlsx(tmp_path / "t.xlsx", rows, title="Totals 'n' all")
    told = {problem.row: problem for problem in read(path).refused}
    assert [told[row].column for row in (3, 4, 5)] == [
        "dead ('Totals ''n'' all'!C3)", "when ('Totals ''n'' all'!B4)",
        "dead ('Totals ''n'' all'!C5)",
    ]  # fmt: skip
    assert told[3].found == "'#N/A'"
    assert "format the cell as a date" in told[4].expected


def test_a_table_below_a_title(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "t.xlsx", [["Report", None], [], *ROWS])
    reading = read(path, header_row=3)
    assert len(values(reading)) == 2
    assert reading.unknown_columns == ("note",)
    with pytest.raises(UnusableInput, match="row 1, column no, when, dead: found no such column"):
        read(path)
    with pytest.raises(UnusableInput, match="row 2: found an empty row"):
        read(path, header_row=2)


def test_a_formula_gives_its_saved_value_and_is_counted(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "t.xlsx", [["no", "when", "dead", "f"], [1, 2023, "=2+3", "=1"],
                                      [2, 2024, 6, None]])  # fmt: skip
    with pytest.raises(UnusableInput, match=r"C2\): found a formula without a saved value"):
        read(path)
    repacked(
        path, "xl/worksheets/sheet1.xml", lambda text: re.sub(rb"<v ?/>|<v></v>", b"<v>5</v>", text)
    )
    reading = read(path)
    assert values(reading) == [("1", "2023", 5), ("2", "2024", 6)]
    assert "1 cells hold a formula; the values saved last were taken" in reading.remarks


def test_text_that_begins_with_an_equals_sign_is_no_formula(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "t.xlsx", [["no", "when", "dead"], ["=1+1", 2023, "=2"]])
    repacked(path, "xl/worksheets/sheet1.xml", lambda text: re.sub(
        rb"<v ?/>|<v></v>", b"<v />", text
    ).replace(
        b"<c r=\"A2\"><f>1+1</f><v /></c>", b'<c r="A2" t="inlineStr"><is><t>=1+1</t></is></c>'
    ).replace(b"<f>2</f><v />", b"<f>2</f><v>2</v>"))  # fmt: skip
    assert values(read(path)) == [("=1+1", "2023", 2)]


@pytest.mark.parametrize(
    ("area", "told"),
    [("B2:B3", r"row 2, column when \(Sheet1!B2\): found merged cells B2:B3"), ("A1:B1", "merged"),
     ("C3:D3", "merged cells C3:D3"), ("D2:D3", None), ("F7:G9", None)],
)  # fmt: skip
def test_merged_cells_in_a_column_that_is_read_are_refused(
    area: str, told: str | None, tmp_path: Path
) -> None:
    path = xlsx(tmp_path / "t.xlsx")
    with zipfile.ZipFile(path) as archive:
        assert "xl/worksheets/sheet1.xml" in archive.namelist()
    merge = f'</sheetData><mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'.encode()
    repacked(path, "xl/worksheets/sheet1.xml", lambda text: text.replace(b"</sheetData>", merge))
    if told is None:
        assert len(read(path).claims) == 2
        return
    with pytest.raises(UnusableInput, match=told):
        read(path)


def test_merged_cells_above_the_header_do_not_matter(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "t.xlsx", [["Report"], *ROWS])
    changed(path, lambda book: book["Sheet1"].merge_cells("A1:D1"))
    assert len(read(path, header_row=2).claims) == 2


def test_which_sheet_is_read(tmp_path: Path) -> None:
    def add(book: openpyxl.Workbook) -> None:
        hidden = book.create_sheet("Old", 0)
        hidden.append(["no", "when", "dead"])
        hidden.append([9, 2001, 1])
        hidden.sheet_state = "hidden"

    path = changed(xlsx(tmp_path / "t.xlsx"), add)
    reading = read(path)
    assert len(values(reading)) == 2
    assert "hidden sheets were not read: Old" in reading.remarks
    assert values(read(path, sheet="Old")) == [("9", "2001", 1)]
    with pytest.raises(UnusableInput, match=r"found no sheet 'New'; expected one of .*'Old'"):
        read(path, sheet="New")
    changed(path, lambda book: setattr(book["Old"], "sheet_state", "visible"))
    with pytest.raises(UnusableInput, match=r"2 visible sheets.*sheet: NAME"):
        read(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), r"old workbook \(\.xls\), or one with a password"),
        ({"content.xml": b"<x/>"}, "another format"),
        ({"xl/workbook.bin": b"x"}, "another format"),
        ({"xl/workbook.xml": b"<x/>"}, r"cannot be read \(KeyError\)"),
        ({"xl/workbook.xml": b"<x", "xl/_rels/workbook.xml.rels": b"<x/>"}, "cannot be read"),
        ({"xl/workbook.xml": b"<!DOCTYPE x><x/>", "xl/_rels/workbook.xml.rels": b"<x/>"}, "cannot"),
        ({"readme.txt": b"x"}, "0 CSV files in the zip"),
        (b"PAR1 and no more", r"cannot be read \(.*expected a Parquet file"),
    ],
)  # fmt: skip
def test_files_that_are_no_tables_are_told(
    content: bytes | dict[str, bytes], told: str, tmp_path: Path
) -> None:
    path = tmp_path / "t.xlsx"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in content.items():
                archive.writestr(name, text)
    with pytest.raises(UnusableInput, match=told):
        read(path)


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xlsx(tmp_path / "t.xlsx")
    for limit in ("_LARGEST_UNPACKED", "_LARGEST_HELD"):
        with monkeypatch.context() as patched:
            patched.setattr(workbook, limit, 100)
            with pytest.raises(UnusableInput, match="a workbook that unpacks to"):
                read(path)


def test_a_sheet_far_larger_than_its_file_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "t.xlsx")
    row = b"<row><c><v>1</v></c><c><v>2023</v></c><c><v>4</v></c></row>"
    repacked(
        path,
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(b"</sheetData>", row * 9_000 + b"</sheetData>"),
    )
    tracemalloc.start()
    try:
        with (
            pytest.raises(UnusableInput, match="more than 2,000 rows"),
            XlsxSheet(path, needed=["no"], most_rows=2_000) as sheet,
        ):
            for _ in sheet:
                pass
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


def test_a_row_that_claims_to_lie_far_down_ends_the_reading(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "t.xlsx")
    repacked(path, "xl/worksheets/sheet1.xml",
             lambda text: text.replace(b'<row r="3"', b'<row r="900000000"'))  # fmt: skip
    with (
        pytest.raises(UnusableInput, match="more than 5,000 rows"),
        XlsxSheet(path, most_rows=5_000) as sheet,
    ):
        list(sheet)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_workbook_changed_at_random_is_read_or_told(tmp_path: Path, data: st.DataObject) -> None:
    path = xlsx(tmp_path / "t.xlsx")
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
    name = data.draw(st.sampled_from(names))

    def change(text: bytes) -> bytes:
        content = bytearray(text)
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(content)))
            if data.draw(st.booleans()):
                del content[at : at + data.draw(st.integers(1, 40))]
            else:
                odd = [b"<", b">", b'"', b"0", b"99999999999", b"\xff", b"<f>", b't="d"', b"-"]
                content[at:at] = data.draw(st.sampled_from(odd))
        return bytes(content)

    repacked(path, name, change)
    try:
        reading = read(path)
    except UnusableInput:
        return
    assert len(reading.claims) + len(reading.refused) + reading.outside.total() >= 0


def parquet(path: Path, sql: str) -> Path:
    duckdb.sql(f"COPY ({sql}) TO '{path}' (FORMAT parquet)")
    return path


def test_a_parquet_file_is_read_with_its_types(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "t.parquet",
        "SELECT * FROM (VALUES (1, DATE '2023-05-01', 4.5::DOUBLE, [1, 2], 'x'::BLOB),"
        " (2, DATE '2024-01-31', 'nan'::DOUBLE, [], NULL)) AS t(no, \"when\", dead, list, bytes)",
    )
    reading = read(path)
    assert [claim.fields["value"] for claim in reading.claims] == [Decimal("4.5")]
    (problem,) = reading.refused
    assert (problem.row, problem.column, problem.found) == (2, "dead", "nothing")
    assert reading.unknown_columns == ("list", "bytes")


def test_times_decimals_and_large_numbers_of_a_parquet_file(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "t.parquet",
        "SELECT 1 AS no, TIMESTAMP '2023-05-01 12:00:00' AS \"when\", 1.25::DECIMAL(9,2) AS dead",
    )
    assert values(read(path)) == [("1", "2023-05-01", Decimal("1.25"))]


def test_a_name_with_signs_of_a_pattern_is_that_file_and_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "a[b]*"
    folder.mkdir()
    parquet(tmp_path / "other.parquet", "SELECT 9 AS no, '2020' AS \"when\", 9 AS dead")
    (tmp_path / "other.parquet").rename(folder / "t[1].parquet")
    parquet(tmp_path / "t1.parquet", "SELECT 1 AS no, '2020' AS \"when\", 1 AS dead")
    assert values(read(folder / "t[1].parquet")) == [("9", "2020", 9)]


def test_a_parquet_file_without_a_column_or_with_too_many_rows(tmp_path: Path) -> None:
    path = parquet(tmp_path / "t.parquet", "SELECT range AS no FROM range(100)")
    with pytest.raises(UnusableInput, match="column when, dead: found no such column among no"):
        read(path)
    with (
        pytest.raises(UnusableInput, match="row 11: found more than 10 rows"),
        ParquetFile(path, most_rows=10) as file,
    ):
        list(file)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_parquet_file_changed_at_random_is_read_or_told(
    tmp_path: Path, data: st.DataObject
) -> None:
    path = tmp_path / "t.parquet"
    if not path.exists():
        parquet(path, "SELECT range AS no, '2020' AS \"when\", 1 AS dead FROM range(50)")
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(4, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(bytes(content))
    try:
        with open_table(broken) as table:
            for _ in table:
                pass
    except UnusableInput:
        return
