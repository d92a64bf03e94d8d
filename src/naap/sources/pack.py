"""The evidence that a country pack ships: its figures, ratings and organisation statements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from naap.ledger import Claim, Coverage, make_claim
from naap.pack import Pack
from naap.pack.folder import SETTINGS
from naap.pack.tables import (
    FigureRow,
    ListingRow,
    NameRow,
    QuantityRow,
    RatingRow,
    RelationRow,
    SourceRow,
    TieRow,
)
from naap.problems import UnusableInput
from naap.sources.source import Reading, Request
from naap.sources.subjects import check_subjects

__all__ = ["read"]

KINDS = ("figure", "listing", "name", "rating", "relation", "tie")


def read(request: Request) -> Reading:
    """Every claim of the pack, recorded as of its release date, so that a fresh workspace has
    the same digest everywhere."""
    pack = request.pack
    own = pack.folder / SETTINGS
    if request.file.resolve() != own.resolve():
        raise UnusableInput.one(
            request.file,
            found="another file",
            expected=f"{own}, for all that the workspace's pack ships",
            mend="Name that file. To import a table of your own, use the source table.",
        )
    claims = [check_subjects(pack, claim) for claim in _claims(pack)]
    series = series_of(pack)
    return Reading(
        claims=claims,
        rows_read=len(claims),
        coverage=tuple(Coverage(kind, series) for kind in KINDS),
        release=pack.settings.released.isoformat(),
        recorded_at=datetime.combine(pack.settings.released, time(), UTC),
    )


def series_of(pack: Pack) -> str:
    return f"pack-{pack.settings.pack_id}"


def _claims(pack: Pack) -> Iterator[Claim]:
    for figure in pack.rows(FigureRow):
        yield make_claim(
            "figure",
            handling=figure.handling,
            publisher=figure.publisher,
            quantity=figure.quantity_id,
            period=str(figure.period),
            place=figure.place_id,
            scope=figure.scope_id,
            unit=pack.get(QuantityRow, figure.quantity_id).unit,
            value=figure.value,
            qualifier=figure.qualifier,
            breakdown=figure.breakdown,
            as_printed=figure.as_printed,
            aggregate_of=figure.aggregate_of,
            document=figure.document,
            **_said(pack, figure),
        )
    for rating in pack.rows(RatingRow):
        yield make_claim(
            "rating",
            handling=rating.handling,
            publisher=rating.assessor,
            assessor=rating.assessor,
            method=rating.method_en,
            point=rating.point_id,
            period=str(rating.period),
            rating=rating.rating,
            **_said(pack, rating),
        )
    for name in pack.rows(NameRow):
        yield make_claim(
            "name",
            handling=name.handling,
            organisation=name.org_id,
            name=name.name,
            script=name.script,
            name_kind=name.kind,
            eponym=name.eponym,
            **_said(pack, name),
        )
    for relation in pack.rows(RelationRow):
        yield make_claim(
            "relation",
            handling=relation.handling,
            relation=relation.relation,
            from_organisation=relation.from_org,
            to_organisation=relation.to_org,
            valid_from=_written(relation.valid_from),
            valid_to=_written(relation.valid_to),
            confidence=relation.confidence,
            **_said(pack, relation),
        )
    for listing in pack.rows(ListingRow):
        yield make_claim(
            "listing",
            handling=listing.handling,
            publisher=listing.authority,
            organisation=listing.org_id,
            event=listing.event,
            authority=listing.authority,
            instrument=listing.instrument,
            happened_on=_written(listing.when),
            verified=listing.verified,
            **_said(pack, listing),
        )
    for tie in pack.rows(TieRow):
        yield make_claim(
            "tie",
            handling=tie.handling,
            tie=tie.tie,
            organisation=tie.org_id,
            other_organisation=tie.other_org,
            happened_on=_written(tie.when),
            role=tie.role,
            told=tie.told,
            confidence=tie.confidence,
            **_said(pack, tie),
        )


def _said(pack: Pack, row: Any) -> dict[str, Any]:
    """The columns about the saying. Without a date of its own, a row was said when its source
    was published."""
    source = pack.get(SourceRow, row.source_id)
    return {
        "series": series_of(pack),
        "record_key": row.record_id,
        "source": row.source_id,
        "locator": getattr(row, "locator", None),
        "basis": source.basis,
        "stated_on": _written(getattr(row, "stated_on", None) or source.published_on),
        "note": getattr(row, "note", None),
    }


def _written(period: object | None) -> str | None:
    return None if period is None else str(period)
