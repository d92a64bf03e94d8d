"""Forecasts that need no model. A model that does not beat them has no place.

Each takes a panel that ends at the origin and gives draws (units, months ahead, draws).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from naap.outlook.panel import Array, Panel, Unit
from naap.outlook.weighted import even_shares, faded, weighted_quantiles

__all__ = ["BASELINES", "BOOTSTRAP_MONTHS", "CONFLICTOLOGY_MONTHS", "generator"]

CONFLICTOLOGY_MONTHS = 12
BOOTSTRAP_MONTHS = 240
WEIGHTED_MONTHS = 60

Baseline = Callable[[Panel, Sequence[int], int, int], Array]


def generator(seed: int, unit: Unit) -> np.random.Generator:
    """A unit's own random numbers: the same wherever it stands and whoever stands beside it."""
    digest = hashlib.sha256(f"{seed}/{unit}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))


def conflictology(panel: Panel, steps: Sequence[int], draws: int, seed: int) -> Array:
    """The last 12 months are the draws, whatever the number asked for.

    No entrant of the VIEWS challenge of 2023/24 beat it on CRPS.
    """
    last = panel.values[:, -CONFLICTOLOGY_MONTHS:]
    return np.repeat(last[:, None, :], len(steps), axis=1)


def weighted_history(panel: Panel, steps: Sequence[int], draws: int, seed: int) -> Array:
    """Own history in which every four months before count half; evenly spaced quantiles of it."""
    past = panel.values[:, -WEIGHTED_MONTHS:]
    weights = np.where(np.isnan(past), 0, faded(past.shape[1], 4))
    found = weighted_quantiles(np.nan_to_num(past), weights, even_shares(draws))
    return np.repeat(found[:, None, :], len(steps), axis=1)


def last_poisson(panel: Panel, steps: Sequence[int], draws: int, seed: int) -> Array:
    """Poisson with the last month's count as its mean."""
    made = [
        generator(seed, unit).poisson(mean, size=(len(steps), draws))
        for unit, mean in zip(panel.units, panel.values[:, -1], strict=True)
    ]
    return np.array(made, dtype=np.float64)


def bootstrap(panel: Panel, steps: Sequence[int], draws: int, seed: int) -> Array:
    """Any unit's count in any of the last 240 months, drawn at random: knows no unit."""
    pool = panel.values[:, -BOOTSTRAP_MONTHS:]
    pool = np.sort(pool[~np.isnan(pool)])
    made = [
        pool[generator(seed, unit).integers(len(pool), size=(len(steps), draws))]
        for unit in panel.units
    ]
    return np.array(made)


def zero(panel: Panel, steps: Sequence[int], draws: int, seed: int) -> Array:
    """Nothing will happen: right in most areas and months, and no help."""
    return np.zeros((len(panel.units), len(steps), draws))


BASELINES: Mapping[str, Baseline] = {
    "conflictology": conflictology,
    "weighted-history": weighted_history,
    "last-poisson": last_poisson,
    "bootstrap": bootstrap,
    "zero": zero,
}
