"""Monthly totals of one country's UCDP GED events: what a pack may ship in place of the events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from naap.engine import Engine
from naap.ledger import Claim
from naap.ledger.kind import kind_named
from naap.sources.ucdp_ged import SERIES

__all__ = ["MONTHLY", "monthly_totals"]

MONTHLY = {
    "events": ("ucdp-events", "count(*)"),
    "best": ("ucdp-deaths-best", "sum(killed_best)"),
    "low": ("ucdp-deaths-low", "sum(killed_low)"),
    "high": ("ucdp-deaths-high", "sum(killed_high)"),
}
"""Short name, quantity of the pack, and how it is summed from accounts."""


def monthly_totals(
    accounts: Iterable[Claim], *, place: str, source: str, until: date
) -> Iterator[dict[str, str]]:
    """Rows of the pack's figures table, one a month and quantity, from January 1989 on.

    An event counts in the month of its first day. A month without an event is a zero, since
    the data set covers it.
    """
    kind = kind_named("account")
    columns = {column.name: type_ for column in kind.columns for _, type_ in column.stored_as}
    sums = ", ".join(f"coalesce({sql}, 0)::BIGINT AS {name}" for name, (_, sql) in MONTHLY.items())
    with Engine() as engine:
        engine.table("account", columns, (_own(claim, columns) for claim in accounts))
        totals = {
            row["month"]: row
            for row in engine.rows(
                f"SELECT date_trunc('month', event_start)::DATE AS month, {sums} "
                "FROM account GROUP BY 1"
            )
        }
    month = date(1989, 1, 1)
    while month <= until:
        for name, (quantity, _) in MONTHLY.items():
            yield {
                "record_id": f"{SERIES}-{month:%Y-%m}-{name}",
                "publisher": "ucdp",
                "quantity_id": quantity,
                "period": f"{month:%Y-%m}",
                "place_id": place,
                "scope_id": "ucdp-organised-violence",
                "value": str(totals[month][name] if month in totals else 0),
                "aggregate_of": SERIES,
                "source_id": source,
            }
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _own(claim: Claim, columns: Iterable[str]) -> dict[str, object]:
    return {name: claim.fields.get(name) for name in columns}
