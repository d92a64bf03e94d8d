"""What a forecast promises: the same for a seed, blind to what comes later, no wild draws."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from naap.cli import naap
from naap.outlook.alike import faded_mean
from naap.outlook.files import read_forecast
from naap.outlook.forecasting import MODELS, make_forecast
from naap.outlook.months import month_number, month_numbers, month_text
from naap.outlook.panel import Panel
from naap.outlook.pool import read_settings
from naap.outlook.weighted import even_shares, weighted_quantiles
from naap.problems import UnusableInput
from tests.outlook_makers import made_panel, write_csv

PANEL = made_panel()
STEPS = range(3, 15)


@pytest.mark.parametrize("model", MODELS)
def test_a_forecast_is_the_same_for_a_seed_whatever_the_order_of_units(model: str) -> None:
    one, _ = make_forecast(PANEL, 100, STEPS, 50, 7, model)
    again, _ = make_forecast(PANEL.only(PANEL.units[::-1]), 100, STEPS, 50, 7, model)
    assert again.units == one.units[::-1]
    assert np.array_equal(one.draws, again.draws[::-1])
    assert one.times == tuple(range(103, 115))
    assert one.draws.min() >= 0


@pytest.mark.parametrize("model", MODELS)
def test_what_comes_after_the_origin_is_not_looked_at(model: str) -> None:
    other = PANEL.values.copy()
    other[:, 100:] = 10_000
    one, _ = make_forecast(PANEL, 100, STEPS, 50, 1, model)
    two, _ = make_forecast(Panel(PANEL.units, 1, other), 100, STEPS, 50, 1, model)
    assert np.array_equal(one.draws, two.draws)


def test_another_seed_shuffles_the_draws_of_the_pool_and_changes_no_share() -> None:
    one, two = (make_forecast(PANEL, 100, STEPS, 200, seed)[0].draws for seed in (1, 2))
    assert not np.array_equal(one, two)
    assert np.array_equal(np.sort(one, axis=-1), np.sort(two, axis=-1))


def test_conflictology_is_the_last_twelve_months() -> None:
    made, _ = make_forecast(PANEL, 100, STEPS, 50, 1, "conflictology")
    assert made.draws.shape == (12, 12, 12)
    assert np.array_equal(made.draws[:, 5], PANEL.values[:, 88:100])


def test_tails_do_not_explode() -> None:
    """Two entrants of the field's challenge scored over 100,000."""
    values = made_panel().values
    values[:, -6:] = np.cumprod(np.full((12, 6), 4.0), axis=1)  # ever faster
    made, _ = make_forecast(Panel(PANEL.units, 1, values), 120, STEPS, 500)
    assert made.draws.max() <= 2 * values.max()


def test_a_violent_unit_is_expected_to_be_violent_and_a_quiet_one_is_never_sure() -> None:
    made, _ = make_forecast(PANEL, 120, STEPS, 1000)
    chance = (made.draws >= 1).mean(axis=(1, 2))
    assert 0 < chance[0] < 0.3 < 0.7 < chance[-1] < 1
    assert made.draws[-1].mean() > made.draws[0].mean()


def test_a_short_panel_and_a_single_unit_are_forecast_from_their_own_past() -> None:
    """There is no one to learn from, and that must not be read as a sign of peace."""
    violent = Panel((1,), 1, np.full((1, 40), 50.0))
    made, _ = make_forecast(violent, 40, STEPS, 100)
    assert made.draws.min() > 0
    assert 40 <= np.median(made.draws) <= 60


def test_units_with_too_little_history_are_refused_by_name() -> None:
    values = PANEL.values.copy()
    values[3, :80] = np.nan
    values[4, 110] = np.nan
    made, refused = make_forecast(Panel(PANEL.units, 1, values), 115, STEPS, 10)
    assert [(each.unit, each.known_months) for each in refused] == [(4, 35), (5, 35)]
    assert made.units == tuple(unit for unit in PANEL.units if unit not in (4, 5))
    with pytest.raises(UnusableInput, match="no unit with 36 known months"):
        make_forecast(PANEL, 30, STEPS)
    with pytest.raises(UnusableInput, match="a month of the panel, 1 to 120"):
        make_forecast(PANEL, 121, STEPS)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), min_size=1, max_size=20))
@settings(max_examples=50)
def test_weighted_quantiles_are_those_of_repeated_values(pairs: list[tuple[int, int]]) -> None:
    values, weights = np.array(pairs, dtype=float).T
    repeated = np.repeat(values, weights.astype(int))
    found = weighted_quantiles(values[None], weights[None], even_shares(11))[0]
    assert found == pytest.approx(np.quantile(repeated, even_shares(11), method="inverted_cdf"))


def test_a_faded_mean_halves_with_the_half_life_and_passes_over_gaps() -> None:
    values = np.array([[8.0, 0.0, np.nan, 0.0]])
    assert faded_mean(values, 1)[0] == pytest.approx([8, 8 / 3, 8 / 3, 8 / 8 / (1 / 8 + 1 / 4 + 1)])


@given(st.integers(-500, 5000))
def test_a_month_is_read_as_it_was_written(number: int) -> None:
    assert month_number(month_text(number)) == number


def test_months_of_the_field_are_ours() -> None:
    assert (month_number("1980-01"), month_number("2017-10"), month_number("454")) == (1, 454, 454)
    assert list(month_numbers("3:5")) == [3, 4, 5]
    for wrong in ("2017-13", "October 2017"):
        with pytest.raises(ValueError, match="is no month"):
            month_number(wrong)
    for wrong in ("0:3", "5:3", "a"):
        with pytest.raises(ValueError, match="are no months ahead"):
            month_numbers(wrong)


def forecast(*arguments: object) -> Result:
    return CliRunner().invoke(naap, ["forecast", *map(str, arguments)], catch_exceptions=False)


def test_the_command_writes_draws_and_says_how_they_were_made(tmp_path: Path) -> None:
    panel, out = write_csv(PANEL, tmp_path / "panel.csv"), tmp_path / "f.parquet"
    arguments = ("--panel", panel, "--origin", 100, "--horizon", "3:14", "--draws", 40)
    told = forecast(*arguments, "--out", out, "--json")
    assert told.exit_code == 0
    answer = json.loads(told.stdout)
    made = read_forecast(out)
    assert made.draws.shape == (12, 12, 40)
    assert made.origin == 100
    assert made.about["settings_sha256"] == answer["settings_sha256"]
    assert len(answer["forecasts"]) == 144
    first = out.read_bytes()
    forecast(*arguments, "--out", out)
    assert out.read_bytes() == first
    assert "about the model, not the world" in forecast(*arguments).stdout


def test_the_command_names_refused_units_with_exit_code_1(tmp_path: Path) -> None:
    panel = PANEL.values.copy()
    panel[3, 90] = np.nan
    rows = write_csv(Panel(PANEL.units, 1, panel), tmp_path / "panel.csv")
    rows.write_text(rows.read_text().replace("4,91,nan\n", ""))
    told = forecast("--panel", rows, "--origin", 100, "--draws", 5)
    assert told.exit_code == 1
    assert "Not forecast: 4: only 35 of the last 36 months" in told.stderr


def test_settings_are_chosen_on_earlier_windows_only(tmp_path: Path) -> None:
    other = PANEL.values.copy()
    other[:, 90:] = 0
    chosen = []
    for panel in (PANEL, Panel(PANEL.units, 1, other)):
        file = write_csv(panel, tmp_path / "panel.csv")
        out = tmp_path / "settings.json"
        told = forecast("choose", "--panel", file, "--since", 60, "--until", 90, "--every", 9,
                        "--horizon", "1:6", "--out", out, "--json")  # fmt: skip
        assert told.exit_code == 0, told.output
        chosen.append(json.loads(out.read_text())["weights"])
        assert read_settings(out).weights.sum(axis=-1) == pytest.approx(1)
    assert chosen[0] == chosen[1]
    made = forecast("--panel", file, "--settings", out, "--origin", 100, "--draws", 5)
    assert made.exit_code == 0


def test_settings_that_are_none_are_told(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    for text in ("{}", '{"parts": ["latest"], "weights": [[1]], "about": {}}', "no"):
        file.write_text(text)
        with pytest.raises(UnusableInput, match="what are no settings"):
            read_settings(file)


def test_without_the_packages_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("naap.outlook.find_spec", lambda name: None)
    for command in (["forecast"], ["score", "--forecast", __file__, "--actuals", __file__]):
        with pytest.raises(UnusableInput, match=r"pip install 'naap\[outlook\]'"):
            CliRunner().invoke(naap, command, catch_exceptions=False)
