"""``naap score``: files in, scores out; and the published scores of the field's benchmarks."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from naap.cli import naap
from naap.outlook.files import read_forecast, write_forecast
from naap.outlook.panel import Forecast
from naap.problems import UnusableInput
from tests.outlook_makers import made_panel, views, write_csv

PANEL = made_panel(units=5, months=80)


def scored(*arguments: object) -> Result:
    return CliRunner().invoke(naap, ["score", *map(str, arguments)], catch_exceptions=False)


def forecast_file(folder: Path, shift: float = 0, name: str = "f.parquet") -> Path:
    """What happens in months 75 to 80, and ``shift`` to either side of it."""
    actual = PANEL.at(PANEL.units, range(75, 81))
    draws = np.stack([np.maximum(actual - shift, 0), actual + shift], axis=-1)
    file = folder / name
    write_forecast(file, Forecast(PANEL.units, tuple(range(75, 81)), draws, about={"origin": "72"}))
    return file


def test_a_forecast_that_knew_it_all_scores_0(tmp_path: Path) -> None:
    panel = write_csv(PANEL, tmp_path / "panel.csv")
    answer = json.loads(
        scored("--forecast", forecast_file(tmp_path), "--actuals", panel, "--json").stdout
    )
    assert answer["all"]["crps"] == answer["all"]["brier_25"] == answer["all"]["mis"] == 0
    assert answer["all"]["coverage"] == 1
    assert [each["months_ahead"] for each in answer["horizons"]] == [3, 4, 5, 6, 7, 8]
    assert [each["unit"] for each in answer["units"]] == list(PANEL.units)
    assert answer["windows"][0]["active_by"] == "history"
    for told in answer["reliability"].values():  # what is sure comes, what is impossible does not
        assert all(each["said"] == each["happened"] for each in told)
        assert sum(each["cells"] for each in told) == 30
    assert answer["windows"][0]["cells_active"] == 6 * 4  # the first unit is always quiet


def test_a_baseline_is_compared_by_unit(tmp_path: Path) -> None:
    panel = write_csv(PANEL, tmp_path / "panel.csv")
    near, far = forecast_file(tmp_path, 2), forecast_file(tmp_path, 20, "far.parquet")
    arguments = ("--actuals", panel, "--forecast", near, "--baseline", far)
    crps = json.loads(scored(*arguments, "--json").stdout)["against_baseline"][0]
    assert crps["ours"] < crps["baseline"]
    assert crps["low"] < crps["difference"] < crps["high"] < 0 < crps["skill_low"]
    assert "difference" in scored(*arguments).stdout
    years = json.loads(scored(*arguments, "--over", "years", "--json").stdout)["against_baseline"]
    assert years[0]["difference"] == crps["difference"]
    assert years[0]["low"] is None  # one year says nothing about years
    told = scored(*arguments, "--over", "years").stdout
    assert "No interval: it would take at least 5 years." in told
    assert "nan" not in told


def test_units_and_months_can_be_left_out(tmp_path: Path) -> None:
    panel = write_csv(PANEL, tmp_path / "panel.csv")
    arguments = ("--forecast", forecast_file(tmp_path), "--actuals", panel, "--json")
    for without, cells in (("5", 24), ("5=79:80", 28), ("5=75", 29), ("77", 30)):
        answer = json.loads(scored(*arguments, "--without", without).stdout)
        assert answer["all"]["cells"] == cells


def test_a_file_of_draws_is_read_as_it_was_written(tmp_path: Path) -> None:
    draws = np.arange(24.0).reshape(2, 3, 4)
    given = Forecast(("PK-1", "PK-2"), (454, 455, 456), draws, True, {"origin": "2017-09"})
    write_forecast(tmp_path / "f.parquet", given)
    read = read_forecast(tmp_path / "f.parquet")
    assert (read.units, read.times, read.in_words) == (given.units, given.times, True)
    assert np.array_equal(read.draws, draws)
    assert read.origin == 453


def test_what_cannot_be_scored_is_told(tmp_path: Path) -> None:
    panel = write_csv(PANEL.upto(78), tmp_path / "short.csv")
    with pytest.raises(UnusableInput, match="such as 1 in 79"):
        scored("--forecast", forecast_file(tmp_path), "--actuals", panel)
    bad = tmp_path / "bad.csv"
    for text, says in (
        ("unit,time,draw,outcome\n1,1,0,-2\n", "found -2 for unit and month 1, 1"),
        ("unit,time,draw,outcome\n1,1,0,2\n1,2,1,2\n", "2 draws lacking"),
        ("unit,time,draw,outcome\n1,1,0,2\n1,1,0,2\n", "draws that are there twice"),
        ("unit,time,outcome\n1,1,2\n", "expected a column draw"),
        ("unit,time,draw,outcome\n1,soon,0,2\n", "months as whole numbers or as 2017-10"),
        ("unit,time,draw,outcome\n1,,0,2\n", "an empty cell"),
        ("unit,time,draw,outcome\n", "no row"),
    ):
        bad.write_text(text, encoding="utf-8")
        with pytest.raises(UnusableInput, match=says):
            read_forecast(bad)


@pytest.mark.shared
def test_the_scores_of_the_benchmarks_are_the_published_ones() -> None:
    with views("reference_scores_2018_2021.csv").open(encoding="utf-8") as file:
        reference = list(csv.DictReader(file))
    for model in {row["model"] for row in reference}:
        expected = [row for row in reference if row["model"] == model]
        arguments: list[object] = ["--json"]
        for row in expected:
            name = f"benchmarks/bm_{model.removesuffix('_poisson')}_cm_{row['window']}.parquet"
            actual = views(f"cm_actuals_{row['window']}.parquet")
            arguments += ["--forecast", views(name), "--actuals", actual]
        windows = json.loads(scored(*arguments).stdout)["windows"]
        assert len(windows) == 4
        for row, window in zip(expected, windows, strict=True):
            for name in ("crps", "ign", "mis"):
                assert window[name] == pytest.approx(float(row[name]), abs=1e-6, rel=0), row
