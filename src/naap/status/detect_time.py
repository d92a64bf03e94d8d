"""Detectors of time: never started, credited before the plan began, past its term, unproven."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from naap.pack.tables import (
    ActionRow,
    ContextEventRow,
    MilestoneRow,
    PointRow,
    PointStateRow,
    QuantityRow,
)
from naap.periods import Period, parse_period
from naap.status.completion_rules import LIMITED, SCALE, on_scale
from naap.status.decisions import decisions
from naap.status.detection import Detection
from naap.status.in_force import Version
from naap.status.told import Number, Told
from naap.status.words import Why, why

__all__ = ["credited_before", "never_started", "sunset_passed", "unproven"]


def never_started(stood: Version, known: Told) -> Iterator[Detection]:
    """An action whose start has passed, or a point without actions, of which nothing shows that
    anything was begun: no milestone, report, number, rating or follow-up."""
    for action in stood.actions:
        starts = action.starts or stood.adopted
        # A proposal of the pack is nobody's promise.
        promised = action.official and starts.start <= stood.day
        if promised and not _begun(stood, known, action):
            says = _own_word(known, action)
            key = "says" if says else "silent" if action.starts else "undated"
            reason = why(f"never-started-{key}", days=(stood.day - starts.start).days,
                         starts=starts)  # fmt: skip
            yield Detection("never-started", "action", action.action_id, action.point_id,
                            starts.start, reason, (action.source_id,), says)  # fmt: skip
    with_actions = {action.point_id for action in stood.actions}
    for point in stood.known_points:
        if point.point_id in with_actions or _sign(stood, known, point):
            continue
        key = "committee" if stood.committees(point.point_id) else "point"
        yield Detection("never-started", "point", point.point_id, point.point_id,
                        stood.adopted.end,
                        why(f"never-started-{key}", days=(stood.last - stood.adopted.end).days),
                        (point.source_id,))  # fmt: skip


def _begun(stood: Version, known: Told, action: ActionRow) -> bool:
    delivered = any(
        row.delivered is not None and stood.adopted.start <= row.delivered.end
        and row.delivered.start <= stood.day
        for row in stood.pack.rows(MilestoneRow) if row.action_id == action.action_id
    )  # fmt: skip
    return delivered or any(
        _advanced(each.completion) for each in known.reports if each.action == action.action_id
    )


def _own_word(known: Told, action: ActionRow) -> tuple[str, ...]:
    """Reports of the action that say it has not started."""
    return tuple(each.claim_id for each in known.reports if each.action == action.action_id)


def _advanced(words: str) -> bool:
    state = on_scale(words)
    return state is not None and SCALE.index(state) >= SCALE.index(LIMITED)


def _sign(stood: Version, known: Told, point: PointRow) -> bool:
    """Whether anything was said of a point since the plan was adopted that shows a beginning."""
    quantities = [
        row.quantity_id for row in stood.pack.rows(QuantityRow) if point.point_id in row.point_ids
    ]
    numbers = (each for name in quantities for each in known.numbers_of.get(name, ()))
    if any(each.end >= stood.adopted.start for each in numbers):
        return True
    if any(
        point.point_id in row.point_ids and row.type not in ("attack", "talks")
        and stood.adopted.end <= row.when.start <= stood.day
        for row in stood.pack.rows(ContextEventRow)
    ):  # fmt: skip
        return True
    if any(each.point == point.point_id and on_scale(each.rating) not in SCALE[:2]
           for each in known.ratings):  # fmt: skip
        return True
    return any(each.open_days is None for each in decisions(stood.pack, stood.day, point.point_id))


def credited_before(stood: Version, known: Told) -> Iterator[Detection]:
    """An action, a milestone or a result whose date lies before the plan was adopted: the plan
    cannot have brought it about. A count since a start counts where it starts before."""
    adopted = stood.adopted.start
    for action in stood.actions:
        if action.starts is not None and action.starts.end < adopted:
            yield Detection("credited-before", "action", action.action_id, action.point_id,
                            action.starts.start,
                            why("credited-action", date=action.starts, adopted=stood.adopted),
                            (action.source_id,), official=action.official)  # fmt: skip
    for row, action in _milestones(stood):
        if row.delivered is None or row.delivered.start > stood.day:
            continue
        if row.delivered.end < adopted:
            key, limit = "credited-milestone", stood.adopted
        elif action.starts is not None and row.delivered.end < action.starts.start:
            key, limit = "credited-own-action", action.starts
        else:
            continue
        days = (limit.start - row.delivered.end).days
        sources = {row.source_id, row.evidence_source_id or row.source_id}
        yield Detection("credited-before", "milestone", row.milestone_id, action.point_id,
                        row.delivered.start,
                        why(key, date=row.delivered, adopted=limit, days=days),
                        tuple(sorted(sources)), official=row.official)  # fmt: skip
    yield from _credited_results(stood, known)


def _credited_results(stood: Version, known: Told) -> Iterator[Detection]:
    points = [row.point_id for row in stood.points]
    starts = stood.pack.settings.fiscal_year_starts
    for quantity in stood.pack.rows(QuantityRow):
        ours = [point for point in points if point in quantity.point_ids]
        if quantity.measure != "cumulative" or not ours:
            continue
        early = [
            each for each in known.numbers_of.get(quantity.quantity_id, ())
            if each.start < stood.adopted.start <= each.end
        ]  # fmt: skip
        if not early:
            continue
        first = min(early, key=lambda each: each.start)
        yield Detection("credited-before", "quantity", quantity.quantity_id, ours[0], first.start,
                        why("credited-count", quantity=f"quantity:{quantity.quantity_id}",
                            date=first.period, adopted=stood.adopted, count=len(early)),
                        tuple(sorted({each.source for each in early})),
                        tuple(each.claim_id for each in early),
                        sure=_surely_begins(first, stood.adopted.start, starts))  # fmt: skip


def _surely_begins(number: Number, adopted: date, fiscal_year_starts: int) -> bool:
    """Whether a count begins before the plan even at the end of the day, month or year it names."""
    begins = parse_period(number.period.partition("/")[0], fiscal_year_starts)
    return begins.end < adopted


def sunset_passed(stood: Version, _: Told) -> Iterator[Detection]:
    """A point whose term has ended, or that is told to have run out."""
    for point in stood.points:
        elapsed = [
            row for row in stood.pack.rows(PointStateRow)
            if row.point_id == point.point_id and row.state == "elapsed"
            and (row.since is None or row.since.start <= stood.day)
        ]  # fmt: skip
        ends = point.term_ends
        if ends is not None and ends.end < stood.day:
            events = [
                row for row in stood.pack.rows(ContextEventRow)
                if point.point_id in row.point_ids and ends.end < row.when.start <= stood.day
            ]  # fmt: skip
            since: date | None = ends.end + timedelta(days=1)
            reason = _ended(ends, elapsed, events)
        elif elapsed:
            events = []
            said = elapsed[-1].since
            since = None if said is None else said.start
            reason = why("sunset-told", since=said or "—")
        else:
            continue
        sources = {point.source_id, *(row.source_id for row in elapsed)}
        sources |= {row.source_id for row in events}
        yield Detection("sunset-passed", "point", point.point_id, point.point_id, since, reason,
                        tuple(sorted(sources)))  # fmt: skip


def _ended(ends: Period, elapsed: list[PointStateRow], events: list[ContextEventRow]) -> Why:
    if events:
        return why("sunset-then", ends=ends, event="event:" + "|".join(e.event_id for e in events))
    if elapsed:
        return why("sunset-elapsed", ends=ends, since=elapsed[-1].since or "—")
    return why("sunset-nobody", ends=ends)


def unproven(stood: Version, _: Told) -> Iterator[Detection]:
    """A milestone that is said to be delivered, and no source shows it."""
    for row, action in _milestones(stood):
        if row.delivered is None or row.delivered.start > stood.day or row.evidence_source_id:
            continue
        yield Detection("delivered-without-evidence", "milestone", row.milestone_id,
                        action.point_id, row.delivered.start,
                        why("delivered-unproven", date=row.delivered), (row.source_id,),
                        official=row.official)  # fmt: skip


def _milestones(stood: Version) -> Iterator[tuple[MilestoneRow, ActionRow]]:
    actions = {row.action_id: row for row in stood.actions}
    for row in stood.pack.rows(MilestoneRow):
        if row.action_id in actions:
            yield row, actions[row.action_id]
