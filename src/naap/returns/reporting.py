"""Expected, actual and on time: one line for each report that was due, in DHIS2's sense.

A return counts as come from its first version that was never sent back: what is wrong with it
later, or corrected, does not make it late. One that was sent back and has not come again has not
come. Nothing is carried forward from one period to the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from naap.engine import Engine
from naap.ledger.disk import reading
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.returns.claims import NO_VALUE
from naap.returns.expected import Expected, expected
from naap.returns.store import Cell, Filing, Store

__all__ = [
    "COUNTED",
    "Due",
    "Reported",
    "State",
    "as_it_stood",
    "counts",
    "due_between",
    "reporting",
]

State = Literal["on time", "late", "sent back", "not yet due", "awaited", "missing"]
COUNTED = ("expected", "actual", "on_time", "late", "missing", "complete", "no_value")
_CAME = ("submitted", "approved", "accepted", "locked")


@dataclass(frozen=True)
class Reported:
    """What became of one report that was due.

    ``state`` is *on time* or *late* where it came; otherwise *not yet due*, *awaited* (due, grace
    not over), *sent back* (the same, after it was sent back) or *missing*. ``rows`` counts the
    rows asked for, ``filled`` those with a value, ``reasons`` those that say why there is none.
    ``accepted`` is True once its values are in the ledger.
    """

    expected: Expected
    state: State
    received_on: date | None
    filing: str | None
    accepted: bool
    rows: int
    filled: int
    reasons: int

    @property
    def came(self) -> bool:
        return self.state in {"on time", "late"}

    @property
    def complete(self) -> bool:
        return self.came and self.filled == self.rows

    @property
    def no_value(self) -> bool:
        """It came, and says nothing but why there is no value."""
        return self.came and not self.filled


@dataclass(frozen=True)
class Due:
    """A report that was due, and the days on which the ledger says that each value which it holds
    of it was ``returned``: for each such row all of them, None where nobody wrote it down.
    ``excused``: the same for each row with a reason in place of a value. ``first_came``: for each
    row that has an answer, the day of the first that was accepted, whatever corrected it since."""

    expected: Expected
    returned: tuple[Sequence[date | None], ...]
    excused: tuple[Sequence[date | None], ...] = ()
    first_came: tuple[date, ...] = ()


def reporting(
    pack: Pack,
    first: date,
    last: date,
    today: date,
    store: Store | None = None,
    snapshot: Snapshot | None = None,
    bodies: Collection[str] = (),
) -> list[Reported]:
    """A line for each report on a period that ends between two days, as it stands at the end of
    ``today``.

    Reads what is in flight from the store, and what was accepted from the ledger. A copy of the
    ledger without a store still tells who reported and when.
    """
    return as_it_stood(due_between(pack, first, last, snapshot, bodies), today, store)


def due_between(
    pack: Pack,
    first: date,
    last: date,
    snapshot: Snapshot | None = None,
    bodies: Collection[str] = (),
) -> list[Due]:
    """Every report on a period that ends between two days: read once, to be looked at as it stood
    on any number of days."""
    held = _from_ledger(snapshot, _VALUES) if snapshot is not None else {}
    reasons = _from_ledger(snapshot, _REASONS) if snapshot is not None else {}
    firsts = _first_days(snapshot) if snapshot is not None else {}
    found = []
    for each in expected(pack, first, last, bodies):
        keys = [(row.body, row.subject, row.place, str(row.period)) for row in each.rows]
        found.append(
            Due(
                each, tuple(held[key] for key in keys if key in held),
                tuple(reasons[key] for key in keys if key in reasons and key not in held),
                tuple(firsts[key] for key in keys if key in firsts),
            )
        )  # fmt: skip
    return found


def as_it_stood(due: Iterable[Due], today: date, store: Store | None = None) -> list[Reported]:
    """A line for each report that was due, as it stood at the end of ``today``."""
    returns = _from_store(store, today) if store is not None else {}
    return [
        _reported(each, returns.get((each.expected.body, each.expected.month)) if returns else None,
                  today)
        for each in due
    ]  # fmt: skip


def counts(lines: Iterable[Reported], by: Callable[[Reported], str]) -> dict[str, dict[str, int]]:
    """Lines counted by body, point, area or anything else that ``by`` gives, in their order.

    ``expected`` leaves out what is not yet due; ``missing`` is what did not come by the end of
    its grace, ``no_value`` what came with nothing but reasons why there is none.
    """
    found: dict[str, Counter[str]] = {}
    for line in lines:
        tally = found.setdefault(by(line), Counter())
        if line.state == "not yet due" and not line.came:
            continue
        tally["expected"] += 1
        tally["actual"] += line.came
        tally["on_time"] += line.state == "on time"
        tally["late"] += line.state == "late"
        tally["missing"] += line.state == "missing"
        tally["complete"] += line.complete
        tally["no_value"] += line.no_value
    return {name: {each: tally[each] for each in COUNTED} for name, tally in found.items()}


@dataclass(frozen=True)
class _Came:
    filing: Filing
    received_on: date
    accepted: bool
    sent_back: bool
    cells: Mapping[str, Cell]


def _from_store(store: Store, today: date) -> dict[tuple[str, str], _Came]:
    """The version of each return that stands, as of the end of a day."""
    found: dict[tuple[str, str], _Came] = {}
    for filing in store.filings():
        steps = [each for each in store.steps(filing.id) if each.at.date() <= today]
        reached = [each.step for each in steps if each.step in {*_CAME, "sent back"}]
        if not reached:
            continue
        state, key = reached[-1], (filing.body, filing.month)
        before = found.get(key)
        if before is not None and not before.sent_back:
            received = before.received_on
        else:
            received = filing.received_at.date()
        if state == "sent back" and before is not None and before.accepted:
            continue  # a correction that was sent back leaves what was accepted
        found[key] = _Came(
            filing, received, state in {"accepted", "locked"} or bool(before and before.accepted),
            state == "sent back", store.cells(filing.id),
        )  # fmt: skip
    return found


_VALUES = {"figure": "quantity", "action_report": "action"}
_REASONS = {NO_VALUE: "coalesce(quantity, action)"}
_Asked = tuple[str, str, str, str]
"""Body, subject, area and period."""


def _first_days(snapshot: Snapshot) -> dict[_Asked, date]:
    """When an answer to each row came that was accepted for the first time: a number, a state or
    a reason. A correction supersedes the claim and its day; the report came when it came.

    Only of rows that have an answer to this day, so that what was taken back never came.
    """
    lasting = Snapshot.of(
        snapshot.ledger, replace(snapshot.moment, stated_by=None), snapshot.clearance
    )  # fmt: skip
    kinds = {kind_named(kind): subject for kind, subject in {**_VALUES, **_REASONS}.items()}
    ever, held = (
        " UNION ALL ".join(
            f"SELECT series, {subject} AS subject, place, period, {said} FROM ({sql(kind)}) "
            f"WHERE {which}"
            for kind, subject in kinds.items()
        )
        for sql, said, which in (
            (snapshot.every_sql, "stated_on_end AS said", "op = 'assert'"),
            (lasting.sql, "source", "true"),
        )
    )
    with reading(snapshot.ledger.folder), Engine(threads=1) as engine:
        rows = engine.rows(
            f"SELECT series, subject, place, period, min(said) AS said FROM ({ever}) "
            f"SEMI JOIN ({held}) USING (series, subject, place, period) "
            "WHERE said IS NOT NULL GROUP BY ALL"
        )
    return {
        (row["series"], row["subject"], row["place"], row["period"]): row["said"] for row in rows
    }


def _from_ledger(snapshot: Snapshot, kinds: Mapping[str, str]) -> dict[_Asked, list[date | None]]:
    """When each accepted claim of some kinds was returned, by body, subject, area and period."""
    found: dict[_Asked, list[date | None]] = {}
    with Engine(threads=1) as engine:
        snapshot.register(engine)
        for kind, subject in kinds.items():
            for row in engine.rows(
                f"SELECT series, {subject} AS subject, place, period, stated_on_end AS said "
                f"FROM {kind}"
            ):
                key = (row["series"], row["subject"], row["place"], row["period"])
                found.setdefault(key, []).append(row["said"])
    return found


def _reported(due: Due, came: _Came | None, today: date) -> Reported:
    each = due.expected
    values, reasons = (_last_days(each, today) for each in (due.returned, due.excused))
    cells = [came.cells[row.code] for row in each.rows if row.code in came.cells] if came else []
    if came is not None and not came.sent_back and cells:
        filled = sum(cell.value is not None for cell in cells)
        return _line(each, came.received_on, today, came.filing.id, came.accepted, filled,
                     sum(cell.reason is not None for cell in cells))  # fmt: skip
    firsts = [day for day in due.first_came if day <= today]
    if values or reasons or firsts:
        said = min((day for day in (*firsts, *values, *reasons) if day is not None), default=None)
        # A row that was answered by then, and whose answer another kind of answer replaced later.
        gone = max(0, len(firsts) - len(values) - len(reasons))
        return _line(each, said, today, None, True, len(values), len(reasons) + gone)
    state = _silent(each, today)
    if came is not None and came.sent_back and state == "awaited":
        state = "sent back"
    return Reported(each, state, None, came.filing.id if came else None, False,
                    len(each.rows), 0, 0)  # fmt: skip


def _last_days(returned: Iterable[Sequence[date | None]], today: date) -> list[date | None]:
    """Of each row that had been returned by a day, the last day on which it was."""
    by_today = ([day for day in days if day is None or day <= today] for days in returned)
    return [days[-1] for days in by_today if days]


def _line(
    each: Expected,
    received: date | None,
    today: date,
    filing: str | None,
    accepted: bool,
    filled: int,
    reasons: int,
) -> Reported:
    state: State = "on time" if received is not None and received <= each.due else "late"
    return Reported(each, state, received, filing, accepted, len(each.rows), filled, reasons)


def _silent(each: Expected, today: date) -> State:
    if today <= each.due:
        return "not yet due"
    return "awaited" if today <= each.grace_until else "missing"
