"""A pack as far as it could be known by a day: no later plan, state, owner or event."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from naap.pack.model import Pack
from naap.pack.tables import (
    ActionRow,
    CrosswalkRow,
    DecisionRow,
    MilestoneRow,
    PlanRow,
    PointRow,
    Row,
    SourceRow,
)
from naap.problems import UnusableInput

__all__ = ["known_by"]

_OWN_TIME = {
    "point_states": "since",
    "owners": "valid_from",
    "committees": "constituted",
    "context_events": "when",
    "frameworks": "adopted",
    "decisions": "held",
}
"""Tables whose rows begin at a date of their own."""


def known_by(pack: Pack, day: date) -> Pack:
    """The pack without what came after the day; UnusableInput where no plan stood by then.

    A row goes when it begins after the day, or when its source was published after it. A row
    without either date stays: nothing says that it was not known. Our own judgements (titles,
    domains, drafted indicators) stay too; they are not about a date. Of decisions and milestones
    that stay, what became of them after the day goes.
    """
    plans = [plan for plan in pack.rows(PlanRow) if plan.adopted.start <= day]
    if not plans:
        first = min(pack.rows(PlanRow), key=lambda plan: plan.adopted.start)
        raise UnusableInput.one(
            pack.folder / "plans.csv",
            column="adopted",
            found=f"no version of the plan by {day}",
            expected=f"a day from {first.adopted} on",
            mend="Ask for a later period or day.",
        )
    kept_plans = {plan.plan_id for plan in plans}
    points = {row.point_id for row in pack.rows(PointRow) if row.plan_id in kept_plans}
    in_force = max(plans, key=lambda plan: plan.adopted.start).plan_id
    tables: dict[str, tuple[Row, ...]] = {
        name: tuple(
            _as_then(pack, row, day, points)
            for row in rows
            if _stood(pack, name, row, day, kept_plans, points)
        )
        for name, rows in pack.tables.items()
    }
    settings = pack.settings.model_copy(update={"current_plan": in_force})
    return replace(pack, settings=settings, tables=tables)


def _stood(pack: Pack, table: str, row: Any, day: date, plans: set[str], points: set[str]) -> bool:
    if getattr(row, "plan_id", None) not in {None, *plans}:
        return False
    if getattr(row, "point_id", None) not in {None, *points}:
        return False
    if isinstance(row, MilestoneRow):
        return pack.get(ActionRow, row.action_id).point_id in points
    if isinstance(row, CrosswalkRow):
        # With one version only, nothing is known yet of what becomes of its points.
        return len(plans) > 1 and row.subject_id in points and _is_there(pack, row, points)
    if table not in _OWN_TIME:
        return True
    begins = getattr(row, _OWN_TIME[table])
    if begins is not None:
        return bool(begins.start <= day)
    published = pack.get(SourceRow, row.source_id).published_on
    return published is None or published.start <= day


def _as_then(pack: Pack, row: Row, day: date, points: set[str]) -> Row:
    """The row without what became of it after the day."""
    later: dict[str, None] = {}
    if isinstance(row, DecisionRow):
        if row.followed_up_on is not None and row.followed_up_on.start > day:
            later = dict.fromkeys(
                ("follow_up_en", "follow_up_ur", "followed_up_on", "follow_up_source_id")
            )
        if row.action_id and pack.get(ActionRow, row.action_id).point_id not in points:
            later["action_id"] = None
    if isinstance(row, MilestoneRow) and row.delivered and row.delivered.start > day:
        later = dict.fromkeys(("delivered", "evidence_source_id"))
    return row.model_copy(update=later) if later else row


def _is_there(pack: Pack, row: CrosswalkRow, points: set[str]) -> bool:
    return not pack.has(PointRow, row.object_id) or row.object_id in points
