"""Threat levels: probabilities with a track record that knows nothing of what came later."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
from click.testing import CliRunner

from naap.cli import naap
from naap.outlook.levels import review_date, threat_levels
from naap.outlook.panel import Panel
from tests.outlook_makers import made_panel, write_csv

PANEL = made_panel(units=4, months=70)


def test_the_track_record_counts_every_month_once() -> None:
    found, refused = threat_levels(PANEL, 70, 2, (1, 25), (2, 20), history_months=12)
    assert refused == ()
    assert len(found) == 4 * 2
    for level in found:
        assert 0 <= level.probability <= 1
        came = (PANEL.values[PANEL.units.index(level.unit), 58:70] >= level.at_least).sum()
        for each in level.thresholds:
            assert each.right + each.false_alarms + each.misses + each.quiet == 12
            assert each.right + each.misses == came
            assert each.reached == (level.probability >= each.act_from)
        patient, eager = level.thresholds
        assert eager.misses <= patient.misses
        assert eager.false_alarms >= patient.false_alarms


def test_the_track_record_does_not_look_ahead() -> None:
    """A last month of horror counts as a miss, and changes nothing that was said before it."""
    values = PANEL.values.copy()
    values[0, 69] = 5000
    before, after = (
        threat_levels(Panel(PANEL.units, 1, each), 70, 1, (25,), (2,), history_months=6)[0][0]
        for each in (PANEL.values, values)
    )
    assert before.said == after.said
    assert (before.thresholds[0].misses, after.thresholds[0].misses) == (0, 1)


def test_a_forecast_is_reviewed_on_the_last_day_of_its_month() -> None:
    assert review_date(530) == date(2024, 2, 29)


def test_the_command_tells_costs_record_and_the_sentence(tmp_path: Path) -> None:
    panel = PANEL.values[:, :50]
    file = tmp_path / "attacks.csv"
    rows = [f"{unit},{2015 + month // 12}-{month % 12 + 1:02d},{count:g}"
            for unit, counts in zip(PANEL.units, panel, strict=True)
            for month, count in enumerate(counts)]  # fmt: skip
    file.write_text("\n".join(["place,month,value", *rows]) + "\n")
    arguments = ["forecast", "levels", "--panel", str(file), "--at-least", "5",
                 "--loss-over-cost", "10", "--history", "4"]  # fmt: skip
    told = CliRunner().invoke(naap, arguments, catch_exceptions=False)
    assert told.exit_code == 0
    assert "correlation, not causation" in told.stdout
    assert "Review on 2019-03-31" in told.stdout
    assert told.stdout.count("acting spares 10 times its cost: act from 0.10") == 4
    answer = json.loads(CliRunner().invoke(naap, [*arguments, "--json"]).stdout)
    assert answer["review_on"] == "2019-03-31"
    assert {each["at_least"] for each in answer["levels"]} == {5}
    assert np.isclose(answer["levels"][0]["thresholds"][0]["act_from"], 0.1)
    assert write_csv(PANEL, tmp_path / "numbers.csv").exists()
