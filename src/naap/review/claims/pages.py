"""Claims behind large figures stand on pages of their own, once, however many figures rest on them.

A figure that rests on few claims lists them on its page of origin. One that rests on more, such as
on every event of a data set, leads to these pages, source by source. Earlier numbers that offices
returned stand on none of them: they are in the data files.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from naap.review.origins import ClaimLine, Origin
from naap.review.returned.listing import Listing, returned_of

if TYPE_CHECKING:
    from naap.review.pages import Review

__all__ = [
    "ClaimPage", "ClaimPages", "Listed", "Said", "claim_pages", "claim_pages_of", "listed_of",
    "place_of", "said_by",
]  # fmt: skip

MOST_BESIDE = 250
"""So many claims are listed on the page of origin of a figure; so many of a source share pages with
those of other sources."""

MOST_ON_PAGE = 1000

FOLDER = "claims"


@dataclass(frozen=True)
class ClaimPage:
    """``source_id``: whose claims these are; None: of all sources that said little."""

    source_id: str | None
    part: int
    parts: int
    claims: Sequence[str]

    @property
    def name(self) -> str:
        """Its file, below the pages of the language."""
        of_source = "" if self.source_id is None else f"{_folder_of(self.source_id)}/"
        return f"{FOLDER}/{of_source}{self.part}.html"


@dataclass(frozen=True)
class ClaimPages:
    """``of_figure``: the claims of each figure that lists none itself; ``page_of``: where a claim
    stands."""

    pages: Sequence[ClaimPage] = ()
    of_figure: Mapping[str, Collection[str]] = field(default_factory=dict)
    page_of: Mapping[str, ClaimPage] = field(default_factory=dict)

    def of_source(self, source_id: str | None) -> list[ClaimPage]:
        """The pages of one source alone, if it has any, or of all that said little."""
        return [page for page in self.pages if page.source_id == source_id]

    def figures(self, page: ClaimPage) -> list[str]:
        """The figures that rest on a claim of the page."""
        claims = set(page.claims)
        return [name for name, behind in self.of_figure.items() if not claims.isdisjoint(behind)]


@dataclass(frozen=True)
class Listed:
    """Which claims a page of origin lists itself (``here``), and which stand ``apart``, with the
    page of claims of each. ``root`` leads to the pages of the language."""

    here: Collection[str]
    apart: Mapping[str, ClaimPage] = field(default_factory=dict)
    root: str = ""


@dataclass(frozen=True)
class Said:
    """What one source said of a figure: how many claims, and the pages that list them."""

    source_id: str
    source_title: str
    publishers: Sequence[str]
    bases: Sequence[str]
    count: int
    pages: Sequence[ClaimPage]


def claim_pages_of(review: Review) -> ClaimPages:
    """Worked out once for all languages."""
    if "claim-pages" not in review.shared:
        review.shared["claim-pages"] = claim_pages(review.origins, returned_of(review).earlier)
    found: ClaimPages = review.shared["claim-pages"]
    return found


def claim_pages(origins: Mapping[str, Origin], left_out: Collection[str] = ()) -> ClaimPages:
    """The pages for figures with many claims. ``left_out``: claims that are on no page."""
    of_figure = {}
    lines: dict[str, ClaimLine] = {}
    for figure_id, origin in origins.items():
        listed = {claim: line for claim, line in origin.claims.items() if claim not in left_out}
        if len(listed) > MOST_BESIDE:
            of_figure[figure_id] = frozenset(listed)
            lines |= listed
    by_source: dict[str, list[ClaimLine]] = {}
    for line in sorted(lines.values(), key=lambda each: (each.source_id, each.key, each.claim_id)):
        by_source.setdefault(line.source_id, []).append(line)
    little: list[ClaimLine] = []
    pages: list[ClaimPage] = []
    for source_id, said in by_source.items():
        if len(said) > MOST_BESIDE:
            pages += _parts(source_id, said)
        else:
            little += said
    pages += _parts(None, little)
    return ClaimPages(pages, of_figure, {claim: page for page in pages for claim in page.claims})


def _parts(source_id: str | None, lines: Sequence[ClaimLine]) -> Iterator[ClaimPage]:
    starts = range(0, len(lines), MOST_ON_PAGE)
    for part, start in enumerate(starts, 1):
        claims = tuple(line.claim_id for line in lines[start : start + MOST_ON_PAGE])
        yield ClaimPage(source_id, part, len(starts), claims)


def listed_of(figure_id: str, listing: Listing, pages: ClaimPages, root: str) -> Listed:
    """Where the page of origin of a figure finds its claims."""
    if figure_id not in pages.of_figure:
        return Listed(listing.claims)
    apart = {claim: pages.page_of[claim] for claim in pages.of_figure[figure_id]}
    return Listed(frozenset(listing.claims) - apart.keys(), apart, root)


def said_by(lines: Iterable[ClaimLine], page_of: Mapping[str, ClaimPage]) -> list[Said]:
    """The claims of a figure that stand apart, summed up by source; most claims first."""
    by_source: dict[tuple[str, str], list[ClaimLine]] = {}
    for line in lines:
        if line.claim_id in page_of:
            by_source.setdefault((line.source_id, line.source_title), []).append(line)
    found = [
        Said(
            source_id,
            title,
            sorted({line.publisher for line in said}),
            sorted({line.basis for line in said}),
            len(said),
            list({(page := page_of[line.claim_id]).name: page for line in said}.values()),
        )
        for (source_id, title), said in by_source.items()
    ]
    return sorted(found, key=lambda each: (-each.count, each.source_id))


def place_of(review: Review, figure_id: str, claim: str) -> str:
    """Where a claim behind a figure stands, below the pages of the language."""
    apart = claim_pages_of(review)
    page = apart.page_of.get(claim) if figure_id in apart.of_figure else None
    return f"{page.name if page else f'origins/{figure_id}.html'}#c-{claim[:12]}"


def _folder_of(source_id: str) -> str:
    """A folder's name for a source, whatever its id holds: another one for every source."""
    return re.sub(r"[^a-z0-9_-]", lambda sign: f"~{ord(sign[0]):x}~", source_id)
