"""Did the counts change at an event? Four designs side by side, placebos, and what it hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from naap.outlook.evaluate_breaks import breaks
from naap.outlook.evaluate_design import Estimate, Series, Window
from naap.outlook.evaluate_forecast import forecast_gap
from naap.outlook.evaluate_segmented import segmented
from naap.outlook.evaluate_series import Event
from naap.outlook.evaluate_synthetic import synthetic
from naap.outlook.evaluate_units import placebo_units
from naap.outlook.panel import Panel, Unit
from naap.problems import UnusableInput

__all__ = ["Confounder", "Evaluation", "Variation", "choose_series", "evaluate"]

NEAR_DAYS = 366
"""An event so many days from the one asked about cannot be told from it."""
WINDOWS = {True: Window(60, 24), False: Window(10, 3)}
"""Months, and years, before and after."""
OTHER_WINDOWS = {
    True: (Window(36, 12), Window(36, 24), Window(60, 12), Window(60, 36), Window(84, 24)),
    False: (Window(6, 3), Window(10, 2), Window(10, 5)),
}
SHIFTS = {True: (-6, -3, -1, 1, 3, 6), False: (-1, 1)}


@dataclass(frozen=True)
class Variation:
    """The same question asked a little differently."""

    about: str
    """What was changed: date, window, outcome, publisher or area."""
    what: str
    estimate: Estimate


@dataclass(frozen=True)
class Confounder:
    """Another event near the one asked about, and days from it (before: less than 0)."""

    event: Event
    days: int


@dataclass(frozen=True, eq=False)
class Evaluation:
    """``estimates`` in the order of DESIGNS."""

    event: Event
    series: Series
    start: int
    estimates: tuple[Estimate, ...]
    variations: tuple[Variation, ...]
    confounders: tuple[Confounder, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "event": asdict(self.event),
            "publisher": self.series.publisher,
            "outcome": self.series.outcome,
            "scope": self.series.scope,
            "by": "month" if self.series.monthly else "year",
            "first_after": self.series.written(self.start),
            "series_from": self.series.written(self.series.first),
            "series_to": self.series.written(self.series.last),
            "designs": [each.as_json() for each in self.estimates],
            "sensitivity": [
                {"about": each.about, "what": each.what, **_short(each.estimate)}
                for each in self.variations
            ],
            "confounders": [{**asdict(each.event), "days": each.days} for each in self.confounders],
        }


def _short(estimate: Estimate) -> dict[str, Any]:
    keys = ("design", "finding", "ratio", "ratio_low", "ratio_high", "p", "made")
    whole = estimate.as_json()
    return {key: whole[key] for key in keys}


def choose_series(found: Sequence[Series], outcome: str, publisher: str | None, day: str) -> Series:
    """The series that carries most: by month before by year, then the most months known after and
    before the event. UnusableInput where there is none."""
    fitting = [each for each in found if publisher in (None, each.publisher)]
    if not fitting:
        there = sorted({each.publisher for each in found})
        raise UnusableInput.one(
            "--publisher" if found else "--outcome",
            found=f"no series of {outcome}" + (f" by {publisher}" if publisher else ""),
            expected=f"a publisher that counts it: {', '.join(there)}" if there
            else "killed, attacks, or a quantity of the pack that has numbers by month or year",
            mend="Choose one of these, or import the data first.",
        )  # fmt: skip

    def carries(series: Series) -> tuple[bool, int, int]:
        start = series.first_after(day)
        _, after = series.between(start, start + WINDOWS[series.monthly].after - 1)
        return series.monthly, len(after), int((~np.isnan(series.values)).sum())

    return max(fitting, key=carries)


def evaluate(
    event: Event,
    series: Series,
    others: Sequence[Series] = (),
    areas: Mapping[str, Series] | None = None,
    near: Sequence[Event] = (),
    donors: Panel | None = None,
    treated: Unit | None = None,
    seed: int = 1,
) -> Evaluation:
    """Ask every design; UnusableInput where none of them can tell, with the reason of each.

    ``others`` are other outcomes and publishers, ``areas`` the provinces, all under the same plan,
    ``donors`` counts by month of other countries and of the ``treated`` one.
    """
    day = event.day.isoformat()
    start = series.first_after(day)
    window = WINDOWS[series.monthly]
    longer = replace(window, after=window.before)
    estimates = [segmented(series, start, window, seed), breaks(series, start, longer, seed)]
    months = WINDOWS[True]
    first_month = replace(series, monthly=True).first_after(day)
    estimates.append(synthetic(donors, treated, first_month, months))
    estimates.append(forecast_gap(series, start, seed=seed))
    if not any(each.is_told for each in estimates):
        raise UnusableInput.one(
            series.name,
            found="; ".join(f"{each.design}: {each.made}" for each in estimates),
            expected="a series that at least one design can be read off",
            mend="Choose another publisher or outcome, or an event with more known around it.",
        )
    ranks = placebo_units(donors, treated, first_month, months)
    ranked = [
        each.with_placebos(each.placebo_dates, each.placebo_units or ranks.get(each.design))
        if each.is_told else each
        for each in estimates
    ]  # fmt: skip
    confounders = tuple(
        Confounder(each, (each.day - event.day).days)
        for each in near
        if each.event_id != event.event_id and each.day != event.day
        and abs((each.day - event.day).days) <= NEAR_DAYS
    )  # fmt: skip
    variations = (
        *_variations(day, series, start, others, areas or {}, confounders, seed),
        *_compared(donors, treated, first_month),
    )
    return Evaluation(event, series, start, tuple(ranked), variations, confounders)


def _compared(donors: Panel | None, treated: Unit | None, start: int) -> Iterator[Variation]:
    if donors is None:
        return
    for window in (Window(36, 24), Window(60, 12)):
        what = f"{window.before} months before, {window.after} after"
        yield Variation("window", what, synthetic(donors, treated, start, window, dates=False))


def _variations(
    day: str,
    series: Series,
    start: int,
    others: Sequence[Series],
    areas: Mapping[str, Series],
    confounders: Sequence[Confounder],
    seed: int,
) -> Iterator[Variation]:
    window = WINDOWS[series.monthly]
    period = "months" if series.monthly else "years"
    for shift in SHIFTS[series.monthly]:
        yield Variation(
            "date", f"{shift:+d} {period}", segmented(series, start + shift, window, seed)
        )
    dates = {start}
    for each in confounders:
        at = series.first_after(each.event.day.isoformat())
        if at not in dates:
            yield Variation("date", each.event.event_id, segmented(series, at, window, seed))
        dates.add(at)
    for other in OTHER_WINDOWS[series.monthly]:
        what = f"{other.before} {period} before, {other.after} after"
        yield Variation("window", what, segmented(series, start, other, seed))
        yield Variation("window", what, breaks(series, start, other, seed))
    if series.monthly:
        yield Variation("window", "6 months ahead", forecast_gap(series, start, 6, seed))
    for counted in others:
        about = "outcome" if counted.outcome != series.outcome else "publisher"
        at, its = counted.first_after(day), WINDOWS[counted.monthly]
        yield Variation(about, counted.name, segmented(counted, at, its, seed))
        if counted.monthly:
            yield Variation(about, counted.name, forecast_gap(counted, at, seed=seed))
    for name, area in areas.items():
        yield Variation("area", name, segmented(area, area.first_after(day), WINDOWS[True], seed))
