"""The test of a plan's quality: five questions with yes or no, for each point and each version.

A plan that can be carried out names activities and who does them, deadlines, money and
indicators, and is published. A *no* needs the official words: where the pack knows a version only
in part, what it lacks may stand in what nobody saw, and the answer is *cannot tell*. What the pack
itself proposes never makes a *yes*.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.pack.tables import (
    IndicatorRow,
    MilestoneRow,
    ObligationRow,
    PointRow,
    QuantityRow,
    TargetRow,
)
from naap.status.in_force import Version, version
from naap.status.sentences import bodies, sentence
from naap.status.told import Number, Told, told
from naap.status.words import Why, why

__all__ = ["CRITERIA", "Answer", "Criterion", "PlanQuality", "PointQuality", "plan_quality"]

Criterion = Literal["activities", "deadlines", "funding", "indicators", "published"]
CRITERIA: tuple[Criterion, ...] = ("activities", "deadlines", "funding", "indicators", "published")


@dataclass(frozen=True)
class Answer:
    """*yes*, *no* or *cannot tell* to one question, with what it rests on."""

    criterion: Criterion
    answer: Literal["yes", "no", "cannot tell"]
    why: Why
    sources: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()

    def as_json(self, pack: Pack) -> dict[str, Any]:
        return {
            "criterion": self.criterion, "answer": self.answer, "why": self.why.key,
            "says": {each: sentence(pack, self.why, each) for each in pack.settings.languages},
            "sources": list(self.sources), "claims": list(self.claims),
        }  # fmt: skip


@dataclass(frozen=True)
class PointQuality:
    """The five answers of one point, in the order of CRITERIA."""

    point_id: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class PlanQuality:
    """The five answers of a version, and of each of its points.

    The version's answer is *yes* where every point's is, *no* where one is *no*, and *cannot tell*
    otherwise. ``points_unknown`` counts points that the version is said to have and the pack lacks.
    """

    plan_id: str
    day: date
    answers: tuple[Answer, ...]
    points: tuple[PointQuality, ...]
    points_unknown: int

    def as_json(self, pack: Pack) -> dict[str, Any]:
        return {
            "plan": self.plan_id, "on": str(self.day), "points_unknown": self.points_unknown,
            "answers": [each.as_json(pack) for each in self.answers],
            "points": [
                {"point": each.point_id, "answers": [one.as_json(pack) for one in each.answers]}
                for each in self.points
            ],
        }  # fmt: skip


def plan_quality(
    pack: Pack,
    snapshot: Snapshot,
    day: date,
    plan_id: str | None = None,
    known: Told | None = None,
) -> PlanQuality:
    """Put the five questions to a version of the plan (default: the one in force on the day)."""
    stood = version(pack, day, plan_id)
    known = told(pack, snapshot, day) if known is None else known
    points = tuple(
        PointQuality(point.point_id, tuple(
            ask(stood, known, point)
            for ask in (_activities, _deadlines, _funding, _indicators, _published)
        ))
        for point in stood.points
    )  # fmt: skip
    unknown = max((stood.plan.points_stated or 0) - len(points), 0)
    whole = tuple(
        _of_plan(stood, at, [each.answers[at] for each in points], unknown)
        for at in range(len(CRITERIA))
    )
    return PlanQuality(stood.plan.plan_id, day, whole, points, unknown)


def _of_plan(stood: Version, at: int, answers: list[Answer], unknown: int) -> Answer:
    tally = Counter(each.answer for each in answers)
    if answers and tally["yes"] == len(answers) and not unknown:
        answer: Literal["yes", "no", "cannot tell"] = "yes"
    else:
        answer = "no" if tally["no"] else "cannot tell"
    numbers = {"yes": tally["yes"], "no": tally["no"],
               "unknown": tally["cannot tell"] + unknown}  # fmt: skip
    return Answer(CRITERIA[at], answer, why("quality-plan", **numbers), (stood.plan.source_id,))


def _lacking(stood: Version, point: PointRow, criterion: Criterion, key: str) -> Answer:
    """*no* where the official words of the point are known, *cannot tell* where they are not."""
    if stood.known_in_full(point):
        return Answer(criterion, "no", why(key), (point.source_id,))
    return Answer(criterion, "cannot tell", why("quality-text-unseen"), (point.source_id,))


def _activities(stood: Version, _: Told, point: PointRow) -> Answer:
    actions = [row for row in stood.actions if row.point_id == point.point_id and row.official]
    doing = [*stood.answering(point.point_id), *(row.owner for row in actions if row.owner)]
    named = list(dict.fromkeys(doing))
    owners = [row for row in stood.owners(point.point_id) if row.body_id in named]
    sources = {point.source_id, *(row.source_id for row in actions)}
    sources |= {row.source_id for row in owners}
    if actions and named:
        reason = why("quality-activities", count=len(actions), body=bodies(named))
        return Answer("activities", "yes", reason, tuple(sorted(sources)))
    if not stood.known_in_full(point):
        return _lacking(stood, point, "activities", "")
    if actions:
        reason = why("quality-activities-nobody", count=len(actions))
    elif named:
        reason = why("quality-activities-none", body=bodies(named))
    else:
        reason = why("quality-activities-neither")
    return Answer("activities", "no", reason, tuple(sorted(sources)))


def _deadlines(stood: Version, _: Told, point: PointRow) -> Answer:
    actions = [row for row in stood.actions if row.point_id == point.point_id and row.official]
    due = [row for row in actions if row.due is not None or _milestones(stood, row.action_id)]
    if actions and len(due) == len(actions):
        return Answer("deadlines", "yes", why("quality-deadlines", count=len(due)),
                      tuple(sorted({row.source_id for row in due})))  # fmt: skip
    if due:
        reason = why("quality-deadlines-some", count=len(due), of=len(actions))
        return Answer("deadlines", "no", reason, tuple(sorted({row.source_id for row in actions})))
    if point.term_ends is not None:
        return Answer("deadlines", "yes", why("quality-term", ends=point.term_ends),
                      (point.source_id,))  # fmt: skip
    dated = [row for row in _targets(stood, point) if row.target_period is not None]
    if dated and not actions:
        return Answer("deadlines", "yes", why("quality-deadlines-targets", count=len(dated)),
                      tuple(sorted({row.source_id for row in dated})))  # fmt: skip
    return _lacking(stood, point, "deadlines", "quality-deadlines-none")


def _milestones(stood: Version, action_id: str) -> bool:
    return any(row.action_id == action_id and row.official for row in stood.pack.rows(MilestoneRow))


def _targets(stood: Version, point: PointRow) -> list[TargetRow]:
    """Official targets of the point's indicators."""
    return [
        row for row in stood.pack.rows(TargetRow)
        if row.official
        and point.point_id in stood.pack.get(IndicatorRow, row.indicator_id).point_ids
    ]  # fmt: skip


def _funding(stood: Version, known: Told, point: PointRow) -> Answer:
    """Money was told of the point while the version stood: in its words, or published."""
    sums: list[Number] = [
        each
        for row in stood.pack.rows(QuantityRow)
        if row.money is not None and point.point_id in row.point_ids
        for each in known.numbers_of.get(row.quantity_id, ())
        if stood.adopted.start <= each.end and each.start <= stood.last
    ]
    if not sums:
        return _lacking(stood, point, "funding", "quality-funding-none")
    kinds = "|".join(dict.fromkeys(each.quantity for each in sums))
    reason = why("quality-funding", quantity=f"quantity:{kinds}", count=len(sums))
    return Answer("funding", "yes", reason, tuple(sorted({each.source for each in sums})),
                  tuple(each.claim_id for each in sums))  # fmt: skip


def _indicators(stood: Version, _: Told, point: PointRow) -> Answer:
    targets = _targets(stood, point)
    asked = [
        row for row in stood.pack.rows(ObligationRow)
        if row.point_id == point.point_id and row.official and row.indicator_id is not None
    ]  # fmt: skip
    if targets or asked:
        named = {row.indicator_id for row in targets} | {row.indicator_id for row in asked}
        sources = {row.source_id for row in targets} | {row.source_id for row in asked}
        return Answer("indicators", "yes", why("quality-indicators", count=len(named),
                      targets=len(targets)), tuple(sorted(sources)))  # fmt: skip
    drafted = sum(point.point_id in row.point_ids for row in stood.pack.rows(IndicatorRow))
    if stood.known_in_full(point) and drafted:
        return Answer("indicators", "no", why("quality-indicators-drafted", count=drafted),
                      (point.source_id,))  # fmt: skip
    return _lacking(stood, point, "indicators", "quality-indicators-none")


def _published(stood: Version, _: Told, point: PointRow) -> Answer:
    if stood.known_in_full(point):
        reason = why("quality-published", source=f"source:{point.source_id}")
        return Answer("published", "yes", reason, (point.source_id,))
    if point.certainty == "not found":
        reason = why("quality-not-found")
    else:
        reason = why("quality-topic-only", source=f"source:{point.source_id}")
    return Answer("published", "cannot tell", reason, (point.source_id,))
