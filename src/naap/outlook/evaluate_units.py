"""Other units at the same date: is the event more extreme there than where no such plan began?"""

from __future__ import annotations

import numpy as np

from naap.outlook.evaluate_breaks import NEAR_MONTHS, gains_of
from naap.outlook.evaluate_design import Placebo, Series, Window
from naap.outlook.evaluate_forecast import AHEAD, misses
from naap.outlook.evaluate_regression import columns
from naap.outlook.evaluate_segmented import step_at
from naap.outlook.panel import Panel, Unit

__all__ = ["placebo_units"]

OF_WHAT = "other countries, counts of the donors' file"


def placebo_units(
    panel: Panel | None, treated: Unit | None, start: int, window: Window
) -> dict[str, Placebo | None]:
    """The rank of the treated unit by design; nothing where no other units were given."""
    if panel is None or treated is None or treated not in panel.units:
        return {}
    active = panel.at(panel.units, range(start - window.before, start))
    kept = [
        unit for unit, counts in zip(panel.units, active, strict=True)
        if unit == treated or (not np.isnan(counts).any() and (counts > 0).mean() >= 0.25)
    ]  # fmt: skip
    some = panel.only(kept)
    steps, nearness = {}, {}
    for unit, values in zip(some.units, some.values, strict=True):
        series = Series("", str(unit), "", True, some.first, values)
        step = step_at(series, start, window)
        if step is None:
            continue
        steps[unit] = step.score
        smooth = columns(step.times, start, 12)[:, :-1]
        gains = gains_of(step.counts, smooth, 6)
        at = int(np.argmax(step.times == start)) - 6
        nearness[unit] = float(gains[max(0, at - NEAR_MONTHS) : at + NEAR_MONTHS + 1].max())
    found = {"segmented": _rank(steps, treated), "breaks": _rank(nearness, treated)}
    if panel.last >= start - 1 + AHEAD:
        scores = misses(some, start - 1, AHEAD)
        found["forecast"] = _rank(scores, treated)
    return found


def _rank(scores: dict[Unit, float], treated: Unit) -> Placebo | None:
    if treated not in scores:
        return None
    others = [score for unit, score in scores.items() if unit != treated]
    return Placebo.among(scores[treated], others, OF_WHAT)
