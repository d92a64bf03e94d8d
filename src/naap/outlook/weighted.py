"""Distributions as weighted counts, and draws from them that leave nothing to chance."""

from __future__ import annotations

import numpy as np

from naap.outlook.panel import Array

__all__ = ["even_shares", "faded", "weighted_quantiles"]


def faded(months: int, half_life: float) -> Array:
    """Weights of the last so many months, oldest first: each half-life before counts half."""
    result: Array = 0.5 ** (np.arange(months)[::-1] / half_life)
    return result


def even_shares(count: int) -> Array:
    """The middles of so many equal parts of 0 to 1."""
    result: Array = (np.arange(count) + 0.5) / count
    return result


def weighted_quantiles(values: Array, weights: Array, shares: Array) -> Array:
    """(..., shares): the least value at which the weights up to it reach each share.

    ``values`` and ``weights`` are (..., n); the weights of a row need not add up to 1.
    """
    order = np.argsort(values, axis=-1)
    ordered = np.take_along_axis(values, order, axis=-1).reshape(-1, values.shape[-1])
    reached = np.cumsum(np.take_along_axis(weights, order, axis=-1), axis=-1)
    reached = (reached / reached[..., -1:]).reshape(-1, values.shape[-1])
    rows, n = ordered.shape
    # One search for all rows: row r is moved to between r and r + 1.
    base = np.arange(rows)[:, None]
    place = np.searchsorted((reached + base).ravel(), (shares[None, :] - 1e-12 + base).ravel())
    column = np.clip(place.reshape(rows, -1) - base * n, 0, n - 1)
    result: Array = np.take_along_axis(ordered, column, axis=-1)
    return result.reshape(*values.shape[:-1], len(shares))
