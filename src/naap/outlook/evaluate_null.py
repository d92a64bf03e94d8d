"""Series in which nothing happened, as much like the one in hand as can be made.

Counts by month come in spells. Errors that allow for autocorrelation are still too small in five
years of them, and a test at 5 % finds something in every fifth series. So what counts as much is
read off series made with the same level, trend, season, spread and length of spells, and no step.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from naap.outlook.panel import Array

__all__ = ["made_series", "spells_of"]

SPELLS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.96)
"""The correlation of one month's level with that of the next, tried."""
SHARES = (0.3, 0.6, 1.0)
"""The share of the spread that comes in spells; the rest is of the month alone."""
TRIES = 60
MOST_SPREAD = 4.0
AS_NEAR = 3.5
"""Squares of correlations, summed over three and times the length of the series: about what chance
does to them. At half of it, long spells were too often taken for short ones."""


def made_series(
    means: Array, spread: float, spell: float, share: float, count: int, chance: np.random.Generator
) -> Array:
    """(count, n) series of these means; ``spread`` is the variance on the scale of logarithms."""
    n = len(means)
    level = np.empty((count, n))
    shock = chance.standard_normal((count, n)) * np.sqrt(spread * share)
    level[:, 0] = shock[:, 0]
    for t in range(1, n):
        level[:, t] = spell * level[:, t - 1] + np.sqrt(1 - spell**2) * shock[:, t]
    level += chance.standard_normal((count, n)) * np.sqrt(spread * (1 - share))
    made: Array = chance.poisson(np.minimum(means * np.exp(level - spread / 2), 1e7)).astype(float)
    return made


def spells_of(
    counts: Array, means: Array, design: Array, chance: np.random.Generator
) -> tuple[float, float, float]:
    """Spread, spell and share with which made series look like this one (indirect inference).

    What is left of a short series after a trend and a step looks less correlated than it is; the
    same is done to the made ones, so that this does not mislead.
    """
    seen = _traits(counts[None], design)[0]
    rough = float(np.mean(((counts - means) ** 2 - means) / np.maximum(means, 0.5) ** 2))
    spread = float(np.clip(np.log1p(max(rough, 0.02)), 0.02, MOST_SPREAD))
    found: list[tuple[float, float, float, float]] = []
    for spell, share in product(SPELLS, SHARES):
        now = spread
        for _ in range(2):
            traits = _traits(made_series(means, now, spell, share, TRIES, chance), design)
            now = float(np.clip(now * seen[0] / max(traits[:, 0].mean(), 1e-9), 0.01, MOST_SPREAD))
        apart = float(np.sum((traits[:, 1:].mean(axis=0) - seen[1:]) ** 2))
        found.append((apart, now, spell, share))
    best = min(apart for apart, *_ in found)
    # A short series cannot tell these apart; the longest spells among them are the cautious ones.
    alike = [each for each in found if each[0] <= best + AS_NEAR / len(counts)]
    _, now, spell, share = max(alike, key=lambda each: each[2] * each[3])
    return now, spell, share


def _traits(counts: Array, design: Array) -> Array:
    """(series, 4): variance of the residuals of logarithms; correlation at lags 1, 2 and 3 to 5."""
    logs = np.log(counts + 0.5)
    rest = logs - (design @ np.linalg.lstsq(design, logs.T, rcond=None)[0]).T
    variance = np.maximum((rest**2).mean(axis=1), 1e-9)
    near = [
        (rest[:, lag:] * rest[:, :-lag]).mean(axis=1) / variance
        for lag in range(1, min(6, rest.shape[1] - 1))
    ]
    return np.stack([variance, near[0], near[1], np.mean(near[2:], axis=0)], axis=1)
