"""The table of all returned numbers, with the file and the cell that each came from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from naap.ledger.claim import plain_number
from naap.review.package import Table
from naap.review.returned.listing import FILE, returned_of

if TYPE_CHECKING:
    from naap.engine import Engine
    from naap.pack import Pack
    from naap.review.options import Options
    from naap.review.pages import Review

__all__ = ["read_returned", "tables_of_returned"]

_CAME_FROM = "returned-from"
_COPIED = ("quantity", "place", "scope", "period", "unit", "publisher", "stated_on",
           "note", "source")  # fmt: skip


def read_returned(engine: Engine, pack: Pack, options: Options, shared: dict[str, Any]) -> None:
    """From which file and cell each claim came: the same in every language."""
    if _CAME_FROM not in shared:
        shared[_CAME_FROM] = {
            row["claim_id"]: (row["document"], row["locator"])
            for row in engine.rows(
                "SELECT claim_id, document, locator FROM figure WHERE source = $source",
                source=pack.settings.returns_source,
            )
        }


def tables_of_returned(review: Review) -> list[Table]:
    """None where nothing was returned."""
    rows = list(_rows(review))
    return [Table(
        FILE, "Every returned number",
        "What offices returned and the coordinating office accepted, of which pages list the "
        "latest. The row id leads to published-statements.csv, the claim to the ledger.", (
            ("row_id", "string", "Id of the row in published-statements.csv."),
            ("latest", "string", "yes: the latest that the office returned of this."),
            ("quantity", "string", "Id of the quantity."),
            ("place", "string", "Id of the place."),
            ("scope", "string", "Id of what the count takes in; empty: as the quantity says."),
            ("period", "string", "The time that the number speaks of."),
            ("value", "number", "The number."),
            ("unit", "string", "Its unit."),
            ("publisher", "string", "Id of the office that returned it."),
            ("stated_on", "string", "When the return came."),
            ("note", "string", "What the office wrote beside the number."),
            ("source", "string", "Id of the source, in sources.csv."),
            ("file", "string", "The returned file, by the hash of its bytes."),
            ("cell", "string", "Sheet and cell in that file."),
            ("claim_id", "string", "Id of the claim: naap ledger show CLAIM."),
        ), rows)] if rows else []  # fmt: skip


def _rows(review: Review) -> Iterator[dict[str, Any]]:
    returned, came_from = returned_of(review), review.shared.get(_CAME_FROM, {})
    if not returned.latest:
        return
    for row in review.computed["published-statements"].rows:
        claim = row["claims"][0]
        if claim in returned.latest or claim in returned.earlier:
            file, cell = came_from.get(claim, (None, None))
            yield {
                "row_id": row["row_id"], "latest": "yes" if claim in returned.latest else "no",
                **{name: row[name] for name in _COPIED}, "value": plain_number(row["value"]),
                "file": file, "cell": cell, "claim_id": claim,
            }  # fmt: skip
