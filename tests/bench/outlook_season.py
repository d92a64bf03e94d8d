"""Would months of the year earn a place? Where snow closes the passes, wars have a season.

How far each month lies from the year around it is read off the last seven years, and believed as
far as these years agree with each other. Every part that is own history then looks at a past
without seasons, and has them put back into the months ahead. Seven was found on windows before
2018, as all else; five to ten do as well there.

Two questions: on the windows that ``outlook_forest`` compares pools on, and on 2018 to 2021.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from unittest.mock import patch

import numpy as np

from naap.outlook.choose import choose
from naap.outlook.forecasting import make_forecast
from naap.outlook.panel import Array, Panel
from naap.outlook.parts import PARTS, Part, Weighted
from naap.outlook.scoring import mean_scores, score_window
from tests.outlook_proof import (
    CHOSEN,
    YEARS,
    countries_of,
    only,
    origin_of,
    pool_ratios,
    views_panel,
)

SAYS = "a season of each country as a part of the model (needs the shared data)"
RUNS = 1
STEPS = range(3, 15)
SEASON_YEARS = 7


def measure() -> dict[str, float]:
    begun = time.process_time()
    panel = views_panel()
    seasonal = {
        name: part if name in {"year", "alike"} else in_season(part) for name, part in PARTS.items()
    }
    measured = {}
    for name, parts in (("without", dict(PARTS)), ("in_season", seasonal)):
        for score, ratio in pool_ratios(panel, parts).items():
            measured[f"{name}_{score}_before_2018"] = ratio
        with patch.dict(PARTS, parts, clear=True):
            measured |= {f"{name}_{key}": each for key, each in later(panel).items()}
    return {**measured, "cpu_s": time.process_time() - begun}


def later(panel: Panel) -> dict[str, float]:
    """On the windows of the challenge, with weights chosen before them as those that ship are."""
    settings = choose(panel, **CHOSEN, steps=STEPS)
    windows = []
    for year in YEARS:
        made, _ = make_forecast(panel, origin_of(year), STEPS, settings=settings)
        windows.append(score_window(only(made, countries_of(year)), panel, str(year)))
    means = mean_scores(windows)
    by_year = {
        f"crps_{year}": mean_scores([each])["crps"]
        for year, each in zip(YEARS, windows, strict=True)
    }
    return {**{name: means[name] for name in ("crps", "log_crps", "ign", "mis")}, **by_year}


def in_season(part: Part) -> Part:
    def made(panel: Panel, steps: Sequence[int]) -> Weighted:
        factors = season(panel)
        months = panel.first + np.arange(panel.values.shape[1])
        told = part(replace(panel, values=panel.values / factors[:, months % 12]), steps)
        ahead = factors[:, (panel.last + np.array(steps)) % 12, None]
        return Weighted(told.counts * ahead, told.weights)

    return made


def season(panel: Panel) -> Array:
    """(units, 12): what a month counts, over a usual month. The column is the month's number
    modulo 12."""
    years = min(SEASON_YEARS, (panel.values.shape[1] - 12) // 12)
    # Half a year on either side goes into what is usual.
    logs = np.log1p(np.nan_to_num(panel.values[:, -12 * (years + 1) :]))
    year_round = (logs[:, :-12] + logs[:, 12:]) / 2
    for month in range(1, 12):
        year_round += logs[:, month : month - 12]
    apart = (logs[:, 6:-6] - year_round / 12).reshape(len(logs), years, 12)
    usual = apart.mean(axis=1)
    usual -= usual.mean(axis=1, keepdims=True)
    by_chance = apart.var(axis=1, ddof=1).mean(axis=1) / years
    shown = np.clip(1 - by_chance / np.maximum(usual.var(axis=1), 1e-9), 0, 1)
    even = (np.roll(usual, 1, axis=1) + 2 * usual + np.roll(usual, -1, axis=1)) / 4
    factors: Array = np.empty_like(even)
    factors[:, (panel.last - 12 * years - 5 + np.arange(12)) % 12] = np.exp(shown[:, None] * even)
    return factors
