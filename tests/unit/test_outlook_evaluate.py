"""``naap evaluate``: what the designs find in hand-made series, what they refuse, what is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from naap.outlook.evaluate import Confounder, Evaluation, choose_series, evaluate
from naap.outlook.evaluate_answer import answer
from naap.outlook.evaluate_breaks import breaks
from naap.outlook.evaluate_design import Estimate, Placebo, Series, Window, cannot_be_told, told
from naap.outlook.evaluate_forecast import forecast_gap
from naap.outlook.evaluate_regression import columns, fit
from naap.outlook.evaluate_segmented import segmented, step_at
from naap.outlook.evaluate_series import Event
from naap.outlook.evaluate_synthetic import Difference, difference, differences, synthetic
from naap.outlook.months import month_number
from naap.problems import UnusableInput
from tests.evaluate_worlds import START, WORLDS, donors, series_of

EVENT = Event("plan", "The plan", "پلان", date(2014, 12, 24), "plan")
OPERATION = Event("op", "The operation", "آپریشن", date(2014, 6, 15), "operation")
WINDOW = Window(60, 24)


def test_regression_and_its_errors_are_those_of_statsmodels() -> None:
    series = series_of(WORLDS["spells"], 3)
    step = step_at(series, START, WINDOW)
    assert step is not None
    ours = fit(step.counts[None], step.design, 6)
    theirs = sm.GLM(step.counts, step.design, family=sm.families.Poisson()).fit(
        cov_type="HAC", cov_kwds={"maxlags": 6, "use_correction": True}
    )
    assert ours.coefficients[0] == pytest.approx(theirs.params, abs=1e-5)
    assert ours.errors[0] == pytest.approx(theirs.bse, rel=1e-4)


def test_many_series_are_fitted_as_each_alone() -> None:
    chance = np.random.default_rng(1)
    counts = chance.poisson(20, (5, 84)).astype(float)
    design = columns(np.arange(84.0), 60, 12)
    together = fit(counts, design, 6)
    for row, one in enumerate(counts):
        alone = fit(one[None], design, 6)
        assert together.coefficients[row] == pytest.approx(alone.coefficients[0], abs=1e-6)
        assert together.errors[row] == pytest.approx(alone.errors[0], rel=1e-5)


@pytest.mark.parametrize(("design", "finding"), [("breaks", "fewer"), ("synthetic", "unclear"),
                                                 ("segmented", "unclear"),
                                                 ("forecast", "unclear")])  # fmt: skip
def test_designs_that_found_too_much_where_nothing_was_ask_for_more(
    design: str, finding: str
) -> None:
    assert Estimate(design, "", ratio=0.5, p=0.04).finding == finding
    assert Estimate(design, "", ratio=0.5, p=0.02).finding == "fewer"
    assert Estimate(design, "", ratio=0.5, p=0.06).finding == "unclear"


@pytest.mark.parametrize(
    ("monthly", "day", "first_after"),
    [
        (True, "2014-12-24", "2015-01"),
        (True, "2015-01-01", "2015-01"),
        (True, "2014-12-02", "2015-01"),
        (False, "2014-12-24", "2015"),
        (False, "2015-01-01", "2015"),
    ],
)
def test_after_begins_with_the_first_whole_month_or_year(
    monthly: bool, day: str, first_after: str
) -> None:
    series = Series("p", "killed", "", monthly, 1, np.zeros(3))
    assert series.written(series.first_after(day)) == first_after


def test_a_large_step_is_found_by_each_design_that_sees_one_series() -> None:
    series = series_of(WORLDS["even"], 5, ratio=0.2)
    step = segmented(series, START, WINDOW)
    assert step.finding == "fewer"
    assert step.ratio_low is not None
    assert step.ratio_high is not None
    assert step.ratio_low < 0.2 < step.ratio_high
    found = breaks(series, START, Window(60, 60))
    assert found.finding == "fewer"
    assert abs(found.details["off"]) <= 1
    gap = forecast_gap(series, START)
    assert gap.finding == "fewer"
    assert gap.details["observed_sum"] < gap.details["expected_sum"] / 2


def test_differences_are_counts_and_agree_with_the_ratio() -> None:
    estimate = told("segmented", "made", np.log(0.5), np.log(0.25), np.log(2), 10.0, 0.2)
    assert estimate.difference == pytest.approx(-10)  # 10 a month where 20 were expected
    assert estimate.difference_low == pytest.approx(-30)
    assert estimate.difference_high == pytest.approx(5)


def test_a_series_without_a_step_is_rarely_taken_for_one() -> None:
    """The small version of ``./run bench evaluate``: 30 series; 5 or more by chance: 1 in 60."""
    found = [segmented(series_of(WORLDS["spells"], seed), START, WINDOW) for seed in range(30)]
    assert sum(each.finding != "unclear" for each in found) < 5
    planted = [
        segmented(series_of(WORLDS["even"], seed, 0.25), START, WINDOW) for seed in range(10)
    ]
    assert sum(each.finding == "fewer" for each in planted) >= 8


def test_the_comparison_finds_what_was_planted_in_one_country() -> None:
    found = synthetic(donors(2, ratio=0.1), 0, START, WINDOW)
    assert found.finding == "fewer"
    assert found.placebo_units is not None
    assert (found.placebo_units.rank, found.placebo_units.of) == (1, 25)
    assert sum(found.details["donors"].values()) <= 1.001


def test_the_comparison_takes_away_what_all_countries_share() -> None:
    time = np.arange(28.0)
    shared = np.sin(time / 3)
    others = np.stack([shared + level for level in np.linspace(0, 4, 20)])
    own = shared + 9 - 0.7 * (time >= 20)
    found = difference(own, others, 20)
    assert found.size == pytest.approx(-0.7, abs=1e-6)
    assert found.donors.sum() == pytest.approx(1)
    assert found.donors.min() >= 0


def test_many_countries_are_compared_as_each_alone() -> None:
    chance = np.random.default_rng(4)
    own, others = chance.normal(size=(3, 28)), chance.normal(size=(3, 20, 28))
    for row, one in enumerate(differences(own, others, 20)):
        alone = difference(own[row], others[row], 20)
        assert one.size == pytest.approx(alone.size, abs=1e-5)
        assert one.fit == pytest.approx(alone.fit, abs=1e-5)
        assert one.donors == pytest.approx(alone.donors, abs=1e-4)


def test_what_is_done_to_the_country_asked_about_is_done_to_each() -> None:
    """One ranking of all, whichever is asked about: nothing but its score makes a country stand
    out, and of 25 exactly one is the first."""
    panel = donors(3, units=25)
    asked = [synthetic(panel, unit, START, WINDOW, dates=False) for unit in panel.units]
    ranks = [each.placebo_units.rank for each in asked if each.placebo_units is not None]
    assert sorted(ranks) == [*range(1, 26)]
    assert [each.p for each in asked if each.placebo_units and each.placebo_units.rank == 1] == [
        min(each.p for each in asked if each.p is not None)
    ]


def test_a_country_is_held_against_the_usual_placebo(monkeypatch: pytest.MonkeyPatch) -> None:
    """24 placebos of usual size 1, of spread 0.5: t of 23 degrees."""
    sizes = [-1.03435, *[0.5, -0.5] * 12]
    made = [Difference(size, 0.5, np.full(24, 1 / 24)) for size in sizes]
    monkeypatch.setattr(
        "naap.outlook.evaluate_synthetic.each_against_others", lambda *_: (made, np.full(25, 0.5))
    )
    found = synthetic(donors(1), 0, START, WINDOW, dates=False)
    assert found.p == pytest.approx(0.05, abs=1e-4)  # tables: P(t23 < 2.0687) = 0.975
    assert found.ratio_high == pytest.approx(1, abs=1e-4)
    assert found.ratio_low == pytest.approx(np.exp(-2 * 1.03435), rel=1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_an_interval_leaves_out_no_change_where_p_is_below_5_per_cent(seed: int) -> None:
    for ratio in (1.0, 0.2):
        panel = donors(seed, ratio=ratio)
        counts = Series("p", "killed", "", True, panel.first, panel.values[0])
        for found in (synthetic(panel, 0, START, WINDOW, dates=False), forecast_gap(counts, START)):
            assert found.p is not None
            assert found.ratio_low is not None
            assert found.ratio_high is not None
            assert (found.ratio_low <= 1 <= found.ratio_high) == (found.p > 0.05)


def test_spans_that_overlap_count_as_half(monkeypatch: pytest.MonkeyPatch) -> None:
    """34 earlier misses of usual size 1 with 17 that do not overlap: t of 16 degrees."""
    made = iter([(2.2, 1.0, 50.0), *[(1.0, 1.0, 50.0), (-1.0, 1.0, 50.0)] * 17])
    monkeypatch.setattr("naap.outlook.evaluate_forecast._miss", lambda *_: next(made))
    series = Series("p", "killed", "", True, START - 252, np.full(264, 7.0))
    found = forecast_gap(series, START)
    assert found.p == pytest.approx(2 * (1 - 0.97859), abs=1e-4)  # tables: P(t16 < 2.2)
    assert found.ratio_high == pytest.approx(np.exp(2.2 + 2.1199), rel=1e-4)
    assert found.placebo_dates is not None
    assert (found.placebo_dates.rank, found.placebo_dates.of) == (1, 35)


def test_without_other_countries_the_comparison_says_why_it_cannot_tell() -> None:
    found = synthetic(None, None, START, WINDOW)
    assert found.finding == "untold"
    assert "national" in found.made
    few = synthetic(donors(1, units=8), 0, START, WINDOW)
    assert "7 other units" in few.made


def test_yearly_counts_carry_two_designs() -> None:
    counts = np.array([60, 70, 66, 72, 64, 69, 71, 65, 20, 22, 19, 24, 21], dtype=float)
    series = Series("p", "attacks", "", False, 2007, counts)
    found = evaluate(EVENT, series)
    assert [each.is_told for each in found.estimates] == [True, True, False, False]
    assert found.estimates[1].details["nearest"] == "2015"
    assert "yearly" in found.estimates[3].made


def test_a_series_that_is_too_short_is_refused_with_every_reason() -> None:
    series = Series("p", "attacks", "", False, 2013, np.array([5.0, 6, 7, 8]))
    with pytest.raises(UnusableInput) as refused:
        evaluate(EVENT, series)
    told_why = str(refused.value)
    assert "fewer than 5 years before" in told_why
    assert "12 are needed to look for a break" in told_why
    assert "--donors" in told_why


def test_a_gap_is_missing_not_zero() -> None:
    series = series_of(WORLDS["even"], 4)
    holed = series.values.copy()
    holed[START - series.first - 20 : START - series.first - 15] = np.nan
    with_gap = replace(series, values=holed)
    step = step_at(with_gap, START, WINDOW)
    assert step is not None
    assert len(step.counts) == 79
    assert forecast_gap(with_gap, START).finding == "untold"


def test_the_same_seed_gives_the_same_numbers() -> None:
    series = series_of(WORLDS["spells"], 8)
    assert segmented(series, START, WINDOW) == segmented(series, START, WINDOW)


def _evaluation(*findings: Estimate, confounders: tuple[Confounder, ...] = ()) -> Evaluation:
    told_apart = (
        findings if any(each.design == "breaks" for each in findings) else (*findings, NONE)
    )
    return Evaluation(EVENT, series_of(WORLDS["even"], 1), START, told_apart, (), confounders)


NONE = cannot_be_told("breaks", "too short")
FEWER = told("segmented", "made", np.log(0.5), np.log(0.4), np.log(0.7), 10.0, 0.01)
UNCLEAR = told("forecast", "made", np.log(0.8), np.log(0.4), np.log(1.7), 10.0, 0.4)
UNTOLD = cannot_be_told("synthetic", "no other countries")


def test_the_answer_says_what_holds_and_what_does_not() -> None:
    said = answer(_evaluation(FEWER, replace(FEWER, design="breaks"), UNTOLD, UNCLEAR), "en")
    assert "2 of 3 designs that can tell find fewer than expected (0.50 times" in said.holds
    assert "forecast made on the eve: no change that stands out" in said.does_not_hold
    assert "Cannot be told by: comparison with other countries." in said.does_not_hold
    assert "does not say what caused it" in said.limits


def test_the_answer_names_the_operation_beside_the_plan_in_both_languages() -> None:
    found = _evaluation(FEWER, confounders=(Confounder(OPERATION, -192),))
    assert "The operation (192 days before)" in str(answer(found, "en"))
    assert "آپریشن (192 دن پہلے)" in str(answer(found, "ur"))
    assert "پلان" in str(answer(found, "ur"))


def test_a_break_elsewhere_is_told_and_is_no_change_at_the_event() -> None:
    values = np.concatenate([np.full(30, 40.0), np.full(90, 8.0)])
    values += np.random.default_rng(1).integers(-3, 4, 120)
    series = Series("p", "killed", "", True, START - 60, values)
    found = breaks(series, START, Window(60, 60))
    assert found.finding == "unclear"
    assert found.ratio is None
    assert found.details["breaks"] == [series.written(START - 30)]
    assert found.details["off"] == -30
    said = answer(_evaluation(FEWER, found), "en")
    assert f"breaks in {series.written(START - 30)}, not at the event" in said.breaks


def test_the_answer_never_claims_a_cause() -> None:
    for estimates in ([FEWER], [UNCLEAR, UNTOLD], [FEWER, UNCLEAR]):
        said = str(answer(_evaluation(*estimates), "en")).casefold()
        for word in ("because", "led to", "due to", "thanks to", "succeeded", "worked"):
            assert word not in said


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=40), st.floats(-50, 50))
def test_a_rank_counts_those_at_least_as_extreme(others: list[float], own: float) -> None:
    placebo = Placebo.among(own, others, "dates")
    assert placebo is not None
    assert 1 <= placebo.rank <= placebo.of == len(others) + 1
    assert placebo.rank == 1 + sum(abs(each) >= abs(own) for each in others)


def test_nothing_to_compare_with_is_no_rank() -> None:
    assert Placebo.among(1.0, [], "dates") is None


def test_the_series_by_month_that_reaches_past_the_event_is_chosen() -> None:
    yearly = Series("a", "killed", "", False, 2000, np.ones(24))
    short = Series("b", "killed", "", True, month_number("1990-01"), np.ones(305))
    long = Series("b", "killed", "later", True, month_number("1990-01"), np.ones(400))
    assert choose_series([yearly, short, long], "killed", None, "2014-12-24") is long
    assert choose_series([yearly, short], "killed", "a", "2014-12-24") is yearly
    with pytest.raises(UnusableInput, match="no series of killed by c"):
        choose_series([yearly], "killed", "c", "2014-12-24")
