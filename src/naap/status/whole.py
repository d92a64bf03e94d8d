"""The status of the plan in a period, as it stands on a day: everything below, from one reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.pack.tables import PointRow
from naap.periods import Period, parse_period
from naap.problems import UnusableInput
from naap.returns.reporting import Reported
from naap.returns.store import Store
from naap.status.balance import Balance, balance_of
from naap.status.completion import ActionState, action_states
from naap.status.contradictions import Contradiction, contradictions_in
from naap.status.deciding import decisions
from naap.status.money import Money, money_in
from naap.status.neglect import Neglected, neglected_in
from naap.status.points import PointState, plan_in_force, point_states
from naap.status.reporting_quality import Asked, asked_between, reports_due
from naap.status.told import Told, told

__all__ = ["PERIODS", "Status", "day_of", "last_half_year", "status_of", "statuses_of"]

PERIODS = 3
"""So many reports in a row that stay away, numbers that stand still, or periods without a sign of
life are told. naap status contradictions and neglect take another number with --periods."""


LOOK_BACK = timedelta(days=4 * 366)
"""How far back the beginning of a silence is looked for."""
FURTHEST = timedelta(days=10 * 366)


@dataclass(frozen=True)
class Status:
    """The status of the plan in a period (both days included), as it stood at the end of ``day``.

    ``plan`` is the version in force at the end of the period. ``aside`` counts, by body, reports
    that were asked for or sent under a label that this reader may not read: they are in no count.
    """

    day: date
    first: date
    last: date
    plan: str
    reporting: tuple[Reported, ...]
    aside: Mapping[str, int]
    states: tuple[ActionState, ...]
    points: tuple[PointState, ...]
    contradictions: tuple[Contradiction, ...]
    money: tuple[Money, ...]
    balance: Balance
    neglected: tuple[Neglected, ...]


def status_of(
    pack: Pack,
    snapshot: Snapshot,
    period: Period,
    day: date | None = None,
    store: Store | None = None,
    periods: int = PERIODS,
) -> Status:
    """The status of the plan in a period; UnusableInput for one before there was a plan, or after
    the day.

    ``day``: as known at its end; default: the end of the period plus the pack's grace. For what a
    past day knew before corrections, the snapshot must be one of that day. A reader sees what its
    snapshot shows: for the public, one of TLP:CLEAR and no store. ``periods``: so many make
    silence, standstill or neglect.
    """
    on = day or day_of(pack, period)
    _check_time(period, on)
    # The run of silence before the period is part of what the period shows.
    asked = asked_between(pack, snapshot, period.start - LOOK_BACK, period.end)
    return _status(pack, period, on, told(pack, snapshot, on), asked, store, periods)


def statuses_of(
    pack: Pack, snapshot: Snapshot, days: Mapping[Period, date], known: Told
) -> dict[Period, Status]:
    """The status in each of several periods, as known at the end of its day, from one reading.

    Periods of which ``status_of`` tells nothing are left out. ``known``: what was told by the last
    of the days.
    """
    days = {period: day for period, day in days.items() if _can_be_told(pack, period, day)}
    if not days:
        return {}
    first = min(period.start for period in days) - LOOK_BACK
    every = asked_between(pack, snapshot, first, max(period.end for period in days))
    return {
        period: _status(
            pack, period, day, known.by(day),
            every.between(period.start - LOOK_BACK, period.end), None, PERIODS,
        )
        for period, day in days.items()
    }  # fmt: skip


def _can_be_told(pack: Pack, period: Period, day: date) -> bool:
    try:
        _check_time(period, day)
        plan_in_force(pack, min(period.end, day))
    except UnusableInput:
        return False
    return True


def _status(
    pack: Pack,
    period: Period,
    on: date,
    known: Told,
    asked: Asked,
    store: Store | None,
    periods: int,
) -> Status:
    first, last = period.start, period.end
    # Of a period that is not over nothing can be lacking yet in what is left of it.
    until = min(last, on)
    plan = plan_in_force(pack, until).plan_id
    points = {row.point_id for row in pack.rows(PointRow) if row.plan_id == plan}
    every, hidden = reports_due(asked, on, store)
    lines = tuple(line for line in every if line.expected.period.end >= first)
    aside = [each for each in hidden if each.period.end >= first]
    money = money_in(pack, known, first, until)
    decided = decisions(known.judged, pack.settings.fiscal_year_starts)
    states = action_states(pack, known, points, lines, money, decided, first, until)
    return Status(
        day=on,
        first=first,
        last=last,
        plan=plan,
        reporting=lines,
        aside=dict(sorted(Counter(each.body for each in aside).items())),
        states=states,
        points=point_states(
            pack, known, plan, states, lines, Counter(each.point for each in aside), money,
            decided, first, until,
        ),
        contradictions=contradictions_in(
            pack, known, states, every, hidden, money, first, until, periods
        ),
        money=money,
        balance=balance_of(pack, plan, states, money, until),
        neglected=neglected_in(pack, known, plan, until, periods),
    )  # fmt: skip


def _check_time(period: Period, day: date) -> None:
    if period.start > day:
        raise UnusableInput.one(
            "--period", found=f"{period}, which begins after {day}",
            expected="a period that had begun by the day on which it is looked at",
            mend="Ask for an earlier period, or a later day.",
        )  # fmt: skip
    if period.end - day > FURTHEST:
        raise UnusableInput.one(
            "--period", found=f"{period}, which ends more than ten years after {day}",
            expected="a period that is over, or nearly so", mend="Ask for a shorter one.",
        )  # fmt: skip


def day_of(pack: Pack, period: Period) -> date:
    """The day by which reports on a period were to be in: its end plus the pack's grace."""
    return period.end + timedelta(days=pack.settings.reporting_grace_days)


def last_half_year(day: date) -> Period:
    """The half-year that ended last before a day."""
    text = f"{day.year}-H1" if day.month > 6 else f"{day.year - 1}-H2"
    return parse_period(text)
