"""A forecast in few numbers: for a table, a fan chart, or a sentence."""

from __future__ import annotations

import numpy as np

from naap.outlook.panel import Forecast, Unit
from naap.outlook.scores import INTERVAL, LEVELS

__all__ = ["summaries"]


def summaries(forecast: Forecast) -> list[dict[str, Unit | float]]:
    """Of each unit and month the mean, the median, the 90 % interval, and the chances of at least
    1, 25 and 100. The interval is that which is scored: linear between the draws."""
    outside = (1 - INTERVAL) / 2
    low, middle, high = np.quantile(forecast.draws, [outside, 0.5, 1 - outside], axis=-1)
    mean = forecast.draws.mean(axis=-1)
    chances = {level: (forecast.draws >= level).mean(axis=-1) for level in LEVELS}
    return [
        {
            "unit": unit, "time": forecast.written(time), "mean": round(float(mean[u, t]), 3),
            "low": float(low[u, t]), "median": float(middle[u, t]), "high": float(high[u, t]),
            **{f"at_least_{level}": round(float(each[u, t]), 3)
               for level, each in chances.items()},
        }
        for u, unit in enumerate(forecast.units) for t, time in enumerate(forecast.times)
    ]  # fmt: skip
