"""What became of each point from one version of a plan to another, by the pack's crosswalk."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from naap.pack.model import Pack
from naap.pack.tables import NO_TERM, CrosswalkRow, OwnerRow, PlanRow, PointRow
from naap.problems import UnusableInput

__all__ = ["CHANGES", "SAME", "Change", "Link", "PlanDiff", "PointChange", "compare", "versions"]

Change = Literal["kept", "merged", "narrowed", "related", "dropped", "new"]
CHANGES: dict[Change, str] = {
    "kept": "the same point, in the same or nearly the same words",
    "merged": "went into a wider point, or into one point with others",
    "narrowed": "goes on in a narrower point, or in several",
    "related": "no point takes it up or precedes it, but one speaks of the same subject",
    "dropped": "no point of the newer version takes it up",
    "new": "no point of the older version precedes it",
}

SAME = frozenset({"skos:exactMatch", "skos:closeMatch"})
_WIDER = "skos:broadMatch"
_NARROWER = "skos:narrowMatch"
_GOES_ON: set[Change] = {"kept", "merged", "narrowed"}


@dataclass(frozen=True)
class Link:
    """One row of the crosswalk, seen from one of its two points. ``other`` is None: no term."""

    other: str | None
    predicate: str
    confidence: float
    author: str
    justification: str
    comment: str | None
    source_id: str


@dataclass(frozen=True)
class PointChange:
    """What became of a point of the older version, or where one of the newer comes from.

    ``mapped`` is False where the crosswalk has no row about the point: then *dropped* or *new*
    only means that nobody has said otherwise. ``owner_lost`` is True for a point that goes on,
    had owners, and has none in the newer version.
    """

    point_id: str
    change: Change
    mapped: bool
    links: tuple[Link, ...]
    owners_before: tuple[str, ...]
    owners_after: tuple[str, ...]
    owner_lost: bool


@dataclass(frozen=True)
class PlanDiff:
    """Every point of both versions, in the order of the pack.

    ``partial`` names those of the two versions whose points the pack does not all know.
    """

    old: str
    new: str
    old_points: tuple[PointChange, ...]
    new_points: tuple[PointChange, ...]
    partial: tuple[str, ...]

    @property
    def unmapped(self) -> tuple[str, ...]:
        """Points of the older version about which the crosswalk has no row."""
        return tuple(point.point_id for point in self.old_points if not point.mapped)

    @property
    def owners_lost(self) -> tuple[str, ...]:
        return tuple(point.point_id for point in self.old_points if point.owner_lost)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "unmapped": self.unmapped, "owners_lost": self.owners_lost}


def versions(pack: Pack) -> tuple[str, str]:
    """The version before the one in force, and the one in force."""
    new = pack.settings.current_plan
    old = pack.get(PlanRow, new).replaces
    if old is None:
        raise UnusableInput.one(
            "plans.csv", column="replaces", found=f"no version before {new}",
            expected="two versions to compare", mend="Name two plan ids.",
        )  # fmt: skip
    return old, new


def compare(pack: Pack, old: str, new: str) -> PlanDiff:
    """Compare two versions of the plan. Raises UnusableInput if the pack lacks one of them.

    Only rows of the crosswalk that lead from ``old`` to ``new`` count: nothing is inferred
    through a version between the two.
    """
    for plan in (old, new):
        if not pack.has(PlanRow, plan):
            known = ", ".join(row.plan_id for row in pack.rows(PlanRow))
            raise UnusableInput.one(
                "plans.csv", column="plan_id", found=f"no version {plan!r}",
                expected=f"one of: {known}", mend="Correct the id.",
            )  # fmt: skip
    olds = [point.point_id for point in pack.rows(PointRow) if point.plan_id == old]
    news = [point.point_id for point in pack.rows(PointRow) if point.plan_id == new]
    rows = [
        row
        for row in pack.rows(CrosswalkRow)
        if row.subject_id in olds and (row.object_id in news or row.object_id == NO_TERM)
    ]
    changes = _changes(rows)
    owners_old, owners_new = _owners(pack, old), _owners(pack, new)
    forward, backward = defaultdict(list), defaultdict(list)
    for row in rows:
        forward[row.subject_id].append(row)
        backward[row.object_id].append(row)
    return PlanDiff(
        old,
        new,
        tuple(_old_point(point, forward[point], changes, owners_old, owners_new) for point in olds),
        tuple(
            _new_point(point, backward[point], changes, owners_old, owners_new) for point in news
        ),
        tuple(plan for plan in (old, new) if pack.get(PlanRow, plan).completeness == "partial"),
    )


def _changes(rows: Sequence[CrosswalkRow]) -> dict[tuple[str, str], Change]:
    """What each pair of an old and a new point amounts to; pairs without a term are left out."""
    pairs: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.object_id != NO_TERM:
            pairs[row.subject_id, row.object_id].add(row.predicate_id)
    feeding = Counter(new for (_, new), said in pairs.items() if said & {*SAME, _WIDER})
    changes: dict[tuple[str, str], Change] = {}
    for (old, new), said in pairs.items():
        if said & {*SAME, _WIDER}:
            alone = feeding[new] == 1 and said & SAME
            changes[old, new] = "kept" if alone else "merged"
        else:
            changes[old, new] = "narrowed" if _NARROWER in said else "related"
    return changes


def _strongest(found: Iterable[Change], otherwise: Change) -> Change:
    order = list(CHANGES)
    return min(found, key=order.index, default=otherwise)


def _old_point(
    point: str,
    rows: Sequence[CrosswalkRow],
    changes: Mapping[tuple[str, str], Change],
    owners_old: Mapping[str, tuple[str, ...]],
    owners_new: Mapping[str, tuple[str, ...]],
) -> PointChange:
    others = [new for old, new in changes if old == point and changes[old, new] in _GOES_ON]
    change = _strongest((changes[pair] for pair in changes if pair[0] == point), "dropped")
    before = owners_old.get(point, ())
    after = _union(owners_new.get(other, ()) for other in others)
    lost = bool(others and before and not after)
    links = tuple(_link(row, row.object_id) for row in rows)
    return PointChange(point, change, bool(rows), links, before, after, lost)


def _new_point(
    point: str,
    rows: Sequence[CrosswalkRow],
    changes: Mapping[tuple[str, str], Change],
    owners_old: Mapping[str, tuple[str, ...]],
    owners_new: Mapping[str, tuple[str, ...]],
) -> PointChange:
    others = [old for old, new in changes if new == point and changes[old, new] in _GOES_ON]
    change = _strongest((changes[pair] for pair in changes if pair[1] == point), "new")
    before = _union(owners_old.get(other, ()) for other in others)
    links = tuple(_link(row, row.subject_id) for row in rows)
    after = owners_new.get(point, ())
    return PointChange(point, change, bool(rows), links, before, after, bool(before and not after))


def _link(row: CrosswalkRow, other: str) -> Link:
    return Link(
        None if other == NO_TERM else other,
        row.predicate_id,
        row.confidence,
        row.author_label,
        row.mapping_justification,
        row.comment,
        row.source_id,
    )


def _owners(pack: Pack, plan: str) -> dict[str, tuple[str, ...]]:
    """The bodies that had to do with each point while the version was in force."""
    starts = pack.get(PlanRow, plan).adopted.start
    later = [row.adopted.start for row in pack.rows(PlanRow) if row.replaces == plan]
    ends = min(later, default=date.max)
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for row in pack.rows(OwnerRow):
        begun = row.valid_from is None or row.valid_from.start < ends
        lasting = row.valid_to is None or row.valid_to.end >= starts
        belongs = pack.get(PointRow, row.point_id).plan_id == plan
        if begun and lasting and belongs and row.body_id not in owners[row.point_id]:
            owners[row.point_id].append(row.body_id)
    return {point: tuple(bodies) for point, bodies in owners.items()}


def _union(groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(body for group in groups for body in group))
