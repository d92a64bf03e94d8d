"""Made series for the designs that ask whether counts changed: with a planted effect, or without.

None is made as ``naap.outlook.evaluate_null`` makes its own, so that a design cannot be right by
knowing the recipe.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from naap.outlook.evaluate_design import Series
from naap.outlook.panel import Array, Panel

__all__ = [
    "FIRST", "MONTHS", "START", "WORLDS", "World", "among_others", "donors", "series_of", "spells",
]  # fmt: skip

FIRST, MONTHS, START = 109, 384, 421
"""From January 1989, 32 years; the event begins in January 2015."""
World = Callable[[np.random.Generator], Array]


def spells(
    chance: np.random.Generator, keep: float = 0.75, spread: float = 0.6, mean: float = 120,
    trend: float = -0.05, months: int = MONTHS,
) -> Array:  # fmt: skip
    """Means that drift in spells, a trend a year, a season, and over-dispersion (gamma-Poisson)."""
    time = np.arange(months)
    level = np.zeros(months)
    level[0] = spread * chance.standard_normal()
    for month in range(1, months):
        shock = np.sqrt(1 - keep**2) * spread * chance.standard_t(6) * np.sqrt(4 / 6)
        level[month] = keep * level[month - 1] + shock
    season = 0.2 * np.sin(2 * np.pi * (time + chance.integers(12)) / 12)
    means = mean * np.exp(trend * (time - months) / 12 + season + level)
    return means * chance.gamma(5, 1 / 5, months)


def feeding(chance: np.random.Generator, months: int = MONTHS) -> Array:
    """Counts that feed on those before: half of each month's come out of the last few months."""
    means = np.zeros(months)
    memory = 0.0
    for month in range(months):
        means[month] = 30 * np.exp(-0.03 * month / 12) + 0.5 * memory
        made = chance.negative_binomial(3, 3 / (3 + means[month]))
        memory = 0.5 * memory + 0.7 * float(made)
    return means * chance.gamma(3, 1 / 3, months)


WORLDS: Mapping[str, World] = {
    "even": lambda chance: spells(chance, 0.0, 0.5),
    "spells": spells,
    "long_spells": lambda chance: spells(chance, 0.9, 0.6),
    "feeding": feeding,
}


def series_of(world: World, seed: int, ratio: float = 1.0) -> Series:
    """A series by month of which all means from START on are so many times what they were."""
    chance = np.random.default_rng(seed)
    means = world(chance)
    means = np.where(FIRST + np.arange(len(means)) >= START, means * ratio, means)
    return Series("made", "killed", "", True, FIRST, chance.poisson(means).astype(float))


def donors(seed: int, units: int = 25, ratio: float = 1.0) -> Panel:
    """Countries that share part of their ups and downs; unit 0 has the effect."""
    chance = np.random.default_rng(seed)
    common = np.log(spells(chance, 0.85, 0.5, 1, 0))
    rows = []
    for unit in range(units):
        means = spells(chance, 0.75, 0.5, float(np.exp(chance.uniform(2, 5))), 0)
        means = means * np.exp(chance.uniform(0, 1) * common)
        if unit == 0:
            means = np.where(FIRST + np.arange(MONTHS) >= START, means * ratio, means)
        rows.append(chance.poisson(means).astype(float))
    return Panel(tuple(range(units)), FIRST, np.stack(rows), in_words=True)


def among_others(world: World, seed: int, ratio: float = 1.0, units: int = 25) -> Panel:
    """Countries of one world that share part of their ups and downs; unit 0 has the effect.

    Unit 0 is large and the others are of any size, as a country that writes a plan is among others.
    """
    chance = np.random.default_rng(seed)
    common = np.log(spells(chance, 0.85, 0.5, 1, 0))
    rows = []
    for unit in range(units):
        means = world(chance) * np.exp(chance.uniform(0, 0.7) * common)
        if unit == 0:
            means = np.where(FIRST + np.arange(MONTHS) >= START, means * ratio, means)
        else:
            means = means * np.exp(chance.uniform(-2.5, 0.5))
        rows.append(chance.poisson(means).astype(float))
    return Panel(tuple(range(units)), FIRST, np.stack(rows), in_words=True)
