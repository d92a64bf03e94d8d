"""The pages of a review, as text by file name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

import naap
from naap.figures import Computed
from naap.figures.chart import Variant
from naap.figures.figure import Language
from naap.ledger.manifest import Manifest
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.pack.tables import BodyRow, PlanRow, Row, SourceRow
from naap.review import compiled
from naap.review.cells import behind, number, rows_of, time_of, title_of
from naap.review.claims.pages import claim_pages_of, listed_of, said_by
from naap.review.claims.table import claim_table
from naap.review.findings import by_severity, findings_about, findings_of
from naap.review.frames import frames_of
from naap.review.numbers import anchor, day_written, written
from naap.review.options import Options
from naap.review.organisations.told import Organisations
from naap.review.origins import ClaimLine, Origin
from naap.review.points import PointPage, diff_of, point_pages
from naap.review.returned.listing import (
    latest_told,
    linked_in,
    listing_of,
    not_listed_told,
    returned_of,
)
from naap.review.topics import topics
from naap.review.words import is_reviewed, word
from naap.sources import sources
from naap.yml import read_yml

__all__ = ["Drawn", "Review", "carriers", "docx_of", "folder_of", "pages", "pdf_of", "plans"]


_FIRST_IN_MENU = (
    ("index.html", "overview"), ("points.html", "points"), ("themes.html", "themes"),
    ("figures.html", "figures"),
)  # fmt: skip
_LAST_IN_MENU = (("sources.html", "sources"), ("methods.html", "methods"))

Drawn = dict[Variant, dict[str, Callable[[], str]]]
"""What waits for the picture of a figure, by its id."""


@dataclass(frozen=True)
class Review:
    """Everything that the pages in one language draw on."""

    language: Language
    pack: Pack
    snapshot: Snapshot
    options: Options
    computed: Mapping[str, Computed]
    origins: Mapping[str, Origin]
    drawn: Drawn
    extras: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]
    withheld: Sequence[Mapping[str, Any]]
    organisations: Organisations | None = None
    shared: dict[str, Any] = field(default_factory=dict, repr=False)
    """What subjects have worked out once for all languages, by their own names."""

    @cached_property
    def points(self) -> list[PointPage]:
        return point_pages(
            self.pack, self.computed["published-statements"].rows, self.computed["ratings"].rows
        )

    @cached_property
    def claims(self) -> Mapping[str, ClaimLine]:
        """Every claim behind a figure that may be shown, by its id."""
        return {
            claim: line for each in self.origins.values() for claim, line in each.claims.items()
        }

    @cached_property
    def environment(self) -> jinja2.Environment:
        return _environment(self)

    @property
    def shown(self) -> list[Computed]:
        """The figures that have a page of their own."""
        return [made for made in self.computed.values() if made.figure.about.order > 0]


def pages(review: Review, *, with_charts: bool) -> Iterator[tuple[str, str]]:
    """Every page in the review's language that has charts, or none: (file name, HTML).

    ``root`` leads to the pages of the language, ``home`` to what all languages share.
    """
    page = _Page(review)
    for topic in topics():
        yield from topic.pages(review, page, with_charts)
    if with_charts:
        yield page("index.html", "index.html")
        for made in review.shown:
            yield page(f"figures/{made.figure.figure_id}.html", "figure.html", made=made)
        return
    for place, point in enumerate(review.points):
        before = review.points[place - 1] if place else None
        after = review.points[place + 1] if place + 1 < len(review.points) else None
        yield page(
            f"points/{point.point.point_id}.html", "point.html", this=point, before=before,
            after=after,
        )  # fmt: skip
    names = ("points", "figures", "findings", "themes", "sources", "methods", "glossary")
    for name in (*names, "corrections"):
        yield page(f"{name}.html", f"{name}.html")
    apart = claim_pages_of(review)
    # Last, when it is known which rows other pages link to.
    for figure_id, made in review.computed.items():
        listing = listing_of(made, returned_of(review), page.linked)
        yield page(
            f"origins/{figure_id}.html", "origin.html", made=made,
            origin=review.origins[figure_id], listing=listing,
            listed=listed_of(figure_id, listing, apart, "../"),
        )  # fmt: skip
    for each in apart.pages:
        lines = [review.claims[claim] for claim in each.claims]
        yield page(each.name, "claims.html", this=each, lines=lines)


class _Page:
    """Writes pages of one review. ``linked``: the rows that those written so far link to."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self.linked: set[tuple[str, str]] = set()
        self.folder = folder_of(review.language, review.options)

    def __call__(self, name: str, template: str, **content: Any) -> tuple[str, str]:
        review = self._review
        root = "../" * name.count("/")
        home = root + "../" * self.folder.count("/")
        text = review.environment.get_template(template).render(
            root=root, home=home, page=name, others=_others(review, home, name),
            pdf=home + pdf_of(review.language, review.options),
            docx=home + docx_of(review.language, review.options), **content,
        )  # fmt: skip
        if returned_of(review).earlier:
            self.linked |= linked_in(text)
        return self.folder + name, text


def folder_of(language: Language, options: Options) -> str:
    """Where the pages of a language stand: the first language at the top."""
    return "" if language == options.languages[0] else f"{language}/"


def pdf_of(language: Language, options: Options) -> str:
    """The PDF lies beside the front page of its language."""
    return f"{folder_of(language, options)}review-{language}.pdf"


def docx_of(language: Language, options: Options) -> str:
    """Where the Word document lies in a review that has one: beside the PDF."""
    return f"{folder_of(language, options)}review-{language}.docx"


def _others(review: Review, home: str, name: str) -> list[tuple[Language, str]]:
    """The same page in the other languages: (language, link)."""
    return [
        (language, home + folder_of(language, review.options) + name)
        for language in review.options.languages
        if language != review.language
    ]


def _environment(review: Review) -> jinja2.Environment:
    environment = compiled.environment()
    pack, language = review.pack, review.language
    unknown = Markup('<span class="none">{}</span>').format(word("not_recorded", language))
    environment.filters |= {
        "written": lambda value: written(value, language),
        "period": lambda period: unknown if period is None else time_of(str(period), language),
        "day": lambda day: day_written(day, language),
        "anchor": anchor,
        "orunknown": lambda value: unknown if value in {None, ""} else value,
    }
    if review.organisations is not None:
        environment.filters["org_name"] = review.organisations.name_of
    environment.globals |= {
        "review": review,
        "pack": pack,
        "settings": pack.settings,
        "language": language,
        "version": naap.__version__,
        "diff": diff_of(pack),
        "plans": plans(pack),
        "known_sources": sources(),
        "t": lambda key: word(key, language),
        "is_reviewed": is_reviewed(language),
        # Words of sources stay as they are; a screen reader must know their language.
        "foreign": Markup(' lang="en"') if language != "en" else "",
        "text": lambda row, name: _text(pack, row, name, language),
        "word": lambda kind, value: pack.word(kind, str(value), language),
        "source": lambda source_id: pack.get(SourceRow, source_id),
        "pack_has_source": lambda source_id: pack.has(SourceRow, source_id),
        "figure_groups": ("plan", "status", "violence", "organisations"),
        "group_of": lambda group: [
            made for made in review.shown if made.figure.about.group == group
        ],
        "related_figures": lambda this: _related(review, this),
        "findings": by_severity(review.computed["findings"]),
        "findings_of": lambda made: findings_of(made, review.computed["findings"]),
        "findings_about": lambda point: findings_about(point, review.computed["findings"]),
        "themes": _themes(review),
        "glossary": _glossary(),
        "publisher_of": lambda body: (
            pack.text(pack.get(BodyRow, body), "name", language)[0]
            if pack.has(BodyRow, body)
            else body
        ),
        "frames_of": lambda made: (
            frames_of(
                review.extras["deaths-by-district"]["places"],
                review.computed["deaths-by-district-year"].rows,
            )
            if made.figure.figure_id == "deaths-by-district"
            else None
        ),
        "what_of": _what_of,
        "commits": [each for each in review.snapshot.log if review.options.moment.includes(each)],
        "cited_sources": _cited(review),
        "carriers": lambda made: carriers(review.origins[made.figure.figure_id], language),
        "per_point": {
            row["row_id"]: row["value"] for row in review.computed["statements-per-point"].rows
        }.__getitem__,
        "title_of": title_of,
        "number": number,
        "rows_of": lambda made, rows, root: rows_of(made, rows, root, pack),
        "rows_of_origin": lambda made, origin, root, listing, listed: rows_of(
            made, listing.rows, root, pack, origin, returned_of(review), listed
        ),
        "behind": behind,
        "claim_table": lambda lines, root: claim_table(lines, pack, language, root),
        "claims_here": lambda origin, listed: [
            line for claim, line in origin.claims.items() if claim in listed.here
        ],
        "said_by": lambda origin, listed: said_by(origin.claims.values(), listed.apart),
        "claim_pages": claim_pages_of(review),
        "resting_on": lambda page: [
            review.computed[name] for name in claim_pages_of(review).figures(page)
        ],
        "listing_of": lambda made: listing_of(made, returned_of(review)),
        "listed": lambda rows: returned_of(review).listed(rows),
        "earlier": lambda row: returned_of(review).before(row),
        "has_earlier": lambda this: any(
            returned_of(review).before(row) for group in this.groups for row in group.rows
        ),
        "latest_of_returned": lambda home: latest_told(home, language),
        "not_listed": lambda made, listing, root, home: not_listed_told(made, listing, root, home),
    }
    menu = [entry for topic in topics() for entry in topic.menu(review)]
    opening = [("halfyear.html", "hy_menu")] if review.options.period else []
    environment.globals["menu"] = [*opening, *_FIRST_IN_MENU, *menu, *_LAST_IN_MENU]
    for topic in topics():
        environment.globals |= topic.words(review)
    return environment


def _what_of(commit: Manifest) -> str:
    """What kind of commit it was. Free remarks in the log are not for the public."""
    if commit.replaced:
        return "expunge"
    return "import" if "import" in commit.about else "other"


def _related(review: Review, this: PointPage) -> list[Computed]:
    """Figures that rest on a claim about the point, or on the point's own row."""
    behind = {claim for group in this.groups for row in group.rows for claim in row["claims"]}
    behind |= {claim for row in this.ratings for claim in row["claims"]}
    own = f"pack:points/{this.point.point_id}"
    return [
        made
        for made in review.shown
        if behind & made.claims or any(own in row["claims"] for row in made.rows)
    ]


def _themes(review: Review) -> Mapping[str, list[PointPage]]:
    found: dict[str, list[PointPage]] = {}
    for each in review.points:
        found.setdefault(each.point.theme, []).append(each)
    return dict(
        sorted(found.items(), key=lambda item: review.pack.word("theme", item[0], review.language))
    )


@cache
def _glossary() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_yml(Path(__file__).parent / "glossary.yml")
    return found


def _cited(review: Review) -> list[SourceRow]:
    """Every source of the pack, by title."""
    return sorted(review.pack.rows(SourceRow), key=lambda row: row.title.casefold())


def _text(pack: Pack, row: Row, name: str, language: Language) -> str | Markup:
    said, is_fallback = pack.text(row, name, language)
    if is_fallback and language != "en":
        return Markup('<span lang="en">{}</span>').format(said)
    return said


def carriers(origin: Origin, language: Language) -> list[str]:
    """The publishers behind a figure, and the pack where its own rows are counted."""
    named = {line.publisher for line in origin.claims.values()}
    named |= {hidden.publisher for hidden in origin.hidden}
    named |= {word("the_pack", language) for _ in origin.pack_rows}
    return sorted(named)


def plans(pack: Pack) -> list[PlanRow]:
    """The version in force first, then those before it, as far as the pack goes."""
    found: list[PlanRow] = []
    wanted: str | None = pack.settings.current_plan
    while wanted is not None:
        plan = pack.get(PlanRow, wanted)
        found.append(plan)
        wanted = plan.replaces
    return found
