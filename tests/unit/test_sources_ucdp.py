"""UCDP GED: every shape of release, what is refused, and what a later release changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from naap.ledger import Ledger
from naap.ledger.diff import changes_between
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.problems import Problem, UnusableInput
from naap.sources import Reading, Report, Request, import_file, source_named
from tests import ged_files
from tests.ged_files import elsewhere, event

UCDP = source_named("ucdp-ged")


@pytest.fixture
def read(pack: Pack, tmp_path: Path) -> Callable[..., Reading]:
    def read_rows(*rows: ged_files.Row, name: str = "ged221.csv", **asked: Any) -> Reading:
        path = ged_files.write(tmp_path / name, rows)
        return UCDP.read(Request(path, pack, **asked))

    return read_rows


@pytest.fixture
def bring_in(pack: Pack, ledger: Ledger, tmp_path: Path) -> Callable[..., Report]:
    def import_rows(name: str, rows: list[ged_files.Row], **asked: Any) -> Report:
        leave_out = asked.pop("leave_out_refused", False)
        path = ged_files.write(tmp_path / name, rows)
        return import_file(
            ledger, UCDP, Request(path, pack, **asked), recorded_by="test",
            leave_out_refused=leave_out,
        )  # fmt: skip

    return import_rows


def held(ledger: Ledger) -> dict[str, dict[str, Any]]:
    rows = duckdb.sql(Snapshot.of(ledger).sql(kind_named("account")))
    names = rows.columns
    return {row[names.index("record_key")]: dict(zip(names, row, strict=True))
            for row in rows.fetchall()}  # fmt: skip


def refusal(read: Callable[..., Reading], **changed: str) -> Problem:
    reading = read(event(1), event(2, **changed))
    assert len(reading.claims) == 1
    (problem,) = reading.refused
    return problem


@pytest.mark.parametrize("layout", ged_files.LAYOUTS)
@pytest.mark.parametrize("name", ["ged171.csv", "ged241-csv.zip"])
def test_every_shape_of_release_gives_the_same_claims(
    layout: str, name: str, pack: Pack, tmp_path: Path
) -> None:
    path = ged_files.write(tmp_path / name, [event(1)], ged_files.LAYOUTS[layout])
    reading = UCDP.read(Request(path, pack, stated_on="2020"))
    assert reading.unknown_columns == ()
    assert not [remark for remark in reading.remarks if "lacks, left empty" in remark] or (
        layout.startswith("early")
    )
    (claim,) = reading.claims
    assert claim.fields == {
        "series": "ucdp-ged", "record_key": "1", "source": "ucdp-ged", "locator": "id 1",
        "basis": "study", "stated_on": "2020", "event_start": date(2020, 3, 4),
        "event_end": date(2020, 3, 5), "date_precision": "1", "country": "SZ",
        "area_1": "Vale province", "area_2": "Upper district", "latitude": Decimal("35.41"),
        "longitude": Decimal("71.02"), "place_precision": "1", "event_type": "state-based",
        "side_a": "9902", "side_b": "9901", "dyad": "8801", "certainty": "1", "report_count": 2,
        "killed_best": 6, "killed_low": 5, "killed_high": 9, "killed_civilians": 3,
        "killed_side_a": 1, "killed_side_b": 2, "killed_unknown": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    "written", ["2014-12-16", "2014-12-16 00:00:00.000", "2014-12-16 00:00:00", "2014-12-16T00:00"]
)
def test_days_in_every_way_that_ucdp_wrote_them(written: str, read: Callable[..., Reading]) -> None:
    (claim,) = read(event(1, date_start=written, date_end=written, year="2014")).claims
    assert claim.fields["event_start"] == claim.fields["event_end"] == date(2014, 12, 16)


@pytest.mark.parametrize(
    ("changed", "column", "found"),
    [
        ({"date_start": "3/4/2020"}, "date_start", "'3/4/2020'"),
        ({"date_start": "2020-13-04"}, "date_start", "'2020-13-04'"),
        ({"date_start": "2020-03-04x"}, "date_start", "'2020-03-04x'"),
        ({"date_end": "2020-03-03"}, "date_end", "2020-03-03"),
        ({"best": "6.0"}, "best", "'6.0'"),
        ({"best": ""}, "best", "nothing"),
        ({"best": "-1"}, "best", "'-1'"),
        ({"deaths_a": "²"}, "deaths_a", "'²'"),
        ({"high": "9" * 5000}, "high", "'" + "9" * 40 + "'"),
        ({"type_of_violence": "4"}, "type_of_violence", "'4'"),
        ({"id": "4.25E+05"}, "id", "'4.25E+05'"),
        ({"id": ""}, "id", "nothing"),
        ({"year": "20²0"}, "year", "'20²0'"),
        ({"year": "99999"}, "year", "'99999'"),
        ({"year": ""}, "year", "''"),
        ({"country_id": ""}, "country_id", "nothing"),
        ({"country_id": "9990.0"}, "country_id", "'9990.0'"),
        ({"where_prec": "8"}, "where_prec", "'8'"),
        ({"date_prec": ""}, "date_prec", "nothing"),
        ({"latitude": "91.5"}, "latitude", "'91.5'"),
        ({"longitude": "nan"}, "longitude", "'nan'"),
        ({"side_a_new_id": "Government"}, "side_a_new_id", "'Government'"),
        ({"adm_1": "Vale\x07"}, "adm_1", "'Vale\\x07'"),
    ],
)
def test_a_bad_cell_is_refused_by_row_and_column(
    changed: dict[str, str], column: str, found: str, read: Callable[..., Reading]
) -> None:
    problem = refusal(read, **changed)
    assert (problem.file, problem.row, problem.column) == ("ged221.csv", 3, column)
    assert problem.found == found
    assert problem.expected
    assert problem.mend


def test_two_rows_with_one_id_must_say_the_same(read: Callable[..., Reading]) -> None:
    reading = read(event(1), event(1), event(1, best="7"))
    assert len(reading.claims) == 1
    assert reading.outside == {"repeating an earlier row": 1}
    (problem,) = reading.refused
    assert (problem.row, problem.column) == (4, "id")
    assert "row 2" in problem.expected


def test_estimates_out_of_order_are_kept_as_published_and_told(
    read: Callable[..., Reading],
) -> None:
    reading = read(event(1, low="7"), event(2))
    assert len(reading.claims) == 2
    assert [remark for remark in reading.remarks if "in 1 events the low, best and high" in remark]


@pytest.mark.parametrize(
    ("name", "release", "stated_on"),
    [
        ("ged171.csv", "17.1", "2017"),
        ("ged241-csv.zip", "24.1", "2024"),
        ("GEDEvent_v25_1.csv", "25.1", "2025"),
        ("ged_sabzkoh_v22_1.csv", "22.1", "2022"),
        ("UCDP GED 22.1 (copy).csv", "22.1", "2022"),
        ("events.csv", None, None),
        ("ged-2024-05-17.csv", None, None),
    ],
)
def test_the_file_name_tells_the_release(
    name: str, release: str | None, stated_on: str | None, read: Callable[..., Reading]
) -> None:
    reading = read(event(1), name=name)
    assert (reading.release, reading.stated_on) == (release, stated_on)


def test_a_release_that_is_named_wrongly_is_told_before_any_row(
    read: Callable[..., Reading],
) -> None:
    with pytest.raises(UnusableInput, match=r"--release: found 'v24'"):
        read(event(1), release="v24")


def test_a_date_of_the_statement_that_is_none_is_told_once(
    bring_in: Callable[..., Report], ledger: Ledger
) -> None:
    with pytest.raises(UnusableInput) as caught:
        bring_in("ged221.csv", [event(1), *elsewhere()], stated_on="last June")
    assert [problem.file for problem in caught.value.problems] == ["--stated-on"]
    assert ledger.log() == []


def test_columns_that_nobody_reads_are_reported(pack: Pack, tmp_path: Path) -> None:
    columns = [*ged_files.LAYOUTS["late"], "new_thing", "other"]
    rows = [event(1) | {"new_thing": "SECRET", "other": ""}]
    path = ged_files.write(tmp_path / "ged301.csv", rows, columns)
    assert UCDP.read(Request(path, pack)).unknown_columns == ("new_thing", "other")


def test_no_dropped_text_reaches_the_ledger(
    bring_in: Callable[..., Report], ledger: Ledger
) -> None:
    report = bring_in("ged221.csv", [event(1, code_status="Check 3: SECRET"), *elsewhere()])
    assert report.dropped == dict.fromkeys(
        ("source_article", "source_headline", "source_original", "where_coordinates",
         "where_description"), 1001,
    )  # fmt: skip
    files = list(ledger.folder.glob("account/*.parquet"))
    assert files
    for file in files:
        cells = duckdb.sql(f"SELECT * FROM read_parquet('{file}')").fetchall()
        assert not [cell for row in cells for cell in row if "SECRET" in str(cell)]
    assert not [file for file in ledger.folder.rglob("*")
                if file.is_file() and b"SECRET" in file.read_bytes()]  # fmt: skip
    assert held(ledger)["1"]["note"] == "Not cleared by UCDP (Check 3)"


def test_a_later_release_revises_adds_and_retracts(
    bring_in: Callable[..., Report], ledger: Ledger
) -> None:
    first = bring_in("ged211.csv", [event(1), event(2), event(3), *elsewhere()])
    tally = first.receipt.tallies["account"]
    assert (tally.new, tally.superseding, tally.unchanged, tally.retracted) == (3, 0, 0, 0)
    assert first.rows_read == 1003
    assert first.outside == {"in another country": 1000}
    before = Snapshot.of(ledger)

    second = bring_in("ged221.csv", [event(1), event(2, best="8"), event(4), *elsewhere()])
    tally = second.receipt.tallies["account"]
    assert (tally.new, tally.superseding, tally.unchanged, tally.retracted) == (1, 1, 1, 1)
    assert held(ledger).keys() == {"1", "2", "4"}

    changes = {change.key: change for change in changes_between(before, Snapshot.of(ledger))}
    assert {key: change.what for key, change in changes.items()} == {
        "account/ucdp-ged/2": "revised",
        "account/ucdp-ged/3": "removed",
        "account/ucdp-ged/4": "added",
    }
    assert changes["account/ucdp-ged/2"].columns == {
        "killed_best": (6, 8), "stated_on": ("2021", "2022"),
    }  # fmt: skip

    again = bring_in("ged221.csv", [event(1), event(2, best="8"), event(4), *elsewhere()])
    assert again.receipt.number is None
    assert again.receipt.digest == second.receipt.digest


def test_an_older_release_does_not_retract_the_years_that_it_does_not_reach(
    bring_in: Callable[..., Report], ledger: Ledger
) -> None:
    bring_in("ged221.csv", [event(1), event(2, year="2021"), *elsewhere(last=2021)])
    report = bring_in("ged211.csv", [event(1), *elsewhere(last=2020)], older=True)
    assert report.receipt.tallies["account"].retracted == 0
    assert held(ledger).keys() == {"1", "2"}


@pytest.mark.parametrize("partial", [False, True])
def test_an_older_release_does_not_take_the_place_of_a_newer_one_by_mistake(
    bring_in: Callable[..., Report], ledger: Ledger, partial: bool
) -> None:
    bring_in("ged251.csv", [event(1, best="9"), event(2), *elsewhere()])
    digest = ledger.digest()
    with pytest.raises(UnusableInput) as told:
        bring_in("ged91.csv", [event(1, best="1"), *elsewhere()], release="24.1", partial=partial)
    (problem,) = told.value.problems
    assert (problem.file, problem.found) == ("ged91.csv", "release 24.1")
    assert "release 25.1" in problem.expected
    assert "--older-release" in problem.mend
    assert ledger.digest() == digest


def test_a_part_of_a_release_retracts_nothing(
    bring_in: Callable[..., Report], ledger: Ledger
) -> None:
    bring_in("ged211.csv", [event(1), event(2), *elsewhere()])
    tally = bring_in("ged221.csv", [event(3), *elsewhere()], partial=True).receipt.tallies
    assert (tally["account"].new, tally["account"].retracted) == (1, 0)
    assert held(ledger).keys() == {"1", "2", "3"}


@pytest.mark.parametrize("name", ["GEDEvent_v22_0_5.csv", "GEDEvent_v22_01_22_06.csv"])
def test_a_candidate_release_is_sent_to_its_own_source(
    name: str, bring_in: Callable[..., Report], ledger: Ledger
) -> None:
    with pytest.raises(UnusableInput, match="naap import ucdp-candidate"):
        bring_in(name, [event(1), *elsewhere()])
    assert ledger.log() == []


def test_one_year_under_another_name_is_no_full_release(
    bring_in: Callable[..., Report], ledger: Ledger
) -> None:
    bring_in("ged211.csv", [event(1), event(2), *elsewhere()])
    report = bring_in("events.csv", [event(3), *elsewhere(first=2020, last=2020)])
    assert report.receipt.tallies["account"].retracted == 0
    assert [remark for remark in report.remarks if "left alone" in remark]


def test_the_file_of_another_country_is_refused_and_retracts_nothing(
    bring_in: Callable[..., Report], ledger: Ledger
) -> None:
    bring_in("ged211.csv", [event(1), *elsewhere()])
    with pytest.raises(UnusableInput, match="no event with the number 9990 in 1,000 rows"):
        bring_in("ged_other_v22_1.csv", elsewhere())
    assert held(ledger).keys() == {"1"}


def test_refused_rows_can_be_left_out_and_then_nothing_is_retracted(
    bring_in: Callable[..., Report], ledger: Ledger
) -> None:
    bring_in("ged211.csv", [event(1), event(2), event(3), *elsewhere()])
    rows = [event(1), event(2, best="many"), *elsewhere()]
    with pytest.raises(UnusableInput, match=r"ged221.csv, row 3, column best: found 'many'"):
        bring_in("ged221.csv", rows)
    assert len(ledger.log()) == 1
    report = bring_in("ged221.csv", rows, leave_out_refused=True)
    assert len(report.refused) == 1
    assert report.receipt.tallies["account"].retracted == 0
    assert held(ledger).keys() == {"1", "2", "3"}


def test_a_short_file_is_no_full_release(bring_in: Callable[..., Report], ledger: Ledger) -> None:
    with pytest.raises(UnusableInput, match="found 1 rows; expected 1,000 to"):
        bring_in("ged221.csv", [event(1)])
    assert bring_in("ged221.csv", [event(1)], partial=True).receipt.number == 1
    assert len(ledger.log()) == 1


def test_parties_without_a_reviewed_label_are_named(read: Callable[..., Reading]) -> None:
    reading = read(event(1, side_b_new_id="123"), event(2))
    assert [remark for remark in reading.remarks if "UCDP id: 123" in remark]
