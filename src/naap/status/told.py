"""What the ledger tells about the plan by a day: numbers, reports on actions, ratings, decisions.

Read once, in an order that the order of the claims does not change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from naap.engine import Engine
from naap.ledger.disk import reading
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.pack.tables import QuantityRow

__all__ = ["QUESTION", "Judged", "Number", "Rating", "Report", "Told", "told"]

QUESTION = "How far has this action or point come?"
"""What a post answers when it rates; see naap.status.deciding."""


@dataclass(frozen=True)
class _Said:
    key: str
    """KIND/SERIES/RECORD_KEY, by which a judgement names it."""
    claim_id: str
    publisher: str
    source: str
    period: str
    start: date
    end: date
    stated: date | None
    handling: str


@dataclass(frozen=True)
class Number(_Said):
    """A number of a quantity that speaks about the plan."""

    series: str
    quantity: str
    place: str
    scope: str
    unit: str
    value: Decimal

    @property
    def run(self) -> tuple[str, str, str, str, str]:
        """Numbers of one run can be compared with each other: the same body counted the same."""
        return (self.quantity, self.place, self.publisher, self.scope, self.unit)


@dataclass(frozen=True)
class Report(_Said):
    """What a body reported about an action at the end of a period."""

    body: str
    action: str
    place: str
    completion: str


@dataclass(frozen=True)
class Rating(_Said):
    """What an assessor thought of a point, in its own words."""

    assessor: str
    method: str
    point: str
    rating: str


@dataclass(frozen=True)
class Judged:
    """A post's answer to QUESTION, as the ledger holds it."""

    claim_id: str
    record_key: str
    post: str
    source: str
    answer: str
    reason: str
    stated: date | None
    handling: str


@dataclass(frozen=True, eq=False)
class Told:
    """All that is known by a day and may be read."""

    numbers: tuple[Number, ...] = ()
    reports: tuple[Report, ...] = ()
    ratings: tuple[Rating, ...] = ()
    judged: tuple[Judged, ...] = ()

    def by(self, day: date) -> Told:
        """What of it was said by the end of an earlier day."""

        def said(each: _Said) -> bool:
            return each.end <= day if each.stated is None else each.stated <= day

        return Told(
            tuple(filter(said, self.numbers)),
            tuple(filter(said, self.reports)),
            tuple(filter(said, self.ratings)),
            tuple(each for each in self.judged if each.stated is None or each.stated <= day),
        )

    @cached_property
    def reports_on(self) -> dict[tuple[str, str], tuple[Report, ...]]:
        """Reports by action and area, oldest first."""
        found: dict[tuple[str, str], list[Report]] = {}
        for each in self.reports:
            found.setdefault((each.action, each.place), []).append(each)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def numbers_of(self) -> dict[str, tuple[Number, ...]]:
        """Numbers by quantity, oldest first."""
        found: dict[str, list[Number]] = {}
        for each in self.numbers:
            found.setdefault(each.quantity, []).append(each)
        return {key: tuple(rows) for key, rows in found.items()}


_COMMON = (
    "concat($kind::VARCHAR, '/', series, '/', record_key) AS key, claim_id, "
    "coalesce(publisher, source) AS publisher, source, stated_on_end AS stated, handling"
)
_PERIOD = "period, period_start AS start, period_end AS end"
# A number on a time to come is a plan, and what nobody dated was said by the end of what it
# speaks of at the earliest.
_BY = (
    "(stated_on_end <= $day OR (stated_on_end IS NULL AND period_end <= $day)) "
    "ORDER BY period_end, period_start, key, claim_id"
)


def told(pack: Pack, snapshot: Snapshot, day: date) -> Told:
    """What sources had said by the end of a day, as far as the reader of the snapshot may know.

    A claim that was corrected after the day is missing here: ask with a snapshot of that day
    (``Moment(stated_by=day)``) to see what it said before. Totals of data sets are left out.
    """
    wanted = [row.quantity_id for row in pack.rows(QuantityRow) if row.data_set is None]

    def rows(engine: Engine, kind: str, what: str, where: str, **more: Any) -> list[dict[str, Any]]:
        held = snapshot.sql(kind_named(kind))
        return engine.rows(f"SELECT {what} FROM ({held}) WHERE {where}", kind=kind, day=day, **more)

    with reading(snapshot.ledger.folder), Engine(threads=1) as engine:
        return Told(
            numbers=tuple(Number(**row) for row in rows(
                engine, "figure",
                f"{_COMMON}, {_PERIOD}, series, quantity, place, coalesce(scope, '') AS scope, "
                "unit, value",
                f"list_contains($wanted, quantity) AND {_BY}", wanted=wanted,
            )),
            reports=tuple(Report(**row) for row in rows(
                engine, "action_report",
                f"{_COMMON}, {_PERIOD}, body, action, coalesce(place, '') AS place, completion",
                _BY,
            )),
            ratings=tuple(Rating(**row) for row in rows(
                engine, "rating", f"{_COMMON}, {_PERIOD}, assessor, method, point, rating", _BY,
            )),
            judged=tuple(Judged(**row) for row in rows(
                engine, "judgement",
                "claim_id, record_key, coalesce(publisher, source) AS post, source, answer, "
                "reason, stated_on_end AS stated, handling",
                "question = $question AND $kind = 'judgement' AND "
                "(stated_on_end IS NULL OR stated_on_end <= $day) "
                "ORDER BY recorded_at, series, record_key",
                question=QUESTION,
            )),
        )  # fmt: skip
