"""What was published between the last review and this one, beside what had been said before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from naap.figures import Computed
from naap.pack import Pack
from naap.pack.tables import ContextEventRow, PlanRow, PointRow, PointStateRow
from naap.periods import Period, parse_period
from naap.review.halfyear.times import Times

__all__ = ["Changed", "News", "PointNews", "news_of", "read_period", "stated_by"]

Row = Mapping[str, Any]
Turn = Literal["first", "changed", "unchanged"]


_MOST_TIMES = 4
_FEWEST_IN_SPAN = 3


@dataclass(frozen=True)
class Changed:
    """What one publisher newly said about one thing: a quantity with its scope and place.

    ``rows``: every new statement of it, in the order of the time they speak of; ``before``: the
    last that the publisher had made by the review before. ``turn`` compares the latest with it:
    *first* where there was none.
    """

    rows: Sequence[Row]
    before: Row | None

    @property
    def latest(self) -> Row:
        return self.rows[-1]

    @property
    def also(self) -> Sequence[str]:
        """The other times that its new statements speak of: three or more that follow on each
        other as one span; of many, the first and the last."""
        others = dict.fromkeys(str(row["period"]) for row in self.rows[:-1])
        others.pop(str(self.latest["period"]), None)
        times = [
            each for run in _runs(others)
            for each in ([f"{run[0]}/{run[-1]}"] if len(run) >= _FEWEST_IN_SPAN else run)
        ]  # fmt: skip
        return times if len(times) <= _MOST_TIMES else [times[0], "…", times[-1]]

    @property
    def is_repeated(self) -> bool:
        """Whether more than one new statement speaks of the same time as the latest."""
        return any(row["period"] == self.latest["period"] for row in self.rows[:-1])

    @property
    def turn(self) -> Turn:
        if self.before is None:
            return "first"
        same = all(self.before[name] == self.latest[name] for name in ("value", "qualifier"))
        return "unchanged" if same else "changed"


@dataclass(frozen=True)
class PointNews:
    """What was newly said about a point; ``point`` is None for numbers about none in force."""

    point: PointRow | None
    changes: Sequence[Changed]

    @property
    def rows(self) -> list[Row]:
        return [row for change in self.changes for row in change.rows]


@dataclass(frozen=True)
class News:
    """``points``: in the order of the plan in force, those without a new number left out;
    ``silent``: these. ``within``: the new statements that speak of the period itself."""

    points: Sequence[PointNews]
    silent: Sequence[PointRow]
    new: Sequence[Row]
    within: Sequence[Row]
    publishers: Sequence[str]
    told_later: Sequence[Row]
    """Statements about the period that came after the review closed; none where it shows what
    was known then."""
    ratings: Sequence[Row]
    states: Sequence[PointStateRow]
    listings: Sequence[Row]
    plans: Sequence[PlanRow]
    events: Sequence[ContextEventRow]

    @property
    def changed(self) -> dict[Turn, int]:
        """How many things were said for the first time, changed, or repeated as they were."""
        turns = [change.turn for each in self.points for change in each.changes]
        return {turn: turns.count(turn) for turn in ("first", "changed", "unchanged")}


def stated_by(row: Row, fiscal_year_starts: int) -> date | None:
    """The last day of when it was stated; None where that is not recorded."""
    said = row["stated_on"]
    return None if said is None else read_period(str(said), fiscal_year_starts).end


def news_of(times: Times, pack: Pack, computed: Mapping[str, Computed]) -> News:
    """From the rows of the figures published-statements, ratings and organisation-listings."""
    starts = pack.settings.fiscal_year_starts
    rows = [row for row in computed["published-statements"].rows if row["points"]]
    days = {id(row): stated_by(row, starts) for row in rows}
    new = [row for row in rows if times.is_new(days[id(row)])]
    old = [row for row in rows if _not_after(days[id(row)], times.since)]

    def speaks_of_period(row: Row) -> bool:
        told = read_period(str(row["period"]), starts)
        # A running total to a day of the period speaks of that day.
        return times.period.start <= told.end <= times.period.end and (
            times.is_within(told.start, told.end) or row["measure"] in {"cumulative", "stock"}
        )

    in_force = [
        row for row in pack.rows(PointRow) if row.plan_id == pack.settings.current_plan
    ]  # fmt: skip
    points = list(_by_point(in_force, _changes(new, old)))
    spoken_of = {point for row in new for point in row["points"]}
    later = [row for row in rows if (day := days[id(row)]) is not None and day > times.until]
    return News(
        points=points,
        silent=[point for point in in_force if point.point_id not in spoken_of],
        new=new,
        within=[row for row in new if speaks_of_period(row)],
        publishers=sorted({str(row["publisher_name"]) for row in new}),
        told_later=[row for row in later if speaks_of_period(row)],
        ratings=[row for row in computed["ratings"].rows if times.is_new(stated_by(row, starts))],
        states=[row for row in pack.rows(PointStateRow) if _happened(times, row.since)],
        listings=[
            row for row in computed["organisation-listings"].rows
            if row["happened_on"] and _happened(times, read_period(str(row["happened_on"]), starts))
        ],
        plans=[row for row in pack.rows(PlanRow) if _happened(times, row.adopted)],
        events=[row for row in pack.rows(ContextEventRow) if _happened(times, row.when)],
    )  # fmt: skip


def _changes(new: Iterable[Row], old: Iterable[Row]) -> list[Changed]:
    said: dict[tuple[Any, ...], list[Row]] = {}
    for row in new:
        said.setdefault(_thing(row), []).append(row)
    known: dict[tuple[Any, ...], Row] = {}
    for row in sorted(old, key=lambda row: (row["period_end"], str(row["stated_on"]))):
        known[_thing(row)] = row
    return [
        Changed(sorted(rows, key=lambda row: row["period_end"]), known.get(thing))
        for thing, rows in said.items()
    ]


def _thing(row: Row) -> tuple[Any, ...]:
    """Two statements with the same of these are about one thing, by one publisher."""
    return tuple(row[name] for name in ("quantity", "scope", "place", "unit", "publisher"))


def _by_point(points: Sequence[PointRow], changes: Sequence[Changed]) -> Iterable[PointNews]:
    """Each change under the first point in force that it is about, once."""
    here: dict[str | None, list[Changed]] = {}
    for change in changes:
        about = change.latest["points"]
        here.setdefault(next((each.point_id for each in points if each.point_id in about), None),
                        []).append(change)  # fmt: skip
    yield from (PointNews(each, here[each.point_id]) for each in points if each.point_id in here)
    if None in here:
        yield PointNews(None, here[None])


def _runs(times: Iterable[str]) -> list[list[str]]:
    """Periods of one length that follow on each other, together."""
    runs: list[list[str]] = []
    before: Period | None = None
    for text in times:
        # Where a fiscal year begins does not matter to which of them is the next.
        now = read_period(text, 7)
        follows = before is not None and (now.precision, now.start) == (
            before.precision, before.end + timedelta(days=1),
        )  # fmt: skip
        if follows:
            runs[-1].append(text)
        else:
            runs.append([text])
        before = now
    return runs


def _happened(times: Times, when: Period | None) -> bool:
    """Whether something happened in the period; a year alone is no date of a half-year."""
    return when is not None and times.is_within(when.start, when.end)


def _not_after(day: date | None, last: date) -> bool:
    return day is not None and day <= last


@lru_cache(maxsize=8192)
def read_period(text: str, fiscal_year_starts: int) -> Period:
    """The same as parse_period: a review reads each of a few hundred periods many times."""
    return parse_period(text, fiscal_year_starts)
