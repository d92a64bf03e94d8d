"""What a page about a point says: promised, owned, known, missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from naap.disclosure import SMALL_COUNT
from naap.figures.figure import Language
from naap.ledger.snapshot import KeptBack
from naap.pack import Pack
from naap.pack.diff import PlanDiff, PointChange, compare, versions
from naap.pack.tables import (
    ActionRow,
    BodyRow,
    CommitteeRow,
    ContextEventRow,
    IndicatorRow,
    OwnerRow,
    PlanRow,
    PointNumberRow,
    PointRow,
    PointStateRow,
)
from naap.review.words import word
from naap.status.voices import Voices

__all__ = ["Group", "PointPage", "diff_of", "noted", "point_pages"]


@dataclass(frozen=True)
class Group:
    """Published numbers of one quantity and scope, in time order."""

    quantity: str
    scope: str
    measure: str
    unit: str
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class PointPage:
    """Everything on one page."""

    point: PointRow
    plan: PlanRow
    change: PointChange | None
    joined: Sequence[tuple[PointRow, str, float, str | None, str]]
    """Points of the other version: the point, the predicate, confidence, comment, source."""
    states: Sequence[PointStateRow]
    owners: Sequence[tuple[OwnerRow, BodyRow]]
    committees: Sequence[tuple[CommitteeRow, BodyRow | None]]
    other_numbers: Sequence[PointNumberRow]
    actions: Sequence[ActionRow]
    indicators: Sequence[IndicatorRow]
    events: Sequence[ContextEventRow]
    groups: Sequence[Group]
    ratings: Sequence[Mapping[str, Any]]
    missing: Sequence[str]
    """Names of what no source gives: the page has the words."""


def diff_of(pack: Pack) -> PlanDiff | None:
    """The version in force compared with the one before, where there is one."""
    if pack.get(PlanRow, pack.settings.current_plan).replaces is None:
        return None
    return compare(pack, *versions(pack))


def point_pages(
    pack: Pack, statements: Iterable[Mapping[str, Any]], ratings: Iterable[Mapping[str, Any]]
) -> list[PointPage]:
    """One page a point, in the order of the pack. The rows come from the figures
    published-statements and ratings."""
    diff, voices = diff_of(pack), Voices(pack)
    changes = {
        change.point_id: change
        for change in ((*diff.old_points, *diff.new_points) if diff is not None else ())
    }
    told: dict[str, list[Mapping[str, Any]]] = {}
    for row in statements:
        for point_id in row["points"]:
            told.setdefault(point_id, []).append(row)
    rated: dict[str, list[Mapping[str, Any]]] = {}
    for row in ratings:
        rated.setdefault(row["point"], []).append(row)
    return [
        _page(pack, voices, point, changes.get(point.point_id), told, rated)
        for point in pack.rows(PointRow)
    ]


def _page(
    pack: Pack,
    voices: Voices,
    point: PointRow,
    change: PointChange | None,
    told: Mapping[str, list[Mapping[str, Any]]],
    rated: Mapping[str, list[Mapping[str, Any]]],
) -> PointPage:
    point_id = point.point_id
    owners = [
        (row, pack.get(BodyRow, row.body_id))
        for row in pack.rows(OwnerRow)
        if row.point_id == point_id
    ]
    page = PointPage(
        point=point,
        plan=pack.get(PlanRow, point.plan_id),
        change=change,
        joined=[
            (
                pack.get(PointRow, link.other),
                link.predicate,
                link.confidence,
                link.comment,
                link.source_id,
            )
            for link in (change.links if change is not None else ())
            if link.other is not None and pack.has(PointRow, link.other)
        ],
        states=[row for row in pack.rows(PointStateRow) if row.point_id == point_id],
        owners=owners,
        committees=[
            (row, pack.get(BodyRow, row.head) if row.head else None)
            for row in pack.rows(CommitteeRow)
            if row.point_id == point_id
        ],
        other_numbers=[row for row in pack.rows(PointNumberRow) if row.point_id == point_id],
        actions=[row for row in pack.rows(ActionRow) if row.point_id == point_id],
        indicators=[row for row in pack.rows(IndicatorRow) if point_id in row.point_ids],
        events=[row for row in pack.rows(ContextEventRow) if point_id in row.point_ids],
        groups=_groups(told.get(point_id, [])),
        ratings=rated.get(point_id, []),
        missing=(),
    )
    return _with_missing(page, voices)


def _with_missing(page: PointPage, voices: Voices) -> PointPage:
    lacking = {
        "number": page.point.number is None,
        "official-text": page.point.text_official is None,
        "state": not page.states,
        "owner": not page.owners,
        "actions": not page.actions,
        "statements": not page.groups,
        "ratings": not page.ratings,
        "independent": page.ratings
        and not any(
            voices.independent(row["assessor"], row["source"], page.point.point_id)
            for row in page.ratings
        ),
    }
    missing = [name for name, is_lacking in lacking.items() if is_lacking]
    return PointPage(**{**page.__dict__, "missing": missing})


def _groups(rows: Iterable[Mapping[str, Any]]) -> list[Group]:
    """In the order of the rows, which come by quantity and scope."""
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        grouped.setdefault((row["quantity_name"], row["scope_name"]), []).append(row)
    return [
        Group(quantity, scope, members[0]["measure"], members[0]["unit"], members)
        for (quantity, scope), members in grouped.items()
    ]


def noted(row: Mapping[str, Any], language: Language) -> list[str]:
    """What stands beside a published number: its parts as printed and the source's note, or that
    these are withheld."""
    kept = KeptBack(SMALL_COUNT)
    return [
        word(f"{column}_withheld", language) if row[column] == kept.said_of(column) else row[column]
        for column in ("breakdown", "note")
        if row[column]
    ]
