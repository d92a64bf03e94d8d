"""The pages of the six-monthly review, and the origin of its counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from naap.figures.figure import Language
from naap.review.halfyear.reviewed import HalfYear, halfyear_of
from naap.review.numbers import times_written
from naap.review.scorecard.card import Scorecard, scorecard_of
from naap.review.tally import Named, Tally, of_pack, of_report, of_statement, said_plainly
from naap.review.words import word
from naap.status import Status
from naap.status.reporting_quality import BY, Quality, quality_by

if TYPE_CHECKING:
    from naap.review.pages import Review
    from naap.review.topics import Page

__all__ = ["pages_of_halfyear", "quality_of", "sentence_with", "tally_of", "words_of_halfyear"]

PAGE, ORIGIN = "halfyear.html", "origins/halfyear.html"


def words_of_halfyear(review: Review) -> Mapping[str, Any]:
    """What templates ask, on the front page too."""
    return {
        "hy": halfyear_of(review), "said_plainly": said_plainly,
        "times_of": lambda times: times_written(times, review.language),
    }  # fmt: skip


def pages_of_halfyear(review: Review, page: Page, with_charts: bool) -> Iterator[tuple[str, str]]:
    found = halfyear_of(review)
    if found is None or with_charts:
        return
    card = scorecard_of(review)
    tally = tally_of(review, found, card)
    say = sentence_with(tally, review.language, lambda name: tally.link(name, ""))
    yield page(PAGE, "halfyear.html", this=found, card=card, tally=tally, say=say,
               status=card.status, quality=quality_of(card.status))  # fmt: skip
    yield page(ORIGIN, "tally.html", tally=tally, back=PAGE)


def quality_of(status: Status | None) -> Mapping[str, Quality]:
    """Reports of the period by the office that owes them."""
    return quality_by(status.reporting, BY["body"]) if status is not None else {}


def tally_of(review: Review, this: HalfYear, card: Scorecard) -> Tally:
    """Every count that the page prints and no figure gives."""
    language = review.language
    tally = Tally(ORIGIN)

    def keep(row_id: str, named: Iterable[Named], value: Any = None) -> None:
        tally.count(row_id, word(f"hy_c_{row_id}", language), named, value)

    statement = of_statement("published-statements")
    news = this.news
    keep("new", map(statement, news.new))
    keep("within", map(statement, news.within))
    keep("told_later", map(statement, news.told_later))
    keep("publishers", [(name, "") for name in news.publishers])
    keep("spoken", [of_pack("points", each.point.point_id) for each in news.points if each.point])
    keep("silent", [of_pack("points", each.point_id) for each in news.silent])
    for turn in ("first", "changed", "unchanged"):
        keep(turn, [statement(change.latest) for each in news.points
                    for change in each.changes if change.turn == turn])  # fmt: skip
    keep("findings", map(of_statement("findings"), this.findings))
    keep("overdue", [of_pack("decisions", each.row.decision_id) for each in card.overdue])
    _reports(review, card.status, tally, keep)
    _violence(this, keep)
    return tally


_STATES: Mapping[str, tuple[str, ...]] = {
    "due": ("on time", "late", "missing", "awaited", "sent back"),
    "on_time": ("on time",),
    "late": ("late",),
    "missing": ("missing",),
}
"""What became of the reports that each count takes in."""

Keep = Callable[..., None]


def _reports(review: Review, status: Status | None, tally: Tally, keep: Keep) -> None:
    """All reports of the period, and those of each office."""
    lines = status.reporting if status is not None else ()

    def named(which: str, body: str | None = None) -> list[Named]:
        return [
            of_report(each)
            for each in lines
            if (body is None or each.expected.body == body)
            and (each.state in _STATES[which] if which in _STATES else getattr(each, which))
        ]  # fmt: skip

    for which in (*_STATES, "complete", "no_value"):
        keep(which, named(which))
        for body in {each.expected.body: None for each in lines}:
            said = f"{body}: {word(f'hy_c_{which}', review.language)}"
            tally.count(f"{which}_{body}", said, named(which, body))


def _violence(this: HalfYear, keep: Keep) -> None:
    """Sums of the data set's months, where it covers all of them."""
    named = of_statement("deaths-by-month")
    now = [each.now for each in this.violence.months if each.now is not None]
    ago = [each.year_ago for each in this.violence.months if each.year_ago is not None]
    for rows, column, key, covered in (
        (now, "best", "deaths", this.violence.is_covered),
        (now, "events", "events", this.violence.is_covered),
        (ago, "best", "deaths_ago", this.violence.was_covered),
        (ago, "events", "events_ago", this.violence.was_covered),
    ):
        if covered:
            keep(key, [(row["month"], named(row)[1]) for row in rows],
                 sum(row[column] for row in rows))  # fmt: skip


def sentence_with(
    tally: Tally, language: Language, number: Callable[[str], str | Markup]
) -> Callable[..., Markup]:
    """Writes a sentence of the words with counts in its gaps.

    ``{new}`` is the number, linked; ``{new?number|numbers}`` the word for one or for several; a
    gap that is told when the sentence is asked stands for what is told. ``number`` writes a count
    by its id.
    """

    def gap(part: str, told: Mapping[str, Any]) -> Any:
        name, _, forms = part.partition("?")
        if name in told:
            return escape(told[name])
        if forms:
            one, _, several = forms.partition("|")
            return one if tally.counts[name].value == 1 else several
        return number(name)

    def say(key: str, **told: Any) -> Markup:
        parts = re.split(r"\{([^}]*)\}", word(key, language))
        return Markup("").join(
            gap(part, told) if place % 2 else part for place, part in enumerate(parts)
        )

    return say
