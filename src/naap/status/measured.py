"""What the numbers on a point show in a period: which moved the way the plan wishes, and which
stayed at zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from naap.pack import Pack
from naap.pack.tables import IndicatorRow, ObligationRow, QuantityRow, TargetRow
from naap.status.completion_rules import ActionEvidence
from naap.status.money import Money
from naap.status.shares import share_of
from naap.status.told import Number, Told
from naap.status.voices import Voices

__all__ = ["DONE", "Measured", "counts_as_done", "measured", "moved"]

DONE = ("output", "process")
"""Levels of indicators that show something done. Attacks and trust (outcomes) have other causes,
and money is asked apart."""


@dataclass(frozen=True)
class Measured:
    """Evidence in numbers, and the numbers that it rests on."""

    evidence: ActionEvidence = field(default_factory=ActionEvidence)
    numbers: tuple[Number, ...] = ()


def measured(
    pack: Pack,
    told: Told,
    voices: Voices,
    point: str,
    place: str | None,
    money: Sequence[Money],
    first: date,
    last: date,
) -> Measured:
    """What numbers of a period show of a point, in one area or (None) in all.

    Only numbers that a body returned because it owes them, or that are independent of whoever
    answers for the point: what an owner prints of its own accord is a statement, not evidence.
    """
    quantities = moving = zero = 0
    used: list[Number] = []
    for row in pack.rows(QuantityRow):
        if point not in row.point_ids or not counts_as_done(pack, row):
            continue
        runs = _runs(pack, told, voices, row, point, place, last)
        inside = [run for run in runs if any(first <= each.end for each in run)]
        if not inside:
            continue
        here = [each for run in inside for each in run if first <= each.end]
        quantities += 1
        if any(moved(pack, row, run, first) for run in inside):
            moving += 1
        elif all(each.value == 0 for each in here):
            zero += 1
        used += here
    spent = [each for each in money if each.step == "spent" and each.points == (point,)
             and (place is None or each.places == (place,))]  # fmt: skip
    used += [number for each in spent for number in each.numbers]
    due, reached, shown_by = _targets(pack, told, voices, point, place, last)
    used += shown_by
    return Measured(
        ActionEvidence(
            quantities=quantities, moved=moving, zero=zero, targets=due, reached=reached,
            spent=sum((each.value for each in spent), Decimal(0)) if spent else None,
        ),
        tuple(dict.fromkeys(used)),
    )  # fmt: skip


def counts_as_done(pack: Pack, row: QuantityRow) -> bool:
    """Whether a quantity counts work done of which the plan wants more or less.

    Not the halves of a share, not totals of a data set, and nothing without a wished direction:
    executions and patrols are no progress by themselves.
    """
    if row.indicator_id is None or row.data_set is not None or row.money is not None:
        return False
    indicator = pack.get(IndicatorRow, row.indicator_id)
    halves = indicator.measure == "ratio" and row.measure != "ratio"
    return indicator.level in DONE and indicator.direction != "none" and not halves


def moved(pack: Pack, row: QuantityRow, run: Sequence[Number], first: date) -> bool:
    """Whether a run of numbers went the way the plan wishes since the last one before a day.

    A flow counts what was done in its own period: any of it is movement, where more is wished.
    """
    direction = pack.get(IndicatorRow, str(row.indicator_id)).direction
    inside = [each for each in run if each.end >= first]
    before = [each for each in run if each.end < first]
    if row.measure == "flow" and direction == "up":
        return any(each.value > 0 for each in inside)
    base = (before or inside)[-1 if before else 0]
    rise = inside[-1].value - base.value
    return rise > 0 if direction == "up" else rise < 0


def _runs(
    pack: Pack, told: Told, voices: Voices, row: QuantityRow, point: str, place: str | None,
    last: date,
) -> list[list[Number]]:  # fmt: skip
    """Numbers that can be compared with each other, oldest first."""
    runs: dict[tuple[str, ...], list[Number]] = {}
    owing = _owing(pack, point)
    for each in told.numbers_of.get(row.quantity_id, ()):
        if each.end > last or (place is not None and each.place != place):
            continue
        returned = each.series == each.publisher and each.publisher in owing
        if returned or voices.independent(each.publisher, each.source, point):
            runs.setdefault(each.run, []).append(each)
    return list(runs.values())


def _owing(pack: Pack, point: str) -> frozenset[str]:
    return frozenset(
        body for row in pack.rows(ObligationRow) if row.point_id == point for body in row.body_ids
    )


def _targets(
    pack: Pack, told: Told, voices: Voices, point: str, place: str | None, last: date
) -> tuple[int, int, list[Number]]:
    """(targets due, those of them that independent numbers show to be reached, these numbers).

    A target without a number is due and never shown to be reached here.
    """
    due = reached = 0
    shown_by: list[Number] = []
    for target in pack.rows(TargetRow):
        indicator = pack.get(IndicatorRow, target.indicator_id)
        area = target.place_id or pack.settings.country_place
        if point not in indicator.point_ids or indicator.level not in DONE:
            continue
        if place not in {None, area} or target.target_period is None:
            continue
        if indicator.direction == "none" or target.target_period.end > last:
            continue
        due += 1
        if target.target_value is None:
            continue
        up = indicator.direction == "up"
        shown = [
            numbers for value, *numbers in _of_target(pack, told, voices, target, point, area, last)
            if (value >= target.target_value if up else value <= target.target_value)
        ]  # fmt: skip
        reached += bool(shown)
        shown_by += [each for numbers in shown for each in numbers]
    return due, reached, shown_by


def _of_target(
    pack: Pack, told: Told, voices: Voices, target: TargetRow, point: str, area: str, last: date
) -> Iterator[tuple[Decimal, *tuple[Number, ...]]]:
    """The newest value of each independent publisher, and the numbers behind it. A share has a
    value only where both were told of the same time: an older pair does not stand in for it."""
    named, per = target.quantity_id, target.per_quantity_id
    indicator = pack.get(IndicatorRow, target.indicator_id)
    for row in pack.rows(QuantityRow):
        if row.quantity_id == named or (
            named is None and row.indicator_id == target.indicator_id and row.data_set is None
        ):
            for run in _runs(pack, told, voices, row, point, area, last):
                each = run[-1]
                if not voices.independent(each.publisher, each.source, point):
                    continue
                if per is None:
                    yield each.value, each
                elif (share := share_of(told, each, per, indicator)) is not None:
                    value, whole = share
                    if voices.independent(whole.publisher, whole.source, point):
                        yield value, each, whole
