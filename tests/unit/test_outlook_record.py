"""Records of forecasts and answers: only added to, made again to the same, read with their pack."""

from __future__ import annotations

import csv
import json
import tempfile
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from naap.cli import naap
from naap.config import shipped_packs
from naap.ledger import Moment
from naap.outlook.deaths import deaths
from naap.outlook.evaluate import evaluate
from naap.outlook.evaluate_answer import answer
from naap.outlook.evaluate_series import Event
from naap.outlook.forecasting import make_forecast
from naap.outlook.months import month_number
from naap.outlook.panel import Array, Panel
from naap.outlook.record import SHARES, panel_digest, record
from naap.outlook.record_evaluation import record_evaluation
from naap.pack import load_record, validate
from naap.pack.tables import EvaluationRecordRow, EvaluationRow, ForecastRecordRow, ForecastRow
from naap.problems import UnusableInput
from naap.workspace import Workspace
from tests.evaluate_worlds import WORLDS, series_of
from tests.outlook_makers import made_panel, write_csv
from tests.review_makers import shipped

FIRST = month_number("2018-01")
ABOUT = {"counted": "deaths", "counts": "made.csv", "ledger_digest": ""}
DAY = date(2025, 1, 15)
COUNTS = Path(__file__).parent.parent / "fixtures" / "sazan_counts.csv"
EVENT = Event("SAP22", "The plan", "پلان", date(2014, 12, 24), "plan")


def panel_of(values: Array) -> Panel:
    return Panel(("SZ1", "SZ2", "SZ3")[: len(values)], FIRST, values, in_words=True)


def panel(months: int = 60) -> Panel:
    return panel_of(made_panel(3, 72).values[:, :months])


def keep(folder: Path, counts: Panel) -> list[dict[str, str]]:
    record(folder, counts, ABOUT, month_number("2021-12"), 6, DAY, "naap forecast record")
    with (folder / "forecasts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_later_record_adds_origins_and_leaves_every_byte_before(tmp_path: Path) -> None:
    first = keep(tmp_path, panel(60))
    before = (tmp_path / "forecasts.csv").read_bytes()
    assert {row["origin"] for row in first} == {"2021-12", "2022-06", "2022-12"}
    assert keep(tmp_path, panel(60)) == first
    changed = panel(66)
    changed.values[:, 50] += 7  # revised counts change no forecast that stands
    later = keep(tmp_path, changed)
    assert (tmp_path / "forecasts.csv").read_bytes().startswith(before)
    assert {row["origin"] for row in later[len(first) :]} == {"2023-06"}
    records = load_record(tmp_path, shipped("example"))[ForecastRecordRow.table]
    told = [each for each in records if isinstance(each, ForecastRecordRow)]
    assert [each.record_id for each in told] == ["r1", "r2"]
    assert len({each.counts_sha256 for each in told}) == 2


def test_counts_of_too_few_months_are_told_apart_from_a_record_that_is_whole(
    tmp_path: Path,
) -> None:
    def asked(months: int) -> Result:
        counts = tmp_path / f"{months}.csv"
        if not counts.exists():
            write_csv(made_panel(3, months), counts)
        return CliRunner().invoke(
            naap, ["forecast", "record", "--panel", str(counts), "--since", "40",
                   "--out", str(tmp_path / f"record-{months}")],
        )  # fmt: skip

    short = asked(30)
    assert short.exit_code == 1
    assert "before none of these months stand 36 counted months in a row" in short.output
    assert not (tmp_path / "record-30").exists()
    assert asked(60).exit_code == 0
    again = asked(60)
    assert again.exit_code == 0
    assert "every origin stands already" in again.output


def test_what_was_made_when_later_months_were_known_is_marked(tmp_path: Path) -> None:
    said = {(row["origin"], row["retrospective"]) for row in keep(tmp_path, panel(60))}
    assert said == {("2021-12", "yes"), ("2022-06", "yes"), ("2022-12", "no")}


def test_a_baseline_says_the_same_of_each_month_ahead(tmp_path: Path) -> None:
    rows = [row for row in keep(tmp_path, panel(60)) if row["origin"] == "2022-06"]
    last = np.sort(panel(60).upto(month_number("2022-06")).values[2, -12:])
    told = [row for row in rows if row["place_id"] == "SZ3" and row["model"] == "conflictology"]
    assert [row["months_ahead"] for row in told] == [""]
    assert int(told[0]["q50"]) == int(last[5])
    assert int(told[0]["q95"]) == int(last[11])
    pool = [row for row in rows if row["place_id"] == "SZ3" and row["model"] == "pool"]
    assert [row["months_ahead"] for row in pool] == [str(ahead) for ahead in range(1, 13)]


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=48, max_size=48), st.integers(0, 3))
def test_what_is_recorded_is_read_back(counts: list[int], missing: int) -> None:
    values = np.array([counts, counts[::-1]], dtype=float)
    values[1, :missing] = np.nan
    with tempfile.TemporaryDirectory() as name:
        rows = keep(Path(name), panel_of(values))
        read = load_record(Path(name), shipped("example"))[ForecastRow.table]
    assert len(read) == len(rows) == 2 * 14
    for row, told in zip(rows, read, strict=True):
        assert isinstance(told, ForecastRow)
        low_to_high = [told.q05, told.q25, told.q50, told.q75, told.q95]
        assert low_to_high == sorted(low_to_high) == [int(row[name]) for name in SHARES]
        assert 1 >= told.p1 >= told.p25 >= told.p100 >= 0


def test_an_origin_of_the_shipped_record_is_made_again_to_the_same() -> None:
    workspace = Workspace.here(pack="pakistan")
    tables = load_record(workspace.pack.folder, workspace.pack)
    provinces = deaths(workspace.snapshot(Moment()), workspace.pack, "province")
    records = {
        each.record_id: each for each in tables[ForecastRecordRow.table]
        if isinstance(each, ForecastRecordRow)
    }  # fmt: skip
    kept = [
        row for row in tables[ForecastRow.table]
        if isinstance(row, ForecastRow) and row.origin.text == "2015-12" and row.model == "pool"
        and row.place_id in provinces.units
    ]  # fmt: skip
    assert len(kept) == 12 * len(provinces.units)
    head = records[kept[0].record_id]
    made, _ = make_forecast(
        provinces, month_number("2015-12"), range(1, 13), int(head.draws), int(head.seed)
    )
    assert made.about["settings_sha256"] == head.settings_sha256
    for row in kept:
        draws = made.draws[made.units.index(row.place_id), int(row.months_ahead or 0) - 1]
        told = np.quantile(draws, [*SHARES.values()], method="inverted_cdf")
        assert [int(each) for each in told] == [row.q05, row.q25, row.q50, row.q75, row.q95]
        chances = [float((draws >= level).mean()) for level in (1, 25, 100)]
        assert [row.p1, row.p25, row.p100] == pytest.approx(chances, abs=0.0006)
    # The ledger that ships counts what the record was made from.
    assert panel_digest(provinces) == head.counts_sha256


@pytest.mark.parametrize("name", ["pakistan", "example"])
def test_the_records_that_ship_are_small(name: str) -> None:
    folder = shipped_packs()[name]
    files = [*folder.glob("forecast*.csv"), *folder.glob("evaluation*.csv")]
    assert files
    assert sum(each.stat().st_size for each in files) < 400_000
    assert [each for each in validate(folder) if each.file in {file.name for file in files}] == []


def test_a_record_of_another_pack_is_refused(tmp_path: Path) -> None:
    keep(tmp_path, panel(60))
    with pytest.raises(UnusableInput, match="a place of the pack"):
        load_record(tmp_path, shipped("pakistan"))


def test_a_row_that_was_tampered_with_is_refused(tmp_path: Path) -> None:
    keep(tmp_path, panel(60))
    path = tmp_path / "forecasts.csv"
    path.write_text(path.read_text().replace("r1,SZ1,2021-12,pool,1,yes,", "r9,SZ1,2021-12,pool,1,"
                                             "perhaps,", 1))  # fmt: skip
    with pytest.raises(UnusableInput, match="yes or no"):
        load_record(tmp_path, shipped("example"))


def test_the_command_records_in_a_workspace_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ["forecast", "record", "--panel", str(COUNTS), "--since", "2024-12", "--json"]
    outside = CliRunner().invoke(naap, ["--pack", "example", *asked])
    assert isinstance(outside.exception, UnusableInput)
    assert "no workspace here" in str(outside.exception)
    Workspace.create(tmp_path / "w", "example")
    monkeypatch.chdir(tmp_path / "w")
    inside = CliRunner().invoke(naap, asked)
    assert inside.exit_code == 0, inside.output
    (kept,) = json.loads(inside.stdout)["records"]
    assert kept == {"record_id": "r1", "origins": ["2024-12"], "rows": 4 * 14, "possible": 1}
    assert (tmp_path / "w" / "outlook" / "forecasts.csv").exists()


def test_an_answer_is_recorded_with_each_design_and_read_back(tmp_path: Path) -> None:
    found = evaluate(EVENT, series_of(WORLDS["spells"], 5, 0.25))
    record_evaluation(tmp_path, found, "d" * 64, None, DAY, "naap evaluate --event sap-2022", 1)
    tables = load_record(tmp_path, shipped("example"))
    (head,) = tables[EvaluationRecordRow.table]
    assert isinstance(head, EvaluationRecordRow)
    assert head.answer_en == str(answer(found, "en"))
    assert head.donors is None
    rows = [row for row in tables[EvaluationRow.table] if isinstance(row, EvaluationRow)]
    own = [row for row in rows if row.about == "event"]
    assert [row.design for row in own] == [each.design for each in found.estimates]
    assert [row.finding for row in own] == [each.finding for each in found.estimates]
    assert {row.what for row in rows if row.about == "date"} >= {
        "6 months earlier",
        "1 months later",
    }
    assert len(rows) == len(found.estimates) + len(found.variations)
