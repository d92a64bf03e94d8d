"""The tables of the scorecard and of the six-monthly review, as data for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from naap.review.halfyear.reviewed import halfyear_of
from naap.review.package import Table
from naap.review.scorecard.card import scorecard_of
from naap.review.scorecard.pages import on_points

if TYPE_CHECKING:
    from naap.review.pages import Review

__all__ = ["tables_of_halfyear", "tables_of_scorecard"]

Rows = Iterator[dict[str, Any]]
_POINT = ("point_id", "string", "Id of the point.")


def tables_of_scorecard(review: Review) -> list[Table]:
    return [
        Table("scorecard-points", "Scorecard: points in force",
              "How far each point has come, what was last said, which reports were due.", (
                  _POINT,
                  ("title", "string", "Title, in the first language of the review."),
                  ("owners", "string", "Ids of the offices that answer for it, parted by |."),
                  ("period", "string", "The period that the scorecard speaks for."),
                  ("reported", "string", "State as reported; empty: not reported."),
                  ("evidenced", "string", "State as the evidence shows it, by a written rule."),
                  ("rule", "string", "Id of the rule."),
                  ("decided", "string", "State by an office's rating, which outranks it."),
                  ("last_period", "string", "What time the number stated last speaks of."),
                  ("reports_due", "integer", "Reports due; empty: nobody owes one."),
                  ("reports_came", "integer", "Reports that came."),
                  ("reports_missing", "integer", "Reports that did not come."),
                  ("reports_no_value", "integer", "Reports that came with a reason for no value."),
              ), list(_points(review))),
        Table("scorecard-map", "Scorecard: points by area and half-year",
              "The marks of the maps. Areas stand in geographic order, never by a count.", (
                  ("map", "string", "implementation, reporting or published."),
                  _POINT,
                  ("place_id", "string", "Id of the area; the country stands for the whole point."),
                  ("period", "string", "The half-year."),
                  ("mark", "string", "What is known; where actions differ, the least advanced."),
                  ("others", "string", "Further states of actions there, parted by |."),
              ), list(_marks(review))),
        Table("scorecard-missing", "Scorecard: missing list",
              "What no source gives, and which reports did not come.", (
                  _POINT,
                  ("missing", "string", "What is missing."),
                  ("body_id", "string", "Who owes it, where that is known."),
                  ("place_id", "string", "For which area."),
                  ("periods", "string", "For which periods, parted by spaces."),
              ), list(_missing(review))),
        Table("scorecard-questions", "Scorecard: questions",
              "Questions for a parliamentarian, made from what is missing.", (
                  _POINT,
                  ("question", "string", "The question, in the first language of the review."),
                  ("to", "string", "Offices that can answer, parted by |."),
                  ("sources", "string", "Ids of the sources that it rests on, parted by spaces."),
              ), list(_questions(review))),
    ]  # fmt: skip


def tables_of_halfyear(review: Review) -> list[Table]:
    if halfyear_of(review) is None:
        return []
    return [
        Table("halfyear-changes", "Numbers newly published in the period",
              "Each number that is new since the last review, beside what the same publisher had "
              "last said of the same thing.", (
                  _POINT,
                  ("row_id", "string", "Id of the row in published-statements."),
                  ("before_row_id", "string", "The same of what was last said before."),
                  ("turn", "string", "first, changed or unchanged."),
                  ("quantity", "string", "Id of the quantity."),
                  ("place", "string", "Id of the place."),
                  ("publisher", "string", "Who said so."),
                  ("period", "string", "The time that it speaks of."),
                  ("value", "number", "The number."),
              ), list(_changes(review))),
    ]  # fmt: skip


def _points(review: Review) -> Rows:
    card = scorecard_of(review)
    for point_id, mine in on_points(review).items():
        page, state, reports = mine.known.page, mine.state, mine.reports
        last = mine.known.last
        yield {
            "point_id": point_id,
            "title": review.pack.text(page.point, "title", review.language)[0],
            "owners": "|".join(body.body_id for _, body in page.owners),
            "period": card.period.text,
            "reported": state and state.reported,
            "evidenced": state and state.evidenced,
            "rule": state and state.rule,
            "decided": state.decided.state if state is not None and state.decided else None,
            "last_period": last["period"] if last is not None else None,
            "reports_due": reports and reports.expected,
            "reports_came": reports and reports.actual,
            "reports_missing": reports and reports.missing,
            "reports_no_value": reports and reports.no_value,
        }


def _marks(review: Review) -> Rows:
    for name, lines in scorecard_of(review).maps.items():
        for line in lines:
            for cell in line.cells:
                for mark in cell.marks:
                    yield {
                        "map": name, "point_id": line.point.point_id,
                        "place_id": cell.area.place.place_id, "period": mark.period.text,
                        "mark": mark.kind, "others": "|".join(mark.others),
                    }  # fmt: skip


def _missing(review: Review) -> Rows:
    for point_id, mine in on_points(review).items():
        for gap in mine.known.page.missing:
            yield {"point_id": point_id, "missing": gap}
        for each in mine.state.missing if mine.state is not None else ():
            yield {
                "point_id": point_id, "missing": f"report: {each.subject}", "body_id": each.body,
                "place_id": each.place, "periods": " ".join(each.periods),
            }  # fmt: skip


def _questions(review: Review) -> Rows:
    for point_id, mine in on_points(review).items():
        for each in mine.questions:
            yield {
                "point_id": point_id, "question": each.words, "to": "|".join(each.to),
                "sources": " ".join(each.sources),
            }  # fmt: skip


def _changes(review: Review) -> Rows:
    this = halfyear_of(review)
    for news in this.news.points if this is not None else ():
        for change in news.changes:
            for row in change.rows:
                yield {
                    "point_id": news.point.point_id if news.point else None,
                    "row_id": row["row_id"],
                    "before_row_id": change.before["row_id"] if change.before else None,
                    "turn": change.turn, "quantity": row["quantity"], "place": row["place"],
                    "publisher": row["publisher"], "period": row["period"], "value": row["value"],
                }  # fmt: skip
