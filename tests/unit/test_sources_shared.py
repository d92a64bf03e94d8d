"""The real country file of UCDP GED 22.1, against sums made without Naap."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from naap.cli import naap
from naap.config import chosen_pack
from naap.ledger import Ledger
from naap.pack import load
from naap.sources import Request, import_file, source_named

pytestmark = pytest.mark.shared
COLUMNS = {"events": None, "best": "best", "low": "low", "high": "high"}


@pytest.fixture(scope="module")
def ged(shared_data: Path) -> Path:
    return shared_data / "ucdp" / "ged_pakistan_v22_1.csv"


@pytest.fixture(scope="module")
def events(ged: Path) -> list[dict[str, str]]:
    with ged.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_event_of_the_file_becomes_an_account(
    ged: Path, events: list[dict[str, str]], tmp_path: Path
) -> None:
    pack = load(chosen_pack(None))
    ledger = Ledger.create(tmp_path / "ledger")
    report = import_file(ledger, source_named("ucdp-ged"), Request(ged, pack), recorded_by="test")
    tally = report.receipt.tallies["account"]
    assert (report.rows_read, tally.new, tally.retracted) == (6416, 6416, 0)
    assert report.refused == ()
    assert report.unknown_columns == ()
    assert (report.release, len(events)) == ("22.1", 6416)
    out_of_order = sum(
        not int(row["low"]) <= int(row["best"]) <= int(row["high"]) for row in events
    )
    assert any(f"in {out_of_order} events" in remark for remark in report.remarks)
    assert not any("no reviewed label" in remark for remark in report.remarks)


def test_monthly_totals_are_the_sums_over_the_file(ged: Path, events: list[dict[str, str]]) -> None:
    expected: Counter[tuple[str, str]] = Counter()
    for row in events:
        for name, column in COLUMNS.items():
            expected[row["date_start"][:7], name] += int(row[column]) if column else 1
    answer = CliRunner().invoke(
        naap, ["sources", "totals", str(ged), "--source-id", "a-release"], catch_exceptions=False
    )
    assert answer.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(answer.stdout)))
    totals = {(row["period"], row["record_id"].rsplit("-", 1)[1]): int(row["value"])
              for row in rows}  # fmt: skip
    assert {month: total for month, total in totals.items() if total} == {
        month: total for month, total in expected.items() if total
    }
    months = [f"{year}-{month:02}" for year in range(1989, 2022) for month in range(1, 13)]
    assert sorted(totals) == sorted((month, name) for month in months for name in COLUMNS)
    assert {row["source_id"] for row in rows} == {"a-release"}
