"""What is expected: obligations of the pack, met with the calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from naap.pack import Pack
from naap.pack.obligations import quantities_asked
from naap.pack.tables import BodyRow, ObligationRow, QuantityRow
from naap.periods import Period, parse_period, period_asked
from naap.problems import UnusableInput
from naap.returns.calendar import WorkingDays, periods_ending

__all__ = ["Expected", "Row", "bodies_owing", "expected", "month_named", "rows_of"]

Asked = tuple[tuple[str, str, str], ...]
"""The quantities, or the action, of an obligation: id, unit, measure."""


@dataclass(frozen=True)
class Row:
    """One row of a return: a number, or the state of an action, of one area and period.

    ``code`` names it in the workbook; ``subject`` is the id of a quantity, or of an action.
    ``unit`` is empty for an action.
    """

    code: str
    body: str
    point: str
    indicator: str | None
    subject: str
    place: str
    period: Period
    unit: str
    measure: str
    handling: str
    official: bool

    @property
    def is_action(self) -> bool:
        return self.indicator is None


@dataclass(frozen=True)
class Expected:
    """One report that is due: an obligation of one body, for one area and period.

    It is on time until the end of the day ``due``, late after it, and from the day after
    ``grace_until`` on it is missing where it has not come.
    """

    obligation: ObligationRow
    body: str
    place: str
    period: Period
    due: date
    grace_until: date
    rows: tuple[Row, ...]

    @property
    def month(self) -> str:
        """The month whose return it belongs to: the one in which its period ends."""
        return f"{self.period.end.year:04}-{self.period.end.month:02}"


def expected(pack: Pack, first: date, last: date, bodies: Collection[str] = ()) -> list[Expected]:
    """Every report on a period that ends between two days, both included.

    In the order of the bodies of the pack, then of its obligations. ``bodies``: only these.
    """
    days = WorkingDays.of(pack)
    order = {row.body_id: place for place, row in enumerate(pack.rows(BodyRow))}
    found = [
        each
        for obligation in pack.rows(ObligationRow)
        for each in _of(pack, obligation, first, last, days, bodies)
    ]
    return sorted(found, key=lambda each: (order[each.body], each.month))


def month_named(text: str, asked_by: str = "--period") -> Period:
    """The month that a return belongs to; UnusableInput for any other period."""
    try:
        precision = parse_period(text).precision
    except ValueError:
        precision = None
    if precision != "month":
        raise UnusableInput.one(
            asked_by, found=repr(text), expected="a month such as 2016-03",
            mend="A return belongs to a month. What is owed for a quarter, half-year or year "
            "stands in the return of the month in which it ends.",
        )  # fmt: skip
    return period_asked(text, asked_by=asked_by)


def rows_of(pack: Pack, body: str, month: Period) -> tuple[Row, ...]:
    """The rows of the return that a body owes for a month; none where it owes nothing.

    Numbers come before actions, in the order of the obligations.
    """
    rows = [
        row for each in expected(pack, month.start, month.end, {body}) for row in each.rows
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: row.is_action))


def bodies_owing(pack: Pack) -> tuple[str, ...]:
    """The bodies that owe anything at all, in the order of the pack."""
    owing = {body for row in pack.rows(ObligationRow) for body in row.body_ids}
    return tuple(row.body_id for row in pack.rows(BodyRow) if row.body_id in owing)


def _of(
    pack: Pack,
    obligation: ObligationRow,
    first: date,
    last: date,
    days: WorkingDays,
    bodies: Collection[str],
) -> Iterator[Expected]:
    starts = pack.settings.fiscal_year_starts
    asked: Asked = tuple(
        (each.quantity_id, each.unit, each.measure)
        for each in quantities_asked(obligation, pack.rows(QuantityRow))
    ) or ((str(obligation.action_id), "", "state"),)
    for period in periods_ending(obligation.frequency, first, last, starts):
        if obligation.valid_from is not None and period.start < obligation.valid_from.start:
            continue
        if obligation.valid_to is not None and period.end > obligation.valid_to.end:
            continue
        due = days.on_or_after(period.end + timedelta(days=obligation.due_days))
        grace = due + timedelta(days=obligation.grace_days)
        for body in obligation.body_ids:
            if bodies and body not in bodies:
                continue
            for place in obligation.place_ids or (str(pack.get(BodyRow, body).place_id),):
                rows = tuple(_rows(obligation, asked, body, place, period))
                yield Expected(obligation, body, place, period, due, grace, rows)


def _rows(
    obligation: ObligationRow, asked: Asked, body: str, place: str, period: Period
) -> Iterator[Row]:
    for subject, unit, measure in asked:
        yield Row(
            code=f"{obligation.obligation_id}/{subject}/{place}/{period}",
            body=body,
            point=obligation.point_id,
            indicator=obligation.indicator_id,
            subject=subject,
            place=place,
            period=period,
            unit=unit,
            measure=measure,
            handling=obligation.handling,
            official=obligation.official,
        )
