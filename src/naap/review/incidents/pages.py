"""The page of incidents: what a reader can filter there, as data for its script and as a table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from naap.pack import Pack
from naap.pack.tables import OrganisationRow, PlaceParentRow, PlaceRow, ScopeRow
from naap.review.claims.pages import place_of
from naap.review.numbers import anchor, month_names, period_written
from naap.review.words import word

if TYPE_CHECKING:
    from naap.figures.figure import Language
    from naap.review.pages import Review
    from naap.review.topics import Page

__all__ = ["files_of_incidents", "menu_of_incidents", "pages_of_incidents"]

_WIDTH, _HEIGHT, _MARGIN = 560.0, 620.0, 26.0
_WHOLE = "ucdp-organised-violence"
_FAMILIES = ("terrorism-and-conflict", "extremism-and-persecution")
_BESIDE = (
    "violence-by-period", "deaths-by-province", "publishers-apart", "publishers-one-year",
    "revisions-by-year", "deaths-by-month-to-2024",
)  # fmt: skip
_SAID = (
    "all_places", "all_types", "all_organisations", "events", "killed_best", "period", "place",
    "type", "per_event", "change", "low", "high", "killed", "month", "half_year", "year",
    "fiscal_year", "not_placed", "not_told", "sum_of", "parts_of", "whole_span", "more_parts",
    "only_years", "by_year_start", "no_low_high", "no_type_here", "to", "chart_of", "map_of",
    "nothing", "province", "estimate",
)  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """One thing that the page counts. ``rows``: its years, as (year, row of the figure);
    ``figure_id``: whose page of origin they stand on; ``data``: what the script filters."""

    set_id: str
    figure_id: str
    rows: Sequence[Mapping[str, Any]]
    data: Mapping[str, Any]
    scope: ScopeRow | None


def menu_of_incidents(review: Review) -> Sequence[tuple[str, str]]:
    return [("incidents.html", "incidents")] if _counted(review) else []


def pages_of_incidents(review: Review, page: Page, with_charts: bool) -> Iterator[tuple[str, str]]:
    sets = _counted(review)
    if not sets or with_charts:
        return
    yield page(
        "incidents.html", "incidents.html", sets=sets, explorer=_explorer(review, sets),
        beside=[review.computed[name] for name in _BESIDE if review.computed[name].rows],
        agreement=review.computed["data-sets-agreement"],
    )  # fmt: skip


def files_of_incidents(review: Review) -> Mapping[str, bytes]:
    if not _counted(review):
        return {}
    parts = sorted((Path(__file__).parent / "script").glob("*.js"))
    joined = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    return {"assets/incidents.js": f'(function () {{\n"use strict";\n{joined}}})();\n'.encode()}


def _counted(review: Review) -> list[Counted]:
    """Events that the ledger's accounts tell of, then the totals that the pack ships."""
    found: list[Counted] = review.shared.setdefault(f"incidents-{review.language}", [])
    if not found:
        places = _Places(review.pack, review.language)
        found += [
            each for each in (_of_accounts(review, places), _of_totals(review, places)) if each
        ]
    return found


class _Places:
    """Provinces in the pack's geographic order, each followed by its districts; where they lie."""

    def __init__(self, pack: Pack, language: Language) -> None:
        rows = {row.place_id: row for row in pack.rows(PlaceRow)}
        self._order: list[tuple[PlaceRow, str | None]] = []
        provinces = sorted(
            (row for row in rows.values() if row.level == "province"),
            key=lambda row: (row.position or math.inf, row.place_id),
        )
        parents: dict[str, PlaceParentRow] = {}
        for parent in pack.rows(PlaceParentRow):
            # The province of today, or the last one.
            known = parents.get(parent.place_id)
            if known is None or _until(parent) >= _until(known):
                parents[parent.place_id] = parent
        below: dict[str, list[PlaceRow]] = {}
        for row in rows.values():
            if row.level == "district" and row.place_id in parents:
                below.setdefault(parents[row.place_id].parent_id, []).append(row)
        for province in provinces:
            self._order.append((province, None))
            districts = below.get(province.place_id, [])
            districts.sort(key=lambda row: (row.position or math.inf, row.place_id))
            self._order += [(row, province.place_id) for row in districts]
        self.number = {row.place_id: at for at, (row, _) in enumerate(self._order)}
        self.names = [pack.text(row, "name", language)[0] for row, _ in self._order]
        self._once: dict[str, list[str]] = {}
        self._above: dict[str, list[PlaceParentRow]] = {}
        for parent in pack.rows(PlaceParentRow):
            self._once.setdefault(parent.parent_id, []).append(parent.place_id)
            self._above.setdefault(parent.place_id, []).append(parent)
        self._rows = rows

    def listed(self) -> tuple[float, list[list[Any]]]:
        """The height of the map; and of each place its id, name, number of the province (-1: it is
        one), where it lies on a map of the usual width, and whether it is no more."""
        points = {
            row.place_id: point for row, _ in self._order if (point := self._point(row)) is not None
        }
        if not points:
            return 0, [
                [row.place_id, name, -1 if above is None else self.number[above], None, None, 0]
                for (row, above), name in zip(self._order, self.names, strict=True)
            ]
        xs, ys = [x for x, _ in points.values()], [y for _, y in points.values()]
        narrowed = math.cos(math.radians((min(ys) + max(ys)) / 2))
        scale = min(
            (_WIDTH - 2 * _MARGIN) / max((max(xs) - min(xs)) * narrowed, 0.01),
            (_HEIGHT - 2 * _MARGIN) / max(max(ys) - min(ys), 0.01),
        )
        middle = (_WIDTH - (max(xs) - min(xs)) * narrowed * scale) / 2
        listed = []
        for (row, above), name in zip(self._order, self.names, strict=True):
            x, y = points.get(row.place_id, (None, None))
            listed.append(
                [
                    row.place_id,
                    name,
                    -1 if above is None else self.number[above],
                    None if x is None else round((x - min(xs)) * narrowed * scale + middle, 1),
                    None if y is None else round((max(ys) - y) * scale + _MARGIN, 1),
                    int(row.valid_to is not None),
                ]
            )
        return round((max(ys) - min(ys)) * scale + 2 * _MARGIN), listed

    def province(self, place: str, day: date) -> int:
        """The number of the province in which a district lay on a day, or -1."""
        for row in self._above.get(place, []):
            if _since(row) <= day <= _until(row):
                return self.number.get(row.parent_id, -1)
        return -1

    def _point(self, row: PlaceRow) -> tuple[float, float] | None:
        """Longitude and latitude; where none are given, the middle of the places that lay in it."""
        if row.longitude is not None and row.latitude is not None:
            return float(row.longitude), float(row.latitude)
        inside = [
            (float(each.longitude), float(each.latitude))
            for name in self._once.get(row.place_id, [])
            if (each := self._rows[name]).longitude is not None and each.latitude is not None
        ]
        if not inside:
            return None
        return sum(x for x, _ in inside) / len(inside), sum(y for _, y in inside) / len(inside)


def _since(row: PlaceParentRow) -> date:
    return date.min if row.valid_from is None else row.valid_from.start


def _until(row: PlaceParentRow) -> date:
    return date.max if row.valid_to is None else row.valid_to.end


def _of_totals(review: Review, places: _Places) -> Counted | None:
    """The totals that the pack ships of a data set of events."""
    rows = review.extras["incidents"]["totals"]
    months = [row for row in rows if row["level"] == "country"]
    if not months:
        return None
    pack = review.pack
    scopes = {row.scope_id: row for row in pack.rows(ScopeRow)}
    types = sorted(
        {row["scope"] for row in rows if row["level"] == "province"},
        key=list(scopes).index,
    )
    held = {row["month"] // 12 for row in months}

    def called(scope: str) -> str:
        return pack.text(scopes[scope], "title", review.language)[0]

    claims_in = _ClaimLinks(review)
    return Counted(
        set_id="totals",
        figure_id="violence-by-period",
        rows=[
            row
            for row in review.computed["violence-by-period"].rows
            if row["unit_of_time"] == "year" and row["year"] in held
        ],
        data={
            "id": "totals",
            "name": called(_WHOLE),
            "first": min(held),
            "last": max(held),
            "types": [[each, called(each)] for each in types],
            "families": [],
            "organisations": [],
            "country": [
                [row["month"], row["events"], row["low"], row["best"], row["high"]]
                for row in months
            ],
            "provinces": [
                [
                    row["month"], places.number[row["place_id"]], types.index(row["scope"]),
                    row["events"], row["best"],
                    *claims_in("deaths-by-province", row),
                ]
                for row in rows
                if row["level"] == "province"
            ],
            "districts": [
                [
                    row["month"] // 12, places.number[row["place_id"]], row["events"], row["best"],
                    *claims_in("deaths-by-district", row),
                    places.province(row["place_id"], date(row["month"] // 12, 1, 1)),
                ]
                for row in rows
                if row["level"] == "district" and row["place_id"] in places.number
            ],
            "periods": [row["row_id"] for row in review.computed["violence-by-period"].rows],
            "pages": list(claims_in.pages),
        },
        scope=scopes[_WHOLE],
    )  # fmt: skip


class _ClaimLinks:
    """The claims behind the number of events and the best estimate of a row, each as its page's
    number in ``pages`` and its short id; empty where it is not shown."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self.pages: dict[str, int] = {}

    def __call__(self, figure_id: str, row: Mapping[str, Any]) -> list[str]:
        known = self._review.origins[figure_id].claims
        return [
            self._numbered(figure_id, claim) if (claim := row[name]) in known else ""
            for name in ("events_claim", "best_claim")
        ]

    def _numbered(self, figure_id: str, claim: str) -> str:
        page, _, short = place_of(self._review, figure_id, claim).partition("#c-")
        return f"{self.pages.setdefault(page, len(self.pages))}:{short}"


def _of_accounts(review: Review, places: _Places) -> Counted | None:
    """The events that accounts in the ledger tell of."""
    rows = review.computed["incidents"].rows
    years = [row for row in rows if row["grain"] == "year"]
    if not years:
        return None
    cells = [row for row in rows if row["grain"] != "year"]
    types = sorted({row["type"] for row in cells if row["type"]})
    organisations = sorted({each for row in cells for each in row["organisations"]})
    families = [each for each in _FAMILIES if any(row["family"] == each for row in years)]
    words = review.computed["incidents"].figure.about.words
    return Counted(
        set_id="incidents",
        figure_id="incidents",
        rows=sorted(years, key=lambda row: (families.index(row["family"]), row["period"])),
        data={
            "id": "incidents",
            "name": word("events_of_accounts", review.language),
            "first": min(int(row["period"]) for row in years),
            "last": max(int(row["period"]) for row in years),
            "types": [[each, each] for each in types],
            "families": [[each, words[each][review.language]] for each in families],
            "organisations": [
                [each, review.pack.text(review.pack.get(OrganisationRow, each), "name",
                                        review.language)[0]]
                for each in organisations
            ],
            "cells": [
                [
                    row["month"], places.number.get(row["place_id"], -1),
                    types.index(row["type"]) if row["type"] else -1,
                    families.index(row["family"]),
                    row["events"], row["low"], row["best"], row["high"],
                    [organisations.index(each) for each in row["organisations"]],
                    anchor(row["row_id"]),
                    places.number.get(row["province"], -1),
                ]
                for row in cells
            ],
            "years": {
                f"{row['family']}-{row['period']}": anchor(row["row_id"]) for row in years
            },
        },
        scope=None,
    )  # fmt: skip


def _explorer(review: Review, sets: Sequence[Counted]) -> dict[str, Any]:
    """What the script of the page needs."""
    height, places = _Places(review.pack, review.language).listed()
    return {
        "sets": [each.data for each in sets],
        "places": places,
        "width": round(_WIDTH),
        "height": height,
        "fiscal": review.pack.settings.fiscal_year_starts,
        "months": month_names(review.language),
        "called": _called([each.data for each in sets], review.language),
        "words": {name: word(f"incidents_{name}", review.language) for name in _SAID}
        | {name: word(name, review.language) for name in ("comma", "full_stop")},
    }


def _called(sets: Sequence[Mapping[str, Any]], language: Language) -> dict[str, str]:
    """Half-years and fiscal years of the sets, where a reader calls them otherwise than data do."""
    years = range(min(each["first"] for each in sets) - 1, max(each["last"] for each in sets) + 1)
    ids = [
        each
        for year in years
        for each in (f"{year}-H1", f"{year}-H2", f"FY{year}-{(year + 1) % 100:02d}")
    ]
    return {each: said for each in ids if (said := period_written(each, language)) != each}
