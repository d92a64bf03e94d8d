"""The panel of a ledger: what counts where, what is a zero, and what was not yet said."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from naap.cli import naap
from naap.ledger import Ledger, Moment
from naap.ledger.snapshot import Snapshot
from naap.outlook.deaths import deaths
from naap.outlook.forecasting import make_forecast
from naap.outlook.months import month_number
from naap.outlook.panel import Panel
from naap.problems import UnusableInput
from naap.sources import Request, import_file, source_named
from tests.ged_files import elsewhere, event, write
from tests.review_makers import shipped

PACK = shipped("example")


def told(number: int, day: str, best: int, **more: str) -> dict[str, str]:
    return event(number, year=day[:4], date_start=day, date_end=day, best=str(best), low="0",
                 high="99", **more)  # fmt: skip


FIRST = [
    told(1, "2019-01-05", 3),
    told(2, "2019-12-20", 4, adm_1="Northern Tract", adm_2="Highpass agency"),
    told(3, "2020-03-04", 6),
    told(4, "2020-12-31", 5, adm_1="Northern Tract", adm_2="Highpass agency"),
    told(5, "2020-06-01", 7, where_prec="6", adm_2=""),
]


def ledger_with(folder: Path, *releases: tuple[str, list[dict[str, str]]]) -> Ledger:
    folder.mkdir(exist_ok=True)
    ledger = Ledger.create(folder / "ledger")
    for stated_on, rows in releases:
        name = f"GEDEvent_v{stated_on[2:4]}_1.csv"
        file = write(folder / name, [*rows, *elsewhere()])
        asked = Request(file, PACK, stated_on=stated_on)
        import_file(ledger, source_named("ucdp-ged"), asked, recorded_by="tests")
    return ledger


def by_month(panel: Panel, unit: str) -> dict[str, float]:
    row = panel.values[panel.units.index(unit)]
    start = panel.first
    months = ("2019-01", "2019-12", "2020-03", "2020-06", "2020-12")
    return {month: row[month_number(month) - start] for month in months}


def test_events_are_placed_by_level_and_time_and_an_empty_month_is_a_zero(tmp_path: Path) -> None:
    snapshot = Snapshot.of(ledger_with(tmp_path, ("2021-06", FIRST)))
    country, province, district = (
        deaths(snapshot, PACK, level) for level in ("country", "province", "district")
    )
    assert list(by_month(country, "SZ").values()) == [3, 4, 6, 7, 5]
    assert country.values.sum() == 25
    assert deaths(snapshot, PACK, "country", "events").values.sum() == 5
    assert np.count_nonzero(np.nan_to_num(country.values)) == 5
    # The tract became part of the Vale on 1 July 2020: it has no month after that.
    assert list(by_month(province, "SZ1").values()) == [3, 0, 6, 7, 5]
    assert np.isnan(by_month(province, "SZ9")["2020-12"])
    assert by_month(province, "SZ9")["2019-12"] == 4
    # An event that is placed in a province only is in no district.
    assert list(by_month(district, "SZ11").values()) == [3, 0, 6, 0, 0]


def test_a_forecast_of_a_past_day_sees_no_later_claim(tmp_path: Path) -> None:
    revised = [told(1, "2019-01-05", 30), *FIRST[1:], told(9, "2020-11-11", 40)]
    ledger = ledger_with(tmp_path, ("2021-06", FIRST), ("2022-06", revised))
    now = deaths(Snapshot.of(ledger), PACK, "province")
    then = deaths(Snapshot.of(ledger, Moment(stated_by=date(2021, 12, 31))), PACK, "province")
    alone = ledger_with(tmp_path / "alone", ("2021-06", FIRST))
    known = deaths(Snapshot.of(alone), PACK, "province")
    assert np.nansum(now.values) == np.nansum(then.values) + 67
    assert np.array_equal(then.values, known.values, equal_nan=True)
    origin = now.last
    one, two = (make_forecast(Panel(each.units, each.first - 24, _longer(each), True), origin,
                              [1, 2], 40)[0].draws for each in (then, known))  # fmt: skip
    assert np.array_equal(one, two)


def _longer(panel: Panel) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The same after two quiet years, which a forecast needs."""
    return np.pad(panel.values, ((0, 0), (24, 0)))


def test_a_ledger_without_deaths_says_what_to_import(tmp_path: Path) -> None:
    snapshot = Snapshot.of(Ledger.create(tmp_path / "ledger"))
    with pytest.raises(UnusableInput, match="naap import ucdp-ged FILE"):
        deaths(snapshot, PACK, "district")


def test_the_pack_that_ships_is_forecast_and_places_that_ended_are_named() -> None:
    asked = ["--pack", "pakistan", "forecast", "--level", "province", "--horizon", "1", "--json"]
    done = CliRunner().invoke(naap, asked)
    answer = json.loads(done.stdout)
    assert done.exit_code == 1
    assert [each["unit"] for each in answer["refused"]] == ["PK-FATA"]
    assert answer["origin"] == "2021-12"
    assert answer["ledger_digest"]
    asked = ["--pack", "pakistan", "forecast", "--stated-by", "2022-12-31", "--json"]
    # The release that reaches to 2024 was stated later.
    assert json.loads(CliRunner().invoke(naap, asked).stdout)["origin"] == "2021-12"
