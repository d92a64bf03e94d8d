"""Which pairs a person should look at, the most useful first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from naap.incidents.comparing import comparisons
from naap.incidents.reconcile import Incidents

__all__ = ["Uncertain", "uncertain_pairs"]

_FROM = 0.05
_OF_SAME_WORDS = 0.5
"""Nobody can tell whether two rows that say the same are one event told twice."""


@dataclass(frozen=True)
class Uncertain:
    """Two accounts that may tell of one event. ``use``: how much a decision would settle."""

    one: str
    other: str
    probability: float | None
    state: str
    killed_most: int
    compared: dict[str, str]

    @property
    def use(self) -> float:
        """Highest where the model knows least (at a half), and more where more were killed."""
        p = _OF_SAME_WORDS if self.probability is None else self.probability
        return 4 * p * (1 - p) * (1 + math.log1p(self.killed_most))

    @property
    def why(self) -> str:
        """What speaks for it and against it, in words."""
        if self.probability is None:
            return "one data set has two rows that say the same"
        return "; ".join(self.compared.values())


def uncertain_pairs(incidents: Incidents) -> list[Uncertain]:
    """Pairs that the model neither accepts nor rules out and nobody has judged."""
    rows = incidents.rows(
        "SELECT * FROM links WHERE state IN ('likely', 'candidate') AND probability >= ? "
        "OR state = 'same words'",
        [_FROM],
    )
    found = [_uncertain(row) for row in rows]
    return sorted(found, key=lambda each: (-each.use, each.one, each.other))


def _uncertain(row: dict[str, Any]) -> Uncertain:
    return Uncertain(
        row["one"], row["other"], row["probability"], row["state"], row["killed_most"] or 0,
        {
            each.name: each.label(row[each.column])
            for each in comparisons()
            if row[each.column] is not None and row[each.column] >= 0
        },
    )  # fmt: skip
