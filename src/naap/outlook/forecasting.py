"""One way in for all models: a panel, an origin and months ahead give a forecast."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from naap.outlook.baselines import BASELINES
from naap.outlook.months import month_text
from naap.outlook.panel import Forecast, Panel, Unit
from naap.outlook.pool import Settings, pool, read_settings
from naap.problems import UnusableInput

__all__ = ["LEAST_MONTHS", "MODELS", "Refused", "make_forecast"]

MODELS = ("pool", *BASELINES)
LEAST_MONTHS = 36
"""A unit needs so many months up to the origin, without a gap."""


@dataclass(frozen=True)
class Refused:
    """A unit that is not forecast, and why."""

    unit: Unit
    known_months: int
    """How many of the last LEAST_MONTHS months are known."""

    def __str__(self) -> str:
        return (f"{self.unit}: only {self.known_months} of the last {LEAST_MONTHS} months up to "
                "the origin are known")  # fmt: skip


def make_forecast(
    panel: Panel,
    origin: int,
    steps: Sequence[int],
    draws: int = 1000,
    seed: int = 1,
    model: str = "pool",
    settings: Settings | None = None,
) -> tuple[Forecast, tuple[Refused, ...]]:
    """A forecast as of the end of month ``origin``, and the units that have too little history.

    Nothing after the origin is looked at. The same panel and seed give the same draws to the last
    one, whatever the order of the units.
    """
    if not panel.first <= origin <= panel.last:
        first, last = (month_text(each) if panel.in_words else each
                       for each in (panel.first, panel.last))  # fmt: skip
        raise UnusableInput.one(
            "--origin", found=month_text(origin) if panel.in_words else str(origin),
            expected=f"a month of the panel, {first} to {last}",
            mend="The origin is the last month whose counts are known.",
        )  # fmt: skip
    past = panel.upto(origin)
    known = np.count_nonzero(~np.isnan(past.values[:, -LEAST_MONTHS:]), axis=1)
    refused = tuple(
        Refused(unit, int(months))
        for unit, months in zip(panel.units, known, strict=True)
        if months < LEAST_MONTHS
    )
    # In an order of their own, so that who stands beside whom changes nothing.
    kept = sorted(set(panel.units) - {each.unit for each in refused}, key=lambda u: str(u))
    if not kept:
        raise UnusableInput.one(
            "the panel", found=f"no unit with {LEAST_MONTHS} known months up to the origin",
            expected="at least one", mend="Choose a later origin, or add earlier months.",
        )  # fmt: skip
    ordered = past.only(kept)
    if model == "pool":
        chosen = settings or read_settings()
        made = pool(ordered, steps, draws, seed, chosen)
    else:
        made = BASELINES[model](ordered, steps, draws, seed)
    place = {unit: row for row, unit in enumerate(kept)}
    units = tuple(unit for unit in panel.units if unit in place)
    about = {
        "origin": month_text(origin) if panel.in_words else str(origin),
        "model": model,
        "seed": str(seed),
        "panel_sha256": _digest(ordered),
    }
    if model == "pool":
        about["settings_sha256"] = hashlib.sha256(
            repr((chosen.parts, chosen.weights.tolist())).encode()
        ).hexdigest()
    return Forecast(
        units,
        tuple(origin + step for step in steps),
        made[[place[unit] for unit in units]],
        panel.in_words,
        about,
    ), refused


def _digest(panel: Panel) -> str:
    told = f"{panel.units}/{panel.first}".encode() + np.ascontiguousarray(panel.values).tobytes()
    return hashlib.sha256(told).hexdigest()
