"""Of what offices return month after month, pages list the latest; the data files hold every cell.

A *run* is what one office returns of one thing: a quantity with its scope, place and breakdown. Of
a run, pages and documents list the latest accepted number, with its period and how many earlier
ones there are. Whatever another page links to is listed too, so that no number is without its
origin. What was published otherwise is always listed in full.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from naap.figures import Computed
from naap.figures.figure import Language
from naap.review.numbers import anchor, written
from naap.review.words import word

if TYPE_CHECKING:
    from naap.review.pages import Review

__all__ = [
    "FILE", "NOT_LISTED", "Listing", "Returned", "latest_told", "linked_in", "listing_of",
    "not_listed_told", "returned_in", "returned_of",
]  # fmt: skip

Row = Mapping[str, Any]

FILE = "returned-numbers"
"""The table of all returned numbers, in the folder ``data``."""

BY_STATEMENT = ("published-statements", "status-through-time")
"""The figures that have a row for each statement. All others sum up, and keep all their rows."""

MOST_BEHIND = 40
"""A number that rests on more claims than this names, of the returned ones, the latest alone."""

NOT_LISTED = "not-listed"
"""The row of a page of origin that counts the claims that stand in a data file alone."""

_LINK = re.compile(r'origins/([a-z0-9-]+)\.html#(r-[^"]+)"')


@dataclass(frozen=True)
class Returned:
    """``latest``: the claims of the latest number of each run, with how many earlier ones it has;
    ``earlier``: the claims of these."""

    latest: Mapping[str, int] = field(default_factory=dict)
    earlier: frozenset[str] = frozenset()

    def is_earlier(self, row: Row) -> bool:
        return not self.earlier.isdisjoint(row["claims"][:1])

    def before(self, row: Row) -> int:
        """How many earlier numbers of the same run there are."""
        claims = row["claims"]
        return self.latest.get(claims[0], 0) if len(claims) == 1 else 0

    def listed(self, rows: Iterable[Row]) -> list[Row]:
        """Statements without the earlier ones of a run."""
        return [row for row in rows if not self.is_earlier(row)]


@dataclass(frozen=True)
class Listing:
    """What the pages of a figure list. ``more_rows`` and ``more_claims`` stand in its data files
    alone; ``is_short``: whether there are any."""

    rows: Sequence[Row]
    more_rows: int
    claims: Collection[str]
    more_claims: int

    @property
    def is_short(self) -> bool:
        return bool(self.more_rows or self.more_claims)


def returned_of(review: Review) -> Returned:
    """Worked out once for all languages: they differ in words alone."""
    if "returned" not in review.shared:
        source = review.pack.settings.returns_source
        rows = review.computed["published-statements"].rows
        review.shared["returned"] = returned_in(rows, source)
    found: Returned = review.shared["returned"]
    return found


def returned_in(rows: Iterable[Row], source: str | None) -> Returned:
    """Runs among rows of the figure published-statements. ``source``: under which the ledger keeps
    accepted returns; None where the pack takes none.

    Numbers of a run that speak of times with the same end are all its latest.
    """
    runs: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        if row["source"] == source:
            runs.setdefault(_run(row), []).append(row)
    latest: dict[str, int] = {}
    earlier: list[str] = []
    for run in runs.values():
        last = max(row["period_end"] for row in run)
        old = [row["claims"][0] for row in run if row["period_end"] != last]
        latest |= {row["claims"][0]: len(old) for row in run if row["period_end"] == last}
        earlier += old
    return Returned(latest, frozenset(earlier))


def _run(row: Row) -> tuple[Any, ...]:
    return tuple(
        row[name] for name in ("quantity", "scope", "place", "unit", "publisher", "breakdown")
    )


def linked_in(html: str) -> set[tuple[str, str]]:
    """The rows that a page links to: figure and anchor."""
    return set(_LINK.findall(html))


def listing_of(
    made: Computed, returned: Returned, linked: Collection[tuple[str, str]] = ()
) -> Listing:
    """What the pages of a figure list; everything where nothing was returned before."""
    if not returned.earlier:
        return Listing(made.rows, 0, made.claims, 0)
    figure_id = made.figure.figure_id
    rows = made.rows
    if figure_id in BY_STATEMENT:
        rows = [
            row for row in made.rows
            if not returned.is_earlier(row) or _is_labelled(row)
            or (figure_id, anchor(row["row_id"])) in linked
        ]  # fmt: skip
    claims: set[str] = set()
    for references in (*(row["claims"] for row in rows), *(cell.claims for cell in made.cells)):
        is_long = len(references) > MOST_BEHIND
        claims |= set(references) - returned.earlier if is_long else set(references)
    claims &= made.claims
    return Listing(rows, len(made.rows) - len(rows), claims, len(made.claims) - len(claims))


def _is_labelled(row: Row) -> bool:
    """Whether the chart writes the number beside its mark."""
    return bool(row.get("drawn")) and 1 in {row.get("statement"), row.get("statement_from_last")}


def latest_told(home: str, language: Language) -> Markup:
    """The sentence above a list of statements. ``home`` leads to what all languages share."""
    return Markup(word("ret_latest", language)).format(**_files(FILE, home))


def not_listed_told(made: Computed, listing: Listing, root: str, home: str) -> Markup:
    """The sentence above the table of a figure: how many rows are left out, and where they are."""
    origin = f"{root}origins/{made.figure.figure_id}.html#{NOT_LISTED}-rows"
    count = Markup('<a class="n" href="{}">{}</a>').format(origin, written(listing.more_rows))
    files = _files(made.figure.figure_id, home)
    return Markup(word("ret_not_listed", made.language)).format(count=count, **files)


def _files(name: str, home: str) -> dict[str, Markup]:
    link = Markup('<a href="{}data/{}" download><code>{}</code></a>')
    named = {"file": f"{name}.csv", "package": "datapackage.json"}
    return {key: link.format(home, file, file) for key, file in named.items()}
