"""The windows that forecasts are proved on: the VIEWS challenge, and Pakistan."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from unittest.mock import patch

import numpy as np

from naap.ledger import Moment
from naap.outlook.choose import choose
from naap.outlook.deaths import deaths
from naap.outlook.files import read_panel
from naap.outlook.forecasting import make_forecast
from naap.outlook.panel import Forecast, Panel, Unit
from naap.outlook.parts import PARTS, Part
from naap.outlook.pool import Settings
from naap.outlook.scores import crps, ignorance, log_crps
from naap.outlook.scoring import Window, score_window
from naap.workspace import Workspace
from tests.bench._process import naap as command
from tests.conftest import shared_folder
from tests.outlook_makers import views

__all__ = [
    "CHOSEN", "ETHIOPIA", "PAKISTAN", "YEARS", "countries_of", "ged_panels", "only", "origin_of",
    "pakistan_settings", "pool_ratios", "rolled", "views_panel", "views_windows",
]  # fmt: skip

YEARS = (2018, 2019, 2020, 2021)
"""Windows of the challenge, January to December, from data to October of the year before."""
CHOSEN = {"since": 310, "until": 454, "every": 3}
"""How the settings that ship were chosen: origins October 2005 on, nothing after October 2017."""
ETHIOPIA, PAKISTAN = 57, 136


@cache
def views_panel() -> Panel:
    return read_panel(views("cm_ged_sb_panel_1989_2021.parquet"), "country_id", "month_id", "y")


def origin_of(year: int) -> int:
    return (year - 1 - 1980) * 12 + 10


def views_windows(
    panel: Panel, model: str, leave_out: Callable[[object, int], bool] | None = None
) -> list[Window]:
    """Scores of one model on the challenge's four windows and 191 countries."""
    return [
        score_window(_views_forecast(model, year), panel, str(year), leave_out) for year in YEARS
    ]


@cache
def _views_forecast(model: str, year: int) -> Forecast:
    made, _ = make_forecast(views_panel(), origin_of(year), range(3, 15), 1000, 1, model)
    return only(made, countries_of(year))


def countries_of(year: int) -> Sequence[Unit]:
    return read_panel(views(f"cm_actuals_{year}.parquet"), "country_id").units


def only(made: Forecast, units: Sequence[object]) -> Forecast:
    rows = [row for row, unit in enumerate(made.units) if unit in set(units)]
    return replace(made, units=tuple(made.units[row] for row in rows), draws=made.draws[rows])


def pool_ratios(panel: Panel, parts: Mapping[str, Part]) -> dict[str, float]:
    """The pool of these parts: scores over those of conflictology, as geometric means over twelve
    windows from October 2013 on that end before 2018; the weights are chosen before."""
    steps = range(3, 15)
    ratios: dict[str, list[float]] = {}
    with patch.dict(PARTS, parts, clear=True):
        chosen = choose(panel, 406, 310, 3, steps)
        for origin in range(406, 441, 3):
            ours, _ = make_forecast(panel, origin, steps, settings=chosen)
            base, _ = make_forecast(panel, origin, steps, model="conflictology")
            happened = panel.at(ours.units, ours.times)
            whole = ~np.isnan(happened).any(axis=1)
            for score in (crps, log_crps, ignorance):
                one, other = (score(each.draws[whole], happened[whole]).mean()
                              for each in (ours, base))  # fmt: skip
                ratios.setdefault(score.__name__, []).append(float(one / other))
    return {name: float(np.exp(np.mean(np.log(each)))) for name, each in ratios.items()}


def ged_panels(folder: Path) -> Mapping[str, Panel]:
    """Deaths by month of Pakistan's provinces and districts, counted from the shared events."""
    workspace = folder / "workspace"
    events = shared_folder() / "data" / "ucdp" / "ged_pakistan_v22_1.csv"
    subprocess.run(command("init", str(workspace), "--pack", "pakistan"), check=True)
    imported = command("import", "ucdp-ged", str(events.resolve()))
    subprocess.run(imported, cwd=workspace, check=True, stdout=subprocess.DEVNULL)
    here = Workspace.here(workspace)
    snapshot = here.snapshot(Moment())
    return {level: deaths(snapshot, here.pack, level) for level in ("province", "district")}


def pakistan_settings(districts: Panel) -> Settings:
    """Chosen on Pakistan's districts up to December 2009, before the first scored month."""
    return choose(districts, until=360, since=276, every=3, steps=range(1, 13))


def rolled(
    panel: Panel, model: str, settings: Settings | None, origins: Sequence[int]
) -> list[Window]:
    """Scores 1 to 12 months ahead from each origin, of the places that lasted the window."""
    scored = []
    for origin in origins:
        made, _ = make_forecast(panel, origin, range(1, 13), 200, 1, model, settings)
        happened = panel.at(made.units, made.times)
        lasted = [unit for unit, counts in zip(made.units, happened, strict=True)
                  if counts.min() >= 0]  # fmt: skip
        scored.append(score_window(only(made, lasted), panel, str(origin)))
    return scored
