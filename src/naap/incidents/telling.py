"""What a review may tell of the accounts in a ledger: each event once, with who tells of it.

Whether an event may stand in a row of its own depends on all its accounts: one of a data set whose
rows may not be passed on is enough for it to be told in sums alone.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from naap.engine import Engine, connect
from naap.incidents.told import NOTHING, Told
from naap.ledger.disk import reading
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.organisations.register import Register
from naap.pack import Pack
from naap.problems import UnusableInput
from naap.sources import sources

__all__ = ["told_in"]


def told_in(snapshot: Snapshot, pack: Pack, register: Register, cache: Path | None) -> Told:
    """Each event that the accounts tell of: as an incident where several data sets do, joined by
    sure links alone; where there is one data set, by its own rows."""
    data_sets = _data_sets(snapshot)
    if not data_sets:
        return NOTHING
    from naap.incidents.reconcile import incidents_of  # few ledgers have accounts
    from naap.incidents.stats import countable

    try:
        with tempfile.TemporaryDirectory() as own, connect() as store:
            found = incidents_of(snapshot, pack, cache or Path(own)) if len(data_sets) > 1 else None
            countable(store, snapshot, pack, register, found)
            return Told(
                _rows(store.execute(_INCIDENTS, [_closed()])),
                _rows(store.execute(_ACCOUNTS)),
            )
    except UnusableInput as error:
        return Told(missing=str(error))


_INCIDENTS = """
SELECT
    counted.id AS incident_id, counted.counted_in, counted.family, counted.first_day,
    counted.last_day, counted.type AS event_type, counted.province, counted.district,
    1 AS events, counted.killed_low, counted.killed, counted.killed_high, counted.injured,
    coalesce(parties.organisations, []) AS organisations,
    telling.may_stand_alone
FROM counted
INNER JOIN (
    SELECT
        tells.id,
        count(*) FILTER (
            WHERE list_contains($1, tells.series) OR list_contains($1, account.source)
        ) = 0 AS may_stand_alone
    FROM tells
    INNER JOIN account
        ON account.series = tells.series AND account.record_key = tells.record_key
    GROUP BY tells.id
) AS telling ON telling.id = counted.id
LEFT JOIN (
    SELECT id, list(DISTINCT value ORDER BY value) AS organisations
    FROM traits
    WHERE trait = 'party' AND NOT contains(value, ':')
    GROUP BY id
) AS parties ON parties.id = counted.id
ORDER BY counted.first_day, counted.id
"""
_ACCOUNTS = """
SELECT
    tells.id AS incident_id, tells.series, tells.record_key, told.event_start AS first_day,
    told.event_end AS last_day, told.killed_best AS killed
FROM tells
INNER JOIN told ON told.series = tells.series AND told.record_key = tells.record_key
ORDER BY tells.id, tells.series, tells.record_key
"""


def _data_sets(snapshot: Snapshot) -> list[str]:
    accounts = snapshot.sql(kind_named("account"))
    with reading(snapshot.ledger.folder), Engine(threads=1) as engine:
        rows = engine.rows(f"SELECT DISTINCT series FROM ({accounts}) ORDER BY series")
    return [row["series"] for row in rows]


def _closed() -> list[str]:
    """The sources of which no row may be passed on."""
    return [name for name, source in sources().items() if source.about.publish != "rows"]


def _rows(answer: Any) -> list[dict[str, Any]]:
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
