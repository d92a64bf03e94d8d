"""The first design: a count regression with a step at the event, and what a step means by chance.

After Wagner et al., Journal of Clinical Pharmacy and Therapeutics 27 (2002): level, trend, season
and a step; Poisson means with over-dispersion and errors after Newey and West. Both the interval
and p are read off series without a step (``evaluate_null``), since those errors alone are too
small for counts that come in spells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from naap.outlook.evaluate_design import Estimate, Placebo, Series, Window, cannot_be_told, told
from naap.outlook.evaluate_null import made_series, spells_of
from naap.outlook.evaluate_regression import columns, fit
from naap.outlook.panel import Array

__all__ = ["Step", "lags_for", "least", "segmented", "step_at"]

DRAWS = 400
LEAST_WITH_COUNTS = {True: 12, False: 5}
"""Months or years with any count at all: a quiet place has no trend to leave."""


@dataclass(frozen=True, eq=False)
class Step:
    """A step at one time: on the scale of logarithms, with its error and the fitted means."""

    times: Array
    counts: Array
    size: float
    error: float
    means: Array
    without: Array
    """The means had there been no step."""
    design: Array

    @property
    def score(self) -> float:
        return self.size / self.error


def least(monthly: bool) -> Window:
    """Fewer months or years than these tell nothing."""
    return Window(36, 12) if monthly else Window(5, 2)


def lags_for(monthly: bool) -> int:
    return 6 if monthly else 1


def step_at(series: Series, start: int, window: Window) -> Step | None:
    """None where too little is known before or after."""
    times, counts = series.between(start - window.before, start + window.after - 1)
    need = least(series.monthly)
    before = times < start
    if before.sum() < need.before or (~before).sum() < need.after:
        return None
    if (counts > 0).sum() < LEAST_WITH_COUNTS[series.monthly] or not counts[~before].any():
        return None
    design = columns(times, start, series.per_year)
    found = fit(counts[None], design, lags_for(series.monthly))
    beta = found.coefficients[0]
    without = np.exp(np.clip(design[:, :-1] @ beta[:-1], -20, 20))
    return Step(times, counts, float(beta[-1]), float(found.errors[0, -1]), found.means[0],
                without, design)  # fmt: skip


def segmented(series: Series, start: int, window: Window, seed: int = 1) -> Estimate:
    """The step at ``start``; refused where fewer months or years are known than ``least``."""
    step = step_at(series, start, window)
    period = "months" if series.monthly else "years"
    if step is None:
        need = least(series.monthly)
        return cannot_be_told(
            "segmented",
            f"the series {series.name} knows fewer than {need.before} {period} before the event "
            f"or fewer than {need.after} after it, or has too few counts in them",
        )
    chance = np.random.default_rng(seed)
    traits = spells_of(step.counts, step.means, step.design, chance)
    made = made_series(step.without, *traits, DRAWS, chance)
    null = fit(made, step.design, lags_for(series.monthly))
    by_chance = np.abs(null.coefficients[:, -1] / null.errors[:, -1])
    p = (1 + (by_chance >= abs(step.score)).sum()) / (1 + DRAWS)
    reach = float(np.quantile(by_chance, 0.95)) * step.error
    after = step.times >= start
    return told(
        "segmented",
        f"Poisson regression with level, trend{', season' if series.monthly else ''} and a step, "
        f"{int((~after).sum())} {period} before and {int(after.sum())} after; errors after Newey "
        f"and West, brought to size on {DRAWS} series without a step",
        step.size, step.size - reach, step.size + reach, float(step.counts[after].mean()), p,
        times=[series.written(each) for each in step.times],
        observed=step.counts.tolist(),
        fitted=[round(float(each), 2) for each in step.means],
        expected=[round(float(each), 2) for each in step.without],
        spread=round(traits[0], 3), spell=traits[1], critical=round(reach / step.error, 3),
    ).with_placebos(_dates(series, start, window, step.score), None)  # fmt: skip


def _dates(series: Series, start: int, window: Window, own: float) -> Placebo | None:
    """The same step at earlier dates whose window ends before the event."""
    stride = 3 if series.monthly else 1
    scores = []
    for date in range(start - window.after, series.first, -stride):
        step = step_at(series, date, window)
        if step is not None and step.times[0] == date - window.before:
            scores.append(step.score)
    return Placebo.among(own, scores, "dates before the event")
