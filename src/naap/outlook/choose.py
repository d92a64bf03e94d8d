"""How the pool's weights are chosen: the best on earlier windows, found exactly.

The CRPS of a linear pool is a quadratic function of its weights: with E|X - y| of each part and
E|X - X'| of each pair of parts, averaged over all units and months, the best weights are the answer
of a small quadratic programme. Each window counts the same: CRPS and log-CRPS, each over that of
conflictology in that window, so that one great war does not decide everything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from naap.outlook.baselines import conflictology
from naap.outlook.forecasting import LEAST_MONTHS
from naap.outlook.months import month_text
from naap.outlook.panel import Array, Panel
from naap.outlook.parts import PARTS
from naap.outlook.pool import CLASS_EDGES, Settings, class_of
from naap.outlook.scores import crps
from naap.outlook.weighted import even_shares, weighted_quantiles
from naap.problems import UnusableInput

__all__ = ["SCALES", "Sums", "best_weights", "choose", "window_sums"]

POINTS = 60
"""A part is told by so many quantiles."""
EVEN = 0.03
"""How much it costs to leave equal weights, on the scale of the mean error of the parts: among
pools that do as well on earlier windows, the more even one is safer."""
OTHERS = 0.3
"""What all cells together count beside those of one class."""


Sums = tuple[Array, Array]
"""Over all cells of a class: of each part's error (classes, parts), and of the distances of parts
from each other (classes, parts, parts)."""


def choose(panel: Panel, until: int, since: int, every: int, steps: Sequence[int]) -> Settings:
    """Weights from the windows of origins ``since``, ``since + every`` ... that end by ``until``.

    Nothing after month ``until`` is looked at.
    """
    known = panel.upto(until)
    origins = range(since, until - max(steps) + 1, every)
    if not origins or since - panel.first < LEAST_MONTHS + max(steps):
        raise UnusableInput.one(
            "--since", found=f"no window between {since} and {until}",
            expected=f"an origin after {LEAST_MONTHS + max(steps)} months of the panel, and "
            f"{max(steps)} months more before --until",
            mend="Choose an earlier --since or a later --until.",
        )  # fmt: skip
    windows = [window_sums(known, origin, steps) for origin in origins]
    errors: Array = np.sum([window[0] for window in windows], axis=0)
    apart: Array = np.sum([window[1] for window in windows], axis=0)
    everywhere = errors.sum(axis=0), apart.sum(axis=0)
    found = np.array(
        [
            best_weights((errors[each], apart[each]), everywhere)
            for each in range(len(CLASS_EDGES) + 1)
        ]
    )
    rounded = np.round(found, 3)
    rounded[np.arange(len(rounded)), rounded.argmax(axis=1)] += 1 - rounded.sum(axis=1)
    written = month_text if panel.in_words else str
    return Settings(
        tuple(PARTS),
        rounded,
        {
            "origins": f"{written(since)} to {written(origins[-1])}, every {every} months",
            "windows": str(len(windows)),
            "months_ahead": f"{min(steps)}:{max(steps)}",
            "until": written(until),
        },
    )


def _as_it_is(values: Array) -> Array:
    return values


def _any(values: Array) -> Array:
    return (values >= 1).astype(np.float64)


SCALES: Sequence[Callable[[Array], Array]] = (_as_it_is, np.log1p, _any)
"""CRPS, log-CRPS, and (the CRPS of yes and no) the Brier score of at least 1."""


def window_sums(
    panel: Panel,
    origin: int,
    steps: Sequence[int],
    scales: Sequence[Callable[[Array], Array]] = SCALES,
) -> Sums:
    """Of one window, added over these scales, each over what conflictology has there."""
    past = panel.upto(origin)
    happened = panel.at(panel.units, [origin + step for step in steps])
    whole = ~np.isnan(happened).any(axis=1) & ~np.isnan(past.values[:, -LEAST_MONTHS:]).any(axis=1)
    if not whole.any():
        raise UnusableInput.one(
            "--panel", found=f"no unit known for {LEAST_MONTHS} months up to {origin} and after it",
            expected="at least one at every origin", mend="Choose a later --since.",
        )  # fmt: skip
    past = past.only([panel.units[row] for row in np.flatnonzero(whole)])
    happened = happened[whole]
    base = conflictology(past, steps, 0, 0)
    points = [_points(past, steps, name) for name in PARTS]
    classes = np.eye(len(CLASS_EDGES) + 1)[class_of(past)]
    errors = np.zeros((classes.shape[1], len(PARTS)))
    apart = np.zeros((*errors.shape, len(PARTS)))
    for scale in scales:
        unit = max(float(crps(scale(base), scale(happened)).sum()), 1e-9)
        scaled, actual = [scale(each) for each in points], scale(happened)
        within = [_spread(each) for each in scaled]
        for i, each in enumerate(scaled):
            error = np.abs(each - actual[..., None]).mean(axis=-1) / unit
            errors[:, i] += classes.T @ error.sum(axis=1)
            for j in range(i + 1):
                merged = np.sort(np.concatenate([each, scaled[j]], axis=-1), axis=-1)
                distance = (_spread(merged) - within[i] - within[j]) / POINTS**2 / unit
                apart[:, i, j] += classes.T @ distance.sum(axis=1)
    return errors, apart + np.tril(apart, -1).swapaxes(-1, -2)


def _points(past: Panel, steps: Sequence[int], name: str) -> Array:
    answer = PARTS[name](past, steps)
    shape = np.broadcast_shapes(answer.counts.shape, answer.weights.shape)
    found = weighted_quantiles(
        np.broadcast_to(answer.counts, shape),
        np.broadcast_to(answer.weights, shape),
        even_shares(POINTS),
    )
    whole = (found.shape[0], len(steps), POINTS)
    return np.broadcast_to(np.rint(found), whole)


def _spread(ordered: Array) -> Array:
    """Sum of the distances of all pairs of points, each pair once."""
    n = ordered.shape[-1]
    result: Array = ordered @ (2 * np.arange(n) - n + 1.0)
    return result


def best_weights(here: Sums, everywhere: Sums, even: float = EVEN, others: float = OTHERS) -> Array:
    """Weights at least 0 that add up to 1; a class of few cells leans on all others."""
    from scipy.optimize import minimize

    parts = len(here[0])
    linear, square = (
        mine / max(float(here[0].mean()), 1e-9) + others * whole / float(everywhere[0].mean())
        for mine, whole in zip(here, everywhere, strict=True)
    )
    found = minimize(
        lambda w: linear @ w - w @ square @ w / 2 + even * ((w - 1 / parts) ** 2).sum(),
        np.full(parts, 1 / parts),
        jac=lambda w: linear - square @ w + 2 * even * (w - 1 / parts),
        bounds=[(0, 1)] * parts,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(parts)},
        method="SLSQP",
        options={"ftol": 1e-10, "maxiter": 500},
    )
    weights: Array = np.maximum(found.x, 0)
    weights /= weights.sum()
    return weights
