"""The neglect list: non-kinetic measures of which no report, budget or movement was seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from naap.pack import Pack
from naap.pack.tables import ActionRow, MilestoneRow, ObligationRow, PointRow, QuantityRow
from naap.pack.tables.returns import Frequency
from naap.returns.calendar import period_of
from naap.status.balance import domain_of, known_domain
from naap.status.completion import delivered
from naap.status.measured import counts_as_done, moved
from naap.status.told import Number, Told

__all__ = ["SIGNS", "Neglected", "Sign", "neglected_in"]

Sign = Literal["report", "budget", "movement"]
SIGNS: tuple[Sign, ...] = ("report", "budget", "movement")
_NON_KINETIC = "non-kinetic"
_UNASKED: Frequency = "quarterly"
"""The period of what nobody owes a report on."""


@dataclass(frozen=True)
class Neglected:
    """A non-kinetic action, or a non-kinetic point that has none, and the signs of life it lacked
    since the first of so many periods. ``seen`` is the period of the last sign of each kind before,
    empty where there never was one that this reader may know of."""

    subject: str
    point_id: str
    is_action: bool
    lacks: tuple[Sign, ...]
    since: date
    periods: int
    frequency: Frequency
    seen: tuple[tuple[Sign, str], ...]
    official: bool

    @property
    def wholly(self) -> bool:
        return len(self.lacks) == len(SIGNS)


def neglected_in(
    pack: Pack, told: Told, plan: str, last: date, periods: int
) -> tuple[Neglected, ...]:
    """Non-kinetic actions, and points without any, that lack a sign in the last so many periods:
    those that lack all three first, then in the order of the pack.

    A *report* is an accepted one on the action, or a published number about a point without
    actions. A *budget* is money of more than zero requested, allocated, released or spent for its
    point. *Movement* is a milestone delivered, or a number on work done that went the way the plan
    wishes.
    """
    found = [
        each
        for point in pack.rows(PointRow) if point.plan_id == plan
        for each in _of_point(pack, told, point, last, periods)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: -len(each.lacks)))


def _of_point(
    pack: Pack, told: Told, point: PointRow, last: date, periods: int
) -> Iterator[Neglected]:
    actions = [row for row in pack.rows(ActionRow) if row.point_id == point.point_id]
    for action in actions:
        if domain_of(pack, action) == _NON_KINETIC:
            reports = [each for key, rows in told.reports_on.items() if key[0] == action.action_id
                       for each in rows]  # fmt: skip
            ends = sorted((each.end, each.period) for each in reports if each.end <= last)
            yield from _lacking(pack, told, point, action, ends, last, periods)
    if not actions and known_domain(point) == _NON_KINETIC:
        ends = sorted((each.end, each.period) for each in _about(pack, told, point, last))
        yield from _lacking(pack, told, point, None, ends, last, periods)


def _lacking(
    pack: Pack,
    told: Told,
    point: PointRow,
    action: ActionRow | None,
    reports: list[tuple[date, str]],
    last: date,
    periods: int,
) -> Iterator[Neglected]:
    frequency = _frequency(pack, action)
    since = _since(frequency, last, periods, pack.settings.fiscal_year_starts)
    signs: dict[Sign, list[tuple[date, str]]] = {
        "report": reports,
        "budget": sorted(
            (each.end, each.period) for each in _about(pack, told, point, last, money=True)
            if each.value > 0
        ),
        "movement": sorted(_movement(pack, told, point, action, last)),
    }  # fmt: skip
    lacks = tuple(sign for sign in SIGNS if not signs[sign] or signs[sign][-1][0] < since)
    if lacks:
        yield Neglected(
            subject=action.action_id if action else point.point_id,
            point_id=point.point_id,
            is_action=action is not None,
            lacks=lacks,
            since=since,
            periods=periods,
            frequency=frequency,
            seen=tuple((sign, signs[sign][-1][1]) for sign in SIGNS if signs[sign]),
            official=action is None or action.official,
        )


def _frequency(pack: Pack, action: ActionRow | None) -> Frequency:
    asked = [row.frequency for row in pack.rows(ObligationRow)
             if action is not None and row.action_id == action.action_id]  # fmt: skip
    return asked[0] if asked else _UNASKED


def _since(frequency: Frequency, last: date, periods: int, fiscal_year_starts: int) -> date:
    """The first day of the last so many whole periods that end by a day."""
    one = period_of(frequency, last, fiscal_year_starts)
    if one.end > last:
        one = period_of(frequency, _before(one.start), fiscal_year_starts)
    for _ in range(periods - 1):
        one = period_of(frequency, _before(one.start), fiscal_year_starts)
    return one.start


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _about(
    pack: Pack, told: Told, point: PointRow, last: date, money: bool = False
) -> Iterator[Number]:
    for row in pack.rows(QuantityRow):
        if point.point_id in row.point_ids and (row.money is not None) == money:
            yield from (each for each in told.numbers_of.get(row.quantity_id, ())
                        if each.end <= last)  # fmt: skip


def _movement(
    pack: Pack, told: Told, point: PointRow, action: ActionRow | None, last: date
) -> Iterator[tuple[date, str]]:
    for milestone in pack.rows(MilestoneRow):
        if action is not None and milestone.action_id == action.action_id:
            day = milestone.delivered
            if day is not None and delivered(pack, milestone, last):
                yield day.end, str(day)
    for row in pack.rows(QuantityRow):
        if point.point_id in row.point_ids and counts_as_done(pack, row):
            numbers = told.numbers_of.get(row.quantity_id, ())
            yield from _moves(pack, row, [each for each in numbers if each.end <= last])


def _moves(pack: Pack, row: QuantityRow, numbers: Iterable[Number]) -> Iterator[tuple[date, str]]:
    runs: dict[tuple[str, ...], list[Number]] = {}
    for each in numbers:
        run = runs.setdefault(each.run, [])
        run.append(each)
        if moved(pack, row, run[-2:], each.end):
            yield each.end, each.period
