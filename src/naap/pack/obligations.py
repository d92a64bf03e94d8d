"""What must hold between obligations and the rows that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from naap.pack.folder import SETTINGS
from naap.pack.rows import Located
from naap.pack.settings import PackSettings
from naap.pack.sheets import Record
from naap.pack.tables import (
    ActionRow,
    BodyRow,
    IndicatorRow,
    ObligationRow,
    QuantityRow,
    Row,
    SourceRow,
)
from naap.problems import Problem

__all__ = ["check_obligations", "quantities_asked"]

Tables = Mapping[str, Sequence[Located]]


def check_obligations(
    tables: Tables, settings: PackSettings | None, whole: bool
) -> Iterator[Problem]:
    """Every broken rule. ``whole`` is False where rows are missing, so that counts mean nothing."""
    obligations = [
        (record, row) for record, row in tables.get(ObligationRow.table, ())
        if isinstance(row, ObligationRow)
    ]  # fmt: skip
    if not whole or settings is None:
        return
    yield from _settings(tables, settings, bool(obligations))
    quantities = [row for _, row in tables["quantities"] if isinstance(row, QuantityRow)]
    indicators = _by_id(tables, IndicatorRow)
    actions = _by_id(tables, ActionRow)
    bodies = _by_id(tables, BodyRow)
    for record, row in obligations:
        if not row.body_ids:
            yield _at(record, "body_ids", "an empty cell", "at least one id from bodies.csv",
                      "Say who owes the report.")  # fmt: skip
        if (row.indicator_id is None) == (row.action_id is None):
            yield _at(record, "indicator_id", "both or neither of indicator_id and action_id",
                      "one of the two", "Make a row for each.")  # fmt: skip
            continue
        yield from _subject(record, row, indicators, actions, quantities)
        if not row.place_ids:
            yield from (
                _at(record, "place_ids", f"no area, and {body} has none of its own",
                    "an area to report on",
                    "Fill in place_ids here, or place_id of the body in bodies.csv.")
                for body in row.body_ids if bodies[body].place_id is None
            )  # fmt: skip
    yield from _asked_twice(obligations, quantities, bodies)


def quantities_asked(
    row: ObligationRow, quantities: Sequence[QuantityRow]
) -> tuple[QuantityRow, ...]:
    """The quantities that an obligation asks for; none where it asks for an action."""
    if row.indicator_id is None:
        return ()
    if row.quantity_ids:
        by_id = {quantity.quantity_id: quantity for quantity in quantities}
        return tuple(by_id[each] for each in row.quantity_ids)
    return tuple(
        each for each in quantities
        if each.indicator_id == row.indicator_id and each.data_set is None
    )  # fmt: skip


def _by_id(tables: Tables, kind: type[Row]) -> Mapping[str, Any]:
    return {getattr(row, str(kind.key)): row for _, row in tables.get(kind.table, ())}


def _at(record: Record, column: str, found: str, expected: str, mend: str) -> Problem:
    return Problem(record.file, record.row, column, found, expected, mend)


def _settings(tables: Tables, settings: PackSettings, owed: bool) -> Iterator[Problem]:
    for name, value, kind in (
        ("coordinator", settings.coordinator, BodyRow),
        ("returns_source", settings.returns_source, SourceRow),
    ):
        if value is None and owed:
            yield Problem(SETTINGS, None, name, "nothing, and obligations.csv has rows",
                          f"an id from {kind.table}.csv", f"Add {name}: ID.")  # fmt: skip
        elif value is not None and value not in _by_id(tables, kind):
            yield Problem(SETTINGS, None, name, repr(value), f"an id from {kind.table}.csv",
                          "Correct the id.")  # fmt: skip
    if len(set(settings.weekend)) == 7:
        yield Problem(SETTINGS, None, "weekend", "all seven days", "at most six",
                      "Leave a day on which offices are open.")  # fmt: skip


def _subject(
    record: Record,
    row: ObligationRow,
    indicators: Mapping[str, Any],
    actions: Mapping[str, Any],
    quantities: Sequence[QuantityRow],
) -> Iterator[Problem]:
    if row.action_id is not None:
        point = actions[row.action_id].point_id
        if point != row.point_id:
            yield _at(record, "point_id", repr(row.point_id), f"the point of the action, {point}",
                      "Correct the point or the action.")  # fmt: skip
        if row.quantity_ids:
            yield _at(record, "quantity_ids", "quantities beside an action", "an empty cell",
                      "Quantities belong to indicators: make a row for each.")  # fmt: skip
        return
    points = indicators[row.indicator_id or ""].point_ids
    if points and row.point_id not in points:
        yield _at(record, "point_id", repr(row.point_id),
                  f"a point of the indicator: {', '.join(points)}",
                  "Correct the point or the indicator.")  # fmt: skip
    asked = quantities_asked(row, quantities)
    if not asked:
        yield _at(record, "indicator_id", f"{row.indicator_id}, which has no quantity",
                  "an indicator that a quantity names as indicator_id",
                  "Add a row to quantities.csv, or name some under quantity_ids.")  # fmt: skip
    for each in asked:
        if each.indicator_id != row.indicator_id:
            yield _at(record, "quantity_ids", repr(each.quantity_id),
                      f"a quantity of the indicator {row.indicator_id}",
                      "Correct it, or its indicator_id in quantities.csv.")  # fmt: skip


def _asked_twice(
    obligations: Sequence[tuple[Record, ObligationRow]],
    quantities: Sequence[QuantityRow],
    bodies: Mapping[str, Any],
) -> Iterator[Problem]:
    """A cell of a return that two obligations ask for would be two claims under one key."""
    asked: dict[tuple[str, str, str], list[tuple[Record, ObligationRow]]] = {}
    for record, row in obligations:
        subjects = [each.quantity_id for each in quantities_asked(row, quantities)]
        for body in row.body_ids:
            for place in row.place_ids or (bodies[body].place_id or "",):
                for subject in subjects or [f"action {row.action_id}"]:
                    asked.setdefault((body, subject, place), []).append((record, row))
    told = set()
    for (body, subject, place), rows in asked.items():
        for count, (record, row) in enumerate(rows):
            for other, earlier in rows[:count]:
                same = row.frequency == earlier.frequency and _overlap(row, earlier)
                if same and record.row not in told:
                    told.add(record.row)
                    yield _at(record, "obligation_id", f"{body}, {subject}, {place} again",
                              "each asked for once at a time",
                              f"Row {other.row} asks for it too: delete one, or correct the "
                              "dates.")  # fmt: skip


def _overlap(one: ObligationRow, other: ObligationRow) -> bool:
    def starts(row: ObligationRow) -> date:
        return row.valid_from.start if row.valid_from else date.min

    def ends(row: ObligationRow) -> date:
        return row.valid_to.end if row.valid_to else date.max

    return starts(one) <= ends(other) and starts(other) <= ends(one)
