"""The public scorecard: points by area and half-year, what is missing, and whom to ask.

It speaks for the half-year under review, or for the last one that had ended. Nothing in it is a
score: states stand as words, and no point, area or office is ranked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Literal

from naap.pack import Pack
from naap.pack.tables import ActionRow, ObligationRow, PlaceParentRow, PlaceRow, PointRow
from naap.periods import Period
from naap.returns.reporting import Reported
from naap.review.halfyear.changes import Row, read_period
from naap.review.halfyear.times import halves_until
from naap.status import Status
from naap.status.completion_rules import SCALE
from naap.status.decisions import Decided, decisions_overdue
from naap.status.detectors import Detection, detections
from naap.status.reporting_quality import quality
from naap.status.told import Told, told
from naap.status.whole import day_of, statuses_of

if TYPE_CHECKING:
    from naap.review.pages import Review

__all__ = ["KINDS", "MAPS", "Area", "Cell", "Line", "Map", "Mark", "Scorecard", "scorecard_of"]

MOST_HALVES = 4
"""So many half-years stand beside each other in a cell: as many as a phone has room for."""

Map = Literal["implementation", "reporting", "published"]
MAPS: tuple[Map, ...] = ("implementation", "reporting", "published")
KINDS: Mapping[Map, tuple[str, ...]] = {
    "implementation": (*SCALE, "nothing asked"),
    "reporting": ("none came", "some missing", "all came", "all on time", "nothing asked"),
    "published": ("no number", "numbers", "nothing asked"),
}
"""The kinds of mark of each map, from the one that lacks most."""


@dataclass(frozen=True)
class Area:
    place: PlaceRow
    is_country: bool


@dataclass(frozen=True)
class Mark:
    """How it stands in one half-year. ``others``: further states of the same point and area, where
    several actions differ; ``kind`` is then the least advanced."""

    period: Period
    kind: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    area: Area
    marks: tuple[Mark, ...]

    @property
    def is_unasked(self) -> bool:
        return all(mark.kind == "nothing asked" for mark in self.marks)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see: nothing was asked, or nothing is known."""
        return all(mark.kind in {"nothing asked", SCALE[0], "no number"} for mark in self.marks)


@dataclass(frozen=True)
class Line:
    point: PointRow
    cells: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        return all(cell.is_empty for cell in self.cells)


@dataclass(frozen=True)
class Scorecard:
    """``day``: as known at its end; ``period``: the half-year that it speaks for; ``halves``: those
    of the maps, which end with it. ``status`` is None before there was a plan."""

    day: date
    period: Period
    halves: tuple[Period, ...]
    areas: tuple[Area, ...]
    maps: Mapping[Map, tuple[Line, ...]]
    status: Status | None
    detections: tuple[Detection, ...]
    overdue: tuple[Decided, ...]
    is_owed: bool
    """Whether the pack names anybody who owes a report."""
    known: Told
    """What sources had said by the day: read once for all that asks about the plan."""

    @property
    def is_proposed(self) -> bool:
        """Whether any report of the period is asked for by a proposal that is not official."""
        lines = self.status.reporting if self.status is not None else ()
        return any(not each.expected.obligation.official for each in lines)


_ONE_AT_A_TIME = Lock()


def scorecard_of(review: Review) -> Scorecard:
    """The scorecard of a review, worked out once for all its languages and forms."""
    with _ONE_AT_A_TIME:
        if "scorecard" not in review.shared:
            review.shared["scorecard"] = _made(review)
    found: Scorecard = review.shared["scorecard"]
    return found


def _made(review: Review) -> Scorecard:
    pack, snapshot, options = review.pack, review.snapshot, review.options
    day = _day(review)
    starts = pack.settings.fiscal_year_starts
    period = options.period or halves_until(day, 1)[0]
    is_owed = bool(pack.rows(ObligationRow))
    # What nobody owes and no action carries cannot be told apart by half-year.
    count = MOST_HALVES if is_owed or pack.rows(ActionRow) else 1
    halves = _halves(period, count)
    by_day = told(pack, snapshot, day)
    days = {each: min(day, day_of(pack, each)) for each in (*halves, period)}
    found = statuses_of(pack, snapshot, days, by_day)
    status = found.get(period)
    areas = _areas(pack, halves[0].start)
    points = [row for row in pack.rows(PointRow) if row.plan_id == pack.settings.current_plan]
    known = [(half, found[half]) for half in halves if half in found]
    inside = _largest_within(pack, areas)
    published = _halves(period, MOST_HALVES)
    statements = review.computed["published-statements"].rows
    return Scorecard(
        day=day,
        period=period,
        halves=tuple(halves),
        areas=areas,
        maps={
            "implementation": tuple(_implementation(points, areas, known, inside)),
            "reporting": tuple(_reporting(points, areas, known, inside)) if is_owed else (),
            "published": tuple(_published(points, areas, published, statements, inside, starts)),
        },
        status=status,
        detections=(
            detections(pack, snapshot, day, status.plan, by_day) if status is not None else ()
        ),
        overdue=decisions_overdue(pack, day),
        is_owed=is_owed,
        known=by_day,
    )


def _day(review: Review) -> date:
    """The day at whose end the scorecard stands: when the review closes; without one, the pack's
    release or the last commit after it."""
    options, pack = review.options, review.pack
    if options.moment.stated_by is not None:
        return options.moment.stated_by
    if options.period is not None:
        return options.period.end
    seen = [each.recorded_at.date() for each in review.snapshot.log
            if options.moment.includes(each)]  # fmt: skip
    return max([pack.settings.released, *seen])


def _halves(period: Period, count: int) -> list[Period]:
    """The half-years of the maps; of a review of another stretch of time, that stretch last."""
    if period.precision == "half-year":
        return halves_until(period.end, count)
    return [*[each for each in halves_until(period.start, count - 1) if count > 1], period]


def _areas(pack: Pack, since: date) -> tuple[Area, ...]:
    """The country, then its provinces in the pack's geographic order, as far as they existed."""
    country = pack.get(PlaceRow, pack.settings.country_place)
    provinces = [
        row for row in pack.rows(PlaceRow)
        if row.level == "province" and (row.valid_to is None or row.valid_to.end >= since)
    ]  # fmt: skip
    order = sorted(provinces, key=lambda row: (row.position or 0, row.place_id))
    return (Area(country, True), *(Area(row, False) for row in order))


def _largest_within(pack: Pack, areas: Sequence[Area]) -> dict[str, str]:
    """The column of each place: itself, or the province that it lies in."""
    columns = {area.place.place_id for area in areas}
    found = {place: place for place in columns}
    for row in pack.rows(PlaceParentRow):
        if row.parent_id in columns and row.parent_id != pack.settings.country_place:
            found.setdefault(row.place_id, row.parent_id)
    return found


Known = Sequence[tuple[Period, Status]]


def _implementation(
    points: Sequence[PointRow], areas: Sequence[Area], known: Known, inside: Mapping[str, str]
) -> Iterator[Line]:
    """In the column of the country the point as a whole, in those of areas its actions there."""
    states: dict[tuple[str, str, Period], list[str]] = {}
    whole: dict[tuple[str, Period], str] = {}
    for half, status in known:
        for each in status.states:
            if (column := inside.get(each.place)) is not None:
                states.setdefault((each.point_id, column, half), []).append(each.state)
        whole |= {(each.point_id, half): each.state for each in status.points}
    for point in points:
        cells = []
        for area in areas:
            marks = []
            for half, _ in known:
                key = (point.point_id, area.place.place_id, half)
                told_here = (
                    [whole.get((point.point_id, half), SCALE[0])]
                    if area.is_country
                    else (states.get(key, []))
                )
                marks.append(_mark(half, told_here))
            cells.append(Cell(area, tuple(marks)))
        yield Line(point, tuple(cells))


def _mark(half: Period, states: Sequence[str]) -> Mark:
    if not states:
        return Mark(half, "nothing asked")
    ordered = sorted(set(states), key=SCALE.index)
    return Mark(half, ordered[0], tuple(ordered[1:]))


def _reporting(
    points: Sequence[PointRow], areas: Sequence[Area], known: Known, inside: Mapping[str, str]
) -> Iterator[Line]:
    lines: dict[tuple[str, str, Period], list[Reported]] = {}
    for half, status in known:
        for each in status.reporting:
            if (column := inside.get(each.expected.place)) is not None:
                key = (each.expected.obligation.point_id, column, half)
                lines.setdefault(key, []).append(each)
    for point in points:
        yield Line(point, tuple(
            Cell(area, tuple(
                Mark(half, _came(lines.get((point.point_id, area.place.place_id, half), [])))
                for half, _ in known
            ))
            for area in areas
        ))  # fmt: skip


def _came(lines: Sequence[Reported]) -> str:
    found = quality(lines)
    if not found.expected:
        return "nothing asked"
    if not found.actual:
        return "none came"
    if found.actual < found.expected:
        return "some missing"
    return "all on time" if found.on_time == found.expected else "all came"


def _published(
    points: Sequence[PointRow],
    areas: Sequence[Area],
    halves: Sequence[Period],
    statements: Sequence[Row],
    inside: Mapping[str, str],
    starts: int,
) -> Iterator[Line]:
    """Whether anybody published a number that speaks of a time within the half-year, or up to a
    day of it."""
    told_of: set[tuple[str, str, Period]] = set()
    for row in statements:
        spoken = read_period(str(row["period"]), starts)
        column = inside.get(str(row["place"]))
        for half in halves:
            within = half.start <= spoken.end <= half.end and (
                half.start <= spoken.start or row["measure"] in {"cumulative", "stock"}
            )
            if within and column is not None:
                told_of |= {(point, column, half) for point in row["points"]}
    for point in points:
        yield Line(point, tuple(
            Cell(area, tuple(
                Mark(half, "numbers"
                     if (point.point_id, area.place.place_id, half) in told_of else "no number")
                for half in halves
            ))
            for area in areas
        ))  # fmt: skip
