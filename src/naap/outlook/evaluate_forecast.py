"""The fourth design: what the forecast made on the eve expected, against what came.

How far forecasts of as many months missed before is what a miss is measured by, so a model that
is too sure of itself gains nothing. A miss is held against the usual one by Student's t, with as
many earlier spans as do not overlap; a rank among all earlier origins finds too much, since spans
that overlap miss together. Nothing after the eve enters the forecast.
"""

from __future__ import annotations

import numpy as np

from naap.outlook.evaluate_design import Estimate, Placebo, Series, cannot_be_told, told
from naap.outlook.forecasting import LEAST_MONTHS, make_forecast
from naap.outlook.panel import Array, Panel, Unit

__all__ = ["AHEAD", "LEAST_EARLIER", "forecast_gap", "misses"]

AHEAD = 12
"""Months ahead: what the forecasts are scored for, too."""
LEAST_EARLIER = 15
"""So many earlier spans without overlap, at the least, or a miss cannot be called rare."""
DRAWS = 200


def forecast_gap(series: Series, start: int, ahead: int = AHEAD, seed: int = 1) -> Estimate:
    """The sum of the months after the event against the sum that was forecast on the eve."""
    from scipy.special import stdtr, stdtrit

    if not series.monthly:
        return cannot_be_told("forecast", "forecasts are made by month, and this series is yearly")
    eve = start - 1
    panel = Panel(("country",), series.first, series.values[None], in_words=True)
    if series.last < eve + ahead:
        return cannot_be_told(
            "forecast", f"the series {series.name} ends {max(0, series.last - eve)} months after "
            f"the event; {ahead} are needed",
        )  # fmt: skip
    origins = [*range(eve - ahead, series.first + LEAST_MONTHS, -(ahead // 2))]
    if len(origins) // 2 < LEAST_EARLIER:
        return cannot_be_told(
            "forecast",
            f"only {len(origins) // 2} earlier spans of {ahead} months could have "
            f"been forecast; {LEAST_EARLIER} are needed to tell a rare miss",
        )
    own = _miss(panel, eve, ahead, seed)
    if own is None:
        return cannot_be_told("forecast", "months are missing before or after the event")
    gap, spread, expected = own
    earlier = [miss for each in origins if (miss := _miss(panel, each, ahead, seed)) is not None]
    scores = np.array([each[0] / each[1] for each in earlier])
    placebo = Placebo.among(gap / spread, scores, "earlier origins, half a span apart")
    if placebo is None or len(scores) // 2 < LEAST_EARLIER:
        return cannot_be_told(
            "forecast", f"months are missing: only {len(scores)} earlier forecasts of {ahead} "
            f"months could be made; {2 * LEAST_EARLIER} are needed to tell a rare miss",
        )  # fmt: skip
    # Spans that overlap miss together: only every second one adds to what is known of misses.
    apart = len(scores) // 2
    usual = float(np.sqrt((scores**2).mean())) * spread
    p = 2 * float(stdtr(apart - 1, -abs(gap) / usual))
    reach = float(stdtrit(apart - 1, 0.975)) * usual
    times, counts = series.between(start, start + ahead - 1)
    return told(
        "forecast",
        f"the project's forecast from the end of {series.written(eve)}, {ahead} months ahead; "
        f"interval and p from how forecasts of {len(scores)} earlier origins missed",
        gap, gap - reach, gap + reach, float(counts.mean()),
        p, times=[series.written(each) for each in times],
        expected_sum=round(expected, 1), observed_sum=float(counts.sum()),
    ).with_placebos(placebo, None)  # fmt: skip


def misses(panel: Panel, eve: int, ahead: int, seed: int = 1) -> dict[Unit, float]:
    """Of each unit that can be forecast: how far the sum missed, in spreads of its forecast."""
    made, _ = make_forecast(panel, eve, range(1, ahead + 1), DRAWS, seed)
    counts = panel.at(made.units, range(eve + 1, eve + ahead + 1)).sum(axis=1)
    scores = {}
    for unit, draws, count in zip(made.units, made.draws, counts, strict=True):
        gap, spread, _ = _of(draws, float(count))
        scores[unit] = gap / spread
    return scores


def _miss(panel: Panel, eve: int, ahead: int, seed: int) -> tuple[float, float, float] | None:
    """The miss of one unit; None where months are missing."""
    known = panel.values[0, : eve - panel.first + 1][-LEAST_MONTHS:]
    counts = panel.at(panel.units, range(eve + 1, eve + ahead + 1))[0]
    if np.isnan(known).any() or np.isnan(counts).any():
        return None
    made, _ = make_forecast(panel, eve, range(1, ahead + 1), DRAWS, seed)
    return _of(made.draws[0], float(counts.sum()))


def _of(draws: Array, count: float) -> tuple[float, float, float]:
    """Logarithm of observed over expected sums, the forecast's own spread, the expected sum.

    ``draws`` is (months, draws). Months of one spell move together: the spread of their sum is
    taken as if they all did.
    """
    expected = float(draws.mean(axis=-1).sum())
    low, high = np.quantile(np.sort(draws, axis=-1).sum(axis=0), [0.16, 0.84])
    spread = float(np.log1p(high) - np.log1p(low)) / 2 + 0.05
    return float(np.log1p(count) - np.log1p(expected)), spread, expected
