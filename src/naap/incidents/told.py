"""The events that the accounts of a ledger tell of, as tables for figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["ACCOUNT_COLUMNS", "INCIDENT_COLUMNS", "NOTHING", "Told"]

INCIDENT_COLUMNS: Mapping[str, str] = {
    "incident_id": "VARCHAR", "counted_in": "VARCHAR", "family": "VARCHAR", "first_day": "DATE",
    "last_day": "DATE", "event_type": "VARCHAR", "province": "VARCHAR", "district": "VARCHAR",
    "events": "BIGINT", "killed_low": "BIGINT", "killed": "BIGINT", "killed_high": "BIGINT",
    "injured": "BIGINT", "organisations": "VARCHAR[]", "may_stand_alone": "BOOLEAN",
}  # fmt: skip
"""``counted_in``: ``incidents``, or the data set where there is one alone. ``organisations``:
registered ones that an account names as a party. ``may_stand_alone``: it may be told as a row."""
ACCOUNT_COLUMNS: Mapping[str, str] = {
    "incident_id": "VARCHAR", "series": "VARCHAR", "record_key": "VARCHAR", "first_day": "DATE",
    "last_day": "DATE", "killed": "BIGINT",
}  # fmt: skip
"""The accounts behind each incident."""


@dataclass(frozen=True)
class Told:
    """Rows with the columns above. ``missing``: why nothing is told although accounts are held."""

    incidents: Sequence[Mapping[str, Any]] = ()
    accounts: Sequence[Mapping[str, Any]] = ()
    missing: str | None = None


NOTHING = Told()
"""Of a ledger without accounts."""
