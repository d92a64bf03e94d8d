"""The register of decisions: what was decided, who has to see to it, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from naap.pack import Pack
from naap.pack.tables import DecisionRow

__all__ = ["Decided", "Standing", "decisions", "decisions_overdue"]

Standing = Literal["followed up", "followed up late", "overdue", "not yet due", "no date set"]


@dataclass(frozen=True)
class Decided:
    """A decision as it stands at the end of a day.

    ``days`` counts from the due date: how long it is overdue, or how late it was followed up; None
    where there is no due date or it has not passed. ``open_days`` counts from the meeting, for
    what nobody has followed up. ``given_again`` names later decisions that repeat this one.
    """

    row: DecisionRow
    standing: Standing
    days: int | None
    open_days: int | None
    given_again: tuple[str, ...]

    @property
    def never_followed(self) -> bool:
        """No action of the plan carries it out, and nobody says that anything was done."""
        return self.open_days is not None and self.row.action_id is None

    def as_json(self) -> dict[str, Any]:
        row = self.row
        return {
            "decision": row.decision_id, "meeting": {"en": row.meeting_en, "ur": row.meeting_ur},
            "held": str(row.held), "point": row.point_id,
            "text": {"en": row.text_en, "ur": row.text_ur}, "responsible": list(row.responsible),
            "due": None if row.due is None else str(row.due), "action": row.action_id,
            "standing": self.standing, "days": self.days, "open_days": self.open_days,
            "never_followed": self.never_followed, "repeats": row.repeats,
            "given_again": list(self.given_again),
            "follow_up": None if self.open_days is not None else {
                "en": row.follow_up_en, "ur": row.follow_up_ur,
                "on": str(row.followed_up_on), "source": row.follow_up_source_id,
            },
            "source": row.source_id, "note": row.note,
        }  # fmt: skip


def decisions(pack: Pack, day: date, point_id: str | None = None) -> tuple[Decided, ...]:
    """Every decision of a meeting by the end of a day, oldest first; of one point where asked.

    A due date or a follow-up that is told as a month or a span counts from its last day. What
    became of a decision after the day is left out.
    """
    held = [row for row in pack.rows(DecisionRow) if row.held.start <= day]
    again: dict[str, list[str]] = {}
    for row in held:
        if row.repeats is not None:
            again.setdefault(row.repeats, []).append(row.decision_id)
    found = [
        _decided(row, day, tuple(again.get(row.decision_id, ())))
        for row in held
        if point_id in (None, row.point_id)
    ]
    return tuple(sorted(found, key=lambda each: (each.row.held.start, each.row.decision_id)))


def decisions_overdue(pack: Pack, day: date) -> tuple[Decided, ...]:
    """Decisions whose due date has passed and that nobody has followed up, longest first."""
    late = [each for each in decisions(pack, day) if each.standing == "overdue"]
    return tuple(sorted(late, key=lambda each: (-(each.days or 0), each.row.decision_id)))


def _decided(row: DecisionRow, day: date, again: tuple[str, ...]) -> Decided:
    done = row.followed_up_on
    if done is not None and done.start <= day:
        late = (done.end - row.due.end).days if row.due is not None else 0
        if late > 0:
            return Decided(row, "followed up late", late, None, again)
        return Decided(row, "followed up", None, None, again)
    waited = max((day - row.held.end).days, 0)
    if row.due is None:
        return Decided(row, "no date set", None, waited, again)
    if row.due.end < day:
        return Decided(row, "overdue", (day - row.due.end).days, waited, again)
    return Decided(row, "not yet due", None, waited, again)
