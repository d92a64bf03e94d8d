"""Totals of UCDP GED events by month, province and district, and that they agree."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from naap.config import shipped_packs
from naap.ledger import Claim
from naap.pack import Pack, load
from naap.pack.tables import FigureRow, PlaceLabelRow, PlaceRow
from naap.problems import UnusableInput
from naap.sources import Request, source_named
from naap.sources.ged_places import Placer
from naap.sources.ged_totals import By, totals
from tests import ged_files
from tests.ged_files import elsewhere, event

UNTIL = date(2020, 12, 31)


def accounts(folder: Path, pack: Pack, *rows: dict[str, str]) -> list[Claim]:
    path = ged_files.write(folder / "ged211.csv", [*rows, *elsewhere(last=2020)])
    return list(source_named("ucdp-ged").read(Request(path, pack)).claims)


def told(claims: Iterable[Claim], by: By, pack: Pack) -> dict[str, int]:
    rows = totals(claims, by, pack=pack, source="events-file", until=UNTIL)
    return {row["record_id"].removeprefix("ucdp-ged-"): int(row["value"]) for row in rows}


def test_a_month_without_an_event_is_a_zero_only_for_the_country(
    tmp_path: Path, pack: Pack
) -> None:
    claims = accounts(tmp_path, pack, event(1, year="2020"), event(2, year="2020", best="7"))
    by_month = told(claims, "month", pack)
    assert len(by_month) == 32 * 12 * 4
    assert (by_month["2020-03-events"], by_month["2020-03-best"]) == (2, 13)
    assert by_month["2020-04-best"] == 0
    assert told(claims, "province-month", pack) == {
        "SZ1-2020-03-state-based-events": 2, "SZ1-2020-03-state-based-best": 13,
    }  # fmt: skip
    assert told(claims, "district-year", pack) == {
        "SZ11-2020-events": 2, "SZ11-2020-best": 13, "SZ11-2020-low": 10, "SZ11-2020-high": 18,
    }  # fmt: skip


def test_the_type_of_violence_is_the_scope(tmp_path: Path, pack: Pack) -> None:
    rows = [event(number, type_of_violence=str(number)) for number in (1, 2, 3)]
    claims = accounts(tmp_path, pack, *rows)
    made = totals(claims, "province-month", pack=pack, source="events-file", until=UNTIL)
    assert {row["scope_id"] for row in made} == {
        "ucdp-state-based", "ucdp-non-state", "ucdp-one-sided",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "provinces", "districts"),
    [
        ({"where_prec": "3"}, ["SZ1"], ["SZ11"]),
        ({"where_prec": "4"}, ["SZ1"], []),
        ({"where_prec": "5"}, ["SZ1"], []),
        ({"adm_2": ""}, ["SZ1"], []),
        ({"adm_1": "", "adm_2": "", "where_prec": "6"}, [], []),
        # The islands are one district as a whole.
        ({"adm_1": "Lakeland islands", "adm_2": ""}, ["SZ2"], ["SZ22"]),
        ({"adm_1": "Lakeland islands", "adm_2": "", "where_prec": "4"}, ["SZ2"], []),
        # The tract joined the province on 1 July 2020; its district stays the same.
        (
            {"adm_1": "Northern Tract", "adm_2": "Highpass agency", "date_start": "2020-06-30",
             "date_end": "2020-06-30"},
            ["SZ9"], ["SZ13"],
        ),
        (
            {"adm_1": "Northern Tract", "adm_2": "Highpass agency", "date_start": "2020-07-01",
             "date_end": "2020-07-01"},
            ["SZ1"], ["SZ13"],
        ),
    ],
)  # fmt: skip
def test_an_event_counts_where_its_place_is_known(
    tmp_path: Path,
    pack: Pack,
    changed: dict[str, str],
    provinces: list[str],
    districts: list[str],
) -> None:
    claims = accounts(tmp_path, pack, event(1, **changed), event(2, year="2019"))[:1]
    by_province = told(claims, "province-month", pack)
    by_district = told(claims, "district-year", pack)
    assert sorted({name.split("-")[0] for name in by_province}) == provinces
    assert sorted({name.split("-")[0] for name in by_district}) == districts
    month = str(claims[0].fields["event_start"])[:7]
    assert told(claims, "month", pack)[f"{month}-best"] == 6


def test_a_label_that_the_pack_does_not_know_is_told(tmp_path: Path, pack: Pack) -> None:
    claims = accounts(tmp_path, pack, event(1, adm_1="Atlantis"), event(2, adm_2="Nowhere"))
    with pytest.raises(UnusableInput, match=r"label_1: found 0 rows .*province 'Atlantis' on"):
        told(claims, "province-month", pack)
    with pytest.raises(UnusableInput, match=r"label_2: found 0 rows .*'Atlantis / Upper district'"):
        told(claims, "district-year", pack)


def test_a_pack_without_labels_is_told(pack: Pack) -> None:
    bare = Pack(pack.folder, pack.settings, {**pack.tables, "place_labels": ()})
    with pytest.raises(UnusableInput, match=r"place_labels.csv: found no row for the data set"):
        Placer(bare)


def test_labels_that_hold_on_the_same_day_are_told(tmp_path: Path, pack: Pack) -> None:
    (first, *_) = [row for row in pack.rows(PlaceLabelRow) if not row.label_2]
    other = first.model_copy(update={"place_id": "SZ3"})
    rows = (*pack.rows(PlaceLabelRow), other)
    double = Pack(pack.folder, pack.settings, {**pack.tables, "place_labels": rows})
    claims = accounts(tmp_path, pack, event(1, adm_1=first.label_1))
    with pytest.raises(UnusableInput, match="found 2 rows for the province"):
        told(claims, "province-month", double)


# What ships with the pack of a real country, against sums made without Naap.

PAKISTAN = load(shipped_packs()["pakistan"])


@pytest.fixture(scope="module")
def events(shared_data: Path) -> list[dict[str, str]]:
    text = (shared_data / "ucdp" / "ged_pakistan_v22_1.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def claims(shared_data: Path) -> list[Claim]:
    request = Request(shared_data / "ucdp" / "ged_pakistan_v22_1.csv", PAKISTAN)
    return list(source_named("ucdp-ged").read(request).claims)


def shipped(level: str, quantity: str) -> Counter[tuple[str, str]]:
    """The pack's own rows: sums by period and place, of one level of places."""
    found: Counter[tuple[str, str]] = Counter()
    for row in PAKISTAN.rows(FigureRow):
        at_level = PAKISTAN.get(PlaceRow, row.place_id).level == level
        if row.aggregate_of == "ucdp-ged" and row.quantity_id == quantity and at_level:
            found[str(row.period), row.place_id] += int(row.value)
    return found


@pytest.mark.shared
@pytest.mark.parametrize("by", ["month", "province-month", "district-year"])
def test_the_pack_ships_what_the_command_makes(claims: list[Claim], by: By) -> None:
    made = list(totals(claims, by, pack=PAKISTAN, source="ucdp-ged-22-1", until=date(2021, 12, 31)))
    level = {"month": "country", "province-month": "province", "district-year": "district"}[by]
    rows = {
        row.record_id: str(int(row.value))
        for row in PAKISTAN.rows(FigureRow)
        if row.aggregate_of == "ucdp-ged" and PAKISTAN.get(PlaceRow, row.place_id).level == level
    }
    assert {row["record_id"]: row["value"] for row in made} == rows


@pytest.mark.shared
@pytest.mark.parametrize(
    ("quantity", "column"), [("ucdp-events", None), ("ucdp-deaths-best", "best")]
)
def test_provinces_and_events_without_one_make_the_country(
    events: list[dict[str, str]], quantity: str, column: str | None
) -> None:
    months: Counter[str] = Counter()
    for (month, _), value in shipped("province", quantity).items():
        months[month] += value
    for row in events:
        if not row["adm_1"]:
            months[row["date_start"][:7]] += int(row[column]) if column else 1
    country = {month: value for (month, _), value in shipped("country", quantity).items()}
    assert {m: v for m, v in months.items() if v} == {m: v for m, v in country.items() if v}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("quantity", "column"), [("ucdp-events", None), ("ucdp-deaths-best", "best")]
)
def test_districts_and_events_known_to_the_province_make_the_province(
    events: list[dict[str, str]], quantity: str, column: str | None
) -> None:
    # The tribal areas and their frontier regions went into the province next to them, whose
    # districts they are named after: the two are taken together.
    province_of = {"PK-FATA": "PK5"}
    parents = {row["place_id"]: row["parent_id"] for row in _parents()}
    found: Counter[tuple[str, str]] = Counter()
    for (year, district), value in shipped("district", quantity).items():
        found[year, parents[district]] += value
    labels = {
        row.label_1: province_of.get(row.place_id, row.place_id)
        for row in PAKISTAN.rows(PlaceLabelRow)
        if not row.label_2 and PAKISTAN.get(PlaceRow, row.place_id).level == "province"
    }
    for row in events:
        area, whole = row["adm_1"], row["adm_1"].startswith("Islamabad")
        if area and (int(row["where_prec"]) >= 4 or not (row["adm_2"] or whole)):
            found[row["year"], labels[area]] += int(row[column]) if column else 1
    expected: Counter[tuple[str, str]] = Counter()
    for (month, province), value in shipped("province", quantity).items():
        expected[month[:4], province_of.get(province, province)] += value
    assert {k: v for k, v in found.items() if v} == {k: v for k, v in expected.items() if v}


def _parents() -> list[dict[str, str]]:
    path = PAKISTAN.folder / "place_parents.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    return [row for row in rows if row["parent_id"] != "PK-FATA"]


@pytest.mark.shared
def test_the_later_release_is_taken_over_month_by_month(shared_data: Path) -> None:
    path = shared_data / "ucdp" / "ucdp_country_month_v25_1_pak_afg_ind_irn.csv"
    with path.open(encoding="utf-8", newline="") as file:
        months = {r["year_month"]: r for r in csv.DictReader(file) if r["country_iso3"] == "PAK"}
    rows = [
        row
        for row in PAKISTAN.rows(FigureRow)
        if row.scope_id == "ucdp-organised-violence-25-1" and row.period.precision == "month"
    ]
    columns = {"ucdp-events": "ucdp_event_count", "ucdp-deaths-best": "ucdp_fatalities_best"}
    assert len(rows) == 2 * len(months) == 2 * 36 * 12
    for row in rows:
        assert float(row.value) == float(months[str(row.period)][columns[row.quantity_id]])
        assert row.aggregate_of is None
