"""A version of the plan in its time: its points, who answers for them, and until when it stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from naap.pack import Pack
from naap.pack.tables import ActionRow, CommitteeRow, OwnerRow, PlanRow, PointRow, PointStateRow
from naap.periods import Period
from naap.problems import UnusableInput

__all__ = ["ANSWERING", "Version", "version"]

ANSWERING = ("accountable", "lead", "responsible")
"""Roles that answer for a point; a supporter, reporter or registrar does not."""


@dataclass(frozen=True)
class Version:
    """One version of the plan as it stands at the end of ``day``, or as it stood on the last day
    before the next version replaced it."""

    pack: Pack
    plan: PlanRow
    day: date
    last: date

    @property
    def adopted(self) -> Period:
        return self.plan.adopted

    @property
    def partial(self) -> bool:
        return self.plan.completeness == "partial"

    @property
    def points(self) -> tuple[PointRow, ...]:
        return tuple(row for row in self.pack.rows(PointRow) if row.plan_id == self.plan.plan_id)

    @property
    def known_points(self) -> tuple[PointRow, ...]:
        """The points of which at least the subject is known: of others nothing can be found."""
        return tuple(row for row in self.points if row.certainty != "not found")

    @property
    def actions(self) -> tuple[ActionRow, ...]:
        ids = {row.point_id for row in self.points}
        return tuple(row for row in self.pack.rows(ActionRow) if row.point_id in ids)

    def over(self, point: PointRow) -> bool:
        """Whether the term of a point was over by the last day that counts: it needs no owner."""
        if point.term_ends is not None and point.term_ends.end < self.last:
            return True
        return any(
            row.point_id == point.point_id
            and row.state in ("elapsed", "dropped")
            and (row.since is None or row.since.start <= self.last)
            for row in self.pack.rows(PointStateRow)
        )

    def owners(self, point_id: str) -> tuple[OwnerRow, ...]:
        """The bodies with any role for a point on the last day that counts."""
        return tuple(
            row
            for row in self.pack.rows(OwnerRow)
            if row.point_id == point_id
            and (row.valid_from is None or row.valid_from.start <= self.last)
            and (row.valid_to is None or row.valid_to.end >= self.last)
        )

    def committees(self, point_id: str) -> tuple[CommitteeRow, ...]:
        """The committees that were set up for a point."""
        return tuple(row for row in self.pack.rows(CommitteeRow) if row.point_id == point_id)

    def answering(self, point_id: str) -> tuple[str, ...]:
        """The bodies that answer for a point: its owners, or the head of its committee."""
        owners = [row.body_id for row in self.owners(point_id) if row.role in ANSWERING]
        heads = [row.head for row in self.committees(point_id) if row.head is not None]
        return tuple(dict.fromkeys([*owners, *heads]))

    def known_in_full(self, point: PointRow) -> bool:
        """Whether the official words of a point are known: what they lack is lacking."""
        return point.certainty == "confirmed" and point.text_official is not None


def version(pack: Pack, day: date, plan_id: str | None = None) -> Version:
    """The version of this id, or the one in force at the end of a day.

    UnusableInput where there is no such version, or where it was adopted after the day.
    """
    adopted = [row for row in pack.rows(PlanRow) if row.adopted.start <= day]
    wanted = [row for row in adopted if plan_id in (None, row.plan_id)]
    if not wanted:
        known = ", ".join(f"{row.plan_id} ({row.adopted})" for row in pack.rows(PlanRow))
        named = f"{plan_id} " if plan_id else ""
        raise UnusableInput.one(
            "plans.csv", column="plan_id", found=f"no version {named}by {day}",
            expected=f"one of: {known}", mend="Name another version, or a later day.",
        )  # fmt: skip
    plan = max(wanted, key=lambda row: row.adopted.start)
    nexts = [row.adopted.start for row in adopted if row.replaces == plan.plan_id]
    last = min([day, *(start - timedelta(days=1) for start in nexts)])
    return Version(pack, plan, day, max(last, plan.adopted.start))
