"""How far each action has come in each area: as reported, and as evidenced, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal

from naap.ledger.handling import LABELS, PUBLIC
from naap.pack import Pack
from naap.pack.tables import ActionRow, BodyRow, MilestoneRow, ObligationRow, PlanRow, PointRow
from naap.returns.reporting import Reported
from naap.status.completion_rules import (
    RULES_OF_ACTIONS,
    SCALE,
    ActionEvidence,
    PointEvidence,
    least,
    propose,
)
from naap.status.deciding import Decisions, decision_for
from naap.status.measured import Measured, measured
from naap.status.money import Money
from naap.status.proposed import Proposed
from naap.status.told import Report, Told
from naap.status.voices import Voices
from naap.status.words import Why, why

__all__ = [
    "ActionState", "action_states", "areas_of", "delivered", "reason", "strictest",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ActionState(Proposed):
    """An action in one area. ``reported`` is None where nobody reported on this period; what was
    said of an earlier one stands in ``before``, with its period, and is not carried forward.

    ``missing`` are the periods whose report was expected and has not come.
    """

    action_id: str
    point_id: str
    place: str
    reported: str | None
    reported_period: str | None
    before: Report | None
    missing: tuple[str, ...]
    official: bool

    @property
    def is_incomplete(self) -> bool:
        """Whether a report is missing, or nobody reported on this period."""
        return bool(self.missing) or self.reported is None


def areas_of(pack: Pack, action: ActionRow, told: Told | None = None) -> tuple[str, ...]:
    """The areas in which an action is reported on: those that returns ask for, and those that
    somebody reported on; where there are none, its owner's own area."""
    found = [
        place
        for row in pack.rows(ObligationRow) if row.action_id == action.action_id
        for place in row.place_ids
        or [str(pack.get(BodyRow, body).place_id) for body in row.body_ids]
    ]  # fmt: skip
    if told is not None:
        found += [place for name, place in told.reports_on if name == action.action_id and place]
    if not found:
        own = pack.get(BodyRow, action.owner).place_id if action.owner else None
        found = [own or pack.settings.country_place]
    return tuple(dict.fromkeys(found))


def action_states(
    pack: Pack,
    told: Told,
    points: Collection[str],
    lines: Sequence[Reported],
    money: Sequence[Money],
    decided: Decisions,
    first: date,
    last: date,
) -> tuple[ActionState, ...]:
    """One state for each action of these points and each of its areas, in the order of the pack."""
    actions = [each for each in pack.rows(ActionRow) if each.point_id in points]
    of_point = Counter(each.point_id for each in actions)
    voices = Voices(pack)
    found = []
    for action in actions:
        areas = areas_of(pack, action, told)
        for place in areas:
            # What is counted for a point shows something of an action only where it has no other.
            seen = Measured()
            if of_point[action.point_id] == 1:
                only = place if len(areas) > 1 else None
                seen = measured(pack, told, voices, action.point_id, only, money, first, last)
            evidence = seen.evidence
            if len(areas) == 1:
                # A milestone is that of an action as a whole and says nothing of one area of many.
                evidence = _with_milestones(pack, voices, action, evidence, last)
            found.append(
                _action_state(action, place, told, lines, seen, evidence, decided, first, last)
            )
    return tuple(found)


def _action_state(
    action: ActionRow,
    place: str,
    told: Told,
    lines: Iterable[Reported],
    seen: Measured,
    evidence: ActionEvidence,
    decided: Decisions,
    first: date,
    last: date,
) -> ActionState:
    reports = told.reports_on.get((action.action_id, place), ())
    inside = [each for each in reports if first <= each.end <= last]
    newest = [each for each in inside if each.end == inside[-1].end]
    states = [each.completion for each in newest if each.completion in SCALE]
    state, rule = propose(RULES_OF_ACTIONS, evidence)
    rests_on = (*newest, *seen.numbers)
    return ActionState(
        action_id=action.action_id,
        point_id=action.point_id,
        place=place,
        # Bodies that differ about one area are not averaged: the least advanced stands.
        reported=least(states) if states else None,
        reported_period=newest[-1].period if states else None,
        before=next((each for each in reversed(reports) if each.end < first), None),
        evidenced=state,
        rule=rule,
        why=reason(rule, evidence),
        claims=tuple(each.claim_id for each in rests_on),
        keys=tuple(each.key for each in rests_on),
        handling=strictest(each.handling for each in rests_on),
        decided=decision_for(decided, action.action_id, place, first, last),
        missing=tuple(
            str(line.expected.period) for line in lines
            if line.expected.obligation.action_id == action.action_id
            and line.expected.place == place and not line.came and line.state != "not yet due"
        ),
        official=action.official,
    )  # fmt: skip


def _with_milestones(
    pack: Pack, voices: Voices, action: ActionRow, evidence: ActionEvidence, last: date
) -> ActionEvidence:
    rows = [each for each in pack.rows(MilestoneRow) if each.action_id == action.action_id]
    done = [each for each in rows if delivered(pack, each, last)]
    return replace(
        evidence,
        milestones=len(rows),
        delivered=len(done),
        independent=sum(
            voices.independent(None, str(each.evidence_source_id), action.point_id) for each in done
        ),
    )


def delivered(pack: Pack, row: MilestoneRow, day: date) -> bool:
    """Whether a milestone was delivered by a day, something shows it, and the plan may claim it:
    what stood before the plan was adopted was not its doing."""
    if row.delivered is None or row.evidence_source_id is None or row.delivered.end > day:
        return False
    point = pack.get(PointRow, pack.get(ActionRow, row.action_id).point_id)
    return row.delivered.end >= pack.get(PlanRow, point.plan_id).adopted.start


def reason(rule: str, evidence: ActionEvidence | PointEvidence) -> Why:
    """Why a rule fitted: its sentence, and every count that it may name."""
    numbers: dict[str, object] = {}
    for each in fields(evidence):
        value = getattr(evidence, each.name)
        if isinstance(value, Decimal):
            value = f"{value.normalize():f}"
        numbers[each.name] = len(value) if isinstance(value, tuple) else value or 0
    return why(rule, **numbers)


def strictest(labels: Iterable[str]) -> str:
    return max(labels, key=LABELS.index, default=PUBLIC)
