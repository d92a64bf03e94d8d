"""The model beside the field's benchmarks, on the four windows of the VIEWS challenge.

The settings that ship were chosen on windows that end by October 2017: see ``outlook_choose``.
"""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from naap.outlook.files import read_forecast
from naap.outlook.panel import Panel
from naap.outlook.scores import LEVELS
from naap.outlook.scoring import (
    SCORES,
    Against,
    Window,
    against,
    mean_pit,
    mean_scores,
    reliability,
    score_window,
)
from tests.outlook_makers import views
from tests.outlook_proof import ETHIOPIA, PAKISTAN, YEARS, views_panel, views_windows

SAYS = (
    "forecasts of 191 countries, 2018 to 2021, beside conflictology and the other baselines; "
    "CRPS at most 28.9, log-CRPS 0.146, IGN 0.56 (needs the shared data)"
)
RUNS = 1
BASELINES = ("conflictology", "weighted-history", "last-poisson", "bootstrap", "zero")


def measure() -> dict[str, float]:
    panel = views_panel()
    begun, cpu = time.perf_counter(), time.process_time()
    ours = views_windows(panel, "pool")
    measured = {
        "a_window_s": (time.perf_counter() - begun) / len(YEARS),
        "a_window_cpu_s": (time.process_time() - cpu) / len(YEARS),
        **_score_seconds(),
    }
    base = {model: views_windows(panel, model) for model in BASELINES}
    conflictology = base["conflictology"]
    for year, window, before in zip(YEARS, ours, conflictology, strict=True):
        measured[f"crps_{year}"] = mean_scores([window])["crps"]
        measured[f"crps_{year}_conflictology"] = mean_scores([before])["crps"]
    means = mean_scores(ours)
    for name in (*SCORES, "coverage", "coverage_active"):
        measured[name] = means[name]
        for model, windows in base.items():
            measured[f"{name}_{model}"] = mean_scores(windows)[name]
    for each in against(ours, conflictology):
        measured |= _interval(f"{each.score}_difference", each)
    mine, theirs = (
        views_windows(panel, model, _ethiopia_2020_21) for model in ("pool", "conflictology")
    )
    measured |= _interval("crps_difference_no_ethiopia_2020_21", against(mine, theirs)[0])
    measured["crps_no_ethiopia_2020_21"] = mean_scores(mine)["crps"]
    pit = mean_pit(ours, active=True)
    measured |= {"pit_least_tenth": min(pit), "pit_greatest_tenth": max(pit)}
    for level in LEVELS:
        for told in reliability(ours, level):
            name = f"at_least_{level}_said_{told['said']:.2f}"
            measured |= {f"{name}_happened": told["happened"], f"{name}_cells": told["cells"]}
    return {**measured, **_pakistan(panel)}


def _ethiopia_2020_21(unit: object, month: int) -> bool:
    return unit == ETHIOPIA and month > 480


def _score_seconds() -> dict[str, float]:
    """One window of the benchmark with 1,000 draws, 2.3 million in all: read, and scored."""
    panel = views_panel()
    cpu = time.process_time()
    made = read_forecast(views("benchmarks/bm_last_cm_2021.parquet"))
    read = time.process_time()
    score_window(made, panel, "2021")
    return {"read_draws_cpu_s": read - cpu, "score_draws_cpu_s": time.process_time() - read}


def _pakistan(panel: Panel) -> dict[str, float]:
    """Pakistan alone: one unit and four years, so its interval resamples quarters."""
    windows = {
        model: views_windows(panel, model, _elsewhere)
        for model in ("pool", "conflictology", "weighted-history")
    }
    measured = {
        f"pakistan_{name}_{model}": mean_scores(scored)[name]
        for model, scored in windows.items()
        for name in ("crps", "log_crps", "ign")
    }
    ours = _quarters(windows["pool"])
    for model in ("conflictology", "weighted-history"):
        theirs = _quarters(windows[model])
        drawn = np.random.default_rng(1).integers(len(ours), size=(4000, len(ours)))
        skills = 1 - ours[drawn].mean(axis=1) / theirs[drawn].mean(axis=1)
        low, high = np.quantile(skills, [0.025, 0.975])
        measured |= {
            f"pakistan_skill_{model}": float(1 - ours.mean() / theirs.mean()),
            f"pakistan_skill_{model}_low": float(low),
            f"pakistan_skill_{model}_high": float(high),
        }
    return measured


def _elsewhere(unit: object, month: int) -> bool:
    return unit != PAKISTAN


def _quarters(windows: list[Window]) -> NDArray[np.float64]:
    """Mean CRPS of each quarter."""
    months = np.concatenate([np.nanmean(window.scores["crps"], axis=0) for window in windows])
    quarters: NDArray[np.float64] = months.reshape(-1, 3).mean(axis=1)
    return quarters


def _interval(name: str, told: Against) -> dict[str, float]:
    return {name: told.difference, f"{name}_low": told.low, f"{name}_high": told.high}
