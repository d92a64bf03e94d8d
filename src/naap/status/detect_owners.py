"""Detectors of who answers: nobody, several, or nobody any more."""

from __future__ import annotations

from collections.abc import Iterator

from naap.pack.diff import compare
from naap.pack.tables import BodyRow, OwnerRow, PlanRow
from naap.status.detection import Detection
from naap.status.in_force import Version
from naap.status.sentences import bodies
from naap.status.told import Told
from naap.status.words import why

__all__ = ["no_owner", "owner_lost", "several_owners"]


def no_owner(stood: Version, _: Told) -> Iterator[Detection]:
    """No body leads or answers for a point whose term is not over."""
    for point in stood.known_points:
        if stood.over(point) or stood.answering(point.point_id):
            continue
        others = stood.owners(point.point_id)
        committees = stood.committees(point.point_id)
        if committees:
            reason = why("no-owner-committee")
        elif others:
            reason = why("no-owner-others", body=bodies([row.body_id for row in others]))
        else:
            reason = why("no-owner-in-part" if stood.partial else "no-owner")
        sources = {point.source_id, *(row.source_id for row in others)}
        sources |= {row.source_id for row in committees}
        yield Detection("no-owner", "point", point.point_id, point.point_id,
                        stood.adopted.end, reason, tuple(sorted(sources)),
                        sure=not stood.partial and not committees)  # fmt: skip


def several_owners(stood: Version, _: Told) -> Iterator[Detection]:
    """Several bodies lead, or several are responsible for the same and none of them leads.

    Bodies of different areas, or with different tasks, each answer for their own part.
    """
    for point in stood.points:
        owners = stood.owners(point.point_id)
        heads = [row for row in owners if row.role in ("accountable", "lead")]
        doing = [row for row in owners if row.role == "responsible"]
        if several := _competing(stood, heads):
            key = "several-accountable"
        elif not heads and (several := _competing(stood, doing)):
            key = "several-responsible"
        else:
            continue
        named = list(dict.fromkeys(row.body_id for row in several))
        starts = [row.valid_from.start for row in several if row.valid_from is not None]
        yield Detection("several-owners", "point", point.point_id, point.point_id,
                        max(starts, default=None), why(key, count=len(named), body=bodies(named)),
                        tuple(sorted({row.source_id for row in several})))  # fmt: skip


def _competing(stood: Version, owners: list[OwnerRow]) -> list[OwnerRow]:
    def same(one: OwnerRow, other: OwnerRow) -> bool:
        areas = {stood.pack.get(BodyRow, each.body_id).place_id for each in (one, other)}
        overlap = len(areas) == 1 or stood.pack.settings.country_place in areas
        tasks = {each.task_en for each in (one, other)} - {None}
        return one.body_id != other.body_id and overlap and len(tasks) < 2

    return [one for one in owners if any(same(one, other) for other in owners)]


def owner_lost(stood: Version, _: Told) -> Iterator[Detection]:
    """A point of the version before goes on in this one, had owners, and has none any more."""
    old = stood.plan.replaces
    if old is None or not stood.pack.has(PlanRow, old):
        return
    for change in compare(stood.pack, old, stood.plan.plan_id).old_points:
        if not change.owner_lost:
            continue
        links = [link for link in change.links if link.other is not None]
        reason = why(
            "owner-lost-in-part" if stood.partial else "owner-lost",
            body=bodies(change.owners_before),
            point="point:" + "|".join(link.other for link in links if link.other),
        )
        sources = {link.source_id for link in links}
        notes = [link.comment for link in links if link.comment]
        yield Detection("owner-lost", "point", change.point_id, change.point_id,
                        stood.adopted.end, reason, tuple(sorted(sources)),
                        sure=not stood.partial, note=" ".join(notes) or None)  # fmt: skip
