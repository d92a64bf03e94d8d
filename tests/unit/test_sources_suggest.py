"""The first mapping that is suggested: what is guessed, why, and that it never breaks."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naap.cli import naap
from naap.config import shipped_packs
from naap.pack import load
from naap.problems import UnusableInput
from naap.sources import Reading, Request, source_named
from naap.sources.suggest import suggest
from naap.sources.table_mapping import TableMapping

PACK = load(shipped_packs()["example"])
TABLE = source_named("table")
Suggest = Callable[..., dict[str, Any]]


@pytest.fixture
def suggested(tmp_path: Path) -> Suggest:
    def of(table: str, name: str = "table.csv") -> dict[str, Any]:
        path = tmp_path / name
        path.write_text(table, encoding="utf-8")
        loaded: dict[str, Any] = yaml.load(suggest(path, PACK), Loader=yaml.BaseLoader)
        return loaded

    return of


def imported(path: Path) -> Reading:
    mapping = path.with_suffix(".yml")
    mapping.write_text(suggest(path, PACK), encoding="utf-8")
    return TABLE.read(Request(path, PACK, mapping=mapping))


def test_a_wide_table_gets_a_measure_for_each_number(suggested: Suggest) -> None:
    found = suggested(
        "Attacks in Sabzkoh;;;\nYear;Attacks;Dead;Casualties\n2019;52;1.118;300\n2020;30;55,5;-\n"
    )
    assert (found["header_row"], found["delimiter"], found["missing"]) == ("2", ";", ["-"])
    assert found["record_key"] == ["Year"]
    assert found["measures"] == {
        "Attacks": {"quantity": "attacks"},
        "Dead": {"quantity": "killed", "thousands": ".", "decimal": ","},
    }
    assert found["ignore"] == ["Casualties"], "casualties are not the killed"
    assert found["source"] == found["columns"]["publisher"]["value"] == "CHOOSE"


def test_events_are_told_from_figures(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(
        "ref,date,province,type,lat,lon,dead,wounded,description\n"
        "E1,16/12/2024,Vale,bombing,35.4,71.1,3,5,SECRET was there\n"
        "E2,02/01/2025,Caost,shooting,34.2,71.4,0,,SECRET\n",
        encoding="utf-8",
    )
    reading = imported(path)
    assert reading.refused == []
    assert [claim.kind for claim in reading.claims] == ["account", "account"]
    fields = reading.claims[0].fields
    assert (str(fields["event_start"]), fields["killed_best"]) == ("2024-12-16", 3)
    assert (fields["injured_best"], fields["event_type"]) == (5, "bombing")
    assert reading.claims[1].fields["area_1"] == "SZ3", "Caost is near to Coast"
    assert reading.unknown_columns == ()
    assert "SECRET" not in str(reading.claims)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["2019-03-01", "2019-04-01"], {"column": "when", "precision": "month"}),
        (["2019-03", "2019-04"], {"column": "when"}),
        (["2019-Q1", "2019-Q2"], {"column": "when"}),
        (["13/02/2019", "01/03/2019"], {"column": "when", "format": "%d/%m/%Y"}),
        (["02/13/2019", "03/01/2019"], {"column": "when", "format": "%m/%d/%Y"}),
        (["Nov 2019", "Dec 2019"], {"column": "when", "format": "%b %Y"}),
        (["3 November 2019", "4 December 2019"], {"column": "when", "format": "%d %B %Y"}),
    ],
)
def test_how_dates_are_written(cells: list[str], told: dict[str, str], suggested: Suggest) -> None:
    found = suggested("when,attacks\n" + "".join(f"{cell},3\n" for cell in cells))
    assert found["columns"]["period"] == told


def test_a_day_that_may_be_a_month_is_left_to_the_user(suggested: Suggest, tmp_path: Path) -> None:
    found = suggested("when,attacks\n02/03/2019,3\n04/05/2019,4\n")
    assert found["columns"]["period"]["format"] == "CHOOSE %d/%m/%Y or %m/%d/%Y"
    with pytest.raises(UnusableInput, match=r"columns\.period"):
        imported(tmp_path / "table.csv")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["1,206", "14"], {"thousands": ","}),
        (["12,34,567", "1,206"], {"thousands": ",", "groups": "indian"}),
        (["48,5", "3"], {"decimal": ","}),
        (["1.206,5", "3"], {"thousands": ".", "decimal": ","}),
        (["1.5 lakh", "2 crore"],
         {"thousands": ",", "groups": "indian", "magnitudes": ["lakh", "crore"]}),
    ],
)  # fmt: skip
def test_how_numbers_are_written(
    cells: list[str], told: dict[str, Any], suggested: Suggest
) -> None:
    rows = "".join(f'{2019 + at},"{cell}"\n' for at, cell in enumerate(cells))
    found = suggested("year,attacks\n" + rows)
    assert found["columns"]["value"] == {"column": "attacks"} | told


def test_the_country_stands_where_no_column_names_a_place(suggested: Suggest) -> None:
    assert suggested("year,attacks\n2019,3\n")["columns"]["place"] == {"value": "SZ"}


def test_names_in_urdu_are_found(suggested: Suggest) -> None:
    found = suggested("سال,علاقہ,حملے\n2019,وادی,3\n2020,ساحل,4\n")
    assert found["columns"]["place"] == {
        "column": "علاقہ", "words": {"وادی": "SZ1", "ساحل": "SZ3"},
    }  # fmt: skip
    assert found["columns"]["quantity"] == {"value": "attacks"}


def test_a_workbook_is_looked_at_below_its_title(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Yearly totals"
    for row in (["Security report"], [], ["year", "attacks"], [2019, 3], [2020, 4]):
        sheet.append(row)
    book.create_sheet("Notes").append(["x"])
    book.save(tmp_path / "peace-desk-2024.xlsx")
    reading = imported(tmp_path / "peace-desk-2024.xlsx")
    assert [claim.fields["value"] for claim in reading.claims] == [3, 4]
    assert {claim.fields["publisher"] for claim in reading.claims} == {"peace-desk"}


@pytest.mark.parametrize("text", ["", "\n\n\n", "a\n", "a,a\n1,2\n", "\x00", "PK\x03\x04"])
def test_what_is_no_table_is_told_or_left_open(text: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    try:
        found = suggest(path, PACK)
    except UnusableInput:
        return
    assert "CHOOSE" in found


def test_the_command_prints_it_and_imports_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text("year,attacks\n2019,3\n", encoding="utf-8")
    run = CliRunner()
    done = run.invoke(naap, ["--pack", "example", "import", "table", "t.csv", "--suggest"])
    assert done.exit_code == 0
    assert done.stdout == suggest(Path("t.csv"), PACK)
    for words in (["ucdp-ged", "t.csv", "--suggest"], ["table", "--suggest"]):
        failed = run.invoke(naap, ["--pack", "example", "import", *words])
        assert isinstance(failed.exception, UnusableInput)


CELLS = st.one_of(
    st.sampled_from(
        ["", "-", "2019", "2019-03-01", "13/02/2019", "Vale", "Lakland", "Peace Desk", "attacks",
         "1,206", "48,5", "1.5 lakh", "Jo Doe", "=1+1", "CHOOSE", "no", "null", "#x", ": {", "'",
         "\\"]
    ),
    st.text(max_size=8),
    st.integers().map(str),
    st.dates().map(str),
)  # fmt: skip


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(1, 5), st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=6), st.data())
def test_random_tables_give_a_mapping_that_is_read_or_told(
    tmp_path: Path, width: int, rows: list[list[str]], data: st.DataObject
) -> None:
    names = data.draw(
        st.lists(CELLS | st.sampled_from(["no", "date", "lat", "killed"]), min_size=width,
                 max_size=width)
    )  # fmt: skip
    stream = io.StringIO()
    csv.writer(stream).writerows([names, *(row[:width] for row in rows)])
    path = tmp_path / "table.csv"
    path.write_text(stream.getvalue(), encoding="utf-8", errors="replace", newline="")
    try:
        text = suggest(path, PACK)
    except UnusableInput:
        return
    written = yaml.load(text, Loader=yaml.BaseLoader)
    assert isinstance(written, dict)
    read_with(path, mutated(written, data) if data.draw(st.booleans()) else written)


def mutated(mapping: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    """The mapping with some part taken out, or put in place of another."""
    odd = ["", "CHOOSE", [], {}, "no", ["no"], {"column": "no"}, {"value": "SZ"}, "1", None]
    name = data.draw(st.sampled_from(sorted(mapping)))
    inner = mapping[name]
    if isinstance(inner, dict) and inner and data.draw(st.booleans()):
        key = data.draw(st.sampled_from(sorted(inner)))
        return mapping | {name: inner | {key: data.draw(st.sampled_from(odd))}}
    return mapping | {name: data.draw(st.sampled_from(odd))}


def read_with(path: Path, mapping: dict[str, Any]) -> None:
    described = path.with_suffix(".yml")
    described.write_text(yaml.safe_dump(mapping), encoding="utf-8")
    try:
        reading = TABLE.read(Request(path, PACK, mapping=described))
    except UnusableInput:
        return
    assert len(reading.refused) <= reading.rows_read


EXAMPLE: dict[str, Any] = TableMapping(
    series="s", source="peace-desk-2024", record_key=("a",),
).model_dump(exclude_defaults=True)  # fmt: skip


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4),
    cells=st.dictionaries(
        st.sampled_from(["publisher", "quantity", "period", "place", "value", "event_start",
                         "event_type", "area_1", "latitude", "killed_best", "locator", "scope"]),
        st.fixed_dictionaries({}, optional={
            "column": st.sampled_from("abc"), "value": CELLS,
            "words": st.dictionaries(CELLS, st.sampled_from(["SZ", "attacks", "x", ""])),
            "format": st.sampled_from(["%Y", "%d/%m/%Y", "%"]), "thousands": st.sampled_from(",. "),
            "decimal": st.sampled_from(",."), "precision": st.sampled_from(["month", "year", "x"]),
            "magnitudes": st.just(["lakh"]), "times": st.sampled_from(["10", "0", "x"]),
        }),
    ),
    kind=st.sampled_from(["figure", "account"]),
)  # fmt: skip
def test_random_mappings_are_used_or_told(
    tmp_path: Path, rows: list[tuple[str, str, str]], cells: dict[str, Any], kind: str
) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([("a", "b", "c"), *rows])
    path = tmp_path / "table.csv"
    path.write_text(stream.getvalue(), encoding="utf-8", errors="replace", newline="")
    sure = {
        "publisher": {"value": "peace-desk"}, "quantity": {"value": "attacks"},
        "period": {"column": "b"}, "place": {"value": "SZ"}, "value": {"column": "c"},
    }  # fmt: skip
    if kind == "account":
        sure = {"event_start": {"column": "b"}, "event_type": {"value": "x"}}
    read_with(path, EXAMPLE | {"record_key": ["a"], "kind": kind, "columns": sure | cells})
