"""``naap evaluate`` on the pack that ships: what a reader of the plan of 2014 is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from naap.cli import naap
from naap.problems import UnusableInput
from tests.outlook_makers import views


def asked(*arguments: object) -> Result:
    return CliRunner().invoke(
        naap, ["--pack", "pakistan", "evaluate", *map(str, arguments)], catch_exceptions=False
    )


@pytest.mark.slow
def test_the_plan_of_2014_by_the_months_of_the_pack(tmp_path: Path) -> None:
    chart = tmp_path / "plan.svg"
    done = asked("--event", "nap-2014", "--json", "--chart", chart)
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["first_after"] == "2015-01"
    designs = {each["design"]: each for each in told["designs"]}
    assert list(designs) == ["segmented", "breaks", "synthetic", "forecast"]
    assert not designs["synthetic"]["is_told"]
    for name in ("segmented", "forecast"):
        each = designs[name]
        assert each["ratio_low"] < each["ratio"] < each["ratio_high"]
        assert each["placebo_dates"]["of"] > 20
    days = {each["event_id"]: each["days"] for each in told["confounders"]}
    assert days["zarb-e-azb"] == -192
    assert "nap14-adopted" not in days
    abouts = {each["about"] for each in told["sensitivity"]}
    assert {"date", "window", "outcome", "publisher", "area"} <= abouts
    assert "Operation Zarb-e-Azb begins (192 days before)" in told["answer"]["en"]
    assert "آپریشن ضرب عضب" in told["answer"]["ur"]
    assert chart.read_text(encoding="utf-8").startswith("<svg")


def test_yearly_counts_of_a_think_tank() -> None:
    done = asked("--event", "nap-2014", "--outcome", "attacks", "--publisher", "pips", "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["by"] == "year"
    assert [each["is_told"] for each in told["designs"]] == [True, True, False, False]


def test_an_event_that_the_pack_lacks_is_refused_with_those_it_has() -> None:
    with pytest.raises(UnusableInput, match=r"nap-2014, nap-2021.*zarb-e-azb"):
        asked("--event", "nap-1914")


def test_an_outcome_without_numbers_is_refused() -> None:
    with pytest.raises(UnusableInput, match="no series of meteorites"):
        asked("--event", "nap-2014", "--outcome", "meteorites")


def test_donors_without_the_country_among_them_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "countries.csv"
    file.write_text("unit,time,value\n1,2014-01,3\n", encoding="utf-8")
    with pytest.raises(UnusableInput, match="--treated UNIT together"):
        asked("--event", "nap-2014", "--donors", file)
    with pytest.raises(UnusableInput, match=r"a unit of countries\.csv"):
        asked("--event", "nap-2014", "--donors", file, "--treated", "9")


@pytest.mark.shared
@pytest.mark.slow
def test_other_countries_as_donors_and_placebos() -> None:
    panel = views("cm_ged_sb_panel_1989_2021.parquet")
    done = asked("--event", "nap-2014", "--donors", panel, "--treated", 136, "--json")
    told = json.loads(done.stdout)
    assert all(each["is_told"] for each in told["designs"])
    for each in told["designs"]:
        assert each["placebo_units"]["of"] >= 20
