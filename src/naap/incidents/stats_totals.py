"""Each publisher's number of a year beside Naap's own counts, with the scope that tells them
apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from naap.engine import Engine
from naap.incidents.accounts import sql_of
from naap.ledger.disk import reading
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.pack.tables import BodyRow, QuantityRow, ScopeRow, SourceRow
from naap.sources import sources

__all__ = ["Total", "totals_of"]

Counts = Literal["events", "killed", "injured"]
_COUNTS: dict[str, Counts] = {"persons": "killed", "attacks": "events", "incidents": "events",
                              "events": "events"}  # fmt: skip


@dataclass(frozen=True)
class Total:
    """One number for the year. ``counts``: what is counted, so that like stands beside like;
    ``months`` how many months a sum of a data set's months rests on; ``claim_id`` None: a sum."""

    counts: str
    who: str
    publisher: str
    says: str
    value: Decimal
    qualifier: str | None
    scope: str
    source: str | None
    stated_on: str | None
    months: int | None
    claim_id: str | None


def totals_of(
    snapshot: Snapshot, pack: Pack, year: int, counted: Sequence[dict[str, Any]]
) -> list[Total]:
    """Published numbers and Naap's counts of a calendar year of the country, events first.

    ``counted`` are rows of the statistics, by year and nothing else. A published sum of a data
    set's events is left out where its accounts are counted: never both.
    """
    held = {row["counted_in"] for row in counted if row["period"] == f"{year:04}"}
    with reading(snapshot.ledger.folder), Engine() as engine:
        engine.run(f"CREATE VIEW figure AS {snapshot.sql(kind_named('figure'))}")
        rows = engine.rows(
            sql_of("published_totals"), country=pack.settings.country_place,
            first=date(year, 1, 1), last=date(year, 12, 31),
        )  # fmt: skip
    published = [_published(row, pack) for row in rows if row["aggregate_of"] not in held]
    ours = [
        total for row in counted if row["period"] == f"{year:04}" for total in _ours(row)
    ]  # fmt: skip
    order = {"events": 0, "killed": 1, "injured": 2}
    return sorted(
        [*published, *ours],
        key=lambda total: (order.get(total.counts, 3), total.who != "published", total.value),
    )


def _published(row: dict[str, Any], pack: Pack) -> Total:
    quantity = next(each for each in pack.rows(QuantityRow) if each.quantity_id == row["quantity"])
    bodies = {each.body_id: each.name_en for each in pack.rows(BodyRow)}
    scopes = {each.scope_id: each for each in pack.rows(ScopeRow)}
    carriers = {each.source_id: each.publisher for each in pack.rows(SourceRow)}
    scope = scopes.get(row["scope"] or "")
    counts = "injured" if row["quantity"] == "injured" else _COUNTS.get(quantity.unit, "events")
    return Total(
        counts=counts,
        who="published",
        publisher=bodies.get(row["publisher"], row["publisher"]),
        says=quantity.name_en,
        value=row["value"],
        qualifier=row["qualifier"],
        scope=scope.includes or scope.title_en if scope else "its scope is not recorded",
        source=carriers.get(row["source"], row["source"]),
        stated_on=row["stated_on"],
        months=row["months"],
        claim_id=row["claim_id"],
    )


def _ours(row: dict[str, Any]) -> list[Total]:
    """Naap's counts of one data set, or of incidents, and one family."""
    source = sources().get(row["counted_in"])
    scope = (
        "every incident once, whichever data sets tell of it"
        if row["counted_in"] == "incidents"
        else f"every event that the data set has: {source.about.says}"
        if source
        else "every event that the data set has"
    )
    family = row["family"].replace("-", " ")
    numbers: list[tuple[Counts, int | None]] = [
        ("events", row["events"]), ("killed", row["killed"]), ("injured", row["injured"]),
    ]  # fmt: skip
    return [
        Total(
            counts=counts, who="counted by Naap", publisher=row["counted_in"],
            says=f"{counts}, {family}", value=Decimal(value), qualifier=None, scope=scope,
            source=None, stated_on=None, months=None, claim_id=None,
        )
        for counts, value in numbers
        if value is not None
    ]  # fmt: skip
