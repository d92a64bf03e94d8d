"""The tables of the registers, as data for other programs; results also in the shape of IATI."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from naap.review.package import Table
from naap.review.registers.told import registers_of
from naap.status.results_iati import COLUMNS, flat, iati
from naap.status.sentences import sentence

if TYPE_CHECKING:
    from naap.review.pages import Review

__all__ = ["files_of_registers", "tables_of_registers"]

Rows = Iterator[dict[str, Any]]
_RESULTS: Mapping[str, tuple[str, str]] = {
    "point": ("string", "Id of the point."),
    "indicator": ("string", "Id of the indicator."),
    "level": ("string", "output, outcome, impact or another."),
    "title_en": ("string", "Name of the indicator in English."),
    "title_ur": ("string", "The same in Urdu."),
    "unit": ("string", "Unit of baseline, target and actual."),
    "direction": ("string", "up, down or none: which way is wished."),
    "quantity": ("string", "Id of what is counted; empty: nobody counts it."),
    "per": ("string", "Id of what it is divided by."),
    "place": ("string", "Id of the area."),
    "period": ("string", "Of the target, or of the number."),
    "period_start": ("date", "First day; of what stands at a date, that day."),
    "period_end": ("date", "Last day."),
    "baseline_period": ("string", "When the baseline was measured."),
    "baseline": ("number", "Where it started; empty: nobody said."),
    "target_id": ("string", "Id of the target; empty: none was set."),
    "target": ("number", "Where it should be; empty: none, or without a number."),
    "target_source": ("string", "Id of the source of the target."),
    "official": ("string", "yes; no: the pack's own proposal."),
    "due": ("string", "Whether the time of the target is over."),
    "actual": ("number", "What one publisher told; empty: nobody did."),
    "publisher": ("string", "Id of who told it."),
    "scope": ("string", "Id of what the publisher counts in."),
    "reached": ("string", "yes or no; empty: cannot be told."),
    "stated_on": ("date", "When it was told."),
    "claims": ("string", "Ids of the claims behind the actual, parted by |."),
    "sources": ("string", "Ids of their sources, parted by |."),
}


def tables_of_registers(review: Review) -> list[Table]:
    return [
        Table("plan-quality", "Five questions to each point of the plan",
              "Whether it names activities and institutions, deadlines, funding and indicators, "
              "and is published. A no needs the official words.", (
                  ("plan", "string", "Id of the version of the plan."),
                  ("point_id", "string", "Id of the point; empty: the version as a whole."),
                  ("criterion", "string", "activities, deadlines, funding, indicators, published."),
                  ("answer", "string", "yes, no or cannot tell."),
                  ("says_en", "string", "What the answer rests on, in English."),
                  ("says_ur", "string", "The same in Urdu."),
                  ("sources", "string", "Ids of the sources, parted by |."),
                  ("claims", "string", "Ids of claims, parted by |."),
              ), list(_quality(review))),
        Table("plan-findings", "What is wrong with the plan",
              "What the detectors find, for each version of the plan.", (
                  ("plan", "string", "Id of the version of the plan."),
                  ("detector", "string", "Id of the detector."),
                  ("kind", "string", "What it is about: point, action, milestone, target ..."),
                  ("subject", "string", "Its id."),
                  ("point_id", "string", "Id of the point."),
                  ("since", "date", "The day from which it holds."),
                  ("sure", "string", "no: what is lacking may stand in what nobody saw."),
                  ("official", "string", "no: about a proposal of the pack."),
                  ("says_en", "string", "The finding in English."),
                  ("says_ur", "string", "The same in Urdu."),
                  ("sources", "string", "Ids of the sources, parted by |."),
                  ("claims", "string", "Ids of claims, parted by |."),
              ), list(_findings(review))),
        Table("decisions-register", "Decisions of meetings about the plan",
              "What was decided, who has to see to it, by when, and what became of it.", (
                  ("decision_id", "string", "Id of the decision."),
                  ("meeting", "string", "The meeting, in English."),
                  ("held", "string", "When it was held."),
                  ("point_id", "string", "Id of the point that it is about."),
                  ("text_en", "string", "The decision in English."),
                  ("text_ur", "string", "The same in Urdu."),
                  ("responsible", "string", "Ids of who has to see to it, parted by |."),
                  ("due", "string", "By when; empty: no date set."),
                  ("standing", "string", "What became of it: overdue, followed up ..."),
                  ("days", "integer", "Days overdue or late."),
                  ("followed_up_on", "string", "When somebody told what was done."),
                  ("follow_up", "string", "What was told, in English."),
                  ("given_again", "string", "Ids of later decisions that repeat it, by |."),
                  ("source", "string", "Id of the source of the decision."),
                  ("follow_up_source", "string", "Id of the source of what was done."),
              ), list(_decisions(review))),
        Table("results", "Results framework",
              "Baseline, target and actual of each indicator, by area and period; one row for each "
              "number. Nothing is estimated or carried forward.",
              tuple((name, *_RESULTS[name]) for name in COLUMNS), list(_results(review)),
              also={"results.json": "The same in the shape of the International Aid Transparency "
                                    "Initiative (2.03), as JSON."}),
        Table("ratings-graded", "Ratings beside each other, with the evidence behind them",
              "What assessors thought of each point, in their own words. Never counted, never "
              "blended.", (
                  ("point_id", "string", "Id of the point."),
                  ("assessor", "string", "Id of the assessor."),
                  ("rating", "string", "Its own words."),
                  ("on_scale", "string", "The state that the words name; empty: another scale."),
                  ("period", "string", "The time that it speaks of."),
                  ("method", "string", "How it was arrived at."),
                  ("evidence", "string", "Kind of the source in hand."),
                  ("independent", "string", "yes: no part in the point, not of the government."),
                  ("of_owner", "string", "yes: it answers for the point itself."),
                  ("of_government", "string", "yes: an office of the state."),
                  ("age_days", "integer", "Days from the rating to the day of the review."),
                  ("stated_on", "string", "When it was given."),
                  ("source", "string", "Id of the source."),
                  ("claim_id", "string", "Id of the claim."),
              ), list(_ratings(review))),
    ]  # fmt: skip


def files_of_registers(review: Review) -> Mapping[str, bytes]:
    """The results framework in the shape of IATI."""
    found = registers_of(review)
    lines = [line for one in found.versions for line in one.results]
    told = {"on": str(found.day), "result": iati(review.pack, lines)}
    text = json.dumps(told, ensure_ascii=False) + "\n"
    return {"data/results.json": text.encode()}


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


def _quality(review: Review) -> Rows:
    pack = review.pack
    for one in registers_of(review).versions:
        by_point = [(each.point_id, each.answers) for each in one.quality.points]
        for point_id, answers in [("", one.quality.answers), *by_point]:
            for each in answers:
                yield {
                    "plan": one.plan.plan_id, "point_id": point_id, "criterion": each.criterion,
                    "answer": each.answer, "says_en": sentence(pack, each.why, "en"),
                    "says_ur": sentence(pack, each.why, "ur"),
                    "sources": "|".join(each.sources), "claims": "|".join(each.claims),
                }  # fmt: skip


def _findings(review: Review) -> Rows:
    pack = review.pack
    for one in registers_of(review).versions:
        for each in one.found:
            yield {
                "plan": one.plan.plan_id, "detector": each.detector, "kind": each.kind,
                "subject": each.subject, "point_id": each.point_id, "since": each.since,
                "sure": _yes(each.sure), "official": _yes(each.official),
                "says_en": sentence(pack, each.why, "en"),
                "says_ur": sentence(pack, each.why, "ur"),
                "sources": "|".join(each.sources), "claims": "|".join(each.claims),
            }  # fmt: skip


def _decisions(review: Review) -> Rows:
    for each in registers_of(review).decided:
        row = each.row
        told = {} if each.open_days is not None else {
            "followed_up_on": row.followed_up_on, "follow_up": row.follow_up_en,
            "follow_up_source": row.follow_up_source_id,
        }  # fmt: skip
        yield {
            "decision_id": row.decision_id, "meeting": row.meeting_en, "held": row.held,
            "point_id": row.point_id, "text_en": row.text_en, "text_ur": row.text_ur,
            "responsible": "|".join(row.responsible), "due": row.due, "standing": each.standing,
            "days": each.days, "given_again": "|".join(each.given_again),
            "source": row.source_id, **told,
        }  # fmt: skip


def _results(review: Review) -> Rows:
    for one in registers_of(review).versions:
        yield from flat(review.pack, one.results)


def _ratings(review: Review) -> Rows:
    for one in registers_of(review).versions:
        for each in (rating for point in one.rated for rating in point.ratings):
            graded = each.grade
            yield {
                "point_id": each.point_id, "assessor": each.assessor, "rating": each.rating,
                "on_scale": each.scale, "period": each.period, "method": each.method,
                "evidence": graded.evidence, "independent": _yes(graded.independent),
                "of_owner": _yes(graded.of_owner), "of_government": _yes(graded.of_government),
                "age_days": graded.age_days, "stated_on": each.stated_on,
                "source": graded.source_id, "claim_id": each.claim_id,
            }  # fmt: skip
