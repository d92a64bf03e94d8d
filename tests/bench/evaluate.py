"""How often each design finds an effect that was planted, and one that was not.

Rates are shares of made series (``tests/evaluate_worlds.py``). ``false_*`` are findings at 5 % in
series without an effect: at most 0.05 is wanted, and chance alone moves a rate of 200 series by
0.03. ``power_*_50`` and ``_25`` are findings of the right sign where counts fell to that per cent,
``cover_*`` how often the 95 % interval holds the planted ratio. NAAP_BENCH_SERIES sets how many
series there are without an effect (default 200; of the forecast and the comparison three fifths), a
third as many with one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from functools import partial

from naap.outlook.evaluate_breaks import breaks
from naap.outlook.evaluate_design import Estimate, Window
from naap.outlook.evaluate_forecast import forecast_gap
from naap.outlook.evaluate_segmented import segmented
from naap.outlook.evaluate_synthetic import synthetic
from tests.evaluate_worlds import START, WORLDS, World, donors, series_of

SAYS = "designs of naap evaluate on made series with and without an effect"
RUNS = 1
SERIES = int(os.environ.get("NAAP_BENCH_SERIES", "200"))
FEWER = max(10, SERIES * 3 // 5)
RATIOS = (0.5, 0.25)
Made = Callable[[int, float], Estimate]


def designs() -> Iterator[tuple[str, Made, int]]:
    """Name of the design and the world, what makes an estimate, and how many of them."""
    for name, world in WORLDS.items():
        yield f"segmented_{name}", partial(_segmented, world), SERIES
        yield f"breaks_{name}", partial(_breaks, world), SERIES
        yield f"forecast_{name}", partial(_forecast, world), FEWER
    yield "synthetic", _synthetic, FEWER


def _segmented(world: World, seed: int, ratio: float) -> Estimate:
    return segmented(series_of(world, seed, ratio), START, Window(60, 24))


def _breaks(world: World, seed: int, ratio: float) -> Estimate:
    return breaks(series_of(world, seed, ratio), START, Window(60, 60))


def _forecast(world: World, seed: int, ratio: float) -> Estimate:
    return forecast_gap(series_of(world, seed, ratio), START)


def _synthetic(seed: int, ratio: float) -> Estimate:
    return synthetic(donors(seed, ratio=ratio), 0, START, Window(60, 24), dates=False)


def measure() -> dict[str, float]:
    begun = time.process_time()
    measured: dict[str, float] = {"series": SERIES, "series_of_slow_designs": FEWER}
    for name, made, count in designs():
        nothing = [made(seed, 1.0) for seed in range(count)]
        measured[f"false_{name}"] = sum(e.finding in {"fewer", "more"} for e in nothing) / count
        for ratio in RATIOS:
            planted = max(10, count // 3)
            found = [made(10_000 + seed, ratio) for seed in range(planted)]
            per_cent = round(100 * ratio)
            measured[f"power_{name}_{per_cent}"] = (
                sum(e.finding == "fewer" for e in found) / planted
            )
            told = [e for e in found if e.ratio_low is not None and e.ratio_high is not None]
            held = sum((e.ratio_low or 0) <= ratio <= (e.ratio_high or 0) for e in told)
            measured[f"cover_{name}_{per_cent}"] = held / max(1, len(told))
    return {**measured, "cpu_s": time.process_time() - begun}
