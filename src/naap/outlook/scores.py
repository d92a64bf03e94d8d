"""Proper scores of forecasts that are given as draws.

``draws`` has the draws on its last axis, ``actual`` has the same shape without it; scores come back
in the shape of ``actual``. Counts are at least 0. Lower is better for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "IGNORANCE_EDGES", "INTERVAL", "LEVELS", "PIT_BINS", "brier", "crps", "fourier_resampled",
    "ignorance", "interval_score", "log_crps", "pit_histogram", "score_all", "within",
]  # fmt: skip

Array = NDArray[np.float64]

INTERVAL = 0.9
"""The share that an interval is to hold."""
LEVELS = (1, 25, 100)
"""At least so many: the levels of the Brier scores, and of threat levels."""
IGNORANCE_EDGES = (0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5)
"""Lower edges of the 11 bins of the VIEWS prediction challenge 2023/24; the last one is open."""
IGNORANCE_DRAWS = 1000
PIT_BINS = 10


def crps(draws: Array, actual: Array) -> Array:
    """Continuous ranked probability score, in counts: the plain empirical form.

    Mean distance of the draws from what happened, less half their mean distance from each other,
    of all pairs (Gneiting and Raftery 2007, eq. 21). With one draw it is the absolute error.
    """
    return _crps_of_sorted(np.sort(draws, axis=-1), actual)


def log_crps(draws: Array, actual: Array) -> Array:
    """The CRPS of log(1 + count): large areas do not decide everything."""
    return crps(np.log1p(draws), np.log1p(actual))


def _crps_of_sorted(ordered: Array, actual: Array) -> Array:
    n = ordered.shape[-1]
    apart = ordered @ (2 * np.arange(n) - n + 1.0) / n**2
    result: Array = np.abs(ordered - actual[..., None]).mean(axis=-1) - apart
    return np.maximum(result, 0)


def ignorance(draws: Array, actual: Array) -> Array:
    """The ignorance score of the VIEWS challenge, in bits: -log2 of the actual's bin's share.

    Each bin holds one pseudo-count more than draws fell into it. Where there are not 1,000 draws,
    they are brought to 1,000 by Fourier resampling, as the challenge did, and clipped at 0. That
    reads the draws as a series: for other than 1,000 draws their order matters.
    """
    if draws.shape[-1] != IGNORANCE_DRAWS:
        draws = np.maximum(fourier_resampled(draws, IGNORANCE_DRAWS), 0)
    edges = np.asarray(IGNORANCE_EDGES)
    bins = len(edges)
    number = np.searchsorted(edges, actual, side="right")
    low = edges[number - 1][..., None]
    high = np.append(edges, np.inf)[number][..., None]
    inside = np.count_nonzero((draws >= low) & (draws < high), axis=-1)
    result: Array = -np.log2((inside + 1) / (IGNORANCE_DRAWS + bins))
    return result


def fourier_resampled(draws: Array, count: int) -> Array:
    """So many values through the same points, by the discrete Fourier transform."""
    n = draws.shape[-1]
    spectrum = np.fft.rfft(draws, axis=-1)[..., : count // 2 + 1].copy()
    shorter = min(n, count)
    if shorter % 2 == 0 and n != count:
        # The highest frequency stands for itself and its mirror image.
        spectrum[..., shorter // 2] *= 0.5 if count > n else 2
    resampled: Array = np.fft.irfft(spectrum, n=count, axis=-1) * (count / n)
    return resampled


def _quantiles(ordered: Array, share: float) -> Array:
    """Linear between the order statistics (type 7 of Hyndman and Fan)."""
    place = share * (ordered.shape[-1] - 1)
    below = int(place)
    above = min(below + 1, ordered.shape[-1] - 1)
    result: Array = ordered[..., below] + (place - below) * (
        ordered[..., above] - ordered[..., below]
    )
    return result


def interval_score(draws: Array, actual: Array) -> Array:
    """The 90 % interval's width, and 20 times the distance by which the actual lies outside."""
    return _interval_score(*_interval(np.sort(draws, axis=-1)), actual)


def _interval(ordered: Array) -> tuple[Array, Array]:
    outside = (1 - INTERVAL) / 2
    return _quantiles(ordered, outside), _quantiles(ordered, 1 - outside)


def _interval_score(low: Array, high: Array, actual: Array) -> Array:
    missed = np.maximum(low - actual, 0) + np.maximum(actual - high, 0)
    result: Array = high - low + 2 / (1 - INTERVAL) * missed
    return result


def within(draws: Array, actual: Array) -> NDArray[np.bool_]:
    """Whether the actual lies in the 90 % interval, its ends included."""
    low, high = _interval(np.sort(draws, axis=-1))
    return (low <= actual) & (actual <= high)


def brier(draws: Array, actual: Array, level: float) -> Array:
    """Squared distance of the probability of at least ``level`` from what happened (0 or 1)."""
    result: Array = ((draws >= level).mean(axis=-1) - (actual >= level)) ** 2
    return result


def pit_histogram(draws: Array, actual: Array) -> Array:
    """(..., 10): how much of the actual's place among the draws falls into each tenth.

    Counts tie with draws, so the place is a stretch and is spread evenly over the tenths that it
    touches (Czado, Gneiting and Held 2009). The mean over many is flat where draws are calibrated.
    """
    below = (draws < actual[..., None]).mean(axis=-1)[..., None]
    upto = (draws <= actual[..., None]).mean(axis=-1)[..., None]
    edges = np.linspace(0, 1, PIT_BINS + 1)
    # Between all draws lies a point, not a stretch: widened by less than one draw.
    width = np.maximum(upto - below, 1e-9)
    reached = np.clip((edges - below) / width, 0, 1)
    reached[..., 0], reached[..., -1] = 0, 1
    result: Array = np.diff(reached, axis=-1)
    return result


def score_all(draws: Array, actual: Array) -> Mapping[str, Array]:
    """Every score of every cell by name, with ``covered`` (0 or 1); sorts the draws only once."""
    ordered = np.sort(draws, axis=-1)
    low, high = _interval(ordered)
    return {
        "crps": _crps_of_sorted(ordered, actual),
        "ign": ignorance(draws, actual),
        "mis": _interval_score(low, high, actual),
        "log_crps": _crps_of_sorted(np.log1p(ordered), np.log1p(actual)),
        **{f"brier_{level}": brier(draws, actual, level) for level in LEVELS},
        "covered": ((low <= actual) & (actual <= high)).astype(np.float64),
    }
