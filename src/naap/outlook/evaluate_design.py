"""What a design is asked and what it answers, the same for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from naap.outlook.months import month_number, month_text
from naap.outlook.panel import Array

__all__ = [
    "CRITERIA", "DESIGNS", "Estimate", "Finding", "Placebo", "Series", "Window", "cannot_be_told",
    "told",
]  # fmt: skip

CRITERIA: Mapping[str, float] = {
    "segmented": 0.02, "breaks": 0.05, "synthetic": 0.03, "forecast": 0.02,
}  # fmt: skip
"""A design finds something where p is at most this. Of all but the breaks it is the largest of
0.05, 0.04, 0.03 and 0.02 of whose findings, on 364 made countries in which nothing happened, the
upper end of the interval was at most 5 %; none of these countries is among those of
``./run bench evaluate``.
"""
DESIGNS = ("segmented", "breaks", "synthetic", "forecast")
"""In the order in which they are told."""
Finding = Literal["fewer", "more", "unclear", "untold"]


@dataclass(frozen=True, eq=False)
class Series:
    """Counts of one publisher and scope by month or by year; NaN where nothing is known."""

    publisher: str
    outcome: str
    scope: str
    monthly: bool
    first: int
    """The number of the first month, or the first year."""
    values: Array

    @property
    def times(self) -> Array:
        return self.first + np.arange(len(self.values), dtype=float)

    @property
    def last(self) -> int:
        return self.first + len(self.values) - 1

    @property
    def per_year(self) -> int:
        return 12 if self.monthly else 1

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.publisher, self.outcome, self.scope)))

    def written(self, time: float) -> str:
        return month_text(int(time)) if self.monthly else str(int(time))

    def first_after(self, day: str) -> int:
        """The first whole month or year that begins on or after a day (YYYY-MM-DD)."""
        year, month, in_month = map(int, day.split("-"))
        if not self.monthly:
            return year if (month, in_month) == (1, 1) else year + 1
        return month_number(f"{year:04d}-{month:02d}") + (in_month > 1)

    def between(self, first: float, last: float) -> tuple[Array, Array]:
        """Times and counts from one time to another, both included, of what is known."""
        kept = (self.times >= first) & (self.times <= last) & ~np.isnan(self.values)
        return self.times[kept], self.values[kept]


@dataclass(frozen=True)
class Window:
    """How many months or years before and after the event a design looks at."""

    before: int
    after: int


@dataclass(frozen=True)
class Placebo:
    """How extreme the event is among dates or units where nothing is known to have begun."""

    rank: int
    """1: nothing else was as extreme."""
    of: int
    """All of them, with the event itself."""
    of_what: str

    @property
    def p(self) -> float:
        return self.rank / self.of

    @classmethod
    def among(cls, own: float, others: Sequence[float] | Array, of_what: str) -> Placebo | None:
        """Sizes without their sign; None where there is nothing to compare with."""
        sizes = np.abs(np.asarray(others, dtype=float))
        sizes = sizes[np.isfinite(sizes)]
        if not len(sizes):
            return None
        return cls(1 + int((sizes >= abs(own)).sum()), 1 + len(sizes), of_what)


@dataclass(frozen=True)
class Estimate:
    """The answer of one design: observed against what it expects without a change at the event.

    ``ratio`` 0.6 is 40 % fewer than expected; ``difference`` is counts a month (or a year) more
    than expected. Intervals are at 95 %.
    """

    design: str
    made: str
    """How it was made; or, where nothing can be told, why."""
    is_told: bool = True
    ratio: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    difference: float | None = None
    difference_low: float | None = None
    difference_high: float | None = None
    p: float | None = None
    placebo_dates: Placebo | None = None
    placebo_units: Placebo | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def finding(self) -> Finding:
        if not self.is_told:
            return "untold"
        if self.p is None or self.ratio is None or self.p > CRITERIA[self.design]:
            return "unclear"
        return "fewer" if self.ratio < 1 else "more"

    def with_placebos(self, dates: Placebo | None, units: Placebo | None) -> Estimate:
        return replace(self, placebo_dates=dates, placebo_units=units)

    def as_json(self) -> dict[str, Any]:
        kept = {key: _rounded(value) for key, value in vars(self).items()}
        for name in ("placebo_dates", "placebo_units"):
            placebo = getattr(self, name)
            kept[name] = placebo and {**vars(placebo), "p": round(placebo.p, 4)}
        return {**kept, "finding": self.finding}


def _rounded(value: Any) -> Any:
    return round(float(value), 4) if isinstance(value, float) else value


def cannot_be_told(design: str, why: str) -> Estimate:
    return Estimate(design, why, is_told=False)


def told(
    design: str, made: str, log_ratio: float, low: float, high: float, mean_after: float,
    p: float, **details: Any,
) -> Estimate:  # fmt: skip
    """An estimate from a ratio on the scale of logarithms, with its bounds.

    ``mean_after`` is the mean count a month or a year after the event.
    """
    ratio, ratio_low, ratio_high = (float(np.exp(np.clip(x, -12, 12))) for x in
                                    (log_ratio, low, high))  # fmt: skip
    difference, least, most = (mean_after * (1 - 1 / x) for x in (ratio, ratio_low, ratio_high))
    return Estimate(
        design, made, True, ratio, ratio_low, ratio_high, difference, least, most, float(p),
        details=details,
    )  # fmt: skip
