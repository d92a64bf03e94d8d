"""Figures by a mapping, under the older name of the source: faults of all kinds, later files."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from naap.ledger import Ledger
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.problems import UnusableInput
from naap.sources import Request, source_named
from tests.table_makers import FIGURES, Desk, with_columns


@pytest.fixture
def bring_in(pack: Pack, ledger: Ledger, tmp_path: Path) -> Desk:
    return Desk("figures", pack, ledger, tmp_path)


def figures(ledger: Ledger) -> dict[str, Decimal]:
    rows = duckdb.sql(Snapshot.of(ledger).sql(kind_named("figure")))
    return dict(rows.project("record_key, value").fetchall())


def changed(**columns: Any) -> dict[str, Any]:
    return with_columns(FIGURES, **columns)


def test_a_later_file_revises_adds_and_retracts(bring_in: Desk, ledger: Ledger) -> None:
    bring_in("no,when,dead\na,2023,1\nb,2023,2\nc,2023,3\n")
    assert bring_in("no,when,dead\na,2023,1\nb,2023,2\n").receipt.number is None
    assert len(figures(ledger)) == 3
    whole = FIGURES | {"full_release": True}
    tally = bring_in("no,when,dead\na,2023,1\nb,2023,5\nd,2023,4\n", whole).receipt.tallies[
        "figure"
    ]
    assert (tally.new, tally.superseding, tally.unchanged, tally.retracted) == (1, 1, 1, 1)
    assert figures(ledger) == {"a": 1, "b": 5, "d": 4}
    assert bring_in("no,when,dead\na,2023,1\nb,2023,5\nd,2023,4\n", whole).receipt.number is None


def test_every_fault_of_a_mapping_is_told_at_once(bring_in: Desk, ledger: Ledger) -> None:
    problems = bring_in.refuses(
        "no,when,dead\na,2023,1\n",
        {
            "series": "Peace Desk",
            "source": "peace-desk-2023",
            "record_key": [],
            "full": "yes",
            "columns": {
                "publisher": {"value": "peace-desk", "column": "who"},
                "quantity": {},
                "period": {"column": "when", "thousand": ","},
                "valeu": {"column": "dead"},
            },
        },
    )
    by_place = {problem.column: problem for problem in problems}
    assert by_place.keys() == {
        "series", "source", "record_key", "full", "columns.publisher", "columns.quantity",
        "columns.period.thousand", "columns.valeu", "columns.place", "columns.value",
    }  # fmt: skip
    assert "peace-desk-2024" in by_place["source"].expected
    assert all(problem.file.endswith("mapping.yml") and problem.mend for problem in problems)
    assert ledger.log() == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: [", "text that cannot be read"),
        ("- a\n- b\n", "no settings"),
        ("", "no settings"),
        ("columns: 3\n", "'3'"),
        ("columns:\n  value: dead\n", "'dead'"),
        ("[" * 5000, "text that cannot be read"),
    ],
)
def test_a_mapping_that_is_none_is_told(text: str, found: str, bring_in: Desk) -> None:
    assert any(found in problem.found for problem in bring_in.refuses("no\n1\n", text))


def test_without_a_mapping_the_message_says_how_to_add_one(pack: Pack, tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="Add --mapping"):
        source_named("figures").read(Request(tmp_path / "table.csv", pack))


def test_words_in_a_mapping_are_never_taken_for_numbers_or_dates(
    bring_in: Desk, ledger: Ledger
) -> None:
    text = yaml.safe_dump(changed(period={"value": "PERIOD"})).replace("PERIOD", "2016-06")
    bring_in("no,dead\n0012,1\n", text)
    assert figures(ledger) == {"0012": 1}


def test_columns_that_the_file_lacks_are_told_together(bring_in: Desk) -> None:
    (problem,) = bring_in.refuses("number,year,dead\n1,2023,4\n", FIGURES)
    assert (problem.row, problem.column) == (1, "no, when")


@pytest.mark.parametrize(
    ("thousands", "written", "value"),
    [
        (",", "1,206", "1206"), (",", "12,345,678", "12345678"), (",", "206", "206"),
        (",", "1206", "1206"), (",", "1,206.5", "1206.5"), (",", "-1,206", "-1206"),
        (".", "1.206", "1206"), (".", "1.206,5", "1206.5"), (" ", "1 206", "1206"),
        ("'", "1'206", "1206"), ("", "48.5", "48.5"), ("", "0", "0"), ("", ".5", "0.5"),
    ],
)  # fmt: skip
def test_numbers_as_they_are_written(
    thousands: str, written: str, value: str, bring_in: Desk, ledger: Ledger
) -> None:
    mapping = changed(value={"column": "dead", "thousands": thousands})
    bring_in(f'no,when,dead\n1,2023,"{written}"\n', mapping)
    assert figures(ledger) == {"1": Decimal(value)}


@pytest.mark.parametrize(
    ("thousands", "written"),
    [
        ("", "1,206"), (",", "12,06"), (",", "1,206,5"), (",", ",206"), (".", "1,206.5"),
        ("", "1e3"), ("", "nan"), ("", "Infinity"), ("", "1_000"), ("", "٤٢"), ("", "12%"),
        ("", "--1"), ("", "."), ("", "about 70"), ("", "9" * 30), ("", "0.123456789"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(thousands: str, written: str, bring_in: Desk) -> None:
    mapping = changed(value={"column": "dead", "thousands": thousands})
    (problem,) = bring_in.refuses(f'no,when,dead\n1,2023,"{written}"\n', mapping)
    assert (problem.file, problem.row, problem.column) == ("table.csv", 2, "dead")


@pytest.mark.parametrize(
    ("columns", "row", "column", "expected"),
    [
        ({"place": {"column": "x"}}, "SZ1a", "x", "places.csv; nearest: SZ1"),
        ({"quantity": {"column": "x"}}, "kiled", "x", "quantities.csv; nearest: killed"),
        ({"quantity": {"column": "x"}}, "", "x", "What was counted"),
        ({"publisher": {"column": "x"}}, "peacedesk", "x", "bodies.csv; nearest: peace-desk"),
        ({"scope": {"column": "x"}}, "desk-attack", "x", "scopes.csv; nearest: desk-attacks"),
        ({"period": {"column": "x"}}, "June 2023", "x", "is not a date"),
        ({"stated_on": {"column": "x"}}, "2023-02-30", "x", "not in the calendar"),
        ({"qualifier": {"column": "x"}}, "roughly", "x", "exact, at least, more than"),
    ],
)  # fmt: skip
def test_an_id_or_date_that_does_not_exist_is_refused_with_what_is_near(
    columns: dict[str, Any], row: str, column: str, expected: str, bring_in: Desk
) -> None:
    table = f"no,when,dead,x\n1,2023,4,{row}\n"
    (problem,) = bring_in.refuses(table, changed(**columns))
    assert (problem.row, problem.column) == (2, column)
    assert expected in problem.expected


def test_two_rows_may_not_share_a_key(bring_in: Desk) -> None:
    (problem,) = bring_in.refuses("no,when,dead\n1,2023,4\n2,2023,4\n1,2023,5\n", FIGURES)
    assert (problem.row, problem.column) == (4, "no")
    assert "row 2" in problem.expected


def test_a_row_needs_every_part_of_its_key(bring_in: Desk) -> None:
    mapping = FIGURES | {"record_key": ["when", "no"]}
    (problem,) = bring_in.refuses("no,when,dead\n,2023,4\n", mapping)
    assert (problem.row, problem.column) == (2, "no")


def test_columns_that_nobody_reads_are_reported(bring_in: Desk) -> None:
    report = bring_in("no,when,dead,x,y\n1,2023,4,,\n", FIGURES | {"ignore": ["y"]})
    assert report.unknown_columns == ("x",)
