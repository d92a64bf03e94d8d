"""What a forecast is made from and what it is: counts by unit and month, and draws of them.

A *unit* is any area: a country, a province, a district, a cell of a grid. Never a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from naap.outlook.months import month_number, month_text

__all__ = ["Array", "Forecast", "Panel", "Unit"]

Array = NDArray[np.float64]
Unit = int | str


@dataclass(frozen=True, eq=False)
class Panel:
    """Counts by unit and month: ``values`` is (units, months), NaN where nothing is known."""

    units: tuple[Unit, ...]
    first: int
    """The number of the first month."""
    values: Array
    in_words: bool = False
    """Whether months are written ``2017-10``, not as numbers."""

    @property
    def last(self) -> int:
        return self.first + int(self.values.shape[1]) - 1

    def upto(self, origin: int) -> Panel:
        """What was there at the end of that month."""
        kept = self.values[:, : max(0, origin - self.first + 1)]
        return Panel(self.units, self.first, kept, self.in_words)

    def only(self, units: Sequence[Unit]) -> Panel:
        place = {unit: number for number, unit in enumerate(self.units)}
        chosen = [place[unit] for unit in units]
        return Panel(tuple(units), self.first, self.values[chosen], self.in_words)

    def at(self, units: Sequence[Unit], times: Sequence[int]) -> Array:
        """(units, times): the counts of these; NaN where the panel lacks them."""
        place = {unit: number for number, unit in enumerate(self.units)}
        rows = np.array([place.get(unit, -1) for unit in units])
        columns = np.array(times) - self.first
        there = (rows >= 0)[:, None] & ((columns >= 0) & (columns < self.values.shape[1]))
        nearest = np.clip(columns, 0, self.values.shape[1] - 1)
        return np.where(there, self.values[np.maximum(rows, 0)[:, None], nearest], np.nan)


@dataclass(frozen=True, eq=False)
class Forecast:
    """``draws`` is (units, times, draws); ``about`` says how they were made."""

    units: tuple[Unit, ...]
    times: tuple[int, ...]
    draws: Array
    in_words: bool = False
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> int | None:
        """The last month whose counts were known, where the file says so."""
        said = self.about.get("origin")
        return None if said is None else month_number(said)

    def written(self, time: int) -> str | int:
        return month_text(time) if self.in_words else time
