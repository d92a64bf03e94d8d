"""The series of a ledger that an outcome can be read off, and the events of a pack."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import numpy as np

from naap.engine import Engine
from naap.ledger.snapshot import Snapshot
from naap.outlook.counts import OUTCOMES, series_rows
from naap.outlook.evaluate_design import Series
from naap.outlook.months import month_number
from naap.pack import Pack
from naap.pack.tables import ContextEventRow, PlanRow
from naap.problems import UnusableInput

__all__ = ["OUTCOMES", "Event", "find_event", "read_series"]

_NAMED = re.compile(r"([a-z]+)-?([0-9]{4})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Event:
    """Something with a date, of which is asked whether the counts changed."""

    event_id: str
    title_en: str
    title_ur: str
    day: date
    """The first day, where a span is known only."""
    kind: str
    prominent: bool = True
    """Whether the pack draws it on charts."""


def events_of(pack: Pack) -> list[Event]:
    """The context events of a pack."""
    return [
        Event(
            row.event_id,
            row.title_en,
            row.title_ur or row.title_en,
            row.when.start,
            row.type,
            bool(row.prominent),
        )
        for row in pack.rows(ContextEventRow)
    ]


def find_event(pack: Pack, asked: str) -> Event:
    """A context event or a plan by its id, or a plan by name and year: ``sap-2022``."""
    plans = list(pack.rows(PlanRow))
    for event in events_of(pack):
        if event.event_id.casefold() == asked.casefold():
            return event
    named = _NAMED.fullmatch(asked)
    for plan in plans:
        letters = re.sub(r"[^a-z]", "", plan.plan_id.casefold())
        by_year = named and (named[1].casefold(), int(named[2])) == (
            letters, plan.adopted.start.year,
        )  # fmt: skip
        if by_year or plan.plan_id.casefold() == asked.casefold():
            return Event(
                plan.plan_id, plan.title_en, plan.title_ur or plan.title_en, plan.adopted.start,
                "plan",
            )  # fmt: skip
    known = [f"{re.sub('[^a-z]', '', each.plan_id.casefold())}-{each.adopted.start.year}"
             for each in plans]  # fmt: skip
    known += [event.event_id for event in events_of(pack)]
    raise UnusableInput.one(
        "--event", found=asked, expected=f"one of {', '.join(known) or 'the pack: it has none'}",
        mend="Name a plan by its letters and year, or a row of context_events.csv by its id.",
    )  # fmt: skip


def read_series(snapshot: Snapshot, pack: Pack, outcome: str) -> list[Series]:
    """Every series of the country for one outcome, by publisher, scope and month or year."""
    with Engine(threads=1) as engine:
        snapshot.register(engine)
        rows = series_rows(engine, pack.settings.country_place, outcome)
    return [
        _series([*group], outcome)
        for _, group in groupby(
            rows, lambda row: (row["publisher"], row["quantity"], row["scope"], row["digits"])
        )
    ]


def _series(rows: Sequence[Mapping[str, Any]], outcome: str) -> Series:
    monthly = rows[0]["digits"] == 7
    times = [
        month_number(f"{row['year']:04d}-{row['month']:02d}") if monthly else int(row["year"])
        for row in rows
    ]
    values = np.full(max(times) - min(times) + 1, np.nan)
    values[np.array(times) - min(times)] = [row["value"] for row in rows]
    return Series(rows[0]["publisher"], outcome, rows[0]["scope"], monthly, min(times), values)
