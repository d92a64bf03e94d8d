"""Reporting quality: what was expected, what came, and what stayed silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from naap.engine import Engine
from naap.ledger.disk import reading
from naap.ledger.handling import LABELS, PUBLIC, readable
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.pack.tables import BodyRow, ObligationRow, PlaceRow, PointRow
from naap.periods import Period
from naap.returns.expected import Expected
from naap.returns.reporting import Due, Reported, as_it_stood, due_between
from naap.returns.store import Store

__all__ = [
    "BY", "Aside", "Asked", "Quality", "asked_between", "quality", "quality_by", "quality_tables",
    "reports_due",
]  # fmt: skip

_LineKey = tuple[str, str, str, str]
_LEVELS = ("country", "province", "district")
_CELLS = {
    "figure": "quantity", "action_report": "action", "no_value": "coalesce(quantity, action)",
}  # fmt: skip
"""The kinds of claims that cells of returns become, and what each row was asked about."""

BY: Mapping[str, Callable[[Reported], str]] = {
    "body": lambda line: line.expected.body,
    "point": lambda line: line.expected.obligation.point_id,
    "area": lambda line: line.expected.place,
    "period": lambda line: str(line.expected.period),
}


@dataclass(frozen=True)
class Aside:
    """A report that a reader may not know of: which one it is, and on which point."""

    obligation: str
    body: str
    place: str
    period: Period
    point: str


@dataclass(frozen=True)
class Quality:
    """Reports counted. ``expected`` = on time + late + missing + waiting; ``actual`` = on time +
    late; ``complete`` are those of the actual ones with a value in every row, ``no_value`` those
    that give nothing but reasons why there is none. ``waiting`` are due, or sent back, and still
    within their grace; ``not_yet_due`` are not expected yet."""

    expected: int = 0
    actual: int = 0
    on_time: int = 0
    late: int = 0
    missing: int = 0
    waiting: int = 0
    complete: int = 0
    no_value: int = 0
    not_yet_due: int = 0

    def as_json(self) -> dict[str, int]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True)
class Asked:
    """The reports asked for on periods that end between two days, and those of them that rest on
    cells of the ledger which a reader of this clearance may not read."""

    due: Sequence[Due]
    closed: frozenset[_LineKey]
    clearance: str

    def between(self, first: date, last: date) -> Asked:
        """Those on periods that end between two other days."""
        due = [each for each in self.due if first <= each.expected.period.end <= last]
        return Asked(due, self.closed, self.clearance)


def asked_between(pack: Pack, snapshot: Snapshot, first: date, last: date) -> Asked:
    """What was asked for, read once for all days on which it is looked at."""
    if not pack.rows(ObligationRow):
        return Asked((), frozenset(), snapshot.clearance)
    due = due_between(pack, first, last, snapshot)
    cells = _closed_cells(snapshot)
    closed = frozenset(
        _line_key(each.expected) for each in due if cells
        if any((row.body, row.subject, row.place, str(row.period)) in cells
               for row in each.expected.rows)
    )  # fmt: skip
    return Asked(due, closed, snapshot.clearance)


def reports_due(
    asked: Asked, day: date, store: Store | None
) -> tuple[tuple[Reported, ...], tuple[Aside, ...]]:
    """A line for each report that was asked for, as it stood on a day; and those that were put
    aside, because this reader may not know of them.

    A report under a stricter label than the reader's clearance is neither shown nor called
    missing. What the obligations label so is told by the pack; what a body itself made stricter
    is counted alone.
    """
    lines = as_it_stood(asked.due, day, store)
    hidden = _hidden(asked, lines, store)
    if not hidden:
        return tuple(lines), ()
    aside = tuple(
        Aside(each.obligation.obligation_id, each.body, each.place, each.period,
              each.obligation.point_id)
        for line in lines if _line_key(line.expected) in hidden for each in [line.expected]
    )  # fmt: skip
    return tuple(line for line in lines if _line_key(line.expected) not in hidden), aside


def quality(lines: Iterable[Reported]) -> Quality:
    found = Counter(
        name
        for line in lines
        for name in ("waiting" if line.state in {"awaited", "sent back"} else
                     line.state.replace(" ", "_"), *(("complete",) if line.complete else ()),
                     *(("no_value",) if line.no_value else ()))
    )  # fmt: skip
    actual = found["on_time"] + found["late"]
    return Quality(
        expected=actual + found["missing"] + found["waiting"], actual=actual,
        on_time=found["on_time"], late=found["late"], missing=found["missing"],
        waiting=found["waiting"], complete=found["complete"], no_value=found["no_value"],
        not_yet_due=found["not_yet_due"],
    )  # fmt: skip


def quality_by(lines: Iterable[Reported], by: Callable[[Reported], str]) -> Mapping[str, Quality]:
    """Quality by body, point, area, period (see BY) or anything else, in the order of the lines."""
    groups: dict[str, list[Reported]] = {}
    for line in lines:
        groups.setdefault(by(line), []).append(line)
    return {name: quality(rows) for name, rows in groups.items()}


def quality_tables(pack: Pack, lines: Iterable[Reported]) -> Mapping[str, Mapping[str, Quality]]:
    """Quality by each of BY, in the pack's order of bodies, points and (fixed, geographic) areas,
    and in the order of time."""
    told = list(lines)
    ends = {str(line.expected.period): line.expected.period for line in told}
    places = sorted(pack.rows(PlaceRow), key=lambda row: (_LEVELS.index(row.level),
                                                          row.position or 0))  # fmt: skip
    orders = {
        "body": [row.body_id for row in pack.rows(BodyRow)],
        "point": [row.point_id for row in pack.rows(PointRow)],
        "area": [row.place_id for row in places],
        "period": sorted(ends, key=lambda name: (ends[name].end, ends[name].start)),
    }
    found = {name: quality_by(told, by) for name, by in BY.items()}
    return {
        name: {key: found[name][key] for key in order if key in found[name]}
        for name, order in orders.items()
    }


def _line_key(each: Expected) -> _LineKey:
    return (each.obligation.obligation_id, each.body, each.place, str(each.period))


def _hidden(made: Asked, lines: Sequence[Reported], store: Store | None) -> frozenset[_LineKey]:
    """Lines that this reader may not know of: by the label of the obligation, by that of a claim
    in the ledger, or by that of a return on its way that its sender made stricter."""
    if made.clearance == LABELS[-1]:
        return frozenset()
    open_ = readable(made.clearance)
    raised = _raised(lines, store, open_) if store is not None else frozenset()
    return made.closed | {
        _line_key(line.expected) for line in lines
        if line.expected.obligation.handling not in open_ or line.filing in raised
    }  # fmt: skip


def _raised(lines: Iterable[Reported], store: Store, open_: Collection[str]) -> frozenset[str]:
    """Returns on their way that their sender made stricter than the reader may read."""
    asked: dict[tuple[str, str], str] = {}
    for line in lines:
        at = (line.expected.body, line.expected.month)
        asked[at] = max(asked.get(at, PUBLIC), line.expected.obligation.handling,
                        key=LABELS.index)  # fmt: skip
    return frozenset(
        filing.id for filing in store.filings()
        if filing.handling not in open_
        and filing.handling != asked.get((filing.body, filing.month))
    )  # fmt: skip


def _closed_cells(snapshot: Snapshot) -> frozenset[tuple[str, str, str, str]]:
    """Which cells of returns are held under a label that this reader may not read. Their values
    stay where they are."""
    if snapshot.clearance == LABELS[-1]:
        return frozenset()
    whole = Snapshot(snapshot.ledger, snapshot.moment, LABELS[-1], snapshot.log)
    open_ = list(readable(snapshot.clearance))
    with reading(snapshot.ledger.folder), Engine(threads=1) as engine:
        return frozenset(
            (row["series"], row["subject"], row["place"], row["period"])
            for kind, subject in _CELLS.items()
            for row in engine.rows(
                f"SELECT series, {subject} AS subject, place, period "
                f"FROM ({whole.sql(kind_named(kind))}) WHERE NOT list_contains($open, handling)",
                open=open_,
            )
        )
