"""Files that are not what they seem: told clearly, never a traceback, the ledger untouched."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naap.config import shipped_packs
from naap.ledger import Ledger
from naap.pack import Pack, load
from naap.problems import UnusableInput
from naap.sources import Request, import_file, source_named
from naap.sources.tabular import CsvFile
from tests import ged_files
from tests.ged_files import elsewhere, event

UCDP = source_named("ucdp-ged")
PACK = load(shipped_packs()["example"])
WHOLE = ged_files.text_of([event(1), event(2), *elsewhere(8)]).encode()


@pytest.fixture(scope="module")
def pack() -> Pack:
    return PACK


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def encrypted() -> bytes:
    data = bytearray(zipped({"ged221.csv": WHOLE}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    return bytes(data)


def wrong_checksum() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("ged221.csv", WHOLE)
    return stream.getvalue().replace(b"Upper district", b"Lower district", 1)


def in_row(row: int, old: bytes, new: bytes) -> bytes:
    lines = WHOLE.split(b"\r\n")
    assert old in lines[row - 1]
    lines[row - 1] = lines[row - 1].replace(old, new, 1)
    return b"\r\n".join(lines)


FAULTS = {
    "empty": (b"", "found an empty file"),
    "header only": (WHOLE.split(b"\r\n")[0] + b"\r\n", "no event with the number 9990 in 0 rows"),
    "cut off within a row": (WHOLE[:-200], "row 11: found .* breaks off: it has no line end"),
    "cut off within the last number": (WHOLE[:-3], "row 11: found .* it has no line end"),
    "a row too short": (in_row(3, b",Asia", b""), "row 3: found 48 cells; expected 49"),
    "an open quote": (in_row(3, b"Asia", b'"Asia'), "row 3: found"),
    "not UTF-8": (in_row(3, b"Vale", "Välé".encode("latin-1")), "row 3: found .*utf-8"),
    "UTF-16": (WHOLE.decode().encode("utf-16"), "row 1: found .*utf-8"),
    "semicolons": (WHOLE.replace(b",", b";"), "row 1, column id, .*found no such column among"),
    "a column missing": (WHOLE.replace(b",low,", b",lowest,", 1), "row 1, column low: found no"),
    "a column twice": (WHOLE.replace(b",gwnob", b",gwnoa", 1), "column gwnoa more than once"),
    "no header": (WHOLE.split(b"\r\n", 1)[1], "row 1, .*no such column among 1, SAB-1"),
    "a web page": (b"<!DOCTYPE html>\n<html><body>404, not found</body></html>\n", "a web page"),
    "two tables in a zip": (
        zipped({"a.csv": WHOLE, "b.csv": WHOLE}), r"2 CSV files in the zip \(a.csv, b.csv\)",
    ),
    "no table in a zip": (zipped({"xl/workbook.xml": b"<x/>"}), "0 CSV files in the zip"),
    "a zip cut off": (zipped({"ged221.csv": WHOLE})[:-40], "found a broken zip file"),
    "a zip with a password": (encrypted(), "cannot be opened .*password"),
    "a zip that was altered": (wrong_checksum(), "found a broken zip file"),
    "a cell without end": (
        in_row(3, b"Vale", b'"' + b"x" * 1_100_000), "cannot be read .*field larger than",
    ),
    "binary": (bytes(range(256)) * 40, "row 1"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_damaged_file_is_told_and_nothing_is_imported(
    fault: str, pack: Pack, tmp_path: Path
) -> None:
    content, told = FAULTS[fault]
    path = tmp_path / "ged221.csv"
    path.write_bytes(content)
    ledger = Ledger.create(tmp_path / "ledger")
    before = sorted(ledger.folder.rglob("*"))
    with pytest.raises(UnusableInput, match=told) as caught:
        import_file(ledger, UCDP, Request(path, pack, partial=True), recorded_by="test")
    for problem in caught.value.problems:
        assert problem.file == "ged221.csv"
        assert problem.found
        assert problem.expected
        assert problem.mend
    assert ledger.log() == []
    assert sorted(ledger.folder.rglob("*")) == before


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + WHOLE,
        WHOLE.replace(b"\r\n", b"\n"),
        WHOLE + b"\r\n\r\n",
        zipped({"__MACOSX/._ged221.csv": b"shadow", "ged221/ged221.CSV": WHOLE, "read.me": b""}),
    ],
    ids=["byte order mark", "Unix line ends", "blank lines", "a Mac's zip"],
)
def test_a_file_that_only_looks_odd_is_read(content: bytes, pack: Pack, tmp_path: Path) -> None:
    path = tmp_path / "ged221.csv"
    path.write_bytes(content)
    reading = UCDP.read(Request(path, pack))
    assert [claim.fields["record_key"] for claim in reading.claims] == ["1", "2"]
    assert reading.refused == []


def test_a_cell_over_several_lines_is_one_spreadsheet_row(pack: Pack, tmp_path: Path) -> None:
    rows = [event(1, source_article="one\ntwo\nthree"), event(2, best="x")]
    path = ged_files.write(tmp_path / "ged221.csv", rows)
    (problem,) = UCDP.read(Request(path, pack)).refused
    assert problem.row == 3


@pytest.mark.parametrize("repeated", [b"x", b"\n", b"a,b\n", b'"'])
def test_a_zip_bomb_does_not_fill_the_memory(repeated: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("bomb.csv", "w") as member,
    ):
        member.write(b"id,x\n")
        for _ in range(64):
            member.write(repeated * (1_000_000 // len(repeated)))
    tracemalloc.start()
    try:
        with pytest.raises(UnusableInput), CsvFile(path, most_rows=100_000) as file:
            for _ in file:
                pass
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_a_zip_that_claims_to_be_enormous_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ged221.zip"
    path.write_bytes(zipped({"ged221.csv": WHOLE}))
    monkeypatch.setattr("naap.sources.tabular._LARGEST_FILE", 1000)
    with pytest.raises(UnusableInput, match="a zip that unpacks to"):
        CsvFile(path)


def test_progress_is_told_every_some_thousand_rows(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("id\n" + "1\n" * 12_000, encoding="utf-8")
    told: list[str] = []
    with CsvFile(path, progress=told.append) as file:
        assert len(list(file)) == 12_000
    assert told == ["reading long.csv: 5,000 rows", "reading long.csv: 10,000 rows", ""]


def mutated(data: st.DataObject) -> bytes:
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        match data.draw(st.sampled_from(["replace", "insert", "delete", "cut", "swap"])):
            case "replace":
                some = data.draw(st.binary(min_size=1, max_size=3))
                content[at : at + len(some)] = some
            case "insert":
                odd = [b",", b'"', b"\r\n", b"\x00", b"\xff", b"-", b"9999999999", b"NaN", b""]
                content[at:at] = data.draw(st.sampled_from(odd))
            case "delete":
                del content[at : at + data.draw(st.integers(1, 40))]
            case "cut":
                del content[max(at, len(content) // 2) :]
            case _:
                other = data.draw(st.integers(0, len(content)))
                content[at : at + 9], content[other : other + 9] = (
                    content[other : other + 9], content[at : at + 9],
                )  # fmt: skip
    return bytes(content)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_file_changed_at_random_is_read_or_told(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "ged221.csv"
    path.write_bytes(mutated(data))
    try:
        reading = UCDP.read(Request(path, PACK))
    except UnusableInput:
        return
    counted = len(reading.claims) + len(reading.refused) + reading.outside.total()
    assert counted == reading.rows_read
    assert len({claim.key_id for claim in reading.claims}) == len(reading.claims)
