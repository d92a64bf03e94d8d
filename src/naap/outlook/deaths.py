"""The deaths that a ledger holds, as a panel of the pack's country, provinces or districts.

What a snapshot cannot see is not in it: a forecast as of a day knows no later claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from naap.engine import Engine
from naap.ledger.snapshot import Snapshot
from naap.outlook.counts import Count, counts_by_month
from naap.outlook.months import month_number
from naap.outlook.panel import Panel
from naap.pack import Pack
from naap.pack.tables import PlaceLabelRow, PlaceRow
from naap.problems import UnusableInput

__all__ = ["deaths"]


def deaths(snapshot: Snapshot, pack: Pack, level: str, counted: str = "deaths") -> Panel:
    """Deaths in organised violence by month, best estimate, by UCDP; or its ``events``.

    ``level`` is country, province or district. The country is read from the release that reaches
    farthest; provinces and districts from the events, or from the totals that the pack ships.
    """
    with Engine(threads=1) as engine:
        snapshot.register(engine)
        _register_places(engine, pack)
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


def _register_places(engine: Engine, pack: Pack) -> None:
    """The places and their labels, under the names that figures give these tables too."""
    valid = {"valid_from_start": "DATE", "valid_to_end": "DATE"}
    engine.table(
        "pack_places",
        {"place_id": "VARCHAR", "level": "VARCHAR", **valid},
        [
            {"place_id": row.place_id, "level": row.level, **_validity(row)}
            for row in pack.rows(PlaceRow)
        ],
    )
    engine.table(
        "pack_place_labels",
        {"data_set": "VARCHAR", "label_1": "VARCHAR", "label_2": "VARCHAR", "place_id": "VARCHAR",
         **valid},
        [
            {"data_set": row.data_set, "label_1": row.label_1, "label_2": row.label_2,
             "place_id": row.place_id, **_validity(row)}
            for row in pack.rows(PlaceLabelRow)
        ],
    )  # fmt: skip


def _validity(row: PlaceRow | PlaceLabelRow) -> dict[str, Any]:
    return {
        "valid_from_start": row.valid_from and row.valid_from.start,
        "valid_to_end": row.valid_to and row.valid_to.end,
    }
