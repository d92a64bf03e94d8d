"""The PDF's section about a point, and the list of all points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from naap.pack.tables import PointRow
from naap.review.numbers import period_written, written
from naap.review.pages import Review
from naap.review.pdf.text import Line, joined, marked, muted, strong, text
from naap.review.points import Group, PointPage, noted
from naap.review.returned.listing import FILE, returned_of
from naap.review.words import word
from naap.status.balance import NOT_KNOWN, known_domain

__all__ = ["colour_of", "point_row", "sections"]


def colour_of(point: PointRow) -> str:
    """Which colour marks a point: that of its domain, or a neutral one."""
    domain = known_domain(point)
    return "muted" if domain == NOT_KNOWN else domain


def point_row(review: Review, this: PointPage) -> dict[str, Any]:
    """A row of the list of points."""
    pack, language, point = review.pack, review.language, this.point
    known = point.certainty != "not found"
    owner = text(pack, this.owners[0][1], "name", language) if this.owners else None
    if len(this.owners) > 1:
        owner = f"{owner} {word('and_others', language)}"
    return {
        "id": point.point_id,
        "number": point.number,
        "colour": colour_of(point),
        "title": text(pack, point, "title", language),
        "domain": pack.word("domain", point.domain, language) if known else None,
        "state": pack.word("state", this.states[-1].state, language) if this.states else None,
        "owner": owner,
        "count": written(sum(len(group.rows) for group in this.groups)),
    }


def sections(review: Review, plan_id: str, printed: dict[tuple[str, str], PointRow]) -> list[Any]:
    """The sections about the points of a version.

    Most numbers speak about a point of both versions. They are printed once: ``printed`` says
    under which point, by quantity and scope, and is added to.
    """
    made = []
    for this in review.points:
        if this.plan.plan_id != plan_id:
            continue
        here = [group for group in this.groups if (group.quantity, group.scope) not in printed]
        elsewhere = {
            point.point_id: point
            for group in this.groups
            if (point := printed.get((group.quantity, group.scope))) is not None
        }
        printed |= {(group.quantity, group.scope): this.point for group in here}
        made.append(_section(review, this, here, list(elsewhere.values())))
    return made


def _section(
    review: Review, this: PointPage, groups: Sequence[Group], elsewhere: Sequence[PointRow]
) -> dict[str, Any]:
    pack, language, point = review.pack, review.language, this.point

    def t(key: str) -> str:
        return word(key, language)

    numbers = [_elsewhere(review, elsewhere)] if elsewhere else []
    numbers += _latest_alone(review, groups)
    tags = []
    if point.certainty != "not found":
        tags.append(pack.word("domain", point.domain, language))
        tags.append(pack.word("theme", point.theme, language))
    return {
        "id": point.point_id,
        "number": point.number,
        "colour": colour_of(point),
        "title": text(pack, point, "title", language),
        "tags": tags,
        "doubt": _doubt(review, this),
        "promised": point.text_official,
        "promised_source": {"r": point.source_id},
        "facts": [
            [t("other_version"), _other_version(review, this)],
            [t("state"), _states(review, this)],
            [t("who_owns"), _owners(review, this)],
            *([[t("committees"), _committees(review, this)]] if this.committees else []),
            *([[t("ratings"), _ratings(review, this)]] if this.ratings else []),
            *([[t("actions"), _actions(review, this)]] if this.actions else []),
            [t("missing"), _missing(review, this)],
            *([[t("published_numbers"), numbers]] if numbers else []),
        ],
        "groups": [_group(review, group) for group in groups],
    }


def _doubt(review: Review, this: PointPage) -> Line:
    point = this.point
    if point.certainty == "confirmed":
        return []
    certainty = review.pack.word("certainty", point.certainty, review.language)
    said: Line = [
        strong(word("not_confirmed", review.language)),
        f" {word('what_is_shown', review.language)} {certainty}{marked('.', review.language)}",
    ]
    if point.note:
        said += [" ", point.note]
    return [*said, " ", {"r": point.source_id}]


def _other_version(review: Review, this: PointPage) -> list[Line]:
    pack, language = review.pack, review.language
    if this.change is None:
        return [[muted(word("nobody_said", language))]]
    said = review.computed["points-by-domain"].figure.about.words[this.change.change][language]
    lines: list[Line] = []
    for other, _, _, comment, source_id in this.joined:
        number = f"{other.number}. " if other.number else ""
        line: Line = [strong(number + text(pack, other, "title", language)), f": {said}"]
        if comment:
            line += [f"{marked(';', language)} ", comment]
        lines.append([*line, " ", {"r": source_id}])
    if not lines:
        lines = [[said if this.change.mapped else muted(word("nobody_said", language))]]
    if this.change.owner_lost:
        lines.append([word("owner_lost", language)])
    return lines


def _states(review: Review, this: PointPage) -> list[Line]:
    pack, language = review.pack, review.language
    lines: list[Line] = []
    for row in this.states:
        line: Line = [strong(pack.word("state", row.state, language))]
        if row.since:
            since = f"{word('since', language)} {_when(row.since, language)}"
            line.append(f"{marked(',', language)} {since}")
        lines.append([*line, ": ", text(pack, row, "reason", language), " ", {"r": row.source_id}])
    return lines or [[muted(word("no_state", language))]]


def _owners(review: Review, this: PointPage) -> list[Line]:
    pack, language = review.pack, review.language
    comma = f"{marked(',', language)} "
    lines: list[Line] = []
    for row, body in this.owners:
        line: Line = [strong(text(pack, body, "name", language)), comma]
        line.append(pack.word("role", row.role, language))
        if row.task_en:
            line += [": ", text(pack, row, "task", language)]
        if row.valid_from:
            line.append(f"{comma}{word('from', language)} {_when(row.valid_from, language)}")
        if row.valid_to:
            line.append(f"{comma}{word('until', language)} {_when(row.valid_to, language)}")
        lines.append([*line, " ", {"r": row.source_id}])
    return lines or [[muted(word("no_owner", language))]]


def _committees(review: Review, this: PointPage) -> list[Line]:
    pack, language = review.pack, review.language
    return [
        [
            f"{word('committee_on', language)} ",
            text(pack, row, "subject", language),
            f"{marked(',', language)} {word('headed_by', language)} ",
            text(pack, head, "name", language) if head else word("not_recovered", language),
            " ",
            {"r": row.source_id},
        ]
        for row, head in this.committees
    ]


def _ratings(review: Review, this: PointPage) -> list[Line]:
    language = review.language
    return [
        [
            strong(str(row["assessor_name"])),
            f"{marked(',', language)} {_when(row['period'], language)}: ",
            review.pack.word("rating", str(row["rating"]), language),
            *([" (", str(row["method"]), ")"] if row["method"] else []),
            " ",
            {"r": row["source"]},
        ]
        for row in this.ratings
    ]


def _actions(review: Review, this: PointPage) -> list[Line]:
    pack, language = review.pack, review.language
    lines: list[Line] = []
    for row in this.actions:
        line: Line = [text(pack, row, "title", language)]
        if row.due:
            due = f"{word('due', language)} {_when(row.due, language)}"
            line.append(f"{marked(',', language)} {due}")
        if not row.official:
            line.append(muted(f" ({word('not_official', language)})"))
        lines.append([*line, " ", {"r": row.source_id}])
    return lines


def _missing(review: Review, this: PointPage) -> list[Line]:
    keys = [f"missing_{name.replace('-', '_')}" for name in this.missing] or ["missing_nothing"]
    said = (word(key, review.language).rstrip(".۔") for key in keys)
    return [[joined(said, review.language, ";")]]


def _elsewhere(review: Review, points: Sequence[PointRow]) -> Line:
    comma = f"{marked(',', review.language)} "
    line: Line = [word("pdf_numbers_under", review.language)]
    for place, point in enumerate(points):
        title = text(review.pack, point, "title", review.language)
        line += [comma if place else " ", {"t": title, "p": point.point_id}]
    return line


def _latest_alone(review: Review, groups: Sequence[Group]) -> list[Line]:
    """What is said where earlier numbers of an office are not printed."""
    returned = returned_of(review)
    if not any(returned.before(row) for group in groups for row in group.rows):
        return []
    said = word("ret_latest_printed", review.language)
    return [[said.format(file=f"data/{FILE}.csv")]]


def _group(review: Review, group: Group) -> dict[str, Any]:
    pack, language = review.pack, review.language
    returned, comma = returned_of(review), f"{marked(',', language)} "
    rows = []
    for row in returned.listed(group.rows):
        period: Line = [_when(row["period"], language)]
        if before := returned.before(row):
            period.append(muted(f"{comma}{written(before)} {word('ret_earlier', language)}"))
        if row["place"] != pack.settings.country_place:
            period.append(muted(f"{comma}{row['place_name']}"))
        value = written(row["value"])
        if row["qualifier"] != "exact":
            value = f"{pack.word('qualifier', row['qualifier'], language)} {value}"
        beside = joined(noted(row, language), language, ";")
        rows.append(
            [
                period,
                [value],
                [pack.word("unit", str(row["unit"]), language)],
                [str(row["publisher_name"])],
                [*([muted(beside), " "] if beside else []), {"r": row["source"]}],
            ]
        )
    measure = pack.word("measure", group.measure, language)
    scope: Line = [f"{comma}{group.scope}"] if group.scope else []
    return {"title": [strong(group.quantity), *scope, muted(f" ({measure})")], "rows": rows}


def _when(period: Any, language: Any) -> str:
    if period is None:
        return word("not_recorded", language)
    return period_written(str(period), language)
