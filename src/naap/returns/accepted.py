"""What the ledger holds of a body's returns: the last values, and the run of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial

from naap.engine import Engine
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.periods import Period, parse_period

__all__ = ["Accepted", "History", "history_of"]

Subject = tuple[str, str]
"""Quantity or action, and area."""


@dataclass(frozen=True)
class Accepted:
    """A value that was accepted: a number, or the state of an action."""

    key: str
    claim_id: str
    period: Period
    value: Decimal | str
    handling: str


History = Mapping[Subject, list[Accepted]]


def history_of(
    snapshot: Snapshot, body: str, fiscal_year_starts: int, most: int | None = None
) -> History:
    """What a reader of the snapshot sees of a body's accepted values, by subject, oldest first.

    ``most``: only so many of the last ones of each subject.
    """
    found: dict[Subject, list[Accepted]] = {}
    # The same few periods come back in every row.
    read = lru_cache(1024)(partial(parse_period, fiscal_year_starts=fiscal_year_starts))
    with Engine(threads=1) as engine:
        for kind, subject, value in (
            ("figure", "quantity", "value"), ("action_report", "action", "completion"),
        ):  # fmt: skip
            rows = engine.rows(
                f"SELECT * FROM (SELECT {subject} AS a, place, period, period_end, "
                f"{value} AS said, claim_id, record_key, handling, row_number() OVER "
                f"(PARTITION BY {subject}, place ORDER BY period_end DESC) AS nth "
                f"FROM ({snapshot.sql(kind_named(kind))}) WHERE series = $body) "
                "WHERE $most IS NULL OR nth <= $most ORDER BY period_end, record_key",
                body=body,
                most=most,
            )
            for row in rows:
                found.setdefault((row["a"], row["place"]), []).append(
                    Accepted(
                        key=f"{kind}/{body}/{row['record_key']}",
                        claim_id=row["claim_id"],
                        period=read(row["period"]),
                        value=row["said"],
                        handling=row["handling"],
                    )
                )
    return found
