"""The deaths that a ledger holds, as a panel of the pack's country, provinces or districts.

What a snapshot cannot see is not in it: a forecast as of a day knows no later claim.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import numpy as np

from naap.engine import Engine
from naap.ledger.snapshot import Snapshot
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
    country = pack.settings.country_place
    with Engine(threads=1) as engine:
        snapshot.register(engine)
        _register_places(engine, pack)
        told = [engine.rows(_query("deaths"), country=country, level=level, counted=counted)]
        if level == "country":
            rows = engine.rows(_query("later_release"), country=country, counted=counted)
            told += [
                [{**row, "place_id": country} for row in rows if row["scope"] == scope]
                for scope in dict.fromkeys(row["scope"] for row in rows)
            ]
    longest = max(told, key=lambda rows: (_last(rows), len(rows)))
    if not longest:
        raise UnusableInput.one(
            "the ledger", found=f"no {counted} by month at the level of the {level}",
            expected="events of UCDP GED, or totals by month that the pack ships",
            mend="Import the event data first: naap import ucdp-ged FILE",
        )  # fmt: skip
    return _panel(longest)


def _query(name: str) -> str:
    return files("naap.outlook").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _number(row: Mapping[str, Any]) -> int:
    return month_number(f"{row['year']:04d}-{row['month']:02d}")


def _last(rows: Sequence[Mapping[str, Any]]) -> int:
    return max(map(_number, rows), default=0)


def _panel(rows: Sequence[Mapping[str, Any]]) -> Panel:
    units = tuple(dict.fromkeys(row["place_id"] for row in rows))
    first, last = min(map(_number, rows)), _last(rows)
    values = np.full((len(units), last - first + 1), np.nan)
    place = {unit: number for number, unit in enumerate(units)}
    for row in rows:
        values[place[row["place_id"]], _number(row) - first] = row["counted"]
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
