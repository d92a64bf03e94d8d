"""A panel of the size of PRIO-GRID in Africa and the Middle East: made up, mostly empty."""

from __future__ import annotations

import time

import numpy as np

from naap.outlook.forecasting import make_forecast
from naap.outlook.panel import Panel

SAYS = "13,110 cells by 12 months, 1,000 draws each; target 600 s and 6 GB"
RUNS = 1
CELLS, MONTHS = 13_110, 384


def measure() -> dict[str, float]:
    panel = made_grid()
    begun, cpu = time.perf_counter(), time.process_time()
    made, _ = make_forecast(panel, MONTHS, range(3, 15), 1000)
    return {
        "draws_million": made.draws.size / 1e6,
        "forecast_s": time.perf_counter() - begun,
        "forecast_cpu_s": time.process_time() - cpu,
        "cells_ever_above_0": int((panel.values.max(axis=1) > 0).sum()),
    }


def made_grid() -> Panel:
    """One cell in five ever sees a count, in spells."""
    made = np.random.default_rng(1)
    level = np.where(made.random(CELLS) < 0.2, made.normal(-3, 1.5, CELLS), -50)
    spell = np.zeros(CELLS)
    values = np.empty((CELLS, MONTHS))
    for month in range(MONTHS):
        spell = 0.9 * spell + 0.7 * made.standard_normal(CELLS)
        values[:, month] = made.poisson(np.exp(np.minimum(level + spell, 6)))
    return Panel(tuple(range(CELLS)), 1, values)
