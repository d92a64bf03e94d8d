"""The parts that the pool is mixed from: each a weighted set of counts for every unit and month.

A part sees a panel that ends at the origin. Its answer is counts (units, months ahead or 1, n) and
weights that broadcast to them. Most are own history, seen with a longer or shorter memory, as it
was or spread out: what was 10 may be 6 or 17 the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from naap.outlook.alike import alike
from naap.outlook.baselines import CONFLICTOLOGY_MONTHS
from naap.outlook.panel import Array, Panel
from naap.outlook.weighted import faded

__all__ = ["PARTS", "Part", "Weighted"]


@dataclass(frozen=True, eq=False)
class Weighted:
    """Counts (units, months ahead or 1, n), and weights that broadcast to them."""

    counts: Array
    weights: Array


Part = Callable[[Panel, Sequence[int]], Weighted]

NORMAL_5 = np.array([-1.2816, -0.5244, 0.0, 0.5244, 1.2816])
"""The quantiles 0.1, 0.3, 0.5, 0.7 and 0.9 of the normal distribution."""


def own(
    panel: Panel, steps: Sequence[int], half_life: float, months: int, spread: float = 0,
    times: float = 1,
) -> Weighted:  # fmt: skip
    """Own history: ``spread`` is a standard deviation on the scale of logarithms."""
    past = panel.values[:, -months:]
    weights = np.where(np.isnan(past), 0, faded(past.shape[1], half_life))
    counts = np.nan_to_num(past)
    if spread:
        counts = counts[..., None] * times * np.exp(spread * NORMAL_5)
        counts = counts.reshape(len(past), -1)
        weights = np.repeat(weights, len(NORMAL_5), axis=-1)
    return Weighted(counts[:, None, :], weights[:, None, :])


def similar(panel: Panel, steps: Sequence[int]) -> Weighted:
    """What came after, wherever and whenever in the panel things stood much like here and now."""
    return Weighted(*alike(panel, steps))


PARTS: Mapping[str, Part] = {
    "latest": partial(own, half_life=1.5, months=24),
    "half-year": partial(own, half_life=6, months=60),
    "year": partial(own, half_life=1e9, months=CONFLICTOLOGY_MONTHS),
    "memory": partial(own, half_life=40, months=240),
    "spread": partial(own, half_life=3, months=36, spread=0.5),
    "ebbing": partial(own, half_life=3, months=36, spread=0.5, times=0.6),
    "wide": partial(own, half_life=4, months=48, spread=1.3),
    "alike": similar,
}
"""``year`` is conflictology itself."""
