"""How far each point has come, what was asked about it, and what of that is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from naap.pack import Pack
from naap.pack.tables import OwnerRow, PlanRow, PointRow, QuantityRow
from naap.problems import UnusableInput
from naap.returns.reporting import Reported
from naap.status.balance import known_domain
from naap.status.completion import ActionState, reason, strictest
from naap.status.completion_rules import (
    RULES_OF_POINTS,
    SCALE,
    PointEvidence,
    least,
    on_scale,
    propose,
)
from naap.status.deciding import Decisions, decision_for
from naap.status.measured import measured
from naap.status.money import Money
from naap.status.proposed import Proposed
from naap.status.told import Number, Rating, Told
from naap.status.voices import Voices

__all__ = ["Missing", "PointState", "plan_in_force", "point_states"]


@dataclass(frozen=True, order=True)
class Missing:
    """What was asked about a point and has not come: an indicator or an action of a body and area,
    for these periods; ``official``: ordered by the state, and no proposal of the pack."""

    obligation: str
    subject: str
    body: str
    place: str
    periods: tuple[str, ...]
    official: bool


@dataclass(frozen=True, kw_only=True)
class PointState(Proposed):
    """A point of the plan in force.

    ``asked`` says whether anybody owes a report on it for the period. ``reported`` is the least
    advanced state of its actions, and None until each of them was reported; ``reported_counts``
    says how many were reported as what. ``statements`` are the published numbers about it that
    were stated in the period (or speak of it, where nobody noted when): they are no returns.
    ``no_value`` counts the reports that gave nothing but reasons why there is no value, ``aside``
    what was asked under a label that this reader may not read.
    """

    point_id: str
    plan_id: str
    domain: str
    owners: tuple[str, ...]
    actions: int
    asked: bool
    reported: str | None
    reported_counts: tuple[tuple[str, int], ...]
    ratings: tuple[Rating, ...]
    statements: tuple[Number, ...]
    missing: tuple[Missing, ...]
    no_value: int
    aside: int

    @property
    def is_incomplete(self) -> bool:
        """Whether nothing was asked, or something that was asked is missing, has no value or may
        not be read."""
        return not self.asked or bool(self.missing or self.no_value or self.aside)


def plan_in_force(pack: Pack, day: date) -> PlanRow:
    """The version of the plan that was adopted last by a day; UnusableInput where none was."""
    adopted = [plan for plan in pack.rows(PlanRow) if plan.adopted.start <= day]
    if not adopted:
        first = min(plan.adopted for plan in pack.rows(PlanRow))
        raise UnusableInput.one(
            "--period", found=f"a period that ends on {day}, before there was a plan",
            expected=f"a period that ends on {first.start} or later", mend="Ask for a later one.",
        )  # fmt: skip
    return max(adopted, key=lambda plan: plan.adopted.start)


def point_states(
    pack: Pack,
    told: Told,
    plan: str,
    states: Sequence[ActionState],
    lines: Sequence[Reported],
    aside: Mapping[str, int],
    money: Sequence[Money],
    decided: Decisions,
    first: date,
    last: date,
) -> tuple[PointState, ...]:
    """One state for each point of a version of the plan, in the order of the pack.

    ``aside``: reports that the reader may not know of, by point.
    """
    voices = Voices(pack)
    return tuple(
        _point_state(
            pack, told, voices, point, [each for each in states if each.point_id == point.point_id],
            [line for line in lines if line.expected.obligation.point_id == point.point_id],
            aside.get(point.point_id, 0), money, decided, first, last,
        )
        for point in pack.rows(PointRow) if point.plan_id == plan
    )  # fmt: skip


def _point_state(
    pack: Pack,
    told: Told,
    voices: Voices,
    point: PointRow,
    states: Sequence[ActionState],
    lines: Sequence[Reported],
    aside: int,
    money: Sequence[Money],
    decided: Decisions,
    first: date,
    last: date,
) -> PointState:
    named = point.point_id
    ratings = tuple(
        each for each in told.ratings
        if each.point == named and each.start <= last and first <= each.end
    )  # fmt: skip
    heard = [(each, state) for each in ratings
             if (state := on_scale(each.rating)) is not None
             and voices.independent(each.publisher, each.source, named)]  # fmt: skip
    seen = measured(pack, told, voices, named, None, money, first, last)
    statements = _statements(pack, told, named, first, last)
    evidence = PointEvidence(
        ratings=tuple(state for _, state in heard), states=tuple(each.state for each in states),
        quantities=seen.evidence.quantities, moved=seen.evidence.moved, zero=seen.evidence.zero,
        spent=seen.evidence.spent, statements=len(statements),
    )  # fmt: skip
    state, rule = propose(RULES_OF_POINTS, evidence)
    rests_on = (*(each for each, _ in heard), *seen.numbers)
    reported = [each.reported for each in states if each.reported is not None]
    counted = Counter(reported)
    return PointState(
        point_id=named,
        plan_id=point.plan_id,
        domain=known_domain(point),
        owners=tuple(dict.fromkeys(
            row.body_id for row in pack.rows(OwnerRow)
            if row.point_id == named and row.role != "reporter"
            and (row.valid_from is None or row.valid_from.start <= last)
            and (row.valid_to is None or row.valid_to.end >= first)
        )),
        actions=len({each.action_id for each in states}),
        asked=bool(lines) or bool(aside),
        reported=least(reported) if reported and len(reported) == len(states) else None,
        reported_counts=tuple((each, counted[each]) for each in SCALE if counted[each]),
        evidenced=state,
        rule=rule,
        why=reason(rule, evidence),
        claims=tuple(dict.fromkeys((*(each.claim_id for each in rests_on),
                                    *(claim for each in states for claim in each.claims)))),
        keys=tuple(dict.fromkeys((*(each.key for each in rests_on),
                                  *(key for each in states for key in each.keys)))),
        handling=strictest((*(each.handling for each in rests_on),
                            *(each.handling for each in states))),
        decided=decision_for(decided, named, "", first, last),
        ratings=ratings,
        statements=statements,
        missing=_missing(lines),
        no_value=sum(line.no_value for line in lines),
        aside=aside,
    )  # fmt: skip


def _statements(pack: Pack, told: Told, point: str, first: date, last: date) -> tuple[Number, ...]:
    """Published numbers about a point, stated in the period; not those that were returned."""
    return tuple(
        each
        for row in pack.rows(QuantityRow) if point in row.point_ids
        for each in told.numbers_of.get(row.quantity_id, ())
        if each.series != each.publisher and first <= (each.stated or each.end) <= last
    )  # fmt: skip


def _missing(lines: Sequence[Reported]) -> tuple[Missing, ...]:
    found: dict[tuple[str, str, str, str, bool], list[str]] = {}
    for line in lines:
        if not line.came and line.state != "not yet due":
            row, each = line.expected.obligation, line.expected
            subject = row.indicator_id or str(row.action_id)
            key = (row.obligation_id, subject, each.body, each.place, row.official)
            found.setdefault(key, []).append(str(each.period))
    return tuple(
        Missing(obligation, subject, body, place, tuple(periods), official)
        for (obligation, subject, body, place, official), periods in found.items()
    )
