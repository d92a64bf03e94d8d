"""How often each design, and what they say together, find an effect that was planted or was not.

A made country stands among 25 of its world (``tests/evaluate_worlds.py``), and all four designs are
asked of it. ``false_*`` are findings, each design by its own criterion, where there is no effect,
with the Wilson interval of 95 %; ``power_*_50`` and ``_25`` findings of the right sign where counts
fell to that per cent; ``cover_*`` how often the 95 % interval holds what was planted. ``joint`` is
what the answer says: what most designs find, the cautious finding where they are split.
``p_at_5_*`` is the p below which one in twenty series without an effect lies.

NAAP_BENCH_SERIES sets how many countries there are without an effect (default 600, spread evenly
over the worlds), a sixth as many for each effect; NAAP_BENCH_SEED the first of their seeds. The
criteria of the designs were set on seeds from 700000 on (``./run bench evaluate_tuning``). On one
processor 600 take about 15 minutes.
"""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Sequence

import numpy as np

from naap.outlook.evaluate_answer import joint_finding
from naap.outlook.evaluate_breaks import breaks
from naap.outlook.evaluate_design import DESIGNS, Estimate, Series, Window
from naap.outlook.evaluate_forecast import forecast_gap
from naap.outlook.evaluate_segmented import segmented
from naap.outlook.evaluate_synthetic import synthetic
from tests.evaluate_worlds import FIRST, START, WORLDS, among_others

SAYS = "designs of naap evaluate on made countries with and without an effect"
RUNS = 1
SERIES = int(os.environ.get("NAAP_BENCH_SERIES", "600"))
SEED = int(os.environ.get("NAAP_BENCH_SEED", "300000"))
RATIOS = (0.5, 0.25)
JOINT = "joint"


def asked(world: str, seed: int, ratio: float) -> dict[str, Estimate]:
    """Each design's answer about one made country."""
    panel = among_others(WORLDS[world], seed, ratio)
    series = Series("made", "killed", "", True, FIRST, panel.values[0])
    found = (
        segmented(series, START, Window(60, 24)),
        breaks(series, START, Window(60, 60)),
        synthetic(panel, 0, START, Window(60, 24), dates=False),
        forecast_gap(series, START),
    )
    return {each.design: each for each in found}


def wilson(found: int, of: int) -> tuple[float, float]:
    """The interval of 95 % of a share (Wilson 1927)."""
    z = 1.96
    share, wide = found / of, z**2 / of
    middle = (share + wide / 2) / (1 + wide)
    reach = math.sqrt(share * (1 - share) * wide + wide**2 / 4) / (1 + wide)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def measure() -> dict[str, float]:
    begun = time.process_time()
    each_world = max(1, SERIES // len(WORLDS))
    measured: dict[str, float] = {"series": each_world * len(WORLDS)}
    made = {world: _several(world, 1.0, SEED, each_world) for world in WORLDS}
    nothing = [each for found in made.values() for each in found]
    for name in (*DESIGNS, JOINT):
        wrong = [_finding(each, name) in {"fewer", "more"} for each in nothing]
        low, high = wilson(sum(wrong), len(wrong))
        measured |= {f"false_{name}": float(np.mean(wrong)), f"false_{name}_low": low,
                     f"false_{name}_high": high}  # fmt: skip
        for world, found in made.items():
            measured[f"false_{name}_{world}"] = float(
                np.mean([_finding(each, name) in {"fewer", "more"} for each in found])
            )
    for design in DESIGNS:
        p = [each[design].p for each in nothing]
        told = np.array([1.0 if one is None else one for one in p])
        measured[f"p_at_5_{design}"] = float(np.quantile(told, 0.05, method="lower"))
    planted = max(1, each_world // 6)
    for ratio in RATIOS:
        found = [each for world in WORLDS
                 for each in _several(world, ratio, SEED + 10_000, planted)]  # fmt: skip
        measured |= _power(found, ratio)
    return {**measured, "cpu_s": time.process_time() - begun}


def _power(found: Sequence[dict[str, Estimate]], ratio: float) -> dict[str, float]:
    per_cent = round(100 * ratio)
    measured: dict[str, float] = {f"planted_{per_cent}": len(found)}
    for name in (*DESIGNS, JOINT):
        right = [_finding(each, name) == "fewer" for each in found]
        low, high = wilson(sum(right), len(right))
        measured |= {f"power_{name}_{per_cent}": float(np.mean(right)),
                     f"power_{name}_{per_cent}_low": low,
                     f"power_{name}_{per_cent}_high": high}  # fmt: skip
    for design in DESIGNS:
        told = [each[design] for each in found if each[design].ratio_low is not None]
        held = [(e.ratio_low or 0) <= ratio <= (e.ratio_high or 0) for e in told]
        if held:
            measured[f"cover_{design}_{per_cent}"] = float(np.mean(held))
    return measured


def _finding(found: dict[str, Estimate], name: str) -> str:
    return joint_finding([*found.values()]) if name == JOINT else found[name].finding


def _several(world: str, ratio: float, first: int, count: int) -> list[dict[str, Estimate]]:
    print(f"{count} countries, {world}, times {ratio:g}", file=sys.stderr, flush=True)
    return [asked(world, first + number, ratio) for number in range(count)]
