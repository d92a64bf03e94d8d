"""A forecast held against what happened: by window, months ahead and unit, and beside a baseline.

A *window* is what one file forecasts from one origin. Ten rows can make most of a window's CRPS,
so a difference from a baseline comes with an interval over units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from naap.outlook.panel import Array, Forecast, Panel, Unit
from naap.outlook.scores import LEVELS, pit_histogram, score_all
from naap.problems import UnusableInput

__all__ = [
    "ACTIVE_MONTHS", "SCORES", "Against", "Window", "against", "by_horizon", "by_unit", "mean_pit",
    "mean_scores", "reliability", "score_window",
]  # fmt: skip

SCORES = ("crps", "ign", "mis", "log_crps", "brier_1", "brier_25", "brier_100")
ACTIVE_MONTHS = 60
"""A unit is active when it had a death (or what is counted) in so many months before the window."""
CHANCES = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)
RESAMPLES = 4000
MOST_FEW = 5
"""An interval from fewer units or years than this would be a pretence."""


@dataclass(frozen=True, eq=False)
class Window:
    """Scores by name, each (units, times), of one forecast; NaN where a cell was left out."""

    label: str
    units: tuple[Unit, ...]
    times: tuple[int, ...]
    steps: tuple[int, ...]
    """Months ahead of the origin; from 1 where no origin is known."""
    scores: Mapping[str, Array]
    active: NDArray[np.bool_]
    active_by: str
    """``history``, or ``outcome`` where the actuals hold nothing before the window."""
    pit: Array
    """(units, times, 10)."""
    chances: Mapping[int, Array]
    """By level of LEVELS, (units, times): the probability that was given to at least so many."""
    came: Mapping[int, Array]
    """The same: 1 where it happened, else 0."""


Left = Callable[[Unit, int], bool]


def score_window(
    forecast: Forecast, actuals: Panel, called: str, leave_out: Left | None = None
) -> Window:
    """Score every unit and month; all of them must be among the actuals."""
    actual = actuals.at(forecast.units, forecast.times)
    if (unknown := np.isnan(actual)).any():
        unit, time = (int(each[0]) for each in np.nonzero(unknown))
        raise UnusableInput.one(
            called, found=f"no actual count for {int(unknown.sum()):,} units and months, such as "
            f"{forecast.units[unit]} in {forecast.written(forecast.times[time])}",
            expected="a count for each that the forecast speaks of",
            mend="Name the file that has them with --actuals, as often as needed.",
        )  # fmt: skip
    scores = dict(score_all(forecast.draws, actual))
    pit = pit_histogram(forecast.draws, actual)
    left_out = np.zeros(actual.shape, dtype=bool)
    if leave_out is not None:
        left_out = np.array([[leave_out(unit, time) for time in forecast.times]
                             for unit in forecast.units])  # fmt: skip
        scores = {name: np.where(left_out, np.nan, each) for name, each in scores.items()}
        pit = np.where(left_out[..., None], np.nan, pit)
    origin = forecast.origin
    before = (min(forecast.times) if origin is None else origin + 1) - ACTIVE_MONTHS
    past = actuals.at(forecast.units, range(before, before + ACTIVE_MONTHS))
    known = not np.isnan(past).all()
    start = min(forecast.times) - 1 if origin is None else origin
    first, last = (forecast.written(each) for each in (forecast.times[0], forecast.times[-1]))
    return Window(
        f"{first} to {last}",
        forecast.units,
        forecast.times,
        tuple(time - start for time in forecast.times),
        scores,
        np.any(np.nan_to_num(past if known else actual) > 0, axis=1),
        "history" if known else "outcome",
        pit,
        {level: (forecast.draws >= level).mean(axis=-1) for level in LEVELS},
        {level: np.where(left_out, np.nan, actual >= level) for level in LEVELS},
    )


def mean_scores(windows: Iterable[Window]) -> dict[str, float]:
    """The means over all units and months of these windows, with the coverage of the interval."""
    listed = list(windows)

    def pooled(name: str, active: bool = False) -> Array:
        cells = [each.scores[name][each.active if active else slice(None)] for each in listed]
        flat: Array = np.concatenate([each.ravel() for each in cells])
        return flat[~np.isnan(flat)]

    means = {name: float(pooled(name).mean()) for name in SCORES}
    active = pooled("covered", active=True)
    return {
        "cells": len(pooled("crps")),
        **means,
        "coverage": float(pooled("covered").mean()),
        "coverage_active": float(active.mean()) if len(active) else float("nan"),
        "cells_active": len(active),
    }


def mean_pit(windows: Iterable[Window], active: bool = False) -> list[float]:
    """Shares of the ten tenths; 0.1 each where the draws are calibrated."""
    listed = [each.pit[each.active if active else slice(None)] for each in windows]
    stacked = np.concatenate([each.reshape(-1, each.shape[-1]) for each in listed])
    kept = stacked[~np.isnan(stacked[:, 0])]
    return [float(each) for each in kept.mean(axis=0)] if len(kept) else []


def reliability(windows: Iterable[Window], level: int) -> list[dict[str, float]]:
    """Of chances that were alike: what was said on average, and how often it came.

    A calibrated model says 0.3 where it comes in 3 of 10 cases. Chances are grouped at CHANCES.
    """
    listed = list(windows)
    said = np.concatenate([window.chances[level].ravel() for window in listed])
    came = np.concatenate([window.came[level].ravel() for window in listed])
    said, came = said[~np.isnan(came)], came[~np.isnan(came)]
    group = np.digitize(said, CHANCES)
    return [
        {
            "said": float(said[group == each].mean()),
            "happened": float(came[group == each].mean()),
            "cells": int((group == each).sum()),
        }
        for each in np.unique(group)
    ]


def by_horizon(windows: Sequence[Window]) -> list[dict[str, float]]:
    """Mean scores by months ahead."""
    return [
        {"months_ahead": step, **_means([
            (window, (slice(None), np.array(window.steps) == step)) for window in windows
        ])}
        for step in sorted({step for window in windows for step in window.steps})
    ]  # fmt: skip


def by_unit(windows: Sequence[Window]) -> list[dict[str, float | Unit]]:
    """Mean scores by unit."""
    places: dict[Unit, list[tuple[Window, int]]] = {}
    for window in windows:
        for row, unit in enumerate(window.units):
            places.setdefault(unit, []).append((window, row))
    return [{"unit": unit, **_means(there)} for unit, there in places.items()]


def _means(parts: Sequence[tuple[Window, Any]]) -> dict[str, float]:
    """Mean scores of these parts of windows."""
    means: dict[str, float] = {}
    for name in (*SCORES, "covered"):
        cells = np.concatenate([window.scores[name][part].ravel() for window, part in parts])
        kept = cells[~np.isnan(cells)]
        mean = float(kept.mean()) if len(kept) else float("nan")
        means["coverage" if name == "covered" else name] = mean
    return means


@dataclass(frozen=True)
class Against:
    """One score beside a baseline's: below 0 is better; the interval is of 95 %."""

    score: str
    ours: float
    baseline: float
    difference: float
    low: float
    high: float
    skill: float
    """1 less our mean over the baseline's: 0 is as good as it, 1 is perfect."""
    skill_low: float
    skill_high: float


def against(
    ours: Sequence[Window], baseline: Sequence[Window], over: str = "units", seed: int = 1
) -> list[Against]:
    """Differences from a baseline of the same windows, units and months.

    The interval resamples whole units, since the months of one area are alike: it says how far the
    answer hangs on single areas. With ``over="years"`` it resamples calendar years: how far it
    hangs on single years. With fewer than MOST_FEW of these it is NaN.
    """
    for mine, theirs in zip(ours, baseline, strict=True):
        if mine.units != theirs.units or mine.times != theirs.times:
            raise UnusableInput.one(
                "--baseline", found=f"other units or months than the forecast of {mine.label}",
                expected="one baseline for each forecast, of the same units and months",
                mend="Give --forecast and --baseline in the same order.",
            )  # fmt: skip
    clusters, places = _clusters(ours, over)
    drawn = np.random.default_rng(seed).multinomial(
        clusters, np.full(clusters, 1 / clusters), size=RESAMPLES
    )
    found = []
    for name in SCORES:
        sums = np.zeros((3, clusters))
        for mine, theirs, place in zip(ours, baseline, places, strict=True):
            both = ~np.isnan(mine.scores[name])
            for line, cells in enumerate((mine.scores[name], theirs.scores[name], both)):
                kept = np.where(both, cells, 0).ravel()
                sums[line] += np.bincount(place.ravel(), kept, minlength=clusters)
        found.append(_against(name, sums, drawn))
    return found


def _clusters(windows: Sequence[Window], over: str) -> tuple[int, list[NDArray[np.int64]]]:
    """How many there are, and the place of each window's cells among them (units, times)."""
    if over == "units":
        units = dict.fromkeys(unit for window in windows for unit in window.units)
        place = {unit: row for row, unit in enumerate(units)}
        rows = [np.array([place[unit] for unit in window.units]) for window in windows]
        return len(units), [
            np.repeat(each[:, None], len(window.times), axis=1)
            for each, window in zip(rows, windows, strict=True)
        ]
    years = [(np.array(window.times) - 1) // 12 for window in windows]
    first = min(int(each.min()) for each in years)
    return max(int(each.max()) for each in years) - first + 1, [
        np.repeat(each[None, :] - first, len(window.units), axis=0)
        for each, window in zip(years, windows, strict=True)
    ]


def _against(name: str, sums: Array, drawn: NDArray[np.int64]) -> Against:
    mean, base = sums[:2].sum(axis=1) / sums[2].sum()
    resampled = drawn @ sums.T
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = (resampled[:, 0] - resampled[:, 1]) / resampled[:, 2]
        skills = 1 - resampled[:, 0] / resampled[:, 1]
        skill = 1 - mean / base
    few = sums.shape[1] < MOST_FEW
    low, high = _interval(apart[:0] if few else apart)
    skill_low, skill_high = _interval(skills[:0] if few else skills)
    numbers = (mean, base, mean - base, low, high, skill, skill_low, skill_high)
    return Against(name, *(float(each) for each in numbers))


def _interval(values: Array) -> tuple[float, float]:
    """The middle 95 %, of those resamples in which there was anything to compare."""
    kept = values[np.isfinite(values)]
    if not len(kept):
        return float("nan"), float("nan")
    low, high = np.quantile(kept, [0.025, 0.975])
    return float(low), float(high)
