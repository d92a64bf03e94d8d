"""The pages of the scorecard, its parts of the pages about points, and its data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from naap.figures.figure import Language
from naap.pack.tables import ActionRow, BodyRow, PlaceRow, PointRow
from naap.periods import Period
from naap.returns.reporting import Reported
from naap.review.halfyear.reviewed import Known, known_of
from naap.review.numbers import day_written, times_written
from naap.review.points import noted
from naap.review.scorecard.card import KINDS, MAPS, Mark, Scorecard, scorecard_of
from naap.review.scorecard.questions import Question, questions_on
from naap.review.scorecard.reasons import reason_said
from naap.review.tally import Named, Tally, of_report
from naap.review.words import word
from naap.status import SCALE, PointState
from naap.status.balance import known_domain
from naap.status.detectors import Detection
from naap.status.money import STEPS
from naap.status.reporting_quality import Quality, quality
from naap.status.words import word as status_word

if TYPE_CHECKING:
    from naap.review.pages import Review
    from naap.review.topics import Page

__all__ = [
    "OnPoint", "card_tally", "menu_of_scorecard", "on_points", "pages_of_scorecard", "span_of",
    "words_of_scorecard",
]  # fmt: skip

PAGE, ORIGIN = "scorecard.html", "origins/scorecard.html"


@dataclass(frozen=True)
class OnPoint:
    """What the scorecard says of one point in force. ``reports`` are those of the period that were
    due; None where nobody owes one."""

    known: Known
    state: PointState | None
    reports: Quality | None
    is_proposed: bool
    """Whether any of these reports is asked for by a proposal that is not official."""
    questions: tuple[Question, ...]


def menu_of_scorecard(review: Review) -> list[tuple[str, str]]:
    return [(PAGE, "scorecard")]


def on_points(review: Review) -> Mapping[str, OnPoint]:
    """By the id of each point in force, in the order of the plan; once for each language."""
    kept = review.shared.setdefault("scorecard-points", {})
    if review.language not in kept:
        card = scorecard_of(review)
        kept[review.language] = {
            known.page.point.point_id: _on_point(review, card, known)
            for known in known_of(review.points, review.pack, card.day)
        }
    found: Mapping[str, OnPoint] = kept[review.language]
    return found


def _on_point(review: Review, card: Scorecard, known: Known) -> OnPoint:
    point_id, status = known.page.point.point_id, card.status
    state = reports = None
    lines: list[Reported] = []
    if status is not None:
        state = next((each for each in status.points if each.point_id == point_id), None)
        lines = [e for e in status.reporting if e.expected.obligation.point_id == point_id]
        reports = quality(lines)
    asked = state is not None and state.asked
    proposed = any(not each.expected.obligation.official for each in lines)
    return OnPoint(
        known, state, reports if asked else None, proposed,
        tuple(questions_on(review, card, known)),
    )  # fmt: skip


def card_tally(review: Review) -> Tally:
    """Every count and reason of the scorecard, with what it rests on; once for each language."""
    kept = review.shared.setdefault("scorecard-tally", {})
    if review.language not in kept:
        kept[review.language] = _tally(review, scorecard_of(review))
    found: Tally = kept[review.language]
    return found


def _tally(review: Review, card: Scorecard) -> Tally:
    pack, language, status = review.pack, review.language, card.status
    tally = Tally(ORIGIN)
    if status is None:
        return tally
    for state in status.points:
        point = pack.text(pack.get(PointRow, state.point_id), "title", language)[0]
        tally.count(f"why_{state.point_id}", f"{point}: {word('sc_c_why', language)}",
                    _claims(state.claims), reason_said(pack, state.why, language))  # fmt: skip
        lines = [each for each in status.reporting
                 if each.expected.obligation.point_id == state.point_id]  # fmt: skip
        for which, states in _CAME.items():
            named = [of_report(each) for each in lines if each.state in states]
            tally.count(
                f"{which}_{state.point_id}", f"{point}: {word(f'sc_c_{which}', language)}", named
            )
        if excused := [of_report(each) for each in lines if each.no_value]:
            said = f"{point}: {word('sc_c_no_value', language)}"
            tally.count(f"no_value_{state.point_id}", said, excused)
    for at, clash in enumerate(status.contradictions, 1):
        said = reason_said(pack, clash.why, language) + _mark(clash.official, language)
        tally.count(f"clash_{at}", word("hy_contradictions", language), _claims(clash.claims),
                    _where(review, clash.body, clash.place) + said)  # fmt: skip
    for at, found in enumerate(card.detections):
        named = [*_claims(found.claims), *((source, "") for source in found.sources)]
        tally.count(f"found_{at}", status_word(found.detector, language), named,
                    f"{_about(review, found)}{reason_said(pack, found.why, language)}"
                    f"{_mark(found.official, language)}")  # fmt: skip
    _balance(review, tally)
    return tally


_CAME: Mapping[str, tuple[str, ...]] = {
    "due": ("on time", "late", "missing", "awaited", "sent back"),
    "came": ("on time", "late"),
    "missing": ("missing",),
}


def _claims(claims: Iterable[str]) -> list[Named]:
    return [(claim[:12], "") for claim in claims]


def _mark(is_official: bool, language: Language) -> str:
    """What stands after a sentence about a proposal of the pack."""
    return "" if is_official else f" ({word('not_official', language)})"


def _where(review: Review, body: str, place: str) -> str:
    """Whose and where, before a sentence about a report."""
    pack, language = review.pack, review.language
    said = [
        pack.text(pack.get(kind, each), "name", language)[0]
        for kind, each in ((BodyRow, body), (PlaceRow, place))
        if each and pack.has(kind, each)
    ]
    return f"{word('comma', language).join(dict.fromkeys(said))}: " if said else ""


def _about(review: Review, found: Detection) -> str:
    pack = review.pack
    if found.point_id is None or not pack.has(PointRow, found.point_id):
        return ""
    return f"{pack.text(pack.get(PointRow, found.point_id), 'title', review.language)[0]}: "


def _balance(review: Review, tally: Tally) -> None:
    """Each cell of the four axes."""
    card, language = scorecard_of(review), review.language
    assert card.status is not None
    balance = card.status.balance

    def keep(axis: str, domain: str, value: int | Decimal, named: Iterable[Named] = ()) -> None:
        said = f"{word(f'hy_{axis}', language)}: {status_word(domain, language)}"
        tally.count(f"{axis}_{domain}", said, named, value)

    pack = review.pack
    for share in balance.points:
        named = [
            (f"points/{row.point_id}", "")
            for row in pack.rows(PointRow)
            if row.plan_id == card.status.plan and known_domain(row) == share.domain
        ]
        keep("axis_points", share.domain, share.count, named)
    for share in balance.actions:
        keep("axis_actions", share.domain, share.count)
        if any(each.official < each.count for each in balance.actions):
            keep("axis_proposed", share.domain, share.count - share.official)
    for each in balance.milestones:
        keep("axis_milestones", each.domain, each.delivered)
        keep("axis_milestones_due", each.domain, each.due)
    for money in balance.money:
        if money.value is not None:
            keep(f"money_{money.step}", money.domain, money.value, _claims(money.numbers))


def words_of_scorecard(review: Review) -> Mapping[str, Any]:
    """What templates ask; the scorecard itself is worked out when the first page asks for it."""
    language = review.language
    return {
        "card_of": lambda: scorecard_of(review),
        "card_tally": lambda: card_tally(review),
        "on_point": lambda point_id: on_points(review).get(point_id),
        "status_word": lambda key: status_word(key, language),
        "day_time": lambda day: Markup("<time>{}</time>").format(day_written(day, language)),
        "span_of": lambda period: span_of(period, language),
        "by_detector": lambda found: _by_detector(found, card_tally(review)),
        "mark_words": lambda mark: _mark_words(mark, language),
        "kind_words": lambda kind: _kind_words(kind, language),
        "mark_class": lambda kind: kind.replace(" ", "-"),
        "point_of": lambda point_id: review.pack.get(PointRow, point_id),
        "action_of": lambda action_id: review.pack.get(ActionRow, action_id),
        "money_steps": STEPS,
        "known_domain": known_domain,
        "noted": lambda row: noted(row, language),
        "map_kinds": KINDS,
    }


def span_of(period: Period, language: Language) -> Markup:
    """The period by its months: July to December 2016."""
    first, last = f"{period.start:%Y-%m}", f"{period.end:%Y-%m}"
    whole = period.precision in {"half-year", "quarter", "fiscal year"}
    said = times_written([f"{first}/{last}" if whole else period.text], language)
    return Markup("<time>{}</time>").format(said)


def _by_detector(found: Iterable[Detection], tally: Tally) -> dict[str, list[int]]:
    """The places of findings about the plan under their detector; what reads the same once."""
    grouped: dict[str, dict[Any, int]] = {}
    for at, each in enumerate(found):
        grouped.setdefault(each.detector, {}).setdefault(tally.counts[f"found_{at}"].value, at)
    return {detector: list(places.values()) for detector, places in grouped.items()}


def _kind_words(kind: str, language: Language) -> str:
    if kind in SCALE:
        return status_word(kind, language)
    return word(f"sc_k_{kind.replace(' ', '_')}", language)


def _mark_words(mark: Mark, language: Language) -> str:
    said = [_kind_words(each, language) for each in (mark.kind, *mark.others)]
    return f" {word('sc_and', language)} ".join(said)


def pages_of_scorecard(review: Review, page: Page, with_charts: bool) -> Iterator[tuple[str, str]]:
    if with_charts:
        return
    card = scorecard_of(review)
    tally = card_tally(review)
    yield page(PAGE, "scorecard.html", card=card, tally=tally, status=card.status, maps=MAPS,
               this=on_points(review))  # fmt: skip
    yield page(ORIGIN, "tally.html", tally=tally, back=PAGE)
