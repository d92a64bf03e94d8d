"""The counts by place and month that a ledger holds, as plain rows; needs no package."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from naap.engine import Engine
from naap.pack import Pack
from naap.pack.tables import PlaceLabelRow, PlaceRow

__all__ = [
    "OUTCOMES", "Count", "counts_by_month", "digest_of", "register_places", "series_rows",
]  # fmt: skip

OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "killed": ("killed", "ucdp-deaths-best"),
    "attacks": ("attacks", "ucdp-events"),
}
"""Outcomes that data sets call by names of their own; UCDP counts events with a death. Any other
outcome is a quantity of the pack."""

Count = tuple[str, str, int]
"""Place, month (2017-10) and how many."""


def counts_by_month(engine: Engine, country: str, level: str, counted: str) -> list[Count]:
    """Deaths, or events, of the places of one level; nothing where the ledger holds none.

    The engine has the ledger's tables, and ``pack_places`` and ``pack_place_labels``. The country
    is read from the release that reaches farthest; releases are never mixed.
    """
    asked = {"country": country, "counted": counted}
    told = [_counts(engine.rows(_query("deaths"), level=level, **asked))]
    if level == "country":
        rows = engine.rows(_query("later_release"), **asked)
        told += [
            _counts([{**row, "place_id": country} for row in rows if row["scope"] == scope])
            for scope in dict.fromkeys(row["scope"] for row in rows)
        ]
    return max(told, key=lambda rows: (max((row[1] for row in rows), default=""), len(rows)))


def series_rows(engine: Engine, country: str, outcome: str) -> list[dict[str, Any]]:
    """What each publisher counted of the outcome in the country, by scope and month or year."""
    return engine.rows(
        _query("evaluate_series"),
        country=country,
        quantities=list(OUTCOMES.get(outcome, (outcome,))),
    )


def digest_of(counts: Iterable[Count]) -> str:
    """A hash of these counts, whatever their order: another hash, other counts."""
    lines = sorted(f"{place},{month},{number}\n" for place, month, number in counts)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _query(name: str) -> str:
    return files("naap.outlook").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _counts(rows: Sequence[dict[str, Any]]) -> list[Count]:
    return [
        (row["place_id"], f"{row['year']:04d}-{row['month']:02d}", row["counted"]) for row in rows
    ]


def register_places(engine: Engine, pack: Pack) -> None:
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
