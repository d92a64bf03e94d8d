"""The second design: where does the series break, asked without telling it a date?

PELT (Killick, Fearnhead and Eckley, JASA 107, 2012) on the logarithms of the counts, less trend
and season. A break must be larger than the largest that 19 of 20 series without one show.
"""

from __future__ import annotations

import numpy as np

from naap.outlook.evaluate_design import Estimate, Placebo, Series, Window, cannot_be_told, told
from naap.outlook.evaluate_null import made_series, spells_of
from naap.outlook.evaluate_regression import columns, fit
from naap.outlook.evaluate_segmented import lags_for
from naap.outlook.panel import Array

__all__ = ["NEAR_MONTHS", "breaks", "gains_of"]

DRAWS = 400
NEAR_MONTHS = 3
"""A break so many months from the event, or less, is said to lie at it. Of years: the first
one after it, since of a dozen years any other would lie near one by chance too often."""
LEAST = {True: 48, False: 12}


def breaks(series: Series, start: int, window: Window, seed: int = 1) -> Estimate:
    """Breaks in the window; the one nearest to the event, its size and how far off it lies."""
    times, counts = series.between(start - window.before, start + window.after - 1)
    period = "months" if series.monthly else "years"
    if len(times) < LEAST[series.monthly] or (times >= start).sum() < 2 or not counts.any():
        return cannot_be_told(
            "breaks",
            f"the series {series.name} knows {len(times)} {period} around the event; "
            f"{LEAST[series.monthly]} are needed to look for a break",
        )
    shortest = 6 if series.monthly else 3
    smooth = columns(times, start, series.per_year)[:, :-1]
    chance = np.random.default_rng(seed)
    means = fit(counts[None], smooth, 1).means[0]
    # Spells are read with the best step in place, or a true break would look like a long spell.
    best = int(np.argmax(_gains(_rest(counts[None], smooth, shortest), shortest)[0])) + shortest
    design = columns(times, float(times[best]), series.per_year)
    stepped = fit(counts[None], design, lags_for(series.monthly))
    made = made_series(means, *spells_of(counts, stepped.means[0], design, chance), DRAWS, chance)
    largest = _gains(_rest(made, smooth, shortest), shortest).max(axis=1)
    rest = _rest(counts[None], smooth, shortest)[0]
    penalty = float(np.quantile(largest, 0.95))
    found = [float(times[each]) for each in _pelt(rest, penalty, shortest)]
    how = (
        f"PELT on logarithms less trend{' and season' if series.monthly else ''}, {len(times)} "
        f"{period}; a break counts that is larger than in 19 of 20 series without one"
    )
    written = [series.written(each) for each in found]
    if not found:
        strongest = float(_gains(rest[None], shortest).max())
        p = (1 + (largest >= strongest).sum()) / (1 + DRAWS)
        return Estimate("breaks", how, p=float(p), details={"breaks": []})
    nearest = min(found, key=lambda each: (abs(each - start), each))
    size, reach = _size(times, counts, made, nearest, series)
    off = int(nearest - start)
    at_event = abs(off) <= (NEAR_MONTHS if series.monthly else 0)
    gain = float(_gains(rest[None], shortest)[0][int(np.argmax(times == nearest)) - shortest])
    by_chance = (1 + (largest >= gain).sum()) / (1 + DRAWS)
    after = counts[times >= nearest]
    # How often a date picked at random would lie as near to a break: the date is the placebo.
    dates = times[shortest : len(times) - shortest]
    others = [1 / (1 + min(abs(each - one) for one in found)) for each in dates if each != start]
    estimate = told(
        "breaks", how, size, size - reach, size + reach, float(after.mean()), by_chance,
        breaks=written, nearest=series.written(nearest), off=off, at_the_event=at_event,
    )  # fmt: skip
    rank = Placebo.among(1 / (1 + abs(off)), others, f"other {period} by nearness to a break")
    if at_event:
        return estimate.with_placebos(rank, None)
    # A break elsewhere says nothing of a change at the event: its size is told with the break.
    size_there = {"ratio_there": estimate.ratio, "p_there": estimate.p}
    return Estimate("breaks", how, placebo_dates=rank, details={**estimate.details, **size_there})


def gains_of(counts: Array, smooth: Array, shortest: int) -> Array:
    """(places,): the gains of one series, against the variance of its residuals."""
    rest = _rest(counts[None], smooth, shortest)
    gains: Array = _gains(rest, shortest)[0] / (float(rest.var()) + 1e-9)
    return gains


def _rest(counts: Array, smooth: Array, shortest: int) -> Array:
    """Logarithms less trend and season, both taken with the best single step in place.

    Without the step the trend would swallow most of it, and a break would be found by no one.
    """
    logs = np.log(counts + 0.5)
    n = logs.shape[1]
    steps = np.tril(np.ones((n, n)))[:, shortest : n - shortest + 1].T
    joint = np.concatenate([logs, steps])
    joint = joint - (smooth @ np.linalg.lstsq(smooth, joint.T, rcond=None)[0]).T
    rest, free = joint[: len(logs)], joint[len(logs) :]
    products, squares = rest @ free.T, np.maximum((free**2).sum(axis=1), 1e-9)
    best = np.argmax(products**2 / squares, axis=1)
    sizes = np.take_along_axis(products, best[:, None], axis=1) / squares[best][:, None]
    kept: Array = rest + sizes * (steps - free)[best]
    kept -= kept.mean(axis=1, keepdims=True)
    return kept


def _gains(rest: Array, shortest: int) -> Array:
    """(series, places): by how much squares shrink when a series is broken at a place."""
    n = rest.shape[1]
    sums = np.cumsum(rest, axis=1)
    left = np.arange(shortest, n - shortest + 1)
    below = sums[:, left - 1]
    gains: Array = (
        below**2 / left + (sums[:, -1:] - below) ** 2 / (n - left) - sums[:, -1:] ** 2 / n
    )
    return gains


def _pelt(rest: Array, penalty: float, shortest: int) -> list[int]:
    import ruptures

    found = ruptures.Pelt(model="l2", min_size=shortest, jump=1).fit(rest[:, None])
    return [int(each) for each in found.predict(pen=penalty)[:-1]]


def _size(
    times: Array, counts: Array, made: Array, at: float, series: Series
) -> tuple[float, float]:
    """The step at a break, trend and season held, and how far its interval reaches.

    The reach is read off the series without a break, as that of the segmented regression is.
    """
    design = columns(times, at, series.per_year)
    lags = lags_for(series.monthly)
    found = fit(counts[None], design, lags)
    null = fit(made, design, lags)
    by_chance = np.abs(null.coefficients[:, -1] / null.errors[:, -1])
    return (
        float(found.coefficients[0, -1]),
        float(np.quantile(by_chance, 0.95) * found.errors[0, -1]),
    )
