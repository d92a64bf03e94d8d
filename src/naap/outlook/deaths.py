"""The deaths that a ledger holds, as a panel of the pack's country, provinces or districts.

What a snapshot cannot see is not in it: a forecast as of a day knows no later claim.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from naap.engine import Engine
from naap.ledger.snapshot import Snapshot
from naap.outlook.counts import Count, counts_by_month, register_places
from naap.outlook.months import month_number
from naap.outlook.panel import Panel
from naap.pack import Pack
from naap.problems import UnusableInput

__all__ = ["deaths"]


def deaths(snapshot: Snapshot, pack: Pack, level: str, counted: str = "deaths") -> Panel:
    """Deaths in organised violence by month, best estimate, by UCDP; or its ``events``.

    ``level`` is country, province or district. The country is read from the release that reaches
    farthest; provinces and districts from the events, or from the totals that the pack ships.
    """
    with Engine(threads=1) as engine:
        snapshot.register(engine)
        register_places(engine, pack)
        longest = counts_by_month(engine, pack.settings.country_place, level, counted)
    if not longest:
        raise UnusableInput.one(
            "the ledger", found=f"no {counted} by month at the level of the {level}",
            expected="events of UCDP GED, or totals by month that the pack ships",
            mend="Import the event data first: naap import ucdp-ged FILE",
        )  # fmt: skip
    return _panel(longest)


def _panel(counts: Sequence[Count]) -> Panel:
    units = tuple(dict.fromkeys(unit for unit, _, _ in counts))
    months = [month_number(month) for _, month, _ in counts]
    first, last = min(months), max(months)
    values = np.full((len(units), last - first + 1), np.nan)
    place = {unit: number for number, unit in enumerate(units)}
    for (unit, _, number), month in zip(counts, months, strict=True):
        values[place[unit], month - first] = number
    return Panel(units, first, values, in_words=True)
