"""The Global Terrorism Database: its codes, its gaps, its workbook; what is dropped."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naap.config import shipped_packs
from naap.ledger import Ledger
from naap.pack import Pack, load
from naap.problems import UnusableInput
from naap.sources import Reading, Request, import_file, source_named
from naap.sources.gtd import USED
from naap.sources.parties import Parties
from naap.sources.wide_workbook import WideSheet
from tests.event_files import GTD, Row, gtd_elsewhere, gtd_event, write_csv, write_workbook

SOURCE = source_named("gtd")


@cache
def pack() -> Pack:
    return load(shipped_packs()["example"])


def reading(folder: Path, *rows: Row, workbook: bool = False) -> Reading:
    write = write_workbook if workbook else write_csv
    file = write(folder / f"gtd.{'xlsx' if workbook else 'csv'}", rows, GTD)
    return SOURCE.read(Request(file, pack()))


def fields_of(folder: Path, **changed: str) -> dict[str, Any]:
    found = reading(folder, gtd_event(1, **changed))
    assert found.refused == []
    (only,) = found.claims
    return dict(only.fields)


def test_a_bombing_as_the_codebook_means_it(tmp_path: Path) -> None:
    fields = fields_of(tmp_path)
    party = fields["side_a"]
    assert Parties(pack()).organisation("gtd", party) == "ridge-front"
    assert {name: str(fields.pop(name)) for name in ("latitude", "longitude")} == {
        "latitude": "35.210000", "longitude": "71.250000",
    }  # fmt: skip
    assert fields == {
        "series": "gtd", "record_key": "201403040001", "source": "gtd", "basis": "study",
        "locator": "eventid 201403040001", "event_start": date(2014, 3, 4),
        "event_end": date(2014, 3, 4), "date_precision": "day", "country": "SZ", "area_1": "Vale",
        "locality": "Old Mill", "place_precision": "1", "event_type": "Bombing/Explosion",
        "succeeded": True, "suicide": False, "targets": ["Educational Institution"],
        "victims": ["civilians"], "side_a": party, "attribution": "claimed",
        "perpetrators": [party], "perpetrator_grades": ["claimed"],
        "certainty": "terrorism without doubt", "killed_best": 4, "killed_side_a": 1,
        "injured_best": 7, "injured_side_a": 0,
    }  # fmt: skip


def test_the_workbook_and_the_csv_file_give_the_same_claims(tmp_path: Path) -> None:
    rows = [gtd_event(1), gtd_event(2, nwound="", city=""), gtd_event(3, gname="Unknown")]
    plain, book = reading(tmp_path, *rows), reading(tmp_path, *rows, workbook=True)
    said = [{**each.fields, "latitude": 0, "longitude": 0} for each in plain.claims]
    assert [{**each.fields, "latitude": 0, "longitude": 0} for each in book.claims] == said
    assert (book.dropped, book.unknown_columns) == (plain.dropped, plain.unknown_columns)
    assert len(said) == 3


@pytest.mark.parametrize("workbook", [False, True])
def test_no_free_text_is_kept_and_each_cell_is_counted(tmp_path: Path, workbook: bool) -> None:
    found = reading(tmp_path, gtd_event(1), gtd_event(2, summary=""), workbook=workbook)
    assert found.dropped == {
        "location": 2, "summary": 1, "corp1": 2, "target1": 2, "weapdetail": 2, "addnotes": 2,
        "scite1": 2,
    }  # fmt: skip
    assert "SECRET" not in str(found.claims)
    assert found.unknown_columns == ()


def test_every_column_of_the_codebook_is_read_dropped_or_left_with_a_reason() -> None:
    about = SOURCE.about
    assert {*USED, *about.free_text, *about.not_needed} >= set(GTD)
    assert len(GTD) == 135
    assert not {*USED} & {*about.free_text, *about.not_needed}


@pytest.mark.parametrize(
    ("changed", "days", "precision"),
    [
        ({}, (date(2014, 3, 4), date(2014, 3, 4)), "day"),
        ({"iday": "0"}, (date(2014, 3, 1), date(2014, 3, 31)), "month"),
        ({"imonth": "0", "iday": "0"}, (date(2014, 1, 1), date(2014, 12, 31)), "year"),
        ({"approxdate": "March 4-6, 2014"}, (date(2014, 3, 4), date(2014, 3, 4)), "about"),
        (
            {"extended": "1", "resolution": "2014-03-09"},
            (date(2014, 3, 4), date(2014, 3, 9)), "day",
        ),
        ({"extended": "1", "resolution": "41707"}, (date(2014, 3, 4), date(2014, 3, 9)), "day"),
        ({"extended": "1", "resolution": "3/9/2014"}, (date(2014, 3, 4), date(2014, 3, 4)), "day"),
        ({"extended": "0", "resolution": "2014-03-09"}, (date(2014, 3, 4),) * 2, "day"),
    ],
)  # fmt: skip
def test_days_that_are_not_known(
    tmp_path: Path, changed: dict[str, str], days: tuple[date, date], precision: str
) -> None:
    fields = fields_of(tmp_path, **changed)
    assert (fields["event_start"], fields["event_end"]) == days
    assert fields["date_precision"] == precision


@pytest.mark.parametrize(
    ("changed", "grades"),
    [
        ({}, ["claimed"]),
        ({"claimed": "0"}, ["attributed"]),
        ({"claimed": "-9"}, ["attributed"]),
        ({"claimed": ""}, ["attributed"]),
        ({"claimed": "0", "guncertain1": "1"}, ["suspected"]),
        ({"gname": "Unknown", "claimed": "0"}, ["unknown"]),
        (
            {"claimed": "0", "gname2": "Road Column", "claim2": "1", "gname3": "New Ridge",
             "guncertain3": "1.0"},
            ["attributed", "claimed", "suspected"],
        ),
    ],
)  # fmt: skip
def test_how_surely_each_group_did_it(
    tmp_path: Path, changed: dict[str, str], grades: list[str]
) -> None:
    fields = fields_of(tmp_path, **changed)
    assert fields["perpetrator_grades"] == grades
    assert len(fields["perpetrators"]) == len(grades)
    assert fields["attribution"] == grades[0]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("4", (None, 4, None)), ("4.0", (None, 4, None)), ("", (None, None, None)),
        ("-99", (None, None, None)), ("-9.0", (None, None, None)), ("2.5", (2, 2, 3)),
    ],
)  # fmt: skip
def test_killed_that_are_unknown_or_shared(
    tmp_path: Path, cell: str, numbers: tuple[int | None, ...]
) -> None:
    fields = fields_of(tmp_path, nkill=cell)
    told = tuple(fields.get(f"killed_{name}") for name in ("low", "best", "high"))
    assert told == numbers


def test_a_fraction_is_told(tmp_path: Path) -> None:
    found = reading(tmp_path, gtd_event(1, nkill="2.5"))
    assert [each for each in found.remarks if "nkill is a fraction" in each]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("eventid", "2.01403E+11"), ("eventid", "Jo Doe"), ("iyear", "14"), ("imonth", "13"),
        ("iday", "32"), ("attacktype1", "10"), ("attacktype1", ""), ("targtype1", "Jo Doe"),
        ("specificity", "6"), ("latitude", "north"), ("nkill", "several"), ("nwound", "-1"),
        ("claimed", "2"), ("success", "yes"), ("country", "Sabzkoh"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_right_is_refused_by_row_and_column(
    tmp_path: Path, column: str, cell: str
) -> None:
    found = reading(tmp_path, gtd_event(1), gtd_event(2, **{column: cell}))
    assert [(each.row, each.column) for each in found.refused] == [(3, column)]


def test_the_address_of_a_refused_cell_in_a_workbook(tmp_path: Path) -> None:
    found = reading(tmp_path, gtd_event(1, nkill="several"), workbook=True)
    assert [(each.row, each.column) for each in found.refused] == [(2, "nkill (Data!CU2)")]


def test_a_release_covers_its_years_and_no_other(tmp_path: Path) -> None:
    ledger = Ledger.create(tmp_path / "ledger")
    first = [gtd_event(1), gtd_event(2), *gtd_elsewhere()]
    file = write_csv(tmp_path / "globalterrorismdb_0522dist.csv", first, GTD)
    report = import_file(ledger, SOURCE, Request(file, pack()), recorded_by="test")
    assert (report.release, report.receipt.tallies["account"].new) == ("2022.05", 2)
    file = write_csv(tmp_path / "next.csv", [gtd_event(1), *gtd_elsewhere()], GTD)
    report = import_file(ledger, SOURCE, Request(file, pack()), recorded_by="test")
    assert report.receipt.tallies["account"].retracted == 1
    assert report.outside == {"in another country": 1000}


def test_a_row_with_gaps_and_one_that_lacks_its_last_cells(tmp_path: Path) -> None:
    """A workbook leaves out empty cells: what follows must not move."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", None, "b", "c"])
    sheet["A3"], sheet["C3"], sheet["D4"] = 1, "two & <more>", "x" * 5000
    book.save(tmp_path / "gaps.xlsx")
    with WideSheet(tmp_path / "gaps.xlsx", {"a", "b", "c"}) as found:
        assert found.columns == ["a", "b", "c"]
        rows = {number: dict(row) for number, row in found}
    assert rows == {3: {"a": "1", "b": "two & <more>", "c": ""},
                    4: {"a": "", "b": "", "c": "x" * 200}}  # fmt: skip


def rezipped(source: Path, target: Path, part: str, change: Any) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            new.writestr(member.filename, change(data) if member.filename == part else data)
    return target


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl/worksheets/sheet1.xml", lambda data: data[: len(data) // 2]),
        ("xl/worksheets/sheet1.xml", lambda _: b""),
        ("xl/worksheets/sheet1.xml", lambda data: data.replace(b'<c r="', b'<c q="')),
        ("xl/sharedStrings.xml", lambda _: b"<sst></sst>"),
        ("xl/workbook.xml", lambda _: b"<!DOCTYPE x><workbook/>"),
        ("xl/workbook.xml", lambda _: b"not XML"),
        ("xl/_rels/workbook.xml.rels", lambda _: b"<Relationships/>"),
    ],
)  # fmt: skip
def test_a_damaged_workbook_is_told_and_gives_nothing_wrong(
    tmp_path: Path, part: str, change: Any
) -> None:
    whole = write_workbook(tmp_path / "whole.xlsx", [gtd_event(1)], GTD)
    broken = rezipped(whole, tmp_path / "broken.xlsx", part, change)
    expected = SOURCE.read(Request(whole, pack())).claims
    try:
        found = SOURCE.read(Request(broken, pack()))
    except UnusableInput:
        return
    assert found.claims in ([], expected)


CELLS = st.one_of(st.text(max_size=12), st.sampled_from(["0", "-9", "1.0", "31", "12", ""]))


@settings(max_examples=60)
@given(changed=st.dictionaries(st.sampled_from(USED), CELLS, max_size=4))
def test_any_row_gives_a_claim_a_refusal_or_a_reason(changed: dict[str, str]) -> None:
    text = {column: " ".join(cell.replace("\0", " ").splitlines())
            for column, cell in changed.items()}  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        found = reading(Path(folder), gtd_event(1, **text))
    assert len(found.claims) + len(found.refused) + found.outside.total() == 1
    assert "SECRET" not in str(found.claims)


@settings(max_examples=30)
@given(
    cells=st.lists(
        st.lists(
            st.one_of(st.none(), st.integers(-(10**9), 10**9),
                      st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]),
                              min_size=1, max_size=12)),
            min_size=3, max_size=3,
        ),
        max_size=6,
    )
)  # fmt: skip
def test_a_workbook_is_read_as_openpyxl_reads_it(cells: list[list[Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "any.xlsx"
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["a", "b", "c"])
        for row in cells:
            sheet.append([f" {cell}" if isinstance(cell, str) else cell for cell in row])
        book.save(file)
        written = openpyxl.load_workbook(file).worksheets[0].iter_rows(min_row=2, values_only=True)
        expected = [
            {name: "" if cell is None else str(cell).strip()
             for name, cell in zip("abc", row, strict=True)}
            for row in written if any(cell is not None for cell in row)
        ]  # fmt: skip
        with WideSheet(file, {"a", "b", "c"}) as found:
            assert [dict(row) for _, row in found] == expected


@settings(max_examples=60)
@given(
    rows=st.lists(
        st.lists(
            st.tuples(
                st.sampled_from("ABC"),
                st.sampled_from(["", "2", "3", "12"]),
                st.sampled_from(["", ' s="2"', ' s="12"', ' t="str"', ' s="3" t="str"']),
                st.sampled_from(["7", "2", '2"', '3" "2" <', "12&", "x"]),
            ),
            max_size=4,
        ),
        max_size=4,
    )
)
def test_what_repeats_is_read_like_what_stands_once(
    rows: list[list[tuple[str, str, str, str]]],
) -> None:
    """Numbers of rows may stand in styles and texts too, or be missing from an address."""
    sheet = "".join(
        f'<row r="{at}">'
        + "".join(f'<c r="{letter}{number or at}"{more}><v>{escape(text)}</v></c>'
                  for letter, number, more, text in cells)
        + "</row>"
        for at, cells in enumerate(rows, start=2)
    )  # fmt: skip
    header = "".join(f'<c r="{letter}1" t="str"><v>{letter.lower()}</v></c>' for letter in "ABC")
    with tempfile.TemporaryDirectory() as folder:
        book = openpyxl.Workbook()
        book.save(Path(folder) / "empty.xlsx")
        file = rezipped(
            Path(folder) / "empty.xlsx", Path(folder) / "any.xlsx", "xl/worksheets/sheet1.xml",
            lambda _: f'<sheetData><row r="1">{header}</row>{sheet}</sheetData>'.encode(),
        )  # fmt: skip
        expected = [
            {**dict.fromkeys("abc", ""), **{each[0].lower(): each[3].strip() for each in cells}}
            for cells in rows
            if cells
        ]
        with WideSheet(file, {"a", "b", "c"}) as found:
            assert [dict(row) for _, row in found] == expected
