"""Poisson regression with errors that allow for autocorrelation, for many series at once.

The estimates are those of a Poisson GLM and the errors those of Newey and West (1987), as
statsmodels gives them; here they are made for hundreds of simulated series in one go.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from naap.outlook.panel import Array

__all__ = ["Fit", "columns", "fit"]

ROUNDS = 30


@dataclass(frozen=True, eq=False)
class Fit:
    """Of each series: coefficients (series, k), their errors (series, k), means (series, n)."""

    coefficients: Array
    errors: Array
    means: Array


def columns(times: Array, start: float, per_year: int) -> Array:
    """(n, k): level, trend, the time of the year where there is one, and last the step.

    ``times`` are numbers of months or years; the step is 1 from ``start`` on.
    """
    middle = (times - start) / (10 * per_year)
    made = [np.ones_like(times), middle]
    if per_year > 1:
        turn = 2 * np.pi * times / per_year
        made += [np.sin(turn), np.cos(turn)]
    return np.stack([*made, (times >= start).astype(float)], axis=1)


def fit(counts: Array, design: Array, lags: int) -> Fit:
    """Fit each row of ``counts`` (series, n) on ``design`` (n, k); ``lags`` of the errors."""
    n = counts.shape[1]
    k = design.shape[1]
    ridge = 1e-6 * np.eye(k)
    eta = np.log(counts + 0.1 * counts.mean(axis=1, keepdims=True) + 0.01)
    beta = np.linalg.lstsq(design, eta.T, rcond=None)[0].T
    for _ in range(ROUNDS):
        means = np.exp(np.clip(beta @ design.T, -20, 20))
        hessian = np.einsum("bt,ti,tj->bij", means, design, design) + ridge
        step = np.linalg.solve(hessian, ((counts - means) @ design)[..., None])[..., 0]
        beta = beta + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-9:
            break
    means = np.exp(np.clip(beta @ design.T, -20, 20))
    bread = np.linalg.inv(np.einsum("bt,ti,tj->bij", means, design, design) + ridge)
    scores = (counts - means)[..., None] * design
    meat = np.einsum("bti,btj->bij", scores, scores)
    for lag in range(1, min(lags, n - 1) + 1):
        near = np.einsum("bti,btj->bij", scores[:, lag:], scores[:, :-lag])
        meat += (1 - lag / (lags + 1)) * (near + np.swapaxes(near, 1, 2))
    cover = bread @ meat @ bread * n / (n - k)
    errors = np.sqrt(np.maximum(np.einsum("bii->bi", cover), 1e-12))
    return Fit(beta, errors, means)
