"""Packs and statements made for a test: the example pack with other rows in some tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import naap
from naap.pack import Pack, load
from naap.pack.tables import TABLES, Row
from naap.periods import parse_period
from naap.status.told import Number, Rating, Report, Told

__all__ = ["example", "number", "pack_with", "rating", "report", "told_with"]

FILLED: dict[str, dict[str, str]] = {
    "owners": {"source_id": "gazette-2022", "role": "lead"},
    "actions": {"source_id": "gazette-2022", "official": "yes", "title_en": "An action"},
    "milestones": {"source_id": "gazette-2022", "official": "yes", "title_en": "A milestone"},
    "targets": {"source_id": "gazette-2022", "official": "yes"},
    "decisions": {"source_id": "council-minutes", "meeting_en": "Council", "text_en": "Do it."},
    "committees": {"source_id": "gazette-2022", "plan_id": "SAP22", "subject_en": "Roads"},
    "context_events": {"source_id": "herald", "title_en": "An event", "type": "law",
                       "prominent": "no"},
    "point_states": {"source_id": "herald", "reason_en": "The term ran out."},
    "obligations": {"source_id": "gazette-2022", "official": "yes", "frequency": "monthly",
                    "due_days": "10"},
}  # fmt: skip
"""What a row of a test holds besides what the test says."""


@cache
def example() -> Pack:
    return load(Path(naap.__file__).parent / "packs" / "example")


def pack_with(changes: Mapping[str, Mapping[str, Any]] | None = None, **tables: Any) -> Pack:
    """The example pack, in which each named table holds the given rows and no others.

    ``changes`` alters cells of rows that stay: ``{"points": {"SAP22-01": {"certainty": ...}}}``.
    """
    new: dict[str, tuple[Row, ...]] = dict(example().tables)
    for table, rows in tables.items():
        new[table] = tuple(_row(table, cells) for cells in rows)
    for table, altered in (changes or {}).items():
        kind = TABLES[table]
        new[table] = tuple(
            row.model_copy(update=dict(altered.get(getattr(row, str(kind.key)), {})))
            for row in new[table]
        )
    return replace(example(), tables=MappingProxyType(new))


def _row(table: str, cells: Mapping[str, Any]) -> Row:
    written = {**FILLED.get(table, {}), **{name: _cell(value) for name, value in cells.items()}}
    return TABLES[table].model_validate(
        {name: value for name, value in written.items() if value != ""},
        context={"fiscal_year_starts": example().settings.fiscal_year_starts},
    )


def _cell(value: Any) -> str:
    return {True: "yes", False: "no", None: ""}.get(value, str(value)) if (
        value is None or isinstance(value, bool)
    ) else str(value)  # fmt: skip


def number(
    quantity: str,
    period: str,
    value: float | str,
    place: str = "SZ",
    publisher: str = "peace-desk",
    scope: str = "",
    said: str | None = None,
) -> Number:
    when = parse_period(period)
    key = f"{quantity}-{publisher}-{period}-{place}-{value}"
    return Number(
        key=f"figure/test/{key}", claim_id=key, publisher=publisher, source="peace-desk-2024",
        period=period, start=when.start, end=when.end,
        stated=date.fromisoformat(said) if said else when.end, handling="TLP:CLEAR",
        series="test", quantity=quantity, place=place, scope=scope, unit="unit",
        value=Decimal(str(value)),
    )  # fmt: skip


def report(action: str, period: str, completion: str, body: str = "justice") -> Report:
    when = parse_period(period)
    key = f"{action}-{body}-{period}"
    return Report(
        key=f"action_report/test/{key}", claim_id=key, publisher=body, source="returns",
        period=period, start=when.start, end=when.end, stated=when.end, handling="TLP:CLEAR",
        body=body, action=action, place="SZ", completion=completion,
    )  # fmt: skip


def rating(point: str, period: str, words: str, assessor: str = "peace-desk") -> Rating:
    when = parse_period(period)
    key = f"{point}-{assessor}-{period}"
    return Rating(
        key=f"rating/test/{key}", claim_id=key, publisher=assessor, source="peace-desk-2024",
        period=period, start=when.start, end=when.end, stated=when.end, handling="TLP:CLEAR",
        assessor=assessor, method="Panel", point=point, rating=words,
    )  # fmt: skip


def told_with(
    numbers: Sequence[Number] = (),
    reports: Sequence[Report] = (),
    ratings: Sequence[Rating] = (),
) -> Told:
    return Told(tuple(numbers), tuple(reports), tuple(ratings))
