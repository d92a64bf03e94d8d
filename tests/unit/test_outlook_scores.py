"""Scores hold what their definitions promise, and agree with scores by other hands."""

from __future__ import annotations

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import resample

from naap.outlook import scores
from naap.outlook.panel import Array

COUNTS = st.lists(st.integers(0, 3000), min_size=1, max_size=40)


def as_draws(counts: list[int]) -> Array:
    return np.array(counts, dtype=float)


@given(COUNTS, st.integers(0, 5000))
def test_no_score_is_below_zero_and_crps_is_at_most_the_mean_error(
    counts: list[int], actual: int
) -> None:
    draws = as_draws(counts)
    found = scores.score_all(draws, np.array(float(actual)))
    assert all(float(each) >= 0 for each in found.values())
    assert float(found["crps"]) <= np.abs(draws - actual).mean() + 1e-9
    assert float(found["mis"]) >= 0


@given(COUNTS, st.integers(0, 5000), st.randoms(use_true_random=False))
def test_the_order_of_draws_does_not_matter_but_for_resampled_ignorance(
    counts: list[int], actual: int, random: object
) -> None:
    other = counts.copy()
    random.shuffle(other)  # type: ignore[attr-defined]
    one, two = (scores.score_all(as_draws(each), np.array(float(actual))) for each in
                (counts, other))  # fmt: skip
    for name in one.keys() - {"ign"}:
        assert one[name] == pytest.approx(two[name], abs=1e-9), name


@given(COUNTS, st.integers(0, 5000))
def test_draws_told_twice_score_the_same_crps(counts: list[int], actual: int) -> None:
    once, twice = (scores.crps(as_draws(each), np.array(float(actual))) for each in
                   (counts, counts * 2))  # fmt: skip
    assert once == pytest.approx(twice, abs=1e-9)


@given(COUNTS, st.integers(0, 5000))
def test_the_tenths_of_a_place_add_up_to_one(counts: list[int], actual: int) -> None:
    tenths = scores.pit_histogram(as_draws(counts), np.array(float(actual)))
    assert tenths.min() >= 0
    assert tenths.sum() == pytest.approx(1)


@given(COUNTS, st.integers(2, 200))
def test_fourier_resampling_is_that_of_scipy(counts: list[int], count: int) -> None:
    draws = as_draws(counts)
    assert scores.fourier_resampled(draws, count) == pytest.approx(resample(draws, count), abs=1e-6)


def test_scores_agree_with_scoringrules() -> None:
    made = np.random.default_rng(5)
    draws = made.negative_binomial(0.3, 0.01, size=(40, 200)).astype(float)
    actual = made.negative_binomial(0.3, 0.01, size=40).astype(float)
    assert scores.crps(draws, actual) == pytest.approx(
        scoringrules.crps_ensemble(actual, draws, estimator="nrg")
    )
    low, high = np.quantile(draws, [0.05, 0.95], axis=-1)
    assert scores.interval_score(draws, actual) == pytest.approx(
        scoringrules.interval_score(actual, low, high, 0.1)
    )
    assert scores.brier(draws, actual, 25) == pytest.approx(
        scoringrules.brier_score((actual >= 25) * 1.0, (draws >= 25).mean(axis=-1))
    )


def test_draws_of_the_right_distribution_are_calibrated() -> None:
    """Counts with many ties, on purpose: the spread place has to make up for them."""
    made = np.random.default_rng(7)
    draws = made.poisson(1.5, size=(4000, 500)).astype(float)
    actual = made.poisson(1.5, size=4000).astype(float)
    assert scores.pit_histogram(draws, actual).mean(axis=0) == pytest.approx(0.1, abs=0.012)
    assert scores.within(draws, actual).mean() > 0.9
