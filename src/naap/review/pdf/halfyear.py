"""The six-monthly review as the PDF prints it, before everything else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from naap.pack.tables import ActionRow, BodyRow, PlaceRow, PointRow
from naap.review.halfyear.changes import Changed, Row
from naap.review.halfyear.narrative import Narrative
from naap.review.halfyear.pages import quality_of, sentence_with, tally_of
from naap.review.halfyear.reviewed import HalfYear, Known, halfyear_of
from naap.review.halfyear.violence import Beside, Month
from naap.review.numbers import day_written, period_written, times_written, written
from naap.review.pages import Review
from naap.review.pdf.points import colour_of
from naap.review.pdf.text import Line, joined, marked, muted, strong, text
from naap.review.registers.told import registers_of
from naap.review.scorecard.card import Scorecard, scorecard_of
from naap.review.scorecard.pages import card_tally, span_of
from naap.review.tally import Tally
from naap.review.words import word
from naap.status.balance import DOMAINS, NOT_KNOWN
from naap.status.money import STEPS
from naap.status.results import Result
from naap.status.words import word as status_word

__all__ = ["halfyear_content"]

_MOST_FINDINGS = 10
_MOST_LISTINGS = 12
_OF_TARGETS = ("area", "period", "baseline", "target", "actual value", "standing")


def halfyear_content(review: Review) -> dict[str, Any] | None:
    """The section, or None where the review is not one of a period."""
    this = halfyear_of(review)
    if this is None:
        return None
    card, language = scorecard_of(review), review.language
    tally = tally_of(review, this, card)
    status = card.status
    return {
        "title": f"{word('hy_title', language)} {span_of(this.times.period, language).striptags()}",
        "lede": _lede(review, this, card, tally),
        "glance": [
            [written(tally.counts[key].value), tally.counts[key].words] for key in _glance(card)
        ],
        "narratives": {slot: _narrative(review, each) for slot, each in this.narratives.items()},
        "changed": [
            {
                "title": _title(review, each.point),
                "rows": [_changed(review, change) for change in each.changes],
            }
            for each in this.news.points
        ],
        "silent": [text(review.pack, each, "title", language) for each in this.news.silent],
        "happened": list(_happened(review, this)),
        "states": [_state(review, card, each) for each in this.points],
        "targets_head": [
            word("reg_indicator", language),
            *(status_word(each, language) for each in _OF_TARGETS),
        ],
        "targets": [row for line in registers_of(review).due_targets
                    for row in _target(review, line)],
        "reporting": [
            [_body(review, body), *(
                written(tally.counts[f"{which}_{body}"].value)
                for which in ("due", "on_time", "late", "missing", "complete", "no_value")
            )]
            for body, counted in quality_of(status).items() if counted.expected
        ],
        "aside": bool(status is not None and status.aside),
        "is_owed": card.is_owed,
        "is_proposed": card.is_proposed,
        "decisions": [
            [text(review.pack, each.row, "text", language), " ",
             muted(f"{word('due', language)} {period_written(str(each.row.due), language)}"), " ",
             {"r": each.row.source_id}]
            for each in card.overdue
        ],
        "balance": _balance(review, card),
        "neglected": _neglected(review, card),
        "contradictions": _reasons(review, "clash_"),
        "detected": _detected(review, card),
        "findings": [
            [strong(str(row["quantity_name"])), f"{marked(',', language)} ",
             period_written(str(row["period"]), language), ": ", str(row["says"])]
            for row in this.findings[:_MOST_FINDINGS]
        ],
        "violence": _violence(review, this, tally),
        "gaps": [
            [word("hy_stale_points", language),
             [text(review.pack, each.page.point, "title", language) for each in this.stale]],
            [word("hy_never_points", language),
             [text(review.pack, point, "title", language) for point in this.never]],
            [word("hy_no_owner_points", language),
             [text(review.pack, each.page.point, "title", language)
              for each in this.points if not each.page.owners]],
        ],
    }  # fmt: skip


def _glance(card: Scorecard) -> list[str]:
    reports = ["due", "on_time", "missing"] if card.status and card.status.reporting else []
    return ["new", "within", "spoken", "silent", *reports, "findings"]


def _sayer(review: Review, tally: Tally) -> Any:
    said = sentence_with(tally, review.language, lambda name: written(tally.counts[name].value))
    return lambda key, **told: Markup(said(key, **told)).unescape()


def _lede(review: Review, this: HalfYear, card: Scorecard, tally: Tally) -> list[Line]:
    say, news, language = _sayer(review, tally), this.news, review.language
    lines: list[Line] = []
    if news.within:
        lines.append([say("hy_found" if news.silent else "hy_found_all")])
    else:
        more = say("hy_none_within_2") if news.new else word("hy_none_new", language)
        lines += [[strong(word("hy_none_within", language))],
                  [f"{more} {word('hy_none_means', language)}"]]  # fmt: skip
    if not card.is_owed:
        lines.append([word("hy_nothing_owed", language)])
    elif card.status is not None and card.status.reporting:
        lines.append([say("hy_reports_sentence")])
    days = {name: day_written(day, language) for name, day in (
        ("since", this.times.since), ("until", this.times.until))}  # fmt: skip
    lines.append([muted(say("hy_closed", **days))])
    return lines


def _narrative(review: Review, told: Narrative) -> dict[str, Any]:
    language = review.language
    return {
        "blocks": [
            {"list": block.is_list,
             "lines": [[strong(said) if is_strong else said for said, is_strong in line]
                       for line in block.lines]}
            for block in told.blocks
        ],
        "by": f"{word('hy_written_by', language)} {told.written_by}{marked(',', language)} "
              f"{day_written(told.written_on, language)}{marked('.', language)} "
              f"{word('hy_not_evidence', language)}",
    }  # fmt: skip


def _title(review: Review, point: PointRow | None) -> str:
    if point is None:
        return word("hy_no_point", review.language)
    number = f"{point.number}. " if point.number else ""
    return number + text(review.pack, point, "title", review.language)


def _changed(review: Review, change: Changed) -> list[Line]:
    row, language = change.latest, review.language
    what: Line = [str(row["quantity_name"])]
    beside = [str(row["scope_name"] or ""), str(row["breakdown"] or "")]
    if row["place"] != review.pack.settings.country_place:
        beside.append(str(row["place_name"]))
    comma = f"{marked(',', language)} "
    what += [muted(f"{comma}{said}") for said in beside if said]
    before: Line = [muted(word("hy_first_time", language))]
    if change.before is not None:
        then = period_written(str(change.before["period"]), language)
        before = [_value(review, change.before), muted(f"{comma}{then}")]
    when: Line = [period_written(str(row["period"]), language)]
    if change.is_repeated:
        when.append(muted(f" ({word('hy_repeated', language)})"))
    if change.also:
        times = times_written(change.also, language)
        when.append(muted(f"{comma}{word('hy_also_new', language)} {times}"))
    return [
        what, before, [strong(_value(review, row))], when,
        [str(row["publisher_name"]), " ", {"r": row["source"]}],
    ]  # fmt: skip


def _value(review: Review, row: Row) -> str:
    if row["value"] is None:
        return word("not_found", review.language)
    sign = ""
    if row["qualifier"] not in {None, "exact"}:
        sign = f"{review.pack.word('qualifier', str(row['qualifier']), review.language)} "
    return f"{sign}{written(row['value'])} {review.pack.word('unit', row['unit'], review.language)}"


def _happened(review: Review, this: HalfYear) -> Iterable[Line]:
    pack, language, news = review.pack, review.language, this.news
    comma = f"{marked(',', language)} "

    def when(period: object) -> str:
        return f"{period_written(str(period), language)}: "

    def titled(point_id: str) -> str:
        """Without its number, which beside a year could be taken for a part of it."""
        return text(pack, pack.get(PointRow, point_id), "title", language)

    for plan in news.plans:
        yield [when(plan.adopted), f"{word('hy_plan_adopted', language)}: ",
               text(pack, plan, "title", language), " ", {"r": plan.source_id}]  # fmt: skip
    for event in news.events:
        yield [when(event.when), text(pack, event, "title", language), " ",
               {"r": event.source_id}]  # fmt: skip
    for state in news.states:
        yield [when(state.since), titled(state.point_id), comma,
               pack.word("state", state.state, language), " ", {"r": state.source_id}]  # fmt: skip
    for row in news.listings[:_MOST_LISTINGS]:
        yield [when(row["happened_on"]), str(row["organisation_name"]), comma,
               pack.word("listing", row["event"], language), comma, str(row["authority_name"]), " ",
               {"r": row["source"]}]  # fmt: skip
    for row in news.ratings:
        rating = strong(pack.word("rating", str(row["rating"]), language))
        yield [when(row["period"]), titled(row["point"]), ": ", rating, comma,
               str(row["assessor_name"]), " ", {"r": row["source"]}]  # fmt: skip


def _state(review: Review, card: Scorecard, known: Known) -> dict[str, Any]:
    point, language = known.page.point, review.language
    found = card.status.points if card.status is not None else ()
    state = next((each for each in found if each.point_id == point.point_id), None)
    none = word("hy_not_reported", language)
    gaps = [word(f"gap_{name}", language) for name in known.page.missing
            if name not in {"number", "official-text", "state"}]  # fmt: skip
    if known.is_stale:
        gaps.append(word("gap_stale", language))
    why = card_tally(review).counts.get(f"why_{point.point_id}")
    return {
        "id": point.point_id, "number": point.number, "colour": colour_of(point),
        "title": text(review.pack, point, "title", language),
        "reported": status_word(state.reported, language) if state and state.reported else none,
        "evidenced": status_word(state.evidenced, language) if state else none,
        "why": str(why.value) if why else "",
        "missing": joined(gaps, language, ";") or word("sc_complete_point", language),
    }  # fmt: skip


def _target(review: Review, line: Result) -> Iterable[list[Line]]:
    """A target beside each number that was told of it; each a row."""
    pack, language, target = review.pack, review.language, line.target
    assert target is not None
    baseline = "" if target.baseline_value is None else written(target.baseline_value)
    wished: Line = [text(pack, target, "text", language) if target.target_value is None
                    else written(target.target_value)]  # fmt: skip
    if not target.official:
        wished.append(muted(f" ({word('not_official', language)})"))
    for told in line.actuals or (None,):
        actual: Line = [muted(status_word("no number", language))]
        if told is not None:
            cited = [piece for source in told.sources for piece in (" ", {"r": source})]
            by = f"{marked(',', language)} {_body(review, told.publisher)}"
            actual = [written(told.value), muted(by), *cited]
        yield [
            [text(pack, line.indicator, "name", language)],
            [text(pack, pack.get(PlaceRow, line.place), "name", language)],
            [period_written(line.period, language)], [baseline],
            [*wished, " ", {"r": target.source_id}], actual,
            [status_word(line.standing_of(told), language)],
        ]  # fmt: skip


def _body(review: Review, body: str) -> str:
    pack = review.pack
    known = pack.has(BodyRow, body)
    return text(pack, pack.get(BodyRow, body), "name", review.language) if known else body


def _balance(review: Review, card: Scorecard) -> list[list[str]]:
    """Heading row, then the axes; each cell a number or the words for what nobody published."""
    if card.status is None:
        return []
    language, counts = review.language, card_tally(review).counts
    none = word("hy_nobody_published", language)
    axes = ["axis_points", "axis_actions", "axis_milestones_due", "axis_milestones"]
    if f"axis_proposed_{DOMAINS[0]}" in counts:
        axes.insert(2, "axis_proposed")
    domains = card.status.balance.domains
    unknown = word("not_known", language).capitalize()
    rows = [["", *(unknown if name == NOT_KNOWN else review.pack.word("domain", name, language)
                   for name in domains)]]  # fmt: skip
    for axis in [*axes, *(f"money_{step}" for step in STEPS)]:
        cells = [counts.get(f"{axis}_{name}") for name in domains]
        rows.append(
            [word(f"hy_{axis}", language),
             *(none if cell is None else written(cell.value) for cell in cells)]
        )  # fmt: skip
    return rows


def _neglected(review: Review, card: Scorecard) -> list[Line]:
    pack, language = review.pack, review.language
    lines: list[Line] = []
    for each in card.status.neglected if card.status is not None else ():
        line: Line = [_title(review, pack.get(PointRow, each.point_id))]
        if each.is_action:
            line.append(f": {text(pack, pack.get(ActionRow, each.subject), 'title', language)}")
            line += [] if each.official else [muted(f" ({word('not_official', language)})")]
        signs = joined((status_word(sign, language) for sign in each.lacks), language)
        since = f"{marked(',', language)} {word('since', language)} "
        said = f"{word('sc_without', language)} {signs}{since}"
        lines.append([*line, " ", muted(said + day_written(each.since, language))])
    return lines


def _reasons(review: Review, prefix: str) -> list[Line]:
    counts = card_tally(review).counts
    return [[str(each.value)] for name, each in counts.items() if name.startswith(prefix)]


def _detected(review: Review, card: Scorecard) -> list[list[Any]]:
    counts = card_tally(review).counts
    grouped: dict[str, dict[str, None]] = {}
    for at, found in enumerate(card.detections):
        title = status_word(found.detector, review.language)
        grouped.setdefault(title, {})[str(counts[f"found_{at}"].value)] = None
    return [[title, [[said] for said in lines]] for title, lines in grouped.items()]


def _violence(review: Review, this: HalfYear, tally: Tally) -> dict[str, Any]:
    violence, say = this.violence, _sayer(review, tally)
    said = ""
    if violence.is_covered:
        said = say("hy_violence_sum" if violence.was_covered else "hy_violence_sum_now")
    return {
        "said": said,
        "months": [_month(review, each) for each in violence.months],
        "publishers": [_beside(review, each) for each in violence.publishers],
    }


def _month(review: Review, each: Month) -> list[str]:
    language = review.language
    none = word("hy_not_counted", language)
    row = [period_written(each.month.text, language)]
    if each.now is None:
        row += [none, "", ""]
    else:
        low, high = written(each.now["low"]), written(each.now["high"])
        row += [written(each.now["best"]), f"{low} {word('hy_to', language)} {high}",
                written(each.now["events"])]  # fmt: skip
    if each.year_ago is None:
        return [*row, none, ""]
    return [*row, written(each.year_ago["best"]), written(each.year_ago["events"])]


def _beside(review: Review, each: Beside) -> list[Line]:
    language, row = review.language, each.now
    when: Line = [period_written(str(row["period"]), language)]
    if each.is_around:
        when.append(muted(f" ({word('hy_whole_year', language)})"))
    what: Line = [str(row["quantity_name"])]
    comma = f"{marked(',', language)} "
    what += [muted(f"{comma}{said}") for said in (row["scope_name"], row["breakdown"]) if said]
    ago = _value(review, each.year_ago) if each.year_ago is not None else None
    return [
        [str(row["publisher_name"])], what, when, [_value(review, row)],
        [ago if ago is not None else muted(word("not_found", language))], [{"r": row["source"]}],
    ]  # fmt: skip
