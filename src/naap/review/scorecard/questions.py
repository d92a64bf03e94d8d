"""Questions that a member of parliament can read out, made from what is missing on a point.

Each names what is known, with its source, and asks one thing. None accuses: what nobody published
may exist, and what only the pack proposes is held against nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from naap.figures.figure import Language
from naap.pack import Pack
from naap.pack.tables import ActionRow, BodyRow, IndicatorRow, MilestoneRow, Row, TargetRow
from naap.review.findings import findings_about
from naap.review.halfyear.reviewed import Known
from naap.review.numbers import period_written, written
from naap.review.scorecard.card import Scorecard
from naap.review.scorecard.reasons import reason_said
from naap.review.words import word
from naap.status.contradictions import Contradiction
from naap.status.detection import Detection

if TYPE_CHECKING:
    from naap.review.pages import Review

__all__ = ["Question", "questions_on"]

MOST = 7
"""More than can be asked in one sitting are not read."""
_ANSWERING = ("lead", "accountable", "responsible")
_SAID_ELSEWHERE = {"no-owner", "owner-lost"}
"""Detectors whose finding is a question of its own."""


@dataclass(frozen=True)
class Question:
    """``words`` in the language of the page; ``to``: names of offices that can answer;
    ``sources``: ids of sources of what it says."""

    key: str
    words: str
    to: tuple[str, ...]
    sources: tuple[str, ...]


def questions_on(review: Review, card: Scorecard, this: Known) -> list[Question]:
    """What to ask about a point in force, the gravest gap first."""
    owners = _owners(review, this)
    fallback = owners or _coordinator(review)
    point = this.page.point
    asked: dict[tuple[str, tuple[str, ...]], Question] = {}
    for key, words, to, sources in _asked(review, card, this):
        # What is true of several areas in the same words is asked of an office once.
        question = Question(key, words, to or fallback, sources or (point.source_id,))
        asked.setdefault((words, question.to), question)
    return list(asked.values())[:MOST]


Asked = tuple[str, str, tuple[str, ...], tuple[str, ...]]


def _asked(review: Review, card: Scorecard, this: Known) -> Iterator[Asked]:
    language, page = review.language, this.page
    yield from _who(review, card, this)
    yield from _reports(review, card, this)
    if this.last is None:
        yield "never", word("sq_never", language), (), ()
        drafted = next((row for row in page.indicators if row.measurable), None)
        if drafted is not None:
            name = review.pack.text(drafted, "name", language)[0]
            yield "indicator", _filled("sq_indicator", language, indicator=name), (), (
                drafted.source_id,
            )  # fmt: skip
    elif this.is_stale:
        yield _last_number(this, language)
    yield from _against_each_other(review, card, this)


def _who(review: Review, card: Scorecard, this: Known) -> Iterator[Asked]:
    language, page = review.language, this.page
    if not page.owners:
        lost = page.change is not None and page.change.owner_lost
        key = "owner_lost" if lost else "owner"
        yield key, word(f"sq_{key}", language), _coordinator(review), ()
    if not page.actions:
        yield "actions", word("sq_actions", language), (), ()
    for each in card.overdue:
        if each.row.point_id == page.point.point_id:
            text = review.pack.text(each.row, "text", language)[0]
            words = _filled("sq_decision", language, text=text.rstrip(".۔"),
                            held=period_written(str(each.row.held), language),
                            due=period_written(str(each.row.due), language))  # fmt: skip
            yield "decision", words, _names(review, each.row.responsible), (each.row.source_id,)


def _reports(review: Review, card: Scorecard, this: Known) -> Iterator[Asked]:
    language, point_id = review.language, this.page.point.point_id
    if not card.is_owed:
        yield "nobody_owes", word("sq_nobody_owes", language), (), ()
        return
    lines = [] if card.status is None else [
        each for each in card.status.reporting
        if each.expected.obligation.point_id == point_id and each.expected.obligation.official
    ]  # fmt: skip
    due = Counter(each.expected.body for each in lines if each.state not in {"not yet due"})
    missing = Counter(each.expected.body for each in lines if each.state == "missing")
    period = period_written(card.period.text, language)
    for body, count in missing.items():
        name = _names(review, (body,))
        words = _filled("sq_missing", language, body=name[0], count=str(count),
                        due=str(due[body]), period=period)  # fmt: skip
        source = next(e.expected.obligation.source_id for e in lines if e.expected.body == body)
        yield "missing", words, name, (source,)


def _last_number(this: Known, language: Language) -> Asked:
    row = this.last
    assert row is not None
    value = word("not_recorded", language) if row["value"] is None else written(row["value"])
    words = _filled("sq_stale", language, value=value, quantity=str(row["quantity_name"]),
                    publisher=str(row["publisher_name"]),
                    period=period_written(str(row["period"]), language))  # fmt: skip
    return "stale", words, (), (str(row["source"]),)


def _against_each_other(review: Review, card: Scorecard, this: Known) -> Iterator[Asked]:
    """What reports, ratings and checks say against each other."""
    pack, language, point_id = review.pack, review.language, this.page.point.point_id
    for clash in card.status.contradictions if card.status is not None else ():
        if clash.point_id == point_id and clash.official:
            said = _reported(pack, clash, language) + reason_said(pack, clash.why, language)
            key = "silent" if clash.id == "silent" else "contradiction"
            yield key, _filled(f"sq_{key}", language, says=said), _names(
                review, (clash.body,) if clash.body else ()
            ), ()  # fmt: skip
    for found in card.detections:
        if found.point_id == point_id and found.official and found.detector not in _SAID_ELSEWHERE:
            said = _named(pack, found, language) + reason_said(pack, found.why, language)
            yield "detected", _filled("sq_detected", language, says=said), (), found.sources
    for row in this.page.ratings[:1]:
        words = _filled("sq_rating", language, assessor=str(row["assessor_name"]),
                        rating=str(row["rating"]),
                        period=period_written(str(row["period"]), language))  # fmt: skip
        yield "rating", words, (), (str(row["source"]),)
    for row in findings_about(point_id, review.computed["findings"])[:2]:
        yield "finding", _filled("sq_finding", language, says=str(row["says"])), (), _sources_of(
            review, row["claims"]
        )  # fmt: skip


_TITLES: Mapping[str, tuple[type[Row], str]] = {
    "action": (ActionRow, "title"), "milestone": (MilestoneRow, "title"),
    "target": (TargetRow, "text"),
}  # fmt: skip


def _named(pack: Pack, found: Detection, language: Language) -> str:
    """What a finding is about, in quotes: read out, “it” alone says nothing. Findings about a
    count or a decision name it themselves."""
    if found.kind not in _TITLES:
        return ""
    table, field = _TITLES[found.kind]
    row = pack.get(table, found.subject)
    title = pack.text(row, field, language)[0]
    if not title and isinstance(row, TargetRow):  # a target may be a number alone
        title = pack.text(pack.get(IndicatorRow, row.indicator_id), "name", language)[0]
    return _quoted(title, language)


def _reported(pack: Pack, clash: Contradiction, language: Language) -> str:
    """The action or indicator that was reported on, or was not."""
    for table, field in ((ActionRow, "title"), (IndicatorRow, "name")):
        if pack.has(table, clash.subject):
            return _quoted(pack.text(pack.get(table, clash.subject), field, language)[0], language)
    return ""


def _quoted(title: str, language: Language) -> str:
    said = title.rstrip(".۔")
    return f"”{said}“: " if language == "ur" else f"“{said}”: "


def _sources_of(review: Review, claims: Sequence[str]) -> tuple[str, ...]:
    lines = review.origins["findings"].claims
    return tuple(dict.fromkeys(lines[claim].source_id for claim in claims if claim in lines))


def _owners(review: Review, this: Known) -> tuple[str, ...]:
    return _names(
        review, [row.body_id for row, _ in this.page.owners if row.role in _ANSWERING]
    )  # fmt: skip


def _coordinator(review: Review) -> tuple[str, ...]:
    named = review.pack.settings.coordinator
    return _names(review, (named,)) if named else (word("sq_minister", review.language),)


def _names(review: Review, bodies: Sequence[str]) -> tuple[str, ...]:
    pack = review.pack
    return tuple(dict.fromkeys(
        pack.text(pack.get(BodyRow, body), "name", review.language)[0]
        if pack.has(BodyRow, body) else body
        for body in bodies
    ))  # fmt: skip


def _filled(key: str, language: Language, **gaps: str) -> str:
    return word(key, language).format(**gaps)
