"""The page of the registers, the origin of its counts, and its parts of the pages about points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from naap.pack.tables import (
    ActionRow,
    MilestoneRow,
    PlaceRow,
    QuantityRow,
    Row,
    TargetRow,
)
from naap.review.cells import number
from naap.review.numbers import period_written
from naap.review.registers.told import (
    OfVersion,
    Registers,
    Same,
    registers_of,
    same_answers,
    same_findings,
    value_of,
)
from naap.review.scorecard.reasons import reason_said
from naap.review.tally import Tally, of_pack, of_statement
from naap.review.words import word
from naap.status.assessors import Assessment
from naap.status.detection import Detection
from naap.status.plan_quality import CRITERIA, Answer
from naap.status.results import Actual, Result
from naap.status.sentences import names
from naap.status.words import said, why
from naap.status.words import word as status_word

if TYPE_CHECKING:
    from naap.review.pages import Review
    from naap.review.topics import Page

__all__ = ["pages_of_registers", "registers_tally", "words_of_registers"]

PAGE, ORIGIN = "registers.html", "origins/registers.html"
STANDINGS = ("overdue", "followed up late", "followed up", "not yet due", "no date set")
_TABLES = {"quantity": "quantities"}
ANSWERS = ("yes", "no", "cannot tell")


def pages_of_registers(review: Review, page: Page, with_charts: bool) -> Iterator[tuple[str, str]]:
    if with_charts:
        return
    found, tally = registers_of(review), registers_tally(review)
    yield page(PAGE, "registers.html", this=found, tally=tally, criteria=CRITERIA,
               possible=ANSWERS, standings=_standings(found))  # fmt: skip
    yield page(ORIGIN, "tally.html", tally=tally, back=PAGE)


def registers_tally(review: Review) -> Tally:
    """Every count of the page that no figure gives, with what it rests on; once a language."""
    kept = review.shared.setdefault("registers-tally", {})
    if review.language not in kept:
        kept[review.language] = _tally(review, registers_of(review))
    found: Tally = kept[review.language]
    return found


def _tally(review: Review, this: Registers) -> Tally:
    tally, language = Tally(ORIGIN), review.language
    for one in this.versions:
        title = review.pack.text(one.plan, "title", language)[0]
        _count_answers(review, tally, one, title)
        for name in dict.fromkeys(each.detector for each in one.found):
            named = [of_pack(_TABLES.get(each.kind, f"{each.kind}s"), each.subject)
                     for each in one.found if each.detector == name]  # fmt: skip
            tally.count(f"found_{one.plan.plan_id}_{name}",
                        f"{title}: {status_word(name, language)}", named)  # fmt: skip
        _count_results(review, tally, one, title)
    for standing in STANDINGS:
        tally.count(
            f"decided_{standing}", f"{word('reg_decisions', language)}: "
            f"{status_word(standing, language)}",
            [of_pack("decisions", each.row.decision_id) for each in this.decided
             if each.standing == standing],
        )  # fmt: skip
    return tally


def _count_answers(review: Review, tally: Tally, one: OfVersion, title: str) -> None:
    language, quality = review.language, one.quality
    for at, criterion in enumerate(CRITERIA):
        for answer in ANSWERS:
            named = [(each.point_id, f"points/{each.point_id}.html#main")
                     for each in quality.points if each.answers[at].answer == answer]  # fmt: skip
            more = quality.points_unknown if answer == "cannot tell" else 0
            tally.count(
                f"quality_{quality.plan_id}_{criterion}_{answer}",
                f"{title}: {status_word(criterion, language)}: {status_word(answer, language)}",
                named, len(named) + more,
            )  # fmt: skip


def _count_results(review: Review, tally: Tally, one: OfVersion, title: str) -> None:
    language = review.language
    indicators = {each.indicator.indicator_id: each.indicator for each in one.results}
    kept = {
        "indicators": list(indicators),
        "targets": [each.target.target_id for each in one.results if each.target],
        "baselines": [each.target.target_id for each in one.results
                      if each.target and each.target.baseline_value is not None],
        "numbers": list(dict.fromkeys(each.indicator.indicator_id for each in one.results
                                      if each.actuals)),
    }  # fmt: skip
    for name, ids in kept.items():
        table = "indicators" if name in {"indicators", "numbers"} else "targets"
        tally.count(f"{name}_{one.plan.plan_id}", f"{title}: {word(f'reg_c_{name}', language)}",
                    [of_pack(table, each) for each in ids])  # fmt: skip
    stated, of_row = _statements(review), of_statement("published-statements")
    comma = word("comma", language)
    for line in (each for lines in one.told_of.values() for each in lines):
        for each in line.actuals:
            if _stated(stated, each) is None:
                named = [of_row(stated[claim]) if claim in stated else (claim[:12], "")
                         for claim in each.claims]  # fmt: skip
                shown = review.pack.text(line.indicator, "name", language)[0]
                when = period_written(str(line.period), language)
                tally.count(value_of(line, each), f"{shown}{comma}{when}", named, each.value)


def _standings(this: Registers) -> list[str]:
    """Those that a decision has."""
    there = {each.standing for each in this.decided}
    return [each for each in STANDINGS if each in there]


def words_of_registers(review: Review) -> Mapping[str, Any]:
    """What templates ask; the registers themselves are worked out when the first page asks."""
    pack, language = review.pack, review.language
    return {
        "registers": lambda: registers_of(review),
        "same_findings": lambda one: same_findings(pack, one.found, language),
        "answers_on": lambda point_id: _answers_on(review, point_id),
        "decided_on": lambda point_id: [
            each for each in registers_of(review).decided if each.row.point_id == point_id
        ],
        "graded_by": lambda claims: _graded(review, claims),
        "grade_words": lambda graded: _grade_words(graded, review),
        "rating_row": lambda claim: _rows_by_claim(review, "ratings").get(claim),
        "subject_of": lambda found: _subject(review, found),
        "named_ids": lambda kind, ids: names(pack, f"{kind}:{'|'.join(ids)}", language),
        "reason": lambda reason: reason_said(pack, reason, language),
        "days_said": lambda key, count: said(why(key, count=count), language, period_written),
        "counted_in": lambda line: _counted(review, line),
        "place_name": lambda place: (
            pack.text(pack.get(PlaceRow, place), "name", language)[0]
            if pack.has(PlaceRow, place) else place
        ),
        "actual_number": lambda line, told, root: _actual(review, line, told, root),
    }  # fmt: skip


def _answers_on(review: Review, point_id: str) -> list[Same[Answer]]:
    """None of a point of a version that was not adopted by the day."""
    answers = registers_of(review).answers.get(point_id, ())
    return list(same_answers(review.pack, answers, review.language))


def _graded(review: Review, claims: Sequence[str]) -> Assessment | None:
    graded = registers_of(review).graded
    return next((graded[claim] for claim in claims if claim in graded), None)


def _grade_words(rating: Assessment, review: Review) -> str:
    """Kind of evidence, whose, and how old: survey; independent; 26 days old."""
    language, graded = review.language, rating.grade
    age = (
        status_word("not dated", language)
        if graded.age_days is None
        else said(why("age", count=graded.age_days), language, period_written)
    )
    free = status_word("independent" if graded.independent else "not independent", language)
    between = {"en": "; ", "ur": "؛ "}[language]
    return between.join((status_word(graded.evidence, language), free, age))


_TITLES: Mapping[str, tuple[type[Row], str]] = {
    "action": (ActionRow, "title"), "milestone": (MilestoneRow, "title"),
    "target": (TargetRow, "text"), "quantity": (QuantityRow, "name"),
}  # fmt: skip


def _subject(review: Review, found: Detection) -> str:
    """What a finding is about, where it is not the point itself."""
    if found.kind not in _TITLES:
        return ""
    table, field = _TITLES[found.kind]
    return review.pack.text(review.pack.get(table, found.subject), field, review.language)[0]


def _counted(review: Review, line: Result) -> str:
    """What is counted for an indicator: often only what comes nearest to it."""
    parts = [names(review.pack, f"quantity:{each}", review.language)
             for each in (line.quantity, line.per) if each]  # fmt: skip
    return " / ".join(parts)


def _rows_by_claim(review: Review, figure_id: str) -> Mapping[str, Mapping[str, Any]]:
    """The row of a figure that rests on each claim; once a language."""
    kept = review.shared.setdefault(f"registers-{figure_id}", {})
    if review.language not in kept:
        kept[review.language] = {
            claim: row for row in review.computed[figure_id].rows for claim in row["claims"]
        }
    found: Mapping[str, Mapping[str, Any]] = kept[review.language]
    return found


def _statements(review: Review) -> Mapping[str, Mapping[str, Any]]:
    return _rows_by_claim(review, "published-statements")


def _stated(rows: Mapping[str, Mapping[str, Any]], told: Actual) -> Mapping[str, Any] | None:
    """The row of the figure of published numbers that has this number, where one has."""
    row = rows.get(told.claims[0]) if len(told.claims) == 1 else None
    return row if row is not None and row["value"] == told.value else None


def _actual(review: Review, line: Result, told: Actual, root: str) -> Markup:
    """The number, which opens its origin, after the word that the source put before it."""
    stated = _statements(review)
    row = _stated(stated, told)
    if row is None:
        shown = registers_tally(review).link(value_of(line, told), root)
        rows = [stated[claim] for claim in told.claims if claim in stated]
    else:
        shown, rows = number("published-statements", row["row_id"], row["value"], root), [row]
    # Two records of one number may stand behind it; of a share, what it is made of.
    said = {each["qualifier"] for each in rows if each["value"] == told.value}
    if len(said) != 1 or said <= {None, "exact"}:
        return shown
    qualifier = review.pack.word("qualifier", str(said.pop()), review.language)
    return Markup("{} {}").format(qualifier, shown)
