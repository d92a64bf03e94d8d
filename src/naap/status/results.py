"""The results framework: baseline, target and actual of each indicator, by area and period.

Actuals are numbers that were accepted or published, each publisher's beside the others'. What was
not told stays empty: nothing is estimated, carried forward or filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.pack.tables import IndicatorRow, QuantityRow, TargetRow
from naap.periods import Period
from naap.status.in_force import Version, version
from naap.status.shares import share_of
from naap.status.told import Number, Told, told

__all__ = ["Actual", "Result", "plain", "results"]


@dataclass(frozen=True)
class Actual:
    """What one publisher told. ``claims`` are the numbers behind it: one, or two of a share.

    ``reached`` is None where there is no target, or no wished direction.
    """

    value: Decimal
    publisher: str
    scope: str
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    stated_on: date | None
    reached: bool | None


@dataclass(frozen=True)
class Result:
    """One line of the framework: an indicator in one area and period.

    ``quantity`` is what is counted, ``per`` what it is divided by; both empty where nobody counts
    the indicator. ``target`` is the row of the pack, where one is set for the area and period;
    ``due`` says whether its period has ended. ``actuals`` is empty where no number was told.
    """

    indicator: IndicatorRow
    point_id: str
    quantity: str
    per: str
    unit: str
    place: str
    start: date | None
    end: date | None
    period: str
    target: TargetRow | None
    due: bool
    actuals: tuple[Actual, ...]

    @property
    def official(self) -> bool:
        """False for a target that the pack proposes: pages say so."""
        return self.target is None or self.target.official

    @property
    def missed(self) -> bool:
        """A target whose time is over, and no publisher's number shows that it was reached."""
        if self.target is None or not self.due or self.target.target_value is None:
            return False
        return not any(each.reached for each in self.actuals)

    def standing_of(self, actual: Actual | None) -> str:
        """The word of the catalogue for the target beside one publisher's number."""
        if self.target is not None and self.target.target_value is None:
            return "cannot tell"
        if actual is None:
            return "no number" if self.due or self.end is None else "not due"
        if actual.reached is None:
            return "cannot tell"
        return "reached" if actual.reached else "not reached"

    def as_json(self) -> dict[str, Any]:
        row = self.target
        return {
            "indicator": self.indicator.indicator_id, "point": self.point_id,
            "quantity": self.quantity or None, "per": self.per or None, "unit": self.unit,
            "place": self.place, "period": self.period or None,
            "baseline_period": str(row.baseline_period) if row and row.baseline_period else None,
            "baseline": plain(row.baseline_value if row else None),
            "target_id": row.target_id if row else None,
            "target": plain(row.target_value if row else None),
            "official": self.official, "due": self.due,
            "actuals": [
                {"value": plain(each.value), "publisher": each.publisher,
                 "scope": each.scope or None, "reached": each.reached,
                 "claims": list(each.claims), "sources": list(each.sources),
                 "stated_on": None if each.stated_on is None else str(each.stated_on)}
                for each in self.actuals
            ],
        }  # fmt: skip


def results(
    pack: Pack,
    snapshot: Snapshot,
    day: date,
    plan_id: str | None = None,
    period: Period | None = None,
    known: Told | None = None,
) -> tuple[Result, ...]:
    """Every line about a version of the plan, as known at the end of a day: by indicator in the
    order of the pack, then by area and time.

    Numbers count from the adoption of the version on. With ``period``, only lines that end in it.
    An indicator without a target and without a number has one line that says so, unless a period
    is asked for.
    """
    stood = version(pack, day, plan_id)
    known = told(pack, snapshot, day) if known is None else known
    ours = {row.point_id for row in stood.points}
    found: list[Result] = []
    for indicator in pack.rows(IndicatorRow):
        points = [point for point in indicator.point_ids if point in ours]
        if points:
            lines = sorted(_lines(stood, known, indicator, points[0]), key=_order)
            found += lines or [_empty(stood, indicator, points[0])]
    if period is None:
        return tuple(found)
    return tuple(
        each for each in found
        if each.end is not None and period.start <= each.end <= period.end
    )  # fmt: skip


def _order(line: Result) -> tuple[str, str, date, date, str]:
    never = date.max
    return (line.quantity, line.place, line.end or never, line.start or never,
            line.target.target_id if line.target else "")  # fmt: skip


def _empty(stood: Version, indicator: IndicatorRow, point: str) -> Result:
    place = stood.pack.settings.country_place
    return Result(indicator, point, "", "", indicator.unit, place, None, None, "", None, False, ())


def _lines(stood: Version, known: Told, indicator: IndicatorRow, point: str) -> Iterator[Result]:
    counted = [
        row.quantity_id for row in stood.pack.rows(QuantityRow)
        if row.indicator_id == indicator.indicator_id and row.data_set is None
    ]  # fmt: skip
    targets = [
        row for row in stood.pack.rows(TargetRow) if row.indicator_id == indicator.indicator_id
    ]
    met: set[tuple[str, str, str, date, date]] = set()
    for row in targets:
        quantity = row.quantity_id or (counted[0] if len(counted) == 1 else "")
        line = _with_target(stood, known, indicator, point, row, quantity)
        yield line
        if line.end is not None and line.start is not None:
            met.add((quantity, line.per, line.place, line.start, line.end))
    shares = {(row.quantity_id, row.per_quantity_id) for row in targets if row.per_quantity_id}
    parts = {name for pair in shares for name in pair}
    asked = [(name, "") for name in counted if name not in parts]
    for quantity, per in [*asked, *((str(one), str(other)) for one, other in shares)]:
        runs: dict[tuple[str, date, date], list[Number]] = {}
        for each in known.numbers_of.get(quantity, ()):
            if each.end >= stood.adopted.start:
                runs.setdefault((each.place, *_time(stood, quantity, each)), []).append(each)
        for (place, start, end), numbers in runs.items():
            if (quantity, per, place, start, end) in met:
                continue
            actuals = tuple(_actuals(stood, known, numbers, per, indicator, None))
            unit = _unit(stood, indicator, quantity, per)
            if actuals:
                yield Result(indicator, point, quantity, per, unit, place, start, end,
                             numbers[-1].period, None, False, actuals)  # fmt: skip


def _with_target(
    stood: Version, known: Told, indicator: IndicatorRow, point: str, row: TargetRow, quantity: str
) -> Result:
    place = row.place_id or stood.pack.settings.country_place
    per = row.per_quantity_id or ""
    time = row.target_period
    numbers = [
        each for each in known.numbers_of.get(quantity, ())
        if time is not None and each.place == place and _meets(stood, quantity, each, time)
    ]  # fmt: skip
    start = None
    if time is not None:
        start = time.start if _is_flow(stood, quantity) else time.end
    return Result(
        indicator, point, quantity, per, _unit(stood, indicator, quantity, per), place, start,
        time.end if time else None, str(time) if time else "", row,
        time is not None and time.end < stood.day,
        tuple(_actuals(stood, known, numbers, per, indicator, row)),
    )  # fmt: skip


def _is_flow(stood: Version, quantity: str) -> bool:
    return not quantity or stood.pack.get(QuantityRow, quantity).measure in ("flow", "ratio")


def _time(stood: Version, quantity: str, number: Number) -> tuple[date, date]:
    """A flow has a beginning and an end; what stands at a date, or counts since a start, an end."""
    return (number.start if _is_flow(stood, quantity) else number.end, number.end)


def _meets(stood: Version, quantity: str, number: Number, time: Period) -> bool:
    if number.end != time.end:
        return False
    return not _is_flow(stood, quantity) or number.start == time.start


def _unit(stood: Version, indicator: IndicatorRow, quantity: str, per: str) -> str:
    if per or not quantity:
        return indicator.unit
    return stood.pack.get(QuantityRow, quantity).unit


def _actuals(
    stood: Version,
    known: Told,
    numbers: Iterable[Number],
    per: str,
    indicator: IndicatorRow,
    target: TargetRow | None,
) -> Iterator[Actual]:
    for number in numbers:
        value: Decimal = number.value
        parts: tuple[Number, ...] = (number,)
        if per:
            share = share_of(known, number, per, indicator)
            if share is None:
                continue
            value, parts = share[0], (number, share[1])
        yield Actual(
            value, number.publisher, number.scope, tuple(each.claim_id for each in parts),
            tuple(dict.fromkeys(each.source for each in parts)), number.stated,
            _reached(value, indicator, target),
        )  # fmt: skip


def _reached(value: Decimal, indicator: IndicatorRow, target: TargetRow | None) -> bool | None:
    if target is None or target.target_value is None or indicator.direction == "none":
        return None
    if indicator.direction == "up":
        return value >= target.target_value
    return value <= target.target_value


def plain(value: Decimal | None) -> str | None:
    """A number without an exponent or needless zeros."""
    return None if value is None else format(value.normalize(), "f")
