"""How the criteria of three designs were set: on made countries that ``evaluate`` does not use.

In none of them did anything happen. Of the regression, the comparison and the forecast the
criterion is the largest of 0.05, 0.04, 0.03 and 0.02 for which the upper end of the 95 % interval
of the share of findings is at most 5 %.
"""

from __future__ import annotations

import time

from naap.outlook.evaluate_design import CRITERIA, Estimate, Series, Window
from naap.outlook.evaluate_forecast import forecast_gap
from naap.outlook.evaluate_segmented import segmented
from naap.outlook.evaluate_synthetic import synthetic
from tests.bench.evaluate import wilson
from tests.evaluate_worlds import FIRST, START, WORLDS, among_others

SAYS = "set the criteria of three designs of naap evaluate anew, on made countries of their own"
RUNS = 1
SEED, EACH_WORLD = 700_000, 91
TRIED = (0.05, 0.04, 0.03, 0.02)


def measure() -> dict[str, float]:
    begun = time.process_time()
    found: dict[str, list[Estimate]] = {"segmented": [], "synthetic": [], "forecast": []}
    for world in WORLDS.values():
        for number in range(EACH_WORLD):
            panel = among_others(world, SEED + number)
            series = Series("made", "killed", "", True, FIRST, panel.values[0])
            found["segmented"].append(segmented(series, START, Window(60, 24)))
            found["synthetic"].append(synthetic(panel, 0, START, Window(60, 24), dates=False))
            found["forecast"].append(forecast_gap(series, START))
    measured: dict[str, float] = {"series": EACH_WORLD * len(WORLDS)}
    for design, estimates in found.items():
        told = [each.p for each in estimates if each.p is not None]
        highs = {}
        for most in TRIED:
            below = sum(p <= most for p in told)
            low, highs[most] = wilson(below, len(estimates))
            name = f"{design}_at_{most:g}"
            measured |= {name: below / len(estimates), f"{name}_low": low,
                         f"{name}_high": highs[most]}  # fmt: skip
        measured[f"{design}_criterion"] = max(
            (most for most in TRIED if highs[most] <= 0.05), default=min(TRIED)
        )
        measured[f"{design}_criterion_that_ships"] = CRITERIA[design]
    return {**measured, "cpu_s": time.process_time() - begun}
