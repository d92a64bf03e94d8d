"""What came after, wherever things stood much like here and now: units learn from each other.

Quiet places have no history to learn from; of a hundred such places and years a few saw an
outbreak, and that is what is known about the next one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from naap.outlook.panel import Array, Panel

__all__ = ["NEIGHBOURS", "alike", "faded_mean"]

NEIGHBOURS = 1000
FIRST_MONTHS = 36
"""A state is read off at least so many months."""
MOST_STATES = 200_000
STRIDE = 2
"""Every second month is enough: one state is much like that of the month before."""
LEVEL_HALF_LIFE = 3.0


def faded_mean(values: Array, half_life: float) -> Array:
    """(units, months): the mean up to each month, in which each half-life before counts half."""
    means: Array = faded_means(values, (half_life,))[0]
    return means


def faded_means(values: Array, half_lives: Sequence[float]) -> Array:
    """(half-lives, units, months): several at once, since months are gone through one by one."""
    keep = np.array([0.5 ** (1 / each) for each in half_lives])[:, None]
    known = ~np.isnan(values.T)
    counts = np.where(known, values.T, 0)
    totals = np.empty((len(counts), len(half_lives), len(values)))
    weights = np.empty_like(totals)
    total = weight = np.zeros((len(half_lives), len(values)))
    for month, (count, is_known) in enumerate(zip(counts, known, strict=True)):
        totals[month] = total = total * keep + count
        weights[month] = weight = weight * keep + is_known
    means: Array = totals / np.maximum(weights, 1e-9)
    return means.transpose(1, 2, 0)


def _states(values: Array) -> tuple[Array, Array]:
    """(units, months, 5): the level of late, for longer and for long; how often there was any
    count, of late and for long. And the level that counts are brought to."""
    present = np.where(np.isnan(values), np.nan, values > 0)
    *levels, level = faded_means(values, (1.5, 6, 30, LEVEL_HALF_LIFE))
    often = faded_means(present, (12, 60))
    told = [*np.log1p(levels), 2 * np.sqrt(often[0]), 3 * np.sqrt(often[1])]
    return np.stack(told, axis=-1), level


def alike(panel: Panel, steps: Sequence[int]) -> tuple[Array, Array]:
    """Counts and weights, (units, months ahead, neighbours) and (units, 1, neighbours).

    A count is brought to the unit's own level: twice the level, twice the count. A panel too short
    to hold any state with what came after gives weights of 0.
    """
    from scipy.spatial import cKDTree

    values = panel.values
    states, level = _states(values)
    last = values.shape[1] - 1
    # Newest first, so that the most recent state is always among them.
    months = np.arange(last - max(steps), FIRST_MONTHS - 1, -STRIDE)
    thin = -(-len(months) * len(values) // MOST_STATES)
    months = months[:: max(thin, 1)]
    known = ~np.isnan(values)
    whole = known[:, months] & known[:, months + max(steps)]
    units, columns = np.nonzero(whole)
    then = months[columns]
    if not len(units):
        return np.zeros((len(values), len(steps), 1)), np.zeros((len(values), 1, 1))
    learnt = states[units, then]
    # Thousands of quiet states are the same to the last digit: told apart by next to nothing.
    learnt = learnt + 1e-6 * np.random.default_rng(0).standard_normal(learnt.shape)
    count = min(NEIGHBOURS, len(learnt))
    distance, near = cKDTree(learnt).query(states[:, last], k=count)
    distance, near = distance.reshape(-1, count), near.reshape(-1, count)
    farthest = np.maximum(distance[:, -1:], 1e-9)
    weights = 1.05 - (distance / farthest) ** 2
    scale = (level[:, last, None] + 1) / (level[units[near], then[near]] + 1)
    counts = np.stack(
        [np.nan_to_num(values[units[near], then[near] + step]) * scale for step in steps], axis=1
    )
    return counts, weights[:, None, :]
