"""Threat levels of areas as probabilities, with what acting on them would have meant.

There is no red flag here. Whether a probability of 0.2 calls for action depends on what acting
costs and what it spares: where acting costs a tenth of the loss, it pays from 0.1 on (the cost-loss
model: Murphy 1977). So each probability stands beside the table of thresholds, and beside how often
each threshold would have given a false alarm or missed something in this area.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from naap.outlook.forecasting import LEAST_MONTHS, Refused, make_forecast
from naap.outlook.months import month_text
from naap.outlook.panel import Array, Panel, Unit
from naap.outlook.pool import Settings

__all__ = ["COSTS", "HISTORY_DRAWS", "Level", "Threshold", "review_date", "threat_levels"]

COSTS = (2, 5, 10, 20)
"""A loss is so many times what acting costs."""
HISTORY_DRAWS = 200


@dataclass(frozen=True)
class Threshold:
    """What it would have meant to act whenever the probability reached ``act_from``."""

    loss_over_cost: float
    act_from: float
    reached: bool
    right: int
    """Months in which one would have acted, and it happened."""
    false_alarms: int
    misses: int
    quiet: int
    """Months in which one would not have acted, and nothing of the size happened."""


@dataclass(frozen=True)
class Level:
    """The probability of at least so many in one area and month, and its track record."""

    unit: Unit
    month: int
    at_least: float
    probability: float
    said: float
    """The mean of the probabilities that the model gave for the months of the track record."""
    happened: float
    """The share of those months in which it happened."""
    thresholds: tuple[Threshold, ...]


def threat_levels(
    panel: Panel,
    origin: int,
    ahead: int,
    levels: Sequence[float],
    costs: Sequence[float] = COSTS,
    history_months: int = 36,
    settings: Settings | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[list[Level], tuple[Refused, ...]]:
    """Of each area, for the month ``ahead`` of the origin.

    The track record is of the last months up to the origin, each forecast from as many months
    before it, with nothing later looked at.
    """
    made, refused = make_forecast(panel, origin, [ahead], settings=settings)
    track = _track(panel, made.units, origin, ahead, history_months, settings, progress)
    found = []
    for row, unit in enumerate(made.units):
        for level in levels:
            chance = float((made.draws[row, 0] >= level).mean())
            before = [(float((draws >= level).mean()), bool(count >= level))
                      for draws, count in track[unit]]  # fmt: skip
            found.append(
                Level(
                    unit, made.times[0], level, chance,
                    float(np.mean([said for said, _ in before])) if before else float("nan"),
                    float(np.mean([came for _, came in before])) if before else float("nan"),
                    tuple(_threshold(cost, chance, before) for cost in costs),
                )
            )  # fmt: skip
    return found, refused


def _threshold(loss_over_cost: float, chance: float, before: list[tuple[float, bool]]) -> Threshold:
    act_from = 1 / loss_over_cost
    counts = {
        (acted, came): sum((said >= act_from, happened) == (acted, came)
                           for said, happened in before)
        for acted in (True, False) for came in (True, False)
    }  # fmt: skip
    return Threshold(
        loss_over_cost,
        act_from,
        chance >= act_from,
        counts[True, True],
        counts[True, False],
        counts[False, True],
        counts[False, False],
    )


def _track(
    panel: Panel,
    units: Sequence[Unit],
    origin: int,
    ahead: int,
    months: int,
    settings: Settings | None,
    progress: Callable[[str], None],
) -> dict[Unit, list[tuple[Array, float]]]:
    """Of each unit, the draws of its past forecasts and what then happened."""
    track: dict[Unit, list[tuple[Array, float]]] = {unit: [] for unit in units}
    first = max(origin - months + 1, panel.first + LEAST_MONTHS + ahead - 1)
    for month in range(first, origin + 1):
        progress(f"forecasting {month_text(month) if panel.in_words else month} as it was")
        start = month - ahead
        known = panel.upto(start).values[:, -LEAST_MONTHS:]
        if not (~np.isnan(known)).all(axis=1).any():
            continue
        past, _ = make_forecast(panel, start, [ahead], HISTORY_DRAWS, settings=settings)
        happened = panel.at(past.units, [month])[:, 0]
        for unit, draws, count in zip(past.units, past.draws[:, 0], happened, strict=True):
            if unit in track and not np.isnan(count):
                track[unit].append((draws, float(count)))
    return track


def review_date(month: int) -> date:
    """The last day of the month that is forecast: from then on it can be held against what came."""
    year, number = (int(part) for part in month_text(month).split("-"))
    return date(year, number, calendar.monthrange(year, number)[1])
