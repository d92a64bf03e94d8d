"""What must hold between the rows of a pack beyond each cell being right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from naap.pack.folder import SETTINGS
from naap.pack.obligations import check_obligations
from naap.pack.registers import check_registers
from naap.pack.rows import Located
from naap.pack.settings import PackSettings
from naap.pack.sheets import Record
from naap.pack.tables import (
    NO_TERM,
    TABLES,
    CommitteeRow,
    CrosswalkRow,
    PlaceParentRow,
    PlaceRow,
    PlanRow,
    PointRow,
    RelationRow,
    Row,
    TieRow,
)
from naap.periods import Period
from naap.problems import Problem

__all__ = ["check_coherence"]

R = TypeVar("R", bound=Row)
Tables = Mapping[str, Sequence[Located]]
_ENDS = (("valid_from", "valid_to"), ("starts", "due"))


def check_coherence(
    tables: Tables, settings: PackSettings | None, whole: bool
) -> Iterator[Problem]:
    """Every broken rule. ``whole`` is False where rows are missing, so that counts mean nothing."""
    if settings is not None and whole:
        yield from _settings_name_rows(tables, settings)
    yield from _dates_in_order(tables)
    yield from _plan_versions(tables)
    yield from _point_numbers(tables, whole)
    yield from _crosswalk(tables)
    yield from _committees(tables)
    yield from _places(tables)
    yield from check_obligations(tables, settings, whole)
    yield from check_registers(tables, settings, whole)
    for record, row in _of(tables, RelationRow):
        if row.from_org == row.to_org:
            yield _at(record, "to_org", row.to_org, "another organisation than from_org",
                      "Correct one of the two.")  # fmt: skip
    yield from _ties(tables)


def _ties(tables: Tables) -> Iterator[Problem]:
    for record, row in _of(tables, TieRow):
        if row.org_id == row.other_org:
            yield _at(record, "other_org", row.other_org, "another organisation than org_id",
                      "Correct one of the two.")  # fmt: skip
        if (row.tie == "officers") != (row.role is not None):
            yield _at(record, "role", row.role or "", "the role of officers, and of nothing else",
                      "Write the role that the source gives; never a person's name.")  # fmt: skip


def _of(tables: Tables, kind: type[R]) -> list[tuple[Record, R]]:
    return [(record, row) for record, row in tables.get(kind.table, ()) if isinstance(row, kind)]


def _at(record: Record, column: str, found: object, expected: str, mend: str) -> Problem:
    return Problem(record.file, record.row, column, repr(str(found)), expected, mend)


def _settings_name_rows(tables: Tables, settings: PackSettings) -> Iterator[Problem]:
    plans = {row.plan_id for _, row in _of(tables, PlanRow)}
    if settings.current_plan not in plans:
        yield Problem(SETTINGS, None, "current_plan", repr(settings.current_plan),
                      "an id from plans.csv",
                      "Write one of: " + ", ".join(sorted(plans)))  # fmt: skip
    countries = {row.place_id for _, row in _of(tables, PlaceRow) if row.level == "country"}
    if settings.country_place not in countries:
        yield Problem(SETTINGS, None, "country_place", repr(settings.country_place),
                      "an id from places.csv whose level is country",
                      "Write one of: " + ", ".join(sorted(countries)) if countries
                      else "Add a row with the level country to places.csv.")  # fmt: skip


def _dates_in_order(tables: Tables) -> Iterator[Problem]:
    for table, rows in tables.items():
        for first, last in _ENDS:
            for record, row in rows if first in TABLES[table].model_fields else ():
                start: Period | None = getattr(row, first)
                end: Period | None = getattr(row, last)
                if start is not None and end is not None and start.start > end.end:
                    yield _at(record, last, end, f"a date not before {first}, {start}",
                              "Correct one of the two dates.")  # fmt: skip


def _plan_versions(tables: Tables) -> Iterator[Problem]:
    plans = _of(tables, PlanRow)
    before = {row.plan_id: row.replaces for _, row in plans}
    for record, row in plans:
        if row.replaces is not None and row.plan_id in _earlier(before, row.plan_id):
            yield _at(record, "replaces", row.replaces, "a version that came before",
                      "The versions replace each other in a circle: correct one.")  # fmt: skip


def _earlier(before: Mapping[str, str | None], plan: str) -> list[str]:
    """All versions before this one, nearest first."""
    chain: list[str] = []
    step = before.get(plan)
    while step is not None and step not in chain:
        chain.append(step)
        step = before.get(step)
    return chain


def _point_numbers(tables: Tables, whole: bool) -> Iterator[Problem]:
    numbered: dict[tuple[str, int], Record] = {}
    counts: defaultdict[str, int] = defaultdict(int)
    for record, row in _of(tables, PointRow):
        counts[row.plan_id] += 1
        if row.number is not None:
            first = numbered.setdefault((row.plan_id, row.number), record)
            if first is not record:
                yield _at(record, "number", row.number,
                          f"a number that no other point of {row.plan_id} has",
                          f"Row {first.row} has it too: correct one.")  # fmt: skip
    for record, plan in _of(tables, PlanRow) if whole else ():
        stated, known = plan.points_stated, counts[plan.plan_id]
        if stated is None:
            continue
        if known > stated or (plan.completeness == "full" and known < stated):
            yield _at(record, "points_stated", stated, f"the number of its points, {known}",
                      "Correct the number or the rows of points.csv, or write partial as the "
                      "completeness if points are missing.")  # fmt: skip


def _crosswalk(tables: Tables) -> Iterator[Problem]:
    plan_of = {row.point_id: row.plan_id for _, row in _of(tables, PointRow)}
    before = {row.plan_id: row.replaces for _, row in _of(tables, PlanRow)}
    for record, row in _of(tables, CrosswalkRow):
        if (row.predicate_id == NO_TERM) != (row.object_id == NO_TERM):
            yield _at(record, "object_id", row.object_id,
                      f"{NO_TERM} in both predicate_id and object_id, or in neither",
                      "Correct one of the two.")  # fmt: skip
            continue
        subject, target = plan_of.get(row.subject_id), plan_of.get(row.object_id)
        if subject is None or target is None:
            continue
        if subject == target:
            yield _at(record, "object_id", row.object_id,
                      f"a point of another version than {subject}",
                      "A crosswalk leads from one version to a later one.")  # fmt: skip
        elif subject not in _earlier(before, target):
            yield _at(record, "object_id", row.object_id,
                      f"a point of a version that came after {subject}",
                      "Exchange subject and object (broad becomes narrow), or say in plans.csv "
                      "which version replaces which.")  # fmt: skip


def _committees(tables: Tables) -> Iterator[Problem]:
    plan_of = {row.point_id: row.plan_id for _, row in _of(tables, PointRow)}
    for record, row in _of(tables, CommitteeRow):
        if row.point_id is not None and plan_of.get(row.point_id, row.plan_id) != row.plan_id:
            yield _at(record, "point_id", row.point_id, f"a point of {row.plan_id}",
                      "Correct the point or the plan.")  # fmt: skip


def _places(tables: Tables) -> Iterator[Problem]:
    parents: defaultdict[str, list[tuple[Record, PlaceParentRow]]] = defaultdict(list)
    for record, row in _of(tables, PlaceParentRow):
        parents[row.place_id].append((record, row))
    for rows in parents.values():
        for count, (record, row) in enumerate(rows):
            for other, earlier in rows[:count]:
                if _overlap(row, earlier):
                    yield _at(record, "parent_id", row.parent_id,
                              "one place that another lies in at a time",
                              f"Row {other.row} says {earlier.parent_id} for some of the same "
                              "days: correct valid_from or valid_to.")  # fmt: skip
    above = {place: {row.parent_id for _, row in rows} for place, rows in parents.items()}
    for place in above:
        if _leads_back(above, place):
            record, row = parents[place][0]
            yield _at(record, "parent_id", row.parent_id, "a larger place",
                      f"{place} would lie in itself: correct the parents.")  # fmt: skip


def _overlap(one: PlaceParentRow, other: PlaceParentRow) -> bool:
    """True where two rows surely share a day: until 2018 and from 2018 need not."""

    def reaches(earlier: PlaceParentRow, later: PlaceParentRow) -> bool:
        start = later.valid_from.end if later.valid_from else date.min
        end = earlier.valid_to.start if earlier.valid_to else date.max
        return start <= end

    return reaches(one, other) and reaches(other, one)


def _leads_back(above: Mapping[str, set[str]], place: str) -> bool:
    seen: set[str] = set()
    todo = set(above.get(place, ()))
    while todo:
        if place in todo:
            return True
        seen |= todo
        todo = {up for step in todo for up in above.get(step, ())} - seen
    return False
