"""Any table: the guide's five minutes, figures and events, numbers and dates, no free text."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from click.testing import CliRunner

from naap.cli import naap
from naap.ledger import Batch, Ledger
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.sources import Request, source_named
from tests.table_makers import FIGURES, Desk, with_columns

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "import.md"
WIDE: dict[str, Any] = {
    "series": "desk",
    "source": "peace-desk-2024",
    "record_key": ["year"],
    "missing": ["-"],
    "columns": {
        "publisher": {"value": "peace-desk"},
        "period": {"column": "year"},
        "place": {"value": "SZ"},
    },
    "measures": {
        "A": {"quantity": "attacks", "scope": "desk-attacks"},
        "K": {"quantity": "killed"},
    },
}
EVENTS: dict[str, Any] = {
    "kind": "account",
    "series": "desk-events",
    "source": "peace-desk-2024",
    "record_key": ["ref"],
    "columns": {
        "event_start": {"column": "day"},
        "event_type": {"column": "what", "words": {"bomb": "bombing"}},
        "area_1": {"column": "where"},
        "latitude": {"column": "lat"},
        "killed_best": {"column": "dead"},
    },
    "ignore": ["told"],
}


@pytest.fixture
def bring_in(pack: Pack, ledger: Ledger, tmp_path: Path) -> Desk:
    return Desk("table", pack, ledger, tmp_path)


def held(ledger: Ledger, kind: str, columns: str) -> list[tuple[Any, ...]]:
    rows = duckdb.sql(Snapshot.of(ledger).sql(kind_named(kind)))
    return rows.order("record_key").project(columns).fetchall()


def blocks(language: str) -> list[str]:
    section = GUIDE.read_text(encoding="utf-8").partition("## Import a table of your own")[2]
    found = re.findall(r"^```(\w*)\n(.*?)^```$", section, re.S | re.M)
    return [text for named, text in found if named == language]


def test_the_five_minutes_of_the_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of the page, typed as they stand there, give what stands there."""
    run = CliRunner()
    assert run.invoke(naap, ["init", str(tmp_path / "w"), "--pack", "example"]).exit_code == 0
    monkeypatch.chdir(tmp_path / "w")
    Path("attacks.csv").write_text(blocks("none")[0], encoding="utf-8")
    suggest, bring = (block.strip() for block in blocks("")[:2])
    command, _, target = suggest.partition(" > ")
    suggested = run.invoke(naap, command.split()[1:], catch_exceptions=False)
    assert suggested.stdout == blocks("yaml")[0]
    Path(target).write_text(suggested.stdout, encoding="utf-8")
    for expected in (blocks("text")[0], "0 new, 0 superseding, 4 unchanged"):
        answer = run.invoke(naap, bring.split()[1:], catch_exceptions=False)
        assert answer.exit_code == 0
        assert expected in answer.stdout
    rows = held(Ledger(Path("ledger")), "figure",
                "series, record_key, quantity, period, place, scope, unit, value")  # fmt: skip
    assert [row[1:] for row in rows if row[0] == "attacks"] == [
        ("1", "attacks", "2024-11", "SZ1", "desk-attacks", "attacks", Decimal(14)),
        ("2", "attacks", "2024-11", "SZ2", "desk-attacks", "attacks", Decimal(6)),
        ("3", "killed", "2024-11", "SZ1", "desk-attacks", "persons", Decimal(1206)),
        ("4", "attacks", "2024-12", "SZ1", "desk-attacks", "attacks", Decimal(9)),
    ]


def test_an_import_says_that_what_was_retracted_holds_again(bring_in: Desk, ledger: Ledger) -> None:
    table = "no,when,dead\n1,2019,3\n2,2020,4\n"
    bring_in(table, FIGURES)
    ((record_key, series), *_) = held(ledger, "figure", "record_key, series")
    ledger.append(Batch("post", retracted=(f"figure/{series}/{record_key}",)))
    tally = bring_in(table, FIGURES).receipt.tallies["figure"]
    assert (tally.new, tally.revived) == (1, 1)


def test_a_row_may_hold_several_figures(bring_in: Desk, ledger: Ledger) -> None:
    report = bring_in("year,A,K\n2019,3,-\n2020,,\n2021,5,0\n", WIDE)
    assert held(ledger, "figure", "record_key, quantity, scope, value") == [
        ("2019|A", "attacks", "desk-attacks", 3), ("2021|A", "attacks", "desk-attacks", 5),
        ("2021|K", "killed", None, 0),
    ]  # fmt: skip
    assert dict(report.outside) == {
        "cells left empty, so that no figure is made": 1,
        "without a number, so that no figure is made": 1,
    }


def test_a_bad_number_among_several_is_told_by_its_column(bring_in: Desk) -> None:
    (problem,) = bring_in.refuses("year,A,K\n2019,3,many\n", WIDE)
    assert (problem.row, problem.column, problem.found) == (2, "K", "'many'")
    (problem,) = bring_in.refuses("year,A,K\n2019,3,4\n",
                      WIDE | {"measures": {"K": {"quantity": "kiled"}}})  # fmt: skip
    assert (problem.column, "nearest: killed" in problem.expected) == ("K", True)


def test_events(bring_in: Desk, ledger: Ledger) -> None:
    table = (
        "ref,day,what,where,lat,dead,told\n"
        "E1,2024-12-16,bomb,Vale,35.41,3,by Jo Doe\nE2,2024-11,bomb,,,,\n"
    )
    report = bring_in(table, EVENTS)
    assert report.unknown_columns == ()
    columns = "record_key, event_start, event_end, date_precision, country, area_1, event_type"
    assert held(ledger, "account", columns + ", latitude, killed_best, basis, stated_on") == [
        ("E1", date(2024, 12, 16), date(2024, 12, 16), "day", "SZ", "Vale", "bombing",
         Decimal("35.41"), 3, "study", "2025-01-05"),
        ("E2", date(2024, 11, 1), date(2024, 11, 30), "month", "SZ", None, "bombing",
         None, None, "study", "2025-01-05"),
    ]  # fmt: skip
    files = [path for path in ledger.folder.rglob("*") if path.is_file()]
    assert not [path for path in files if b"Jo Doe" in path.read_bytes()]


@pytest.mark.parametrize(
    ("changed", "row", "column", "expected"),
    [
        ({}, "E1,16/12/2024,bomb,Vale,1,1,", "day", 'format: "%d/%m/%Y"'),
        ({}, ",2024-12-16,bomb,Vale,1,1,", "ref", "a part of the row's name"),
        ({}, "E1,,bomb,Vale,1,1,", "day", "the day of the event"),
        ({}, "E1,2024-12-16,knife by Jo Doe,Vale,1,1,", "what", "list it under words"),
        ({}, "E1,2024-12-16,bomb,Jo Doe's house,1,1,", "where", "a place of the pack"),
        ({}, "E1,2024-12-16,bomb,Vale,91,1,", "lat", "degrees from -90 to 90"),
        ({}, "E1,2024-12-16,bomb,Vale,1,1.5,", "dead", "a whole number, 0 or more"),
        ({}, "E1,2024-12-16,bomb,Vale,1,-1,", "dead", "a whole number, 0 or more"),
        ({}, "Jo,2024-12-16,bomb,Vale,1,1,", None, ""),
        ({}, "Yusuf,2024-12-16,bomb,Vale,1,1,", "ref", "a number or code"),
        ({}, "Jo Doe 3,2024-12-16,bomb,Vale,1,1,", "ref", "a number or code"),
        ({"side_a": {"column": "told"}}, "E1,2024-12-16,bomb,Vale,1,1,Jo", "told", "an id of a"),
        ({"side_a": {"column": "told"}}, "E1,2024-12-16,bomb,Vale,1,1,9901", None, ""),
        ({"attribution": {"column": "told"}}, "E1,2024-12-16,bomb,Vale,1,1,x", "told", "claimed,"),
        (
            {"locator": {"column": "told"}},
            "E1,2024-12-16,bomb,Vale,1,1,Jo 3",
            "told",
            "page, table",
        ),
        ({"locator": {"column": "told"}}, "E1,2024-12-16,bomb,Vale,1,1,p. 12; table 3", None, ""),
        ({"publisher": {"column": "told"}}, "E1,2024-12-16,bomb,Vale,1,1,Jo", "told", "bodies.csv"),
        (
            {"event_end": {"column": "told"}},
            "E1,2024-12-16,bomb,Vale,1,1,2024",
            "told",
            "no day be",
        ),
    ],
)
def test_what_an_event_may_hold(
    changed: dict[str, Any], row: str, column: str | None, expected: str, bring_in: Desk
) -> None:
    table = f"ref,day,what,where,lat,dead,told\n{row}\n"
    mapping = with_columns(EVENTS, **changed)
    if column is None:
        bring_in(table, mapping)
        return
    if "event_end" in changed:
        table = table.replace(",2024\n", ",2023\n")
    (problem,) = bring_in.refuses(table, mapping)
    assert (problem.row, problem.column) == (2, column)
    assert expected in problem.expected


@pytest.mark.parametrize("part", ["breakdown", "document", "unit"])
def test_a_column_of_free_text_must_list_its_words(part: str, bring_in: Desk) -> None:
    table = "no,when,dead,text\n1,2023,4,persons\n"
    (problem,) = bring_in.refuses(table, with_columns(FIGURES, **{part: {"column": "text"}}))
    assert (problem.column, problem.found) == (f"columns.{part}", "a column of free text")
    listed = {"column": "text", "words": {"persons": "persons"}}
    assert bring_in(table, with_columns(FIGURES, **{part: listed})).receipt.number == 1


@pytest.mark.parametrize(
    ("numerals", "written", "value"),
    [
        ({"decimal": ","}, "48,5", "48.5"), ({"decimal": ","}, "1206", "1206"),
        ({"thousands": ".", "decimal": ","}, "1.206,5", "1206.5"),
        ({"thousands": " ", "decimal": ","}, "1 206,5", "1206.5"),
        ({"thousands": ",", "groups": "indian"}, "12,34,567", "1234567"),
        ({"thousands": ",", "groups": "indian"}, "1,20,000.5", "120000.5"),
        ({"thousands": ",", "groups": "indian"}, "1,206", "1206"),
        ({"thousands": ",", "groups": "indian"}, "120,000", "120000"),
        ({"magnitudes": ["lakh", "crore"]}, "1.5 lakh", "150000"),
        ({"magnitudes": ["lakh", "crore"]}, "2 Crore", "20000000"),
        ({"magnitudes": ["lakh"]}, "7", "7"),
        ({"times": "1000"}, "1.5", "1500"),
    ],
)  # fmt: skip
def test_numbers_in_the_ways_that_a_mapping_declares(
    numerals: dict[str, Any], written: str, value: str, bring_in: Desk, ledger: Ledger
) -> None:
    mapping = with_columns(FIGURES, value={"column": "dead", **numerals})
    bring_in(f'no,when,dead\n1,2023,"{written}"\n', mapping)
    assert held(ledger, "figure", "value") == [(Decimal(value),)]


@pytest.mark.parametrize(
    ("numerals", "written"),
    [
        ({}, "48,5"), ({}, "1.5 lakh"), ({}, "12,34,567"), ({"decimal": ","}, "48.5"),
        ({"thousands": ","}, "12,34,567"), ({"thousands": ",", "groups": "indian"}, "1,234,567"),
        ({"thousands": ",", "groups": "indian"}, "123,45,678"), ({"magnitudes": ["lakh"]}, "lakh"),
        ({"magnitudes": ["lakh"]}, "2 crore"), ({"magnitudes": ["lakh"]}, "1 lakh lakh"),
    ],
)  # fmt: skip
def test_numbers_in_other_ways_are_refused(
    numerals: dict[str, Any], written: str, bring_in: Desk
) -> None:
    mapping = with_columns(FIGURES, value={"column": "dead", **numerals})
    (problem,) = bring_in.refuses(f'no,when,dead\n1,2023,"{written}"\n', mapping)
    assert problem.column == "dead"


@pytest.mark.parametrize(
    ("cell", "written", "period"),
    [
        ({"format": "%d/%m/%Y"}, "3/4/2014", "2014-04-03"),
        ({"format": "%m/%d/%Y"}, "3/4/2014", "2014-03-04"),
        ({"format": "%b %Y"}, "Nov 2014", "2014-11"),
        ({"format": "%B, %Y"}, "November, 2014", "2014-11"),
        ({"format": "%Y"}, "2014", "2014"),
        ({"format": "%d.%m.%Y", "precision": "month"}, "01.11.2014", "2014-11"),
        ({"precision": "quarter"}, "2014-11-30", "2014-Q4"),
        ({"precision": "half-year"}, "2014-07", "2014-H2"),
        ({"precision": "year"}, "2014-11", "2014"),
        ({}, "FY2016-17", "FY2016-17"),
        ({"words": {"first half": "2014-H1"}}, "first half", "2014-H1"),
    ],
)
def test_dates_in_the_ways_that_a_mapping_declares(
    cell: dict[str, Any], written: str, period: str, bring_in: Desk, ledger: Ledger
) -> None:
    mapping = with_columns(FIGURES, period={"column": "when", **cell})
    bring_in(f'no,when,dead\n1,"{written}",4\n', mapping)
    assert held(ledger, "figure", "period") == [(period,)]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ({"format": "%d/%m/%Y"}, "30/2/2014"), ({"format": "%d/%m/%Y"}, "2014-02-03"),
        ({"precision": "month"}, "2014"), ({"precision": "day"}, "2014-02"), ({}, "Nov 2014"),
    ],
)  # fmt: skip
def test_dates_in_other_ways_are_refused(
    cell: dict[str, Any], written: str, bring_in: Desk
) -> None:
    mapping = with_columns(FIGURES, period={"column": "when", **cell})
    (problem,) = bring_in.refuses(f'no,when,dead\n1,"{written}",4\n', mapping)
    assert problem.column == "when"


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"kind": "opinion"}, "kind"),
        ({"kind": "account"}, "columns.event_start"),
        ({"header_row": "0"}, "header_row"),
        ({"delimiter": ":"}, "delimiter"),
        ({"measures": {"dead": {"quantity": "killed"}}}, "columns.quantity"),
        ({"measures": {"dead": {}}}, "measures.dead.quantity"),
        ({"columns": {"period": {"column": "when", "format": "day first"}}}, "columns.period"),
        ({"columns": {"value": {"column": "dead", "thousands": ","}, "decimal": ","}},
         "columns.decimal"),
        ({"columns": {"value": {"column": "dead", "thousands": ",", "decimal": ","}}},
         "columns.value"),
    ],
)  # fmt: skip
def test_a_faulty_mapping_is_told_by_its_place(
    change: dict[str, Any], column: str, bring_in: Desk
) -> None:
    problems = bring_in.refuses("no,when,dead\n1,2023,4\n", FIGURES | change)
    assert column in {problem.column for problem in problems}


def test_a_table_below_a_title_with_semicolons(bring_in: Desk, ledger: Ledger) -> None:
    mapping = FIGURES | {"header_row": 3, "delimiter": ";"}
    bring_in("Security report\n\nno;when;dead\n1;2023;4\n", mapping)
    assert held(ledger, "figure", "value") == [(4,)]
    (problem,) = bring_in.refuses("Security report\n\nno;when;dead\n1;2023;x\n", mapping)
    assert problem.row == 4


def test_an_older_mapping_gives_the_same_claims_under_both_names(
    pack: Pack, tmp_path: Path
) -> None:
    file, mapping = tmp_path / "table.csv", tmp_path / "mapping.yml"
    file.write_text("no,when,dead\n1,2023,4\n2,2024,5\n", encoding="utf-8")
    mapping.write_text(yaml.safe_dump(FIGURES), encoding="utf-8")
    request = Request(file, pack, mapping=mapping)
    assert source_named("figures").read(request) == source_named("table").read(request)
