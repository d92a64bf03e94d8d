"""The six-monthly review: what a reader must know about one period, gathered for pages and PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from naap.figures import Computed
from naap.pack import Pack
from naap.pack.tables import PointRow
from naap.review.findings import printed
from naap.review.halfyear.changes import News, news_of, read_period, stated_by
from naap.review.halfyear.narrative import Narrative, Slot
from naap.review.halfyear.times import Times, times_of
from naap.review.halfyear.violence import Violence, violence_of
from naap.review.points import PointPage

if TYPE_CHECKING:
    from naap.review.pages import Review

__all__ = ["STALE_AFTER", "HalfYear", "Known", "halfyear_of", "known_of"]

Row = Mapping[str, Any]
STALE_AFTER = timedelta(days=365)
"""A point of which the last number is older than this, when the review closes, is stale."""


@dataclass(frozen=True)
class Known:
    """What is known of a point in force when the review closes.

    ``last``: the statement made last, or None; ``said``: its day. A statement whose day nobody
    recorded counts from the end of the time that it speaks of.
    """

    page: PointPage
    last: Row | None
    said: date | None
    is_stale: bool


@dataclass(frozen=True)
class HalfYear:
    """Everything that a review of a period says beside what every review says."""

    times: Times
    news: News
    violence: Violence
    points: Sequence[Known]
    findings: Sequence[Row]
    """The findings that rest on a number that is new, or that speaks of the period."""
    narratives: Mapping[Slot, Narrative]
    """The words of an analyst in the page's language; in another one where there are none."""

    @property
    def never(self) -> list[PointRow]:
        """Points about which nobody has ever published a number."""
        return [each.page.point for each in self.points if each.last is None]

    @property
    def stale(self) -> list[Known]:
        return [each for each in self.points if each.is_stale]


def halfyear_of(review: Review) -> HalfYear | None:
    """What the review's period was like; None where it is not one of a period. Worked out once."""
    period = review.options.period
    if period is None:
        return None
    kept = review.shared.setdefault("halfyear", {})
    if review.language not in kept:
        times = times_of(period, review.pack)
        kept[review.language] = HalfYear(
            times=times,
            news=news_of(times, review.pack, review.computed),
            violence=violence_of(times, review.pack, review.computed),
            points=known_of(review.points, review.pack, times.until),
            findings=_findings(times, review.pack, review.computed),
            narratives=_narratives(review),
        )
    found: HalfYear = kept[review.language]
    return found


def known_of(pages: Sequence[PointPage], pack: Pack, day: date) -> list[Known]:
    """The points of the plan in force, in its order, with the statement made last on each."""
    starts = pack.settings.fiscal_year_starts
    found = []
    for page in pages:
        if page.plan.plan_id != pack.settings.current_plan:
            continue
        rows = [(_said_on(row, starts), row) for group in page.groups for row in group.rows]
        said, last = max(rows, key=lambda each: each[0], default=(None, None))
        found.append(Known(page, last, said, said is not None and said < day - STALE_AFTER))
    return found


def _said_on(row: Row, starts: int) -> date:
    day = stated_by(row, starts)
    return day if day is not None else read_period(str(row["period"]), starts).end


def _findings(times: Times, pack: Pack, computed: Mapping[str, Computed]) -> list[Row]:
    starts = pack.settings.fiscal_year_starts
    new = {
        claim
        for row in computed["published-statements"].rows
        if times.is_new(stated_by(row, starts))
        for claim in row["claims"]
    }
    return [
        printed(row) for row in computed["findings"].rows
        if not new.isdisjoint(row["claims"]) or _speaks_within(times, row, starts)
    ]  # fmt: skip


def _speaks_within(times: Times, row: Row, starts: int) -> bool:
    told = read_period(str(row["period"]), starts) if row["period"] else None
    return told is not None and times.is_within(told.start, told.end)


def _narratives(review: Review) -> dict[Slot, Narrative]:
    """Only words for everybody. Those in the page's language stand before those in another."""
    found: dict[Slot, Narrative] = {}
    for each in review.options.narratives:
        if each.is_public and (each.slot not in found or each.language == review.language):
            found[each.slot] = each
    return found
