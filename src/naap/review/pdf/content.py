"""What the PDF says, as plain values: the template decides how it looks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import naap
from naap.drawing.palette import palette
from naap.figures import Computed
from naap.figures.figure import Language
from naap.pack.tables import PlanRow, PointRow, SourceRow
from naap.review.numbers import day_written, period_written, written
from naap.review.pages import Review, carriers, plans
from naap.review.pdf.chart import printable
from naap.review.pdf.halfyear import halfyear_content
from naap.review.pdf.points import point_row, sections
from naap.review.pdf.text import (
    Line,
    cleaned,
    joined,
    marked,
    muted,
    refs_in,
    strong,
    text,
    title_of,
)
from naap.review.words import is_reviewed, word, words
from naap.sources import sources

__all__ = ["content_of"]

_MOST_REFS = 12
"""A figure that rests on more sources than this names their publishers, and says where they are."""


def content_of(review: Review) -> dict[str, Any]:
    """Everything in the PDF, in the order of its pages."""
    pack, language, settings = review.pack, review.language, review.pack.settings

    def t(key: str) -> str:
        return word(key, language)

    content = {
        "language": language,
        # The name of the other language would ask for its letters.
        "words": {k: said[language] for k, said in words().items() if k != "other_language"},
        "colours": {name: shades["light"] for name, shades in palette().items()},
        "title": settings.title[language],
        "period": _period(review),
        "digest": review.snapshot.digest,
        "version": naap.__version__,
        "warnings": [
            *([] if is_reviewed(language) else [t("pdf_unreviewed")]),
            *([t("fictional")] if settings.fictional else []),
        ],
        "halfyear": halfyear_content(review),
        "glance": _glance(review.computed["at-a-glance"]),
        "partial": [_partial(review, plan) for plan in plans(pack) if plan.completeness != "full"],
        "figures": [_figure(review, made) for made in review.shown],
        "missing": _missing(review),
        "plans": _plans(review),
        "points_note": f"{t('points_note')} {settings.own_judgement[language]}",
        "methods": _methods(review),
        "disclaimer": settings.disclaimer[language],
        "corrections": settings.corrections[language],
    }
    made: dict[str, Any] = cleaned(content)
    made["sources"] = cleaned(_sources(review, set(refs_in(made))))
    made["charts"] = {
        figure_id: printable(chart()) for figure_id, chart in review.drawn["wide"].items()
    }
    return made


def _period(review: Review) -> list[str]:
    """What the review looks at, in the words of the foot of a page."""
    language, options = review.language, review.options
    said = []
    if options.period:
        period = period_written(options.period.text, language)
        said.append(f"{word('period_reviewed', language)}: {period}")
    if options.moment.stated_by:
        day = day_written(options.moment.stated_by, language)
        said.append(f"{word('only_stated_by', language)} {day}")
    if options.as_of:
        said.append(f"{word('only_held_on', language)} {day_written(options.as_of, language)}")
    return said


def _glance(made: Computed) -> list[list[str]]:
    said = made.figure.about.words
    return [[written(row["value"]), said[row["item"]][made.language]] for row in made.rows]


def _partial(review: Review, plan: PlanRow) -> Line:
    title = text(review.pack, plan, "title", review.language)
    note = text(review.pack, plan, "note", review.language)
    said = f"{title} {word('not_in_full', review.language)}"
    return [strong(said), " ", note, " ", {"r": plan.source_id}]


def _figure(review: Review, made: Computed) -> dict[str, Any]:
    language, about, figure_id = review.language, made.figure.about, made.figure.figure_id
    origin = review.origins[figure_id]
    cited = {line.source_id for line in origin.claims.values()}
    cited |= {line.source_id for line in origin.pack_rows.values() if line.source_id}
    named: Line = [joined(carriers(origin, language), language)]
    if len(cited) <= _MOST_REFS:
        named += [piece for each in sorted(cited) for piece in (" ", {"r": each})]
    else:
        named += _where_listed(figure_id, len(cited), language)
    notes = list(about.notes[language])
    if word("time_left_to_right", language) and about.time_axis:
        notes.append(word("time_left_to_right", language))
    return {
        "id": figure_id,
        "title": title_of(made),
        "subtitle": about.subtitle[language],
        "alt": about.alt[language],
        "unit": about.unit[language],
        "notes": notes,
        "sources": named,
        "drawn": figure_id in review.drawn["wide"],
        "nothing": (about.nothing or words()["nothing_to_draw"])[language],
        "domains": _domains(review) if figure_id == "points-by-domain" and made.rows else [],
        "events": [
            [event["title"], f"{marked(',', language)} ",
             period_written(event["period"], language), " ", {"r": event["source_id"]}]
            for event in review.extras[figure_id].get("context", [])
        ],
    }  # fmt: skip


def _where_listed(figure_id: str, sources: int, language: Language) -> Line:
    """How many sources a figure has, and which page lists what is too much to print."""
    said = word("pdf_many_sources", language).replace("{count}", written(sources))
    before, _, after = said.partition("{file}")
    stop = marked(".", language)
    return [f"{stop} ", before, f"origins/{figure_id}.html", after]


def _domains(review: Review) -> list[list[str]]:
    return [
        [name, review.pack.word("domain", name, review.language)]
        for name in ("kinetic", "mixed", "institutional", "non-kinetic")
    ]


def _missing(review: Review) -> list[list[Any]]:
    """Headings, each with the points of the version in force that lack it."""
    return [
        [
            word(f"lacks_{name}", review.language),
            [
                text(review.pack, this.point, "title", review.language)
                for this in review.points
                if name in this.missing and this.plan.plan_id == review.pack.settings.current_plan
            ],
        ]
        for name in ("state", "owner", "statements")
    ]


def _plans(review: Review) -> list[dict[str, Any]]:
    """The version in force first, so that what is known stands there."""
    printed: dict[tuple[str, str], PointRow] = {}
    made = []
    for plan in plans(review.pack):
        adopted = period_written(str(plan.adopted), review.language)
        stop = marked(".", review.language)
        points = [this for this in review.points if this.plan.plan_id == plan.plan_id]
        made.append(
            {
                "title": text(review.pack, plan, "title", review.language),
                "adopted": [f"{word('adopted', review.language)} {adopted}{stop} ",
                            {"r": plan.source_id}],
                "points": [point_row(review, this) for this in points],
                "sections": sections(review, plan.plan_id, printed),
            }
        )  # fmt: skip
    return made


def _methods(review: Review) -> list[list[Any]]:
    """Headings, each with its paragraphs."""
    language, settings = review.language, review.pack.settings

    def t(key: str) -> str:
        return word(key, language)

    said: list[list[Any]] = [
        [t("how_to_read"), [[t("how_to_read_2")], [t("pdf_origins")]]],
        [
            t("states_and_ours"),
            [[t("states_and_ours_1"), " ", settings.own_judgement[language]],
             [t("states_and_ours_2")]],
        ],
        [t("basis_and_seen"), [[t("basis_and_seen_1")]]],
        [
            t("the_figures"),
            [
                [strong(made.figure.about.title[language] + marked(".", language)), " ",
                 made.figure.about.formula[language]]
                for made in review.shown
            ],
        ],
    ]  # fmt: skip
    if review.withheld:
        counted: list[Line] = [
            [joined((row["kind"], row["publisher"], row["handling"]), language),
             f": {written(row['claims'])}"]
            for row in review.withheld
        ]  # fmt: skip
        said.append([t("held_back"), [[t("held_back_1")], *counted]])
    return said


def _sources(review: Review, cited: set[str]) -> list[dict[str, Any]]:
    """The sources that anything in the PDF names, by title."""
    pack, language = review.pack, review.language
    listed = []
    for source_id in cited:
        if pack.has(SourceRow, source_id):
            row = pack.get(SourceRow, source_id)
            published = (
                period_written(str(row.published_on), language) if row.published_on else None
            )
            about = [
                row.publisher,
                published,
                pack.word("basis", row.basis, language),
                f"{word('seen', language)}: {pack.word('seen', row.seen, language)}",
                row.attribution,
                row.licence,
            ]
            url = row.url if row.url and re.match(r"https?://", row.url) else None
            listed.append(_entry(source_id, row.title, about, url, language))
        elif source_id in sources():
            known = sources()[source_id].about
            terms = [known.publisher, known.licence, known.attribution]
            listed.append(_entry(source_id, known.title, terms, None, language))
        else:
            listed.append(_entry(source_id, source_id, [], None, language))
    return sorted(listed, key=lambda each: (each["title"].casefold(), each["id"]))


def _entry(
    source_id: str, title: str, about: Sequence[str | None], url: str | None, language: str
) -> dict[str, Any]:
    # Each on its own, so that in Urdu none takes the direction of another.
    details: Line = []
    for part in filter(None, about):
        details += [muted(f"{marked('.', language)} ")] * bool(details)
        details.append(muted(part.rstrip(".۔")))
    return {"id": source_id, "title": title, "about": details, "url": url}
